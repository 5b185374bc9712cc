"""Which open dossiers are likely to be late if nothing changes, for whom a page of figures is shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier
from db.figures import Tally
from db.session import reading
from services.actors import Actor
from services.dates import calendars
from services.figures import lists
from services.figures.choice import Choice, months_back
from services.figures.life import working_days
from services.figures.lists import F
from services.figures.scene import Asked, Options, Scene
from services.figures.stays import rest_of, stays, time_given, waited
from services.figures.tally import month_of
from services.figures.tomorrow import Forecaster, Outlook, Place
from services.permissions import Permission

MONTHS, PAGE_SIZE = 24, 50
"""How many months back one learns from (longer ago people and rules were others); rows of a page."""

T = Tally.__table__.c


LIST = "coming_late"
"""Its list, beside those of the figures (services/figures/lists.py)."""


@dataclass(frozen=True)
class Coming:
    """An open dossier likely to be late if nothing changes; no person in it."""

    code: str
    agency_id: int
    procedure_code: str
    step: str
    due_on: date
    outlook: Outlook


@dataclass(frozen=True)
class ComingRow:
    """One as it is shown. `opens` says whether this reader may open it."""

    code: str
    agency: str
    procedure: str
    step: str
    due_on: date
    outlook: Outlook
    opens: bool


@dataclass(frozen=True)
class Tomorrow:
    """One page of those likely to be late, the likeliest first; `found` is how many there are."""

    options: Options
    rows: tuple[ComingRow, ...]
    found: int
    page: int
    page_count: int


def tomorrow(actor: Actor, asked: Asked, page: int = 1) -> Tomorrow:
    """Those of what is asked for that are likely to be late if nothing changes. Raises NotAllowed."""
    actor.require(Permission.FIGURES_READ)
    with reading(replica=True) as session:
        scene = Scene.of(session, actor, asked)
        found = coming(session, scene.wanted)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(1, page), pages)
    own = actor.agencies_for(Permission.DOSSIER_READ)
    names = {agency_id: name for agency_id, _slug, name in scene.places}
    rows = tuple(
        ComingRow(one.code, names[one.agency_id], scene.name(one.procedure_code), one.step, one.due_on,
                  one.outlook, one.agency_id in own)
        for one in found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    )  # fmt: skip
    return Tomorrow(scene.options, rows, len(found), page, pages)


def coming(session: Session, asked: Choice) -> list[Coming]:
    """All that are likely to be late if nothing changes, the likeliest first; the period does not matter."""
    known, rows = _known(session, asked.today), session.execute(open_in_time(asked)).all()
    concerned = session.scalars(select(Agency).where(Agency.id.in_({row.agency_id for row in rows})))
    days = {one.id: calendars.load(session, one) for one in concerned}
    found = []
    for row in rows:
        before, given, calendar = waited(stays(row.stays)), time_given(row.given), days[row.agency_id]
        place = Place(row.agency_id, row.procedure_code, row.step, before, given)
        stood = working_days(calendar, row.since_on, asked.today)
        outlook = known.outlook(place, stood, working_days(calendar, asked.today, row.due_on))
        if outlook and outlook.listed:
            found.append(
                Coming(row.code, row.agency_id, row.procedure_code, row.step, row.due_on, outlook)
            )
    return sorted(found, key=lambda one: (-one.outlook.chance, one.due_on, one.code))


def open_in_time(asked: Choice) -> Select[Any]:
    """The open ones whose clock runs and whose day has not passed: few, by the index of the due day."""
    columns = F.agency_id, F.procedure_code, F.step, F.since_on, F.due_on, F.stays, F.given
    found = select(*columns, Dossier.code).join(Dossier, Dossier.id == F.dossier_id)
    return found.where(*lists.chosen(asked), F.due_on >= asked.today, F.given.is_not(None))


def learn(session: Session, first_month: int, after_month: int) -> Forecaster:
    """What those with a result in these months tell (202601: January of 2026); one query of the sums."""
    query = (
        select(T.agency_id, T.procedure_code, T.value, func.sum(T.n))
        .where(T.what == "rest", T.month >= first_month, T.month < after_month)
        .group_by(T.agency_id, T.procedure_code, T.value)
    )
    return Forecaster(_history(session.execute(query)))


def _history(rows: Iterable[Any]) -> Iterator[tuple[Place, bool, int, int]]:
    for agency_id, procedure_code, value, n in rows:
        rest = rest_of(value)
        place = Place(agency_id, procedure_code, rest.step, rest.waited, rest.given)
        yield place, rest.late, rest.days, int(n)


KEEP_SECONDS = 900.0
_kept: WeakKeyDictionary[Engine, dict[date, tuple[float, Forecaster]]] = WeakKeyDictionary()


def _known(session: Session, today: date) -> Forecaster:
    """Learned anew every quarter of an hour: one more dossier changes nothing that a reader would see."""
    engine = session.get_bind().engine
    kept = _kept.get(engine, {}).get(today)
    if kept and monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    month = today.replace(day=1)
    found = learn(session, month_of(months_back(month, MONTHS).first), month_of(month) + 1)
    _kept[engine] = {today: (monotonic(), found)}
    return found
