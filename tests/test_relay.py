"""The outbox leaves once and loses nothing: SMTP and HTTP servers on loopback that fail and come back."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError

from db import Base
from db import session as db_session
from db.agencies import Agency
from db.catalogue import ProcedureVersion
from db.dossiers import Dossier, Event
from db.outbox import Notice
from services import clock, notices
from services.notices import relay, smtp, transports

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=clock.VIETNAM)
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_postgres(postgres_url) -> str:
    """One database for all tests here: making one each would cost more than the tests."""
    base = make_url(postgres_url)
    name = f"outbox_{uuid.uuid4().hex[:12]}"
    server = create_engine(base, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return base.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def outbox(request, tmp_path, monkeypatch):
    """Our tables, empty, on each engine in turn; the folder of the outbox."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("shared_postgres")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DEMO", "1")
    for channel in ("EMAIL", "SMS"):
        monkeypatch.delenv(f"NOTIFY_{channel}_URL", raising=False)
    Base.metadata.create_all(db_session.engine())
    empty()
    yield tmp_path
    db_session.engine().dispose()
    db_session._engine_of.cache_clear()


def empty() -> None:
    """Nothing in the tables that these tests write."""
    with db_session.transaction() as session:
        for table in (Notice, Event, Dossier, ProcedureVersion, Agency):
            session.execute(table.__table__.delete())


