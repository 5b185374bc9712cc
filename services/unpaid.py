"""Money that nobody pays: one reminder before the last day, and by configuration an end after it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from db.fees import PaymentReminder
from db.session import transaction
from services import last_days, letter_book, notices, settings
from services.clock import now, today
from services.last_days import A_DAY
from services.money import books
from services.vietnamese import short_date
from services.workflow import State

ASKING = ("request_payment", "cancel_payment")
"""Actions that ask for money."""


def remind(limit: int = 200) -> int:
    """Write to whoever has PAYMENT_REMINDER_DAYS or less left to pay, each deadline once; how many they were.

    Several copies of the program may do this at the same time: the row of the reminder decides who writes.
    """
    days, at = settings.payment_reminder_days(), now()
    if days == 0:
        return 0
    told = select(PaymentReminder.dossier_id).where(
        PaymentReminder.dossier_id == Dossier.id, PaymentReminder.pay_by == Dossier.pay_by
    )
    asked = select(func.max(Event.at)).where(Event.dossier_id == Dossier.id, Event.action.in_(ASKING))
    query = _waiting().where(
        Dossier.pay_by.between(today(), today() + days * A_DAY),
        ~told.exists(),
        asked.scalar_subquery() <= at - A_DAY,
    )
    with transaction() as session:
        found = [one for one in session.scalars(query.limit(limit)) if _claim(session, one)]
        for dossier in found:
            notices.remind(session, dossier, "payment_reminder", _facts(session, dossier))
    return len(found)


def end(limit: int = 200) -> int:
    """Stop what is PAYMENT_END_DAYS working days past its last day to pay. Off by default.

    A result that is there already waits for its money as long as it takes.
    """
    return last_days.end(_unfinished, Dossier.pay_by, settings.payment_end_days(), _ending, limit)


def _waiting() -> Any:
    """Dossiers that wait for money now, the nearest last day first."""
    return (
        select(Dossier)
        .where(Dossier.state == State.PAYMENT_ASKED, Dossier.pay_by.is_not(None))
        .order_by(Dossier.pay_by, Dossier.id)
    )


def _unfinished() -> Any:
    return _waiting().where(Dossier.resume_state != State.READY)


def _ending(row: Row[Any]) -> tuple[date, str, str]:
    until = row.Dossier.pay_by
    reason = f"Không nộp phí, lệ phí trong thời hạn yêu cầu (đến hết ngày {short_date(until)})."
    return until, "stop", reason


def _claim(session: Session, dossier: Dossier) -> bool:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(PaymentReminder).values(dossier_id=dossier.id, pay_by=dossier.pay_by, at=now())
    claimed = row.on_conflict_do_nothing().returning(PaymentReminder.dossier_id)
    return session.scalar(claimed) is not None


def _facts(session: Session, dossier: Dossier) -> dict[str, Any]:
    facts = {"amount": books.left(session, dossier), "pay_by": dossier.pay_by}
    event: Any = SimpleNamespace(action="request_payment", facts=facts, at=now())
    return letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, event))
