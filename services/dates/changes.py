"""Changes of the calendar, and what the calendar of each agency would be after one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.calendar import AgencyDay
from services.dates import calendars
from services.dates.calendars import Day
from services.dates.office_hours import Hours
from services.dates.office_time import WorkCalendar

KINDS = ("off", "work", "usual")
"""A day off, a make-up working day, or a day as any other of its week. That one stays written down, so that
a day which the program knows by itself does not come back at the next start."""


@dataclass(frozen=True)
class DayChange:
    """This day becomes `kind` (one of KINDS) by the paper `source`: for everybody, or for an agency and those
    below it that say nothing of that day."""

    day: date
    kind: str
    name: str
    source: str
    agency_id: int | None = None


@dataclass(frozen=True)
class HoursChange:
    """The office hours of one agency, and of those below it that have none; None takes the parent's.
    {"mon": [["07:30", "11:30"], …], …}, as parsed by services/dates/office_hours.py."""

    agency_id: int
    hours: Hours | None


Change = DayChange | HoursChange


class Calendars:
    """The calendar of each agency as it is, or as it would be after a change."""

    def __init__(self, session: Session, change: Change | None = None) -> None:
        self.agencies = {one.id: one for one in session.scalars(select(Agency))}
        self.hours = {key: one.office_hours for key, one in self.agencies.items()}
        self.days = {one.day: one for one in calendars.stored_days(session)}
        self.own: defaultdict[int, dict[date, Day]] = defaultdict(dict)
        for row in session.scalars(select(AgencyDay)):
            self.own[row.agency_id][row.day] = Day(row.day, row.kind, row.name, row.source)
        self.kept: dict[int, WorkCalendar] = {}
        if isinstance(change, DayChange) and change.agency_id is not None:
            day = Day(change.day, change.kind, change.name, change.source)
            self.own[change.agency_id][change.day] = day
        elif isinstance(change, DayChange):
            self.days[change.day] = Day(change.day, change.kind, change.name, change.source)
        elif change is not None:
            self.hours[change.agency_id] = change.hours

    def of(self, agency_id: int) -> WorkCalendar:
        """Its own hours and days, or those of the nearest agency above that has some."""
        if agency_id not in self.kept:
            line = [int(n) for n in self.agencies[agency_id].path.strip("/").split("/")]
            own = next((self.hours[n] for n in reversed(line) if self.hours.get(n)), None)
            hours = calendars.parse_hours(own) if own else calendars.DEFAULT_HOURS
            days = dict(self.days)
            for above in line:
                days |= self.own.get(above, {})
            self.kept[agency_id] = calendars.work_calendar(days.values(), hours)
        return self.kept[agency_id]
