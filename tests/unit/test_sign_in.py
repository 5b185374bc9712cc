"""The sign-in room and the frame around it, run without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import menu, session
from services import accounts
from services.accounts import passwords
from tests import town

SIGN_IN = "pages/frame/sign_in.py"


@pytest.fixture
def room(sqlite_town, monkeypatch):
    """The program, opened in the sign-in room by a browser with cookies."""
    monkeypatch.setattr(session, "browser", lambda: "a-browser")
    menu._counts.clear()
    test = AppTest.from_file(str(menu.ROOT / "dashboard.py"), default_timeout=30).run()
    return test.switch_page(SIGN_IN).run()


def _enter(room: AppTest, username: str, password: str) -> AppTest:
    room.text_input[0].set_value(username)
    room.text_input[1].set_value(password)
    return room.button[0].click().run()


def _html(room: AppTest) -> str:
    return " ".join(element.proto.body for element in room.get("html"))


def test_the_form_has_the_agreed_words(room):
    """Others drive the program by these labels."""
    assert [field.label for field in room.text_input] == ["Tên đăng nhập", "Mật khẩu"]
    assert [button.label for button in room.button] == ["Đăng nhập"]
    assert "Đăng xuất" not in _html(room)


def test_the_right_password_gives_a_ticket(room):
    """And the way on leads to the queue."""
    _enter(room, "canbo", "MotCua@2026")
    assert not room.error
    assert "/phien?ve=" in _html(room)
    assert "%2Fhang-doi" in _html(room)


def test_a_wrong_password_says_so_and_keeps_the_name(room):
    """Which of the two was wrong is not told."""
    _enter(room, "canbo", "nothing-like-it")
    assert [error.value for error in room.error] == ["Tên đăng nhập hoặc mật khẩu không đúng."]
    assert room.text_input[0].value == "canbo"
    unknown = _enter(room, "khong-co-ai", "nothing-like-it")
    assert [error.value for error in unknown.error] == ["Tên đăng nhập hoặc mật khẩu không đúng."]


def test_the_fifth_wrong_password_locks(room, monkeypatch):
    """The sentence says until when; the right password does not open it now."""
    monkeypatch.setattr(passwords, "nobodys", lambda: passwords.bcrypt.gensalt(4).decode() + "." * 31)
    for _ in range(5):
        _enter(room, "khong-co-ai", "nothing-like-it")
    assert "khóa" in room.error[0].value
    _enter(room, "khong-co-ai", "nothing-like-it")
    assert "khóa" in room.error[0].value


def test_who_is_signed_in_already_is_told(sqlite_town, monkeypatch):
    """Nobody signs in twice by accident."""
    monkeypatch.setattr(session, "_token", lambda: _token("lanhdao"))
    test = AppTest.from_file(str(menu.ROOT / "dashboard.py"), default_timeout=30).run()
    test.switch_page(SIGN_IN).run()
    assert town.actor("lanhdao").name in test.info[0].value
    assert "Đăng xuất" in _html(test)


@pytest.mark.parametrize("room_file", [r.file for r in menu.ROOMS if r.permission is not None])
def test_a_guarded_room_asks_to_sign_in(sqlite_town, room_file):
    """Nothing of the room is drawn for somebody unknown; the way to the form remembers the room."""
    test = AppTest.from_file(str(menu.ROOT / "dashboard.py"), default_timeout=30).run()
    test.switch_page(room_file).run()
    assert [info.value for info in test.info] == ["Ông/bà cần đăng nhập để mở trang này."]
    assert not test.title
    assert "/dang-nhap?tiep=%2F" in _html(test)


@pytest.mark.parametrize("room_file", [r.file for r in menu.ROOMS if r.permission is not None])
def test_a_guarded_room_refuses_the_wrong_role(sqlite_town, monkeypatch, room_file):
    """An administrator sees no dossier, and a citizen nothing of the administrator's."""
    permission = next(room.permission for room in menu.ROOMS if room.file == room_file)
    token = _token("congdan" if town.actor("quantri").holds(permission) else "quantri")
    monkeypatch.setattr(session, "_token", lambda: token)
    test = AppTest.from_file(str(menu.ROOT / "dashboard.py"), default_timeout=30).run()
    test.switch_page(room_file).run()
    assert [error.value for error in test.error] == ["Tài khoản của ông/bà không có quyền mở trang này."]
    assert not test.title


def _token(username: str) -> str:
    return accounts.claim(accounts.sign_in(username, "a-browser").ticket, "a-browser")
