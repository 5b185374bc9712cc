"""What a citizen did with the own account, kept beside it: who took the data out, and when."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from db.people import AccountEvent
from services.clock import now


def write(session: Session, account_id: int, action: str, **facts: Any) -> None:
    """One line of the log; the actions are listed at db.people.AccountEvent. Facts are plain JSON values."""
    session.add(AccountEvent(account_id=account_id, at=now(), action=action, facts=facts))


def forget_names(session: Session, account_id: int) -> None:
    """The account is closed: its log says that names were changed, and no longer which."""
    lines = update(AccountEvent).where(
        AccountEvent.account_id == account_id, AccountEvent.action == "name_changed"
    )
    session.execute(lines.values(facts={}).execution_options(synchronize_session=False))
