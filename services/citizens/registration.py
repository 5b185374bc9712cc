"""Opens a citizen's account: the address is proven by a one-time code before anything is made of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.people import Account
from db.session import transaction
from services import accounts
from services.accounts import one_time, passwords, standing
from services.citizens import account_log
from services.clock import today
from services.errors import Invalid, Problem
from services.plain_text import plain
from services.workflow import Role

LONGEST_NAME = 120


def ask(typed: str, visitor: str, *, language: str = "vi") -> str:
    """Send a code to an e-mail address or a mobile phone; the address as it is kept.

    Nothing here depends on whether the address has an account. Raises Invalid, TooOften.
    """
    channel, recipient = one_time.reachable(typed)
    with transaction() as session:
        one_time.send(session, channel, recipient, account_id=None, visitor=visitor, language=language)
    return recipient


def finish(recipient: str, code: str, name: str, password: str, visitor: str) -> str:
    """Open the account, or set a new password where its reader has one already; the user name.

    Raises Invalid (places code, name, password), TooOften.
    """
    name = plain(name)
    if not 2 <= len(name) <= LONGEST_NAME:
        raise Invalid([Problem("name", "name_length", {"most": LONGEST_NAME})])
    with transaction() as session:
        one_time.count_try(session, recipient, visitor)
    password_hash = passwords.hashed(password)
    with transaction() as session:
        right = one_time.spend(session, recipient, code, account_id=None)
        done = right and _open(session, recipient, name, password_hash)
    if not done:
        raise Invalid([Problem("code", "code_wrong")])
    return recipient


def _open(session: Session, recipient: str, name: str, password_hash: str) -> bool:
    """False for the account of an officer, whose password the administrator sets."""
    account = session.scalar(select(Account).where(Account.username == recipient))
    if account is None:
        contact = {"email": recipient} if "@" in recipient else {"phone": recipient}
        grants = [(Role.CITIZEN, None)]
        account = accounts.add_account(session, recipient, name, password_hash, grants, **contact)
        account_log.write(session, account.id, "registered")
        return True
    if not account.is_active or standing.of_account(session, account, today()).kind != "citizen":
        return False
    accounts.take_hash(session, account, password_hash)
    account_log.write(session, account.id, "password_set")
    return True
