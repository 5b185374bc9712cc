"""The room of figures: where a supervisor lands, what she reads there, and the list behind each figure."""

import re

import pytest

from pages.frame import menu
from services.clock import standing_at
from services.workflow import State
from tests import town
from tests.rooms.test_desk_rooms import opens, shown  # noqa: F401
from tests.town import a_dossier

FIGURES = "pages/office/figures.py"

pytestmark = pytest.mark.usefixtures("monday")


def test_a_supervisor_lands_on_her_figures(sqlite_town):
    """Surface: supervisors land on their figures, and the menu has them; officers keep the queue."""
    room = next(room for room in menu.here() if room.url_path == "thong-ke")
    assert menu.landing(town.actor("giamsat")) == "/thong-ke"
    assert menu.landing(town.actor("canbo")) == "/hang-doi"
    assert [menu.shown(room, town.actor(name)) for name in ("giamsat", "lanhdao", "canbo")] == [True] * 3
    assert [menu.shown(room, town.actor(name)) for name in ("quantri", "congdan")] == [False] * 2


def test_every_figure_opens_its_list(opens):  # noqa: F811
    """Issue: each link Xem danh sách leads to as many dossiers as its figure says, narrowed alike."""
    for chance, state in enumerate((State.RECEIVED, State.RECEIVED, State.READY, State.NOT_ACCEPTED)):
        a_dossier(state, chance=chance)
    app = opens("giamsat", FIGURES, kenh="2")
    page = shown(app)
    assert "tiếp nhận 3 hồ sơ, 100,0% đúng hạn" in page
    assert len(app.get("plotly_chart")) == 5
    assert "Danh sách hồ sơ" not in page
    links = set(re.findall(r'href="(/thong-ke\?[^"]*xem=[^"]*)"', page))
    assert all("kenh=2" in link for link in links)
    listed = opens("giamsat", FIGURES, kenh="2", xem="received")
    assert shown(listed).count('<th scope="row">H31.') == 3
    assert "Nguyễn" not in shown(listed).replace("Nguyễn Hòa", "")
    assert "/ho-so?ma=" not in shown(listed)


def test_an_empty_choice_says_what_to_do(opens):  # noqa: F811
    """Screens: an empty page and an empty list say what to do next; an unknown list shows the figures."""
    told = opens("canbo", FIGURES, ky="2025", xem="khong-co")
    assert "Không có danh sách này" in told.info[0].value
    assert "Không có hồ sơ nào trong lựa chọn này" in shown(told)
    assert "bỏ bớt điều kiện" in shown(opens("canbo", FIGURES, xem="late"))


def test_a_month_that_has_just_begun_is_shown(opens, monkeypatch):  # noqa: F811
    """Nothing is done yet in the running month, but in those before: the page stood with an error on the
    second day of a month."""
    a_dossier(State.READY)
    monkeypatch.setenv("FAKE_NOW", "2026-12-02T08:30:00+07:00")
    with standing_at(town.moment("2026-12-02T08:30")):
        page = shown(opens("giamsat", FIGURES))
    assert "Tháng 12/2026: tiếp nhận 0 hồ sơ" in page
