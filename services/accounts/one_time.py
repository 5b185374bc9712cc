"""One-time codes: six digits sent to an address, which prove that its reader is the one who typed it."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.people import OneTimeCode
from services import notices, settings
from services.accounts import tries
from services.clock import now
from services.errors import Invalid, Problem

LASTS = timedelta(minutes=10)

SENT_TO_ONE = ((3, timedelta(minutes=10)), (10, timedelta(days=1)))
"""Codes to one address: nobody's post box is flooded from here."""

SENT_FOR_VISITOR, VISITOR_WINDOW = 20, timedelta(minutes=10)

TRIED_AT_ONE = ((5, timedelta(minutes=10)), (20, timedelta(days=1)))
"""Guesses at one address's code: at 20 a day, guessing six digits takes a lifetime."""

TRIED_BY_VISITOR = 30

LONGEST_NAME = 60
"""Characters of an address that can be a user name."""


def reachable(typed: str) -> tuple[str, str]:
    """Channel (email, sms) and the address as it is kept. Raises Invalid at `recipient`."""
    if "@" not in typed:
        ways = notices.ways_to(None, typed)
        if not ways:
            raise Invalid([Problem("recipient", "not_reachable")])
        return ways[0]
    try:
        address = validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid([Problem("recipient", "not_reachable")]) from None
    if len(address) > LONGEST_NAME:
        raise Invalid([Problem("recipient", "address_too_long", {"most": LONGEST_NAME})])
    return "email", address


def send(
    session: Session,
    channel: str,
    recipient: str,
    *,
    account_id: int | None,
    visitor: str,
    language: str,
    key: str = "",
) -> None:
    """A new code on its way, in place of the one before. Raises TooOften.

    `account_id` says whose contact data the address is to become, None for a registration. `key` is there for
    a code that proves no address of an account, and is kept under this name.
    """
    tries.throttle(session, f"code-for:{visitor}", limit=SENT_FOR_VISITOR, window=VISITOR_WINDOW)
    for limit, window in SENT_TO_ONE:
        counted = f"code-to:{int(window.total_seconds())}:{recipient.lower()}"
        tries.throttle(session, counted, limit=limit, window=window)
    # The count's row is held until the end, so two requests for one address cannot both insert.
    name, seed = key or recipient, secrets.token_urlsafe(32)
    session.execute(delete(OneTimeCode).where(OneTimeCode.recipient == name))
    session.add(OneTimeCode(recipient=name, account_id=account_id, seed=seed, expires_at=now() + LASTS))
    notices.write_one_time_code(session, channel, recipient, seed, language=language)


def count_try(session: Session, recipient: str, visitor: str) -> None:
    """Count a guess before it is looked at, in a transaction of its own. Raises TooOften."""
    tries.throttle(session, f"code-by:{visitor}", limit=TRIED_BY_VISITOR, window=VISITOR_WINDOW)
    for limit, window in TRIED_AT_ONE:
        key = f"code-try:{int(window.total_seconds())}:{recipient}"
        tries.throttle(session, key, limit=limit, window=window)


def spend(session: Session, recipient: str, typed: str, *, account_id: int | None) -> bool:
    """Whether these are the digits sent to this address for this purpose; right ones work once."""
    kept = session.scalar(
        select(OneTimeCode)
        .where(
            OneTimeCode.recipient == recipient,
            OneTimeCode.account_id.is_not_distinct_from(account_id),
            OneTimeCode.expires_at > now(),
        )
        .with_for_update()
    )
    if kept is None or not matches(kept, typed):
        return False
    session.delete(kept)
    return True


def matches(kept: OneTimeCode, typed: str) -> bool:
    """Whether these are the digits of this code; spaces are forgiven."""
    given = "".join(typed.split())
    return hmac.compare_digest(digits(kept.seed).encode(), given.encode())


def digits(seed: str) -> str:
    """The code of a seed. It takes the server's secret key: a copy of the database shows no code."""
    mac = hmac.new(settings.secret_key().encode(), f"one-time:{seed}".encode(), hashlib.sha256)
    return f"{int.from_bytes(mac.digest()) % 1_000_000:06d}"
