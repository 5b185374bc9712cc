"""A verdict and its note by keys alone: the note has the focus, and the next key does not lose it."""

import pytest
from playwright.sync_api import Page, expect

from tests import town
from tests.browser import people

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def opened(page: Page, code: str) -> Page:
    """The dossier's page when its papers answer keys."""
    page.goto(f"/ho-so?ma={code}")
    expect(page.get_by_role("button", name="Hết hạn")).to_be_visible(timeout=30_000)
    people.settle(page)
    return page


def test_a_note_is_typed_right_after_the_key_and_kept_by_the_next(site, opens):
    """Issue, *dossier*: a verdict per paper with one key and a note; the next paper keeps what was typed."""
    with site.inside():
        code = town.a_dossier(chance=71)
    page = opened(opens("canbo"), code)
    page.keyboard.press("Alt+3")
    note = page.get_by_label("Ghi chú về giấy tờ")
    expect(note).to_be_focused()
    page.keyboard.type("trang 2")
    page.keyboard.press("Alt+K")
    expect(note).to_have_count(0)
    people.settle(page)
    page.keyboard.press("Alt+L")
    expect(note).to_have_value("trang 2")


def test_a_verdict_tells_the_rest_of_the_page_what_it_must_know(site, opens):
    """A key of the papers draws the papers alone; but a colleague's word, an open form and the end of the
    session concern the whole page."""
    with site.inside():
        code = town.a_dossier(chance=72)
    page, colleague = (opened(opens(who), code) for who in ("canbo", "lanhdao"))
    page.keyboard.press("Alt+3")
    expect(page.get_by_label("Ghi chú về giấy tờ")).to_be_focused()
    colleague.keyboard.press("Alt+4")
    told = colleague.get_by_test_id("stAlertContentError")
    expect(told).to_contain_text("Nguyễn Thị Mẫu Một")
    expect(colleague.get_by_text("Mờ – Nguyễn Thị Mẫu Một")).to_be_visible()

    page.keyboard.press("Control+B")
    form = page.locator(".st-key-mc-form")
    expect(form.get_by_role("button", name="mờ, không đọc được")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Alt+5")
    expect(form.get_by_role("button", name="hết hạn")).to_have_attribute("aria-pressed", "true")
    expect(form.get_by_role("button", name="mờ, không đọc được")).to_have_attribute("aria-pressed", "false")

    elsewhere = page.context.new_page()
    elsewhere.goto("/dang-xuat")
    page.keyboard.press("Alt+4")
    expect(page.get_by_text("Ông/bà cần đăng nhập để mở trang này.")).to_be_visible()
