"""The end of the day: the leader counts the cash an officer took, and closes the list if it is right."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.money import CashClosing
from db.session import reading, transaction
from services.actors import Actor
from services.clock import now, today
from services.errors import GuardRefused, Invalid, NotFound, Problem
from services.money import counter
from services.permissions import Permission


def close(actor: Actor, officer_id: int, day: date, counted: int) -> None:
    """Close the cash of this officer and day: `counted` đồng must be what came in less what was given back.

    Raises NotAllowed, NotFound where the officer took nothing, Invalid where it does not balance,
    GuardRefused when it is closed already.
    """
    actor.require(Permission.MONEY_CLOSE)
    agency_id = min(actor.agencies_for(Permission.MONEY_CLOSE))
    with transaction() as session:
        if day > today():
            raise NotFound("day")
        if is_closed(session, agency_id, officer_id, day):
            raise GuardRefused("day_closed_before")
        lists = counter.lists_of(session, frozenset({agency_id}), day)
        mine = [one for one in lists if one.officer_id == officer_id]
        if not mine:
            raise NotFound("day")
        cash = mine[0].sums.get("cash", 0)
        if counted != cash:
            raise Invalid([Problem("counted", "cash_differs", {"sum": cash})])
        session.add(
            CashClosing(
                agency_id=agency_id, officer_id=officer_id, day=day, amount=cash, closed_by=actor.account_id,
                closed_by_name=actor.name, closed_at=now(),
            )
        )  # fmt: skip


def is_closed(session: Session, agency_id: int, officer_id: int | None, day: date) -> bool:
    """Whether this officer's cash of this day was counted: then no more of it is taken that day."""
    query = select(CashClosing.id).where(
        CashClosing.agency_id == agency_id, CashClosing.officer_id == officer_id, CashClosing.day == day
    )
    return session.scalar(query) is not None


def refuse_closed(session: Session, agency_id: int, officer_id: int | None, day: date) -> None:
    """No cash goes into a counted drawer or out of it on that day. Raises GuardRefused."""
    if is_closed(session, agency_id, officer_id, day):
        raise GuardRefused("day_closed")


def closed(actor: Actor, day: date) -> dict[int, tuple[int, str, datetime]]:
    """What was closed for this day, by officer: sum, by whom, when. Raises NotAllowed."""
    actor.require(Permission.MONEY_READ)
    query = select(CashClosing).where(
        CashClosing.agency_id.in_(actor.agencies_for(Permission.MONEY_READ)), CashClosing.day == day
    )
    with reading() as session:
        return {x.officer_id: (x.amount, x.closed_by_name, x.closed_at) for x in session.scalars(query)}
