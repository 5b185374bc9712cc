"""A small client for an ASGI app: one request, the whole answer, cookies kept; no server runs."""

import asyncio
import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlencode


class Answer:
    """Status, headers (lower case; several cookies joined by a line break) and body."""

    def __init__(self, status: int, raw: list[tuple[bytes, bytes]], content: bytes) -> None:
        self.status_code, self.content, self.headers = status, content, {}
        for name, value in raw:
            key, text = name.decode().lower(), value.decode("latin-1")
            self.headers[key] = f"{self.headers[key]}\n{text}" if key in self.headers else text

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """Like a browser that follows nothing by itself."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}

    def get(self, address: str, params: dict[str, str] | None = None, **headers: str) -> Answer:
        return self.ask("GET", address, params, headers)

    def head(self, address: str) -> Answer:
        return self.ask("HEAD", address, None, {})

    def ask(
        self, method: str, address: str, params: dict[str, str] | None, headers: dict[str, str]
    ) -> Answer:
        path, _, query = address.partition("?")
        sent = {"host": "testserver", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": unquote(path), "raw_path": path.encode(), "root_path": "",
            "client": ("127.0.0.1", 1),
            "query_string": (urlencode(params) if params else query).encode(), "server": ("testserver", 80),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in sent.items()],
        }  # fmt: skip
        answer = asyncio.run(self._collect(scope))
        self._keep(answer)
        return answer

    async def _collect(self, scope: dict[str, Any]) -> Answer:
        status, raw, parts = 0, [], []

        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:  # nobody hangs up before the answer is there
                await asyncio.Event().wait()
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            nonlocal status, raw
            if message["type"] == "http.response.start":
                status, raw = message["status"], list(message["headers"])
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self.app(scope, receive, send)
        return Answer(status, raw, b"".join(parts))

    def _keep(self, answer: Answer) -> None:
        for line in answer.headers.get("set-cookie", "").split("\n"):
            jar: SimpleCookie = SimpleCookie(line)
            for name, morsel in jar.items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
