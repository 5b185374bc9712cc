"""Rows of the database as the queue lists them, each with the sentence that says why it stands there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.catalogue import Procedure, store
from services.dates.deadlines import WorkCalendar
from services.desk import numbers, urgency
from services.desk.rows import QueueRow
from services.desk.views import View
from services.language import pick
from services.workflow import State


def rows(session: Session, view: View, found: Sequence[Any]) -> tuple[QueueRow, ...]:
    """What `queries.page` or `queries.chosen` found, in that order."""
    calendar = numbers.calendar(session, view.agencies)
    procedures = store.versions(session, {row.procedure_version_id for row in found})
    return tuple(_row(row, procedures[row.procedure_version_id], calendar, view.at) for row in found)


def _row(row: Any, procedure: Procedure, calendar: WorkCalendar, at: datetime) -> QueueRow:
    facts = urgency.Facts(
        row.state, row.submitted_at, row.due_at, row.ready_at, row.closed_at, row.rounds, row.asked_until,
        row.proposed, row.draft, row.answered,
    )  # fmt: skip
    return QueueRow(
        row.id, row.code, row.version, State(row.state), row.applicant_name,
        pick(procedure.short, procedure.short_en), pick(procedure.field, procedure.field_en),
        row.submitted_at, row.received_at, row.due_at, row.holder or "", row.channel, row.level, row.money,
        row.result_way, urgency.of(facts, calendar, at),
    )  # fmt: skip
