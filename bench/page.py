"""A browser's page without the browser: Streamlit's protocol over a real websocket, and its uploads."""

import asyncio
import urllib.request
from typing import Any
from uuid import uuid4


class Page:
    """One browser page on a room, with these cookies. `widgets` are sent with every run, by their ids;
    `received` counts the bytes that came."""

    def __init__(self, port: int, room: str, **cookies: str) -> None:
        self.port, self.room, self.cookies = port, room, cookies
        self.widgets: dict[str, Any] = {}
        self.received = 0
        self._script = self._session = ""
        self._socket: Any = None

    async def open(self, query: str = "") -> list[Any]:
        """Connect and run once; the elements drawn."""
        import websockets

        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._socket = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            additional_headers={"Cookie": cookies},
            origin=f"http://127.0.0.1:{self.port}",
            subprotocols=["streamlit"],
            max_size=None,
        )
        return await self.run(query)

    async def close(self) -> None:
        """Leave."""
        await self._socket.close()

    async def run(self, query: str) -> list[Any]:
        """One run with the widgets as they stand; the elements drawn."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        state = message.rerun_script
        state.query_string = query
        state.context_info.timezone, state.context_info.locale = "Asia/Ho_Chi_Minh", "vi-VN"
        state.context_info.url = f"http://127.0.0.1:{self.port}/{self.room}"
        if self._script:
            state.page_script_hash = self._script
        else:
            state.page_name = self.room
        for name, value in self.widgets.items():
            widget = state.widget_states.widgets.add()
            value.id = name
            widget.CopyFrom(value)
        await self._socket.send(message.SerializeToString())
        return await self._until_done()

    async def _until_done(self) -> list[Any]:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        drawn: list[Any] = []
        while True:
            data = await asyncio.wait_for(self._socket.recv(), 120)
            self.received += len(data)
            answer = ForwardMsg.FromString(data)
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self._script = answer.new_session.page_script_hash
                self._session = answer.new_session.initialize.session_id or self._session
                drawn.clear()
            elif kind == "navigation" and answer.navigation.page_script_hash:
                self._script = answer.navigation.page_script_hash
            elif kind == "page_not_found":
                raise RuntimeError(f"the server does not know /{self.room}")
            elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                drawn.append(answer.delta.new_element)
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return drawn

    async def upload(self, uploader: str, name: str, data: bytes) -> Any:
        """Send one file the way a browser does, for the next run; its widget's state."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
        from streamlit.proto.WidgetStates_pb2 import WidgetState

        ask = BackMsg()
        ask.file_urls_request.request_id = uuid4().hex
        ask.file_urls_request.file_names.append(name)
        ask.file_urls_request.session_id = self._session
        await self._socket.send(ask.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(self._socket.recv(), 120))
            if answer.WhichOneof("type") == "file_urls_response":
                break
        urls = answer.file_urls_response.file_urls[0]
        url = f"http://127.0.0.1:{self.port}{urls.upload_url}"
        await asyncio.to_thread(_put, url, await asyncio.to_thread(_permit, self.port), name, data)
        state = WidgetState(id=uploader)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(data), urls.file_id
        info.file_urls.CopyFrom(urls)
        return state


def _permit(port: int) -> str:
    """The token that Streamlit asks of uploads, as its own page takes it from the cookie."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=60) as answer:
        return answer.headers["Set-Cookie"].partition("_streamlit_xsrf=")[2].partition(";")[0]


def _put(url: str, permit: str, name: str, data: bytes) -> None:
    mark = uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = f"{head}Content-Type: application/pdf\r\n\r\n".encode() + data + f"\r\n--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    kind |= {"Cookie": f"_streamlit_xsrf={permit}", "X-Xsrftoken": permit}
    request = urllib.request.Request(url, body, kind, method="PUT")
    urllib.request.urlopen(request, timeout=120).close()
