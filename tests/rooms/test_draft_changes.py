"""The page of a form whose procedure changed: it says what became of it until that was read."""

import pytest

from services import drafts
from services.accounts import passwords
from services.clock import standing_at
from tests import town
from tests.rooms.test_public_rooms import again, button, opened, words
from tests.test_catalogue_drafts import NEW_QUESTION, data_without, published, second


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)
    with standing_at(town.MONDAY):
        yield


def test_what_became_of_a_form_is_told_until_it_was_read(sqlite_town):
    """What was lost with its answer, what is new; then never again. An ended procedure says so."""
    who, other, token = town.actor("quantri"), second(), town.a_draft()
    data = data_without(who, "nd_dan_toc")
    data["sections"][-1]["fields"].insert(0, NEW_QUESTION)
    published(who, other, **data)
    app = opened("submit", nhap=token)
    assert "Dân tộc" in words(app)
    assert "Câu hỏi mới: Ghi chú mới." in words(app)
    button(app, "Tôi đã xem").click()
    assert "Câu hỏi mới" not in words(again(app))
    assert drafts.view(token).changes is None
    published(who, other, level=2)
    assert "không còn nhận hồ sơ qua mạng" in words(opened("submit", nhap=token))
