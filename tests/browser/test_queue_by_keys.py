"""The queue without a mouse: lists that know no accents, ticks, and one action for many."""

import pytest
from playwright.sync_api import Page, expect

from services.desk import remarks
from tests import town
from tests.browser.look import look_at_both_sizes
from tests.browser.people import settle

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def press(page: Page, key: str) -> None:
    """Press it and wait for what it brings."""
    page.keyboard.press(key)
    settle(page)


def test_filters_are_typed_without_accents(site, opens):
    """Issue, *queue*: the panel opens on its first list, and "ho tich" finds Hộ tịch by keys alone."""
    page = opens("canbo")
    page.goto("/hang-doi?tab=tat-ca")
    expect(page.get_by_role("tab", name="Tất cả")).to_be_visible()
    settle(page)
    press(page, "Alt+l")
    expect(page.get_by_role("combobox", name="Trạng thái")).to_be_focused()
    page.keyboard.type("moi dang ky")
    press(page, "Enter")
    expect(page.locator(".mc-narrowed")).to_contain_text("Mới đăng ký")
    press(page, "Escape")
    page.get_by_role("combobox", name="Lĩnh vực").focus()
    page.keyboard.type("ho tich")
    expect(page.get_by_role("option", name="Tìm: ho tich")).to_be_visible()
    press(page, "Enter")
    expect(page.locator(".mc-narrowed")).to_contain_text("Lĩnh vực: Hộ tịch")
    page.reload()
    expect(page.locator(".mc-narrowed")).to_contain_text("Mới đăng ký · Lĩnh vực: Hộ tịch")
    expect(page.get_by_role("combobox", name="Lĩnh vực")).to_have_value("Hộ tịch")
    page.get_by_role("combobox", name="Lĩnh vực").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("khong co")
    press(page, "Enter")
    expect(page.get_by_test_id("stAlertContentInfo")).to_contain_text("“khong co”")
    expect(page.get_by_role("combobox", name="Lĩnh vực")).to_have_value("Hộ tịch")
    press(page, "Alt+0")
    expect(page.locator(".mc-narrowed")).to_have_count(0)


def test_many_are_labelled_by_keys_alone(site, opens):
    """Issue, *bulk*, *keys*: Space ticks a row and keeps its place; the list of labels has a key; first told,
    then done."""
    with site.inside():
        codes = [town.a_dossier(chance=n) for n in (61, 62)]
        remarks.add_label(town.actor("canbo"), "Hộ nghèo")
    page = opens("canbo")
    page.goto("/hang-doi?tab=moi&mo=chon&sap-xep=moi-truoc")
    for code in codes:
        box = page.get_by_role("checkbox", name=code)
        box.focus()
        press(page, "Space")
        expect(box).to_have_attribute("aria-checked", "true")
        expect(box).to_be_focused()
    expect(page.locator(".mc-tools b")).to_have_text("Đã chọn 2 hồ sơ")
    press(page, "Alt+e")
    expect(page.get_by_role("combobox", name="Nhãn")).to_be_focused()
    page.keyboard.type("ho ngheo")
    press(page, "Enter")
    expect(page.get_by_role("combobox", name="Nhãn")).to_have_value("Hộ nghèo")
    look_at_both_sizes(page, "queue-many")
    page.set_viewport_size({"width": 1280, "height": 900})
    press(page, "Alt+m")
    expect(page.get_by_text("Sẽ làm 2 hồ sơ; không làm được 0.")).to_be_visible()
    press(page, "Control+Enter")
    expect(page.get_by_text("Đã làm 2 hồ sơ; không làm được 0; còn 0.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Đã làm 2 hồ sơ; không làm được 0; còn 0.")).to_be_visible()
    settle(page)
    press(page, "Alt+x")
    expect(page.get_by_role("button", name="Xuất danh sách")).to_be_enabled()
    press(page, "Alt+o")
    expect(page.get_by_role("button", name="Tải Excel (XLSX)")).to_be_visible()
    with page.expect_download() as taken:
        page.keyboard.press("Control+Enter")
    assert taken.value.suggested_filename == "ho-so.xlsx"
