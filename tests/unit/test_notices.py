"""What notices say and to whom: the words of every kind, the 160 letters, and what must not travel."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import language, notices
from services.clock import VIETNAM
from services.notices import sms as notice_sms
from services.notices import smtp, transports
from services.notices import texts as notice_texts
from services.notices.transports import Fault, Message, NotSent
from services.workflow import ACTIONS

CODE = "H31.124-20261123-0000001"
FACTS = {
    "code": CODE,
    "applicant_short": "NVA",
    "agency_name": "UBND xã Tam Đa",
    "agency_phone": "0221 3555 001",
    "procedure_name": "Cấp bản sao trích lục hộ tịch",
    "received_at": "2026-11-23T08:00:00+07:00",
    "due_at": "2026-11-25T17:00:00+07:00",
    "new_due_at": "2026-12-04T17:00:00+07:00",
    "reason": "cần xác minh thêm",
    "items": [
        {"name": "Tờ khai", "reason": "thiếu chữ ký"},
        {"name": "Giấy tờ tùy thân", "reason": "ảnh mờ"},
    ],
    "answer_by": "2026-11-30",
    "pickup": "Bộ phận Một cửa xã Tam Đa",
    "steps": ["Kiểm tra hồ sơ", "Ký và đóng dấu", "Trả kết quả"],
    "track_url": f"https://motcua.example.vn/tra-cuu?ma={CODE}",
    "draft_url": "https://motcua.example.vn/nop-ho-so?nhap=kin",
    "keep_until": "2026-12-23",
}
SMS_LETTERS = re.compile(r"[A-Za-z0-9.,:/\-() ]*")
OF_NO_DOSSIER = {"draft_link", "draft_reminder", "one_time_code", "invitation", "officer_digest"}
EVERY_KIND = pytest.mark.parametrize("kind", notices.KINDS)


def test_every_notice_of_the_workflow_has_words():
    """What the table promises to tell is told, by mail and by text message."""
    promised = {t.notice for t in ACTIONS.values() if t.notice}
    assert promised <= set(notices.KINDS)
    assert set(notices.KINDS) == set(notice_texts.MAILS) == set(notice_sms.TEXTS)


@EVERY_KIND
def test_mail_greets_names_the_code_and_says_who_writes(kind):
    """Subject "[Mã hồ sơ] …", "Kính gửi ông/bà …", the office and its telephone at the end."""
    subject, body = notice_texts.render(kind, "email", "vi", FACTS)
    assert subject.startswith(f"[{CODE}] ")
    assert body.startswith("Kính gửi ông/bà NVA,\n")
    assert f"Mã hồ sơ: {CODE}" in body
    assert "UBND xã Tam Đa\nĐiện thoại: 0221 3555 001" in body
    assert "%(" not in subject + body


def test_acceptance_mail_lists_steps_date_and_place():
    """The acceptance notice tells the steps ahead, the return date, and where and when to collect."""
    body = notice_texts.render("received", "email", "vi", FACTS)[1]
    assert "Ngày hẹn trả kết quả: 17:00 ngày 25/11/2026." in body
    assert "Bộ phận Một cửa xã Tam Đa, trong giờ làm việc" in body
    assert "1. Kiểm tra hồ sơ\n2. Ký và đóng dấu\n3. Trả kết quả" in body


def test_supplement_mail_lists_each_paper_its_reason_the_day_and_the_link():
    """One complete request: nothing has to be asked a second time."""
    body = notice_texts.render("supplement_asked", "email", "vi", FACTS)[1]
    assert "1. Tờ khai: thiếu chữ ký\n2. Giấy tờ tùy thân: ảnh mờ" in body
    assert "hết ngày 30/11/2026" in body
    assert FACTS["track_url"] in body


def test_extension_is_an_apology_with_both_dates():
    """A broken promise is said plainly, with the new date."""
    subject, body = notice_texts.render("extended", "email", "vi", FACTS)
    assert "Xin lỗi" in subject
    assert "xin lỗi" in body
    assert "17:00 ngày 25/11/2026" in body
    assert "17:00 ngày 04/12/2026" in body
    assert "Xin loi" in notice_texts.render("extended", "sms", "vi", FACTS)[1]


@EVERY_KIND
@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_text_message_is_one_part_names_no_person_and_no_procedure(kind, spoken):
    """160 plain letters in one part; the code, never the person, the procedure or a reason."""
    subject, text = notice_texts.render(kind, "sms", spoken, FACTS)
    assert subject == ""
    assert len(text) <= 160
    assert SMS_LETTERS.fullmatch(text)
    for personal in ("NVA", "trich luc", "xac minh", "chu ky"):
        assert personal not in text
    if kind not in OF_NO_DOSSIER:
        assert CODE in text


def test_text_message_of_acceptance():
    """The wording, for the eye."""
    facts = {**FACTS, "office_sms": "TT PVHCC xã Tống Trân"}
    assert notice_texts.render("received", "sms", "vi", facts)[1] == (
        "TT PVHCC xa Tong Tran: Da tiep nhan ho so H31.124-20261123-0000001 ngay 23/11/2026. "
        "Hen tra: 17h00 ngay 25/11/2026. Tra cuu: motcua.example.vn"
    )


@EVERY_KIND
def test_long_names_give_way_before_code_and_date(kind):
    """A long office name is cut; the news is not."""
    facts = {**FACTS, "office_sms": "Trung tam Phuc vu hanh chinh cong " * 4}
    text = notice_texts.render(kind, "sms", "vi", facts)[1]
    assert len(text) <= 160
    assert kind in OF_NO_DOSSIER or CODE in text


TEXTS = st.text(max_size=300)
ANY_FACT = st.one_of(
    st.none(), TEXTS, st.integers(), st.booleans(), st.lists(TEXTS, max_size=4),
    st.lists(st.dictionaries(st.sampled_from(["name", "reason", "x"]), TEXTS), max_size=4),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from([*notices.KINDS, "payment_asked"]),
    st.dictionaries(st.sampled_from(sorted(notices.FACTS)), ANY_FACT),
)
def test_whatever_the_facts_hold_there_is_one_subject_line_and_one_part(kind, facts):
    """Missing and hostile facts never crash, never begin another header, never make a second part."""
    subject, body = notice_texts.render(kind, "email", "vi", facts)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", subject)
    assert body.startswith("Kính gửi ông/bà")
    text = notice_texts.render(kind, "sms", "vi", facts)[1]
    assert len(text) <= 160
    assert SMS_LETTERS.fullmatch(text)
    raw = smtp.compose(_message(subject=subject, body=body), (None, "motcua@example.vn")).as_bytes()
    assert sorted(message_from_bytes(raw).keys()) == [
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version",
        "Message-ID", "Subject", "To",
    ]  # fmt: skip


def test_a_line_break_in_a_fact_begins_no_header():
    """Header injection: what a form or a name holds stays inside the subject."""
    facts = {**FACTS, "code": f"{CODE}\r\nBcc: all@example.vn"}
    subject = notice_texts.render("received", "email", "vi", facts)[0]
    assert "\n" not in subject
    assert "\r" not in subject


def test_rendering_leaves_the_language_of_the_page_alone(monkeypatch):
    """A preview in English does not turn the officer's page into English."""
    monkeypatch.setattr(language, "_catalogue", lambda _: {"Hồ sơ cần bổ sung": "Papers are missing"})
    language.use("vi")
    assert notice_texts.render("supplement_asked", "email", "en", FACTS)[0].endswith("Papers are missing")
    assert language.current() == "vi"


