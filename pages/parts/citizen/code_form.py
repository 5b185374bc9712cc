"""The first half of proving an address: it is typed, a code is sent, and the page waits for the code."""

from collections.abc import Callable

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.words import _, plain
from services.citizens import words


def prove(name: str, ask: Callable[[str], str]) -> str:
    """The address that a code was just sent to, or nothing yet. `ask` sends it. The page keeps the address
    only while it is open: it has no place in the browser's history."""
    place = f"{name}-recipient"
    if recipient := session.typed(place):
        st.info(_("Đã gửi mã đến %(to)s. Mã có hiệu lực 10 phút.") % {"to": plain(recipient)})
        if st.button(_("Dùng địa chỉ khác hoặc gửi lại mã"), type="tertiary", key=f"{name}-again"):
            session.put(place, "")
            st.rerun()
        return recipient
    with st.form(f"{name}-ask", border=False):
        typed = st.text_input(_("Thư điện tử hoặc điện thoại di động"), autocomplete="email", max_chars=254)
        top = st.container()
        pressed = st.form_submit_button(_("Gửi mã xác nhận"), type="primary", icon=":material/send:")
    if pressed:
        with refusals.told(top, words.say):
            session.put(place, ask(typed))
            st.rerun()
    return ""


def forget(name: str) -> None:
    """The proof is done: the form begins anew."""
    session.put(f"{name}-recipient", "")
