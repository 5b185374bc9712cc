"""The calendar of an office: public holidays, days swapped by the government, hours of the agency."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from functools import cache
from time import monotonic
from typing import Any, NamedTuple

from holidays import VN
from holidays import __version__ as holidays_version
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.calendar import AgencyDay, CalendarDay
from services.agencies import inherited
from services.clock import now, today
from services.dates.office_time import DEFAULT_HOURS, Slots, WorkCalendar
from services.errors import NotFound

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_YEAR = 2016
LAST_ANNOUNCED_YEAR = 2026
"""Later years are estimates: the government announces each year's swaps and Tết days in the autumn before."""
KEEP_SECONDS = 30


class Day(NamedTuple):
    """An exceptional day. `kind` is off or work (a make-up working day), `source` the paper behind it."""

    day: date
    kind: str
    name: str
    source: str


_SWAP_2026 = "Văn bản 12729/VPCP-KGVX ngày 25/12/2025"
CORRECTIONS = (
    # Not in the package: without them due dates around the New Year of 2026 are a day off.
    Day(date(2026, 1, 2), "off", "Ngày nghỉ hoán đổi", _SWAP_2026),
    Day(date(2026, 1, 10), "work", "Ngày làm bù", _SWAP_2026),
)


@cache
def default_days(first_year: int, last_year: int) -> tuple[Day, ...]:
    """The exceptional days of these years by the package `holidays` and our corrections, in order."""
    years = range(first_year, last_year + 1)
    package = VN(years=years, language="vi")

    def source(day: date) -> str:
        estimate = " (dự kiến)" if day.year > LAST_ANNOUNCED_YEAR else ""
        return f"Gói holidays {holidays_version}{estimate}"

    found = {
        day: Day(day, "off", re.sub(r"^Ngày nghỉ \(thay cho.*", "Ngày nghỉ hoán đổi", name), source(day))
        for day, name in package.items()
    }
    found |= {day: Day(day, "work", "Ngày làm bù", source(day)) for day in package.weekend_workdays}
    found |= {c.day: c for c in CORRECTIONS}
    return tuple(found[day] for day in sorted(found) if first_year <= day.year <= last_year)


def work_calendar(days: Iterable[Day], hours: Mapping[int, Slots] = DEFAULT_HOURS) -> WorkCalendar:
    """A calendar for the calculator. Raises ValueError where the hours leave no working day."""
    days = tuple(days)
    return WorkCalendar(
        hours,
        off=frozenset(d.day for d in days if d.kind == "off"),
        make_up=frozenset(d.day for d in days if d.kind == "work"),
        names={d.day: d.name for d in days},
    )


def default_calendar(first_year: int, last_year: int) -> WorkCalendar:
    """Usual office hours and the default days: for commands without a database."""
    return work_calendar(default_days(first_year, last_year))


def parse_hours(data: Mapping[str, Any]) -> dict[int, Slots]:
    """Office hours as they are stored, {"mon": [["07:30", "11:30"], …], …}, by weekday number.

    Raises ValueError: an unknown weekday, a time that cannot be.
    """
    if unknown := set(data) - set(WEEKDAYS):
        raise ValueError(f"no such weekday: {', '.join(sorted(unknown))}")
    return {
        WEEKDAYS.index(name): tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in slots)
        for name, slots in data.items()
    }


def seed(session: Session, first_year: int, last_year: int) -> int:
    """Enters the default days that are missing and leaves edited ones alone; returns how many were new."""
    known = set(session.scalars(select(CalendarDay.day)))
    missing = [d for d in default_days(first_year, last_year) if d.day not in known]
    if missing:
        # Several copies of the program may start at once on an empty database: the quicker one's rows stay.
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        rows = [{**d._asdict(), "changed_at": now()} for d in missing]
        session.execute(insert(CalendarDay).on_conflict_do_nothing(), rows)
    return len(missing)


_kept: dict[tuple[str, int | None], tuple[float, WorkCalendar]] = {}


def forget() -> None:
    """Read calendars anew on the next call; other processes follow within KEEP_SECONDS."""
    _kept.clear()


def own_days(session: Session, agency: Agency) -> tuple[Day, ...]:
    """The days of this agency alone, and for days that it says nothing of those of the nearest above it."""
    line = [int(number) for number in agency.path.strip("/").split("/")]
    rows = session.scalars(select(AgencyDay).where(AgencyDay.agency_id.in_(line)))
    nearest: dict[date, AgencyDay] = {}
    for row in sorted(rows, key=lambda row: line.index(row.agency_id)):
        nearest[row.day] = row
    return tuple(Day(row.day, row.kind, row.name, row.source) for row in nearest.values())


def laid_over(days: Iterable[Day], own: Iterable[Day]) -> tuple[Day, ...]:
    """The days of everybody under those of one agency, which count where both say something."""
    return tuple(({one.day: one for one in days} | {one.day: one for one in own}).values())


def stored_days(session: Session) -> tuple[Day, ...]:
    """The table, and the defaults for years of which nobody has entered a day yet."""
    columns = select(CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.source)
    stored = [Day(*row) for row in session.execute(columns)]
    entered = {d.day.year for d in stored}
    defaults = default_days(FIRST_YEAR, today().year + 2)
    return (*stored, *(d for d in defaults if d.day.year not in entered))


def load(session: Session, agency: Agency | None = None) -> WorkCalendar:
    """The calendar of this agency (its hours and days, or those of the nearest agency above that has some).

    Kept in this process for KEEP_SECONDS: it is asked for on every page and changes a few times a year.
    """
    key = (str(session.get_bind().engine.url), agency.id if agency else None)
    if (kept := _kept.get(key)) and monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    hours = inherited(session, agency, "office_hours") if agency else None
    days = laid_over(stored_days(session), own_days(session, agency) if agency else ())
    calendar = work_calendar(days, parse_hours(hours) if hours else DEFAULT_HOURS)
    _kept[key] = (monotonic(), calendar)
    return calendar


def for_agency(session: Session, agency: Agency | str, on: date | None = None) -> WorkCalendar:
    """`load` by code as well: of the agencies that bore the code, the one of the day `on` (today), or the
    nearest before it, else the first. Raises NotFound.
    """
    if isinstance(agency, Agency):
        return load(session, agency)
    bearers = session.scalars(select(Agency).where(Agency.code == agency).order_by(Agency.valid_from)).all()
    if not bearers:
        raise NotFound("agency")
    begun = [a for a in bearers if a.valid_from <= (on or today())]
    return load(session, (begun or bearers[:1])[-1])
