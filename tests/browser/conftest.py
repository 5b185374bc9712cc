"""A real server and a real Chromium: the site on each engine, and browsers that ask no stranger."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from db import session as db_session
from services import accounts, clock, drafts
from services.server.addresses import BROWSER_COOKIE, SESSION_COOKIE
from tests import town
from tests.browser.look import SIZES
from tests.conftest import _copy, _forget_engine
from tests.postgres import free_port

ROOT = Path(__file__).parent.parent.parent
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
OPENS = "2026-11-23T09:00:00+07:00"
"""Where the server's clock starts: the Monday morning that the tests know (tests/town.py)."""


LONGEST = "whole_way", "ninth_procedure", "every_form", "for_citizens", "level_four", "in_english", "office"
"""Parts of the names of the longest tests: they begin first, so that no worker waits at the end for one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One engine after the other, so that each worker starts few servers, and the longest tests first."""

    def turn(item: pytest.Item) -> tuple[bool, int]:
        named = (n for n, part in enumerate(LONGEST) if part in item.name)
        return "postgresql" not in item.name, next(named, len(LONGEST))

    here = Path(__file__).parent
    ours = iter(sorted((item for item in items if item.path.parent == here), key=turn))
    items[:] = [next(ours) if item.path.parent == here else item for item in items]


@dataclass(frozen=True)
class Site:
    """A running server with its own town."""

    url: str
    folder: Path
    database: str

    def messages(self) -> list[dict[str, str]]:
        """What the relay wrote so far, oldest first: recipient, channel, subject, body."""
        files = sorted((self.folder / "outbox").glob("*.json"))
        return [json.loads(path.read_text(encoding="utf-8")) for path in files]

    def wait_for_mail(self, *words: str) -> dict[str, str]:
        """The first mail in which all these words stand; it leaves within some seconds of the act."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for message in self.messages():
                text = message["subject"] + message["body"]
                if message["channel"] == "email" and all(word in text for word in words):
                    return message
            time.sleep(0.2)
        raise AssertionError(f"no mail with {words}")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """In this block the services of the test's own process work on the site's database, an hour before
        it opened: for building what a test begins with, and for reading what is kept."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", self.database)
            patch.setenv("DATA_DIR", str(self.folder))
            with clock.standing_at(town.MONDAY.replace(hour=8)):
                yield

    def captcha(self, token: str) -> str:
        """What the picture of this draft shows."""
        with self.inside():
            return drafts.view(token).captcha


@contextmanager
def serve(folder: Path, database: str, **environment: str) -> Iterator[Site]:
    """Start the server on a free port, wait until it answers, stop it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"PORT": str(port), "PUBLIC_URL": url, "DATA_DIR": str(folder), "DATABASE_URL": database}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port), "--log-level", "warning"],
            cwd=ROOT, stdout=log, stderr=log, env={**os.environ, **own, **environment},
        )  # fmt: skip
        try:
            _wait_until_it_answers(url, process, folder)
            yield Site(url, folder, database)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_it_answers(url: str, process: subprocess.Popen, folder: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            assert process.poll() is None, (folder / "server.log").read_text()
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.2)


@pytest.fixture(scope="session")
def site(request, templates, tmp_path_factory) -> Iterator[Site]:
    """The server over the town on the engine that a test names; notices leave at once, and the picture of
    letters is asked for as in earnest."""
    engine = request.param
    folder = tmp_path_factory.mktemp(f"site-{engine}")
    database = _copy(engine, templates(engine), request, folder)
    with serve(folder, database, FAKE_NOW=OPENS, UNDO_SECONDS="0", CAPTCHA="") as running:
        yield running
    db_session._engine_of(database).dispose()
    _forget_engine()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return found or pytest.fail("no browser: run tests/install-browser")


@pytest.fixture
def size(request) -> str:
    """desktop unless a test asks for phone."""
    return getattr(request, "param", "desktop")


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, site: Site, size: str) -> Iterator[Opens]:
    """Opens a page in a browser of its own, for a stranger or for somebody who is signed in.

    Asking any outside host fails the test, and so does an error in the page's own scripts.
    """
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    faults: list[str] = []

    def new(username: str = "", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh", has_touch=size == "phone", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", lambda r: strangers.append(r.url) if _is_outside(r.url, site.url) else None)
        if username:
            context.add_cookies(_cookies(site, username))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield new
    for context in contexts:
        context.close()
    assert not strangers, f"asked outside hosts: {strangers}"
    assert not faults, f"errors in the page's scripts: {faults}"


def _cookies(site: Site, username: str) -> list[Any]:
    """Cookies of a session that began without the form: the form has tests of its own."""
    mine = uuid4().hex
    with site.inside():
        token = accounts.claim(accounts.sign_in(username, mine).ticket, mine)
    named = {BROWSER_COOKIE: mine, SESSION_COOKIE: token}
    return [{"name": name, "value": value, "url": site.url} for name, value in named.items()]


def _is_outside(url: str, home: str) -> bool:
    return url.startswith(("http", "ws")) and url.split("://")[1].split("/")[0] != home.split("://")[1]
