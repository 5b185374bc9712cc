"""The draft of a result on both sides: the officer sends it and reads the answer, the citizen answers it."""

import pytest

from services.demo import scans as demo_papers
from services.workflow import State
from tests import records
from tests.rooms.test_desk_rooms import DOSSIER, labels, opens, press, problem, shown  # noqa: F401
from tests.rooms.test_public_rooms import again, button, field, followed, words
from tests.town import a_dossier

pytestmark = pytest.mark.usefixtures("monday")


def test_a_draft_goes_out_and_what_is_wrong_comes_back(opens):  # noqa: F811
    """One button, a file, Xác nhận; the citizen says what is wrong; the officer reads it before the data."""
    code = a_dossier(State.IN_PROCESS)
    app = press(opens("chuyenvien", DOSSIER, ma=code), "Gửi bản nháp cho người dân")
    press(app, "Xác nhận")
    assert "Bản nháp kết quả" in problem(app)
    app.file_uploader[0].upload("ban-nhap.pdf", demo_papers.scan("to_khai", 3), "application/pdf").run()
    press(app, "Xác nhận")
    assert records.last(code).action == "send_draft"
    assert any("đang chờ người dân xem" in one.value for one in app.info)
    citizen = followed(code)
    assert "coi như đồng ý" in words(citizen)
    button(citizen, "Gửi chỗ sai").click()
    assert "Còn thiếu: Chỗ sai" in words(again(citizen))
    field(citizen.text_area, "Chỗ nào sai").set_value("Sai ngày sinh")
    button(citizen, "Gửi chỗ sai").click()
    again(citizen)
    app = opens("chuyenvien", DOSSIER, ma=code)
    assert "báo bản nháp sai" in problem(app)
    assert "Sai ngày sinh" in shown(app)
    assert "Gửi bản nháp cho người dân" in labels(app)


def test_one_press_agrees(opens):  # noqa: F811
    """Đúng: nothing else is asked, and the buttons are gone."""
    code = a_dossier(State.IN_PROCESS)
    app = press(opens("canbo", DOSSIER, ma=code), "Gửi bản nháp cho người dân")
    app.file_uploader[0].upload("ban-nhap.pdf", demo_papers.scan("to_khai", 3), "application/pdf").run()
    press(app, "Xác nhận")
    citizen = followed(code)
    button(citizen, "Đúng").click()
    again(citizen)
    assert records.last(code).action == "confirm_draft"
    assert "Đúng" not in [one.label for one in citizen.button]
