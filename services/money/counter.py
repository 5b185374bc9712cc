"""What the fee room asks: who still has to pay, and what was taken on a day, officer by officer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from db.dossiers import Dossier, Event
from db.money import MoneyEntry
from db.session import reading
from services.actors import Actor
from services.clock import VIETNAM
from services.permissions import Permission
from services.workflow import State

AT_MOST = 500
"""Rows of the list of those who still have to pay; a commune that has more sees the most urgent ones."""


@dataclass(frozen=True)
class Owing:
    """A dossier that waits for money; `left` in đồng, `pay_by` the last day."""

    code: str
    applicant: str
    left: int
    pay_by: date | None


@dataclass(frozen=True)
class Taken:
    """Money of the day: `kind` is paid, refunded or cancelled (taken back), the last two below zero."""

    at: datetime
    code: str
    applicant: str
    amount: int
    way: str
    receipt_number: str
    kind: str = "paid"


@dataclass(frozen=True)
class DayList:
    """What one officer took and gave back on a day, and the sums by way of paying."""

    officer_id: int | None
    officer: str
    rows: tuple[Taken, ...]
    sums: dict[str, int]

    @property
    def total(self) -> int:
        """All ways together, in đồng."""
        return sum(self.sums.values())


def owing(actor: Actor) -> tuple[Owing, ...]:
    """The dossiers of this actor's agencies that wait for money, the nearest deadline first. One query.

    Raises NotAllowed.
    """
    actor.require(Permission.MONEY_READ)
    left = func.sum(MoneyEntry.amount)
    query = (
        select(Dossier.code, Dossier.applicant_name, left, Dossier.pay_by)
        .join(MoneyEntry, MoneyEntry.dossier_id == Dossier.id)
        .where(
            Dossier.agency_id.in_(actor.agencies_for(Permission.MONEY_READ)),
            Dossier.state == State.PAYMENT_ASKED,
        )
        .group_by(Dossier.id)
        .order_by(Dossier.pay_by, Dossier.id)
        .limit(AT_MOST)
    )
    with reading() as session:
        return tuple(Owing(code, name, int(sum_), day) for code, name, sum_, day in session.execute(query))


def taken(actor: Actor, day: date) -> tuple[DayList, ...]:
    """What was taken at this actor's agencies on this day, by officer. One query. Raises NotAllowed.

    What was given back stands in it with a minus. A payment that was taken back stays on its day, as it was
    counted then, and goes out on the day when it was taken back; both on one day are left out.
    """
    actor.require(Permission.MONEY_READ)
    with reading() as session:
        return lists_of(session, actor.agencies_for(Permission.MONEY_READ), day)


def lists_of(session: Session, agencies: frozenset[int], day: date) -> tuple[DayList, ...]:
    """The lists of these agencies; a shared step of `taken` and of closing a day."""
    start = datetime.combine(day, time.min, VIETNAM)
    end, back, took = start + timedelta(days=1), aliased(MoneyEntry), aliased(MoneyEntry)
    query = (
        select(MoneyEntry, Dossier.code, Dossier.applicant_name, Event.facts, back.at, took)
        .join(Dossier, Dossier.id == MoneyEntry.dossier_id)
        .join(Event, Event.id == MoneyEntry.event_id)
        .outerjoin(back, back.reverses == MoneyEntry.id)
        .outerjoin(took, took.id == MoneyEntry.reverses)
        .where(
            MoneyEntry.agency_id.in_(agencies),
            MoneyEntry.at >= start,
            MoneyEntry.at < end,
            or_(MoneyEntry.kind.in_(("paid", "refunded")), took.kind == "paid"),
        )
        .order_by(MoneyEntry.at, MoneyEntry.id)
    )
    by_officer: dict[tuple[int | None, str], list[Taken]] = {}
    for entry, code, applicant, facts, gone_at, taken in session.execute(query):
        if (gone_at and gone_at < end) or (taken and taken.at >= start):
            continue  # taken and taken back on one day: nothing came in
        whose, first = _whose(entry, taken, facts), taken or entry
        number = first.receipt_number or (first.reference or "").partition("/")[2]
        row = Taken(entry.at, code, applicant, -entry.amount, first.way or "", number, entry.kind)
        by_officer.setdefault(whose, []).append(row)
    return tuple(_day_list(*who, rows) for who, rows in sorted(by_officer.items(), key=_by_name))


def _whose(
    entry: MoneyEntry, taken: MoneyEntry | None, facts: Mapping[str, Any]
) -> tuple[int | None, str]:
    """Out of whose drawer it goes, or into whose it came: a refund is paid out by whoever asked for it, a
    payment taken back leaves the drawer that it came into."""
    if entry.kind == "refunded" and facts.get("asked_by_id"):
        return facts["asked_by_id"], facts["asked_by"]
    return (taken or entry).actor_id, (taken or entry).actor_name


def _by_name(item: tuple[tuple[int | None, str], list[Taken]]) -> tuple[str, int]:
    (account_id, name), _rows = item
    return name, account_id or 0


def _day_list(officer_id: int | None, officer: str, rows: list[Taken]) -> DayList:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.way] = sums.get(row.way, 0) + row.amount
    return DayList(officer_id, officer, tuple(rows), sums)
