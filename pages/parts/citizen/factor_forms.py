"""Setting up the second factor, its recovery codes, and the step of signing in that asks for a code."""

import io
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.look import way_on
from pages.parts.words import _, day
from services.accounts import second_factor
from services.actors import Actor

_SETUP, _CODES = "factor-setup", "factor-codes"
HALF = "sign-in-half"


def set_up(reader: Actor) -> None:
    """First the QR code, then a code of the telephone that has read it."""
    st.markdown(_("Khi đăng nhập, ngoài mật khẩu còn phải nhập mã 6 chữ số trên điện thoại. Ai biết mật khẩu "
                  "mà không có điện thoại thì không vào được."))  # fmt: skip
    setup = session.typed(_SETUP)
    if not setup:
        if st.button(_("Bật xác thực hai lớp"), type="primary", icon=":material/shield:"):
            with refusals.told():
                session.put(_SETUP, second_factor.begin(reader))
                st.rerun()
        return
    st.markdown(_("Mở ứng dụng tạo mã (Google Authenticator, Microsoft Authenticator…) và quét hình này:"))
    said = _("Mã QR để ứng dụng quét")
    st.image(_picture(setup.uri), width=240, caption=said, alt=said)
    st.markdown(_("Không quét được thì nhập khóa này vào ứng dụng:"))
    st.code(setup.secret, language=None)
    code, top = _code_form("confirm", _("Bật"))
    if code is not None:
        with refusals.told(top):
            session.put(_CODES, second_factor.confirm(reader, code))
            session.put(_SETUP, None)
            session.say_later("success", _("Đã bật xác thực hai lớp."))
            st.rerun()


def codes_once() -> None:
    """The recovery codes, shown until the next click."""
    codes = session.typed(_CODES)
    if codes:
        session.put(_CODES, None)
        st.markdown(_("**Mã dự phòng**: mỗi mã dùng một lần khi mất điện thoại. Chỉ hiện lần này, hãy in."))
        st.code("\n".join(codes), language=None)


def change(reader: Actor, kept: second_factor.Standing) -> None:
    """It is on: new recovery codes, or off again."""
    told = {"day": day(kept.since), "n": kept.left}
    st.success(_("Xác thực hai lớp bật từ %(day)s. Còn %(n)s mã dự phòng.") % told)
    with st.expander(_("Lấy mã dự phòng mới")):
        code, top = _code_form("renew", _("Lấy mã mới"))
        if code is not None:
            with refusals.told(top):
                session.put(_CODES, second_factor.renew_codes(reader, code))
                st.rerun()
    with st.expander(_("Tắt xác thực hai lớp, hoặc đổi điện thoại")):
        code, top = _code_form("end", _("Tắt"))
        if code is not None:
            with refusals.told(top):
                second_factor.end(reader, code)
                session.say_later("success", _("Đã tắt xác thực hai lớp."))
                st.rerun()


def second_step(entered: Callable[[str], None]) -> None:
    """The step of signing in after the right password. `entered` is given the ticket."""
    half = session.typed(HALF)
    st.markdown(_("Mật khẩu đúng. Hãy nhập mã 6 chữ số trên điện thoại, hoặc một mã dự phòng."))
    code, top = _code_form("sign-in", _("Đăng nhập"))
    ticket = ""
    if code is not None:
        with refusals.told(top):
            ticket = second_factor.finish(half, code, session.browser())
    if ticket:
        session.put(HALF, "")
        entered(ticket)
    else:
        way_on(_("Đăng nhập lại từ đầu"), "/dang-nhap")


def _code_form(key: str, label: str) -> tuple[str | None, Any]:
    """The code that was just sent, None when none was; and the place for what is wrong with it."""
    with st.form(f"factor-{key}", border=False):
        code = st.text_input(_("Mã xác thực"), autocomplete="one-time-code", max_chars=24, key=f"code-{key}")
        top = st.container()
        pressed = st.form_submit_button(label, type="primary")
    return (code if pressed else None), top


def _picture(uri: str) -> bytes:
    import segno

    file = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(file, kind="png", scale=6, border=4)
    return file.getvalue()
