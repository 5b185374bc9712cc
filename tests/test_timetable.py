"""Backups by the clock and before an update: made once, in time, never half, and told."""

import shutil
import textwrap
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, select

from db import migrate
from db.office import JobRun
from db.session import engine, reading
from services import setup
from services.clock import standing_at
from services.commands import backup
from services.commands import retention as commands
from services.keeping import KeepingRefused, archive, before_update, retention, timetable
from services.oversight import jobs
from services.settings import SettingsRefused
from tests import town
from tests.test_backup import tools  # noqa: F401  (the client programs of the tests' own server)

AT = town.moment("2026-11-23T02:00")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    place = tmp_path / "kept"
    monkeypatch.setenv("BACKUP_DIR", str(place))
    monkeypatch.setenv("BACKUP_KEEP", "2")

    def at_once(words: list[str], _stop: object) -> None:
        """Without a process of its own; what a drill does tests/test_backup.py holds."""
        if words[0] == "backup":
            backup.backup.callback(Path(words[1]), int(words[3]))
        else:
            jobs.run("backup_drill", lambda: 0)

    monkeypatch.setattr(timetable, "_run", at_once)
    return place


def runs() -> dict[str, bool]:
    with reading() as session:
        return {row.name: row.failed for row in session.scalars(select(JobRun))}


def test_without_a_folder_nothing_is_made(sqlite_town):
    """Off by default: an installation with a timer of its own makes no second set."""
    with standing_at(AT):
        assert timetable.do_what_is_due() == ()


def test_a_backup_is_made_once_when_its_time_has_come(database, folder):
    """At BACKUP_AT and not again until the next time; its row says how much it was; a drill follows."""
    with standing_at(AT):
        assert timetable.do_what_is_due() == ("backup", "backup_drill")
        [one] = archive.kept(folder)
        assert one.name == "20261123-020000.motcua"
        assert runs() == {"backup": False, "backup_drill": False}
        assert timetable.do_what_is_due() == ()
    with standing_at(AT + timedelta(hours=23)):
        assert not timetable.is_due("backup", AT + timedelta(hours=23))
        assert timetable.is_due("backup", AT + timedelta(hours=24))
    with reading() as session:
        files, size, lost = map(int, session.get_one(JobRun, "backup").said.split())
    assert (files, size, lost) == (files, one.stat().st_size, 0)


@pytest.mark.parametrize(
    ("minutes", "failed", "due"), [(5, False, False), (5, True, False), (65, True, True), (65, False, False)]
)
def test_one_that_failed_is_tried_again_after_an_hour(sqlite_town, folder, minutes, failed, due):
    """Not every minute, and not only the next night."""

    def job() -> int:
        return 1 // 0 if failed else 1

    with standing_at(AT):
        try:
            jobs.run("backup", job)
        except ZeroDivisionError:
            assert failed
    assert timetable.is_due("backup", AT + timedelta(minutes=minutes)) is due


def test_two_copies_of_the_program_make_one(database, folder):
    """Whoever has the turn does it; the other neither waits nor does it again."""
    with standing_at(AT), migrate.turn("backup") as mine:
        assert mine
        with migrate.turn("backup") as other:
            assert not other
        assert "backup" not in timetable.do_what_is_due()
    assert archive.kept(folder) == []


def test_retention_runs_at_night(sqlite_town):
    """A rule that is set at noon takes nothing at noon."""
    assert not timetable.is_due("retention", town.moment("2026-11-23T12:00"))
    with standing_at(town.moment("2026-11-23T02:31")):
        assert timetable.do_what_is_due() == ("retention",)
        assert timetable.do_what_is_due() == ()
    assert runs() == {"retention": False}


def test_retention_waits_for_a_backup_that_another_copy_makes(sqlite_town):
    """Files that are being read stay; it is done when the backup is over."""
    at = town.moment("2026-11-23T02:31")
    with standing_at(at), migrate.turn("backup"):
        timetable.do_what_is_due()
    assert runs() == {}
    assert timetable.is_due("retention", at)


