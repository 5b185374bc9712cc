"""Whether all is well, for whoever keeps the program running: database, disk, ways out, jobs, chain."""

import os
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, make_url, select, text
from sqlalchemy.orm import Session

from db.outbox import Notice
from db.session import database_url, reading
from services import settings
from services.actors import Actor
from services.clock import now
from services.keeping import switches, timetable
from services.notices import relay
from services.oversight import jobs
from services.oversight.jobs import Run
from services.permissions import Permission

FULL_BELOW = 0.1
"""Less than a tenth of the disk free is told as trouble."""

_APART = frozenset({jobs.CHAIN, jobs.LOG_CHAIN, timetable.BACKUP, timetable.DRILL})
A_DAY, PATIENCE = timedelta(days=1), timedelta(hours=2)
"""A backup is late when it did not begin within so long after its time."""

CHANNELS = ("email", "sms")
_LOOKED_AT = 500
"""So many of the newest messages tell when one left last."""


@dataclass(frozen=True)
class Way:
    """One way out of the house. `by` is file, or its URL's scheme; `trouble` says why something waits."""

    channel: str
    by: str
    last_sent: datetime | None
    waiting: int
    trouble: str


@dataclass(frozen=True)
class Backups:
    """How backups stand. `own`: the server makes them. `late`: the last good one is older than it should be.
    `files`, `size` in bytes, and how many files the storage had `lost`, as the last one told."""

    own: bool
    last: Run | None
    drill: Run | None
    late: bool
    files: int = 0
    size: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Health:
    """Everything that is looked at; sizes in bytes, the answer of the database in milliseconds."""

    engine: str
    answered_ms: int
    database_bytes: int | None
    disk_free: int
    disk_total: int
    files_at: str
    ways: tuple[Way, ...]
    jobs: tuple[Run, ...]
    chain: Run | None
    log_chain: Run | None
    backups: Backups


def look(actor: Actor) -> Health:
    """How the program stands now. Raises NotAllowed, and whatever is wrong with the database."""
    actor.require(Permission.JOURNAL_READ)
    begun = time.perf_counter()
    with reading() as session:
        session.execute(select(1))
        answered = round((time.perf_counter() - begun) * 1000)
        size, ways, runs = _size(session), tuple(_way(session, one) for one in CHANNELS), jobs.runs(session)
    disk = shutil.disk_usage(settings.data_dir())
    place = urlsplit(settings.storage_url())
    return Health(
        engine=make_url(database_url()).get_backend_name(),
        answered_ms=answered,
        database_bytes=size,
        disk_free=disk.free,
        disk_total=disk.total,
        files_at="s3" if place.scheme == "s3" else "disk",
        ways=ways,
        jobs=tuple(one for one in runs if one.name not in _APART),
        chain=_named(runs, jobs.CHAIN),
        log_chain=_named(runs, jobs.LOG_CHAIN),
        backups=_backups(_named(runs, timetable.BACKUP), _named(runs, timetable.DRILL)),
    )


def _named(runs: tuple[Run, ...], name: str) -> Run | None:
    return next((one for one in runs if one.name == name), None)


def _backups(last: Run | None, drill: Run | None) -> Backups:
    own, at = switches.backup_dir() is not None, now()
    planned = timetable.planned(timetable.BACKUP, at - PATIENCE) if own else at - A_DAY - PATIENCE
    late = last is None or last.failed or (planned is not None and last.started_at < planned)
    said = (last.said if last else "").split()
    told = [int(one) for one in said] if len(said) == 3 and all(one.isdecimal() for one in said) else []
    return Backups(own, last, drill, late, *told)


def _size(session: Session) -> int | None:
    url = make_url(database_url())
    if url.get_backend_name() == "postgresql":
        return session.scalar(text("SELECT pg_database_size(current_database())"))
    return os.path.getsize(url.database) if url.database and os.path.exists(url.database) else None


def _way(session: Session, channel: str) -> Way:
    newest = select(Notice.sent_at, Notice.channel).order_by(Notice.id.desc()).limit(_LOOKED_AT).subquery()
    last = session.scalar(select(func.max(newest.c.sent_at)).where(newest.c.channel == channel))
    waits = (relay.is_open(), Notice.channel == channel)
    waiting = session.scalar(select(func.count()).select_from(Notice).where(*waits)) or 0
    trouble = session.scalar(
        select(Notice.last_error).where(*waits, Notice.last_error.is_not(None))
        .order_by(Notice.not_before.desc()).limit(1)
    )  # fmt: skip
    url = settings.notify_url(channel)
    return Way(channel, urlsplit(url).scheme if url else "file", last, waiting, trouble or "")
