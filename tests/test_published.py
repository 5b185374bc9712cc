"""The published figures: counted row by row they come out the same, and no small number can be found out."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.agencies import Agency
from db.dossiers import Dossier, Event
from db.session import reading, transaction
from services import journal
from services.actors import Actor
from services.clock import VIETNAM, standing_at
from services.dates import calendars
from services.dates.office_time import WorkCalendar
from services.figures import published, secrecy
from services.figures.secrecy import LEAST, Cell
from services.workflow import Clock, State
from tests import town

EVERY = date(2020, 1, 1), date(2027, 1, 1)
COMMUNES = ("tam-da", "dinh-cao", "tong-tran")
OFFICER = Actor("officer", "Cán bộ mẫu")


def _histories(chance: int, many: int) -> None:
    """Dossiers with journals as the verbs write them: at month's ends, around midnight, late, taken back."""
    rng = Random(chance)
    with transaction() as session:
        ids = dict(session.execute(select(Agency.slug, Agency.id)).all())
        like = session.scalars(select(Dossier)).first()
        same = {c.key: getattr(like, c.key) for c in Dossier.__table__.columns if c.key not in ("id", "code")}
        for number in range(many):
            slug = COMMUNES[0] if number % 3 else rng.choice(COMMUNES)
            dossier = Dossier(**same, code=f"M-{chance}-{number}")
            dossier.agency_id, dossier.state, dossier.received_at = ids[slug], State.SUBMITTED, None
            dossier.due_at = dossier.ready_at = None
            session.add(dossier)
            session.flush()
            _lives(rng, session, dossier)


def _lives(rng: Random, session, dossier: Dossier) -> None:
    def happened(action: str, at: datetime, clock: Clock = Clock.RUNS, undoes: int | None = None) -> int:
        return journal.append(
            session, dossier, actor=OFFICER, action=action, from_state=None, clock=clock, facts={}, at=at,
            undoes=undoes,
        ).seq  # fmt: skip

    edge = datetime(2026, rng.randint(6, 10), 1, tzinfo=VIETNAM) - timedelta(days=20)
    at = edge + timedelta(days=rng.choice((0, 0, rng.randint(0, 40))), minutes=rng.randint(-600, 600))
    happened("submit", at)
    lives = "receive", "receive finish", "receive finish", "receive undo", "receive finish undo finish"
    for ending in rng.choice((*lives, "receive finish undo")).split():
        before, at = (dossier.received_at, dossier.ready_at), at + timedelta(minutes=rng.randint(0, 9000))
        if ending == "receive":
            dossier.state, dossier.received_at = State.RECEIVED, at
            dossier.due_at = at + timedelta(days=rng.randint(0, 4), hours=rng.randint(0, 9))
            last = happened("receive", at, Clock.STARTS)
            taken_back = (None, None)
        elif ending == "finish":
            dossier.state, dossier.ready_at = State.READY, at
            last = happened("finish", at, Clock.STOPS)
            taken_back = before
        else:
            dossier.received_at, dossier.ready_at = taken_back
            happened("undo", at, undoes=last)


def _by_hand() -> dict[tuple[int, date], Cell]:
    """The same figures from the events alone, one dossier after the other."""
    cells: dict[tuple[int, date], Cell] = defaultdict(Cell)
    with reading() as session:
        by_dossier = defaultdict(list)
        for event in session.scalars(select(Event).order_by(Event.dossier_id, Event.seq)):
            by_dossier[event.dossier_id].append(event)
        for dossier in session.scalars(select(Dossier)):
            calendar = calendars.load(session, session.get_one(Agency, dossier.agency_id))
            _count(cells, dossier.agency_id, journal.effective(by_dossier[dossier.id]), calendar)
    return dict(cells)


def _count(cells, agency_id: int, events: list[Event], calendar: WorkCalendar) -> None:
    begun = next((e.at.astimezone(VIETNAM).date() for e in events if e.action == "receive"), None)
    end = next((e for e in reversed(events) if e.action == "finish"), None)
    if begun:
        cells[agency_id, begun.replace(day=1)].received += 1
    if end and begun:
        ready = end.at.astimezone(VIETNAM).date()
        cell = cells[agency_id, ready.replace(day=1)]
        if ready > end.due_at.astimezone(VIETNAM).date():
            cell.late += 1
        else:
            cell.on_time += 1
        span = (begun + timedelta(days=n) for n in range(1, (ready - begun).days + 1))
        cell.days += sum(map(calendar.is_working_day, span))


