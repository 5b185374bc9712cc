"""The journal's room without a browser: who did what, messages that failed, and the state of the program."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.dossiers import Dossier
from db.outbox import Notice
from db.session import transaction
from services.clock import now
from services.workflow import State
from tests import records, town
from tests.rooms.test_desk_rooms import DOSSIER, done, field, labels, opens, press, shown  # noqa: F401
from tests.town import a_dossier, act

JOURNAL = "pages/office/journal.py"

pytestmark = pytest.mark.usefixtures("monday")


def fail_all() -> None:
    with transaction() as session:
        values = {"failed_at": now(), "attempts": 8, "last_error": "the mail server cannot be reached"}
        session.execute(update(Notice).values(**values))


def test_who_did_what_is_narrowed_in_the_address(opens):  # noqa: F811
    """Filters stand in the address as codes; the list says what was done, and that nobody edits it."""
    code = a_dossier(State.RECEIVED)
    app = opens("quantri", JOURNAL)
    assert code in shown(app)
    assert "Người dân" in shown(app)
    assert "không ai sửa" in shown(app)
    field(app.selectbox, "Việc").set_value("receive").run()
    assert app.query_params["viec"] == "receive"
    assert "Người dân" not in shown(app)
    field(app.text_input, "Người làm").set_value("khong-co-ai").run()
    assert app.query_params["nguoi"] == "khong-co-ai"
    assert "Không có việc nào như vậy" in shown(app)


def test_a_failed_message_is_seen_and_sent_again(opens):  # noqa: F811
    """The first line tells of it; Gửi lại brings it back to the queue."""
    a_dossier()
    fail_all()
    app = opens("quantri", JOURNAL, tab="tin")
    assert "tin không gửi được" in shown(app)
    assert "Không kết nối được máy chủ thư" in shown(app)
    before = labels(app).count("Gửi lại")
    press(app, "Gửi lại")
    assert "gửi lại" in done(app)
    assert labels(app).count("Gửi lại") == before - 1


def test_the_dossier_shows_its_messages(opens):  # noqa: F811
    """Delivery log per dossier, with Gửi lại for its officers."""
    code = a_dossier()
    fail_all()
    app = opens("canbo", DOSSIER, ma=code, muc="thu")
    assert "Không gửi được" in shown(app)
    press(app, "Gửi lại")
    assert "gửi lại" in done(app)
    act("canbo", code, "receive")
    assert "Chờ gửi" in shown(opens("canbo", DOSSIER, ma=code, muc="thu"))


def test_the_state_of_the_program(opens):  # noqa: F811
    """Database, disk, ways out, jobs; the chain is read through only when asked."""
    a_dossier()
    app = opens("quantri", JOURNAL, tab="may")
    assert "chưa kiểm tra lần nào" in " ".join(one.value for one in app.info)
    assert "Chưa có bản sao lưu nào" in " ".join(one.value for one in app.warning)
    assert "SQLite" in shown(app)
    press(app, "Kiểm tra chuỗi")
    assert "nguyên vẹn" in done(app)
    assert not records.events("H31.124-20261123-0000009")


def test_how_long_things_are_kept_is_tried_and_saved(opens):  # noqa: F811
    """Lưu giữ: off by default; the trial counts and writes nothing; what is saved says since when it counts;
    a wrong number is refused with what was typed left there."""
    a_dossier(State.RETURNED)
    with transaction() as session:
        session.execute(update(Dossier).values(closed_at=town.MONDAY - timedelta(days=800)))
    app = opens("quantri", JOURNAL, tab="luu-giu")
    assert "Mặc định không xóa gì" in shown(app)
    field(app.number_input, "Hồ sơ đã kết thúc (tháng)").set_value(24)
    with records.no_trace():
        press(app, "Thử, không xóa gì")
    assert "Thử: sẽ bỏ hôm nay" in shown(app)
    field(app.number_input, "Hồ sơ đã kết thúc (tháng)").set_value(5)
    with records.no_trace():
        press(app, "Lưu")
    assert "từ 12 đến 1200" in " ".join(one.value for one in app.error)
    field(app.number_input, "Hồ sơ đã kết thúc (tháng)").set_value(60)
    press(app, "Lưu")
    assert "sau một ngày" in done(app)
    assert "60 tháng" in shown(app)


def test_others_are_told_that_it_is_not_theirs(opens):  # noqa: F811
    """The room asks for journal:read itself."""
    app = opens("lanhdao", JOURNAL)
    assert "không có quyền" in " ".join(one.value for one in app.error)
