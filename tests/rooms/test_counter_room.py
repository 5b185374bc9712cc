"""Tiếp nhận tại quầy on the screen: choose, scan, tick, receive; nothing is lost on the way."""

import pytest
from streamlit.testing.v1 import AppTest

from services import counter_intake, drafts
from tests import records, town
from tests.rooms.test_desk_rooms import DOSSIER, done, labels, opens, press, problem, shown  # noqa: F401
from tests.test_counter_intake import CARD, filled

COUNTER = "pages/desk/counter.py"

pytestmark = pytest.mark.usefixtures("monday")


def card(app: AppTest):
    return next(one for one in app.text_input if one.label.startswith("Quét thẻ căn cước"))


def test_from_the_choice_to_what_is_missing(opens):  # noqa: F811
    """One tap begins; a card fills; an early press says what is missing, and everything stays."""
    app: AppTest = opens("canbo", COUNTER)
    press(app, "Trích lục hộ tịch")
    card(app).set_value("xin chào").run()
    assert "không phải mã QR" in problem(app)
    assert card(app).value == "xin chào"
    card(app).set_value(CARD).run()
    assert "Nguyễn Thị Mẫu" in done(app)
    assert card(app).value == ""
    name = next(one for one in app.text_input if one.label.startswith("Họ, chữ đệm, tên người yêu cầu"))
    assert name.value == "Nguyễn Thị Mẫu"
    press(app, "Tiếp nhận và in giấy hẹn")
    assert "chưa tiếp nhận được" in problem(app)
    assert "Chưa đánh dấu giấy tờ này" in shown(app)
    press(app, "Đủ giấy tờ bắt buộc")
    token = app.query_params["nhap"]
    token = token if isinstance(token, str) else token[0]
    assert set(counter_intake.view(town.actor("canbo"), token).in_hand) == {"to_khai", "giay_to_tuy_than"}
    assert drafts.view(token).form["nyc_so_dinh_danh"] == "033090001234"
    again: AppTest = opens("canbo", COUNTER)
    assert any("Nguyễn Thị Mẫu" in label for label in labels(again))


def test_receiving_and_the_way_to_the_scans(opens):  # noqa: F811
    """The tick of the signed declaration is asked; then code, receipt, and on the dossier its papers."""
    app: AppTest = opens("canbo", COUNTER, nhap=filled())
    press(app, "Tiếp nhận và in giấy hẹn")
    assert "chịu trách nhiệm trước khi nộp" in shown(app)
    next(one for one in app.checkbox if one.label.startswith("Người nộp đã ký")).check().run()
    press(app, "Tiếp nhận và in giấy hẹn")
    code = app.header[0].value.removeprefix("Mã hồ sơ: ")
    assert records.dossier(code).channel == 1
    dossier: AppTest = opens("canbo", DOSSIER, ma=code)
    assert "chưa quét" in shown(dossier)


def test_those_who_do_not_receive_are_told_so(opens):  # noqa: F811
    """The room is for those who receive."""
    app: AppTest = opens("chuyenvien", COUNTER)
    assert "không có quyền" in problem(app)
