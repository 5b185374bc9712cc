"""A verdict and its note by keys alone: the note has the focus, and the next key does not lose it."""

import pytest
from playwright.sync_api import expect

from tests import town
from tests.browser import people

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


def test_a_note_is_typed_right_after_the_key_and_kept_by_the_next(site, opens):
    """Issue, *dossier*: a verdict per paper with one key and a note; the next paper keeps what was typed."""
    with site.inside():
        code = town.a_dossier(chance=71)
    page = opens("canbo")
    page.goto(f"/ho-so?ma={code}")
    people.settle(page)
    page.keyboard.press("Alt+3")
    note = page.get_by_label("Ghi chú về giấy tờ")
    expect(note).to_be_focused()
    page.keyboard.type("trang 2")
    page.keyboard.press("Alt+K")
    expect(note).to_have_count(0)
    people.settle(page)
    page.keyboard.press("Alt+L")
    expect(note).to_have_value("trang 2")
