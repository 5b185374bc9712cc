"""Tra cứu hồ sơ: where a dossier is, when it is due and why; by its code and a second factor."""

import streamlit as st

from pages.frame import session
from pages.parts.citizen import followed
from pages.parts.look import head
from pages.parts.sheet import sheet
from pages.parts.words import _
from services import tracking
from services.actors import Actor
from services.errors import NotFound, TooOften
from services.sentences import say


def room() -> None:
    """The form until the second factor is shown, then the dossier."""
    with sheet():
        code = st.query_params.get("ma", "").strip().upper()
        follower = session.proof(code) or _account(code)
        if follower is None:
            _ask(code)
        else:
            followed.draw(follower, tracking.view(follower, code))


def _account(code: str) -> Actor | None:
    """A signed-in citizen needs no second factor for an own dossier."""
    reader = session.actor()
    if reader is None or reader.kind != "citizen" or not code:
        return None
    try:
        tracking.view(reader, code)
    except NotFound:
        return None
    return reader


def _ask(code: str) -> None:
    head(_("Tra cứu hồ sơ"))
    if st.query_params.get("viec") == "bo-sung":
        st.info(_("Mở hồ sơ bằng mã trong thư hoặc tin nhắn; mục cần bổ sung hiện ra để gửi ngay tại đó."))
    with st.form("track", border=False):
        typed = st.text_input(
            _("Mã hồ sơ"), value=code, placeholder="H31.124-20261123-0000001", autocomplete="off"
        )
        last4 = st.text_input(
            _("4 số cuối điện thoại hoặc số định danh"), max_chars=4, autocomplete="off", placeholder="1234",
        )  # fmt: skip
        pressed = st.form_submit_button(_("Tra cứu"), type="primary", icon=":material/search:")
    st.caption(_("Mã hồ sơ ghi trên biên nhận, giấy hẹn và trong thư báo. Số là số ông/bà đã khai khi nộp."))
    if not pressed:
        return
    try:
        follower = tracking.verify(typed, last4, session.visitor())
    except NotFound:
        st.error(_("Mã hồ sơ hoặc 4 số cuối không đúng. Xin xem lại biên nhận."), icon=":material/error:")
    except TooOften as refusal:
        st.error(say(refusal), icon=":material/error:")
    else:
        session.keep_proof(follower)
        st.query_params.from_dict({"ma": follower.proven_code})
        st.rerun()


room()
