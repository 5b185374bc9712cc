"""The program as a process of its own, and a reader who speaks Streamlit's protocol to it: no browser."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from services.addresses import BROWSER_COOKIE, SESSION_COOKIE
from tests.house import ROOT
from tests.postgres import free_port

PATIENCE = 60
"""Seconds for whatever must come at last, on a machine that is busy with other tests."""


class Site:
    """A running server. `folder` holds its files and `server.log`."""

    def __init__(self, url: str, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.url, self.folder, self.process = url, folder, process

    def log(self) -> str:
        """Everything it has said so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def health(self) -> tuple[int, float]:
        """The status of /healthz, and the seconds it took."""
        started = time.monotonic()
        status = get(f"{self.url}/healthz")[0]
        return status, time.monotonic() - started


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def get(url: str, headers: dict[str, str] | None = None, method: str = "GET") -> tuple[int, Any, str]:
    """Status, headers and text of one answer; redirects are not followed."""
    request = urllib.request.Request(url, headers=headers or {}, method=method)
    try:
        with _opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read().decode("utf-8", "replace")


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[Site]:
    """Start the server on a free port with its data in `folder`, wait until it answers, stop it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", str(port), "--log-level", "warning"],
            cwd=ROOT, stdout=log, stderr=log,
            env={**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "PUBLIC_URL": url, **environment},
        )  # fmt: skip
    site = Site(url, folder, process)
    try:
        until(lambda: _answers(site), "the server answers")
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(site: Site) -> bool:
    assert site.process.poll() is None, site.log()
    try:
        return site.health()[0] == 200
    except OSError:
        return False


def until(happens: Any, what: str, patience: float = PATIENCE, pause: float = 0.1) -> None:
    """Wait for something that must come true."""
    deadline = time.monotonic() + patience
    while not happens():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(pause)


class Reader:
    """One open page of somebody: opens addresses, and sees what a browser would draw."""

    def __init__(self, site: Site, token: str = "", browser: str = "a-browser") -> None:
        self.site = site
        self.elements: dict[tuple[int, ...], Any] = {}
        self._kept: dict[str, ForwardMsg] = {}
        self._hash = self._path = self._query = ""
        cookies = f"{BROWSER_COOKIE}={browser}" + (f"; {SESSION_COOKIE}={token}" if token else "")
        self._socket = connect(
            f"{site.url.replace('http', 'ws', 1)}/_stcore/stream",
            additional_headers={"Cookie": cookies}, origin=site.url, subprotocols=["streamlit"],
            max_size=None, open_timeout=30, close_timeout=5,
        )  # fmt: skip

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def open(self, address: str) -> "Reader":
        """Go to an address of ours, as /ho-so?ma=…"""
        path, _, self._query = address.partition("?")
        self._path, self._hash = path.strip("/"), ""
        return self._run(BackMsg())

    def again(self) -> "Reader":
        """One more run of the open page."""
        return self._run(BackMsg())

    def click(self, label: str) -> "Reader":
        """Press the button with this label."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id = next(e.button.id for e in self.elements.values() if e.button.label == label)
        state.trigger_value = True
        return self._run(message)

    def text(self) -> str:
        """Every text that was sent for the page."""
        return "\n".join(t for e in self.elements.values() for t in _texts(MessageToDict(e)))

    def errors(self) -> list[str]:
        """What stands in error boxes."""
        return [e.alert.body for e in self.elements.values() if e.alert.format == Alert.ERROR]

    def _run(self, message: BackMsg) -> "Reader":
        state = message.rerun_script
        state.query_string = self._query
        state.context_info.timezone = "Asia/Ho_Chi_Minh"
        state.context_info.locale = "vi-VN"
        state.context_info.url = f"{self.site.url}/{self._path}"
        if self._hash:
            state.page_script_hash = self._hash
        else:
            state.page_name = self._path
        self._socket.send(message.SerializeToString())
        self.elements = {}
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE))
            kind = answer.WhichOneof("type")
            if kind == "ref_hash":
                answer = self._kept[answer.ref_hash]
                kind = answer.WhichOneof("type")
            elif answer.hash:
                self._kept[answer.hash] = answer
            if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                self.elements[tuple(answer.metadata.delta_path)] = answer.delta.new_element
            elif kind == "new_session":
                self._hash = answer.new_session.page_script_hash
            elif kind == "navigation" and answer.navigation.page_script_hash:
                self._hash = answer.navigation.page_script_hash
            elif kind == "page_not_found":
                raise LookupError(self._path)
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return self


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (t for inner in value.values() for t in _texts(inner))
    elif isinstance(value, list):
        yield from (t for inner in value for t in _texts(inner))
