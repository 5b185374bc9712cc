"""Where the database is, and the two ways to talk to it: a transaction writes, a reading does not."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

POOL: dict[str, Any] = {
    "pool_size": 10, "max_overflow": 20, "hide_parameters": True, "query_cache_size": 3000,
}  # fmt: skip
"""Parameters are personal data: an error's text leaves them out. Compiled statements stay: the program has
more of them than SQLAlchemy keeps by itself (500), and compiling one costs as much as running it."""

SQLITE_PATIENCE = 9
"""Seconds that a writer waits for the others: whoever stands before the page must not wait ten."""


def database_url() -> str:
    """DATABASE_URL, or the embedded default: one SQLite file in DATA_DIR."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    return _embedded(os.environ.get("DATA_DIR", "var"))


@cache
def _embedded(data_dir: str) -> str:
    folder = Path(data_dir).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'motcua.sqlite3'}"


def make_engine(url: str) -> Engine:
    """An engine with what each database needs to be safe and quick here."""
    if not url.startswith("sqlite"):
        from db import postgres  # its driver is not loaded where SQLite serves

        return postgres.make_engine(url, POOL)
    engine = create_engine(url, **POOL, pool_timeout=8, connect_args={"timeout": SQLITE_PATIENCE})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late for BEGIN IMMEDIATE: switch it off, begin ourselves.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_PATIENCE * 1000}",
            "cache_size=-65536",
            "mmap_size=1073741824",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A writer takes its lock at once: two that read first and write later would refuse each other.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@cache
def _engine_of(url: str) -> Engine:
    return make_engine(url)


def engine() -> Engine:
    """The engine of the configured database, made once per process."""
    return _engine_of(database_url())


@contextmanager
def transaction() -> Iterator[Session]:
    """One verb: what the block did is kept when it ends well, and leaves no trace otherwise."""
    with (
        engine().connect().execution_options(writes=True) as connection,
        connection.begin(),
        Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session,
    ):
        yield session
        for step in session.info.pop(_LAST, ()):
            step(session)
        session.flush()


_LAST = "at the end"


def at_the_end(session: Session, step: Callable[[Session], None]) -> None:
    """Do this as the last thing of the transaction: for what everybody takes turns at, so that whoever has
    the turn waits for nobody, and keeps it for an instant only."""
    session.info.setdefault(_LAST, []).append(step)


@contextmanager
def reading(*, replica: bool = False) -> Iterator[Session]:
    """One consistent look; nothing of it is written. Figures may be read from a replica, some seconds old."""
    source = _engine_of(os.environ.get("DATABASE_REPLICA_URL") or database_url()) if replica else engine()
    with source.connect() as connection, Session(connection, expire_on_commit=False) as session:
        yield session


@contextmanager
def looking() -> Iterator[Connection]:
    """One statement that is a look by itself: on PostgreSQL it needs no BEGIN before and no ROLLBACK after,
    which cost as much as the statement does."""
    with engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection
