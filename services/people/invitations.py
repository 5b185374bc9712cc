"""The one-time link by which a person sets the own password: for a new account, and for a forgotten one."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.access import Invitation
from db.people import Account
from db.session import reading, transaction
from services import accounts, notices
from services.accounts import links, passwords, tries
from services.actors import Actor
from services.clock import now
from services.errors import Invalid, NotFound, Problem
from services.people import roles, rules
from services.plain_text import plain

LASTS = timedelta(days=3)
USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
LONGEST_NAME = 120
TRIES, WINDOW = 20, timedelta(minutes=10)


@dataclass(frozen=True)
class Wanted:
    """A role that a new account begins with; `last` counts, None for no end."""

    role: str
    agency_id: int
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Link:
    """Shown once: neither database nor outbox can give it again."""

    account_id: int
    username: str
    url: str
    expires_at: datetime
    mailed_to: str


@dataclass(frozen=True)
class Invited:
    """Whose password a link sets."""

    username: str
    name: str


def invite(actor: Actor, username: str, name: str, email: str, wanted: Sequence[Wanted]) -> Link:
    """A new account without a password, with its roles, and the link to set one; mailed where there is an
    address. Raises NotAllowed, NotFound, Invalid (username, name, email, role, last)."""
    username, name, email = username.strip().lower(), plain(name), email.strip()
    _check(username, name, email, wanted)
    with transaction() as session:
        me = rules.administrator(session, actor)
        if session.scalar(select(Account.id).where(Account.username == username)) is not None:
            raise Invalid([Problem("username", "username_taken")])
        account = _new(session, username, name, email)
        rules.write(session, me, "invited", account)
        for one in wanted:
            roles.add(session, me, account, one.role, one.agency_id, one.first, one.last)
        return _link(session, account, mail=True)


def renew(actor: Actor, account_id: int) -> Link:
    """A new link in place of those before. Today's password works until the link is used: nobody is locked
    out; an account in wrong hands is locked. Raises NotAllowed, NotFound, GuardRefused."""
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.whole_person(session, me, account_id)
        rules.write(session, me, "password_link", account)
        return _link(session, account, mail=True)


def look(token: str, visitor: str) -> Invited:
    """Whose link this is. Raises TooOften; NotFound alike for a wrong, a used and an old one."""
    with transaction() as session:
        tries.throttle(session, f"invitation:{visitor}", limit=TRIES, window=WINDOW)
    with reading() as session:
        account = _account(session, token)
    if account is None:
        raise NotFound("invitation")
    return Invited(account.username, account.name)


def accept(token: str, password: str, visitor: str) -> str:
    """Set the password; the link is used up, sessions end. The user name. Raises as `look`, and Invalid."""
    invited = look(token, visitor)
    password_hash = passwords.hashed(password, (invited.username, invited.name))
    with transaction() as session:
        used = update(Invitation).where(
            Invitation.token_hash == _hash(token), Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )  # fmt: skip
        account = _account(session, token)
        if account is None or session.execute(used.values(used_at=now())).rowcount != 1:
            raise NotFound("invitation")
        accounts.take_hash(session, account, password_hash)
        who = Actor("officer", account.name, account.id, account.username)
        rules.write(session, who, "password_set", account)
    return invited.username


# --- shared steps -------------------------------------------------------------------------------------------


def withdraw(session: Session, account_id: int) -> None:
    """No link of this account works any more."""
    open_ones = update(Invitation).where(
        Invitation.account_id == account_id, Invitation.used_at.is_(None)
    )
    session.execute(open_ones.values(used_at=now()))


def _link(session: Session, account: Account, *, mail: bool) -> Link:
    withdraw(session, account.id)
    seed, at = secrets.token_urlsafe(32), now()
    address = links.invitation(seed)
    session.add(
        Invitation(token_hash=_hash(address.rpartition("=")[2]), account_id=account.id, created_at=at,
                   expires_at=at + LASTS)
    )  # fmt: skip
    if mail and account.email:
        notices.write_invitation(session, account.email, seed)
    return Link(account.id, account.username, address, at + LASTS, account.email or "")


def _new(session: Session, username: str, name: str, email: str) -> Account:
    try:
        with session.begin_nested():
            return accounts.add_account(session, username, name, passwords.nobodys(), email=email or None)
    except IntegrityError:  # another administrator was quicker
        raise Invalid([Problem("username", "username_taken")]) from None


def _account(session: Session, token: str) -> Account | None:
    return session.scalar(
        select(Account)
        .join(Invitation, Invitation.account_id == Account.id)
        .where(
            Invitation.token_hash == _hash(token), Invitation.used_at.is_(None),
            Invitation.expires_at > now(), Account.is_active,
        )
    )  # fmt: skip


def _check(username: str, name: str, email: str, wanted: Sequence[Wanted]) -> None:
    problems = []
    if not USERNAME.fullmatch(username):
        problems.append(Problem("username", "username_form"))
    if not 2 <= len(name) <= LONGEST_NAME:
        problems.append(Problem("name", "person_name"))
    if email:
        try:
            validate_email(email, check_deliverability=False)
        except EmailNotValidError:
            problems.append(Problem("email", "email_form"))
    if not wanted:
        problems.append(Problem("role", "role_missing"))
    if problems:
        raise Invalid(problems)


def _hash(token: str) -> str:
    return hashlib.sha256(f"invitation:{token}".encode()).hexdigest()
