"""What the page of figures shows to whom: a supervisor the communes below her, others their own office."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.dossiers import Event
from db.figures import DossierFact
from db.money import MoneyEntry
from db.session import reading
from services.actors import Actor
from services.errors import NotFound
from services.figures import choice, forecast, lists, quick
from services.figures.choice import Choice, Period
from services.figures.life import SOLVED
from services.figures.lists import ListRow
from services.figures.plain import Rate, Value
from services.figures.published import midnight
from services.figures.scene import Asked, Options, Scene
from services.identity import fold
from services.permissions import Permission

PAGE_SIZE = 50
TREND = 12
"""Months in the chart of what came in and what was done."""


@dataclass(frozen=True)
class Side:
    """One commune or procedure beside the others; open and late ones as they are now."""

    code: str
    name: str
    received: int
    solved: Mapping[str, int]
    open: int
    open_late: int

    @property
    def done(self) -> int:
        """How many have a result."""
        return sum(self.solved.values())

    @property
    def rate(self) -> Rate:
        """On time, of those."""
        return Rate(self.done - self.solved["late"], self.done)


@dataclass(frozen=True)
class Month:
    """What came in and what was done in one month."""

    period: Period
    received: int
    solved: Mapping[str, int]


@dataclass(frozen=True)
class Board:
    """All that the page shows. `standing` is, by step, (calendar days, how many); `money` is, by way of
    paying, the đồng taken in the period; `legal_days` is known where one procedure was chosen; `coming_late`
    counts the open ones likely to be late if nothing changes; `stood` is, by step, the working days that
    those with a result stood there."""

    options: Options
    period: Period
    figures: Mapping[str, Value]
    before: Mapping[str, Value]
    year_before: Mapping[str, Value]
    trend: tuple[Month, ...]
    days: tuple[tuple[int, int], ...]
    legal_days: int | None
    reached: tuple[int, ...]
    standing: Mapping[str, list[tuple[int, int]]]
    communes: tuple[Side, ...]
    procedures: tuple[Side, ...]
    money: Mapping[str, int]
    coming_late: int
    stood: Mapping[str, list[tuple[int, int]]]


@dataclass(frozen=True)
class Listing:
    """One page of the dossiers behind a figure; `found` is the figure."""

    options: Options
    period: Period
    rows: tuple[ListRow, ...]
    found: int
    page: int
    page_count: int


def board(actor: Actor, asked: Asked) -> Board:
    """Every figure of what is asked, within what this actor may see. Raises NotAllowed."""
    actor.require(Permission.FIGURES_READ)
    with reading(replica=True) as session:
        scene = Scene.of(session, actor, asked)
        counted = _counted(session, scene.wanted)
    wanted, period, sums = scene.wanted, scene.wanted.period, counted.sums
    chosen = [one for code, one in scene.procedures.items() if wanted.procedures == {code}]
    by_procedure = {(code, scene.name(code)): found for code, found in counted.by_procedure.items()}
    return Board(
        options=scene.options, period=period, figures=quick.figures(sums, wanted),
        before=quick.figures(sums, wanted.at(period.before)),
        year_before=quick.figures(sums, wanted.at(period.year_before)),
        trend=tuple(Month(month, *quick.month(sums, month)) for month in counted.trend),
        days=tuple(quick.days(sums, period)),
        legal_days=chosen[0].time.working_days if chosen else None,
        reached=tuple(quick.reached(sums, period)), standing=quick.standing(sums, wanted.today),
        communes=_sides(scene.gathered(counted.by_agency)),
        procedures=_sides(by_procedure), money=counted.money, coming_late=counted.coming_late,
        stood=quick.stood(sums, period),
    )  # fmt: skip


def listing(actor: Actor, asked: Asked, code: str, page: int = 1) -> Listing:
    """The dossiers behind a figure, without a person. Raises NotAllowed; NotFound for a figure of no list."""
    actor.require(Permission.FIGURES_READ)
    if code not in lists.CONDITIONS:
        raise NotFound("figure")
    with reading(replica=True) as session:
        scene = Scene.of(session, actor, asked)
        found = session.scalar(lists.count(code, scene.wanted)) or 0
        pages = max(1, -(-found // PAGE_SIZE))
        page = min(max(1, page), pages)
        rows = session.execute(lists.page(code, scene.wanted, (page - 1) * PAGE_SIZE, PAGE_SIZE)).all()
    return Listing(scene.options, scene.wanted.period, list_rows(actor, scene, rows), found, page, pages)


def list_rows(actor: Actor, scene: Scene, rows: Iterable[Any]) -> tuple[ListRow, ...]:
    """Rows of `lists.page` as this actor is shown them."""
    own = actor.agencies_for(Permission.DOSSIER_READ)
    names = {agency_id: name for agency_id, _slug, name in scene.places}
    return tuple(
        ListRow(row.code, names[row.agency_id], scene.name(row.procedure_code), row.state, row.submitted_on,
                row.received_on, row.due_on, row.ended_on, row.agency_id in own)
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class _Counted:
    """What the database told of one choice, when its journal ended with the event `last`."""

    at: float
    last: int | None
    trend: list[Period]
    sums: quick.Sums
    by_agency: dict[int, Counter[str]]
    by_procedure: dict[str, Counter[str]]
    money: dict[str, int]
    coming_late: int


KEEP_SECONDS, KEEP_MOST = 30.0, 64
_kept: WeakKeyDictionary[Engine, dict[Choice, _Counted]] = WeakKeyDictionary()


def _counted(session: Session, wanted: Choice) -> _Counted:
    """Counted anew when anything has happened since, and after KEEP_SECONDS in any case: of two events that
    are written at once the later may be seen first."""
    kept = _kept.setdefault(session.get_bind().engine, {})
    last, known = session.scalar(select(func.max(Event.id))), kept.get(wanted)
    if known and known.last == last and monotonic() - known.at < KEEP_SECONDS:
        return known
    while len(kept) >= KEEP_MOST:
        kept.pop(next(iter(kept)), None)
    kept[wanted] = found = _count(session, wanted, last)
    return found


def _count(session: Session, wanted: Choice, last: int | None) -> _Counted:
    period = wanted.period
    newest = min(period, choice.period("", wanted.today), key=lambda one: one.after)
    trend = [choice.months_back(newest.after, n) for n in range(TREND, 0, -1)]
    compared = period, period.before, period.year_before
    first = min(trend[0].first, *(one.first for one in compared))
    return _Counted(
        monotonic(), last, trend,
        quick.read(session, wanted, first, *compared),
        quick.table(session.execute(quick.side_by_side(wanted, "agency_id"))),
        quick.table(session.execute(quick.side_by_side(wanted, "procedure_code"))),
        _money(session, wanted),
        len(forecast.coming(session, wanted)),
    )  # fmt: skip


def _sides(found: Mapping[tuple[str, str], Counter[str]]) -> tuple[Side, ...]:
    sides = (
        Side(code, name, n["received"], {ending: n[ending] for ending in SOLVED}, n["open"], n["due"])
        for (code, name), n in found.items()
    )
    return tuple(sorted(sides, key=lambda side: fold(side.name)))


def _money(session: Session, wanted: Choice) -> dict[str, int]:
    """What was paid in the period and not taken back, by way of paying, in đồng."""
    back = select(MoneyEntry.reverses).where(MoneyEntry.reverses.is_not(None))
    query = (
        select(MoneyEntry.way, -func.sum(MoneyEntry.amount))
        .where(
            MoneyEntry.kind == "paid",
            MoneyEntry.agency_id.in_(sorted(wanted.agencies)),
            MoneyEntry.at >= midnight(wanted.period.first),
            MoneyEntry.at < midnight(wanted.period.after),
            MoneyEntry.id.not_in(back),
        )
        .group_by(MoneyEntry.way)
    )
    if wanted.procedures or wanted.level or wanted.channel:
        query = query.join(DossierFact, DossierFact.dossier_id == MoneyEntry.dossier_id)
        query = query.where(*lists.chosen(wanted))
    return {way or "": int(amount) for way, amount in session.execute(query)}
