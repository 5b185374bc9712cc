"""The office's own words for messages, the hours they rest, the limit per person, and the head of letters."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from db.agencies import Agency
from db.office import MessageText, OfficeEvent
from db.outbox import Notice
from db.session import reading, transaction
from services import language, letter_heads, notices
from services.clock import now, standing_at
from services.desk import preview
from services.errors import Invalid, NotAllowed, NotFound, Overtaken
from services.notices import editing, relay, rules, texts, wording
from services.notices.rules import Rules
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor

KEY = ("received", "sms", "vi")
OWN = "{office}: Ho so {code} da duoc nhan. Hen {due_at}. Goi {agency_phone}."

pytestmark = pytest.mark.usefixtures("monday")


def save(body: str, key: tuple[str, str, str] = KEY, subject: str = "", seen: int = 0) -> None:
    editing.save(actor("quantri"), *key, subject, body, seen=seen)


def sent() -> list[str]:
    """What the relay hands over now, by the body; nothing is written to a file."""
    bodies: list[str] = []
    patch = pytest.MonkeyPatch()
    with patch.context() as p:
        p.setattr("services.notices.transports.send", lambda message: bodies.append(message.body))
        relay.send_waiting(now() + timedelta(minutes=2))
    return bodies


@pytest.mark.parametrize("channel", editing.CHANNELS)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("kind", editing.kinds())
def test_the_builtin_words_are_where_editing_begins(kind, channel, spoken):
    """Saved unchanged they tell exactly what they told before, and they pass every check."""
    own = editing.built_in(kind, channel, spoken)
    assert wording.problems(kind, channel, own) == []
    before = texts.render(kind, channel, spoken, wording.SAMPLE)
    assert editing.preview(kind, channel, spoken, own) == before


def test_a_message_goes_out_in_the_offices_own_words(database):
    """A saved text is what the relay sends from then on; restored, the built-in one."""
    save(OWN)
    code = a_dossier()
    act("canbo", code, "receive")
    due = records.dossier(code).due_at
    assert f"Mot cua xa Tam Da: Ho so {code} da duoc nhan. Hen {due:%Hh%M} ngay {due:%d/%m/%Y}. " in " ".join(
        sent()
    )
    seen = editing.read(actor("quantri"), *KEY).seen
    editing.restore(actor("quantri"), *KEY, seen=seen)
    found = editing.read(actor("quantri"), *KEY)
    assert (found.own, [one.restored for one in found.history]) == (False, [True, False])
    assert "da duoc nhan" not in "".join(texts.render(*KEY, wording.SAMPLE))


def test_what_a_fact_is_missing_for_is_left_out():
    """A sentence of a text message, a line of a mail: never a gap or a brace."""
    said = wording.filled(("", OWN), "sms", {"code": "H1", "agency_name": "UBND xã Tam Đa"})[1]
    assert said == "Mot cua xa Tam Da: Ho so H1 da duoc nhan."
    own = ("[{code}] Xong", "Chào\n\nHạn: {due_at}\n\n\nMã: {code}")
    assert wording.filled(own, "email", {"code": "H1"}) == ("[H1] Xong", "Chào\n\nMã: H1\n")


REFUSED = {
    "placeholder_unknown": ("sms", "", "{office}: {code} {ten_nguoi}"),
    "placeholder_needed": ("sms", "", "Ho so da xong."),
    "text_empty": ("email", "Xong", "  "),
    "subject_length": ("email", "", "Mã: {code}"),
    "sms_too_long": ("sms", "", "{code} " + "dai " * 60),
    "too_long": ("email", "Xong", "{code}" + "x" * wording.LONGEST_BODY),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_text_that_cannot_be_sent_is_refused(sqlite_town, why):
    """Unknown placeholders, no code, an empty text, a text message over 160 letters: nothing is kept."""
    channel, subject, body = REFUSED[why]
    with pytest.raises(Invalid) as refused:
        save(body, ("received", channel, "vi"), subject)
    assert why in {problem.code for problem in refused.value.problems}
    with reading() as session:
        assert session.scalar(select(MessageText.id)) is None


@pytest.mark.parametrize("name", ["applicant_short", "procedure_name", "reason", "items"])
def test_a_text_message_names_no_person_and_no_procedure(sqlite_town, name):
    """Data protection: these placeholders exist for mails alone."""
    with pytest.raises(Invalid):
        save("{office}: {code} {" + name + "}")
    save("{code} {" + name + "}", ("received", "email", "vi"), "Tin")


def test_words_that_open_accounts_stay_as_they_are(sqlite_town):
    """A slip in a one-time code's text would lock people out."""
    for kind in ("one_time_code", "invitation", "khong-co"):
        with pytest.raises(NotFound):
            save("{code}", (kind, "sms", "vi"))


def test_a_colleague_who_saved_first_is_not_overwritten(sqlite_town):
    """A save names the version it began from."""
    save(OWN)
    with pytest.raises(Overtaken):
        save(OWN + " Cam on.")
    with pytest.raises(Overtaken):
        editing.restore(actor("quantri"), *KEY, seen=0)


def test_the_preview_of_a_supplement_is_in_the_same_words(sqlite_town):
    """What an officer reads before sending is what leaves."""
    save("Hồ sơ {code}: xin bổ sung {items}", ("supplement_asked", "email", "vi"), "Bổ sung {code}")
    code = a_dossier(State.RECEIVED)
    said = dict(preview.messages(actor("canbo"), code, town.ASKED, None))["email"]
    assert said.startswith(f"Hồ sơ {code}: xin bổ sung 1. ")


