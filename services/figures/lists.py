"""The list behind a figure, and counts for days that are no whole months: the same choice, asked of facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from db.dossiers import Dossier
from db.figures import DossierFact
from services.figures.choice import Choice
from services.figures.life import (
    FIRST_STEPS,
    GIVEN_UP,
    OWING,
    PAID_ONLINE,
    REFUSED,
    SOLVED,
    STEPS,
    STOPPED,
    WITHDRAWN,
)
from services.figures.plain import PENDING_STEPS, WAITING_STEPS

F = DossierFact.__table__.c
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class ListRow:
    """A dossier in a list: no person in it. `opens` says whether this reader may open it."""

    code: str
    agency: str
    procedure: str
    state: int
    submitted_on: date
    received_on: date | None
    due_on: date | None
    ended_on: date | None
    opens: bool


def _within(column: ColumnElement[Any], asked: Choice) -> Condition:
    return and_(column >= asked.period.first, column < asked.period.after)


def _open_at(day: date) -> Condition:
    return and_(F.received_on < day, or_(F.ended_on.is_(None), F.ended_on >= day))


def _open_late(asked: Choice) -> Condition:
    return and_(_open_at(asked.period.after), F.due_on < asked.period.seen_from(asked.today))


def _open_in_time(asked: Choice) -> Condition:
    later = F.due_on >= asked.period.seen_from(asked.today)
    return and_(_open_at(asked.period.after), or_(F.due_on.is_(None), later))


def _received(*more: Condition) -> Callable[[Choice], Condition]:
    return lambda asked: and_(_within(F.received_on, asked), *more)


def _ended(*endings: str, more: tuple[Condition, ...] = ()) -> Callable[[Choice], Condition]:
    return lambda asked: and_(F.ending.in_(endings), _within(F.ended_on, asked), *more)


def _at(*steps: str) -> Callable[[Choice], Condition]:
    return lambda asked: F.step.in_(steps)


CONDITIONS: dict[str, Callable[[Choice], Condition]] = {
    "carried": lambda asked: _open_at(asked.period.first),
    "received": _received(),
    "online": _received(F.channel == 2),
    "counter": _received(F.channel == 1),
    "post": _received(F.channel == 3),
    "level_4": _received(F.level == 4),
    "level_3": _received(F.level == 3),
    "done": _ended(*SOLVED),
    **{ending: _ended(ending) for ending in (*SOLVED, WITHDRAWN, STOPPED, REFUSED, GIVEN_UP)},
    "open": lambda asked: _open_at(asked.period.after),
    "open_late": _open_late,
    "open_in_time": _open_in_time,
    "submitted": lambda asked: _within(F.submitted_on, asked),
    "pending": _at(*PENDING_STEPS),
    "waiting": _at(*WAITING_STEPS),
    "answered": lambda asked: _within(F.answered_on, asked),
    "owing": _ended(*SOLVED, more=(F.paying >= OWING,)),
    "paid_online": _ended(*SOLVED, more=(F.paying == PAID_ONLINE,)),
    "digital": _ended(*SOLVED, more=(F.digital.is_(True),)),
    "supplemented": _ended(*SOLVED, more=(F.rounds > 0,)),
    **{f"at_{step}": _at(step) for step in STEPS},
    **{f"slow_{step}": _ended(*SOLVED, more=(F.slowest == step,)) for step in FIRST_STEPS},
}
"""What services/figures/plain.py says, as conditions on the facts."""


def chosen(asked: Choice) -> list[Condition]:
    """The conditions of a choice on the facts, its period aside."""
    found = [F.agency_id.in_(sorted(asked.agencies))]
    if asked.procedures:
        found.append(F.procedure_code.in_(sorted(asked.procedures)))
    if asked.level:
        found.append(F.level == asked.level)
    if asked.channel:
        found.append(F.channel == asked.channel)
    return found


def count(code: str, asked: Choice) -> Select[Any]:
    """How many dossiers the list has: for any days, not only whole months."""
    return select(func.count()).select_from(DossierFact).where(CONDITIONS[code](asked), *chosen(asked))


def counts_by(code: str, asked: Choice, column: str) -> Select[Any]:
    """The same by procedure_code, agency_id, channel or level: rows (key, count)."""
    grouped = select(F[column], func.count()).group_by(F[column])
    return grouped.where(CONDITIONS[code](asked), *chosen(asked))


ROW = (
    Dossier.code, Dossier.state, F.agency_id, F.procedure_code, F.submitted_on, F.received_on, F.due_on,
    F.ended_on,
)  # fmt: skip


def page(code: str, asked: Choice, first: int, size: int) -> Select[Any]:
    """`size` dossiers from place `first` on, those that stand longest first."""
    places = select(F.dossier_id, F.since_on).where(CONDITIONS[code](asked), *chosen(asked))
    places = places.order_by(F.since_on, F.dossier_id).limit(size).offset(first).subquery()
    return (
        select(*ROW)
        .join_from(places, DossierFact, F.dossier_id == places.c.dossier_id)
        .join(Dossier, Dossier.id == F.dossier_id)
        .order_by(places.c.since_on, F.dossier_id)
    )


def those(ids: Sequence[int]) -> Select[Any]:
    """The same of these dossiers."""
    found = select(*ROW).join_from(DossierFact, Dossier, Dossier.id == F.dossier_id)
    return found.where(F.dossier_id.in_(ids)).order_by(F.since_on, F.dossier_id)
