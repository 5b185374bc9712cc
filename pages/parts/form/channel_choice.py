"""How the citizen wants to be told, asked where there is a choice."""

from collections.abc import Callable

import streamlit as st

from pages.frame import session
from pages.parts.words import _
from services import channels
from services.actors import Actor


def with_form(token: str) -> None:
    """On the last page of the form; kept at once."""
    choice = channels.of_draft(token)
    if choice.open:
        _radio(choice.tell_by, f"tell-by-{token}", lambda chosen: channels.choose(token, chosen))


def with_account(reader: Actor) -> None:
    """In the account, for dossiers sent from now on."""
    with st.expander(_("Nhận tin báo")):
        _radio(channels.of_account(reader), "tell-by", lambda one: channels.choose_for_account(reader, one))
        st.caption(_("Áp dụng cho hồ sơ nộp từ bây giờ; thiếu kênh đã chọn thì báo bằng kênh còn lại."))


def _radio(kept: str, key: str, choose: Callable[[str], None]) -> None:
    names = {
        channels.BOTH: _("Thư điện tử và tin nhắn"), "email": _("Chỉ thư điện tử"), "sms": _("Chỉ tin nhắn"),
    }  # fmt: skip
    st.radio(
        _("Báo tin cho tôi bằng"), list(names), index=list(names).index(kept), horizontal=True, key=key,
        format_func=names.__getitem__, on_change=lambda: choose(session.typed(key)),
    )  # fmt: skip