QUIET = [
    (Rules(), "23:00", False),
    (Rules("21:00", "06:30"), "21:00", True), (Rules("21:00", "06:30"), "06:29", True),
    (Rules("21:00", "06:30"), "06:30", False), (Rules("21:00", "06:30"), "12:00", False),
    (Rules("12:00", "13:00"), "12:30", True), (Rules("12:00", "13:00"), "13:00", False),
]  # fmt: skip


@pytest.mark.parametrize(("limits", "clock", "rests"), QUIET)
def test_quiet_hours_may_go_over_midnight(limits, clock, rests):
    """From inclusive, to exclusive."""
    assert limits.quiet(datetime.fromisoformat(f"2026-11-23T{clock}:00+07:00")) is rests


def test_messages_of_the_night_leave_in_the_morning(database):
    """Quiet hours: nothing leaves but what somebody waits for; in the morning everything does."""
    editing.set_rules(actor("quantri"), "21:00", "06:30", 0)
    a_dossier()
    with transaction() as session:
        notices.write_one_time_code(session, "email", "dan@example.vn", "x", language="vi")
    with standing_at(town.moment("2026-11-23T22:00")):
        assert [body for body in sent() if "Mã xác nhận" not in body] == []
    with standing_at(town.moment("2026-11-24T06:30")):
        assert sent()


def test_one_person_gets_so_many_an_hour_and_loses_none(database):
    """Per-person limit: what is too much waits for the next hour and costs no attempt."""
    editing.set_rules(actor("quantri"), "", "", 2)
    with transaction() as session:
        for n in range(5):
            session.add(
                Notice(
                    channel="email", recipient="dan@example.vn", kind="received", facts={"code": f"H{n}"},
                    created_at=now(), not_before=now(),
                )
            )  # fmt: skip
    came = []
    for hours in range(4):
        with standing_at(town.MONDAY + timedelta(hours=hours, minutes=5 * hours)):
            came.append(len(sent()))
            sent()
    assert came == [2, 2, 1, 0]
    with reading() as session:
        assert set(session.scalars(select(Notice.attempts))) == {1}


def test_rules_that_make_no_sense_are_refused(sqlite_town):
    """Both hours or none, a real hour, a limit that is a number of messages."""
    halves = (("21:00", "", 0), ("", "06:00", 0), ("21:00", "21:00", 0))
    for given in (*halves, ("25:00", "06:00", 0), ("", "", -1)):
        with pytest.raises(Invalid):
            editing.set_rules(actor("quantri"), *given)
    with reading() as session:
        assert rules.current(session) == Rules()


def tam_da() -> letter_heads.Head:
    return next(one for one in letter_heads.heads(actor("quantri")) if one.agency == "UBND xã Tam Đa")


def test_the_head_of_letters_is_what_the_next_letter_prints(sqlite_town):
    """Signer and address of the next letter; one that was issued stays; the bank account is not touched."""
    first = a_dossier(State.RECEIVED)
    with reading() as session:
        bank = session.scalar(select(Agency.letter_head).where(Agency.name == "UBND xã Tam Đa"))["bank"]
    head = tam_da()
    values = {**head.values, "signer": "Trần Thị Mẫu", "phone": "0221 3555 009", "sms": "TT PVHCC Tam Đa"}
    letter_heads.save(actor("quantri"), head.agency_id, values)
    second = a_dossier(State.RECEIVED, chance=2)
    assert records.letters(first)[0].facts["signer"] == ""
    assert records.letters(second)[0].facts["signer"] == "Trần Thị Mẫu"
    assert records.notices(second)[0].facts["office_sms"] == "TT PVHCC Tam Đa"
    with reading() as session:
        kept = session.get_one(Agency, head.agency_id).letter_head
        told = session.scalars(select(OfficeEvent)).one()
    assert kept["bank"] == bank
    assert (told.action, told.facts["changed"]) == ("letter_head_changed", ["phone", "signer", "sms"])


def test_a_head_without_a_name_is_refused(sqlite_town):
    """A letter says who writes it."""
    head = tam_da()
    for wrong in ({"superior": " "}, {"signer": "x" * 201}, {"sms": "x" * 31}):
        with pytest.raises(Invalid):
            letter_heads.save(actor("quantri"), head.agency_id, {**head.values, **wrong})
    assert tam_da() == head


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "canbo2", "giamsat", "congdan"])
def test_only_administrators_change_messages_and_heads(sqlite_town, who):
    """Permissions message:manage and agency:manage, asked in the service."""
    somebody, head = actor(who), tam_da()
    with records.no_trace():
        for ask in (
            lambda: editing.read(somebody, *KEY), lambda: editing.save(somebody, *KEY, "", OWN, seen=0),
            lambda: editing.restore(somebody, *KEY, seen=0), lambda: editing.rules_now(somebody),
            lambda: editing.set_rules(somebody, "", "", 1), lambda: letter_heads.heads(somebody),
            lambda: letter_heads.save(somebody, head.agency_id, head.values),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                ask()


def test_an_agency_of_another_province_is_not_found(sqlite_town):
    """Scope: the own agency and all below it."""
    head = tam_da()
    with transaction() as session:
        session.execute(update(Agency).where(Agency.id == head.agency_id).values(path="/999/"))
    with pytest.raises(NotFound):
        letter_heads.save(actor("quantri"), head.agency_id, head.values)
