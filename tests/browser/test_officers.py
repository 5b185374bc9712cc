"""What officers may and may not do to each other's work, and how a session ends."""

import pytest
from playwright.sync_api import expect

from tests import town
from tests.browser import people
from tests.browser.look import look
from tests.browser.people import Hand

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def test_the_second_officer_is_told_what_the_first_did(site, opens):
    """Issue, *bad days*: two officers on one dossier: nothing is overwritten, the refusal names the first."""
    with site.inside():
        code = town.a_dossier(chance=3)
    slow, quick = Hand(opens("canbo")), Hand(opens("lanhdao"))
    for hand in (slow, quick):
        hand.page.goto(f"/ho-so?ma={code}")
        people.do(hand, "Tiếp nhận")
    people.confirm(quick, "Tiếp nhận")
    slow.press("Xác nhận")
    told = slow.page.get_by_test_id("stAlertContentError")
    expect(told).to_contain_text("Lê Thị Mẫu Ba")
    expect(told).to_contain_text("Tiếp nhận")
    look(slow.page, "dossier-stale")


def test_another_commune_sees_nothing(site, opens):
    """Issue, *sign-in*: no page answers an officer of another commune, and it does not say that there is
    something."""
    with site.inside():
        code = town.a_dossier(chance=4)
    own = opens("canbo")
    own.goto(f"/ho-so?ma={code}")
    name = own.get_by_role("heading", level=1).inner_text()
    page = opens("canbo2")
    page.goto(f"/ho-so?ma={code}")
    said = "Không tìm thấy, hoặc ông/bà không được xem."
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text(said)
    assert name not in page.locator("body").inner_text()
    look(page, "dossier-not-found")
    page.goto("/ho-so?ma=H31.124-20261123-9999999")
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text(said)
    page.goto(f"/hang-doi?tab=tat-ca&tim={code}")
    expect(page.get_by_text("Không tìm thấy hồ sơ")).to_be_visible()
    expect(people.link_to(page, code)).to_have_count(0)
    look(page, "queue-nothing-found")


def test_signing_out_ends_the_session_everywhere(site, opens):
    """Issue, *sign-in*: a session that was signed out is dead at once, also for a cookie that was copied."""
    page = opens()
    people.sign_in(page, "canbo")
    copied = opens()
    copied.context.add_cookies(page.context.cookies())
    copied.goto("/hang-doi")
    expect(copied.get_by_role("heading", name="Hàng đợi")).to_be_visible()
    page.get_by_role("link", name="Đăng xuất").click()
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()
    # The page that is still open elsewhere asks at its next click, and after a reload.
    copied.get_by_role("tab").nth(1).click()
    expect(copied.get_by_text("Ông/bà cần đăng nhập để mở trang này.")).to_be_visible()
    copied.goto("/hang-doi")
    expect(copied.get_by_text("Ông/bà cần đăng nhập để mở trang này.")).to_be_visible()
    page.goto("/hang-doi")
    expect(page.get_by_text("Ông/bà cần đăng nhập để mở trang này.")).to_be_visible()


def test_the_keyboard_alone_signs_in_and_receives_a_dossier(site, opens):
    """WCAG 2.1.1, screens: an officer who does this a hundred times a day never needs the mouse."""
    with site.inside():
        code = town.a_dossier(chance=5)
    page = opens()
    page.goto("/dang-nhap")
    people.tab_to(page, page.get_by_label("Tên đăng nhập"))
    page.keyboard.type("canbo")
    page.keyboard.press("Tab")
    page.keyboard.type(town.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hàng đợi")).to_be_visible()
    people.tab_to(page, people.link_to(page, code))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tiếp nhận", exact=True)).to_be_visible()
    people.settle(page)
    page.get_by_role("tab", name="Diễn biến").focus()  # a tab that has the focus must not swallow the key
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Xác nhận", exact=True)).to_be_visible()
    people.settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("“Tiếp nhận”")
