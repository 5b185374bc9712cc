"""Backup and restore: both engines, while people work, touched archives, a key, and the drill."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url

from db import session as db_session
from db.session import reading
from services import journal, settings, storage
from services.clock import standing_at
from services.keeping import KeepingRefused, archive, databases
from services.workflow import State
from tests import conftest, postgres, records, town


@pytest.fixture(autouse=True)
def tools(monkeypatch):
    """The client programs of the very server that the tests run."""
    monkeypatch.setenv("PATH", f"{postgres._binaries()}:{os.environ['PATH']}")


def emptied(monkeypatch, folder: Path, database: str) -> None:
    """The program is set to an empty machine: an empty database of this engine, an empty storage."""
    folder.mkdir()
    monkeypatch.setenv("STORAGE_URL", str(folder / "files"))
    conftest._forget_engine()
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'new.sqlite3'}")
        return
    name = f"{url.database}_new"
    conftest._administer(database, f"CREATE DATABASE {name}")
    monkeypatch.setenv("DATABASE_URL", url.set(database=name).render_as_string(hide_password=False))


def test_everything_comes_back_on_an_empty_machine(database, tmp_path, monkeypatch):
    """Every row and every file up to the backup, although dossiers arrive while it is taken; journal intact;
    and a second restore over what is there is refused."""
    with standing_at(town.MONDAY):
        code = town.a_dossier(State.IN_PROCESS)
    before, stop = records.everything(), Event()

    def work() -> None:
        with standing_at(town.MONDAY):
            chance = 10
            while not stop.is_set():
                town.a_draft(chance=(chance := chance + 1))

    worker = Thread(target=work)
    worker.start()
    kept = archive.backup(tmp_path / "one.motcua")
    stop.set()
    worker.join()
    assert not kept.missing
    papers = records.papers(code)
    emptied(monkeypatch, tmp_path / "new", database)
    assert archive.restore(kept.path).files == kept.files
    after = records.everything()
    for table in ("account", "dossier", "event", "letter"):
        assert after[table] == before[table], table
    assert [row for row in before["notice"] if row not in after["notice"]] == []
    assert all(storage.get(paper.sha256) for paper in papers)
    with reading() as session:
        assert not list(journal.faults(session))
    with pytest.raises(KeepingRefused, match="not empty"):
        archive.restore(kept.path)


def test_a_sealed_archive_opens_with_its_key_alone(sqlite_town, tmp_path, monkeypatch):
    """Without the key, with another, changed in one place or cut off: nothing is restored."""
    key = Fernet.generate_key().decode()
    monkeypatch.setenv("BACKUP_KEY", key)
    kept = archive.backup(tmp_path / "one.motcua")
    whole = kept.path.read_bytes()
    assert b"canbo" not in whole
    emptied(monkeypatch, tmp_path / "new", sqlite_town)
    for given, data in (("", whole), (Fernet.generate_key().decode(), whole), (key, whole[:-200]),
                        (key, whole[:5000] + b"A" + whole[5001:])):  # fmt: skip
        monkeypatch.setenv("BACKUP_KEY", given)
        kept.path.write_bytes(data)
        with pytest.raises(KeepingRefused):
            archive.restore(kept.path)
        assert not (tmp_path / "new" / "new.sqlite3").exists()
    kept.path.write_bytes(whole)
    assert settings.backup_key() == key
    archive.restore(kept.path)


def test_an_open_archive_that_was_touched_leaves_no_database(sqlite_town, tmp_path, monkeypatch):
    """Hashes of database and files, and the last member, are checked before the database is put in place."""
    kept = archive.backup(tmp_path / "one.motcua")
    whole = kept.path.read_bytes()
    emptied(monkeypatch, tmp_path / "new", sqlite_town)
    place = whole.index(b"canbo2")
    for data in (whole[:place] + b"CANBO2" + whole[place + 6 :], whole[: len(whole) // 2], b"", b"x" * 2000):
        kept.path.write_bytes(data)
        with pytest.raises(KeepingRefused):
            archive.restore(kept.path)
        assert not (tmp_path / "new" / "new.sqlite3").exists()


def test_a_lost_file_is_named_and_the_rest_is_kept(sqlite_town, tmp_path, monkeypatch):
    """A backup does not hide that the storage has a hole."""
    with standing_at(town.MONDAY):
        code = town.a_dossier()
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "nothing"))
    (tmp_path / "nothing").mkdir()
    kept = archive.backup(tmp_path / "one.motcua")
    assert records.papers(code)[0].sha256 in kept.missing


def test_without_pg_dump_one_is_told_what_to_install(monkeypatch, tmp_path):
    """PostgreSQL without its client programs: a sentence, no half archive."""
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KeepingRefused, match="postgresql-client"):
        archive.backup(tmp_path / "one.motcua")
    assert not list(tmp_path.iterdir())


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "services", *command], capture_output=True, text=True)


def test_the_drill_proves_the_newest_backup(database, tmp_path):
    """In a place of its own, which is gone afterwards; a broken newest one is told with status 1."""
    with standing_at(town.MONDAY):
        town.a_dossier(State.RECEIVED)
    folder = tmp_path / "kept"
    folder.mkdir()
    done = run("backup", str(folder), "--keep", "1")
    assert done.returncode == 0, done.stderr
    drill = run("backup-drill", str(folder))
    assert (drill.returncode, "restores, journal intact" in drill.stdout) == (0, True), drill.stderr
    if databases.kind() == "sqlite":
        (folder / "99999999-000000.motcua").write_bytes(b"nothing")
        assert run("backup-drill", str(folder)).returncode == 1
    db_session.engine().dispose()
