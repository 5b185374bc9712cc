"""Lịch làm việc on the screen: look first, then save; what was typed stays on a refusal."""

import pytest
from streamlit.testing.v1 import AppTest

from services.clock import standing_at
from services.dates import calendars
from services.workflow import State
from tests import records, town
from tests.rooms.test_desk_rooms import done, field, labels, opens, press, problem, shown  # noqa: F401
from tests.town import a_dossier

ROOM = "pages/office/working_days.py"


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield
    calendars.forget()


def test_a_day_is_changed_after_a_look(opens):  # noqa: F811
    """The dry run names each dossier with both dates; a missing reason is refused, and nothing is lost."""
    code = a_dossier(State.RECEIVED)
    app: AppTest = opens("quantri", ROOM)
    assert "Ngày Văn hóa Việt Nam" in shown(app)
    field(app.text_input, "Tên ngày").set_value("Nghỉ bão").run()
    press(app, "Xem trước thay đổi")
    assert "Văn bản căn cứ" in problem(app)
    field(app.text_input, "Văn bản căn cứ").set_value("Công điện mẫu").run()
    assert code in shown(app)
    assert "17:00 25/11/2026" in shown(app)
    press(app, "Lưu thay đổi")
    assert "Còn thiếu" in problem(app)
    field(app.text_input, "Lý do").set_value("Bão số 9").run()
    press(app, "Lưu thay đổi")
    assert "1 hồ sơ có ngày hẹn mới" in done(app)
    assert records.dossier(code).due_at == town.moment("2026-11-25T17:00")
    assert "Nghỉ bão" in shown(app)


def test_a_leader_has_the_hours_and_not_the_days(opens):  # noqa: F811
    """A leader reads the days and sets the own hours; what cannot be read is told at its field."""
    app: AppTest = opens("lanhdao", ROOM)
    assert "do người quản trị ghi" in shown(app)
    field(app.toggle, "Theo giờ của cấp trên").set_value(False).run()
    field(app.text_input, "Thứ hai").set_value("sáng").run()
    assert "Hãy ghi như" in shown(app)
