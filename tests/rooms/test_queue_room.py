"""The queue's room without a browser: filters, views, columns, many at once, keys."""

import pytest

from services.clock import standing_at
from services.workflow import ACTIONS, State
from tests import records, town
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
    from pages.parts.dossier import dossier_keys
    from pages.parts.queue.queue_words import key_names

    app = opens("canbo", room, mo="phim", ma=a_dossier())
    keys = [one.shortcut for one in dossier_keys.KEYS.values()] + [key for key, _ in key_names()]
    keys += [one.shortcut for one in ACTIONS.values() if one.shortcut]
    for key in keys:
        assert f"<kbd>{key}</kbd>" in shown(app), key
        assert key.startswith(("Ctrl+", "Alt+")) or key == "F1", key


def row_id(code: str) -> int:
    return records.dossier(code).id


def test_many_are_received_after_a_dry_run(opens):  # noqa: F811
    """Ticks stand in the address; what would happen is shown, then done one by one with a reason for each."""
    new, held = a_dossier(chance=1), a_dossier(S.RECEIVED, chance=2)
    app = opens("canbo", QUEUE, mo="chon", tab="tat-ca", hang=f"{row_id(new)}.{row_id(held)}")
    assert "Đã chọn 2 hồ sơ" in shown(app)
    assert shown(app).count('aria-checked="true"') == 2
    press(app, "Tiếp nhận")
    assert "Sẽ làm 1 hồ sơ; không làm được 1" in shown(app)
    assert "không thể thực hiện “Tiếp nhận”" in shown(app)
    assert records.dossier(new).state == S.SUBMITTED
    press(app, "Xác nhận")
    assert "Đã làm 1 hồ sơ; không làm được 1; còn 0" in shown(app)
    assert records.dossier(new).state == S.RECEIVED
    assert "Xác nhận" not in [button.label for button in app.button]
    press(app, "Xong")
    assert "Đã chọn 2 hồ sơ" in shown(app)


def test_the_page_or_everything_is_chosen_by_a_link(opens):  # noqa: F811
    """One link takes the page, one all that the list finds; without any the actions are shut."""
    made = [row_id(a_dossier(chance=number)) for number in range(2)]
    app = opens("canbo", QUEUE, mo="chon")
    assert next(b for b in app.button if b.label == "Tiếp nhận").disabled
    assert any(f"hang={a}.{b}" in shown(app) for a, b in (made, made[::-1]))
    assert "hang=tat-ca" in shown(app)
    app = opens("canbo", QUEUE, mo="chon", hang="tat-ca")
    assert "Đã chọn 2 hồ sơ" in shown(app)
    press(app, "Giao việc")
    assert "Cán bộ" in problem(app)
    field(app.selectbox, "Cán bộ").set_value(town.actor("chuyenvien").account_id).run()
    press(app, "Giao việc")
    press(app, "Xác nhận")
    assert "Đã làm 2 hồ sơ" in shown(app)


def test_receipts_and_the_list_are_taken_out(opens):  # noqa: F811
    """The receipts as one PDF; the list with just the columns that are shown."""
    code = a_dossier(S.RECEIVED)
    app = opens("canbo", QUEUE, mo="chon", tab="tat-ca", hang="tat-ca")
    press(app, "In giấy tiếp nhận")
    assert "1 giấy tiếp nhận" in shown(app)
    press(app, "Tạo tệp PDF")
    assert app.get("download_button")[0].proto.label == "Tải tệp PDF"
    app = opens("canbo", QUEUE, mo="chon", tab="tat-ca", hang=str(row_id(code)))
    press(app, "Xuất danh sách")
    assert "đúng những cột đang hiện: Mã hồ sơ, Thủ tục, Vì sao ở đây, Trạng thái" in shown(app)
    assert len(app.get("download_button")) == 2
