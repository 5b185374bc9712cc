"""Office hours as people write them, `07:30-11:30, 13:00-17:00` a weekday, and whose an actor may set."""

import re
from dataclasses import dataclass
from datetime import time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.session import reading
from services import agencies
from services.actors import Actor
from services.clock import now
from services.dates import calendars
from services.dates.calendars import WEEKDAYS
from services.dates.office_time import DEFAULT_HOURS, WorkCalendar
from services.errors import Invalid, Problem
from services.permissions import Permission

Hours = dict[str, list[list[str]]]
_SLOT = re.compile(r"([0-9]{1,2})[:hg]([0-9]{2})?\s*[-–]\s*([0-9]{1,2})[:hg]([0-9]{2})?")


@dataclass(frozen=True)
class OfficeHours:
    """One agency's hours by weekday as text; `own` says whether they are its own or from above."""

    agency_id: int
    agency: str
    own: bool
    texts: dict[str, str]


def of_all(actor: Actor) -> list[OfficeHours]:
    """The agencies whose hours this actor may set, from the top down. Raises NotAllowed."""
    actor.require(Permission.CALENDAR_MANAGE)
    with reading() as session:
        found = []
        for one in scope(session, actor):
            stored = agencies.inherited(session, one, "office_hours")
            hours = calendars.parse_hours(stored) if stored else DEFAULT_HOURS
            texts = {name: _text(hours.get(n, ())) for n, name in enumerate(WEEKDAYS)}
            found.append(OfficeHours(one.id, one.name, one.office_hours is not None, texts))
        return found


def scope(session: Session, actor: Actor) -> list[Agency]:
    """The agencies of this actor's grants and, for an administrator, all below them; today's."""
    paths = []
    for grant in actor.grants:
        if grant.agency_id in actor.agencies_for(Permission.CALENDAR_MANAGE):
            below = grant.role == "administrator"
            paths.append(Agency.path.startswith(grant.path) if below else Agency.id == grant.agency_id)
    if not paths:
        return []
    query = select(Agency).where(or_(*paths), agencies.valid_on(now().date()))
    return list(session.scalars(query.order_by(Agency.path)))


def read(texts: dict[str, str]) -> Hours:
    """Hours by weekday from what was typed; an empty text is a day without hours. Raises Invalid with one
    Problem per weekday that cannot be read, or at `mon` when no day of the week has hours."""
    found: Hours = {}
    problems = []
    for name in WEEKDAYS:
        text = (texts.get(name) or "").strip()
        slots = [_slot(part.strip()) for part in re.split(r"[,;]", text)] if text else []
        if any(slot is None for slot in slots) or not _in_order([s for s in slots if s]):
            problems.append(Problem(name, "hours_unreadable"))
        elif slots:
            found[name] = [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in (s for s in slots if s)]
    if not problems:
        try:
            WorkCalendar(calendars.parse_hours(found))
        except ValueError:
            problems.append(Problem(WEEKDAYS[0], "hours_none"))
    if problems:
        raise Invalid(problems)
    return found


def _slot(text: str) -> tuple[time, time] | None:
    if not (found := _SLOT.fullmatch(text)):
        return None
    first, first_minutes, last, last_minutes = found.groups()
    try:
        return time(int(first), int(first_minutes or 0)), time(int(last), int(last_minutes or 0))
    except ValueError:
        return None


def _in_order(slots: list[tuple[time, time]]) -> bool:
    ends = [time.min, *(end for _begin, end in slots)]
    return all(before <= begin < end for before, (begin, end) in zip(ends, slots, strict=False))


def _text(slots: tuple[tuple[time, time], ...]) -> str:
    return ", ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in slots)
