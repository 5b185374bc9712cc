"""The room of agencies without a browser: the tree, one agency changed, and a merger looked at, then done."""

from datetime import date

import pytest

from services.agencies import listing
from tests import town
from tests.rooms.test_account_room import html, opens  # noqa: F401  (fixtures)
from tests.rooms.test_public_rooms import again, button, words
from tests.test_merger import id_of, new_commune

pytestmark = pytest.mark.usefixtures("monday")

ROOM = "pages/office/agencies.py"
TODAY = date(2026, 11, 23)


def test_the_tree_is_searched_and_an_agency_is_put_right(opens):  # noqa: F811
    """Names lead to their agency; a refusal is a sentence and keeps what was typed."""
    app = opens("quantri", ROOM)
    assert html(app).count('href="/co-quan?xem=') == 15
    app.query_params["tim"] = "tam da"
    app.run()
    shown = html(app)
    assert "UBND xã Tam Đa" in shown
    assert "UBND huyện Phù Cừ" in shown
    assert "Đình Cao" not in shown
    app.query_params["xem"] = str(id_of("tam-da"))
    app.run()
    app.text_input(key="change-place").set_value("x")
    app.text_input(key="change-name").set_value("UBND xã Tam Đa mới")
    button(app, "Lưu").click()
    again(app)
    assert "Mã địa danh gồm" in words(app)
    assert app.text_input(key="change-name").value == "UBND xã Tam Đa mới"
    app.text_input(key="change-place").set_value("12421")
    button(app, "Lưu").click()
    again(app)
    assert "Đã lưu" in words(app)
    assert "Sửa thông tin cơ quan" in html(app)
    assert listing.tree(town.actor("quantri"), "12421")[-1].name == "UBND xã Tam Đa mới"


def test_a_merger_shows_what_would_move_before_it_is_confirmed(opens):  # noqa: F811
    """Nothing is done by the look ahead; confirmed, the agency stands as ended with who took over."""
    town.a_dossier()
    new, old = new_commune(TODAY), id_of("tam-da")
    app = opens("quantri", ROOM)
    app.query_params["xem"] = str(old)
    app.run()
    app.selectbox(key="end-to").set_value(new)
    button(app, "Xem trước").click()
    again(app)
    assert "tiếp nhận **1** hồ sơ" in words(app)
    assert listing.one(town.actor("quantri"), old).node.last is None
    button(app, "Xác nhận").click()
    again(app)
    assert "Đã bàn giao: 1 hồ sơ, 3 vai trò." in words(app)
    assert "UBND xã Tống Trân" in html(app)
    assert "Đã bàn giao xong" in html(app)


def test_officers_do_not_get_in(opens):  # noqa: F811
    """The room asks for the permission itself."""
    assert not opens("canbo", ROOM).selectbox
