"""What is done by the clock: the backup at its times, the drill once a week, retention once a night.

Every copy of the program looks each minute; one of them does what is due. A backup runs as a process of its
own, so that pages stay quick and one that hangs can be ended with the server.
"""

import logging
import shutil
import subprocess
import sys
import threading
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from db import migrate
from db.office import JobRun
from db.session import reading
from services.clock import VIETNAM, now
from services.keeping import switches
from services.oversight import jobs

BACKUP, DRILL, RETENTION = "backup", "backup_drill", "retention"
A_WEEK, AN_HOUR = timedelta(days=7), timedelta(hours=1)
NIGHT = time(2, 30)
"""When retention begins."""

_EVERY, _ASK = 60.0, 0.5
_log = logging.getLogger("motcua.timetable")


def keep_time(stop: threading.Event) -> None:
    """Look once a minute until stopped."""
    from services.server import logs

    while not stop.wait(_EVERY):
        try:
            do_what_is_due(stop)
        except Exception as problem:
            _log.warning("the timetable failed", extra=logs.described(problem))


def do_what_is_due(stop: threading.Event | None = None) -> tuple[str, ...]:
    """Everything whose time has come, unless another copy of the program is at it; what was done."""
    done = []
    for name in (BACKUP, DRILL, RETENTION):
        if is_due(name, now()):
            with migrate.turn(name) as mine:
                if mine and is_due(name, now()):
                    _do(name, stop or threading.Event())
                    done.append(name)
    return tuple(done)


def is_due(name: str, at: datetime) -> bool:
    """Whether the last run began before the last time that it should have; one that failed is tried again
    after an hour."""
    since = planned(name, at)
    if since is None:
        return False
    with reading() as session:
        last = session.execute(
            select(JobRun.started_at, JobRun.failed).where(JobRun.name == name)
        ).one_or_none()
    if last is None:
        # The first drill needs a backup, and retention its first night.
        return name == BACKUP or (bool(newest()) if name == DRILL else at - since < AN_HOUR)
    return last.started_at < since or (last.failed and last.started_at < at - AN_HOUR)


def planned(name: str, at: datetime) -> datetime | None:
    """The last moment up to `at` at which this should have begun; None where it is switched off."""
    if name != RETENTION and switches.backup_dir() is None:
        return None
    if name == DRILL:
        return at - A_WEEK if switches.backup_drill() else None
    times = [NIGHT] if name == RETENTION else switches.backup_times()
    days = (at.astimezone(VIETNAM).date() - timedelta(days=n) for n in range(2))
    moments = [datetime.combine(day, one, VIETNAM) for day in days for one in times]
    return max((one for one in moments if one <= at), default=None)


def newest() -> Path | None:
    """The newest whole archive of the timetable."""
    from services.keeping import archive

    folder = switches.backup_dir()
    return archive.newest(folder) if folder else None


def _do(name: str, stop: threading.Event) -> None:
    if name == RETENTION:
        from services.keeping import sweep

        with migrate.turn(BACKUP) as quiet:  # files that a backup is reading stay until it has them
            if quiet:
                jobs.run(RETENTION, sweep.run)
        return
    folder = switches.backup_dir()
    assert folder is not None  # noqa: S101  (planned says so)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = ["backup", str(folder), "--keep", str(switches.backup_keep())]
    _run(kept if name == BACKUP else ["backup-drill", str(folder)], stop)


def _run(command: list[str], stop: threading.Event) -> None:
    """One command of our own, politely; it keeps its own row among the jobs. Ended with the server."""
    polite = [nice, "-n", "10"] if (nice := shutil.which("nice")) else []
    own = [*polite, sys.executable, "-m", "services", *command]
    with subprocess.Popen(own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        while running.poll() is None:
            if stop.wait(_ASK):
                running.terminate()
                return
        said = (running.stderr.read() if running.stderr else b"").decode(errors="replace").strip()
    if running.returncode != 0:
        _log.warning("%s failed: %s", command[0], said[-300:])
