"""What the office publishes of its work: per month and commune, and nothing from which a person can be told.

The definitions, each of them once:

- received: dossiers that a commune took in (tiếp nhận) in the month.
- on time, late: dossiers whose result was ready in the month, by the day it was ready against the day it was
  due; late is a day after it, and before it is on time too. Refused, stopped and withdrawn ones are neither.
- average: working days from the day of reception (day 0) to the day the result was ready, over the dossiers
  whose result was ready in the month, on the calendar of their commune; waiting for the citizen is included,
  because that is what the citizen lives through.

A dossier counts where it was taken in. A month is published when it has ended: day by day one could
watch a single dossier come in.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.agencies import Agency, MovedDossier
from db.calendar import AgencyDay
from db.days import vietnam_day
from db.dossiers import Dossier
from db.session import reading
from services.clock import VIETNAM, today
from services.dates import calendars
from services.dates.office_time import WorkCalendar, each_day
from services.figures.secrecy import Cell, Shown, shown, total
from services.identity import fold

MONTHS = 24
"""How many months back one can look."""

AT_ONCE = 12
"""How many months one commune's table shows."""


Cells = dict[tuple[int, date], Cell]
"""By agency and month."""

KEEP_SECONDS, KEEP_MOST = 300.0, 256
_kept: WeakKeyDictionary[Engine, dict[Any, tuple[float, Cells]]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Row:
    """One line of the table: a commune of the month (`until`: its last day, if it has ended), or a month."""

    name: str
    shown: Shown
    until: date | None = None


@dataclass(frozen=True)
class Table:
    """The published figures of one month by commune, or of one commune by month.

    Months are written 2026-10. `total` has a meaning only for a month; its hidden numbers are not small,
    they would give away a small one.
    """

    month: str
    months: tuple[str, ...]
    commune: str
    communes: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    total: Shown | None


@dataclass(frozen=True)
class _Place:
    id: int
    slug: str
    name: str
    valid_from: date
    valid_to: date | None
    calendar: WorkCalendar = field(repr=False)

    def works_in(self, month: date) -> bool:
        """Whether it has a line in this month: it exists, or finishes what it began in the year before."""
        ended = self.valid_to is not None and self.valid_to + timedelta(days=365) <= month
        return self.valid_from < _next(month) and not ended


def table(month: str = "", commune: str = "") -> Table:
    """The figures of `month` (the last one if it is not among the published), of every commune; or, where
    `commune` is the slug of one, its figures in the months up to this one, the newest first."""
    months = _published(today())
    last = next((m for m in months if _spell(m) == month), months[0])
    with reading() as session:
        places = _places(session)
        chosen = next((place for place in places if place.slug == commune), None)
        first, after = (_back(last, AT_ONCE - 1) if chosen else last), _next(last)
        cells = _known(session, [chosen] if chosen else places, first, after)
    names = tuple((place.slug, place.name) for place in places if place.works_in(last) or place is chosen)
    found = (_spell(last), tuple(map(_spell, months)), chosen.slug if chosen else "", names)
    if chosen:
        spans = [m for m in months if first <= m <= last]
        lines = (Row(_spell(m), shown(cells.get((chosen.id, m), Cell()))) for m in spans)
        return Table(*found, tuple(lines), None)
    listed = [(place, cells.get((place.id, last), Cell())) for place in places if place.works_in(last)]
    rows = tuple(Row(place.name, shown(cell), _last_day(place)) for place, cell in listed)
    return Table(*found, rows, total([cell for _, cell in listed]))


# --- how it is counted -----------------------------------------------------------------------------------


def received(
    agencies: Sequence[int], since: datetime, until: datetime, where: Any = Dossier.agency_id
) -> Select[Any]:
    """How many dossiers were received, by agency and day: rows (agency_id, day, count)."""
    day = vietnam_day(Dossier.received_at)
    grouped = select(where, day, func.count()).select_from(Dossier).group_by(where, day)
    return grouped.where(*_within(agencies, Dossier.received_at, since, until, where))


def done(
    agencies: Sequence[int], since: datetime, until: datetime, where: Any = Dossier.agency_id
) -> Select[Any]:
    """How many results were ready, by agency: rows (agency_id, day received, day ready, late, count)."""
    begun, ready = vietnam_day(Dossier.received_at), vietnam_day(Dossier.ready_at)
    late = ready > vietnam_day(Dossier.due_at)
    grouped = select(where, begun, ready, late, func.count()).select_from(Dossier)
    grouped = grouped.group_by(where, begun, ready, late)
    return grouped.where(*_within(agencies, Dossier.ready_at, since, until, where))


def _within(
    agencies: Sequence[int],
    moment: InstrumentedAttribute[Any],
    since: datetime,
    until: datetime,
    where: Any,
) -> tuple[ColumnElement[bool], ...]:
    return where.in_(agencies), moment >= since, moment < until


def _known(session: Session, places: Sequence[_Place], first: date, after: date) -> Cells:
    """`_cells`, counted once in KEEP_SECONDS: months that have ended hardly change, and everybody may ask."""
    kept = _kept.setdefault(session.get_bind().engine, {})
    key = (tuple(place.id for place in places), first, after)
    if key not in kept or monotonic() - kept[key][0] > KEEP_SECONDS:
        while len(kept) >= KEEP_MOST:
            kept.pop(next(iter(kept)), None)
        kept[key] = (monotonic(), _cells(session, places, first, after))
    return kept[key][1]


def _cells(session: Session, places: Sequence[_Place], first: date, after: date) -> Cells:
    """By agency and month (its first day), for the months from `first` and before `after`; two queries."""
    cells: Cells = {}
    days_of = _counting(places, after)
    asked = ([place.id for place in places], midnight(first), midnight(after))
    for agency_id, day, count in _rows(session, received, asked):
        cells.setdefault((agency_id, day.replace(day=1)), Cell()).received += count
    for agency_id, begun, ready, late, count in _rows(session, done, asked):
        cell = cells.setdefault((agency_id, ready.replace(day=1)), Cell())
        working = days_of[agency_id]
        cell.days += count * max(0, bisect_right(working, ready) - bisect_right(working, begun))
        if late:
            cell.late += count
        else:
            cell.on_time += count
    return cells


def _rows(session: Session, query: Any, asked: Any) -> Iterator[Any]:
    """What a query counts by agency; then, of dossiers that another agency goes on with since a merger, that
    they count where they were taken in and not where they are."""
    yield from session.execute(query(*asked))
    if session.scalar(select(MovedDossier.dossier_id).limit(1)) is None:
        return
    for where, sign in ((MovedDossier.home_id, 1), (Dossier.agency_id, -1)):
        moved = query(*asked, where).join(MovedDossier, MovedDossier.dossier_id == Dossier.id)
        yield from ((*row[:-1], sign * row[-1]) for row in session.execute(moved))


def _counting(places: Sequence[_Place], after: date) -> dict[int, list[date]]:
    """The working days of each agency in order; of two agencies with one calendar they are counted once."""
    first = date(calendars.FIRST_YEAR, 1, 1)
    by_calendar = {id(place.calendar): place.calendar for place in places}
    days = {
        key: [day for day in each_day(first, after) if calendar.is_working_day(day)]
        for key, calendar in by_calendar.items()
    }
    return {place.id: days[id(place.calendar)] for place in places}


def _places(session: Session) -> list[_Place]:
    """Every commune there is or was, by name, with its calendar."""
    every = list(session.scalars(select(Agency)))
    own_hours = {f"/{agency.id}/" for agency in every if agency.office_hours is not None}
    own_hours |= {f"/{number}/" for number in session.scalars(select(AgencyDay.agency_id).distinct())}
    usual = calendars.load(session)

    def calendar(agency: Agency) -> WorkCalendar:
        special = any(f"/{part}/" in own_hours for part in agency.path.strip("/").split("/"))
        return calendars.load(session, agency) if special else usual

    found = [
        _Place(a.id, a.slug, short_name(a.name), a.valid_from, a.valid_to, calendar(a))
        for a in every
        if a.kind == "commune"
    ]
    return sorted(found, key=lambda place: (fold(place.name), place.valid_from))


def short_name(name: str) -> str:
    """Xã Tam Đa, for UBND xã Tam Đa."""
    plain = name.removeprefix("UBND ")
    return plain[:1].upper() + plain[1:]


def _last_day(place: _Place) -> date | None:
    return place.valid_to - timedelta(days=1) if place.valid_to and place.valid_to <= today() else None


# --- months, each by its first day -----------------------------------------------------------------------


def _published(day: date) -> list[date]:
    """The months that have ended before the one of this day, the newest first."""
    return [_back(day.replace(day=1), n) for n in range(1, MONTHS + 1)]


def _back(month: date, many: int) -> date:
    for _ in range(many):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _spell(month: date) -> str:
    return f"{month:%Y-%m}"


def midnight(day: date) -> datetime:
    """The first moment of a day in Vietnam."""
    return datetime.combine(day, time.min, VIETNAM)
