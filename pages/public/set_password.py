"""Đặt mật khẩu: whoever was given the one-time link chooses the own password."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.look import head, way_on
from pages.parts.sheet import sheet
from pages.parts.words import _, plain
from services.accounts import links
from services.citizens import words
from services.errors import NotFound
from services.people import invitations


def room() -> None:
    """Name and field; a link that was used or is old says how to come by another."""
    token = st.query_params.get(links.TOKEN, "")
    with sheet():
        head(_("Đặt mật khẩu"))
        try:
            invited = invitations.look(token, session.visitor())
        except NotFound:
            told = _("Đường dẫn này đã dùng, đã hết hạn hoặc không đúng.")
            st.info(told + " " + _("Hãy xin người quản trị đường dẫn mới."))
            return way_on(_("Đăng nhập"), "/dang-nhap")
        told = {"name": plain(invited.name), "user": plain(invited.username)}
        st.markdown(_("Chào **%(name)s**. Tên đăng nhập của ông/bà: **%(user)s**") % told)
        return _form(token)


def _form(token: str) -> None:
    with st.form("set-password", border=False):
        password = st.text_input(_("Mật khẩu mới"), type="password", autocomplete="new-password")
        again = st.text_input(_("Nhập lại mật khẩu mới"), type="password", autocomplete="new-password")
        st.caption(_("Mật khẩu dài ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."))
        top = st.container()
        pressed = st.form_submit_button(_("Đặt mật khẩu"), type="primary")
    if not pressed:
        return
    if password != again:
        top.error(_("Hai lần nhập không giống nhau."), icon=":material/error:")
        return
    with refusals.told(top, words.say):
        invitations.accept(token, password, session.visitor())
        st.success(_("Đã đặt mật khẩu. Bây giờ ông/bà đăng nhập được."))
        way_on(_("Đăng nhập"), "/dang-nhap")


room()
