"""The queue's room without a browser: filters, views, columns, many at once, keys."""

import pytest

from services.clock import standing_at
from services.workflow import ACTIONS, State
from tests import town
from tests.rooms.test_desk_rooms import DOSSIER, QUEUE, done, field, opens, press, problem, shown  # noqa: F401
from tests.town import a_dossier

S = State


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield


def test_a_filter_stands_in_the_address_and_is_said(opens):  # noqa: F811
    """Filters are kept as codes, stay with the tabs and the way back, and are told in words."""
    code = a_dossier()
    app = opens("canbo", QUEUE, mo="loc")
    field(app.selectbox, "Kênh nộp").set_value("2").run()
    assert app.query_params["kenh"] == "2"
    assert "Kênh nộp: Trực tuyến" in shown(app)
    assert "/hang-doi?tab=phi&amp;kenh=2" in shown(app)
    assert f"/ho-so?ma={code}&amp;kenh=2" in shown(app)
    field(app.selectbox, "Kênh nộp").set_value("1").run()
    assert code not in shown(app)
    assert "Không có hồ sơ nào như vậy" in shown(app)
    field(app.multiselect, "Trạng thái").set_value(["1", "4"]).run()
    assert app.query_params["trang-thai"] == "1.4"
    field(app.selectbox, "Theo ngày").set_value("nop").run()
    field(app.date_input, "Từ ngày").set_value(town.MONDAY.date()).run()
    assert app.query_params["tu"] == "2026-11-23"
    assert "Ngày nộp: 23/11/2026 – …" in shown(app)


def test_a_view_is_saved_shared_and_dropped(opens):  # noqa: F811
    """Saved views are named, open their filters, and colleagues see those that are shared."""
    a_dossier()
    app = opens("canbo", QUEUE, mo="xem", kenh="2", tab="tat-ca")
    press(app, "Lưu chế độ xem")
    assert "Tên chế độ xem" in problem(app)
    field(app.text_input, "Tên chế độ xem").set_value("Qua mạng").run()
    field(app.checkbox, "Cả đơn vị cùng dùng").check().run()
    press(app, "Lưu chế độ xem")
    assert "Qua mạng" in done(app)
    way = 'href="/hang-doi?tab=tat-ca&amp;kenh=2"'
    assert way in shown(app)
    colleague = opens("chuyenvien", QUEUE)
    assert "Qua mạng" in shown(colleague)
    assert way in shown(colleague)
    assert "Qua mạng" not in shown(opens("canbo2", QUEUE))
    press(opens("canbo", QUEUE, mo="xem"), "Xóa")
    assert "Qua mạng" not in shown(opens("chuyenvien", QUEUE))


def test_columns_are_chosen_and_stay(opens):  # noqa: F811
    """Each officer has her own columns, the next day too."""
    a_dossier(S.IN_PROCESS)
    app = opens("canbo", QUEUE, mo="xem", tab="tat-ca")
    field(app.multiselect, "Cột").set_value(["nguoi-nop", "nguoi-giu"]).run()
    field(app.checkbox, "Dòng sát nhau").check().run()
    press(app, "Lưu cột")
    again = shown(opens("canbo", QUEUE, tab="tat-ca"))
    assert "Người đang giữ</th>" in again
    assert "Trần Văn Mẫu Hai</td>" in again
    assert "mc-dense" in again
    assert "Vì sao ở đây" not in again
    assert "Vì sao ở đây" in shown(opens("chuyenvien", QUEUE, tab="tat-ca"))


@pytest.mark.parametrize("room", [QUEUE, DOSSIER])
def test_the_help_sheet_tells_every_key(opens, room):  # noqa: F811
    """F1 lists every key of queue and dossier, and none of them is bare."""
    from pages.parts import dossier_keys
    from pages.parts.queue_words import key_names

    app = opens("canbo", room, mo="phim", ma=a_dossier())
    keys = [one.shortcut for one in dossier_keys.KEYS.values()] + [key for key, _ in key_names()]
    keys += [one.shortcut for one in ACTIONS.values() if one.shortcut]
    for key in keys:
        assert f"<kbd>{key}</kbd>" in shown(app), key
        assert key.startswith(("Ctrl+", "Alt+")) or key == "F1", key
