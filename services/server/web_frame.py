"""What every answer of the server wears: security headers, compressed scripts, and our own first page."""

import gzip
import re
import secrets
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.language import LANGUAGES
from services.server.addresses import BROWSER_COOKIE, LANGUAGE_COOKIE, local
from services.web import is_https

_OURS = ("/healthz", "/metrics", "/phien", "/dang-xuat", "/khung/", "/payments/")
_STREAMLITS = ("/_stcore/", "/static/", "/media/", "/component/", "/vendor/")
_PERSONAL = ("/media/", "/_stcore/upload_file/")
"""Papers under way between page and server: no browser at a counter shall keep them on its disk."""

_RULES = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",  # Streamlit's styles are made in the browser
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


_STYLES = ("frame.css", "desk.css", "public.css", "figures.css", "catalogue.css")
_SCRIPTS = ("words.js", "links.js", "keys.js", "first.js", "papers.js", "sheets.js", "public.js")
"""Of pages/parts/assets, in the order in which they count."""

POLICY = "; ".join(f"{name} {value}" for name, value in _RULES.items())


class Frame:
    """Wraps the whole program. Websockets pass untouched."""

    def __init__(self, app: ASGIApp, *, first_page: "FirstPage", scripts: "Scripts") -> None:
        self.app, self.first_page, self.scripts = app, first_page, scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        sender = _with_headers(send, private=path.startswith(_PERSONAL))
        document = not path.startswith(_OURS + _STREAMLITS) and scope["method"] in ("GET", "HEAD")
        if document and (chosen := _chosen_language(scope)):
            await _answer(sender, 303, _language_headers(scope, chosen), b"")
        elif "gzip" in headers.get("accept-encoding", "") and (packed := await self.scripts.packed(path)):
            await _answer(sender, 200, packed[0], packed[1])
        elif document:
            await self.app(scope, receive, self.first_page.instead(scope, sender))
        else:
            await self.app(scope, receive, sender)


def _with_headers(send: Send, *, private: bool = False) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "same-origin"
            headers["Content-Security-Policy"] = POLICY
            headers["X-Frame-Options"] = "DENY"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
            if private:
                headers["Cache-Control"] = "private, no-store"
            if is_https():
                headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        await send(message)

    return sender


# --- the first page -----------------------------------------------------------------------------------------


class FirstPage:
    """Streamlit's index.html in our words: language, title, emblem, our style and script, none inline."""

    def __init__(self, index: Path, version: str) -> None:
        text = index.read_text(encoding="utf-8")
        text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        text = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
        text = re.sub(r'<link rel="service-desc"[^>]*>', "", text)
        text = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "", text)  # we use the reader's own fonts
        text = re.sub(r"<noscript>.*?</noscript>", _NO_SCRIPT, text, flags=re.DOTALL)
        text = re.sub(r"<title>.*?</title>", "<title>Một cửa</title>", text)
        text = text.replace('"./', '"/')
        # Named otherwise, Streamlit would find this link and put a picture of an outside host into it.
        text = re.sub(
            r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="/khung/emblem.svg?{version}">', text
        )
        styles = "".join(f'<link rel="stylesheet" href="/khung/{name}?{version}">' for name in _STYLES)
        scripts = "".join(f'<script src="/khung/{name}?{version}" defer></script>' for name in _SCRIPTS)
        ours = f"{styles}{scripts}\n<title>"
        # Before Streamlit's own script: both wait for the page, and run in this order.
        self._text = re.sub(r"\n\s*", "\n", text).replace("<title>", ours)

    def body(self, language: str) -> bytes:
        """The page, marked as written in this language."""
        return self._text.replace('<html lang="en">', f'<html lang="{language}">').encode()

    def instead(self, scope: Scope, send: Send) -> Send:
        """A sender that puts our page where Streamlit sends its own."""
        cookies = _cookies(scope)
        body = self.body(cookies.get(LANGUAGE_COOKIE, "vi"))
        replaced = False

        async def sender(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kind = headers.get("content-type", "")
                replaced = message["status"] == 200 and kind.startswith("text/html")
                if replaced:
                    for name in ("etag", "last-modified", "content-encoding"):
                        del headers[name]
                    headers["Content-Length"] = str(len(body))
                    headers["Cache-Control"] = "no-cache"
                    headers["Vary"] = "Cookie"
                    if BROWSER_COOKIE not in cookies:
                        headers.append("Set-Cookie", _cookie(BROWSER_COOKIE, secrets.token_urlsafe(16)))
                await send(message)
            elif not replaced:
                await send(message)
            elif not message.get("more_body"):
                await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

        return sender


_NO_SCRIPT = "<noscript><p>Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt.</p></noscript>"


def _cookies(scope: Scope) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    jar.load(Headers(scope=scope).get("cookie", ""))
    return {name: morsel.value for name, morsel in jar.items()}


def _cookie(name: str, value: str) -> str:
    secure = "; Secure" if is_https() else ""
    return f"{name}={value}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}"


def _chosen_language(scope: Scope) -> str | None:
    """`?lang=en` on any page."""
    chosen = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("lang")
    return chosen if chosen in LANGUAGES else None


def _language_headers(scope: Scope, language: str) -> dict[str, str]:
    """Keep the language in a cookie, and go to the same page without `lang` in its address."""
    query = [pair for pair in parse_qsl(scope["query_string"].decode("latin-1")) if pair[0] != "lang"]
    address = local(quote(scope["path"]) + (f"?{urlencode(query)}" if query else ""))
    return {
        "Location": address, "Set-Cookie": _cookie(LANGUAGE_COOKIE, language), "Cache-Control": "no-store"
    }  # fmt: skip


# --- scripts, packed once -----------------------------------------------------------------------------------


class Scripts:
    """Streamlit sends its scripts unpacked; here each is packed once and kept: a third of the bytes."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in (folder / "static").rglob("*")
            if path.suffix in _TYPES
        }
        self._packed: dict[str, bytes] = {}

    async def packed(self, path: str) -> tuple[dict[str, str], bytes] | None:
        """Headers and gzip bytes of a script or style of Streamlit; None for anything else."""
        if path not in self._files:
            return None
        if path not in self._packed:
            self._packed[path] = await run_in_threadpool(self._pack, path)
        headers = {
            "Content-Type": _TYPES[self._files[path].suffix],
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
            "Cache-Control": "public, immutable, max-age=31536000",
        }
        return headers, self._packed[path]

    def _pack(self, path: str) -> bytes:
        # Streamlit's own font would be fetched only for the moment before our theme arrives.
        return gzip.compress(_TEXT_FONT.sub(b"", self._files[path].read_bytes()), 8, mtime=0)


_TEXT_FONT = re.compile(rb"@font-face\{font-family:Source Sans[^}]*\}")


_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


async def _answer(send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def middleware(first_page: FirstPage, scripts: Scripts) -> list[Middleware]:
    """The wrapping, as the app takes it."""
    return [Middleware(Frame, first_page=first_page, scripts=scripts)]
