"""A form becomes a dossier: kept field by field, sent exactly once, never half."""

import threading
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.agencies import Agency
from db.dossiers import Dossier, Draft, Event, Paper
from db.numbers import Counter
from db.outbox import Notice
from db.session import reading
from services import captcha, demo, drafts, forms, intake, intake_words, journal, storage
from services.clock import now, standing_at
from services.errors import Invalid, NotAllowed, NotFound, TooOften
from tests import town


def rows(model):
    """All rows of a table."""
    with reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def agency(slug: str) -> int:
    """The id of an agency of the town."""
    with reading() as session:
        return session.scalars(select(Agency.id).where(Agency.slug == slug)).one()


def tam_da() -> int:
    """The id of xã Tam Đa."""
    return agency("tam-da")


def test_a_sent_draft_is_a_whole_dossier(database: str) -> None:
    """Code, first event, files and a notice per channel in one transaction; nothing is left in the draft."""
    token = town.a_draft()
    before = drafts.view(token)
    code = intake.submit(token).code
    (dossier,), (event,), (draft,) = rows(Dossier), rows(Event), rows(Draft)
    assert dossier.code == code == drafts.view(token).code
    assert (dossier.state, dossier.clock, dossier.channel, dossier.money) == (1, "waiting", 2, "due")
    assert dossier.due_at is None
    assert (event.action, event.from_state, event.to_state, event.seq) == ("submit", None, 1, 1)
    assert {p.slot: p.sha256 for p in rows(Paper)} == {p.slot: p.sha256 for p in before.papers}
    assert all(p.dossier_id == dossier.id and p.draft_id is None for p in rows(Paper))
    notices = rows(Notice)
    assert {n.channel for n in notices} == {"email", "sms"}
    assert all(n.kind == "submitted" and n.event_id == event.id and n.not_before <= now() for n in notices)
    assert (draft.form, draft.dossier_id) == ({}, dossier.id)
    with reading() as session:
        assert not list(journal.faults(session))


@pytest.mark.parametrize("senders", [2, 8])
def test_many_clicks_make_one_dossier(database: str, senders: int) -> None:
    """Two clicks on Nộp hồ sơ, also from two tabs at once, make one dossier and show one code."""
    token = town.a_draft()
    together, codes = threading.Barrier(senders), []

    def send() -> None:
        together.wait()
        codes.append(intake.submit(token).code)

    _all_at_once(send, senders)
    assert len(codes) == senders
    assert len(set(codes)) == 1
    assert len(rows(Dossier)) == 1
    assert len(rows(Event)) == 1


def test_codes_have_no_gaps_when_many_send_at_once(database: str) -> None:
    """Unique and without gaps per agency and day, whoever is quicker."""
    tokens = [town.a_draft(chance=n) for n in range(8)]
    together, codes, left = threading.Barrier(8), [], list(tokens)

    def send() -> None:
        token = left.pop()
        together.wait()
        codes.append(intake.submit(token).code)

    _all_at_once(send, 8)
    assert sorted(int(code.rsplit("-", 1)[1]) for code in codes) == list(range(1, 9))


