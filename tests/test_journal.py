"""verify-journal: an untouched journal is intact; who touches a row of it is found, and the dossier named.

What it cannot see: somebody who rewrites the whole end of a chain, hashes and version included. Against
that helps only a copy of the last hashes kept elsewhere.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection, create_engine, delete, insert, select, update

from db.dossiers import Dossier, Event
from db.session import reading, transaction
from services import __main__ as door
from services import journal
from services.actors import SYSTEM
from services.clock import standing_at
from services.workflow import Clock, State
from tests import records, town
from tests.town import a_dossier, act, given_for

EVENT = Event.__table__
COLUMNS = [column.name for column in EVENT.columns if column.name != "id"]
"""The id is a mere handle: it is given by the database and said nowhere."""


@pytest.fixture
def two_dossiers(database) -> tuple[str, str]:
    """One with a long story (also taken back, proposed, answered), one that was only sent."""
    with standing_at(town.MONDAY):
        long = a_dossier(State.SUPPLEMENT_ASKED)
        act(town.follower(long), long, "answer_supplement", **given_for("answer_supplement"))
        act("lanhdao", long, "extend", **given_for("extend"))
        act("lanhdao", long, "undo")
        act("chuyenvien", long, "finish")
        return long, a_dossier(chance=2)


def verify(capsys, monkeypatch) -> tuple[int, str, str]:
    """The command as people run it: status, standard output, standard error."""
    monkeypatch.setattr(sys, "argv", ["services", "verify-journal"])
    with pytest.raises(SystemExit) as ended:
        door.main()
    printed = capsys.readouterr()
    return ended.value.code, printed.out, printed.err


@contextmanager
def touched(url: str) -> Iterator[Connection]:
    """Past the program and its foreign keys, as somebody with the database's password; then as before."""
    engine = create_engine(url)

    @contextmanager
    def raw() -> Iterator[Connection]:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET session_replication_role = replica")
            yield connection

    with raw() as connection:
        before = [dict(row._mapping) for row in connection.execute(select(EVENT).order_by(EVENT.c.id))]
        versions = dict(connection.execute(select(Dossier.id, Dossier.version)).all())
    try:
        yield raw
    finally:
        with raw() as connection:
            connection.execute(delete(EVENT))
            connection.execute(insert(EVENT), before)
            for dossier, version in versions.items():
                connection.execute(update(Dossier).where(Dossier.id == dossier).values(version=version))
        engine.dispose()


def other(column: str, event: Event) -> object:
    """Another value that the column could well hold."""
    value = getattr(event, column)
    if column == "facts":
        return {**value, "reason": "Lý do khác."}
    if column == "undoes":
        return None if value else 1
    if column in ("at", "due_at"):
        return value + timedelta(seconds=1) if value else town.MONDAY
    if column in ("seq", "dossier_id"):
        return value + 100
    if column in ("actor_id", "from_state", "to_state"):
        return (value or 0) + 1
    return ("0" if value[0] != "0" else "1") + value[1:]


def test_untouched_it_is_intact(two_dossiers, capsys, monkeypatch):
    """Status 0 and one word."""
    assert verify(capsys, monkeypatch) == (0, "intact\n", "")


def test_an_empty_journal_is_intact(database, capsys, monkeypatch):
    """No dossier, no fault."""
    assert verify(capsys, monkeypatch) == (0, "intact\n", "")


