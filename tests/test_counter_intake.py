"""Tiếp nhận tại quầy: what the counter asks, knows, refuses, keeps and does in one act."""

import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from db.counter import CounterVisit
from db.dossiers import Dossier
from db.session import reading
from services import correspondence, counter_intake, desk, drafts, identity_card
from services.clock import standing_at
from services.errors import Invalid, Missing, NotAllowed, NotFound, WrongState
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, actor

CARD = "033090001234|012345678|Nguyễn Thị Mẫu|05091990|Nữ|Thôn Mẫu, Xã Tống Trân, Hưng Yên|01022022"
EXTRACT = "2.000635"

pytestmark = pytest.mark.usefixtures("monday")


def filled(who: str = "canbo") -> str:
    """A form with everything but phone and e-mail, its required papers ticked; its token."""
    officer = actor(who)
    token = counter_intake.start(officer, EXTRACT)
    answers = dict(drafts.view(town.a_draft()).form)
    counter_intake.save(officer, token, answers | {"nyc_dien_thoai": "", "nyc_email": ""})
    for paper in ("to_khai", "giay_to_tuy_than"):
        counter_intake.tick(officer, token, paper, 1, 0)
    return token


def codes(refusal: Invalid) -> set[tuple[str, str]]:
    return {(problem.where, problem.code) for problem in refusal.problems}


def test_one_act_hands_in_and_receives(database):
    """Counter: channel 1, received with its date, in hand what was ticked, and no message to nobody."""
    officer, token = actor("canbo"), filled()
    done = counter_intake.submit(officer, token, oath=True)
    dossier = records.dossier(done.code)
    assert (dossier.channel, dossier.state, dossier.holder_id) == (1, State.RECEIVED, officer.account_id)
    assert dossier.due_at == town.moment("2026-11-23T17:00")
    assert [event.action for event in records.events(done.code)] == ["submit", "receive"]
    in_hand = records.events(done.code)[0].facts["in_hand"]
    assert in_hand == {"to_khai": [1, 0], "giay_to_tuy_than": [1, 0]}
    assert not records.notices(done.code)


def test_sent_twice_is_one_dossier(database):
    """Counter: a second press gives the same code and the same receipt."""
    officer, token = actor("canbo"), filled()
    first = counter_intake.submit(officer, token, oath=True)
    assert counter_intake.submit(officer, token, oath=True) == first
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Dossier)) == 1


def test_the_receipt_has_two_copies_and_names_what_lies_here(sqlite_town):
    """Counter: one PDF with the copy to keep and the copy to give, with the ticked papers."""
    officer, token = actor("canbo"), filled()
    counter_intake.tick(officer, token, "giay_to_tuy_than", 0, 2)
    done = counter_intake.submit(officer, token, oath=True)
    _name, pdf = correspondence.pdf(officer, done.code, done.letter_id)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert text.count(done.code) >= 2
    papers = records.letters(done.code)[0].facts["papers"]
    assert [(p["originals"], p["copies"]) for p in papers] == [(1, 0), (0, 2)]


def test_the_same_checks_as_online_but_no_scan(sqlite_town):
    """Counter: what is wrong online is wrong here; phone and e-mail may be empty, papers need no file."""
    officer = actor("canbo")
    token = counter_intake.start(officer, EXTRACT)
    with pytest.raises(Invalid) as told:
        counter_intake.submit(officer, token, oath=False)
    found = codes(told.value)
    assert {("nyc_ho_ten", "required"), ("to_khai", "paper_not_here")} <= found
    assert "oath" in {code for _where, code in found}
    assert not {where for where, _code in found} & {"nyc_dien_thoai", "nyc_email"}
    counter_intake.save(officer, token, {"nyc_dien_thoai": "12", "nyc_ho_ten": "Nguyễn Văn Mẫu"})
    with pytest.raises(Invalid) as told:
        counter_intake.submit(officer, token, oath=True)
    assert ("nyc_dien_thoai", "phone") in codes(told.value)
    assert counter_intake.view(officer, token).draft.form["nyc_ho_ten"] == "Nguyễn Văn Mẫu"


def test_a_card_fills_the_form(sqlite_town):
    """Counter: name, number and today's address of the card; the fields are drawn afresh."""
    officer = actor("canbo")
    token = counter_intake.start(officer, EXTRACT)
    known = counter_intake.fill(officer, token, CARD)
    assert (known.name, known.before) == ("Nguyễn Thị Mẫu", False)
    visit = counter_intake.view(officer, token)
    form = visit.draft.form
    assert (form["nyc_ho_ten"], form["nyc_so_dinh_danh"]) == ("Nguyễn Thị Mẫu", "033090001234")
    assert form["nyc_ngay_cap"] == "2022-02-01"
    assert form["nyc_noi_cu_tru"] == {"province": "33", "commune": "12427", "detail": "Thôn Mẫu"}
    assert visit.fills == 1


