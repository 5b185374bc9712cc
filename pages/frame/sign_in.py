"""The sign-in room: name and password are checked here, then a server route sets the cookie."""

from html import escape

import streamlit as st

from pages.frame import menu, password_form, session
from pages.parts.citizen import factor_forms
from pages.parts.look import open_now, way_on
from pages.parts.words import _, plain
from services import accounts
from services.errors import Refusal
from services.sentences import say
from services.server.addresses import local, with_query

reader = session.actor()
wanted = st.query_params.get("tiep")

if reader is not None:
    st.info(_("Ông/bà đang đăng nhập với tên %(name)s.") % {"name": plain(reader.name)})
    way_on(_("Tiếp tục"), local(wanted) if wanted else menu.landing(reader))
    st.stop()

_LANDING = "sign-in-landing"


def _go_on(ticket: str, landing: str) -> None:
    """To the room that was wanted, and to no work before a second factor that is demanded is set up."""
    go_on = local(wanted) if wanted and landing != "/bao-mat" else landing
    open_now(_("Tiếp tục"), with_query("/phien", {"ve": ticket, "tiep": go_on}))


entered: list[str] = []
directory = accounts.Directory(session.visitor())

_left, middle, _right = st.columns([1, 2, 1])
with middle, st.container(key="mc-sign-in"):
    try:
        if session.typed(factor_forms.HALF):
            factor_forms.second_step(lambda ticket: _go_on(ticket, session.typed(_LANDING)))
        else:
            password_form.draw(directory, entered.append)
        if entered:
            signed_in = accounts.sign_in(entered[0], session.browser())
            landing = menu.landing(signed_in.actor)
            if signed_in.asks_code:
                session.put(factor_forms.HALF, signed_in.ticket)
                session.put(_LANDING, landing)
                st.rerun()
            _go_on(signed_in.ticket, landing)
        elif directory.tried:
            accounts.wrong_password(directory.tried)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
    other = escape(_("Đăng ký tài khoản công dân, hoặc quên mật khẩu"))
    st.html(f'<p class="mc-own-ways"><a href="/dang-ky" target="_self">{other}</a></p>')