# --- who is told, and what travels -----------------------------------------------------------------------


def written(monkeypatch, *, email, phone, gateway="", demo="1", facts=FACTS):
    """The notices that one event writes for an applicant with this mail address and telephone."""
    monkeypatch.setenv("NOTIFY_SMS_URL", gateway)
    monkeypatch.setenv("DEMO", demo)
    rows = []
    dossier = SimpleNamespace(id=1, applicant_email=email, applicant_phone=phone, tell_by=None, language="vi")
    notices.write(
        SimpleNamespace(add=rows.append), dossier, SimpleNamespace(id=7), "received", facts,
        not_before=datetime(2026, 11, 23, 8, 1, tzinfo=VIETNAM),
    )  # fmt: skip
    return rows


def test_a_notice_for_each_channel_that_reaches_the_applicant(monkeypatch):
    """Mail to the address, a text message to the mobile number as gateways take it."""
    rows = written(monkeypatch, email=" dan@example.vn ", phone="0912 000 001")
    assert [(r.channel, r.recipient) for r in rows] == [("email", "dan@example.vn"), ("sms", "+84912000001")]


@pytest.mark.parametrize(
    ("phone", "gateway", "demo", "told"),
    [
        ("0221 3862 001", "json://g.example.vn", "1", False),  # a landline
        ("abc", "json://g.example.vn", "1", False),
        (None, "json://g.example.vn", "1", False),
        ("0912000001", "", "0", False),  # nobody would ever read the file
        ("0912000001", "", "1", True),
        ("0912000001", "json://g.example.vn", "0", True),
    ],
)
def test_text_messages_go_to_mobiles_where_there_is_a_gateway(monkeypatch, phone, gateway, demo, told):
    """Domain: SMS only to numbers of type mobile; the demo shows them as files."""
    rows = written(monkeypatch, email=None, phone=phone, gateway=gateway, demo=demo)
    assert [r.channel for r in rows] == (["sms"] if told else [])


