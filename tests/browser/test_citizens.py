"""What goes wrong on a citizen's side: bad files, a closed browser, an impatient hand, two open pages."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader, PdfWriter
from sqlalchemy import func, select

from db.dossiers import Dossier
from db.session import reading
from services.demo.scans import scan
from tests import records, town
from tests.browser import people
from tests.browser.look import look
from tests.browser.people import DECLARATION, IDENTITY, OATH, Citizen, Hand

on_sqlite = pytest.mark.parametrize("site", ["sqlite"], indirect=True)
on_a_phone = pytest.mark.parametrize("size", ["phone"], indirect=True)


def _locked() -> bytes:
    """A real scan that asks for a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan("to_khai", 3))))
    writer.encrypt("bi-mat", algorithm="AES-256")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@on_sqlite
@on_a_phone
def test_a_refused_file_or_a_closed_browser_loses_nothing(site, opens, size):
    """Issue, point 2 and *files*: a file that is no PDF or is locked gets a sentence in Vietnamese, and what
    was typed stays; the private link brings everything back in another browser."""
    who = Citizen()
    hand = Hand(opens())
    token = people.choose_office(hand)
    hand.write("Họ, chữ đệm, tên người yêu cầu *", who.name)
    hand.choose("Tỉnh/Thành phố", "Tỉnh Hưng Yên")
    hand.choose("Xã/Phường", "Xã Tiên Lữ")
    hand.write("Số điện thoại *", "0900")

    page = hand.page
    page.goto(f"/nop-ho-so?nhap={token}&buoc=giay-to")
    hand.upload(DECLARATION, "to-khai.pdf", "Đây là một tệp văn bản.".encode())
    expect(page.get_by_text("Đây không phải tệp PDF")).to_be_visible()
    hand.upload(IDENTITY, "can-cuoc.pdf", _locked())
    expect(page.get_by_text("mật khẩu")).to_be_visible()
    look(page, "papers-refused")
    hand.upload(DECLARATION, "to-khai-da-ky.pdf", scan("to_khai", 3))
    expect(people.attached(page, "to-khai-da-ky.pdf")).to_be_visible()
    page.context.close()

    page = opens()
    page.goto(f"/nop-ho-so?nhap={token}")
    expect(page.get_by_text("Bước 7/10").or_(page.get_by_text("Bước 8/10"))).to_be_visible()
    page.goto(f"/nop-ho-so?nhap={token}&buoc=giay-to")
    expect(people.attached(page, "to-khai-da-ky.pdf")).to_be_visible()
    page.goto(f"/nop-ho-so?nhap={token}&buoc=t1")
    expect(page.get_by_label("Họ, chữ đệm, tên người yêu cầu *")).to_have_value(who.name)
    expect(page.get_by_role("combobox", name="Xã/Phường")).to_have_value("Xã Tiên Lữ")
    expect(page.get_by_label("Số điện thoại *")).to_have_value("0900")


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_two_clicks_and_two_tabs_make_one_dossier(site, opens):
    """Issue, *bad input and bad days*: two clicks on Nộp hồ sơ, also from two tabs, make one dossier and tell
    its citizen once."""
    phone = "0900000777"
    with site.inside():
        token = town.a_draft(nyc_dien_thoai=phone)
    page = opens()
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/nop-ho-so?nhap={token}&buoc=xem-lai")
        tab.get_by_label("Mã xác nhận *").fill(site.captcha(token))
        Hand(tab).tick(OATH)
    page.get_by_role("button", name="Nộp hồ sơ", exact=True).dblclick()
    other.get_by_role("button", name="Nộp hồ sơ", exact=True).click()
    code = people.code_on(page)
    assert people.code_on(other) == code
    with site.inside():
        with reading() as session:
            made = session.scalar(select(func.count()).where(Dossier.applicant_phone.endswith(phone[1:])))
        assert made == 1
        assert sorted(n.channel for n in records.notices(code)) == ["email", "sms"]


@on_sqlite
def test_a_picture_read_wrongly_is_asked_anew(site, opens):
    """Surface, *Mã xác nhận*: a wrong answer sends nothing, says so beside the field, and the rest stays."""
    with site.inside():
        token = town.a_draft(chance=2)
    page = opens()
    page.goto(f"/nop-ho-so?nhap={token}&buoc=xem-lai")
    before = site.captcha(token)
    page.get_by_label("Mã xác nhận *").fill("XXXXXX")
    hand = Hand(page)
    hand.tick(OATH)
    hand.press("Nộp hồ sơ")
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("1 chỗ")
    assert site.captcha(token) != before
    look(page, "form-wrong-captcha")
    page.get_by_label("Mã xác nhận *").fill(site.captcha(token))
    hand.press("Nộp hồ sơ")
    people.code_on(page)
