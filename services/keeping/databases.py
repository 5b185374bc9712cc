"""The database as one file, as it stood at one moment, and back: SQLite's backup API, or pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text
from sqlalchemy.pool import NullPool

from db.session import database_url
from services.keeping import KeepingRefused


def kind() -> str:
    """sqlite or postgresql."""
    return make_url(database_url()).get_backend_name()


@contextmanager
def snapshot(copy: Path) -> Iterator[Connection]:
    """Write the database to `copy`, and give a connection that sees exactly what is in it. Writers go on."""
    url = make_url(database_url())
    if kind() == "sqlite":
        if not Path(str(url.database)).exists():
            raise KeepingRefused(f"there is no database at {url.database}")
        with closing(sqlite3.connect(str(url.database))) as live, closing(sqlite3.connect(copy)) as other:
            live.backup(other)
        with _plain(f"sqlite:///{copy}").connect() as connection:
            yield connection
        return
    tool = _tool("pg_dump")
    with _plain(url).connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        shown = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run([tool, "-Fc", "--no-owner", "--no-privileges", f"--snapshot={shown}", "-f", str(copy)], url)
        yield connection


def put_back(copy: Path) -> None:
    """The configured database becomes what the file holds. It must be empty (`refuse_unless_empty`)."""
    url = make_url(database_url())
    if kind() == "sqlite":
        target = Path(str(url.database))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        shutil.copyfile(copy, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
        return
    tool = _tool("pg_restore")
    _run([tool, "--no-owner", "--no-privileges", "--exit-on-error", "-1", "-d", str(url.database), str(copy)],
         url)  # fmt: skip


def refuse_unless_empty() -> None:
    """Raises KeepingRefused: nothing that is there is ever overwritten."""
    url = make_url(database_url())
    if kind() == "sqlite" and not Path(str(url.database)).exists():
        return
    with _plain(url).connect() as connection:
        if inspect(connection).get_table_names():
            raise KeepingRefused("the database is not empty: set DATABASE_URL or DATA_DIR to an empty place")


@contextmanager
def empty_place(folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a new, empty place for a drill; a PostgreSQL database of its own is dropped again."""
    place = {"DATA_DIR": str(folder), "STORAGE_URL": str(folder / "files")}
    if kind() == "sqlite":
        yield place | {"DATABASE_URL": f"sqlite:///{folder / 'motcua.sqlite3'}"}
        return
    url, name = make_url(database_url()), f"motcua_drill_{os.getpid()}"
    with _plain(url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        try:
            yield place | {"DATABASE_URL": url.set(database=name).render_as_string(hide_password=False)}
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _plain(url: str | URL) -> Any:
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise KeepingRefused(f"{name} is missing: install PostgreSQL's client programs (postgresql-client)")
    return found


def _run(command: list[str], url: URL) -> None:
    """The password goes by the environment: a command line can be read by everybody on the machine."""
    given = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
             "PGDATABASE": url.database}  # fmt: skip
    told = {name: str(value) for name, value in given.items() if value is not None}
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True)
    if done.returncode != 0:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise KeepingRefused(f"{Path(command[0]).name}: {why}")
