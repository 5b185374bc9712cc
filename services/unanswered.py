"""Supplements that nobody answers: one reminder before the last day, and by configuration an end after it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, SupplementRequest
from db.session import transaction
from services import last_days, letter_book, notices, settings
from services.clock import now, today
from services.last_days import A_DAY
from services.vietnamese import short_date
from services.workflow import State


def remind(limit: int = 200) -> int:
    """Write to whoever has SUPPLEMENT_REMINDER_DAYS or less left, each request once; how many they were.

    Several copies of the program may do this at the same time: each request is held while it is written of.
    """
    days, at = settings.supplement_reminder_days(), now()
    if days == 0:
        return 0
    query = _open().where(
        SupplementRequest.reminded_at.is_(None),
        SupplementRequest.answer_by.between(today(), today() + days * A_DAY),
        SupplementRequest.asked_at <= at - A_DAY,
    )
    locked = query.limit(limit).with_for_update(skip_locked=True, of=SupplementRequest)
    with transaction() as session:
        found = session.execute(locked).all()
        for request, dossier in found:
            request.reminded_at = at
            notices.remind(session, dossier, "supplement_reminder", _facts(session, request, dossier))
    return len(found)


def end(limit: int = 200) -> int:
    """End what is SUPPLEMENT_END_DAYS working days past its last day; how many they were. Off by default.

    Asked before it was received: not received (Mẫu 03); later: stopped.
    """
    days = settings.supplement_end_days()
    return last_days.end(_open, SupplementRequest.answer_by, days, _ending, limit)


def _ending(row: Row[Any]) -> tuple[date, str, str]:
    until = row.SupplementRequest.answer_by
    reason = f"Không bổ sung giấy tờ trong thời hạn yêu cầu (đến hết ngày {short_date(until)})."
    return until, "stop" if row.Dossier.received_at else "refuse", reason


def _open() -> Any:
    """Requests that a dossier waits on now, the longest waiting first."""
    return (
        select(SupplementRequest, Dossier)
        .join(Dossier, Dossier.id == SupplementRequest.dossier_id)
        .where(
            Dossier.state == State.SUPPLEMENT_ASKED,
            SupplementRequest.answered_at.is_(None),
            SupplementRequest.withdrawn_at.is_(None),
        )
        .order_by(SupplementRequest.answer_by, SupplementRequest.id)
    )


def _facts(session: Session, request: SupplementRequest, dossier: Dossier) -> dict[str, Any]:
    facts = {"items": request.items, "answer_by": request.answer_by.isoformat()}
    event: Any = SimpleNamespace(action="request_supplement", facts=facts, at=request.asked_at)
    return letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, event))