def test_old_ones_go_and_those_before_updates_stay(sqlite_town, folder):
    """BACKUP_KEEP counts the timetable's own; the drill takes the newest of them."""
    folder.mkdir()
    before = "before-update-0001-20260101-000000.motcua"
    for name in ("20260101-013000.motcua", "20260102-013000.motcua", before):
        (folder / name).write_bytes(b"old")
    with standing_at(AT):
        assert "backup" in timetable.do_what_is_due()
    assert sorted(one.name for one in folder.glob("*.motcua")) == [
        "20260102-013000.motcua", "20261123-020000.motcua", before,
    ]  # fmt: skip
    assert archive.newest(folder).name == "20261123-020000.motcua"


def test_what_a_killed_backup_left_is_cleared_and_never_taken_for_one(sqlite_town, folder):
    """A part has another name than a whole archive; the next backup takes it away."""
    (folder / ".motcua-abc").mkdir(parents=True)
    (folder / ".motcua-abc" / "database").write_bytes(b"half")
    (folder / "20261122-013000.motcua.part").write_bytes(b"half")
    assert archive.newest(folder) is None
    archive.backup(folder / "20261123-013000.motcua")
    assert sorted(one.name for one in folder.iterdir()) == ["20261123-013000.motcua"]


@pytest.mark.parametrize(("name", "value"), [("BACKUP_AT", "half past one"), ("BACKUP_KEEP", "0")])
def test_what_cannot_be_read_is_refused_at_the_start(sqlite_town, monkeypatch, name, value):
    """Said by name before anything begins, not at half past one."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=name):
        setup.prepare()


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """The program of the next release: one migration more."""
    shutil.copytree(migrate.FOLDER, tmp_path / "migrations")
    newest = max(one.stem for one in migrate.FOLDER.glob("versions/*.py"))
    (tmp_path / "migrations" / "versions" / "9999_next.py").write_text(textwrap.dedent(f"""
        import sqlalchemy as sa
        from alembic import op

        revision, down_revision, branch_labels, depends_on = "9999", "{newest.partition("_")[0]}", None, None

        def upgrade():
            op.create_table("next_release", sa.Column("id", sa.Integer(), primary_key=True))
    """))
    monkeypatch.setattr(migrate, "FOLDER", tmp_path / "migrations")


def has_it() -> bool:
    with engine().connect() as connection:
        return inspect(connection).has_table("next_release")


def test_before_an_update_an_archive_is_made(database, newer, folder):
    """Of the database as it was; and not again when there is nothing to update."""
    assert migrate.behind() is not None
    made = before_update.upgrade(lambda _step: None)
    assert made.parent == folder
    assert made.name.startswith("before-update-")
    assert has_it()
    assert before_update.upgrade(lambda _step: None) is None
    assert len(list(folder.glob("*.motcua"))) == 1


def test_without_its_archive_nothing_is_updated(sqlite_town, newer, folder, monkeypatch):
    """The reason is said with the way out; whoever takes it is updated."""

    def refused(_path: Path) -> None:
        raise KeepingRefused("pg_dump is missing")

    monkeypatch.setattr(archive, "backup", refused)
    with pytest.raises(KeepingRefused, match="BACKUP_BEFORE_UPDATE=off"):
        before_update.upgrade(lambda _step: None)
    assert not has_it()
    monkeypatch.setenv("BACKUP_BEFORE_UPDATE", "off")
    assert before_update.upgrade(lambda _step: None) is None
    assert has_it()


def test_the_command_tells_and_applies(sqlite_town):
    """`retention` writes nothing without --apply, and says so where no rule is in force."""

    def run(*more: str) -> str:
        return CliRunner().invoke(commands.retention, more, catch_exceptions=False).output

    assert "no rule is in force" in run()
    with standing_at(town.MONDAY - timedelta(days=90)):
        retention.change(town.actor("quantri"), {("messages", ""): 3})
    assert run() == "messages\t-\tkept 3 months\t0\t-\n"
    assert "done: 0" in run("--apply")


def test_a_command_of_the_timetable_ends_with_the_server():
    """A backup that hangs does not outlive its server; one that fails stops nobody."""
    stop = threading.Event()
    stop.set()
    begun = time.monotonic()
    timetable._run(["relay"], stop)
    assert time.monotonic() - begun < 5
