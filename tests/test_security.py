"""Two copies of the program on one PostgreSQL and one S3: sessions, routes, papers, logs, hostile text."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import boto3
import pytest
from google.protobuf.json_format import MessageToDict
from moto.server import ThreadedMotoServer
from sqlalchemy import make_url, select, update
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from db.dossiers import Dossier, Draft, Paper
from db.outbox import Notice
from db.people import Account
from db.session import reading, transaction
from pages.parts.words import plain
from services import accounts, casework, desk, drafts
from services.demo import scans as demo_papers
from services.server.addresses import BROWSER_COOKIE, SESSION_COOKIE
from services.workflow import State
from tests import town
from tests.conftest import _administer, _forget_engine
from tests.served import Reader, Site, _texts, get, served, until
from tests.town import a_dossier, a_draft, act

BROWSER = "a-browser"


class Copies(NamedTuple):
    """Two running copies, and the two folders that are all they do not share."""

    one: Site
    other: Site


@pytest.fixture(scope="module")
def copies(postgres_url, tmp_path_factory) -> Iterator[Copies]:
    """The town on PostgreSQL and S3, served twice; notices leave at once."""
    name = f"copies_{os.getpid()}"
    _administer(postgres_url, f"CREATE DATABASE {name}")
    s3 = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    s3.start()
    host, port = s3.get_host_and_port()
    shared = {
        "DATABASE_URL": make_url(postgres_url).set(database=name).render_as_string(hide_password=False),
        "STORAGE_URL": "s3://giay-to/tep", "S3_ENDPOINT_URL": f"http://{host}:{port}", "UNDO_SECONDS": "0",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
        "SECRET_KEY": "the-same-on-every-copy",
    }  # fmt: skip
    boto3.client(
        "s3", endpoint_url=shared["S3_ENDPOINT_URL"], region_name="us-east-1",
        aws_access_key_id="test", aws_secret_access_key="test",
    ).create_bucket(Bucket="giay-to")  # fmt: skip
    folders = [tmp_path_factory.mktemp(copy) for copy in ("one", "other")]
    with pytest.MonkeyPatch.context() as patch:
        for key, value in shared.items():
            patch.setenv(key, value)
        patch.setattr("services.demo.paper", town.demo.paper.__wrapped__)  # kept in this S3
        town.found()
        with served(folders[0]) as one, served(folders[1]) as other:
            yield Copies(one, other)
        _forget_engine()
    s3.stop()


def signed_in(username: str) -> str:
    """The token in the cookie of somebody who has just signed in."""
    return accounts.claim(accounts.sign_in(username, BROWSER).ticket, BROWSER)


def cookies(token: str = "", browser: str = BROWSER) -> dict[str, str]:
    """What the browser sends."""
    return {"Cookie": f"{BROWSER_COOKIE}={browser}; {SESSION_COOKIE}={token}"}


def is_in(reader: Reader) -> bool:
    """Whether the queue is shown; otherwise the way to sign in is."""
    shown = "Ông/bà cần đăng nhập" not in reader.open("/hang-doi").text()
    assert shown or "/hang-doi?tab" not in reader.text()
    return shown


# --- sessions -----------------------------------------------------------------------------------------------


def test_a_session_holds_on_every_copy_and_dies_at_once_on_all(copies):
    """Signed in at one copy, at work on the other; signed out at one, an open page of the other is dead."""
    token = signed_in("canbo")
    with Reader(copies.one, token) as here, Reader(copies.other, token) as there:
        assert is_in(here)
        assert is_in(there)
        status, headers, _ = get(f"{copies.one.url}/dang-xuat", cookies(token))
        assert (status, headers["location"]) == (303, "/")
        assert not is_in(there)
        assert not is_in(here)


def test_a_new_password_ends_every_session_on_every_copy(copies):
    """Whoever knew the old one is out, wherever the page is open."""
    tokens = [signed_in("canbo2"), signed_in("canbo2")]
    with Reader(copies.one, tokens[0]) as here, Reader(copies.other, tokens[1]) as there:
        assert is_in(here)
        assert is_in(there)
        with transaction() as session:
            account = session.scalar(select(Account).where(Account.username == "canbo2"))
            accounts.set_password(session, account, town.PASSWORD)
        assert not is_in(here)
        assert not is_in(there)


def test_a_ticket_opens_one_session_in_one_browser(copies):
    """Used at one copy it is worth nothing at the other, nor in another browser."""
    ticket = accounts.sign_in("canbo", BROWSER).ticket
    address = f"/phien?ve={quote(ticket)}&tiep=/hang-doi"
    assert get(copies.one.url + address, cookies(browser="another"))[1]["location"] == "/dang-nhap"
    status, headers, _ = get(copies.one.url + address, cookies())
    assert (status, headers["location"]) == (303, "/hang-doi")
    assert get(copies.other.url + address, cookies())[1]["location"] == "/dang-nhap"
    cookie = headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}


def test_a_session_cannot_be_planted(copies):
    """A value put into the cookie beforehand never becomes a session: each sign-in makes its own."""
    planted = "planted-by-somebody-else"
    ticket = accounts.sign_in("canbo", BROWSER).ticket
    _, headers, _ = get(f"{copies.one.url}/phien?ve={quote(ticket)}", cookies(planted))
    assert planted not in headers["set-cookie"]
    assert accounts.actor_for(planted) is None


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil.example"]
)
def test_signing_in_leads_to_no_other_host(copies, to):
    """The address to go on to is one of ours."""
    ticket = accounts.sign_in("canbo", BROWSER).ticket
    location = get(f"{copies.one.url}/phien?ve={quote(ticket)}&tiep={to}", cookies())[1]["location"]
    assert location == "/"


@pytest.mark.parametrize("address", ["//evil.example", "//evil.example/..", "/thu-tuc/", "/%5Cevil.example/"])
def test_no_address_of_ours_leads_to_another_host(copies, address):
    """Nor does an odd path, through a redirect of the framework."""
    location = get(copies.one.url + address)[1]["location"] or "/"
    assert not re.match(r"(https?:)?[/\\]{2}(?!127\.0\.0\.1)", location)


# --- other sites --------------------------------------------------------------------------------------------


def test_another_site_opens_no_page_of_ours(copies):
    """A websocket from another origin would act with the reader's cookie: it is refused."""
    address = f"{copies.one.url.replace('http', 'ws', 1)}/_stcore/stream"
    token = signed_in("canbo")
    with (
        pytest.raises(InvalidStatus) as refusal,
        connect(
            address,
            origin="https://evil.example",
            subprotocols=["streamlit"],
            additional_headers=cookies(token),
        ),
    ):
        pass
    assert refusal.value.response.status_code == 403


