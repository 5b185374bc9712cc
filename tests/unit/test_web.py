"""Routes and headers of the server: cookie, liveness, metrics, the first page, compressed scripts."""

import errno
import gzip
import json
import re
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
import sqlalchemy.exc
from starlette.applications import Starlette
from streamlit import config, file_util
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from pages.frame import server
from services import accounts, web
from services.accounts import passwords
from services.errors import Unavailable
from services.server import health, logs
from services.server.addresses import BROWSER_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE, local
from tests.asgi import Client

HERE = "a-browser"


@pytest.fixture
def client():
    """Our routes and middleware around the first page and scripts that Streamlit serves."""
    health._recent.clear()
    app = Starlette(
        routes=[*server.routes(), *create_streamlit_static_assets_routes(None)],
        middleware=server.middleware(),
    )
    return Client(app)


def _signed_in(client) -> str:
    """Go through /phien as the browser does; the session's token."""
    client.cookies[BROWSER_COOKIE] = HERE
    ticket = accounts.sign_in("canbo", HERE).ticket
    answer = client.get("/phien", params={"ve": ticket, "tiep": "/hang-doi"})
    assert answer.status_code == 303
    return client.cookies[SESSION_COOKIE]


# --- the cookie ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("public_url", "secure"), [("https://motcua.example.vn", True), ("http://x", False)])
def test_the_cookie_is_out_of_reach_of_scripts(sqlite_town, client, monkeypatch, public_url, secure):
    """HttpOnly and SameSite=Lax always, Secure whenever citizens come over https."""
    monkeypatch.setenv("PUBLIC_URL", public_url)
    client.cookies[BROWSER_COOKIE] = HERE
    ticket = accounts.sign_in("canbo", HERE).ticket
    answer = client.get("/phien", params={"ve": ticket, "tiep": "/ho-so?ma=1"})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.headers["location"] == "/ho-so?ma=1"
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert ("secure" in cookie) is secure


def test_a_bad_ticket_leads_back_to_the_form(sqlite_town, client):
    """No cookie for a ticket that was used, made up or given to another browser."""
    ticket = accounts.sign_in("canbo", HERE).ticket
    answer = client.get("/phien", params={"ve": ticket, "tiep": "/hang-doi"})
    assert answer.headers["location"] == "/dang-nhap"
    assert SESSION_COOKIE not in client.cookies


def test_signing_out_revokes_and_clears(sqlite_town, client):
    """The row dies, the cookie goes, the reader is at the front page."""
    token = _signed_in(client)
    answer = client.get("/dang-xuat")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert accounts.actor_for(token) is None
    assert "max-age=0" in answer.headers["set-cookie"].lower()


ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/\t/evil.example", "/a\r\nSet-Cookie: x=1", "evil.example", "", None, " //evil.example",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_to_another_host(address):
    """Only addresses of our own are opened after signing in."""
    assert local(address) == "/"


@pytest.mark.parametrize("address", ["/", "/ho-so?ma=H31.124-20261123-0000001", "/tra-cuu?a=//b"])
def test_our_own_addresses_are_kept(address):
    """A deep link survives signing in."""
    assert local(address) == address


def test_a_dead_database_is_said_at_sign_in(sqlite_town, client, monkeypatch):
    """A sentence and 503, not a traceback."""

    def away(*_):
        raise Unavailable("database")

    monkeypatch.setattr(web.accounts, "claim", away)
    answer = client.get("/phien", params={"ve": "x"})
    assert answer.status_code == 503
    assert "gián đoạn" in answer.text


# --- liveness and metrics -----------------------------------------------------------------------------------


def test_alive_while_the_database_answers(database, client):
    """200 and the very words that a probe may compare."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_not_alive_without_the_database_and_again_with_it(sqlite_town, client, tmp_path):
    """503 while the database is away, 200 when it is back, without a restart."""
    file, aside = tmp_path / "motcua.sqlite3", tmp_path / "aside"
    file.rename(aside)
    assert client.get("/healthz").status_code == 503
    aside.rename(file)
    health._recent.clear()
    assert client.get("/healthz").status_code == 200


def test_not_alive_on_a_full_disk(sqlite_town, client, monkeypatch):
    """A house that cannot keep a paper is not open."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert client.get("/healthz").status_code == 503