def test_personal_data_is_left_behind(monkeypatch):
    """A message travels unprotected: what is not on the list of facts never gets into the outbox."""
    facts = {**FACTS, "applicant_name": "Nguyễn Văn A", "id_number": "033190000001", "phone": "0912000001"}
    (row,) = written(monkeypatch, email="dan@example.vn", phone=None, facts=facts)
    assert set(row.facts) <= notices.FACTS
    assert "Nguyễn Văn A" not in str(row.facts)


# --- the ways out, without a network ---------------------------------------------------------------------


def _message(**more) -> Message:
    given = {"subject": "[X] Hồ sơ", "body": "Kính gửi", "recipient": "dan@example.vn"} | more
    return Message(id=5, key="5.1764000000", channel="email", **given)


def test_mail_reads_back_as_it_was_written(monkeypatch):
    """Accents survive; the Message-ID is the same on every try, so that a repeat can be dropped."""
    monkeypatch.setenv("PUBLIC_URL", "https://motcua.example.vn")
    subject, body = notice_texts.render("supplement_asked", "email", "vi", FACTS)
    mails = [
        message_from_bytes(
            smtp.compose(_message(subject=subject, body=body), ("Một cửa xã Tam Đa", "motcua@example.vn"))
            .as_bytes(policy=policy.SMTP),
            policy=policy.default,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert mails[0]["Subject"] == subject
    assert mails[0].get_content().replace("\r\n", "\n") == body
    assert mails[0]["From"].addresses[0].display_name == "Một cửa xã Tam Đa"
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"] == "<notice-5.1764000000@motcua.example.vn>"


@pytest.mark.parametrize(
    "address",
    ["", "dan", "a b@example.vn", "dan@example.vn\r\nBcc: x@example.vn", "dân@example.vn", "a@b@c",
     "<a@b.vn>", "a@b.vn, c@d.vn"],
)  # fmt: skip
def test_an_address_that_is_none_fails_for_good(address):
    """No server is asked, nothing is smuggled into the head of the mail."""
    with pytest.raises(NotSent) as refusal:
        smtp.compose(_message(recipient=address), (None, "motcua@example.vn"))
    assert refusal.value.fault is Fault.NEVER


@pytest.mark.parametrize(
    ("step", "answer", "fault"),
    [
        ("greeting", (554, b"go away"), Fault.AWAY),
        ("sign-in", (535, b"5.7.8 bad password"), Fault.AWAY),
        ("MAIL", (550, b"no such sender"), Fault.AWAY),
        ("RCPT", (550, b"5.1.1 <dan@example.vn> unknown"), Fault.NEVER),
        ("RCPT", (554, b"5.7.1 relay access denied"), Fault.LATER),
        ("RCPT", (451, b"4.7.1 greylisted"), Fault.LATER),
        ("DATA", (552, b"too big"), Fault.NEVER),
        ("DATA", (421, b"closing"), Fault.LATER),
    ],
)
def test_whose_fault_an_answer_is(step, answer, fault):
    """What is our own or the server's fault never costs a citizen's message."""
    refusal = smtp._refused(step, answer)
    assert refusal.fault is fault
    assert "example.vn" not in refusal.why


@pytest.mark.parametrize(
    ("url", "addressed"),
    [
        ("json://g.vn/send?:to={to}&:id={id}", "json://g.vn/send?:to=%2B84912000001&:id=5.1764000000"),
        ("twilio://AC0:t@+15550001111", "twilio://AC0:t@+15550001111/%2B84912000001"),
        ("twilio://AC0:t@+15550001111/?format=text", "twilio://AC0:t@+15550001111/%2B84912000001?format=text"),
    ],
)
def test_the_recipient_goes_into_the_gateways_url(url, addressed):
    """Where {to} stands, or where Apprise's services expect recipients."""
    assert transports._addressed(_message(recipient="+84912000001"), url) == addressed


def test_a_gateway_without_a_place_for_the_recipient_delays():
    """A wrong setting must not send every citizen's message to one place, nor lose it."""
    with pytest.raises(NotSent) as refusal:
        transports._addressed(_message(recipient="+84912000001"), "json://g.example.vn/send")
    assert refusal.value.fault is Fault.AWAY