def test_who_is_known_here_is_filled_in_and_nobody_else(sqlite_town):
    """Counter: only what this officer may read of her own agency, never another commune's dossier."""
    number = records.dossier(a_dossier()).applicant_id_number
    for who, before in (("canbo", True), ("canbo2", False)):
        officer = actor(who)
        token = counter_intake.start(officer, EXTRACT)
        known = counter_intake.fill(officer, token, number)
        assert known.before is before
        said = counter_intake.view(officer, token).draft.form
        assert ("nyc_noi_cu_tru" in said, bool(known.name)) == (before, before)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("xin chao", "card_parts"), (CARD + "|x", "card_parts"),
        (CARD.replace("033090", "03309"), "card_number"),
        (CARD.replace("Nguyễn Thị Mẫu", "Nguye6n Thi Mau"), "card_name"),
        (CARD.replace("05091990", "31021990"), "card_born"),
        (CARD.replace("05091990", "05092990"), "card_born"),
        (CARD.replace("Nữ", "Nu7"), "card_sex"), (CARD.replace("01022022", "0102"), "card_issued"),
    ],
)  # fmt: skip
def test_what_is_no_card_is_refused(typed, code):
    """Counter: a malformed line is refused with a sentence of its own, and fills nothing."""
    with pytest.raises(Invalid) as told:
        identity_card.read(typed)
    assert codes(told.value) == {("card", code)}


def test_an_old_address_is_kept_in_words():
    """Counter: a commune of before 2025 is not guessed at; the printed line stays beside the province."""
    assert identity_card.place_of("Thôn Mẫu, Nguyên Hòa, Phù Cừ, Hưng Yên") == {
        "province": "33", "old_text": "Thôn Mẫu, Nguyên Hòa, Phù Cừ, Hưng Yên",
    }  # fmt: skip
    assert identity_card.read(CARD.replace("012345678", "")).born == date(1990, 9, 5)


@pytest.mark.parametrize("who", ["chuyenvien", "giamsat", "quantri", "congdan"])
def test_others_are_refused(sqlite_town, who):
    """Who may: only those who receive; the service says so, whatever the page shows."""
    token = filled()
    stranger = actor(who)
    for ask in (
        lambda: counter_intake.start(stranger, EXTRACT),
        lambda: counter_intake.procedures(stranger),
        lambda: counter_intake.begun(stranger),
    ):
        with pytest.raises(NotAllowed):
            ask()
    for ask in (
        lambda: counter_intake.view(stranger, token),
        lambda: counter_intake.save(stranger, token, {"nyc_ho_ten": "Kẻ Lạ"}),
        lambda: counter_intake.fill(stranger, token, CARD),
        lambda: counter_intake.tick(stranger, token, "to_khai", 1, 0),
        lambda: counter_intake.submit(stranger, token, oath=True),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_colleague_does_not_see_the_form(sqlite_town):
    """Who may: what is being typed is the officer's own, also for the leader of the same commune."""
    token = filled()
    with pytest.raises(NotFound):
        counter_intake.view(actor("lanhdao"), token)
    assert not counter_intake.begun(actor("lanhdao"))
    assert [one.token for one in counter_intake.begun(actor("canbo"))] == [token]


def test_scans_come_later_and_can_be_taken_back(sqlite_town):
    """Counter: the dossier takes scans of what lay here, once each, with an event; state and clock stay."""
    officer = actor("canbo")
    code = counter_intake.submit(officer, filled(), oath=True).code
    before = records.dossier(code)
    scan = town.a_paper("to_khai")
    town.act("canbo", code, "add_scans", papers=[scan])
    after = desk.dossier(officer, code)
    assert [(one.slot, one.scanned) for one in after.in_hand] == [
        ("to_khai", True), ("giay_to_tuy_than", False),
    ]  # fmt: skip
    assert (after.state, after.due_at) == (before.state, before.due_at)
    with pytest.raises(Missing):
        town.act("canbo", code, "add_scans", papers=[scan])
    with pytest.raises(NotAllowed):
        town.act("chuyenvien", code, "add_scans", papers=[town.a_paper("giay_to_tuy_than")])
    town.act("canbo", code, "undo")
    assert not any(one.scanned for one in desk.dossier(officer, code).in_hand)


def test_a_dossier_from_the_net_takes_no_scan(sqlite_town):
    """Online, papers come from the citizen: a supplement asks for them."""
    with pytest.raises(WrongState):
        town.act("canbo", a_dossier(State.RECEIVED), "add_scans", papers=[town.a_paper()])


def test_an_unfinished_form_ends_with_its_draft(sqlite_town):
    """Drafts: after 30 days the form, its ticks and its number are gone."""
    filled()
    with standing_at(town.moment("2026-12-30T09:00")):
        assert drafts.tidy() == 1
    with reading() as session:
        assert not session.scalar(select(func.count()).select_from(CounterVisit))
