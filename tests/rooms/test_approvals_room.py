"""Chờ duyệt: several things decided in one sitting, by keys, and the last one taken back."""

import re

import pytest

from pages.parts.dossier.dossier_keys import KEYS
from services.workflow import State
from tests import records
from tests.rooms.test_desk_rooms import (
    APPROVALS,
    done,
    field,
    labels,
    opens,  # noqa: F401
    press,
    problem,
    shown,
)
from tests.town import a_dossier, act, given_for

S = State
pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def proposed(sqlite_town) -> list[str]:
    """Three extensions that wait for the leader, the oldest first."""
    codes = [a_dossier(S.IN_PROCESS, chance=n) for n in (1, 2, 3)]
    for code in codes:
        act("chuyenvien", code, "extend", **given_for("extend"))
    return codes


def order(app) -> list[str]:
    """The codes of the cards from top to bottom; the way into the one in hand stands above them."""
    return list(dict.fromkeys(re.findall(r"/ho-so\?ma=([\w.-]+)", shown(app))))


def keys_of(app) -> dict[str, str]:
    return {button.key: button.proto.shortcut for button in app.button if button.proto.shortcut}


def test_one_is_in_hand_and_has_the_keys(opens, proposed):  # noqa: F811
    """Ctrl+Enter and Alt+B belong to the card on top, and to no other."""
    app = opens("lanhdao", APPROVALS)
    assert order(app) == proposed
    keys = keys_of(app)
    assert set(keys) == {f"approve-{proposed[0]}", f"return-{proposed[0]}"}
    assert {key.lower() for key in keys.values()} == {
        KEYS["approve"].shortcut.lower(), KEYS["send_back"].shortcut.lower()
    }  # fmt: skip
    assert 'aria-keyshortcuts="Ctrl+Down"' in shown(app)


def test_what_was_left_for_later_comes_last(opens, proposed):  # noqa: F811
    """Passed over, then the next approved: the third comes to the top, the first waits below it."""
    first, second, third = proposed
    app = opens("lanhdao", APPROVALS, viec=second)
    assert order(app) == [second, third, first]
    press(app, "Duyệt")
    assert "Đã duyệt" in done(app)
    assert order(app) == [third, first]
    assert records.dossier(second).extensions == 1


def test_the_last_word_is_taken_back_from_the_list(opens, proposed):  # noqa: F811
    """Hoàn tác stands on the list, also when it is empty: the proposal waits again, in hand."""
    app = opens("lanhdao", APPROVALS)
    for _one in proposed:
        press(app, "Duyệt")
    assert "Không có việc nào chờ duyệt" in shown(app)
    press(app, "Hoàn tác")
    assert "Đã hoàn tác" in done(app)
    assert order(app) == proposed[2:]
    assert records.dossier(proposed[2]).extensions == 0
    assert "Hoàn tác" not in labels(app)


def test_sending_back_asks_why_and_goes_on(opens, proposed):  # noqa: F811
    """Trả lại opens its form in the card; sent, the next one is in hand, and nothing can be taken back."""
    app = press(opens("lanhdao", APPROVALS), "Trả lại")
    press(app, "Xác nhận")
    assert "Lý do" in problem(app)
    field(app.text_area, "Lý do").set_value("Chưa rõ căn cứ").run()
    press(app, "Xác nhận")
    assert order(app) == proposed[1:]
    assert records.proposals(proposed[0])[0].note == "Chưa rõ căn cứ"
    assert "Hoàn tác" not in labels(app)
