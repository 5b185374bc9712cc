"""A real server and a real Chromium; every page that a test looks at is checked for what nobody checks by hand."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import town
from tests.conftest import _copy, _forget_engine

ROOT = Path(__file__).parent.parent.parent
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
SIZES = {"desktop": (1280, 900), "phone": (360, 740)}

RAW = re.compile(r"Traceback|StreamlitAPIException|\bNone\b|\{'|msgid|%\(\w+\)|nyc_|nd_ho_ten|to_khai")
ENGLISH = re.compile(
    r"\b(Upload|Browse files|Drag and drop|Choose an option|No results|Press Enter|required|Running|Deploy|"
    r"Submit|Cancel|Loading|Limit \d+MB|per file)\b"
)
"""Words of Streamlit's own that must not meet a Vietnamese reader."""


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Site:
    """A running server with its own town."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def messages(self) -> list[str]:
        """What the relay wrote so far, oldest first."""
        return [p.read_text(encoding="utf-8") for p in sorted((self.folder / "outbox").glob("*.json"))]


def serve(folder: Path, environment: dict[str, str]) -> Iterator[Site]:
    """Start the server on a free port, wait until it answers, stop it."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port), "--log-level", "warning"],
        cwd=ROOT, stdout=log, stderr=log,
        env={**os.environ, "PORT": str(port), "PUBLIC_URL": url, "DATA_DIR": str(folder), **environment},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                    break
            except OSError:
                assert process.poll() is None, (folder / "server.log").read_text()
                assert time.monotonic() < deadline, "the server does not answer"
                time.sleep(0.2)
        yield Site(url, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def site(request, templates, tmp_path_factory) -> Iterator[Site]:
    """The server over the town, on each engine; notices leave at once."""
    folder = tmp_path_factory.mktemp(f"site-{request.param}")
    database = _copy(request.param, templates(request.param), request, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database)
        patch.setenv("DATA_DIR", str(folder))
        yield from serve(folder, {"DATABASE_URL": database, "UNDO_SECONDS": "0"})
        _forget_engine()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


def _chromium() -> str:
    import shutil

    return shutil.which("chromium") or shutil.which("google-chrome") or pytest.fail("run tests/install-browser")


@pytest.fixture(params=SIZES)
def context(request, browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser of one reader, on a desktop and on a phone; asking any outside host fails the test."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": height}, locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh", has_touch=request.param == "phone",
    )  # fmt: skip
    context.set_default_timeout(20_000)
    strangers: list[str] = []
    context.on("request", lambda r: strangers.append(r.url) if _is_outside(r.url, site.url) else None)
    yield context
    context.close()
    assert not strangers, f"asked outside hosts: {strangers}"


def _is_outside(url: str, home: str) -> bool:
    return url.startswith(("http", "ws")) and not url.split("://")[1].startswith(home.split("://")[1])


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One open page."""
    return context.new_page()


def settle(page: Page) -> None:
    """Wait until the page has drawn what the last click asked for."""
    page.wait_for_function("document.querySelector('[data-testid=stApp]')", timeout=30_000)
    page.wait_for_timeout(250)
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState !== 'running'", timeout=30_000
    )
    page.wait_for_timeout(250)


def look(page: Page, name: str, *, language: str = "vi") -> None:
    """Check what is on the screen: nothing raw, no English of ours or Streamlit's, nothing cut, axe content.

    A picture is kept beside the test's other files when PICTURES names a folder.
    """
    settle(page)
    if folder := os.environ.get("PICTURES"):
        width = page.viewport_size["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    text = page.locator("body").inner_text()
    assert not RAW.search(text), f"{name}: raw text on the screen: {RAW.search(text)}"
    if language == "vi":
        assert not ENGLISH.search(text), f"{name}: English on the screen: {ENGLISH.search(text)}"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name}: {wide} px stick out at the side"
    found = Axe().run(page).response["violations"]
    serious = [
        f"{v['id']}: {[n['html'][:160] for n in v['nodes']][:3]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert not serious, f"{name}: " + "\n".join(serious)


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(town.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)
    settle(page)
