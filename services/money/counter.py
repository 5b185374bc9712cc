"""What the fee room asks: who still has to pay, and what was taken on a day, officer by officer."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.dossiers import Dossier
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
    """A payment of the day that counts."""

    at: datetime
    code: str
    applicant: str
    amount: int
    way: str
    receipt_number: str


@dataclass(frozen=True)
class DayList:
    """What one officer took on a day, and the sums by way of paying."""

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

    A payment that was taken back is left out, also when that happened on another day.
    """
    actor.require(Permission.MONEY_READ)
    with reading() as session:
        return lists_of(session, actor.agencies_for(Permission.MONEY_READ), day)


def lists_of(session: Session, agencies: frozenset[int], day: date) -> tuple[DayList, ...]:
    """The lists of these agencies; a shared step of `taken` and of closing a day."""
    start, back = datetime.combine(day, time.min, VIETNAM), aliased(MoneyEntry)
    query = (
        select(MoneyEntry, Dossier.code, Dossier.applicant_name)
        .join(Dossier, Dossier.id == MoneyEntry.dossier_id)
        .where(
            MoneyEntry.agency_id.in_(agencies),
            MoneyEntry.at >= start,
            MoneyEntry.at < start + timedelta(days=1),
            MoneyEntry.kind == "paid",
            ~select(back.id).where(back.reverses == MoneyEntry.id).exists(),
        )
        .order_by(MoneyEntry.at, MoneyEntry.id)
    )
    by_officer: dict[tuple[int | None, str], list[Taken]] = {}
    for entry, code, applicant in session.execute(query):
        number = entry.receipt_number or (entry.reference or "").partition("/")[2]
        row = Taken(entry.at, code, applicant, -entry.amount, entry.way or "", number)
        by_officer.setdefault((entry.actor_id, entry.actor_name), []).append(row)
    return tuple(_day_list(*who, rows) for who, rows in sorted(by_officer.items(), key=_by_name))


def _by_name(item: tuple[tuple[int | None, str], list[Taken]]) -> tuple[str, int]:
    (account_id, name), _rows = item
    return name, account_id or 0


def _day_list(officer_id: int | None, officer: str, rows: list[Taken]) -> DayList:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.way] = sums.get(row.way, 0) + row.amount
    return DayList(officer_id, officer, tuple(rows), sums)
