"""Signed tickets and the rows behind them: what a browser holds between the steps of signing in."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from db.people import SignInSession
from services import settings
from services.clock import now
from services.errors import SignInFailed

TICKET_LASTS = timedelta(minutes=1)
"""Between the right password and the cookie lies one redirect."""

HALF_LASTS = timedelta(minutes=5)
"""Between the right password and the code of the telephone."""


def give(session: Session, kind: str, account_id: int, browser: str, lasts: timedelta) -> str:
    """A ticket of this kind, signed for this browser; its row is in the transaction."""
    secret = secrets.token_urlsafe(24)
    session.add(row(kind, secret, account_id, lasts))
    return f"{secret}.{_seal(secret, browser)}"


def opened(kind: str, ticket: str, browser: str) -> str:
    """The hash that the row of a ticket has. Raises SignInFailed for another browser's."""
    secret, _, seal = ticket.partition(".")
    if not browser or not hmac.compare_digest(seal.encode(), _seal(secret, browser).encode()):
        raise SignInFailed()
    return hashed(kind, secret)


def row(kind: str, secret: str, account_id: int, lasts: timedelta) -> SignInSession:
    """What the table keeps of a ticket or a session."""
    at = now()
    return SignInSession(
        token_hash=hashed(kind, secret), account_id=account_id, created_at=at, expires_at=at + lasts
    )


def hashed(kind: str, secret: str) -> str:
    """The kind is part of it: a ticket can never pass for a session."""
    return hashlib.sha256(f"{kind}:{secret}".encode()).hexdigest()


def _seal(secret: str, browser: str) -> str:
    message = f"{secret}:{browser}".encode()
    return hmac.new(settings.secret_key().encode(), message, hashlib.sha256).hexdigest()
