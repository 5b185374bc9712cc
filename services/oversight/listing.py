"""Who did what, newest first: steps of dossiers, the office's own log and the accounts' log in one list."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from db.office import OfficeEvent
from db.people import Account, AccountEvent
from db.session import reading
from services.actors import Actor
from services.clock import VIETNAM, today
from services.oversight import scope
from services.permissions import Permission

PAGE_SIZE = 50
USUAL_DAYS = 7
"""How far back a list goes that names no day."""

DOSSIER, OFFICE, ACCOUNT = "dossier", "office", "account"


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to. `before` is the moment that the page before ended at."""

    source: str = ""
    action: str = ""
    person: str = ""
    code: str = ""
    first: date | None = None
    last: date | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class Row:
    """One thing somebody did. Citizens are not named: `who` is empty for them; `kind` is citizen, officer
    or system."""

    at: datetime
    kind: str
    who: str
    source: str
    action: str
    subject: str
    agency_id: int | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Rows, and the moment that the next page begins before; None on the last one."""

    rows: tuple[Row, ...]
    more: datetime | None


def page(actor: Actor, asked: Asked) -> Page:
    """One page of what was done at the agencies of this administrator. Raises NotAllowed."""
    actor.require(Permission.JOURNAL_READ)
    paths = scope.paths(actor, Permission.JOURNAL_READ)
    with reading() as session:
        people = _people(session, asked.person) if asked.person else None
        found = [
            read(session, paths, asked, people)
            for source, read in ((DOSSIER, _steps), (OFFICE, _office), (ACCOUNT, _accounts))
            if asked.source in ("", source)
        ]
    rows = tuple(islice(merge(*found, key=lambda row: row.at, reverse=True), PAGE_SIZE + 1))
    if len(rows) <= PAGE_SIZE:
        return Page(rows, None)
    # What happened at one moment stays together: the next page begins before a moment, not within it.
    shown = tuple(row for row in rows if row.at != rows[-1].at) or rows[:PAGE_SIZE]
    return Page(shown, shown[-1].at)


def _people(session: Session, typed: str) -> list[int]:
    """The accounts that a user name or a part of a name means."""
    like = Account.name.icontains(typed, autoescape=True)
    query = select(Account.id).where(or_(Account.username == typed.strip().lower(), like))
    return list(session.scalars(query.limit(50)))


def _when(column: Any, asked: Asked) -> list[ColumnElement[bool]]:
    """The days asked for; without any, and without a code, the last few."""
    first = asked.first
    if first is None and not asked.code:
        first = (asked.last or today()) - timedelta(days=USUAL_DAYS - 1)
    found = []
    if first:
        found.append(column >= datetime.combine(first, time.min, VIETNAM))
    if asked.last:
        found.append(column < datetime.combine(asked.last + timedelta(days=1), time.min, VIETNAM))
    if asked.before:
        found.append(column < asked.before)
    return found


def _newest(query: Select[Any], table: Any, asked: Asked) -> Select[Any]:
    query = query.where(*_when(table.at, asked)).order_by(table.at.desc(), table.id.desc())
    return query.limit(PAGE_SIZE + 1)


def _steps(session: Session, paths: tuple[str, ...], asked: Asked, people: list[int] | None) -> list[Row]:
    query = (
        select(Event, Dossier.code, Dossier.agency_id)
        .join(Dossier, Dossier.id == Event.dossier_id)
        .where(scope.watched(Dossier.agency_id, paths))
    )
    if asked.action:
        query = query.where(Event.action == asked.action)
    if asked.code:
        query = query.where(Dossier.code == asked.code)
    if people is not None:
        query = query.where(Event.actor_id.in_(people), Event.actor_kind == "officer")
    return [
        Row(
            e.at, e.actor_kind, e.actor_name if e.actor_kind == "officer" else "", DOSSIER, e.action, code,
            agency_id, {"from": e.from_state, "to": e.to_state},
        )
        for e, code, agency_id in session.execute(_newest(query, Event, asked))
    ]  # fmt: skip


def _office(session: Session, paths: tuple[str, ...], asked: Asked, people: list[int] | None) -> list[Row]:
    query = select(OfficeEvent).where(scope.watched(OfficeEvent.agency_id, paths))
    if asked.action:
        query = query.where(OfficeEvent.action == asked.action)
    if asked.code:
        query = query.where(OfficeEvent.subject == asked.code)
    if people is not None:
        query = query.where(OfficeEvent.actor_id.in_(people))
    return [
        Row(e.at, "officer", e.actor_name, OFFICE, e.action, e.subject, e.agency_id, e.facts)
        for e in session.scalars(_newest(query, OfficeEvent, asked))
    ]


def _accounts(session: Session, paths: tuple[str, ...], asked: Asked, people: list[int] | None) -> list[Row]:
    """What citizens did with their accounts: they belong to no agency, so the root alone reads of it."""
    if asked.code or people is not None or not scope.sees_all(paths):
        return []
    query = select(AccountEvent)
    if asked.action:
        query = query.where(AccountEvent.action == asked.action)
    return [
        Row(e.at, "citizen", "", ACCOUNT, e.action, f"#{e.account_id}", None, {})
        for e in session.scalars(_newest(query, AccountEvent, asked))
    ]