def waiting(count: int = 1, *, channel: str = "email", to: str = "dan@example.vn", **more) -> list[int]:
    """Notices in the outbox, due at NOW; their ids."""
    values = {"kind": "received", "language": "vi", "created_at": NOW, "not_before": NOW} | more
    with db_session.transaction() as session:
        rows = [
            Notice(channel=channel, recipient=to, facts={"code": f"H31.124-20261123-{n:07}"}, **values)
            for n in range(1, count + 1)
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def row(notice_id: int) -> Notice:
    """The notice as it stands."""
    with db_session.reading() as session:
        return session.get_one(Notice, notice_id)


def left() -> int:
    """How many still wait."""
    return relay.waiting_count()


def minutes(number: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=number)


class PostOffice:
    """An SMTP server on loopback. `answers` are given to RCPT (or DATA) in turn, then everything is taken."""

    def __init__(self) -> None:
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.taken: list[str] = []
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.data_pause = 0.0
        self.hang_at_data = False
        self.heard = threading.Event()
        self._controller: Controller | None = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (aiosmtpd's name)
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.heard.set()
        if self.hang_at_data:
            await asyncio.sleep(3600)
        if self.data:
            return self.data.pop(0)
        head = envelope.content.decode("ascii", "replace").split("\r\n\r\n")[0]
        lines = [line.strip() for line in head.splitlines()]
        (number,) = (line.split(":", 1)[1].strip() for line in lines if line.startswith("Message-ID:"))
        self.taken.append(number)
        if self.data_pause:
            await asyncio.sleep(self.data_pause)
        return "250 taken"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="post")
        self._controller.start()

    def close(self) -> None:
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None


@pytest.fixture
def post(monkeypatch):
    """A post office that is open, and the switch that sends mail there."""
    office = PostOffice()
    office.open()
    monkeypatch.setenv("NOTIFY_EMAIL_URL", f"mailto://127.0.0.1:{office.port}?from=motcua@example.vn")
    yield office
    office.close()


# --- files ----------------------------------------------------------------------------------------------


def test_without_a_gateway_each_message_is_one_file(outbox):
    """Surface: unset, messages are files in DATA_DIR/outbox with recipient, channel, subject and body."""
    waiting(2)
    waiting(1, channel="sms", to="+84912000001")
    assert relay.send_waiting(NOW).sent == 3
    files = sorted((outbox / "outbox").iterdir())
    assert len(files) == 3
    first = json.loads(files[0].read_text("utf-8"))
    assert list(first) == ["recipient", "channel", "subject", "body"]
    assert first["recipient"] == "dan@example.vn"
    assert first["subject"].startswith("[H31.124-20261123-0000001]")
    assert json.loads(files[2].read_text("utf-8"))["channel"] == "sms"
    assert left() == 0


def test_a_repeat_writes_the_same_file_again(outbox):
    """A relay killed between the file and the mark leaves one file in the end, not two."""
    (notice_id,) = waiting()
    relay.send_waiting(NOW)
    with db_session.transaction() as session:
        session.get_one(Notice, notice_id).sent_at = None
    relay.send_waiting(minutes(6))
    assert len(list((outbox / "outbox").iterdir())) == 1


def test_a_full_disk_delays(outbox):
    """No space for the file: the notice waits, no attempt is counted."""
    (notice_id,) = waiting()
    (outbox / "outbox").write_text("in the way")
    assert relay.send_waiting(NOW).away == {"email"}
    assert row(notice_id).attempts == 0
    (outbox / "outbox").unlink()
    assert relay.send_waiting(minutes(3)).sent == 1


def test_nothing_leaves_before_its_time_or_after_it_was_taken_back(outbox):
    """A notice waits out the undo; taken back, it never leaves."""
    (early,) = waiting(not_before=minutes(1))
    waiting(to="other@example.vn", cancelled_at=NOW)
    assert relay.send_waiting(NOW).sent == 0
    assert relay.send_waiting(minutes(1)).sent == 1
    assert row(early).sent_at == minutes(1)


# --- a mail server that fails in every way --------------------------------------------------------------


def test_a_dead_server_delays_and_loses_none(outbox, post):
    """A server away for three days: pauses grow to 15 minutes, nothing fails, everything leaves once."""
    ids = waiting(3)
    post.close()
    at = NOW
    while at < NOW + timedelta(days=3):
        counts = relay.send_waiting(at)
        assert counts.failed == 0
        assert counts.delayed <= 1, "one try tells that the server is away"
        at += timedelta(minutes=97)
    assert {row(i).attempts for i in ids} == {0}
    assert max(row(i).not_before for i in ids) - at < relay.LONGEST_OUTAGE_PAUSE * 1.25
    post.open()
    at += timedelta(minutes=20)
    assert relay.send_waiting(at).sent == 3
    assert relay.send_waiting(at).sent == 0
    assert sorted(Counter(post.taken).values()) == [1, 1, 1]


def test_the_first_pause_of_an_outage_is_short_and_then_grows(outbox, post):
    """Back after a moment, the server gets the mail within two minutes; later it is asked less often."""
    (notice_id,) = waiting()
    post.close()
    relay.send_waiting(NOW)
    assert timedelta(minutes=1) <= row(notice_id).not_before - NOW <= timedelta(minutes=1.25)
    relay.send_waiting(minutes(40))
    assert timedelta(minutes=10) <= row(notice_id).not_before - minutes(40) <= timedelta(minutes=12.5)
    assert "cannot be reached" in row(notice_id).last_error


def test_a_temporary_refusal_is_tried_again_with_growing_pauses(outbox, post):
    """4xx: the same mail later, once, with the same Message-ID."""
    (notice_id,) = waiting()
    post.rcpt = ["451 4.7.1 <dan@example.vn> greylisted", "451 4.7.1 greylisted"]
    assert relay.send_waiting(NOW).delayed == 1
    assert row(notice_id).last_error == "RCPT: SMTP 451 4.7.1", "codes only, no address"
    assert minutes(1) <= row(notice_id).not_before <= minutes(1.25)
    assert relay.send_waiting(minutes(0.5)).delayed == 0, "not before its time"
    assert relay.send_waiting(minutes(2)).delayed == 1
    assert minutes(7) <= row(notice_id).not_before <= minutes(8.25)
    assert relay.send_waiting(minutes(9)).sent == 1
    assert len(post.taken) == 1
    assert row(notice_id).attempts == 3
    assert row(notice_id).last_error is None


def test_a_temporary_refusal_for_ever_fails_in_the_end(outbox, post):
    """After MAX_ATTEMPTS refusals the office is shown a failure instead of an endless wait."""
    (notice_id,) = waiting()
    post.rcpt = ["451 later"] * 20
    at, tries = NOW, 0
    while row(notice_id).failed_at is None:
        relay.send_waiting(at)
        tries += 1
        at = row(notice_id).not_before + timedelta(seconds=1)
    assert tries == relay.MAX_ATTEMPTS == 8
    assert left() == 0
    assert relay.send_waiting(at + timedelta(days=1)).sent == 0


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_permanent_refusal_fails_at_once_and_alone(outbox, post, step):
    """5xx: no such address. The next citizen's mail leaves all the same."""
    bad, good = waiting(2)
    getattr(post, step).append("550 5.1.1 <dan@example.vn> unknown")
    counts = relay.send_waiting(NOW)
    assert (counts.failed, counts.sent) == (1, 1)
    assert row(bad).failed_at == NOW
    assert row(bad).last_error == f"{step.upper()}: SMTP 550 5.1.1"
    assert row(good).sent_at == NOW


def test_a_slow_server_gets_each_mail_once(outbox, post):
    """Slow is not dead: the relay waits for the answer."""
    waiting(2)
    post.data_pause = 0.3
    assert relay.send_waiting(NOW).sent == 2
    assert sorted(Counter(post.taken).values()) == [1, 1]


def test_a_server_too_slow_to_say_yes_gets_a_repeat_that_it_can_drop(outbox, post, monkeypatch):
    """Where exactly-once ends: taken, but never confirmed. The repeat bears the same Message-ID."""
    (notice_id,) = waiting()
    monkeypatch.setattr(smtp, "SECONDS_PER_STEP", 0.3)
    post.data_pause = 1.0
    assert relay.send_waiting(NOW).delayed == 1
    assert row(notice_id).attempts == 1, "it may have left: this is not tried for ever"
    post.data_pause = 0.0
    assert relay.send_waiting(minutes(2)).sent == 1
    assert len(post.taken) == 2
    assert len(set(post.taken)) == 1


def test_a_server_that_drips_is_cut_off(outbox, monkeypatch):
    """A byte now and then resets every timeout; the talk as a whole still ends before a claim is stale."""
    assert timedelta(seconds=smtp.SECONDS_IN_ALL) < relay.STALE / 2
    monkeypatch.setattr(smtp, "SECONDS_IN_ALL", 0.4)
    waiting()
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("NOTIFY_EMAIL_URL", f"mailto://127.0.0.1:{server.getsockname()[1]}?from=m@example.vn")
        done = threading.Event()

        def drip() -> None:
            talk, _ = server.accept()
            with talk:
                while not done.wait(0.05):
                    try:
                        talk.send(b"2")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        assert relay.send_waiting(NOW).away == {"email"}
        done.set()
        thread.join(5)


def test_a_wrong_gateway_address_delays(outbox, monkeypatch):
    """A typing error of the office must not cost a citizen's message."""
    (notice_id,) = waiting()
    monkeypatch.setenv("NOTIFY_EMAIL_URL", "nonsense://x")
    assert relay.send_waiting(NOW).away == {"email"}
    assert row(notice_id).failed_at is None


def test_a_notice_that_cannot_be_made_does_not_hold_up_the_others(outbox, monkeypatch):
    """A fault in one text is one notice's fault."""
    waiting(2)
    made = iter([ValueError("in the text"), ("Tiêu đề", "Thư")])

    def render(*_):
        if isinstance(said := next(made), Exception):
            raise said
        return said

    monkeypatch.setattr(relay.notice_texts, "render", render)
    counts = relay.send_waiting(NOW)
    assert (counts.sent, counts.delayed) == (1, 1)


# --- an SMS gateway over HTTP ---------------------------------------------------------------------------


@pytest.fixture
def gateway(monkeypatch):
    """An HTTP gateway; `answers` are statuses in turn, then 200."""
    taken, answers = [], []

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802  (the library's name)
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = answers.pop(0) if answers else 200
            if status == 200:
                taken.append(said)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NOTIFY_SMS_URL", f"json://127.0.0.1:{server.server_port}/send?:to={{to}}&:id={{id}}")
    yield taken, answers
    server.shutdown()
    server.server_close()


def test_text_messages_go_through_the_gateway_each_to_its_number(outbox, gateway):
    """The recipient comes from the notice, never from the URL; the id lets the gateway drop a repeat."""
    taken, _ = gateway
    waiting(channel="sms", to="+84912000001")
    (second,) = waiting(channel="sms", to="+84912000002")
    assert relay.send_waiting(NOW).sent == 2
    assert [said["to"] for said in taken] == ["+84912000001", "+84912000002"]
    assert taken[1]["id"] == f"{second}.{int(NOW.timestamp())}"
    assert taken[0]["message"].isascii()


def test_a_gateway_that_fails_and_comes_back(outbox, gateway):
    """503 is the gateway's fault and costs nothing; 400 is the message's and is final."""
    taken, answers = gateway
    first, second = waiting(2, channel="sms", to="+84912000001")
    answers += [503, 500, 200, 400]
    assert relay.send_waiting(NOW).away == {"sms"}
    assert row(first).attempts == 0
    counts = relay.send_waiting(minutes(2))
    assert (counts.delayed, counts.sent) == (1, 1)
    counts = relay.send_waiting(minutes(10))
    assert counts.failed == 1
    assert len(taken) == 1
    assert {row(first).last_error, row(second).last_error} == {None, "HTTP 400"}


class Words(logging.Handler):
    """Everything that reaches the program's log."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("mail."):  # the test's own post office
            self.said.append(record.getMessage())


def test_a_dead_gateway_delays_only_its_own_channel(outbox, post, monkeypatch):
    """Mail leaves while the gateway is away, and no log names the citizen."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        monkeypatch.setenv("NOTIFY_SMS_URL", f"json://127.0.0.1:{s.getsockname()[1]}/?:to={{to}}")
    (text_message, *_) = waiting(3, channel="sms", to="+84912000001")
    waiting(2)
    log = Words()
    logging.getLogger().addHandler(log)
    counts = relay.send_waiting(NOW)
    assert (counts.sent, counts.away) == (2, {"sms"})
    assert row(text_message).attempts == 0
    logging.getLogger().removeHandler(log)
    assert not [said for said in log.said if "84912000001" in said or "dan@example.vn" in said]


# --- several relays, and one that dies ------------------------------------------------------------------


def test_three_relays_at_once_send_each_notice_once(outbox, post):
    """Claimed by a conditional UPDATE: only one gets it."""
    waiting(30)
    total: list[relay.Counts] = []

    def work() -> None:
        for _ in range(4):
            total.append(relay.send_waiting(NOW, limit=15))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert left() == 0
    assert sum(c.sent for c in total) == 30
    assert len(post.taken) == len(set(post.taken)) == 30


def start_relay(outbox: Path) -> subprocess.Popen:
    """`python -m services relay` as its own process."""
    return subprocess.Popen(
        [sys.executable, "-m", "services", "relay"], cwd=ROOT,
        env={**os.environ, "FAKE_NOW": NOW.isoformat()},
        stdout=subprocess.PIPE, stderr=(outbox / f"relay-{uuid.uuid4().hex}.log").open("wb"), text=True,
    )  # fmt: skip


def wait_for(condition, seconds: float = 30) -> None:
    """Until it holds."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        pause.wait(0.05)
    raise AssertionError("waited in vain")


def test_three_processes_send_each_notice_once_and_end_when_told(outbox, post):
    """The command `relay`, three times: every mail once, SIGTERM and SIGINT end it with status 0."""
    waiting(20)
    relays = [start_relay(outbox) for _ in range(3)]
    try:
        wait_for(lambda: left() == 0)
    finally:
        for number, process in enumerate(relays):
            process.send_signal(signal.SIGINT if number else signal.SIGTERM)
    assert [process.wait(20) for process in relays] == [0, 0, 0]
    assert len(post.taken) == len(set(post.taken)) == 20


def test_what_a_killed_relay_had_claimed_goes_out_later(outbox, post):
    """kill -9 in the middle of sending: nobody else takes it for five minutes, then it leaves, once."""
    (notice_id,) = waiting()
    post.hang_at_data = True
    process = start_relay(outbox)
    try:
        assert post.heard.wait(30)
    finally:
        process.kill()
        process.wait(10)
    assert row(notice_id).claimed_at is not None
    post.hang_at_data = False
    claimed = row(notice_id).claimed_at
    assert relay.send_waiting(claimed + timedelta(minutes=4)).sent == 0
    assert relay.send_waiting(claimed + timedelta(minutes=5, seconds=1)).sent == 1
    assert len(post.taken) == 1


def test_a_notice_that_kills_every_relay_ends(outbox):
    """Attempts are counted when claimed: a message nobody survives is given up, not tried for ever."""
    (notice_id,) = waiting(attempts=relay.MAX_ATTEMPTS, claimed_at=NOW, claimed_by="dead")
    assert relay.send_waiting(minutes(6)).failed == 1
    assert row(notice_id).last_error == "interrupted at every attempt"


def test_a_relay_that_was_overtaken_marks_nothing(outbox, monkeypatch, caplog):
    """A claim belongs to one try: who comes back too late leaves the other's mark alone."""
    (notice_id,) = waiting()

    def overtaken(_message) -> None:
        with db_session.transaction() as session:
            session.get_one(Notice, notice_id).claimed_by = "another"

    monkeypatch.setattr(transports, "send", overtaken)
    relay.send_waiting(NOW)
    assert row(notice_id).sent_at is None
    assert "taken over" in caplog.text


# --- a database that goes away --------------------------------------------------------------------------


def gone() -> OperationalError:
    """What the driver says when the database is away."""
    return OperationalError("SELECT 1", {}, Exception("dan@example.vn"))


def test_a_short_absence_of_the_database_causes_no_repeat(outbox, monkeypatch):
    """Sent, and the mark fails: it is tried again until it is written."""
    (notice_id,) = waiting()
    monkeypatch.setattr(relay, "_MARK_AGAIN", (0, 0, 0))
    real, calls = relay.transaction, []

    def flaky():
        calls.append(1)
        if len(calls) in (2, 3):  # the first is the claim
            raise gone()
        return real()

    monkeypatch.setattr(relay, "transaction", flaky)
    assert relay.send_waiting(NOW).sent == 1
    assert row(notice_id).sent_at == NOW


def test_the_background_relay_survives_a_dead_database(outbox, monkeypatch, caplog):
    """It says so once, goes on by itself when the database is back, and stops when told."""
    (notice_id,) = waiting()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    real, calls = relay.reading, []

    def flaky():
        calls.append(1)
        if len(calls) <= 3:
            raise gone()
        return real()

    monkeypatch.setattr(relay, "reading", flaky)
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,), kwargs={"every": 0.01}, daemon=True)
    thread.start()
    wait_for(lambda: row(notice_id).sent_at is not None)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert [r.getMessage() for r in caplog.records if r.name == "services.notices.relay"] == [
        "relay: waiting", "relay: at work again",
    ]  # fmt: skip


