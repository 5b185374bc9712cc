"""Brings a database up to the newest shape, from empty or from any release before."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from db.session import engine

FOLDER = Path(__file__).parent / "migrations"
_LOCK, _ALONE = 7_202_611_22, 7_202_611_23


def upgrade(revision: str = "head") -> None:
    """Run what is missing. Several copies may start at once: on PostgreSQL one works, the others wait."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine().connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def behind() -> str | None:
    """The revision that a database with something in it has, where the newest is another; None otherwise."""
    with engine().connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        has = MigrationContext.configure(connection).get_current_revision()
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return has if has and has != ScriptDirectory.from_config(config).get_current_head() else None


@contextmanager
def turn(name: str) -> Iterator[bool]:
    """Whether this process may do the thing called so, of all that use this database; nobody waits."""
    url = engine().url
    if url.get_backend_name() == "sqlite":
        with Path(f"{url.database}.{name}").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        return
    key = _ALONE + 1 + crc32(name.encode())
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        mine = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({key})").scalar_one()
        try:
            yield bool(mine)
        finally:
            if mine:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({key})")


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time in this block, of all that use this database; one that dies lets go."""
    url = engine().url
    if url.get_backend_name() == "sqlite":
        with Path(f"{url.database}.setup").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_ALONE})")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_ALONE})")