def test_counted_row_by_row_it_is_the_same(database: str) -> None:
    """Every number, published or hidden, is what the events say, dossier by dossier."""
    with standing_at(town.moment("2026-10-06T09:00")):
        code = town.a_dossier(State.IN_PROCESS)
        town.act("lanhdao", code, "finish")
        town.act("lanhdao", code, "undo")
        town.a_dossier(State.READY, chance=2)
    with transaction() as session:  # a commune that rests on Fridays
        hours = {day: [["08:00", "12:00"]] for day in ("mon", "tue", "wed", "thu")}
        session.scalars(select(Agency).where(Agency.slug == "tong-tran")).one().office_hours = hours
    calendars.forget()
    _histories(chance=1, many=160)
    cells, told = _by_hand(), 0
    with standing_at(town.MONDAY), reading() as session:
        ids = dict(session.execute(select(Agency.slug, Agency.id)).all())
        assert cells == published._cells(session, published._places(session), *EVERY)
        for month in published.table().months[:3]:
            first = date.fromisoformat(f"{month}-01")
            found = published.table(month)
            lines = dict(zip((slug for slug, _ in found.communes), found.rows, strict=True))
            for slug, row in lines.items():
                assert row.shown == _hand_shown(cells.get((ids[slug], first), Cell()))
                told += row.shown.received is not None
            for slug in COMMUNES:
                own = {row.name: row.shown for row in published.table(month, slug).rows}
                assert own[month] == lines[slug].shown
    assert told


def _hand_shown(cell: Cell) -> secrecy.Shown:
    kept = [n if n >= LEAST else None for n in (cell.received, cell.on_time, cell.late)]
    average = cell.days / (cell.on_time + cell.late) if kept[1] or kept[2] else None
    return secrecy.Shown(*kept, average)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=6))
def test_a_total_gives_no_hidden_number_away(counts: list[int]) -> None:
    """Whoever subtracts the published numbers from a total still knows of each hidden one only: 0 to 4."""
    told = secrecy.total([Cell(received=count) for count in counts]).received
    if told is None:
        return
    assert told == sum(counts)
    hidden = [count for count in counts if count < LEAST]
    possible = [c for c in product(range(LEAST), repeat=len(hidden)) if sum(c) == sum(hidden)]
    for place in range(len(hidden)):
        assert {c[place] for c in possible} == set(range(LEAST))


@pytest.mark.parametrize("counts", [[9, 3], [9, 0, 0], [9, 4, 4], [30, 1, 0, 0, 0], [1, 1]])
def test_totals_that_would_give_something_away_are_hidden(counts: list[int]) -> None:
    """One hidden number alone, only zeros, only fours, nearly only zeros, and a small total."""
    assert secrecy.total([Cell(received=count) for count in counts]).received is None


def test_a_total_is_told_where_it_is_safe() -> None:
    """Nothing hidden, or enough hidden among others."""
    assert secrecy.total([Cell(received=count) for count in (9, 6)]).received == 15
    assert secrecy.total([Cell(received=count) for count in (9, 2, 2, 1)]).received == 14


def test_rate_and_average_stand_on_published_counts_alone() -> None:
    """A rate beside one count would give the other away; an average alone that there are some at all."""
    one_hidden = secrecy.shown(Cell(received=20, on_time=18, late=2, days=40))
    assert (one_hidden.on_time, one_hidden.late, one_hidden.rate) == (18, None, None)
    assert one_hidden.average == 2
    assert secrecy.shown(Cell(on_time=4, late=4, days=8)) == secrecy.NOTHING
    assert secrecy.shown(Cell(on_time=15, late=5, days=0)).rate == 0.75
    assert secrecy.shown(Cell()) == secrecy.NOTHING


def test_the_running_month_is_not_published(sqlite_town: str) -> None:
    """Day by day one could watch a single dossier come in: only months that have ended are offered."""
    with standing_at(town.MONDAY):
        assert published.table("2026-11").month == "2026-10"
        assert published.table("'; DROP", "mars").month == "2026-10"
        assert published.table("2024-11").month == "2024-11"
        assert published.table().months[0] == "2026-10"


def test_an_ended_commune_finishes_what_it_began(sqlite_town: str) -> None:
    """For a year after its last day it keeps its line, which names that day; then it is gone."""
    with transaction() as session:
        session.scalars(select(Agency).where(Agency.slug == "minh-tan")).one().valid_to = date(2025, 7, 1)
    with standing_at(town.MONDAY):
        until = {row.name: row.until for row in published.table("2025-09").rows}
        assert until["Xã Minh Tân"] == date(2025, 6, 30)
        assert until["Xã Tam Đa"] is None
        assert "Xã Minh Tân" not in {row.name for row in published.table("2026-10").rows}
