"""Lịch làm việc: changes the calendar, after a look at every open return date that moves with it.

A date that has passed is not written anew: what was late stays late, what was kept stays kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.base import VIETNAM
from db.calendar import AgencyDay, CalendarDay
from db.dossiers import Dossier, Event
from db.session import reading, transaction
from services import journal, ledger
from services.actors import Actor
from services.clock import now
from services.dates import calendars, office_hours
from services.dates.calendars import Day
from services.dates.changes import KINDS, Calendars, Change, DayChange, HoursChange
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, Problem
from services.oversight import log
from services.permissions import Permission
from services.plain_text import plain
from services.workflow import OPEN, Clock, Role

RECOMPUTE = "recompute_due"
"""What a change of the calendar does to a dossier: it moves neither state nor clock, only the due date."""

AT_ONCE = 500
"""Dossiers whose events are read together."""


@dataclass(frozen=True)
class Moved:
    """One open dossier whose return date moves."""

    dossier_id: int
    code: str
    agency: str
    old: datetime
    new: datetime


@dataclass(frozen=True)
class Effect:
    """What a change does: how many open dossiers were looked at, and those that move, the earliest first."""

    looked_at: int
    moved: tuple[Moved, ...]


def days(actor: Actor, year: int) -> list[Day]:
    """The exceptional days of a year, in order. Raises NotAllowed."""
    actor.require(Permission.CALENDAR_MANAGE)
    with reading() as session:
        stored = calendars.stored_days(session)
    return sorted(one for one in stored if one.day.year == year and one.kind != "usual")


def days_of(actor: Actor, agency_id: int, year: int) -> list[Day]:
    """The days of one agency alone, in order, those it has from above included. Raises NotAllowed."""
    with reading() as session:
        found = {one.id: one for one in office_hours.scope(session, actor)}
        if agency_id not in found:
            raise NotAllowed(str(Permission.CALENDAR_MANAGE))
        own = calendars.own_days(session, found[agency_id])
    return sorted(one for one in own if one.day.year == year)


def sets_days(actor: Actor) -> bool:
    """Days of everybody: only an administrator changes them."""
    return any(grant.role is Role.ADMINISTRATOR for grant in actor.grants)


def dry_run(actor: Actor, change: Change) -> Effect:
    """What `change` would do to the open dossiers; nothing is written. Raises NotAllowed, Missing or
    Invalid."""
    with reading() as session:
        _checked(session, actor, change)
        return _effect(session, change, lock=False)


def save(actor: Actor, change: Change, *, reason: str, expects: int) -> Effect:
    """Change the calendar and, in the same act, every return date that moves with it: each dossier has an
    event with old and new date and the reason, the office's log a line.

    `expects` is how many the dry run found. Done again it moves nothing. Raises as dry_run does, Missing
    without a reason, GuardRefused("dates_moved_on") when the dry run is out of date.
    """
    if not (why := plain(reason)):
        raise Missing(["reason"])
    with transaction() as session:
        _checked(session, actor, change)
        effect = _effect(session, change, lock=True)
        if len(effect.moved) != expects:
            raise GuardRefused("dates_moved_on")
        subject = _write(session, change)
        for one in effect.moved:
            _move(session, actor, one, why)
        log.write(session, actor, "calendar_changed", subject, reason=why, moved=len(effect.moved))
    calendars.forget()
    return effect


# --- shared steps -------------------------------------------------------------------------------------------


def _checked(session: Session, actor: Actor, change: Change) -> None:
    actor.require(Permission.CALENDAR_MANAGE)
    if isinstance(change, HoursChange):
        if change.agency_id not in {one.id for one in office_hours.scope(session, actor)}:
            raise NotAllowed(str(Permission.CALENDAR_MANAGE))
        return
    if change.agency_id is not None:
        if change.agency_id not in {one.id for one in office_hours.scope(session, actor)}:
            raise NotAllowed(str(Permission.CALENDAR_MANAGE))
    elif not sets_days(actor):
        raise NotAllowed(str(Permission.CALENDAR_MANAGE))
    if change.kind not in KINDS:
        raise Invalid([Problem("day_kind", "not_listed")])
    named = {"day_name": change.name, "day_source": change.source}
    if missing := [name for name, text in named.items() if not plain(text) and change.kind != "usual"]:
        raise Missing(missing)


def _effect(session: Session, change: Change, *, lock: bool) -> Effect:
    before = Calendars(session)
    after = Calendars(session, change)
    looked_at, moved = 0, []
    for agency_id, dossiers in _open(session, change, before, lock=lock):
        old_calendar, new_calendar = before.of(agency_id), after.of(agency_id)
        for dossier, events in _with_events(session, dossiers):
            looked_at += 1
            rule = ledger.rule_of(session, dossier)
            old = ledger.from_events(old_calendar, rule, events)
            new = ledger.from_events(new_calendar, rule, events)
            if old and new and old.due != new.due and dossier.due_at != new.due:
                name = before.agencies[agency_id].name
                moved.append(Moved(dossier.id, dossier.code, name, dossier.due_at, new.due))
    return Effect(looked_at, tuple(sorted(moved, key=lambda one: (one.old, one.code))))


def _open(
    session: Session, change: Change, known: Calendars, *, lock: bool
) -> Iterator[tuple[int, list[Dossier]]]:
    """Agency by agency, the dossiers in time whose date the change can touch."""
    path = known.agencies[change.agency_id].path if change.agency_id is not None else "/"
    for agency_id in sorted(key for key, one in known.agencies.items() if one.path.startswith(path)):
        query: Select[tuple[Dossier]] = select(Dossier).where(
            Dossier.agency_id == agency_id,
            Dossier.state.in_(sorted(OPEN)),
            Dossier.clock.in_(("running", "paused")),
            Dossier.due_at >= now(),
        )
        if isinstance(change, DayChange):
            # A day before reception or after the due date is counted by nobody.
            begins, ends = (datetime.combine(change.day, t, VIETNAM) for t in (time.min, time.max))
            query = query.where(Dossier.due_at >= begins, Dossier.received_at <= ends)
        query = query.order_by(Dossier.id)
        found = list(session.scalars(query.with_for_update() if lock else query))
        if found:
            yield agency_id, found


def _with_events(session: Session, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, list[Event]]]:
    for start in range(0, len(dossiers), AT_ONCE):
        some = dossiers[start : start + AT_ONCE]
        events: defaultdict[int, list[Event]] = defaultdict(list)
        query = select(Event).where(Event.dossier_id.in_([one.id for one in some]))
        for event in session.scalars(query.order_by(Event.dossier_id, Event.seq)):
            events[event.dossier_id].append(event)
        for one in some:
            yield one, events[one.id]


def _move(session: Session, actor: Actor, one: Moved, reason: str) -> None:
    dossier = session.get_one(Dossier, one.dossier_id)
    dossier.due_at = one.new
    facts = {"old_due": one.old.isoformat(), "new_due": one.new.isoformat(), "reason": reason}
    journal.append(
        session, dossier, actor=actor, action=RECOMPUTE, from_state=dossier.state, clock=Clock.RUNS,
        facts=facts, at=now(),
    )  # fmt: skip


def _write(session: Session, change: Change) -> str:
    """The change itself; what it was done to, as the log names it."""
    if isinstance(change, HoursChange):
        agency = session.get_one(Agency, change.agency_id)
        agency.office_hours = change.hours
        return agency.code
    name, source = plain(change.name)[:200], plain(change.source)[:200]
    if change.agency_id is not None:
        told = {"day": change.day, "kind": change.kind, "name": name, "source": source}
        session.merge(AgencyDay(agency_id=change.agency_id, **told, changed_at=now()))
        return f"{session.get_one(Agency, change.agency_id).code} {change.day.isoformat()}"
    session.merge(CalendarDay(day=change.day, kind=change.kind, name=name, source=source, changed_at=now()))
    return change.day.isoformat()
