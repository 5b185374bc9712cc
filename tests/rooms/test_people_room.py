"""The room of people without a browser: the list, an invitation, one person, and setting a password."""

import pytest

from tests import town
from tests.rooms.test_account_room import html, opens  # noqa: F401  (fixtures)
from tests.rooms.test_public_rooms import again, button, field, words

pytestmark = pytest.mark.usefixtures("monday")

PEOPLE, SET = "pages/office/people.py", "pages/public/set_password.py"
STRONG = "ba con mèo ngồi học"


def person_of(username: str) -> str:
    return str(town.actor(username).account_id)


def test_an_administrator_invites_and_the_person_sets_the_password(opens):  # noqa: F811
    """A refusal keeps what was typed; the link is shown once; it opens the room where the password is set."""
    app = opens("quantri", PEOPLE)
    assert "canbo2" in html(app)
    field(app.text_input, "Tên đăng nhập").set_value("canbo")
    field(app.text_input, "Họ, chữ đệm").set_value("Ngô Thị Mẫu")
    button(app, "Mời").click()
    again(app)
    assert "đã có người dùng" in words(app)
    assert field(app.text_input, "Họ, chữ đệm").value == "Ngô Thị Mẫu"
    field(app.text_input, "Tên đăng nhập").set_value("ngo.mau")
    button(app, "Mời").click()
    again(app)
    url = app.code[0].value
    assert "Chỉ hiện lần này" in words(app)
    app.run()
    assert not app.code
    app.query_params["moi"] = url.rpartition("=")[2]
    app.switch_page(SET).run()
    assert "ngo.mau" in words(app).replace("\\", "")
    for typed, said in (("matkhau123456", "dễ đoán"), (STRONG, "Đã đặt mật khẩu")):
        field(app.text_input, "Mật khẩu mới").set_value(typed)
        field(app.text_input, "Nhập lại").set_value(typed)
        button(app, "Đặt mật khẩu").click()
        again(app)
        assert said in words(app)


def test_one_person_is_locked_and_the_own_account_has_no_forms(opens):  # noqa: F811
    """What is done is said and stands in the account's log; nobody finds a form for the own rights."""
    app = opens("quantri", PEOPLE)
    app.query_params["nguoi"] = person_of("canbo2")
    app.run()
    button(app, "Khóa tài khoản").click()
    again(app)
    assert "Đã khóa" in words(app)
    assert "Khóa tài khoản" in html(app)
    app.query_params["nguoi"] = person_of("quantri")
    app.run()
    assert "Không ai tự đổi quyền" in words(app)
    assert not app.button


@pytest.mark.parametrize("username", ["canbo", "lanhdao", "giamsat"])
def test_the_room_is_for_administrators(opens, username):  # noqa: F811
    """Everyone else is told so, and sees nobody."""
    app = opens(username, PEOPLE)
    assert "không có quyền" in words(app)
    assert "canbo2" not in html(app)
