"""The office's own log is a chain too: nothing of it is edited, left out or cut off without being seen."""

import subprocess
import sys
from contextlib import suppress
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, select, update

from db.numbers import Counter
from db.office import OfficeEvent
from db.people import Account
from db.session import reading, transaction
from services import desk
from services.oversight import chain, jobs, log, standing
from tests import records
from tests.town import a_dossier, actor

pytestmark = pytest.mark.usefixtures("monday")


def told(count: int = 4) -> None:
    """Some lines of the office's log."""
    for number in range(count):
        log.took(actor("canbo"), "list_taken", "csv", dossiers=number)


def faults() -> list[str]:
    with reading() as session:
        return list(chain.faults(session))


def test_lines_are_numbered_and_chained(database):
    """Two chains, each from 1, each line with the hash of the one before; a fresh log is intact."""
    assert faults() == []
    told(3)
    code = a_dossier()
    desk.paper_bytes(actor("canbo"), code, records.papers(code)[0].id)
    with reading() as session:
        rows = session.execute(
            select(OfficeEvent.chain, OfficeEvent.seq, OfficeEvent.prev_hash, OfficeEvent.hash)
            .order_by(OfficeEvent.chain, OfficeEvent.seq)
        ).all()
    assert [row[:2] for row in rows] == [("office", 1), ("office", 2), ("office", 3), ("scans", 1)]
    assert rows[0][2] == rows[3][2] == chain.GENESIS
    assert (rows[1][2], rows[2][2]) == (rows[0][3], rows[1][3])
    assert faults() == []


TOUCHED = {
    "touched": update(OfficeEvent).where(OfficeEvent.seq == 2).values(facts={"dossiers": 9}),
    "who": update(OfficeEvent).where(OfficeEvent.seq == 2).values(actor_name="Người khác"),
    "left out": delete(OfficeEvent).where(OfficeEvent.seq == 2),
    "first": delete(OfficeEvent).where(OfficeEvent.seq == 1),
    "cut off": delete(OfficeEvent).where(OfficeEvent.seq == 4),
    "all": delete(OfficeEvent),
}


@pytest.mark.parametrize("how", TOUCHED)
def test_whatever_is_done_to_a_line_shows(sqlite_town, how):
    """Changed, another's name, left out, the first or the last gone, all gone."""
    told()
    with transaction() as session:
        session.execute(TOUCHED[how])
    assert len(faults()) == 1


def test_a_cut_that_nobody_told_of_shows(sqlite_town):
    """Only retention takes the beginning away, and says so in a later line with number and hash."""
    told()
    with transaction() as session:
        second = session.scalar(select(OfficeEvent.hash).where(OfficeEvent.seq == 2))
        session.execute(delete(OfficeEvent).where(OfficeEvent.seq <= 2))
    assert faults() == ["office log (office): row 1 is missing"]
    with transaction() as session:
        log.write(session, actor("quantri"), chain.CUT, "office", up_to=2, hash=second)
    assert faults() == []


def test_many_who_write_at_once_make_one_chain(database):
    """Copies of the program take turns; also beside somebody who holds the writer's own account row, and who
    then writes himself: no ring of waiting, no number twice."""
    canbo, quantri = actor("canbo"), actor("quantri")
    start = Barrier(6)
    failed: list[Exception] = []

    def write(number: int) -> None:
        start.wait()
        try:
            for _ in range(5):
                with transaction() as session:
                    if number % 2:
                        session.get(Account, canbo.account_id, with_for_update=True)
                        log.write(session, quantri, "list_taken", "csv")
                    log.write(session, canbo, "list_taken", "csv", dossiers=number)
        except Exception as problem:
            failed.append(problem)

    threads = [Thread(target=write, args=(number,)) for number in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert faults() == []
    with reading() as session:
        assert session.scalar(select(func.max(OfficeEvent.seq))) == 45
        assert session.scalar(select(Counter.value).where(Counter.name == chain.counter("office"))) == 45


def test_a_transaction_that_is_refused_leaves_no_line_and_no_gap(database):
    """The line belongs to what it tells of."""
    told(1)
    with suppress(ZeroDivisionError), transaction() as session:
        log.write(session, actor("canbo"), "list_taken", "csv")
        raise ZeroDivisionError
    told(1)
    assert faults() == []
    with reading() as session:
        assert session.scalar(select(func.max(OfficeEvent.seq))) == 2


def test_the_command_and_the_room_look_at_it_too(sqlite_town):
    """`verify-journal` says intact, or what was touched with status 1; the room keeps the same."""
    told(2)
    ask = [sys.executable, "-m", "services", "verify-journal"]
    done = subprocess.run(ask, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "intact\n"), done.stderr
    assert jobs.check_chain(actor("quantri")) == jobs.Chain(0, (), 2)
    assert not standing.look(actor("quantri")).log_chain.failed
    with transaction() as session:
        session.execute(update(OfficeEvent).where(OfficeEvent.seq == 1).values(subject="xlsx"))
    done = subprocess.run(ask, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "office log (office): row 1 was touched\n")
    assert jobs.check_chain(actor("quantri")).faults == ("office log (office): row 1 was touched",)
    assert standing.look(actor("quantri")).log_chain.failed