def test_liveness_never_hangs(client, monkeypatch):
    """A database that accepts and never answers gives 503 within the patience."""
    monkeypatch.setattr(web, "PATIENCE", 0.2)
    monkeypatch.setattr(health, "answer", Future)
    start = time.perf_counter()
    assert client.get("/healthz").status_code == 503
    assert time.perf_counter() - start < 2


def test_hanging_checks_do_not_pile_up(sqlite_town, monkeypatch):
    """A probe that comes every second to a database that hangs holds a handful of threads at most."""
    import threading

    gate, started = threading.Event(), []
    monkeypatch.setattr(health, "check", lambda: (started.append(1), gate.wait(10)))
    monkeypatch.setattr(health, "_SHARED_FOR", 0)
    health._recent.clear()
    for _ in range(50):
        health.answer()
    gate.set()
    assert len(started) <= health._MOST_WAITING


def test_metrics_are_prometheus_text(sqlite_town, client):
    """Figures for whoever runs the program, with the names its dashboards know."""
    text = client.get("/metrics").text
    for name in (
        "motcua_run_seconds",
        "motcua_script_errors_total",
        "motcua_notices_waiting",
        "motcua_sessions",
    ):
        assert name in text


# --- what an error means ------------------------------------------------------------------------------------


def _raised(problem: BaseException, cause: BaseException | None = None) -> BaseException:
    problem.__cause__ = cause
    return problem


def test_errors_of_a_house_that_is_away_are_known():
    """Database away and disk full have a sentence of their own; a bug has a number."""
    import sqlite3

    import psycopg

    def wrapped(cause):
        return sqlalchemy.exc.OperationalError("SELECT 1", {}, cause)

    cases = [
        (wrapped(sqlite3.OperationalError("database is locked")), "database"),
        (wrapped(sqlite3.OperationalError("unable to open database file")), "database"),
        (wrapped(sqlite3.OperationalError("database or disk is full")), "disk"),
        (wrapped(psycopg.OperationalError("connection refused")), "database"),
        (wrapped(psycopg.errors.DiskFull("could not extend file")), "disk"),
        (sqlalchemy.exc.TimeoutError("pool"), "database"),
        (OSError(errno.ENOSPC, "full"), "disk"),
        (_raised(RuntimeError("x"), OSError(errno.ENOSPC, "full")), "disk"),
    ]
    assert [health.why_unavailable(problem).facts["what"] for problem, _ in cases] == [
        what for _, what in cases
    ]


@pytest.mark.parametrize(
    "problem", [ValueError("x"), KeyError("y"), FileNotFoundError(errno.ENOENT, "z"), None]
)
def test_a_bug_is_not_called_an_outage(problem):
    """Only what waiting can cure is said to pass."""
    assert health.why_unavailable(problem) is None


def test_a_missing_table_is_a_bug():
    """So is SQL that is wrong."""
    import sqlite3

    problem = sqlalchemy.exc.OperationalError("SELECT 1", {}, sqlite3.OperationalError("no such table: x"))
    assert health.why_unavailable(problem) is None


