"""What a citizen does with the own account: take in a dossier that was sent without it."""

import streamlit as st

from pages.frame import session
from pages.parts.words import _
from services import citizens
from services.actors import Actor
from services.errors import NotFound, Refusal
from services.sentences import say


def claim(reader: Actor) -> None:
    """Nhận hồ sơ đã nộp không qua tài khoản: by its code and second factor, as tracking asks them."""
    with st.expander(_("Nhận về hồ sơ đã nộp khi chưa đăng nhập")), st.form("claim", border=False):
        code = st.text_input(_("Mã hồ sơ"), placeholder="H31.124-20261123-0000001", autocomplete="off")
        last4 = st.text_input(
            _("4 số cuối điện thoại hoặc số định danh"), max_chars=4, autocomplete="off", placeholder="1234",
        )  # fmt: skip
        top = st.container()
        pressed = st.form_submit_button(_("Nhận hồ sơ"), icon=":material/playlist_add:")
    if not pressed:
        return
    try:
        citizens.claim(reader, code, last4, session.visitor())
    except NotFound:
        with top:
            st.error(_("Mã hồ sơ hoặc 4 số cuối không đúng. Xin xem lại biên nhận."), icon=":material/error:")
    except Refusal as refusal:
        with top:
            st.error(say(refusal), icon=":material/error:")
    else:
        session.say_later("success", _("Hồ sơ đã nằm trong danh sách của ông/bà."))
        st.rerun()
