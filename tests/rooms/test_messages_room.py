"""The room of messages and letters without a browser: words with preview, hours and limits, letter heads."""

import pytest
from sqlalchemy import select

from db.office import MessageRule
from db.session import reading
from services import letter_heads
from tests.rooms.test_desk_rooms import done, field, opens, press, problem  # noqa: F401
from tests.town import actor

MESSAGES = "pages/office/messages.py"

pytestmark = pytest.mark.usefixtures("monday")


def test_words_are_changed_previewed_refused_and_restored(opens):  # noqa: F811
    """A refused text stays in its field; a saved one is used, and the built-in words come back."""
    app = opens("quantri", MESSAGES, tin="received", kenh="sms")
    assert "Da tiep nhan ho so H31.124-20261123-0000012" in app.code[0].value
    field(app.text_area, "Nội dung").set_value("{office}: {code} {ho_ten}").run()
    press(app, "Lưu")
    assert "{ho_ten}" in problem(app)
    assert field(app.text_area, "Nội dung").value == "{office}: {code} {ho_ten}"
    field(app.text_area, "Nội dung").set_value("{office}: Đã nhận {code}.").run()
    assert "Da nhan H31.124-20261123-0000012." in app.code[0].value
    press(app, "Lưu")
    assert "Đã lưu" in done(app)
    press(app, "Lấy lại câu chữ có sẵn")
    assert "{received_day}" in field(app.text_area, "Nội dung").value


def test_hours_and_limit_are_saved_or_refused(opens):  # noqa: F811
    """One hour alone is refused beside the form; both are kept."""
    app = opens("quantri", MESSAGES, tab="gio-gui")
    field(app.selectbox, "Yên lặng từ").set_value("21:00")
    press(app, "Lưu")
    assert "cả giờ bắt đầu" in problem(app)
    field(app.selectbox, "Yên lặng từ").set_value("21:00")
    field(app.selectbox, "đến").set_value("06:30")
    press(app, "Lưu")
    assert "Đã lưu" in done(app)
    with reading() as session:
        rule = session.scalars(select(MessageRule)).one()
    assert (rule.quiet_from, rule.quiet_to, rule.per_hour) == ("21:00", "06:30", 0)


def test_a_letter_head_is_saved(opens):  # noqa: F811
    """Each agency has its own; the form says what it is for."""
    app = opens("quantri", MESSAGES, tab="dau-giay-to")
    head = next(one for one in letter_heads.heads(actor("quantri")) if one.agency == "UBND xã Tam Đa")
    field(app.selectbox, "Cơ quan").set_value(head.agency_id).run()
    field(app.text_input, "Người ký").set_value("Trần Thị Mẫu")
    press(app, "Lưu")
    assert "Đã lưu" in done(app)
    kept = next(one for one in letter_heads.heads(actor("quantri")) if one.agency_id == head.agency_id)
    assert kept.values["signer"] == "Trần Thị Mẫu"
