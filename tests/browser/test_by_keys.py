"""The counter and the leader's list without a mouse: what is typed first has the focus."""

import pytest
from playwright.sync_api import expect

from services.workflow import State
from tests import town
from tests.browser import people
from tests.browser.look import look
from tests.town import act, given_for

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)

CARD = "033190000123||Nguyễn Văn Thẻ|15081990|Nam|Thôn Mẫu, Xã Tống Trân, Tỉnh Hưng Yên|01012022"


def test_a_card_is_read_as_soon_as_the_form_is_open(site, opens):
    """Issue, *counter*: Alt and a digit open the form, and the reader types into the right field at once."""
    page = opens("canbo")
    page.goto("/tiep-nhan")
    begin = page.get_by_role("button", name="Trích lục hộ tịch")
    digit = begin.inner_text().strip()[-1]
    page.keyboard.press(f"Alt+{digit}")
    card = page.get_by_label("Quét thẻ căn cước, hoặc gõ số định danh")
    expect(card).to_be_focused()
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Nguyễn Văn Thẻ")
    people.settle(page)
    expect(page.get_by_label("Họ, chữ đệm, tên người yêu cầu")).to_have_value("Nguyễn Văn Thẻ")
    expect(card).to_be_focused()
    look(page, "counter-filled")


def test_the_leader_decides_the_list_by_keys(site, opens):
    """Issue, *leader's view*: left for later, sent back with a reason, approved."""
    with site.inside():
        codes = [town.a_dossier(State.IN_PROCESS, chance=n) for n in (61, 62, 63)]
        for code in codes:
            act("chuyenvien", code, "extend", **given_for("extend"))
    page = opens("lanhdao")
    page.goto(f"/cho-duyet?viec={codes[0]}")
    top = page.locator("[class*=st-key-waiting-]").first
    expect(top).to_contain_text(codes[0])
    page.keyboard.press("Control+ArrowDown")
    expect(top).to_contain_text(codes[1])
    people.settle(page)
    page.keyboard.press("Alt+b")
    expect(page.get_by_label("Lý do")).to_be_focused()
    page.keyboard.type("Chưa rõ căn cứ.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Đã trả lại")
    expect(top).to_contain_text(codes[2])
    people.settle(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Đã duyệt")
    people.settle(page)
    look(page, "approvals-by-keys")
