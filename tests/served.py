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
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.sync.client import connect

from services.server.addresses import BROWSER_COOKIE, SESSION_COOKIE
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


def get(
    url: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes | None = None
) -> tuple[int, Any, str]:
    """Status, headers and text of one answer; redirects are not followed."""
    request = urllib.request.Request(url, headers=headers or {}, method=method, data=body)
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
        self.config: Any = None
        self._kept: dict[str, ForwardMsg] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self._hash = self._path = self._query = self._session = ""
        cookies = f"{BROWSER_COOKIE}={browser}" + (f"; {SESSION_COOKIE}={token}" if token else "")
        self._socket = connect(
            f"{site.url.replace('http', 'ws', 1)}/_stcore/stream",
            additional_headers={"Cookie": cookies}, origin=site.url, subprotocols=["streamlit"],
            max_size=None, open_timeout=30, close_timeout=5, legacy=True,
        )  # fmt: skip

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def open(self, address: str) -> "Reader":
        """Go to an address of ours, as /ho-so?ma=…"""
        path, _, self._query = address.partition("?")
        self._path, self._hash, self._states = path.strip("/"), "", {}
        return self._run(BackMsg())

    def again(self) -> "Reader":
        """One more run of the open page."""
        return self._run(BackMsg())

    def fill(self, label: str, value: str | bool) -> "Reader":
        """Type into the field, or set the tick, whose label begins so; it is sent with what follows."""
        field = self._widget(label)
        kind = "bool_value" if isinstance(value, bool) else "string_value"
        self._states[field.id] = {kind: value}
        return self

    def click(self, label: str) -> "Reader":
        """Press the button with this label."""
        return self._run(BackMsg(), {self._widget(label).id: {"trigger_value": True}})

    def upload(self, label: str, name: str, data: bytes) -> "Reader":
        """Choose this file in the upload field whose label begins so: it travels as a browser sends it."""
        field = self._widget(label)
        asking = BackMsg()
        asking.file_urls_request.request_id = "one"
        asking.file_urls_request.session_id = self._session
        asking.file_urls_request.file_names.append(name)
        self._socket.send(asking.SerializeToString())
        place = self._receive("file_urls_response").file_urls_response.file_urls[0]
        mark = "a-boundary-of-this-test"
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        token = generate_xsrf_token_string()
        answer = get(
            f"{self.site.url}/{place.upload_url.lstrip('/')}",
            {"Content-Type": f"multipart/form-data; boundary={mark}", "X-Xsrftoken": token,
             "Cookie": f"_streamlit_xsrf={token}"},
            "PUT",
            head.encode() + data + f"\r\n--{mark}--\r\n".encode(),
        )  # fmt: skip
        assert answer[0] == 204, answer
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=field.id).file_uploader_state_value
        state.uploaded_file_info.add(name=name, size=len(data), file_id=place.file_id, file_urls=place)
        return self._run(message)

    def _widget(self, label: str) -> Any:
        drawn = (getattr(e, str(e.WhichOneof("type"))) for e in self.elements.values())
        fields = [one for one in drawn if getattr(one, "id", "")]
        named = [field for field in fields if getattr(field, "label", "").startswith(label)]
        assert named, f"no {label!r} on {self._path}: {self.text()}"
        return named[0]

    def text(self) -> str:
        """Every text that was sent for the page."""
        return "\n".join(t for e in self.elements.values() for t in _texts(MessageToDict(e)))

    def errors(self) -> list[str]:
        """What stands in error boxes."""
        return [e.alert.body for e in self.elements.values() if e.alert.format == Alert.ERROR]

    def _run(self, message: BackMsg, pressed: dict[str, Any] | None = None) -> "Reader":
        state = message.rerun_script
        for name, value in {**self._states, **(pressed or {})}.items():
            state.widget_states.widgets.add(id=name, **value)
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
            answer = self._receive()
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                self.elements[tuple(answer.metadata.delta_path)] = answer.delta.new_element
            elif kind == "new_session":
                self._hash = answer.new_session.page_script_hash
                self._session = answer.new_session.initialize.session_id
                self.config = answer.new_session.config
            elif kind == "navigation" and answer.navigation.page_script_hash:
                self._hash = answer.navigation.page_script_hash
            elif kind == "page_not_found":
                raise LookupError(self._path)
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return self

    def _receive(self, wanted: str = "") -> ForwardMsg:
        """The next message, or the next of this kind."""
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE))
            if answer.WhichOneof("type") == "ref_hash":
                return self._kept[answer.ref_hash]
            if answer.hash:
                self._kept[answer.hash] = answer
            if wanted in ("", answer.WhichOneof("type")):
                return answer


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (t for inner in value.values() for t in _texts(inner))
    elif isinstance(value, list):
        yield from (t for inner in value for t in _texts(inner))
