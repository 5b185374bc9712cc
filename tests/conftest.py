"""Shared fixtures: both engines, and the small town that every test knows (tests/town.py)."""

import functools
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text
from streamlit.components.v2 import manifest_scanner

os.environ.update(DEMO="1", CAPTCHA="off", UNDO_SECONDS="60")
os.environ["STORAGE_URL"] = tempfile.mkdtemp(prefix="files-")  # named by hash, so every test may share it
for name in ("DATABASE_URL", "NOTIFY_EMAIL_URL", "NOTIFY_SMS_URL", "FAKE_NOW"):
    os.environ.pop(name, None)

from db import session as db_session  # noqa: E402  (the environment comes first)
from services import clock  # noqa: E402
from services.clock import standing_at  # noqa: E402
from tests import postgres, town  # noqa: E402

# A test's own database is thrown away with it: in memory nobody waits for a disk to have written it down.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", postgres.quick_folder())

ENGINES = ("sqlite", "postgresql")
_make_engine = db_session.make_engine
_connected: dict[str, Engine] = {}


def _make_engine_that_remembers(url: str) -> Engine:
    """What was compiled for one test's database serves the next: compiling was a fifth of the whole run."""
    engine = _make_engine(url)
    if first := _connected.get(engine.dialect.name):
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
    else:
        event.listen(engine, "first_connect", lambda *_: _connected.setdefault(engine.dialect.name, engine))
    return engine


db_session.make_engine = _make_engine_that_remembers
# A page in a test looks through every installed package for components of Streamlit; a server does so once.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
_numbers = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick ones first: units, then what needs a database, then pages, the browser last."""

    def turn(item: pytest.Item) -> int:
        folder = item.path.parent.name
        return ("unit", "tests", "rooms", "browser").index(folder)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test run."""
    with postgres.server() as url:
        yield url


def _forget_engine() -> None:
    db_session.engine().dispose()
    db_session._engine_of.cache_clear()


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A migrated database with the town in it, per engine; made once, copied for each test."""
    made: dict[str, str] = {}

    def template(kind: str) -> str:
        if kind not in made:
            folder = tmp_path_factory.mktemp(f"template-{kind}")
            if kind == "postgresql":
                base = request.getfixturevalue("postgres_url")
                name = f"template_{os.getpid()}"
                _administer(base, f"CREATE DATABASE {name}")
                url = make_url(base).set(database=name).render_as_string(hide_password=False)
            else:
                url = f"sqlite:///{folder / 'motcua.sqlite3'}"
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("DATABASE_URL", url)
                patch.setenv("DATA_DIR", str(folder))
                town.found()
                if kind == "sqlite":
                    with db_session.engine().connect() as connection:
                        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                _forget_engine()
            made[kind] = url
        return made[kind]

    return template  # type: ignore[return-value]  # a function under a plain name reads best in tests


def _administer(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _copy(kind: str, template: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if kind == "sqlite":
        shutil.copy(make_url(template).database, folder / "motcua.sqlite3")
        return f"sqlite:///{folder / 'motcua.sqlite3'}"
    base = request.getfixturevalue("postgres_url")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _administer(base, f"CREATE DATABASE {name} TEMPLATE {make_url(template).database}")
    return make_url(base).set(database=name).render_as_string(hide_password=False)


def _settle(kind, templates, request, tmp_path, monkeypatch) -> str:
    url = _copy(kind, templates(kind), request, tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return url


@pytest.fixture(params=ENGINES)
def database(request, templates, tmp_path, monkeypatch) -> Iterator[str]:
    """The town on each engine in turn; the address of its database."""
    yield _settle(request.param, templates, request, tmp_path, monkeypatch)
    _forget_engine()


@pytest.fixture
def sqlite_town(request, templates, tmp_path, monkeypatch) -> Iterator[str]:
    """The town on SQLite alone, for what no engine can change (pages, words)."""
    yield _settle("sqlite", templates, request, tmp_path, monkeypatch)
    _forget_engine()


@pytest.fixture
def monday(one_clock) -> Iterator[None]:
    """The clock stands on the Monday of tests/town.py; whole files ask for it by `usefixtures`."""
    with standing_at(town.MONDAY):
        yield


class _ForAllThreads:
    """What clock keeps per thread, kept once."""

    def __init__(self) -> None:
        self.value: datetime | None = None

    def get(self) -> datetime | None:
        """The moment at which the clock stands."""
        return self.value

    def set(self, value: datetime | None) -> datetime | None:
        """Stand there; gives what stood before."""
        before, self.value = self.value, value
        return before

    reset = set


@pytest.fixture
def one_clock(monkeypatch) -> None:
    """Pages run in a thread of their own: a clock that a test stops stands still for them too. Else whoever
    signed in on that Monday is signed out in the evening, and a page drawn then promises another day."""
    monkeypatch.setattr(clock, "_standing", _ForAllThreads())