def test_another_site_sends_no_file(copies):
    """An upload needs the token that only our own page can read."""
    answer = get(f"{copies.one.url}/_stcore/upload_file/some-session/some-file", cookies(), "PUT", b"x")
    assert answer[0] == 403


@pytest.mark.parametrize("route", ["/healthz", "/metrics", "/khung/frame.css", "/phien", "/dang-xuat"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_our_routes_take_no_other_methods(copies, route, method):
    """What is not meant is not possible."""
    assert get(copies.one.url + route, method=method)[0] == 405


ROUTES = [
    "/", "/thu-tuc", "/khong-co", "/healthz", "/metrics", "/phien", "/dang-xuat", "/khung/frame.css",
    "/khung/none", "/_stcore/health", "/_stcore/host-config", "/static/none.js", "/media/none.pdf",
    "/component/none", "/vendor/none", "/favicon.png", "/..%2f..%2fetc/passwd", "/_stcore/upload_file/a/b",
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_wears_its_headers(copies, route):
    """Ours and Streamlit's, found and not found: no frame, no sniffing, no other host."""
    headers = get(copies.one.url + route)[1]
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_page_names_no_other_host(copies):
    """First page, our styles and scripts: nothing is fetched from elsewhere, nothing is reported."""
    page = get(copies.one.url)[2]
    files = re.findall(r'"(/khung/[^"]+)"', page)
    assert len(files) > 4
    for text in (page, *(get(copies.one.url + file)[2] for file in files)):
        assert re.findall(r"""(?:src|href|url|fetch|import)\W{1,3}https?://""", text) == []
    with Reader(copies.one) as reader:
        assert reader.open("/").config.gather_usage_stats is False


def test_no_file_can_be_fetched_by_its_address(copies):
    """Papers and databases leave through the services alone, whatever hash or path somebody knows."""
    code = a_dossier()
    with reading() as session:
        sha256 = session.scalars(select(Paper.sha256).join(Dossier, Dossier.id == Paper.dossier_id)
                                 .where(Dossier.code == code)).first()  # fmt: skip
    for path in (
        f"/files/{sha256[:2]}/{sha256}", f"/tep/{sha256[:2]}/{sha256}", f"/media/{sha256}.pdf",
        f"/media/{sha256}", f"/app/static/{sha256}", "/var/motcua.sqlite3", "/outbox/1.json",
        "/static/..%2f..%2fvar/motcua.sqlite3", "/media/..%2f..%2fvar/motcua.sqlite3",
    ):  # fmt: skip
        status, headers, body = get(copies.one.url + path)
        assert status != 200 or headers["content-type"].startswith("text/html"), path
        assert not body.startswith(("%PDF", "SQLite"))


# --- a whole submission, across the copies ------------------------------------------------------------------


def test_what_is_sent_to_one_copy_is_read_on_the_other_and_told_once(copies):
    """Papers uploaded and submitted at one, opened at the other; each message leaves once, from either; and
    neither log holds a word of the person."""
    token = a_draft(chance=77)
    town.without(token, "to_khai")
    view = drafts.view(token)
    scan = demo_papers.scan("to_khai", 77)
    with Reader(copies.one) as citizen:
        citizen.open(f"/nop-ho-so?nhap={token}&buoc=giay-to")
        citizen.upload("Tờ khai", "Đơn của Riêng Tư.pdf", scan)
        citizen.open(f"/nop-ho-so?nhap={token}&buoc=xem-lai").fill("Tôi xin chịu", True).click("Nộp hồ sơ")
        code = re.search(r"Mã hồ sơ: (\S+)", citizen.text())[1]
    with Reader(copies.other, signed_in("lanhdao")) as officer:
        officer.open(f"/ho-so?ma={code}")
        paper = next(row for row in desk.dossier(town.actor("lanhdao"), code).papers if row.slot == "to_khai")
        media = re.findall(r"/media/\w+\.pdf", officer.text())
        assert media, officer.text()
        status, headers, _ = get(copies.other.url + media[0])
        assert (status, headers["content-type"]) == (200, "application/pdf")
        assert headers["cache-control"] == "private, no-store"
        assert desk.paper_bytes(town.actor("lanhdao"), code, paper.id) == scan
        assert get(copies.one.url + media[0])[0] == 404, "a page's files live in its own copy: sticky cookie"
        officer.open(f"/ho-so?ma={code}&do=receive").click("Xác nhận")
        assert officer.errors() == []
    for action in ("forward", "finish", "hand_over"):
        act("lanhdao", code, action, **town.given_for(action))

    with reading() as session:
        person = session.scalars(select(Dossier).where(Dossier.code == code)).one()
        ids = set(session.scalars(select(Notice.id).where(Notice.dossier_id == person.id)))
    outboxes = [copy.folder / "outbox" for copy in copies]
    until(lambda: ids <= set(_sent(outboxes)), "all messages", patience=30)
    assert max(_sent(outboxes).values()) == 1
    said = copies.one.log() + copies.other.log()
    secret = {person.applicant_name, person.applicant_phone, "0" + person.applicant_phone[3:],
              person.applicant_id_number, person.applicant_email, "Riêng Tư", code, token}  # fmt: skip
    secret |= {str(value) for value in view.form.values() if isinstance(value, str) and len(value) > 7}
    assert [word for word in secret if word in said] == []


def _sent(outboxes: list[Path]) -> Counter[int]:
    return Counter(int(file.stem) for outbox in outboxes for file in outbox.glob("[0-9]*.json"))


# --- what people type ---------------------------------------------------------------------------------------

HOSTILE = (
    "<img src=x onerror=alert(1)> [bam](https://evil.example) ![a](https://evil.example/z.png) :red[do] $x$ "
    '"><script>1</script> =cmd|calc'
)
LETTER_BY_LETTER = ("text_input", "text_area", "selectbox")
"""What stands in a field, or in a list to choose from, is text and nothing else."""


class Tags(HTMLParser):
    """The tags of a piece of markup that could fetch, run or lead away."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        leaves = [v for k, v in attrs if k in ("href", "src") and not (v or "").startswith("/")]
        runs = [k for k, _ in attrs if k.startswith("on")]
        if leaves or runs or tag in ("img", "script", "iframe", "object", "form"):
            self.bad.append(tag)


def hostile_places(reader: Reader) -> tuple[int, list[str]]:
    """How often the hostile text is shown, and where it is not harmless."""
    shown, faults = 0, []
    for element in reader.elements.values():
        kind = element.WhichOneof("type")
        for said in _texts(MessageToDict(element)):
            if "onerror" not in said or said.startswith("/"):
                continue
            shown += 1
            if kind == "html":
                faults += Tags(said).bad
            elif kind not in LETTER_BY_LETTER and plain(HOSTILE)[:40] not in said:
                faults.append(f"{kind}: {said[:200]}")
    return shown, faults


@pytest.fixture(scope="module")
def spoilt(copies) -> dict[str, str]:
    """Dossiers in four states and a draft, with hostile text wherever somebody may type; by state."""
    codes = {
        "new": a_dossier(),
        "asked": a_dossier(),
        "ended": a_dossier(),
        "waits": a_dossier(State.IN_PROCESS),
    }
    asked = [{"paper": "to_khai", "field": None, "reason": HOSTILE}]
    act(
        "canbo",
        codes["asked"],
        "request_supplement",
        **town.given_for("request_supplement") | {"items": asked},
    )
    act("lanhdao", codes["ended"], "refuse", reason=HOSTILE)
    act("chuyenvien", codes["waits"], "stop", reason=HOSTILE)
    token = a_draft(chance=9)
    with transaction() as session:
        session.execute(update(Paper).values(filename=HOSTILE))
        session.execute(update(Account).values(name=HOSTILE))
        for row in session.scalars(select(Dossier).where(Dossier.code.in_(codes.values()))):
            row.applicant_name = row.applicant_address = row.applicant_email = HOSTILE
            row.applicant_phone, row.form = "+84900000123", _spoil(row.form)
        draft = session.scalar(select(Draft).where(Draft.token == token))
        draft.form = _spoil(draft.form)
    return codes | {"draft": token}


def _spoil(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spoil(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_spoil(inner) for inner in value]
    return HOSTILE if isinstance(value, str) else value


def test_officers_see_letter_by_letter_what_people_typed(copies, spoilt):
    """Names, answers, reasons, file names: shown as typed; no tag, link, picture or colour of it lives."""
    shown = 0
    with Reader(copies.one, signed_in("lanhdao")) as reader:
        addresses = ["/hang-doi?tab=tat-ca", "/cho-duyet", "/dang-nhap", f"/hang-doi?tim={quote(HOSTILE)}"]
        for code in list(spoilt.values())[:4]:
            addresses += [f"/ho-so?ma={code}"]
        for action in (*casework.VERBS, "send_back"):
            addresses += [f"/ho-so?ma={spoilt['waits' if action == 'send_back' else 'new']}&do={action}"]
        for address in addresses:
            times, faults = hostile_places(reader.open(address))
            assert faults == [], address
            shown += times
    assert shown > 30


def test_citizens_see_letter_by_letter_what_people_typed(copies, spoilt):
    """In the draft, on the page that follows a dossier, and whatever stands in an address."""
    shown = 0
    with Reader(copies.one) as reader:
        for step in ("co-quan", "t1", "t2", "giay-to", "xem-lai"):
            times, faults = hostile_places(reader.open(f"/nop-ho-so?nhap={spoilt['draft']}&buoc={step}"))
            assert faults == [], step
            shown += times
        for name in ("asked", "ended", "waits"):
            reader.open(f"/tra-cuu?ma={spoilt[name]}").fill("4 số", "0123").click("Tra cứu")
            times, faults = hostile_places(reader)
            assert faults == [], name
            shown += times
        for address in ("/thu-tuc?ma=", "/thu-tuc?tim=", "/nop-ho-so?thu-tuc=", "/nop-ho-so?nhap=",
                        "/tra-cuu?ma=", "/dang-nhap?tiep=", "/hang-doi?tab=", "/ho-so?ma="):  # fmt: skip
            assert hostile_places(reader.open(address + quote(HOSTILE)))[1] == [], address
    assert shown > 8
    assert "onerror" not in copies.one.log()


def test_the_check_of_hostile_text_sees_it():
    """The test tests itself."""
    assert Tags(HOSTILE).bad == ["img", "script"]
    assert Tags('<a href="/ho-so?ma=1">x</a>').bad == []
    assert Tags('<a href="https://evil.example">x</a>').bad == ["a"]
