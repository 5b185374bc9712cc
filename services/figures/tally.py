"""Keeps the facts and their sums: every event counts in the transaction that writes it.

A page over a million dossiers reads some thousand sums instead. What is added is always the difference of two
lives of one dossier, so undoing an action takes away exactly what it had added.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from itertools import groupby, islice
from typing import Any

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Event
from db.figures import DossierFact, Tally
from services.dates import calendars
from services.figures import life, stays
from services.figures.life import LATE, SOLVED, Life, effective

STOCK = 999_999
"""Stands where a month does, for what is so now: the sum over all dossiers, whenever they came."""

Key = tuple[int, int, str, int, str, int, int]
"""month, agency, what, value, procedure, level, channel."""

_KEYS = ("month", "agency_id", "what", "value", "procedure_code", "level", "channel")
_KEYS_ASKED = tuple(f"asked_{name}" for name in _KEYS)


def month_of(day: date) -> int:
    """202611, for a day of November 2026."""
    return day.year * 100 + day.month


def cells(one: Life) -> Counter[Key]:
    """What one life adds to the sums."""
    found: Counter[Key] = Counter()
    for month, what, value, n in _cells(one):
        found[month, one.agency_id, what, value, one.procedure_code, one.level, one.channel] += n
    found.update(_rests(one))
    return found


def _cells(one: Life) -> Iterator[tuple[int, str, int, int]]:
    """month, what, value, how many."""
    yield month_of(one.submitted_on), "reached", one.reached, 1
    if one.answered_on is not None:
        yield month_of(one.answered_on), "answered", one.answer_hours or 0, 1
    if one.received_on is not None:
        yield month_of(one.received_on), "received", one.level * 10 + one.channel, 1
        yield from _overdue(one, one.received_on)
    if one.ended_on is not None:
        yield month_of(one.ended_on), one.ending, one.days or 0, 1
        if one.ending in SOLVED:
            yield month_of(one.ended_on), "rounds", one.rounds, 1
            yield month_of(one.ended_on), "digital", int(one.digital), 1
            yield month_of(one.ended_on), "paying", one.paying, 1
            yield from _steps(month_of(one.ended_on), one)
    elif one.received_on is not None:
        yield STOCK, "open", 0, 1
        if one.due_on is not None:
            yield STOCK, "due", one.due_on.toordinal(), 1
    if one.step:
        yield STOCK, one.step, one.since_on.toordinal(), 1


def _steps(month: int, one: Life) -> Iterator[tuple[int, str, int, int]]:
    """Of a dossier with a result: where it stood and how long, and where longest."""
    stood: Counter[str] = Counter()
    for step, days, _given in stays.stays(one.stays):
        stood[step] += days
    for step, days in stood.items():
        yield month, "stay", stays.stay_number(step, days), 1
    if one.slowest:
        yield month, "slowest", stays.NUMBERS[one.slowest], 1


def _rests(one: Life) -> Iterator[Key]:
    """What is learned of a dossier with a result, by quarter, whatever its level and the way it came."""
    if one.ended_on is not None and one.ending in SOLVED:
        quarter = month_of(one.ended_on.replace(month=(one.ended_on.month - 1) // 3 * 3 + 1, day=1))
        for rest in stays.rests(one.stays, one.ending == LATE):
            yield quarter, one.agency_id, "rest", stays.rest_number(rest), one.procedure_code, 0, 0


def _overdue(one: Life, received_on: date) -> Iterator[tuple[int, str, int, int]]:
    """Added up to a month these are the dossiers open at its end whose day had passed."""
    if one.due_on is None:
        return
    due = month_of(max(one.due_on, received_on))
    ended = month_of(one.ended_on) if one.ended_on else STOCK
    if ended > due:
        yield due, "overdue", 0, 1
        if ended != STOCK:
            yield ended, "overdue", 0, -1


def keep(session: Session, dossier: Dossier, effective: Sequence[Event]) -> None:
    """Write anew what is so of this dossier, and add the difference to the sums. `effective`: its events."""
    calendar = calendars.load(session, session.get_one(Agency, dossier.agency_id))
    now = life.of(dossier, effective, calendar)
    row = session.get(DossierFact, dossier.id)
    difference = cells(now)
    if row is None:
        session.add(DossierFact(dossier_id=dossier.id, **asdict(now)))
    else:
        difference.subtract(cells(as_life(row)))
        for name, value in asdict(now).items():
            setattr(row, name, value)
    session.flush()
    add(session, difference)


def as_life(row: DossierFact) -> Life:
    """The kept row as a value."""
    return Life(**{name: getattr(row, name) for name in Life.__dataclass_fields__})


def add(session: Session, difference: Counter[Key]) -> None:
    """Add these numbers, in one order everywhere so that two officers never wait for each other in a ring."""
    changed = sorted((key, n) for key, n in difference.items() if n)
    connection = session.connection()
    upsert, forget = _statements(connection.dialect.name)
    for some in _portions(changed, 4000):
        connection.execute(upsert, [{**dict(zip(_KEYS, key, strict=True)), "n": n} for key, n in some])
    # What is so now changes all the time: a place where nothing is left is not kept.
    gone = [key for key, n in changed if n < 0 and key[0] == STOCK]
    if gone:
        connection.execute(forget, [dict(zip(_KEYS_ASKED, key, strict=True)) for key in gone])


@lru_cache
def _statements(engine: str) -> tuple[Any, Any]:
    """Add to a sum; forget a sum of nothing. Built once: building takes longer than running."""
    insert, columns = (postgresql if engine == "postgresql" else sqlite).insert(Tally), Tally.__table__.c
    upsert = insert.on_conflict_do_update(
        index_elements=_KEYS, set_={"n": columns.n + insert.excluded.n}
    )
    mine = (columns[name] == bindparam(asked) for name, asked in zip(_KEYS, _KEYS_ASKED, strict=True))
    return upsert, delete(Tally.__table__).where(and_(*mine), columns.n == 0)


def _portions(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[first : first + size] for first in range(0, len(items), size))


def count_again(session: Session) -> None:
    """Replace all facts and sums by what the events say, after the calendar of past days was changed."""
    session.execute(delete(Tally))
    session.execute(delete(DossierFact))
    told = lives(session)
    while some := list(islice(told, 5000)):
        add_many(session, some)


def lives(session: Session) -> Iterator[tuple[int, Life]]:
    """The life of every dossier by its events (dossier id, life), read as a stream."""
    rows = session.execute(
        select(Event, Dossier)
        .join(Dossier, Dossier.id == Event.dossier_id)
        .order_by(Event.dossier_id, Event.seq)
        .execution_options(yield_per=1000)
    )
    for dossier_id, told in groupby(rows, lambda row: row.Event.dossier_id):
        pairs = list(told)
        dossier = pairs[0].Dossier
        calendar = calendars.load(session, session.get_one(Agency, dossier.agency_id))
        yield dossier_id, life.of(dossier, effective([row.Event for row in pairs]), calendar)


def add_many(session: Session, lives: Iterable[tuple[int, Life]]) -> None:
    """Facts and sums of dossiers that are new."""
    total: Counter[Key] = Counter()
    rows = []
    for dossier_id, one in lives:
        total.update(cells(one))
        rows.append({"dossier_id": dossier_id, **asdict(one)})
    for some in _portions(rows, 1000):
        session.connection().execute(DossierFact.__table__.insert(), list(some))
    add(session, total)


def faults(session: Session) -> Iterator[str]:
    """Every dossier whose facts its events tell otherwise, and every sum that its facts do not add up to."""
    expected: Counter[Key] = Counter()
    for dossier_id, one in lives(session):
        row = session.get(DossierFact, dossier_id)
        if row is None or as_life(row) != one:
            yield f"dossier {dossier_id}: its facts are not what its events tell"
        expected.update(cells(one))
    order = [Tally.__table__.c[name] for name in (*_KEYS, "n")]
    kept = Counter({tuple(row[:-1]): row[-1] for row in session.execute(select(*order))})
    for key in expected.keys() | kept.keys():
        if expected[key] != kept[key]:
            yield f"sum {key}: {kept[key]} is kept, {expected[key]} is right"
