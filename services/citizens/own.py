"""One's own account: contact data, closing it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Draft
from db.people import Account, SignInSession
from db.session import reading, transaction
from services import accounts
from services.accounts import one_time, passwords, tries
from services.actors import Actor
from services.citizens import account_log, owner
from services.citizens.registration import LONGEST_NAME
from services.clock import now
from services.errors import Invalid, Problem, SignInFailed
from services.permissions import Permission
from services.plain_text import plain

GONE = "–"
"""What stands where a name was."""

LONGEST_REASON = 300

RENAMES = 3
"""In a day: somebody who mistyped puts it right, and nobody plays with it."""


@dataclass(frozen=True)
class Contact:
    """How the office reaches this citizen. `username` signs in."""

    username: str
    name: str
    email: str
    phone: str


def contact(actor: Actor) -> Contact:
    """The own contact data. Raises NotAllowed."""
    actor.require(Permission.ACCOUNT_OWN)
    with reading() as session:
        account = session.get_one(Account, owner(actor))
        return Contact(account.username, account.name, account.email or "", account.phone or "")


def ask_contact(actor: Actor, typed: str, visitor: str, *, language: str = "vi") -> str:
    """Send a code to the new address; the address as it is kept. Raises NotAllowed, Invalid, TooOften."""
    actor.require(Permission.ACCOUNT_OWN)
    channel, recipient = one_time.reachable(typed)
    with transaction() as session:
        one_time.send(
            session, channel, recipient, account_id=owner(actor), visitor=visitor, language=language
        )
    return recipient


def set_contact(actor: Actor, recipient: str, code: str, visitor: str) -> None:
    """The proven address becomes the e-mail or the phone; who signed in with the old one signs in with it.

    Raises NotAllowed, Invalid (code_wrong; address_taken, told only to who has proven the address), TooOften.
    """
    actor.require(Permission.ACCOUNT_OWN)
    with transaction() as session:
        one_time.count_try(session, recipient, visitor)
    with transaction() as session:
        if one_time.spend(session, recipient, code, account_id=owner(actor)):
            problem = _move(session, session.get_one(Account, owner(actor)), recipient)
        else:
            problem = Problem("code", "code_wrong")
    if problem is not None:
        raise Invalid([problem])


def _move(session: Session, account: Account, recipient: str) -> Problem | None:
    """A user name is an address that its owner still reads: else whoever gets that address next could set a
    new password. So it moves along, or nothing does."""
    column = "email" if "@" in recipient else "phone"
    if account.username == getattr(account, column):
        other = select(Account.id).where(Account.username == recipient, Account.id != account.id)
        if session.scalar(other) is not None:
            return Problem("recipient", "address_taken")
        account.username = recipient
    setattr(account, column, recipient)
    account_log.write(session, account.id, "contact_changed", what=column)
    return None


def rename(actor: Actor, name: str, reason: str) -> None:
    """Another name, with the reason for it; dossiers keep the name they were sent under.

    Raises NotAllowed; Invalid at `name` and `reason`; TooOften.
    """
    actor.require(Permission.ACCOUNT_OWN)
    name, reason = plain(name), plain(reason)
    problems = []
    if not 2 <= len(name) <= LONGEST_NAME:
        problems.append(Problem("name", "name_length", {"most": LONGEST_NAME}))
    if not 3 <= len(reason) <= LONGEST_REASON:
        problems.append(Problem("reason", "reason_length", {"least": 3, "most": LONGEST_REASON}))
    if problems:
        raise Invalid(problems)
    with transaction() as session:
        account = session.get_one(Account, owner(actor))
        if account.name == name:
            raise Invalid([Problem("name", "name_same")])
        tries.throttle(session, f"rename:{account.id}", limit=RENAMES, window=timedelta(days=1))
        account_log.write(session, account.id, "name_changed", old=account.name, new=name, reason=reason)
        account.name = name


def close(actor: Actor, password: str, visitor: str) -> None:
    """Close the account for good: dossiers stay with the office, all that ties them to the person goes.

    The journal of a dossier keeps the name it was sent under. Raises NotAllowed; Invalid at `password` when
    it is wrong; LockedOut, TooOften.
    """
    actor.require(Permission.ACCOUNT_OWN)
    account_id = owner(actor)
    known = accounts.begin_try(actor.username, visitor)
    if not passwords.fits(password, known):
        try:
            accounts.wrong_password(actor.username)
        except SignInFailed:
            raise Invalid([Problem("password", "password_wrong")]) from None
    with transaction() as session:
        account = session.get_one(Account, account_id)
        for table in (Dossier, Draft):
            session.execute(update(table).where(table.account_id == account_id).values(account_id=None))
        session.execute(
            update(SignInSession)
            .where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
            .values(revoked_at=now())
        )
        account_log.forget_names(session, account_id)
        account_log.write(session, account_id, "closed")
        account.is_active, account.username, account.name = False, f"closed-{account_id}", GONE
        account.email, account.phone, account.password_hash = None, None, passwords.nobodys()