def test_the_servers_relay_is_a_thread_that_ends(outbox):
    """The lifespan of the server starts it and stops it."""
    stop = threading.Event()
    thread = relay.run_in_background(stop)
    assert thread.is_alive()
    assert thread.daemon
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


# --- undo -----------------------------------------------------------------------------------------------


def an_event() -> tuple[int, int]:
    """Ids of a dossier and of an event with two notices (mail and text message) that wait out the undo."""
    with db_session.transaction() as session:
        agency = Agency(code="H31.124", slug="tam-da", name="Xã Tam Đa", kind="commune", path="/1/",
                        valid_from=date(2025, 1, 1))  # fmt: skip
        version = ProcedureVersion(code="2.000635", version=1, valid_from=date(2025, 1, 1), digest="0" * 64,
                                   data={}, published_at=NOW)  # fmt: skip
        session.add_all([agency, version])
        session.flush()
        dossier = Dossier(
            code="H31.124-20261123-0000001", agency_id=agency.id, intake_agency_id=agency.id,
            pickup_agency_id=agency.id, procedure_version_id=version.id, procedure_code=version.code, level=4,
            channel=2, state=2, clock="running", submitted_at=NOW, applicant_name="Nguyễn Văn A",
            applicant_folded="nguyen van a", applicant_email="dan@example.vn", applicant_phone="0912000001",
            form={},
        )  # fmt: skip
        session.add(dossier)
        session.flush()
        event = Event(
            dossier_id=dossier.id, seq=1, at=NOW, action="receive", actor_kind="officer", actor_name="Cán bộ",
            to_state=2, facts={}, prev_hash="0" * 64, hash="1" * 64,
        )  # fmt: skip
        session.add(event)
        session.flush()
        notices.write(session, dossier, event, "received", {"code": dossier.code}, not_before=minutes(1))
        return dossier.id, event.id


