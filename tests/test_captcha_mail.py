"""The code by mail in place of the picture: who gets it, what it opens, when it ends; and the ten steps."""

from datetime import timedelta

import pytest

from db.people import OneTimeCode
from db.session import reading
from services import captcha_mail, drafts, intake
from services.accounts import one_time
from services.citizens import registration
from services.clock import now, standing_at
from services.errors import Invalid, NotFound, TooOften
from tests import records, town
from tests.rooms.test_public_rooms import EXTRACT, again, button, field, opened, tam_da, words
from tests.test_citizens import read_code, sent

HOME, MAIL = "10.0.0.7", "mau.moi@example.vn"


@pytest.fixture(autouse=True)
def _with_pictures(monkeypatch):
    monkeypatch.setenv("CAPTCHA", "on")


def a_draft() -> str:
    """A complete draft of somebody with this address."""
    return town.a_draft(nyc_email=MAIL)


def refusal(token: str, typed: str) -> list[str]:
    """Why the draft is not sent with this code."""
    with pytest.raises(Invalid) as refused:
        intake.submit(token, captcha=typed)
    return [problem.code for problem in refused.value.problems]


def test_the_code_of_the_mail_sends_the_form_once(database):
    """It goes to the address in the form, counts for this draft alone, and is gone afterwards."""
    token, other = a_draft(), town.a_draft(chance=2)
    assert captcha_mail.ask(token, HOME) == MAIL
    assert captcha_mail.waits(token)
    digits = read_code(MAIL)
    assert refusal(other, digits) == ["captcha_wrong"]
    code = intake.submit(token, captcha=f" {digits[:3]} {digits[3:]} ").code
    assert records.dossier(code).applicant_email == MAIL
    with reading() as session:
        assert session.get(OneTimeCode, "draft:1") is None
    assert not captcha_mail.waits(token)


def test_wrong_and_late_digits_are_refused_and_the_picture_stays_a_way(database):
    """Digits never use up the picture; a code ends after ten minutes; the newest one counts."""
    token = a_draft()
    captcha_mail.ask(token, HOME)
    picture, first = drafts.view(token).captcha, read_code(MAIL)
    wrong = f"{(int(first) + 1) % 1_000_000:06d}"
    assert refusal(token, wrong) == ["mail_code_wrong"]
    assert drafts.view(token).captcha == picture
    with standing_at(now() + one_time.LASTS + timedelta(seconds=1)):
        assert refusal(token, first) == ["mail_code_wrong"]
        assert not captcha_mail.waits(token)
        captcha_mail.ask(token, HOME)
        if (second := read_code(MAIL)) != first:
            assert refusal(token, first) == ["mail_code_wrong"]
        assert len(second) == 6
        assert intake.submit(token, captcha=picture).code


def test_a_form_with_another_fault_does_not_use_the_code_up(sqlite_town):
    """Who forgot a paper sends again with the same digits."""
    token = a_draft()
    captcha_mail.ask(token, HOME)
    town.without(token, "to_khai")
    assert refusal(token, read_code(MAIL)) == ["paper_missing"]
    drafts.attach(token, town.a_paper())
    assert intake.submit(token, captcha=read_code(MAIL)).code


def test_asking_and_guessing_are_counted(database):
    """Three mails in ten minutes to one address, five guesses at one code; then one waits."""
    token = a_draft()
    for _ in range(3):
        captcha_mail.ask(token, HOME)
    with pytest.raises(TooOften):
        captcha_mail.ask(token, HOME)
    assert len(sent(MAIL)) >= 3
    right = read_code(MAIL)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert refusal(token, wrong) == ["mail_code_wrong"]
    with pytest.raises(TooOften):
        intake.submit(token, captcha=right)


def test_it_proves_no_address_of_an_account(sqlite_town):
    """The digits for a form open no account, and those of an account send no form."""
    token = a_draft()
    captcha_mail.ask(token, HOME)
    for_form = read_code(MAIL)
    registration.ask(MAIL, HOME)
    with pytest.raises(Invalid):
        registration.finish(MAIL, for_form, "Ngô Thị Mẫu", "mot cau dai de nho", HOME)
    if (for_account := read_code(MAIL)) != for_form:
        assert refusal(token, for_account) == ["mail_code_wrong"]


def test_without_an_address_no_mail(sqlite_town):
    """It is said, and nothing is sent; a draft that ended is not found."""
    token = intake.start(EXTRACT, tam_da())
    with pytest.raises(Invalid) as refused:
        captcha_mail.ask(token, HOME)
    assert [problem.code for problem in refused.value.problems] == ["mail_missing"]
    with standing_at(now() + drafts.LASTS + timedelta(minutes=1)), pytest.raises(NotFound):
        captcha_mail.ask(token, HOME)


def test_the_page_sends_it_and_takes_it_in_the_same_field(sqlite_town):
    """One button under the picture; a wrong code is said beside the field, and the tick stays."""
    token = a_draft()
    app = opened("submit", nhap=token, buoc="xem-lai")
    button(app, "Không đọc được hình? Nhận mã qua thư điện tử").click()
    again(app)
    assert "Đã gửi mã 6 chữ số" in words(app)
    app.checkbox[0].check()
    field(app.text_input, "Mã xác nhận").set_value("000000" if read_code(MAIL) != "000000" else "000001")
    button(app, "Nộp hồ sơ").click()
    again(app)
    assert "Mã gửi qua thư không đúng" in words(app)
    field(app.text_input, "Mã xác nhận").set_value(read_code(MAIL))
    button(app, "Nộp hồ sơ").click()
    again(app)
    assert "Mã hồ sơ: " in words(app)
    assert "Bước 10/10" in markup(app)


def markup(app) -> str:
    """The page's own HTML."""
    return "".join(one.proto.body for one in app.get("html"))


def test_the_wizard_says_which_of_the_ten_steps_this_is(sqlite_town):
    """Pages of the form are one step; what is done before shows as done, also what answered itself."""
    assert "Bước 3/10" in markup(opened("submit"))
    first = markup(opened("submit", thu_tuc=EXTRACT))
    assert "Bước 6/10" in first
    assert first.count('<li class="done">') == 5
    token = intake.start(EXTRACT, tam_da())
    places = {"t1": "trang 1/3", "t3": "trang 3/3", "giay-to": "Bước 8/10", "xem-lai": "Bước 9/10"}
    for page, said in places.items():
        shown = markup(opened("submit", nhap=token, buoc=page))
        assert said in shown
        assert ("Bước 7/10" in shown) == (page[0] == "t")
