"""Bad days: the database stops, is silent or held, the disk is full. A sentence, and work goes on after."""

import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from db.dossiers import Dossier, Event, Paper
from db.outbox import Notice
from db.session import reading, transaction
from services import accounts, intake, journal, storage
from services.demo import scans as demo_papers
from services.server import health
from services.workflow import State
from tests import postgres, town
from tests.conftest import _forget_engine
from tests.served import Reader, Site, get, served, until
from tests.town import a_dossier, a_draft, act

AWAY = "Cơ sở dữ liệu đang gián đoạn."
FULL = "Máy chủ hết chỗ lưu."
LONGEST = 10
"""Seconds within which every page and route answers, whatever is broken."""


def signed_in(username: str) -> str:
    """The token in the cookie of somebody who has just signed in."""
    return accounts.claim(accounts.sign_in(username, "a-browser").ticket, "a-browser")


def in_time(ask) -> float:
    """How long it took; it must not have hung."""
    started = time.monotonic()
    ask()
    took = time.monotonic() - started
    assert took < LONGEST, f"{took:.1f} s"
    return took


def whole(dossiers: int) -> None:
    """So many dossiers, each with event, notice and papers that open; every journal intact."""
    with reading() as session:
        counts = [
            session.scalar(select(func.count(func.distinct(column))))
            for column in (Dossier.id, Event.dossier_id, Notice.dossier_id, Paper.dossier_id)
        ]
        hashes = session.scalars(select(Paper.sha256).where(Paper.dossier_id.is_not(None))).all()
        assert list(journal.faults(session)) == []
    assert counts == [dossiers] * 4
    assert all(storage.get(sha256) for sha256 in hashes)


# --- PostgreSQL ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Iterator[postgres.Machine]:
    """A PostgreSQL of our own, which these tests stop and start, with the town in it."""
    folder = tmp_path_factory.mktemp("machine")
    with postgres.machine(durable=True) as machine, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", machine.url)
        patch.setenv("DATA_DIR", str(folder))
        town.found()
        yield machine
        _forget_engine()


@pytest.fixture(scope="module")
def site(machine, tmp_path_factory) -> Iterator[Site]:
    """The program on it; it is never restarted."""
    with served(tmp_path_factory.mktemp("site"), DATABASE_URL=machine.url) as site:
        yield site


def test_a_stopped_database_is_said_and_work_goes_on_when_it_is_back(machine, site):
    """503, and a sentence with a number that the log has; no traceback, nothing hangs; then all as before."""
    code, token, draft = a_dossier(), signed_in("canbo"), a_draft(chance=2)
    addresses = ["/", "/thu-tuc", "/thu-tuc?ma=2.000635", "/nop-ho-so?thu-tuc=2.000635", "/dang-nhap",
                 f"/tra-cuu?ma={code}", "/hang-doi", f"/ho-so?ma={code}", "/cho-duyet"]  # fmt: skip
    with Reader(site, token) as officer, Reader(site) as citizen:
        officer.open(f"/ho-so?ma={code}&do=receive")
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=xem-lai").fill("Tôi xin chịu", True)
        machine.stop()
        until(lambda: site.health()[0] == 503, "503", patience=3)
        assert site.health()[1] < 3
        in_time(lambda: citizen.click("Nộp hồ sơ"))
        in_time(lambda: officer.click("Xác nhận"))
        told = [*citizen.errors(), *officer.errors()]
        for address in addresses:
            in_time(lambda address=address: officer.open(address))
            told += officer.errors()
            assert "Traceback" not in officer.text()
        for route in ("/phien?ve=a.b", "/dang-xuat", "/metrics"):
            in_time(lambda route=route: get(site.url + route, {"Cookie": f"motcua_phien={token}"}))
        assert len(told) == 2 + len(addresses)
        assert all(sentence.startswith(AWAY) for sentence in told)
        assert all(sentence.split()[-1] in site.log() for sentence in told), "the log has every number"

        machine.start()
        until(lambda: site.health()[0] == 200, "alive again", patience=10)
        assert officer.open("/hang-doi").errors() == []
        assert code in officer.text()
        officer.open(f"/ho-so?ma={code}&do=receive").click("Xác nhận")
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=xem-lai").fill("Tôi xin chịu", True).click("Nộp hồ sơ")
        assert "Mã hồ sơ: " in citizen.text()
    assert state_of(code) is State.RECEIVED
    whole(dossiers=2)


def state_of(code: str) -> State:
    """Where the dossier is."""
    with reading() as session:
        return State(session.scalar(select(Dossier.state).where(Dossier.code == code)))


def test_a_silent_database_holds_nobody_up(machine, site):
    """A server that acknowledges and never answers (SIGSTOP): the page and /healthz say so in time."""
    with Reader(site) as citizen:
        citizen.open("/thu-tuc")
        children = subprocess.run(
            ["pgrep", "-P", str(machine.process.pid)], capture_output=True, text=True, check=True
        )
        family = [machine.process.pid, *map(int, children.stdout.split())]
        for process in family:
            os.kill(process, signal.SIGSTOP)
        try:
            until(lambda: site.health()[0] == 503, "503", patience=6)
            in_time(lambda: citizen.open("/thu-tuc"))
            assert citizen.errors()[0].startswith(AWAY)
        finally:
            for process in family:
                os.kill(process, signal.SIGCONT)
        until(lambda: site.health()[0] == 200, "alive again", patience=10)
        assert citizen.open("/thu-tuc").errors() == []


