"""Accounts and signed-in sessions: who stands behind a name and a password, and behind a cookie."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.people import Account, OneTimeCode, RoleGrant, SignInSession
from db.session import looking, reading, transaction
from services.accounts import passwords, second_factor, standing, tickets, tries
from services.accounts.tries import throttle
from services.actors import Actor
from services.clock import now, today
from services.errors import LockedOut, NotFound, SignInFailed
from services.identity import normal_phone
from services.workflow import Role

__all__ = ["throttle"]

SESSION_LASTS = timedelta(hours=12)
"""A working day and its evening; then the password is asked again."""

TRIES_PER_VISITOR, VISITOR_WINDOW = 60, timedelta(minutes=10)
"""Over all names together; a whole office may stand behind one address."""


@dataclass(frozen=True)
class SignedIn:
    """The right password was given: who it is, and the ticket that the browser changes into a cookie. Where a
    code is asked for, the ticket is only good for second_factor.finish."""

    actor: Actor
    ticket: str
    asks_code: bool = False


# --- signing in ---------------------------------------------------------------------------------------------


class Directory(Mapping[str, dict[str, Any]]):
    """Accounts as the sign-in form asks for them: by name, one at a time; every name seems to exist.

    The first look at a name counts as a try, before the password is checked.
    """

    def __init__(self, visitor: str) -> None:
        self._visitor = visitor
        self._rows: dict[str, dict[str, Any]] = {}
        self.tried = ""
        """The name that was asked for last."""

    def __getitem__(self, username: str) -> dict[str, Any]:
        """Raises LockedOut, TooOften."""
        if username not in self._rows:
            self.tried = username
            self._rows[username] = _row(begin_try(username, self._visitor), username)
        return self._rows[username]

    def __contains__(self, username: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _row(password_hash: str, username: str) -> dict[str, Any]:
    return {
        "name": username, "email": None, "password": password_hash, "roles": None,
        "failed_login_attempts": 0, "logged_in": False,
    }  # fmt: skip


def name_of(typed: str) -> str:
    """A user name as it is kept: small letters; a phone as +84…, for whoever registered with one."""
    name = typed.strip().lower()
    return (normal_phone(name) if name[:1] in ("0", "+") else None) or name


def begin_try(username: str, visitor: str) -> str:
    """Count one try at a name and give the hash to check against; for nobody one that nothing fits.

    Raises LockedOut, TooOften.
    """
    username = name_of(username)
    with transaction() as session:
        tries.throttle(session, f"visitor:{visitor}", limit=TRIES_PER_VISITOR, window=VISITOR_WINDOW)
        tries.count_sign_in(session, username)
        known = session.scalar(
            select(Account.password_hash).where(Account.username == username, Account.is_active)
        )
    return known or passwords.nobodys()


def wrong_password(username: str) -> None:
    """The try that was counted failed. Raises LockedOut when it was one too many, else SignInFailed."""
    with reading() as session:
        until = tries.locked_until(session, name_of(username))
    raise LockedOut(until) if until else SignInFailed()


def sign_in(username: str, browser: str) -> SignedIn:
    """The password of this name was right: forget the wrong ones and give a ticket for this browser.

    The ticket is signed, works once, for a minute, in this browser only. Raises SignInFailed.
    """
    username = name_of(username)
    with transaction() as session:
        account = session.scalar(select(Account).where(Account.username == username, Account.is_active))
        if account is None or not browser:
            raise SignInFailed()
        tries.forget_sign_in(session, username)
        asks = second_factor.asked_for(session, account.id)
        kind, lasts = ("half", tickets.HALF_LASTS) if asks else ("ticket", tickets.TICKET_LASTS)
        ticket = tickets.give(session, kind, account.id, browser, lasts)
        return SignedIn(standing.of_account(session, account, today()), ticket, asks)


def claim(ticket: str, browser: str) -> str:
    """Change a ticket into the token of a signed-in session, once. Raises SignInFailed."""
    held, token = tickets.opened("ticket", ticket, browser), secrets.token_urlsafe(32)
    with transaction() as session:
        account_id = session.scalar(
            delete(SignInSession)
            .where(SignInSession.token_hash == held, SignInSession.expires_at > now())
            .returning(SignInSession.account_id)
        )
        if account_id is None:
            raise SignInFailed()
        session.add(tickets.row("session", token, account_id, SESSION_LASTS))
    return token


def sign_out(token: str) -> None:
    """Revoke the session: it is dead on every copy of the program with its next run."""
    if not token:
        return
    with transaction() as session:
        session.execute(
            update(SignInSession)
            .where(
                SignInSession.token_hash == tickets.hashed("session", token),
                SignInSession.revoked_at.is_(None),
            )
            .values(revoked_at=now())
        )


def actor_for(token: str) -> Actor | None:
    """Who a cookie stands for, in one query: session, account and today's roles. None for nobody."""
    if not token:
        return None
    with looking() as connection:
        return standing.of_session(connection, tickets.hashed("session", token), now())


def actor_named(username: str) -> Actor:
    """Who stands behind a name, without a password: for the demo town and the tests. Raises NotFound."""
    with reading() as session:
        account = session.scalar(select(Account).where(Account.username == username, Account.is_active))
        if account is None:
            raise NotFound("account")
        return standing.of_account(session, account, today())


# --- accounts -----------------------------------------------------------------------------------------------


def add_account(
    session: Session,
    username: str,
    name: str,
    password_hash: str,
    grants: Sequence[tuple[Role, int | None]] = (),
    *,
    email: str | None = None,
    phone: str | None = None,
) -> Account:
    """A new account with its roles, each a pair of role and agency id (None for a citizen).

    `password_hash` is made by passwords.hashed before the transaction: it takes a quarter of a second.
    """
    account = Account(
        username=username.strip().lower(), name=name, email=email, phone=phone,
        password_hash=password_hash, created_at=now(),
    )  # fmt: skip
    session.add(account)
    session.flush()
    session.add_all(
        RoleGrant(account_id=account.id, role=role.value, agency_id=agency_id, valid_from=today())
        for role, agency_id in grants
    )
    session.flush()
    return account


def set_password(session: Session, account: Account, password: str) -> None:
    """A new password; whoever is signed in with the old one is signed out. Raises Invalid."""
    take_hash(session, account, passwords.hashed(password))


def take_hash(session: Session, account: Account, password_hash: str) -> None:
    """As set_password, with a hash that was made before the transaction."""
    account.password_hash = password_hash
    tries.forget_sign_in(session, account.username)
    session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account.id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def tidy() -> None:
    """Drop sessions, one-time codes and counts that ended more than a day ago."""
    with transaction() as session:
        session.execute(delete(SignInSession).where(SignInSession.expires_at < now() - timedelta(days=1)))
        session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < now() - timedelta(days=1)))
        tries.forget_old(session, now() - timedelta(days=1))
