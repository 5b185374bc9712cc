"""The table of rooms: every room exists, its address is the agreed one, each reader sees what is meant."""

import pytest

from pages.frame import menu
from services.actors import Actor, Grant
from services.permissions import Permission
from services.workflow import Role

AGREED = {
    "Trang chủ": "", "Thủ tục hành chính": "thu-tuc", "Nộp hồ sơ": "nop-ho-so", "Tra cứu hồ sơ": "tra-cuu",
    "Đăng nhập": "dang-nhap", "Hàng đợi": "hang-doi", "Hồ sơ": "ho-so", "Chờ duyệt": "cho-duyet",
    "Hồ sơ của tôi": "tai-khoan", "Đăng ký tài khoản": "dang-ky", "Công khai kết quả": "cong-khai",
    "Trả kết quả qua bưu chính": "buu-chinh", "Xác minh giấy tờ": "xac-minh",
    "Người dùng": "nguoi-dung", "Đặt mật khẩu": "dat-mat-khau", "Bảo mật tài khoản": "bao-mat",
    "Phí, lệ phí": "thu-phi", "Thanh toán": "thanh-toan",
    "Tiếp nhận tại quầy": "tiep-nhan", "Lịch làm việc": "lich-lam-viec",
    "Thống kê": "thong-ke", "Báo cáo": "bao-cao", "Nhật ký": "nhat-ky",
    "Tin báo và giấy tờ": "tin-bao", "Danh mục thủ tục": "danh-muc",
    "Cơ quan": "co-quan",
}  # fmt: skip


def _somebody(*roles: Role) -> Actor:
    kind = "citizen" if set(roles) <= {Role.CITIZEN} else "officer"
    return Actor(kind, "Mẫu", 1, "mau", tuple(Grant(role, 1) for role in roles))


def _menu(reader: Actor | None) -> set[str]:
    return {room.title for room in menu.ROOMS if menu.shown(room, reader)}


@pytest.mark.parametrize("room", menu.ROOMS, ids=lambda room: room.file)
def test_every_room_of_the_table_exists(room):
    """A room that is not built yet is not listed."""
    assert (menu.ROOT / room.file).is_file()


@pytest.mark.parametrize("room", menu.ROOMS, ids=lambda room: room.file)
def test_titles_and_addresses_are_the_agreed_ones(room):
    """Others drive the program by them."""
    assert AGREED[room.title] == room.url_path


@pytest.mark.parametrize("room", menu.ROOMS, ids=lambda room: room.file)
def test_a_room_with_a_permission_asks_for_it_itself(room):
    """The menu hides a room, only the room's own first call guards it."""
    if room.permission is None:
        return
    source = (menu.ROOT / room.file).read_text(encoding="utf-8")
    assert f"require(Permission.{room.permission.name})" in source


PUBLIC = {"Trang chủ", "Thủ tục hành chính", "Nộp hồ sơ", "Tra cứu hồ sơ", "Công khai kết quả"}
OFFICE = {"Hàng đợi", "Phí, lệ phí", "Trả kết quả qua bưu chính", "Thống kê", "Thủ tục hành chính"}


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (None, PUBLIC),
        (_somebody(Role.CITIZEN), PUBLIC | {"Hồ sơ của tôi"}),
        (_somebody(), PUBLIC),
        (_somebody(Role.RECEIVER), OFFICE | {"Tiếp nhận tại quầy"}),
        (_somebody(Role.SPECIALIST), OFFICE),
        (_somebody(Role.LEADER), OFFICE | {"Tiếp nhận tại quầy", "Lịch làm việc", "Chờ duyệt", "Báo cáo"}),
        (_somebody(Role.SUPERVISOR), {"Thống kê", "Báo cáo", "Thủ tục hành chính"}),
        (
            _somebody(Role.ADMINISTRATOR),
            {
                "Lịch làm việc", "Tin báo và giấy tờ", "Người dùng", "Nhật ký", "Thủ tục hành chính",
                "Danh mục thủ tục", "Cơ quan",
            },
        ),
    ],
)
def test_each_reader_sees_what_is_meant(reader, expected):
    """Citizens see the public rooms, officers their own and the procedures."""
    assert _menu(reader) == expected


@pytest.mark.parametrize(
    ("roles", "address"),
    [
        ((Role.RECEIVER,), "/hang-doi"),
        ((Role.LEADER,), "/hang-doi"),
        ((Role.CITIZEN,), "/tai-khoan"),
        ((), "/"),
    ],
)
def test_after_sign_in_everybody_lands_where_their_work_is(roles, address):
    """Officers on their queue, citizens on the list of their dossiers."""
    assert menu.landing(_somebody(*roles)) == address


def test_a_menu_without_counts_still_stands(monkeypatch):
    """Counting is a service to the reader; its failure must not close the house."""
    monkeypatch.setattr("services.desk.menu_counts", lambda _reader: 1 / 0)
    menu._counts.clear()
    assert menu._counts_for(_somebody(Role.RECEIVER)) == {}
    menu._counts.clear()


def test_counts_are_asked_for_once_in_ten_seconds(monkeypatch):
    """A click costs no further question."""
    asked = []
    monkeypatch.setattr("services.desk.menu_counts", lambda reader: asked.append(reader) or {"hang-doi": 3})
    menu._counts.clear()
    for _ in range(5):
        assert menu._counts_for(_somebody(Role.RECEIVER)) == {"hang-doi": 3}
    assert len(asked) == 1
    menu._counts.clear()


def test_permissions_of_the_table_are_permissions():
    """A typing slip would open a room to nobody."""
    assert {room.permission for room in menu.ROOMS} <= {None, *Permission}
