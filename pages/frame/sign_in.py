"""The sign-in room: name and password are checked here, then a server route sets the cookie."""

from html import escape

import streamlit as st
import streamlit_authenticator as authenticator

from pages.frame import menu, session
from pages.parts.look import way_on
from pages.parts.words import _
from services import accounts, settings
from services.addresses import local, with_query
from services.errors import Refusal
from services.sentences import say

reader = session.actor()
wanted = st.query_params.get("tiep")

if reader is not None:
    st.info(_("Ông/bà đang đăng nhập với tên %(name)s.") % {"name": reader.name})
    way_on(_("Tiếp tục"), local(wanted) if wanted else menu.landing(reader))
    st.stop()

entered: list[str] = []
directory = accounts.Directory(session.visitor())
form = authenticator.Authenticate(
    {"usernames": {}},
    cookie_key=settings.secret_key(),
    cookie_expiry_days=0,
    auto_hash=False,
    login_sleep_time=0,
)
# The package copies a dict of users; this asks the database for one name at a time instead.
form.authentication_controller.authentication_model.credentials["usernames"] = directory

_left, middle, _right = st.columns([1, 2, 1])
with middle:
    try:
        form.login(
            fields={
                "Form name": _("Đăng nhập"),
                "Username": _("Tên đăng nhập"),
                "Password": _("Mật khẩu"),
                "Login": _("Đăng nhập"),
            },
            callback=lambda facts: entered.append(facts["username"]),
        )
        if entered:
            signed_in = accounts.sign_in(entered[0], session.browser())
            go_on = local(wanted) if wanted else menu.landing(signed_in.actor)
            address = with_query("/phien", {"ve": signed_in.ticket, "tiep": go_on})
            st.html(f'<a class="mc-way mc-now" href="{escape(address)}" target="_self">{_("Tiếp tục")}</a>')
        elif directory.tried:
            accounts.wrong_password(directory.tried)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
