"""The start: what it refuses, what it makes, that it may be repeated, and what it says at its end."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from services import accounts, demo, settings
from services.permissions import Permission
from tests import records
from tests.house import ROOT
from tests.served import get, served, until
from tests.test_migrations import empty, make_empty  # noqa: F401  (fixtures)

BARE = {k: v for k, v in os.environ.items() if k not in ("DEMO", "CAPTCHA", "FAKE_NOW", "UNDO_SECONDS")}
"""The environment of somebody who has set nothing."""

REAL = {"SECRET_KEY": "a-long-random-text-for-this-test"}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the program to its end."""
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**BARE, **environment}, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


def begin(*command: str, **environment: str) -> subprocess.Popen[str]:
    """A command of the program, left to itself."""
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**BARE, **environment}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture
def nothing(empty, tmp_path: Path) -> dict[str, str]:  # noqa: F811  (a fixture is asked for by its name)
    """The environment of a program with an empty database, on each engine in turn."""
    return {"DATABASE_URL": empty, "DATA_DIR": str(tmp_path)}


# --- what is refused ----------------------------------------------------------------------------------------

UNSAFE = [
    ({}, "SECRET_KEY"),
    ({"DEMO": "0"}, "SECRET_KEY"),
    ({**REAL, "CAPTCHA": "off"}, "CAPTCHA"),
    ({**REAL, "FAKE_NOW": "2026-11-23T15:01:00+07:00"}, "FAKE_NOW"),
    ({**REAL, "UNDO_SECONDS": "0"}, "UNDO_SECONDS"),
    ({"DEMO": "1", "FAKE_NOW": "tomorrow"}, "FAKE_NOW"),
    ({"DEMO": "1", "UNDO_SECONDS": "soon"}, "UNDO_SECONDS"),
    ({**REAL, "DEMO": "yes", "CAPTCHA": "off"}, "CAPTCHA"),
]


@pytest.mark.parametrize(("environment", "named"), UNSAFE)
def test_an_unsafe_environment_is_refused(monkeypatch, environment, named):
    """Without a key, or with a switch of the demo in earnest, nothing starts; the sentence names which."""
    for name in ("DEMO", "CAPTCHA", "FAKE_NOW", "UNDO_SECONDS", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(settings.SettingsRefused, match=named):
        settings.check()


SERVER = ["-m", "uvicorn", "dashboard:app", "--port", "0"]


@pytest.mark.parametrize("command", [SERVER, ["-m", "services", "setup"]])
def test_the_refusal_is_one_line(command, tmp_path):
    """Whoever runs it reads one clear line, not a traceback, and nothing was made."""
    done = run(*command, DATA_DIR=str(tmp_path / "none"))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "error: SECRET_KEY is not set: set a long random text, or DEMO=1 to try the demo town."
    ]
    assert not (tmp_path / "none").exists()


# --- what is made -------------------------------------------------------------------------------------------


def test_in_earnest_no_account_and_no_agency_is_made(nothing):
    """Without DEMO=1: tables, calendar and procedures, nobody who can sign in; again, it changes nothing."""
    first = run("-m", "services", "setup", **REAL, **nothing)
    assert first.returncode == 0, first.stderr
    made = records.everything()
    filled = {name for name, rows in made.items() if rows}
    assert filled == {"calendar_day", "procedure_version"}
    assert len(made["procedure_version"]) == 8
    second = run("-m", "services", "setup", **REAL, **nothing)
    assert second.returncode == 0, second.stderr
    assert records.everything() == made


def test_the_first_administrator_of_an_empty_installation(nothing):
    """Somebody must be able to sign in before there is any agency; nobody else can be added before that."""
    run("-m", "services", "setup", **REAL, **nothing)
    adding = [sys.executable, "-m", "services", "add-user"]
    told = {"cwd": ROOT, "env": {**BARE, **REAL, **nothing}, "input": "Mot-Cua-2026\n", "text": True}
    early = subprocess.run(
        [*adding, "canbo", "--role", "receiver", "--agency", "H31.124"], capture_output=True, **told
    )
    assert (early.returncode, "there is no agency yet" in early.stderr) == (1, True)
    first = subprocess.run([*adding, "quantri", "--role", "administrator"], capture_output=True, **told)
    assert (first.returncode, first.stdout) == (0, "quantri: added as administrator\n")
    assert accounts.actor_named("quantri").holds(Permission.PEOPLE_MANAGE)


SMALL_TOWN = "from services import demo, setup; demo.MANY = 5; setup.prepare()"


def test_copies_that_start_together_build_one_demo_town(nothing):
    """Two at once with DEMO=1: one builds, the other waits and finds it there."""
    started = [begin("-c", SMALL_TOWN, DEMO="1", **nothing) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    made = records.everything()
    assert len(made["dossier"]) == 5
    assert len(made["account"]) == len(demo.ACCOUNTS) + len(demo.COLLEAGUES)
    assert sum("Thị trấn mẫu" in text for text in said) == 1


# --- what is said -------------------------------------------------------------------------------------------


def test_make_run_prepares_before_it_serves():
    """The order of `make run`: environment, set-up, then the server, which says where it answers."""
    said = subprocess.run(["make", "-n", "run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.index("-m services setup") < said.index("uvicorn dashboard:app")
    assert "ANNOUNCE=1 exec" in said


def test_the_announcement_comes_once_the_server_answers(sqlite_town, tmp_path):
    """The address and everyone of the demo, with the password; and it is true when it is printed."""
    with served(tmp_path, ANNOUNCE="1") as site:
        until(lambda: "congdan" in site.log(), "the announcement")
        said = site.log()
        assert f"Địa chỉ / address: {site.url}" in said
        assert settings.DEMO_PASSWORD in said
        assert all(f"  {username} " in said for username, *_ in demo.ACCOUNTS)
        assert get(f"{site.url}/dang-nhap")[0] == 200


def test_a_port_that_is_taken_announces_nothing(sqlite_town, tmp_path):
    """Somebody else answers there: the server ends with the reason."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        command = ["-m", "uvicorn", "dashboard:app", "--port", port, "--log-level", "warning"]
        done = run(*command, DEMO="1", ANNOUNCE="1", PORT=port, DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert "address already in use" in done.stderr
    assert "canbo" not in done.stdout