def test_a_crash_in_the_middle_of_a_transaction_leaves_no_trace(machine):
    """The verb fails as a whole; the next one gets a fresh connection by itself."""
    intake.submit(a_draft(chance=4))
    with reading() as session:
        before = session.scalar(select(func.count()).select_from(Dossier))
    draft = a_draft(chance=3)

    def struck() -> None:
        with transaction() as session:
            session.execute(text("UPDATE dossier SET version = version + 100"))
            machine.stop(signal.SIGQUIT)
            session.execute(text("SELECT 1"))

    with pytest.raises(DBAPIError) as problem:
        struck()
    assert health.why_unavailable(problem.value).facts == {"what": "database"}
    machine.start()
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Dossier)) == before
        assert session.scalar(select(func.max(Dossier.version)).select_from(Dossier)) < 100
    intake.submit(draft)
    whole(dossiers=before + 1)


# --- SQLite -------------------------------------------------------------------------------------------------


def test_a_database_that_another_holds_is_said(sqlite_town, tmp_path):
    """Reading goes on; whoever must write waits a while, gets the sentence, and can go on later."""
    draft, token = a_draft(), signed_in("canbo")
    with served(tmp_path) as site, Reader(site, token) as officer, Reader(site) as citizen:
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=xem-lai").fill("Tôi xin chịu", True)
        holder = sqlite3.connect(tmp_path / "motcua.sqlite3", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        route: list[int] = []
        leaving = threading.Thread(
            target=lambda: route.append(get(f"{site.url}/dang-xuat", {"Cookie": f"motcua_phien={token}"})[0])
        )
        leaving.start()
        assert officer.open("/hang-doi").errors() == []
        citizen.click("Nộp hồ sơ")
        leaving.join()
        assert route == [503]
        assert citizen.errors()[0].startswith(AWAY)
        assert site.health()[0] == 200
        holder.execute("ROLLBACK")
        holder.close()
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=xem-lai").fill("Tôi xin chịu", True).click("Nộp hồ sơ")
        assert "Mã hồ sơ: " in citizen.text()
    whole(dossiers=1)


# --- a full disk --------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("no right to mount here; tests/unit/test_storage.py holds the same with a faked error")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill_up(place: Path) -> Path:
    """Take the last byte of a disk."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(sqlite_town, small_disk, monkeypatch):
    """Upload, answers, submission and a verb fail with a sentence and leave nothing half; then they work."""
    shutil.copy(os.environ["DATABASE_URL"].removeprefix("sqlite:///"), small_disk / "motcua.sqlite3")
    here = {"DATABASE_URL": f"sqlite:///{small_disk / 'motcua.sqlite3'}", "DATA_DIR": str(small_disk),
            "STORAGE_URL": str(small_disk / "files")}  # fmt: skip
    for name, value in here.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("services.demo.paper", town.demo.paper.__wrapped__)  # kept on this disk
    code, token, draft, ready = a_dossier(), signed_in("canbo"), a_draft(chance=2), a_draft(chance=3)
    town.without(draft, "to_khai")
    scan = demo_papers.scan("to_khai", 99)
    with served(small_disk, **here) as site, Reader(site, token) as officer, Reader(site) as citizen:
        officer.open(f"/ho-so?ma={code}&do=receive")
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=giay-to")
        filler = fill_up(small_disk)
        until(lambda: site.health()[0] == 503, "503", patience=5)
        told = citizen.upload("Tờ khai", "tờ khai.pdf", scan).errors()
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=t1")
        told += citizen.fill("Số nhà", "Thôn Mẫu 9").again().errors()
        citizen.open(f"/nop-ho-so?nhap={ready}&buoc=xem-lai").fill("Tôi xin chịu", True)
        told += citizen.click("Nộp hồ sơ").errors()
        told += officer.click("Xác nhận").errors()
        assert len(told) == 4, told
        assert all(sentence.startswith(FULL) for sentence in told), told
        assert list((small_disk / "files").rglob("*.part")) == []

        filler.unlink()
        until(lambda: site.health()[0] == 200, "alive again", patience=10)
        citizen.open(f"/nop-ho-so?nhap={draft}&buoc=giay-to")
        assert citizen.upload("Tờ khai", "tờ khai.pdf", scan).errors() == []
        for one in (draft, ready):
            citizen.open(f"/nop-ho-so?nhap={one}&buoc=xem-lai").fill("Tôi xin chịu", True).click("Nộp hồ sơ")
            assert "Mã hồ sơ: " in citizen.text()
        assert officer.open(f"/ho-so?ma={code}&do=receive").click("Xác nhận").errors() == []
    whole(dossiers=3)
    assert state_of(code) is State.RECEIVED
    assert act("canbo", code, "forward", specialist=town.actor("chuyenvien").account_id)
