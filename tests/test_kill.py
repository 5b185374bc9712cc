"""kill -9 at any moment: what was shown is there, whole, and nothing else is there half."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable

import pytest
from sqlalchemy import func, select, text

from db.dossiers import Dossier, Draft, Event, Letter, Paper
from db.outbox import Notice
from db.session import engine, reading
from services import demo, intake, journal, storage
from tests import conftest, postgres, records, town

OFFICE = """
import sys
from random import Random
from services import accounts, casework, demo, drafts, intake
from services.demo import scans as demo_scans
from services.papers import attachments

rng, receiver = Random(int(sys.argv[1])), accounts.actor_named("canbo")
scans = {slot: demo_scans.scan(slot, 1) for slot in ("to_khai", "giay_to_tuy_than")}
specialist = accounts.actor_named("chuyenvien").account_id
demo.draft("tam-da", rng)
print("ready", flush=True)
while True:
    token = demo.draft("tam-da", rng)
    for slot, scan in scans.items():  # files that nobody has stored before
        data = scan + b"\\n% " + rng.randbytes(16).hex().encode()
        drafts.attach(token, attachments.take(data, slot + ".pdf", slot))
    code = intake.submit(token).code
    print(code, 1, flush=True)
    casework.receive(receiver, code, seen=1)
    print(code, 2, flush=True)
    casework.forward(receiver, code, seen=2, specialist=specialist)
    print(code, 3, flush=True)
"""
"""Submits, receives and forwards for ever; each line is printed when the verb has returned."""

ROUNDS, OFFICES = 3, 2


def open_offices(rng: random.Random, how_many: int = OFFICES) -> list[subprocess.Popen[str]]:
    """Processes of the program, all of them at work."""
    command = [sys.executable, "-u", "-c", OFFICE]
    offices = [
        subprocess.Popen([*command, str(rng.random())[2:10]], stdout=subprocess.PIPE, text=True)
        for _ in range(how_many)
    ]
    for office in offices:
        assert office.stdout.readline() == "ready\n"
    return offices


def read(lines: Iterable[str]) -> dict[str, int]:
    """What was shown: the version that each code had reached. A line without its end was not shown."""
    whole = (line.split() for line in lines if line.endswith("\n"))
    return {code: int(version) for code, version in whole}


def work_until_killed(rng: random.Random) -> dict[str, int]:
    """Some offices at work until none lives; what they showed."""
    shown, offices = dict[str, int](), open_offices(rng)
    try:
        for office in offices:
            shown |= read([office.stdout.readline() for _ in range(rng.randint(1, 5))])
            time.sleep(rng.uniform(0, 0.2))
            office.kill()
    finally:
        for office in offices:
            office.kill()
    for office in offices:
        shown |= read(office.communicate(timeout=20)[0].splitlines(keepends=True))
        assert office.returncode == -9, "it was still at work"
    return shown


def nobody_connected() -> None:
    """Wait until PostgreSQL has noticed that its clients are dead."""
    engine().dispose()
    if engine().dialect.name != "postgresql":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(200):
        with engine().connect() as connection:
            if connection.execute(others).scalar() == 0:
                return
        time.sleep(0.05)
    raise AssertionError("connections of the dead stay open")


def test_a_kill_loses_nothing_that_was_shown_and_leaves_nothing_half(database, tmp_path, monkeypatch):
    """Every code that was shown is there with papers, event and notice; none is there half."""
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "files"))
    rng, shown = random.Random(7), dict[str, int]()
    for _ in range(ROUNDS):
        shown |= work_until_killed(rng)
        nobody_connected()
        with reading() as session:
            assert list(journal.faults(session)) == []
    assert len(shown) >= ROUNDS
    codes = all_there(shown)
    # And work goes on: the next dossier takes the next number.
    monkeypatch.setattr(demo, "paper", demo.paper.__wrapped__)  # kept by the process, not by this storage
    assert intake.submit(town.a_draft()).code > codes[-1]


def test_a_crash_of_the_database_loses_nothing_that_was_shown(tmp_path, monkeypatch):
    """PostgreSQL itself is killed at work and started again: what had been shown is there."""
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "files"))
    rng = random.Random(7)
    with postgres.machine(durable=True) as machine:
        monkeypatch.setenv("DATABASE_URL", machine.url)
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
        town.found()
        [office] = open_offices(rng, 1)
        try:
            shown = read([office.stdout.readline() for _ in range(7)])
            time.sleep(rng.uniform(0, 0.2))
            machine.stop(signal.SIGQUIT)
            shown |= read(office.communicate(timeout=60)[0].splitlines(keepends=True))
            assert office.returncode == 1, "without its database it cannot go on"
        finally:
            office.kill()
        machine.start()
        assert len(shown) >= 3
        all_there(shown)
        conftest._forget_engine()


def all_there(shown: dict[str, int]) -> list[str]:
    """Every code that was shown is there as far as it was shown, and all there is is whole; the codes."""
    for code, version in shown.items():
        assert records.dossier(code).version >= version
    with reading() as session:
        assert list(journal.faults(session)) == []
        for dossier in session.scalars(select(Dossier)):
            _whole(session, dossier)
        _no_draft_half_sent(session)
        codes = sorted(session.scalars(select(Dossier.code)))
    days = {code.split("-")[1] for code in codes}
    assert codes == [f"H31.124-{min(days)}-{n:07d}" for n in range(1, len(codes) + 1)] or len(days) > 1
    return codes


def _whole(session, dossier):
    """A dossier with all that its version promises."""
    events = list(session.scalars(select(Event).where(Event.dossier_id == dossier.id).order_by(Event.seq)))
    assert [e.action for e in events] == ["submit", "receive", "forward"][: dossier.version]
    papers = list(session.scalars(select(Paper).where(Paper.dossier_id == dossier.id)))
    # The demo's own scan of each, and the one that was attached behind it.
    held = Counter(p.slot for p in papers)
    assert held - Counter(van_ban_uy_quyen=1) == {"to_khai": 2, "giay_to_tuy_than": 2}
    for paper in papers:
        assert len(storage.get(paper.sha256)) == paper.size  # the hash is checked on the way
    told = set(session.scalars(select(Notice.event_id).where(Notice.dossier_id == dossier.id)))
    assert told == {e.id for e in events}
    letters = session.scalars(select(Letter.kind).where(Letter.dossier_id == dossier.id).order_by(Letter.id))
    assert list(letters) == ["receipt", "control_slip"][: dossier.version - 1]


def _no_draft_half_sent(session):
    """A draft is sent, and then empty and one dossier's; or it is not, and has all that was typed."""
    drafts = list(session.scalars(select(Draft)))
    sent = [d for d in drafts if d.dossier_id is not None]
    assert {d.step for d in sent} == {"sent"}
    assert all(d.form == {} for d in sent)
    assert len(sent) == session.scalar(select(func.count()).select_from(Dossier))
    assert all(d.step != "sent" for d in drafts if d.dossier_id is None)
    stray = select(Paper.id).where(Paper.draft_id.in_([d.id for d in sent]))
    assert not session.scalars(stray).all()


def test_a_half_written_file_is_none(tmp_path, monkeypatch):
    """A crash while a file is stored leaves at most a .part beside its place, never half a file in it."""
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "files"))
    monkeypatch.setattr(os, "replace", lambda *_a: 1 / 0)
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever stops it there)
        storage.put(b"half a file")
    monkeypatch.undo()
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "files"))
    found = [p for p in (tmp_path / "files").rglob("*") if p.is_file() and p.suffix != ".part"]
    assert found == []
    assert storage.get(storage.put(b"half a file")) == b"half a file"