def of_event(event_id: int) -> list[Notice]:
    """Its notices."""
    with db_session.reading() as session:
        return list(session.scalars(select(Notice).where(Notice.event_id == event_id).order_by(Notice.id)))


def test_an_undo_in_time_takes_every_notice_back(outbox):
    """Hoàn tác within its time: the citizen never hears of it."""
    _, event_id = an_event()
    with db_session.transaction() as session:
        assert notices.cancel(session, event_id)
    assert relay.send_waiting(minutes(2)).sent == 0
    assert not (outbox / "outbox").exists()
    assert left() == 0


class Refused(Exception):
    """As the verb does: it raises, and its transaction leaves no trace."""


@pytest.mark.parametrize("what", ["claimed", "sent", "refused once"])
def test_no_undo_once_a_notice_may_have_left(outbox, what):
    """Surface: undone only while its notice has not left. The other notice still goes out."""
    _, event_id = an_event()
    mail, text_message = of_event(event_id)
    with db_session.transaction() as session:
        notice = session.get_one(Notice, mail.id)
        if what == "refused once":
            notice.attempts = 1
        else:
            notice.claimed_at, notice.claimed_by = NOW, "somebody"
            notice.sent_at = NOW if what == "sent" else None

    def undo() -> None:
        with db_session.transaction() as session:
            if not notices.cancel(session, event_id):
                raise Refused

    with pytest.raises(Refused):
        undo()
    assert row(text_message.id).cancelled_at is None


