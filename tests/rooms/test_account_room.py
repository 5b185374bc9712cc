"""The room of a citizen's account without a browser: the list, what is asked, and the way to the rest."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import menu, session
from services import accounts
from services.errors import NotFound
from services.workflow import State
from tests import records, town
from tests.house import ROOT
from tests.rooms.test_public_rooms import again, button, field, words
from tests.test_citizens import ADDRESS, GOOD, digits, of, read_code

ACCOUNT = "pages/public/account.py"

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def opens(one_clock, sqlite_town, monkeypatch):
    """Opens a room, as somebody who is signed in or as nobody."""

    def opened(username: str = "", room: str = ACCOUNT) -> AppTest:
        token = accounts.claim(accounts.sign_in(username, "b").ticket, "b") if username else ""
        monkeypatch.setattr(session, "_token", lambda: token)
        monkeypatch.setattr(session, "browser", lambda: "b")
        menu._counts.clear()
        app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60).run()
        app.switch_page(room).run()
        assert not app.exception, app.exception
        return app

    return opened


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_the_list_says_state_and_what_is_asked_and_leads_to_the_dossier(opens):
    """Each own dossier is one link; what is to be done stands beside it."""
    code = of("congdan", town.a_dossier(State.SUPPLEMENT_ASKED))
    shown = html(opens("congdan"))
    assert f'href="/tra-cuu?ma={code}"' in shown
    assert "Yêu cầu bổ sung giấy tờ" in shown
    assert "Cần bổ sung 1 mục, chậm nhất ngày" in shown


@pytest.mark.parametrize("state", [s for s in State if s is not State.PAYMENT_ASKED])
def test_every_state_has_its_line(opens, state):
    """No state leaves a hole in the card."""
    of("congdan", town.a_dossier(state))
    assert "None" not in html(opens("congdan"))


def test_an_empty_list_says_what_to_do(opens):
    """And the way to a new dossier is there."""
    app = opens("congdan")
    assert "Chưa có hồ sơ nào" in words(app)


def test_a_dossier_is_claimed_on_the_page(opens):
    """Wrong digits are said; the right ones bring it into the list."""
    code = town.a_dossier()
    app = opens("congdan")
    field(app.text_input, "Mã hồ sơ").set_value(code)
    field(app.text_input, "4 số cuối").set_value("0000")
    button(app, "Nhận hồ sơ").click()
    again(app)
    assert "Mã hồ sơ hoặc 4 số cuối không đúng" in words(app)
    field(app.text_input, "4 số cuối").set_value(digits(code))
    button(app, "Nhận hồ sơ").click()
    again(app)
    assert f"/tra-cuu?ma={code}" in html(app)
    assert "nằm trong danh sách" in words(app)


def test_the_owner_needs_no_second_factor(opens):
    """The link of the list opens the dossier itself; somebody else's still asks."""
    mine, other = of("congdan", town.a_dossier()), town.a_dossier(chance=2)
    app = opens("congdan")
    for code, open_at_once in ((mine, True), (other, False)):
        app.query_params["ma"] = code
        app.switch_page("pages/public/track.py").run()
        assert ("Diễn biến" in words(app)) is open_at_once


def test_a_citizen_lands_on_the_own_list(opens):
    """After signing in the first thing seen is where one's dossiers are."""
    app = opens(room="pages/frame/sign_in.py")
    app.text_input[0].set_value("congdan")
    app.text_input[1].set_value(town.PASSWORD)
    app.button[0].click().run()
    assert "tiep=%2Ftai-khoan" in html(app)
    assert records.everything()["sign_in_session"]


def test_one_registers_with_a_code_and_is_signed_in(opens):
    """A wrong code is said and what was typed stays; the right one opens the account and signs in."""
    app = opens(room="pages/public/register.py")
    field(app.text_input, "Thư điện tử").set_value("khong phai")
    button(app, "Gửi mã xác nhận").click()
    again(app)
    assert "Không gửi được mã" in words(app)
    field(app.text_input, "Thư điện tử").set_value(ADDRESS)
    button(app, "Gửi mã xác nhận").click()
    again(app)
    assert "Đã gửi mã" in words(app)
    field(app.text_input, "Mã xác nhận").set_value("1")
    field(app.text_input, "Họ, chữ đệm và tên").set_value("Ngô Thị Mẫu Chín")
    field(app.text_input, "Mật khẩu").set_value(GOOD)
    button(app, "Hoàn tất").click()
    again(app)
    assert "Mã xác nhận không đúng" in words(app)
    field(app.text_input, "Mã xác nhận").set_value(read_code(ADDRESS))
    button(app, "Hoàn tất").click()
    again(app)
    assert "Tài khoản đã sẵn sàng" in words(app)
    assert "tiep=%2Ftai-khoan" in html(app)


def test_contact_data_changes_on_the_page(opens):
    """The new address is shown once its code has come back."""
    app = opens("congdan")
    field(app.text_input, "Thư điện tử").set_value(ADDRESS)
    button(app, "Gửi mã xác nhận").click()
    again(app)
    field(app.text_input, "Mã xác nhận").set_value(read_code(ADDRESS))
    button(app, "Đổi thông tin").click()
    again(app)
    assert "Đã đổi thông tin liên hệ" in words(app)
    assert ADDRESS in html(app)


def test_closing_asks_for_the_password(opens):
    """A wrong one is said; the right one closes and leads out."""
    app = opens("congdan")
    field(app.text_input, "Mật khẩu").set_value("sai")
    button(app, "Đóng tài khoản").click()
    again(app)
    assert "Mật khẩu không đúng" in words(app)
    field(app.text_input, "Mật khẩu").set_value(town.PASSWORD)
    button(app, "Đóng tài khoản").click()
    again(app)
    assert "/dang-xuat" in html(app)
    with pytest.raises(NotFound):
        town.actor("congdan")
