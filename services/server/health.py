"""Whether the house can work: the database answers, the disk takes a file; and what an error means."""

import errno
import os
import shutil
import sqlite3
import threading
import time
import uuid
from concurrent.futures import Future
from pathlib import Path

from sqlalchemy import exc, make_url, select

from db.agencies import Agency
from db.session import database_url, reading
from services import settings
from services.errors import Unavailable

LEAST_FREE = 1 << 20
"""Bytes that must be free where data lies: below that the next paper will not fit anyway."""

_SHARED_FOR = 1.0
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_MOST_WAITING = 8
_lock = threading.Lock()
_recent: list[tuple[float, Future[bool]]] = []


def check() -> None:
    """Read one row and write one small file. Raises whatever is wrong; may hang when the database does."""
    url = make_url(database_url())
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        raise FileNotFoundError(errno.ENOENT, "the database file is gone")
    with reading() as session:
        session.execute(select(Agency.id).limit(1)).first()
    folder = settings.data_dir()
    folder.mkdir(parents=True, exist_ok=True)  # on PostgreSQL nothing may have been written there yet
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"\0" * 4096)
    finally:
        probe.unlink(missing_ok=True)


def answer() -> Future[bool]:
    """A check under way in a thread of its own; callers within one second share it.

    The thread is a daemon and the caller waits as long as it likes: a database that hangs holds up nobody.
    """
    with _lock:
        if _recent and time.monotonic() - _recent[-1][0] < _SHARED_FOR:
            return _recent[-1][1]
        _recent[:] = [(at, future) for at, future in _recent if not future.done()]
        if len(_recent) >= _MOST_WAITING:
            return _recent[-1][1]
        future: Future[bool] = Future()
        _recent.append((time.monotonic(), future))
    threading.Thread(target=_run, args=(future,), name="health", daemon=True).start()
    return future


def _run(future: Future[bool]) -> None:
    try:
        check()
        future.set_result(True)
    except Exception:
        future.set_result(False)


def why_unavailable(problem: BaseException | None) -> Unavailable | None:
    """The refusal that an error means when the database or the disk is away; None for any other error."""
    known = None
    for _ in range(10):
        if problem is None:
            break
        if isinstance(problem, Unavailable):
            known = problem  # its cause may tell more: a storage that is away because the disk is full
        elif what := _away(problem):
            return Unavailable(what)
        problem = getattr(problem, "orig", None) or problem.__cause__ or problem.__context__
    return known


def _away(problem: BaseException) -> str | None:
    if isinstance(problem, OSError) and problem.errno in _FULL:
        return "disk"
    if isinstance(problem, sqlite3.OperationalError) or type(problem) is sqlite3.DatabaseError:
        text = str(problem)
        if any(sign in text for sign in ("is full", "disk I/O", "readonly")):
            return "disk"
        return None if any(sign in text for sign in ("no such", "syntax", "has no column")) else "database"
    if isinstance(problem, exc.TimeoutError):
        return "database"
    # By name, because psycopg is not imported where only SQLite is used.
    kinds = {kind.__name__ for kind in type(problem).__mro__ if kind.__module__.startswith("psycopg")}
    if "DiskFull" in kinds:
        return "disk"
    return "database" if kinds & {"OperationalError", "InterfaceError"} else None