# --- the first page and its headers -------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/ho-so?ma=x", "/khong-co", "/dang-nhap"])
def test_every_page_is_ours(client, address):
    """Vietnamese, our title and script, no inline script, nothing that points to Streamlit's own services."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert '<html lang="vi">' in answer.text
    assert "<title>Một cửa</title>" in answer.text
    assert "/khung/words.js" in answer.text
    assert not re.search(r"<script(?![^>]*src=)", answer.text)
    assert "service-desc" not in answer.text
    assert "shortcut icon" not in answer.text
    assert answer.text.index("/khung/words.js") < answer.text.index('type="module"')
    assert BROWSER_COOKIE in answer.headers["set-cookie"]


def test_head_has_no_body(client):
    """HEAD tells the length and sends nothing."""
    answer = client.head("/")
    assert int(answer.headers["content-length"]) > 1000
    assert answer.content == b""


@pytest.mark.parametrize("address", ["/", "/healthz", "/khung/frame.css", "/static/nothing.js", "/dang-xuat"])
def test_every_answer_is_guarded(sqlite_town, client, address):
    """No outside host, no framing, no sniffing, no referrer to others."""
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_https_is_remembered(client, monkeypatch):
    """HSTS only where citizens reach us over https."""
    monkeypatch.setenv("PUBLIC_URL", "https://motcua.example.vn")
    assert "max-age" in client.get("/").headers["strict-transport-security"]


def test_the_language_is_kept_in_a_cookie(client):
    """`?lang=en` on any page: remembered, and gone from the address."""
    answer = client.get("/thu-tuc?ma=1.001193&lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/thu-tuc?ma=1.001193")
    assert f"{LANGUAGE_COOKIE}=en" in answer.headers["set-cookie"]
    assert '<html lang="en">' in client.get("/thu-tuc").text


@pytest.mark.parametrize("address", ["/?lang=xx", "/?lang="])
def test_other_languages_are_not_made_up(client, address):
    """Only the two languages."""
    assert LANGUAGE_COOKIE not in client.get(address).headers["set-cookie"]


def test_the_language_leads_to_no_other_host(client):
    """An address with two slashes names a host: the answer is the front page."""
    assert client.get("//evil.example/?lang=en").headers["location"] == "/"


def test_a_made_up_language_cookie_speaks_vietnamese(client):
    """A cookie is what somebody sent: nothing of it reaches the page."""
    client.cookies[LANGUAGE_COOKIE] = '"><script>'
    assert '<html lang="vi">' in client.get("/").text


# --- scripts ------------------------------------------------------------------------------------------------


def test_scripts_are_packed(client):
    """A third of the bytes, the same script, kept for ever under its hashed name."""
    script = next(Path(file_util.get_static_dir()).glob("static/js/index.*.js"))
    answer = client.get(f"/static/js/{script.name}", accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < script.stat().st_size / 2
    assert gzip.decompress(answer.content) == script.read_bytes()
    plain = client.get(f"/static/js/{script.name}")
    assert "content-encoding" not in plain.headers


def test_no_text_font_is_fetched(client):
    """A first visit is paid by the byte: text is drawn with the reader's own fonts, only icons are sent."""
    style = next(Path(file_util.get_static_dir()).glob("static/css/index.*.css"))
    assert b"Source Sans" in style.read_bytes()
    sent = gzip.decompress(client.get(f"/static/css/{style.name}", accept_encoding="gzip").content)
    assert b"Source Sans" not in sent
    assert b"Material Symbols" in sent
    assert 'as="font"' not in client.get("/").text
    assert "Source" not in config.get_option("theme.font")


@pytest.mark.parametrize("name", ["../words.py", "..%2Fwords.py", "%2e%2e/words.py", "none.css", ""])
def test_only_assets_are_served(client, name):
    """/khung/ is one flat folder."""
    answer = client.get(f"/khung/{name}")
    assert "import" not in answer.text


def test_hashes_are_made_at_full_cost():
    """Tests may lower it; the program does not."""
    assert passwords.ROUNDS >= 12


def test_a_crash_is_logged_without_what_was_typed(caplog):
    """The log carries kind, place and number of an error, never its text, which may quote somebody."""
    try:
        try:
            raise ValueError("Đặng Thị Hoa Mai 001190000001")
        except ValueError as cause:
            raise KeyError("0900000123") from cause
    except KeyError as problem:
        number = logs.crash(problem)
    line = json.loads(logs.JsonLines().format(caplog.records[-1]))
    assert line["number"] == number
    assert line["error"] == ["builtins.KeyError", "builtins.ValueError"]
    assert "test_web.py" in line["where"][0]
    assert "Mai" not in str(line)
    assert "0900000123" not in str(line)


def test_error_numbers_can_be_read_out():
    """No letters that are mistaken for digits on the telephone."""
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", logs.error_number())


def test_every_setting_is_documented():
    """docs/settings.md names each variable that the program reads."""
    root = Path(server.__file__).parents[2]
    read = {
        name
        for folder in ("db", "services", "pages")
        for file in (root / folder).rglob("*.py")
        for name in re.findall(r'(?:environ(?:\.get\(|\[)|_demo_only\()"([A-Z0-9_]+)"', file.read_text())
    }
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (root / "docs/settings.md").read_text(), re.M))
    assert read <= documented
