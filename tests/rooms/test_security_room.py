"""The room of the own second factor, and the step of signing in that asks for a code."""

import pyotp

from services.accounts import second_factor
from services.clock import now
from tests import town
from tests.rooms.test_account_room import html, opens  # noqa: F401  (fixture)
from tests.rooms.test_public_rooms import again, button, field, words

SECURITY, SIGN_IN = "pages/public/security.py", "pages/frame/sign_in.py"


def test_it_is_set_up_on_the_page_and_asked_for_at_sign_in(opens):  # noqa: F811
    """QR code, a code of the telephone, recovery codes once; then the sign-in has a second step."""
    app = opens("canbo", SECURITY)
    button(app, "Bật xác thực hai lớp").click()
    again(app)
    totp = pyotp.TOTP(app.code[0].value)
    field(app.text_input, "Mã xác thực").set_value("000000")
    button(app, "Bật").click()
    again(app)
    assert "Mã không đúng" in words(app)
    field(app.text_input, "Mã xác thực").set_value(totp.at(now()))
    button(app, "Bật").click()
    again(app)
    assert len(app.code[0].value.split()) == second_factor.RECOVERY_CODES
    app = opens(room=SIGN_IN)
    app.text_input[0].set_value("canbo")
    app.text_input[1].set_value(town.PASSWORD)
    app.button[0].click().run()
    again(app)
    assert "/phien?ve=" not in html(app)
    field(app.text_input, "Mã xác thực").set_value(totp.at(now(), counter_offset=1))
    button(app, "Đăng nhập").click()
    again(app)
    assert "/phien?ve=" in html(app)
    assert "%2Fhang-doi" in html(app)
