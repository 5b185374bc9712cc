"""The form of a supplement request: what is begun is not left out in silence, and who is reached is said."""

import pytest
from sqlalchemy import select

from db.dossiers import Dossier
from db.session import transaction
from services.workflow import State
from tests import records
from tests.rooms.test_desk_rooms import DOSSIER, field, opens, press, problem, shown  # noqa: F401
from tests.town import a_dossier

NO_WAY = "Không gửi được tin nhắn nào"

pytestmark = pytest.mark.usefixtures("monday")


def asks(opens, code):  # noqa: F811
    return opens("canbo", DOSSIER, ma=code, do="request_supplement")


def tick(app):
    app.checkbox[0].check().run()
    return app


def test_a_paper_beyond_the_list_without_a_name_is_not_left_out(opens):  # noqa: F811
    """The ground alone was typed: nothing leaves before it is named, and what was typed stays."""
    code = a_dossier()
    app = tick(asks(opens, code))
    field(app.text_input, "Lý do").set_value("bản quét mờ").run()
    field(app.text_input, "Căn cứ pháp lý").set_value("Điều 37 Luật Hộ tịch").run()
    press(app, "Xác nhận")
    assert "Hãy ghi tên của giấy tờ ngoài danh mục." in shown(app)
    assert field(app.text_input, "Căn cứ pháp lý").value == "Điều 37 Luật Hộ tịch"
    assert records.dossier(code).state == State.SUBMITTED


def test_who_is_reached_by_no_message_is_said_before_sending(opens):  # noqa: F811
    """Without an address the letter must be handed over: the officer hears of it before pressing."""
    code = a_dossier()
    assert NO_WAY not in shown(tick(asks(opens, code)))
    with transaction() as session:
        dossier = session.scalar(select(Dossier).where(Dossier.code == code))
        dossier.applicant_email = dossier.applicant_phone = None
    assert NO_WAY in shown(tick(asks(opens, code)))
