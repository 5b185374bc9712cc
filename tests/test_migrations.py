"""Migrations: from empty to exactly what the models say, again without harm, and by two at once."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, func, inspect, make_url, select, text

import db
from db import migrate
from db import session as db_session
from db.calendar import CalendarDay
from db.catalogue import ProcedureVersion
from db.session import SQLITE_PATIENCE, engine, make_engine, reading
from services import setup
from tests import conftest, records

_numbers = itertools.count()


@pytest.fixture
def make_empty(request, tmp_path) -> Callable[[str], str]:
    """A database with nothing in it, on this engine."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        base = request.getfixturevalue("postgres_url")
        name = f"empty_{os.getpid()}_{next(_numbers)}"
        conftest._administer(base, f"CREATE DATABASE {name}")
        return make_url(base).set(database=name).render_as_string(hide_password=False)

    return make


@pytest.fixture(params=conftest.ENGINES)
def empty(request, make_empty, tmp_path, monkeypatch):
    """An empty database on each engine in turn; the program is set to it."""
    monkeypatch.setenv("DATABASE_URL", make_empty(request.param))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    yield os.environ["DATABASE_URL"]
    db_session.engine().dispose()
    db_session._engine_of.cache_clear()


def differences() -> list:
    """What alembic would still change to reach the models."""
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.Base.metadata)


def test_from_empty_to_what_the_models_say(empty):
    """Every table, column, type, index and constraint of the models, none more."""
    with engine().connect() as connection:
        assert inspect(connection).get_table_names() == []
    migrate.upgrade()
    assert differences() == []
    with engine().connect() as connection:
        tables = set(inspect(connection).get_table_names())
    assert tables == {*db.Base.metadata.tables, "alembic_version"}


def test_constraints_and_partial_indexes_are_there(empty):
    """What the comparison does not look at: checks, foreign keys, conditions of partial indexes."""
    migrate.upgrade()
    with engine().connect() as connection:
        here = inspect(connection)
        for table in db.Base.metadata.sorted_tables:
            wanted = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
            assert {c["name"] for c in here.get_check_constraints(table.name)} == wanted, table.name
            wanted = {c.name for c in table.foreign_key_constraints}
            assert {c["name"] for c in here.get_foreign_keys(table.name)} == wanted, table.name
        partial = {
            index["name"]
            for table in db.Base.metadata.tables
            for index in here.get_indexes(table)
            if any(key.endswith("_where") for key in index.get("dialect_options", {}))
        }
    waiting = {"uq_proposal_waiting", "ix_notice_waiting", "uq_money_amendment_waiting"}
    under_way = {"uq_parcel_under_way", "uq_parcel_tracking"}
    drafts = {"uq_certificate_draft_open", "ix_certificate_draft_waits"}
    assert partial == waiting | under_way | drafts | {"ix_supplement_request_open", "ix_notice_failed"}


def test_a_second_run_changes_nothing(empty):
    """Safe to run again: every start does."""
    setup.prepare_tables()
    before = records.everything()
    setup.prepare_tables()
    assert records.everything() == before
    assert differences() == []


def test_the_comparison_sees_a_difference(empty):
    """The test tests itself: an index that is gone and a column too many are noticed."""
    migrate.upgrade()
    with engine().begin() as connection:
        connection.execute(text("DROP INDEX ix_dossier_queue"))
        connection.execute(text("ALTER TABLE dossier ADD COLUMN surplus INTEGER"))
    assert {change[0] for change in differences()} == {"add_index", "remove_column"}


def test_a_failed_migration_leaves_nothing_half_done(empty):
    """One transaction for all of it, on both engines: after a fault the database is as before."""
    with engine().begin() as connection:
        connection.execute(text("CREATE TABLE notice (id INTEGER)"))  # in the way of a late step
    with pytest.raises(Exception, match="notice"):
        migrate.upgrade()
    with engine().connect() as connection:
        assert inspect(connection).get_table_names() == ["notice"]
    with engine().begin() as connection:
        connection.execute(text("DROP TABLE notice"))
    migrate.upgrade()
    assert differences() == []


@pytest.mark.parametrize("what", ["db.migrate:upgrade", "services.setup:prepare_tables"])
def test_several_copies_start_at_once(empty, what):
    """Two processes on one empty database: one works, the other waits, both of them start."""
    module, function = what.split(":")
    command = [sys.executable, "-c", f"import {module} as m; m.{function}()"]
    copies = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [copy.communicate(timeout=60)[1] for copy in copies]
    assert [copy.returncode for copy in copies] == [0, 0], "\n".join(said)
    assert differences() == []
    if module == "services.setup":
        with reading() as session:
            versions = select(func.count()).select_from(ProcedureVersion)
            assert session.scalar(versions) == 8
            assert session.scalar(select(func.count()).select_from(CalendarDay)) > 50


def test_sqlite_is_set_to_be_safe(sqlite_town):
    """WAL with synchronous=FULL, foreign keys on, for every connection of the pool."""
    one = make_engine(sqlite_town)
    for _ in range(2):
        with one.connect() as connection, one.connect() as second:
            for each in (connection, second):
                said = [each.exec_driver_sql(f"PRAGMA {p}").scalar() for p in (
                    "journal_mode", "synchronous", "foreign_keys", "busy_timeout",
                )]  # fmt: skip
                assert said == ["wal", 2, 1, SQLITE_PATIENCE * 1000]
    one.dispose()