def test_undo_and_relay_at_the_same_moment(outbox):
    """Either the notice is taken back or it leaves, never both."""
    for _ in range(5):
        empty()
        _, event_id = an_event()
        start, undone = threading.Barrier(2), threading.Event()
        thread = threading.Thread(target=undo_at, args=(start, event_id, undone))
        thread.start()
        start.wait()
        relay.send_waiting(minutes(2))
        thread.join(30)
        relay.send_waiting(minutes(2))
        assert not [n for n in of_event(event_id) if n.sent_at and n.cancelled_at]
        assert undone.is_set() == all(n.cancelled_at for n in of_event(event_id))
        assert undone.is_set() != all(n.sent_at for n in of_event(event_id))


def undo_at(start: threading.Barrier, event_id: int, undone: threading.Event) -> None:
    """Undo when the other side is ready too."""
    start.wait()
    with contextlib.suppress(Refused), db_session.transaction() as session:
        if not notices.cancel(session, event_id):
            raise Refused
        undone.set()


def test_one_event_tells_one_person_once_per_channel(outbox):
    """The unique key: writing it twice is refused by the database itself."""
    from sqlalchemy.exc import IntegrityError

    dossier_id, event_id = an_event()

    def again() -> None:
        with db_session.transaction() as session:
            dossier, event = session.get_one(Dossier, dossier_id), session.get_one(Event, event_id)
            notices.write(session, dossier, event, "received", {}, not_before=NOW)

    with pytest.raises(IntegrityError):
        again()


def test_a_draft_link_goes_by_mail(outbox):
    """The private link, without any dossier yet."""
    with db_session.transaction() as session:
        facts = {"draft_url": "http://localhost:8501/nop-ho-so?nhap=kin"}
        notices.write_draft_mail(
            session, "dan@example.vn", "draft_link", facts, language="vi", not_before=NOW
        )
    assert relay.send_waiting(clock.now() + timedelta(days=400)).sent == 1
    (file,) = (outbox / "outbox").iterdir()
    assert "nhap=kin" in file.read_text("utf-8")
