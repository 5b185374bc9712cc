"""The queue's room without a browser: filters, views, columns, many at once, keys."""

import ast
import re

import pytest

from pages.frame import session
from pages.parts import filters
from pages.parts.dossier import dossier_keys
from services.desk import choices, remarks
from services.workflow import State
from tests import records, town
from tests.house import ROOT
from tests.rooms.test_desk_rooms import DOSSIER, QUEUE, done, field, opens, press, problem, shown  # noqa: F401
from tests.town import a_dossier

S = State

pytestmark = pytest.mark.usefixtures("monday")


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


def test_a_search_says_that_it_leaves_the_filters_out(opens):  # noqa: F811
    """A search goes through everything: whoever has the filters open beside it is told so."""
    code = a_dossier(nyc_ho_ten="Trần Văn Mẫu")
    app = opens("canbo", QUEUE, mo="loc", kenh="1", tim="tran van")
    assert code in shown(app).replace("<small>", "").replace("</small>", "")
    assert "không theo bộ lọc" in shown(app)
    assert "không theo bộ lọc" not in shown(opens("canbo", QUEUE, mo="loc", kenh="1"))


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
    """F1 lists every key that the sources of queue and dossier name, and none of them is bare."""
    app = opens("canbo", room, mo="phim", ma=a_dossier())
    told = [re.findall(r"<dt><kbd>([^<]+)</kbd></dt>", group) for group in shown(app).split("<section>")[1:]]
    for key in {*told[0], *told[1]}:
        assert key.startswith(("Ctrl+", "Alt+")) or key in ("F1", "Space"), key
    fields = set(re.findall(r'"(Alt\+\w)": "\.st-key', (ROOT / "pages/parts/assets/keys.js").read_text()))
    assert named_in_sources("queue") | fields - set(told[1]) | {"Alt+1 … Alt+9"} == set(told[0])
    assert named_in_sources("dossier") == set(told[1])


def named_in_sources(room: str) -> set[str]:
    """Every key that stands as a text in the sources of this room, or in its tables."""
    files = [ROOT / f"pages/desk/{room}.py", *(ROOT / "pages/parts" / room).glob("*.py")]
    texts = {
        one.value
        for file in files
        for one in ast.walk(ast.parse(file.read_text()))
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    key = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\w+|F\d+|Space")
    found = {text for text in texts if key.fullmatch(text)}
    if room == "dossier":
        found |= {one.shortcut for one in dossier_keys.actions().values()}
        found |= {one.shortcut for one in (*dossier_keys.KEYS.values(), *dossier_keys.SECTIONS.values())}
    return found


ROWS = {
    "Xóa": "one of several in a list: Tab and Enter",
    "Tải phiếu": "one of several in a list: Tab and Enter",
    "Không dùng nữa": "Tab and Enter, from the label",
    "Tải mã VietQR để in": "in a fold: Tab and Enter",
}
"""Buttons without a key of their own, and how the keyboard comes to them."""


def keys_on(app) -> list[str]:
    """The keys of a page; fails where a button has none, or two have the same."""
    pressed = [(one.label, one.proto.shortcut) for one in app.button]
    pressed += [(one.proto.label, one.proto.shortcut) for one in app.get("download_button")]
    pressed += [("", key) for key in re.findall(r'aria-keyshortcuts="([^"]+)"', shown(app))]
    for label, key in pressed:
        assert key or any(label.startswith(known) for known in ROWS), f"{label}: no key"
    keys = [key.lower() for _, key in pressed if key and key != "F1"]  # the open sheet has a second way out
    assert len(set(keys)) == len(keys), sorted(keys)
    return keys


PANELS = [
    {"mo": "loc", "ngay": "nop", "kenh": "2"}, {"mo": "xem"}, {"mo": "phim"},
    {"mo": "chon", "hang": "tat-ca"}, {"mo": "chon", "hang": "tat-ca", "viec": "in"},
    {"mo": "chon", "hang": "tat-ca", "viec": "xuat"},
]  # fmt: skip


def test_every_button_of_queue_and_dossier_has_a_key(opens):  # noqa: F811
    """Whatever panel or section is open: each button names its key, and no key is given twice on one page."""
    codes = [a_dossier(state, chance=int(state)) for state in (S.SUBMITTED, S.IN_PROCESS, S.PAYMENT_ASKED)]
    remarks.add_label(town.actor("canbo"), "Hộ nghèo")
    choices.save_view(town.actor("lanhdao"), "Của tôi", {"tab": "cua-toi"}, shared=False)
    for panel in PANELS:
        assert keys_on(opens("lanhdao", QUEUE, tab="tat-ca", **panel))
    for code in codes:
        for section in ("du-lieu", "thu", "ghi-chu", "lien-quan"):
            assert keys_on(opens("lanhdao", DOSSIER, ma=code, muc=section))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ho tich", "b"), ("HỘ TỊCH", "b"), ("tich ho", "b"), ("c", "c"), ("dang ky khai sinh", "c"),
        ("khai sinh", ""), ("xyz", ""), ("G15", ""), ("dat dai", "e"),
    ],
)  # fmt: skip
def test_a_list_finds_what_is_typed_without_accents(opens, typed, found):  # noqa: F811
    """Words in any order; what is just the name goes before what has it, several are named and none taken."""
    lists = {
        "a": "Tất cả", "b": "Hộ tịch", "c": "Đăng ký khai sinh", "d": "Đăng ký lại khai sinh", "e": "Đất đai",
    }  # fmt: skip
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "say_later", lambda kind, text: said.append(text))
        assert filters.meant(typed, lists) == found
    assert bool(said) is not bool(found)
    assert typed != "khai sinh" or "Đăng ký khai sinh; Đăng ký lại khai sinh" in said[0]


def test_filters_survive_a_reload_by_their_address(opens):  # noqa: F811
    """Every filter stands in the address alone: whoever opens it in a new session sees the same."""
    code = a_dossier()
    asked = {
        "tab": "tat-ca", "trang-thai": "1.4", "thu-tuc": "2.000635", "linh-vuc": "G15-TP07", "nguoi": "0",
        "muc-do": "4", "kenh": "2", "phi": "con-no", "tra": "DIEN_TU", "ngay": "nop", "tu": "2026-11-01",
        "den": "2026-11-30", "sap-xep": "moi-truoc",
    }  # fmt: skip
    app = opens("chuyenvien", QUEUE, mo="loc", **asked)
    told = shown(app)
    for said in (
        "Mới đăng ký, Đang xử lý", "Thủ tục: Trích lục hộ tịch", "Lĩnh vực: Hộ tịch", "Chưa có người giữ",
        "Mức độ: Mức độ 4", "Kênh nộp: Trực tuyến", "Phí, lệ phí: Còn phải nộp", "Nhận kết quả: Bản điện tử",
        "Ngày nộp: 01/11/2026 – 30/11/2026", "Sắp xếp: Nộp sau xếp trước",
    ):  # fmt: skip
        assert said in told, said
    for label in ("Thủ tục", "Lĩnh vực", "Người đang giữ", "Mức độ", "Kênh nộp", "Phí, lệ phí", "Sắp xếp"):
        assert field(app.selectbox, label).value, label
    assert code in shown(opens("chuyenvien", QUEUE, tab="tat-ca", kenh="2", nguoi="0"))


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
    assert f'href="/ho-so?ma={held}"' in shown(app)
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
    field(app.selectbox, "Cán bộ").set_value(str(town.actor("chuyenvien").account_id)).run()
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