def test_it_is_a_command_of_the_one_door(two_dossiers, database):
    """python -m services verify-journal, as a process of its own."""
    code = two_dossiers[0]
    command = [sys.executable, "-m", "services", "verify-journal"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == "intact\n"
    with touched(database) as raw:
        with raw() as connection:
            connection.execute(update(EVENT).where(EVENT.c.seq == 2).values(actor_name="Ai Khác"))
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (found.returncode, found.stdout, found.stderr) == (1, "", f"{code}: event 2 was touched\n")


@pytest.mark.parametrize("column", COLUMNS)
def test_touching_any_column_of_any_event_is_found(two_dossiers, database, capsys, monkeypatch, column):
    """Whatever is changed in whichever row, the dossier is named and the status is 1."""
    for code in two_dossiers:
        for event in records.events(code):
            with touched(database) as raw:
                with raw() as connection:
                    changed = {column: other(column, event)}
                    connection.execute(update(EVENT).where(EVENT.c.id == event.id).values(**changed))
                status, said, faults = verify(capsys, monkeypatch)
                assert (status, said) == (1, ""), (code, event.seq)
                assert code in faults, (code, event.seq)
    assert verify(capsys, monkeypatch)[0] == 0


def test_facts_are_held_to_the_letter(two_dossiers, database, capsys, monkeypatch):
    """A fact added, dropped or changed in type inside the JSON is found."""
    code = two_dossiers[0]
    event = next(e for e in records.events(code) if e.action == "request_supplement")
    changes: list[Callable[[dict], dict]] = [
        lambda facts: {**facts, "more": None},
        lambda facts: {k: v for k, v in facts.items() if k != "items"},
        lambda facts: {**facts, "request": str(facts["request"])},
        lambda facts: {**facts, "items": [{**facts["items"][0], "reason": "Bản quét bị mờ!"}]},
    ]
    for change in changes:
        with touched(database) as raw:
            with raw() as connection:
                changed = update(EVENT).where(EVENT.c.id == event.id)
                connection.execute(changed.values(facts=change(event.facts)))
            status, _, faults = verify(capsys, monkeypatch)
            assert (status, faults) == (1, f"{code}: event {event.seq} was touched\n")


def test_a_touched_row_with_a_fitting_hash_breaks_the_chain(two_dossiers, database, capsys, monkeypatch):
    """Each row is chained to the one before: a new hash of the touched row shows at the next."""
    code = two_dossiers[0]
    for event in records.events(code)[:-1]:
        with touched(database) as raw:
            event.actor_name = "Ai Khác"
            with raw() as connection:
                changed = update(EVENT).where(EVENT.c.id == event.id)
                connection.execute(changed.values(actor_name="Ai Khác", hash=journal.digest(event)))
            status, _, faults = verify(capsys, monkeypatch)
            assert (status, faults) == (1, f"{code}: event {event.seq + 1} was touched\n")


def test_mending_the_link_to_a_touched_row_is_found_too(two_dossiers, database, capsys, monkeypatch):
    """A row's hash covers the hash before it: who mends the next row's link has touched the next row."""
    code = two_dossiers[0]
    for event, following in pairwise(records.events(code)):
        with touched(database) as raw:
            event.actor_name = "Ai Khác"
            forged = journal.digest(event)
            with raw() as connection:
                for id_, changed in (
                    (event.id, {"actor_name": "Ai Khác", "hash": forged}),
                    (following.id, {"prev_hash": forged}),
                ):
                    connection.execute(update(EVENT).where(EVENT.c.id == id_).values(**changed))
            status, _, faults = verify(capsys, monkeypatch)
            assert (status, faults) == (1, f"{code}: event {following.seq} was touched\n")


def test_leaving_out_any_event_is_found(two_dossiers, database, capsys, monkeypatch):
    """Also the first, the last and the only one."""
    for code in two_dossiers:
        for event in records.events(code):
            with touched(database) as raw:
                with raw() as connection:
                    connection.execute(delete(EVENT).where(EVENT.c.id == event.id))
                status, said, faults = verify(capsys, monkeypatch)
                assert (status, said) == (1, ""), (code, event.seq)
                assert faults.startswith(f"{code}: "), (code, event.seq)
                assert "missing" in faults


def test_leaving_out_the_end_and_closing_the_gap_is_found(two_dossiers, database, capsys, monkeypatch):
    """The dossier's own version says how many events there were."""
    code = two_dossiers[0]
    with touched(database) as raw:
        with raw() as connection:
            mine = EVENT.c.dossier_id == records.dossier(code).id
            connection.execute(delete(EVENT).where(mine, EVENT.c.seq >= 4))
        assert verify(capsys, monkeypatch)[::2] == (1, f"{code}: events after 3 are missing\n")


def test_leaving_out_a_whole_story_is_found(two_dossiers, database, capsys, monkeypatch):
    """A dossier without a single event did not come through the door."""
    code = two_dossiers[1]
    with touched(database) as raw:
        with raw() as connection:
            connection.execute(delete(EVENT).where(EVENT.c.dossier_id == records.dossier(code).id))
        assert verify(capsys, monkeypatch)[::2] == (1, f"{code}: all events are missing\n")


def test_swapping_two_events_is_found(two_dossiers, database, capsys, monkeypatch):
    """Any two of one dossier, by number; and the same number between two dossiers."""
    code, short = two_dossiers
    events = records.events(code)
    pairs = [(a, b) for a in events for b in events if a.seq < b.seq]
    for a, b in pairs[:: max(1, len(pairs) // 8)]:
        with touched(database) as raw:
            with raw() as connection:
                for id_, seq in ((a.id, 999), (b.id, a.seq), (a.id, b.seq)):
                    connection.execute(update(EVENT).where(EVENT.c.id == id_).values(seq=seq))
            status, _, faults = verify(capsys, monkeypatch)
            assert status == 1, (a.seq, b.seq)
            assert faults.startswith(f"{code}: event {a.seq} was touched")
    [mine], [others] = events[:1], records.events(short)
    with touched(database) as raw:
        with raw() as connection:
            for id_, dossier in ((mine.id, 999), (others.id, mine.dossier_id), (mine.id, others.dossier_id)):
                connection.execute(update(EVENT).where(EVENT.c.id == id_).values(dossier_id=dossier))
        status, _, faults = verify(capsys, monkeypatch)
        assert status == 1
        assert code in faults
        assert short in faults


def test_an_event_that_was_slipped_in_is_found(two_dossiers, database, capsys, monkeypatch):
    """A row added by hand has no place in the chain, or changes the count."""
    code = two_dossiers[0]
    last = records.last(code)
    with touched(database) as raw:
        row = {c: getattr(last, c) for c in COLUMNS} | {"seq": last.seq + 1, "prev_hash": last.hash}
        last.seq, last.prev_hash = last.seq + 1, last.hash
        with raw() as connection:
            connection.execute(insert(EVENT), [{**row, "hash": journal.digest(last)}])
        status, _, faults = verify(capsys, monkeypatch)
        assert status == 1
        assert faults.startswith(code)


def test_every_faulty_dossier_is_named(two_dossiers, database, capsys, monkeypatch):
    """The check does not stop at the first: one line per touched row, dossiers with nothing stay out."""
    third = a_dossier(chance=3)
    with touched(database) as raw:
        with raw() as connection:
            touch = update(EVENT).where(EVENT.c.seq == 1, EVENT.c.dossier_id != records.dossier(third).id)
            connection.execute(touch.values(actor_name="Ai Khác"))
        status, _, faults = verify(capsys, monkeypatch)
    assert status == 1
    assert faults.splitlines() == [f"{code}: event 1 was touched" for code in two_dossiers]


def test_every_event_has_an_actor_and_continues_the_one_before(two_dossiers):
    """No event without an actor; each begins in the state where the one before ended."""
    for code in two_dossiers:
        events = records.events(code)
        assert [e.seq for e in events] == list(range(1, len(events) + 1))
        assert [e.from_state for e in events] == [None, *(e.to_state for e in events[:-1])]
        assert [e.prev_hash for e in events] == [journal.GENESIS, *(e.hash for e in events[:-1])]
        for event in events:
            assert event.actor_name
            assert (event.actor_id is None) == (event.actor_kind != "officer")


def test_the_programs_own_events_are_signed_too(database):
    """What the system does by itself says so."""
    with standing_at(town.MONDAY):
        code = a_dossier()
        with transaction() as session:
            dossier = session.scalars(select(Dossier).where(Dossier.code == code)).one()
            journal.append(
                session, dossier, actor=SYSTEM, action="submit", from_state=1, clock=Clock.RUNS, facts={},
                at=town.MONDAY,
            )  # fmt: skip
    assert (records.last(code).actor_kind, records.last(code).actor_name) == ("system", "Hệ thống")
    with reading() as session:
        assert list(journal.faults(session)) == []
