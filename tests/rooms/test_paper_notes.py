"""The note on a paper that is not good: a verdict pressed right after typing takes it along."""

import pytest

from services import desk
from services.clock import standing_at
from services.desk import verdicts
from tests import town
from tests.rooms.test_desk_rooms import DOSSIER, field, opens, press, problem  # noqa: F401
from tests.town import a_dossier, actor

NOTE = "Ghi chú về giấy tờ"


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield


def kept(code):
    return desk.dossier(actor("canbo"), code).papers[0].verdict


def test_another_verdict_takes_the_typed_note_along(opens):  # noqa: F811
    """Typed and not yet saved, then another key: both count, and nobody is told of the own hand."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Mờ")
    field(app.text_input, NOTE).set_value("trang 2")
    press(app, "Thiếu")
    assert problem(app) == ""
    assert (kept(code).verdict, kept(code).note) == ("missing", "trang 2")


def test_a_colleague_in_between_is_still_told_of(opens):  # noqa: F811
    """The own last word is not the last one."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Mờ")
    verdicts.give(actor("chuyenvien"), code, desk.dossier(actor("canbo"), code).papers[0].id, "wrong", seen=1)
    press(app, "Thiếu")
    assert "vừa ghi chỗ này" in problem(app)
    assert kept(code).verdict == "wrong"
