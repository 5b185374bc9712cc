"""What a citizen's phone fetches before the first page can be used, beside Streamlit as it comes.

    python -m bench.wire [--page /thu-tuc] [--no-slow]

Serves the program over a new demo town, and Streamlit's smallest page by `streamlit run`, both on loopback.
Each is opened in a fresh Chromium, then a second time. Bytes are those over the wire as the browser counts
them (compressed, with headers; messages of the websocket apart). Then the first visit again at Chromium's
"slow 3G": 50 kB/s down, 2 s for each round trip. The browser does not slow websockets, so the true time is
longer by the messages' bytes on both sides. Our page holds the whole content, the other one dot.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.postgres import free_port

ROOT = Path(__file__).parent.parent
SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
AIM = 0.40


@dataclass
class Visit:
    """Bytes by HTTP, bytes by websocket, number of requests that met the network, seconds until usable."""

    http: int = 0
    socket: int = 0
    requests: int = 0
    seconds: float = 0.0


@contextmanager
def served(command: list[str], folder: str, **environment: str) -> Iterator[str]:
    """A server on a free port until the block ends; its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"PORT": str(port), "PUBLIC_URL": url, "DATA_DIR": folder, **environment}
    process = subprocess.Popen(
        [part.replace("{port}", str(port)) for part in command],
        cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(url, timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def visit(page: Page, address: str, sign: str) -> Visit:
    """Open the address; it counts as usable when what `sign` selects is visible."""
    seen = Visit()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    arrived: dict[str, bool] = {}

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"] > 0:
            seen.http += event["encodedDataLength"]
            seen.requests += not arrived.get(event["requestId"], False)

    def received(event: dict[str, Any]) -> None:
        seen.socket += len(event["response"]["payloadData"]) * 3 // 4  # binary frames come in base64

    wire.on("Network.requestServedFromCache", lambda event: arrived.update({event["requestId"]: True}))
    wire.on("Network.loadingFinished", finished)
    wire.on("Network.webSocketFrameReceived", received)
    started = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator(sign).first.wait_for(timeout=240_000)
    seen.seconds = time.monotonic() - started
    page.wait_for_timeout(1500)  # what is still on its way counts as well
    wire.detach()
    return seen


def visits(browser: Browser, address: str, sign: str, slow: bool) -> dict[str, Visit]:
    """First visit, second visit in the same browser, and a first visit on a slow line."""
    found = {}
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    for name in ("first", "second"):
        page = context.new_page()
        found[name] = visit(page, address, sign)
        page.close()
    context.close()
    if slow:
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
        page = context.new_page()
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_3G)
        found["slow 3G"] = visit(page, address, sign)
        context.close()
    return found


def main() -> None:
    """Print both side by side and the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", default="/thu-tuc")
    parser.add_argument("--no-slow", action="store_true")
    options = parser.parse_args()
    installed = [sys.executable, "-m", "streamlit", "run", "bench/blank.py", "--server.port", "{port}"]
    ours = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", "{port}", "--log-level", "error"]
    figures = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        town = {**os.environ, "DATA_DIR": folder, "DEMO": "1"}
        setup = [sys.executable, "-m", "services", "setup"]
        subprocess.run(setup, cwd=ROOT, env=town, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with served([*installed, "--server.headless", "true"], folder) as url:
            figures["Streamlit"] = visits(browser, url, "text=·", not options.no_slow)
        with served(ours, folder, DEMO="1") as url:
            figures["ours"] = visits(browser, url + options.page, "h1", not options.no_slow)
        browser.close()
    print(f"{'':<10} {'visit':<8} {'kB http':>9} {'kB socket':>10} {'requests':>9} {'seconds':>8}")
    for whose, rows in figures.items():
        for name, seen in rows.items():
            kilobytes = f"{seen.http / 1000:>9.1f} {seen.socket / 1000:>10.1f}"
            print(f"{whose:<10} {name:<8} {kilobytes} {seen.requests:>9} {seen.seconds:>8.1f}")
    first = {whose: rows["first"].http + rows["first"].socket for whose, rows in figures.items()}
    ratio = first["ours"] / first["Streamlit"]
    print(f"first visit, ours to Streamlit's empty page: {ratio:.2f} (aim {AIM:.2f})")


if __name__ == "__main__":
    main()
