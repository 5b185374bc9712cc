"""Đăng ký tài khoản: an address, the code that proves it, name and password; also for a forgotten one."""

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.citizen.code_form import prove
from pages.parts.look import head, open_now, way_on
from pages.parts.sheet import sheet
from pages.parts.words import _
from services import accounts
from services.citizens import registration, words
from services.server.addresses import with_query


def room() -> None:
    """First the address, then the code with name and password; then one is signed in."""
    with sheet():
        head(_("Đăng ký tài khoản"), _("Quên mật khẩu cũng làm tại đây: hồ sơ và tài khoản cũ vẫn còn."))
        if session.actor() is not None:
            st.info(_("Ông/bà đang đăng nhập. Muốn lập tài khoản khác, xin đăng xuất trước."))
            return
        recipient = prove("register", lambda typed: registration.ask(
            typed, session.visitor(), language=session.language()))  # fmt: skip
        if recipient:
            _finish(recipient)


def _finish(recipient: str) -> None:
    with st.form("register-finish", border=False):
        code = st.text_input(_("Mã xác nhận (6 chữ số)"), autocomplete="one-time-code", max_chars=12)
        name = st.text_input(
            _("Họ, chữ đệm và tên"), autocomplete="name", max_chars=registration.LONGEST_NAME
        )
        password = st.text_input(_("Mật khẩu mới"), type="password", autocomplete="new-password")
        st.caption(_("Mật khẩu dài ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất."))
        top = st.container()
        pressed = st.form_submit_button(_("Hoàn tất"), type="primary")
    if not pressed:
        return
    with refusals.told(top, words.say):
        username = registration.finish(recipient, code, name, password, session.visitor())
        ticket = accounts.sign_in(username, session.browser()).ticket if session.browser() else ""
        st.success(_("Tài khoản đã sẵn sàng. Tên đăng nhập: %(name)s") % {"name": username})
        if ticket:
            open_now(_("Tiếp tục"), with_query("/phien", {"ve": ticket, "tiep": "/tai-khoan"}))
        else:
            way_on(_("Đăng nhập"), "/dang-nhap")


room()