def _all_at_once(work, workers: int) -> None:
    failures = []

    def guarded() -> None:
        try:
            work()
        except Exception as problem:
            failures.append(problem)

    threads = [threading.Thread(target=guarded) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_what_fails_leaves_no_trace(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the notice cannot be written there is no dossier, no event, and the code is given out again."""
    token = town.a_draft()

    def broken(*_args, **_more) -> None:
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as patch:
        patch.setattr(intake.notices, "write", broken)
        with pytest.raises(RuntimeError):
            intake.submit(token)
    assert not rows(Dossier)
    assert not rows(Event)
    assert not list(_counters())
    assert all(paper.draft_id for paper in rows(Paper))
    assert intake.submit(token).code.endswith("-0000001")


def _counters():
    with reading() as session:
        return session.scalars(select(Counter).where(Counter.name.like("dossier/%"))).all()


def test_two_tabs_do_not_wipe_each_other(database: str) -> None:
    """Answers are merged by field, and by part inside an address."""
    token = intake.start(demo.EXTRACT, tam_da())
    drafts.save(token, {"nyc_ho_ten": "Nguyễn Thị Mẫu", "nyc_noi_cu_tru.province": "33"})
    together = threading.Barrier(6)

    def type_in(number: int) -> None:
        together.wait()
        drafts.save(token, [{"nyc_email": "a@example.vn"}, {"nyc_dien_thoai": "0900000111"},
                            {"nyc_noi_cu_tru.detail": "Thôn Mẫu"}, {"nyc_noi_cu_tru.commune": "12424"},
                            {"quan_he": "Cha"}, {"trich_luc.0.dk_so": "12/1990"}][number])  # fmt: skip

    numbers = iter(range(6))
    lock = threading.Lock()

    def one() -> None:
        with lock:
            number = next(numbers)
        type_in(number)

    _all_at_once(one, 6)
    assert drafts.view(token).form == {
        "nyc_ho_ten": "Nguyễn Thị Mẫu",
        "nyc_email": "a@example.vn",
        "nyc_dien_thoai": "0900000111",
        "nyc_noi_cu_tru": {"province": "33", "commune": "12424", "detail": "Thôn Mẫu"},
        "quan_he": "Cha",
        "trich_luc": [{"dk_so": "12/1990"}],
    }


def test_only_the_forms_own_questions_are_kept(sqlite_town: str) -> None:
    """A key that the procedure does not ask, and a draft that grows without end, are refused."""
    token = intake.start(demo.EXTRACT, tam_da())
    drafts.save(token, {"is_admin": True, "state": 10, "__class__": "x"})
    assert drafts.view(token).form == {}
    long = {field.key: "x" * 19_000 for field in drafts.view(token).procedure.fields}
    with pytest.raises(Invalid):
        drafts.save(token, long)
    assert drafts.view(token).form == {}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
PLACES = st.sampled_from(
    ["nyc_ho_ten", "nyc_noi_cu_tru", "nyc_noi_cu_tru.province", "trich_luc", "nd_ngay_sinh", "trich_luc.0",
     "nyc_ho_ten.0.x", "trich_luc.0.dk_tai.text", "trich_luc.-1.so_luong", "nyc_noi_cu_tru.9999.detail",
     "quan_he..", ".", "cam_doan"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(st.tuples(PLACES, VALUES), max_size=6))
def test_hostile_answers_are_kept_or_dropped_and_never_raise(sqlite_town: str, typed) -> None:
    """Whatever is typed, saving and reading a draft ends in a value or a sentence, never in an error."""
    token = intake.start(demo.EXTRACT, tam_da())
    for place, value in typed:
        drafts.save(token, {place: value})
    draft = drafts.view(token)
    forms.clean(draft.procedure, draft.form)
    with pytest.raises(Invalid) as refused:
        intake.submit(token)
    for problem in refused.value.problems:
        assert intake_words.say(problem, draft.procedure)
        assert intake_words.where(problem, draft.procedure)


def test_every_problem_is_told_at_once(sqlite_town: str) -> None:
    """Fields, papers, tick and picture: the citizen hears of all of them in one go, and nothing is sent."""
    token = intake.start(demo.EXTRACT, tam_da())
    with pytest.raises(Invalid) as refused:
        intake.submit(token, oath=False)
    places = {problem.where for problem in refused.value.problems}
    assert {"nyc_ho_ten", "to_khai", "giay_to_tuy_than", "cam_doan"} <= places
    assert not rows(Dossier)


def test_a_file_that_left_the_storage_is_asked_for_again(sqlite_town: str, monkeypatch) -> None:
    """No dossier points to a file that is not there."""
    token = town.a_draft()
    monkeypatch.setattr(storage, "exists", lambda _sha256: False)
    with pytest.raises(Invalid) as refused:
        intake.submit(token)
    assert {problem.code for problem in refused.value.problems} == {"paper_missing"}


def test_a_picture_counts_for_one_wrong_answer(database: str, monkeypatch) -> None:
    """A wrong answer gives a new picture; the right one is forgiving about case and spaces."""
    monkeypatch.setenv("CAPTCHA", "on")
    token = town.a_draft()
    first = drafts.view(token).captcha
    assert len(first) == captcha.LENGTH
    with pytest.raises(Invalid) as refused:
        intake.submit(token, captcha="00000")
    assert [p.code for p in refused.value.problems] == ["captcha_wrong"]
    second = drafts.view(token).captcha
    assert second != first
    with pytest.raises(Invalid):
        intake.submit(token, captcha=first)
    third = drafts.view(token).captcha
    assert intake.submit(token, captcha=f" {third.lower()} ").code


def test_a_slot_holds_several_files(sqlite_town: str) -> None:
    """What was sent stays as it is; a slot the procedure does not have is refused."""
    token = town.a_draft()
    held = drafts.view(token).papers
    assert sorted(paper.slot for paper in held) == ["giay_to_tuy_than", "to_khai"]
    with pytest.raises(NotFound):
        drafts.attach(token, demo.paper("../../etc", 1))
    code = intake.submit(token).code
    drafts.attach(token, demo.paper("to_khai", 8))
    drafts.save(token, {"nyc_ho_ten": "Kẻ Khác"})
    assert len(rows(Paper)) == 2
    assert rows(Dossier)[0].applicant_name != "Kẻ Khác"
    assert drafts.view(token).code == code


def test_a_draft_ends_after_thirty_days(database: str, monkeypatch) -> None:
    """Then its link opens nothing, and tidying takes it away; a dossier made of it stays."""
    monkeypatch.setattr(storage, "remove", lambda *_given: True)  # the scans serve other tests too
    token, sent = town.a_draft(), town.a_draft(chance=2)
    intake.submit(sent)
    with standing_at(now() + drafts.LASTS + timedelta(minutes=1)):
        with pytest.raises(NotFound):
            drafts.view(token)
        with pytest.raises(NotFound):
            intake.submit(token)
        assert drafts.tidy() == 2
    assert not rows(Draft)
    assert len(rows(Dossier)) == 1
    assert {paper.dossier_id for paper in rows(Paper)} == {rows(Dossier)[0].id}


def test_the_link_of_a_sent_draft_gives_its_receipt_for_a_day(sqlite_town: str) -> None:
    """Later whoever finds the link in a browser's history must know the second factor."""
    token = town.a_draft()
    code = intake.submit(token).code
    assert intake.follower(token).proven_code == code
    with standing_at(now() + intake.OPEN_AFTER + timedelta(minutes=1)), pytest.raises(NotFound):
        intake.follower(token)


def test_only_competent_offices_and_online_levels(sqlite_town: str, monkeypatch) -> None:
    """A district takes in no commune's procedure; below level 3 nothing is handed in over the net."""
    with pytest.raises(NotFound):
        intake.start("1.001193", agency("phu-cu"))
    with pytest.raises(NotFound):
        intake.start("9.999999", tam_da())
    monkeypatch.setattr(intake, "ONLINE_FROM", 5)
    with pytest.raises(NotAllowed):
        intake.start(demo.EXTRACT, tam_da())


def test_nobody_begins_drafts_without_end(sqlite_town: str, monkeypatch) -> None:
    """Forms begun from one address are counted; colleagues and the demo are not."""
    monkeypatch.setattr(intake, "STARTS_PER_VISITOR", 2)
    for _ in range(2):
        intake.start(demo.EXTRACT, tam_da(), visitor="192.0.2.1")
    with pytest.raises(TooOften):
        intake.start(demo.EXTRACT, tam_da(), visitor="192.0.2.1")
    intake.start(demo.EXTRACT, tam_da(), visitor="192.0.2.2")
    intake.start(demo.EXTRACT, tam_da())


PROCEDURES = (
    "2.000635", "2.001023", "1.004873", "1.000894", "1.001193", "1.000656", "1.004746", "1.001776",
)  # fmt: skip


@pytest.mark.parametrize("code", PROCEDURES)
def test_every_procedure_becomes_a_dossier(sqlite_town: str, code: str) -> None:
    """Nothing about a procedure is in the program: roles tell name and phone, conditions the papers."""
    sent = intake.submit(demo.draft("tam-da", Random(5), procedure=code))
    (dossier,) = rows(Dossier)
    assert dossier.code == sent.code
    assert dossier.procedure_code == code
    assert dossier.applicant_name
    assert dossier.applicant_phone.startswith("+84")


def test_no_dossier_without_event_or_notice(database: str) -> None:
    """Of any number of forms sent, each dossier has its first event and its notices."""
    for chance in range(5):
        intake.submit(town.a_draft(chance=chance))
    with reading() as session:
        events = session.scalar(select(func.count()).select_from(Event))
        told = session.scalar(select(func.count(func.distinct(Notice.dossier_id))))
    assert events == told == 5
