"""streamlit-authenticator's form and password check, without its cookie: our session row replaces that."""

from collections.abc import Callable

import streamlit_authenticator as authenticator
from streamlit_authenticator.models import cookie_model

from pages.parts.words import _
from services import settings
from services.accounts import Directory


class _NoCookies:
    """Stands where the package draws a frame whose script reads and writes cookies."""


cookie_model.stx.CookieManager = _NoCookies


def draw(directory: Directory, entered: Callable[[str], None]) -> None:
    """The form. Calls `entered` with the name once its password was right.

    Raises LockedOut, TooOften from the directory.
    """
    form = authenticator.Authenticate(
        {"usernames": {}},
        cookie_key=settings.secret_key(),
        cookie_expiry_days=0,
        auto_hash=False,
        login_sleep_time=0,
    )
    # The package copies a dict of users; this asks the database for one name at a time instead.
    form.authentication_controller.authentication_model.credentials["usernames"] = directory
    form.login(
        fields={
            "Form name": _("Đăng nhập"),
            "Username": _("Tên đăng nhập"),
            "Password": _("Mật khẩu"),
            "Login": _("Đăng nhập"),
        },
        callback=lambda facts: entered(facts["username"]),
    )
