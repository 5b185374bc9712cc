"""Messages as they were sent, or could not be; one that failed for good can be sent again."""

import streamlit as st

from pages.frame import session
from pages.parts.look import empty_state
from pages.parts.office.message_words import channel_name, kind_name, state_words, why_words
from pages.parts.words import _, plain
from services.actors import Actor
from services.errors import Refusal
from services.oversight import messages
from services.oversight.messages import MessageRow
from services.permissions import Permission
from services.sentences import say

_ICONS = {"sent": "check", "failed": "error", "cancelled": "block", "delayed": "schedule",
          "waiting": "schedule_send"}  # fmt: skip


def of_dossier(rows: tuple[MessageRow, ...], reader: Actor) -> None:
    """The delivery log of one dossier, newest first."""
    st.subheader(_("Tin nhắn, thư đã gửi"), anchor=False)
    if not rows:
        what = _("Người nộp không để lại thư điện tử hay số di động, hoặc chưa có gì để báo.")
        empty_state(_("Chưa gửi tin nào"), what, "mail")
    for row in rows:
        _line(row, reader, with_code=False)


def draw(rows: tuple[MessageRow, ...], reader: Actor) -> None:
    """Messages of many dossiers."""
    for row in rows:
        _line(row, reader, with_code=True)


def _line(row: MessageRow, reader: Actor, *, with_code: bool) -> None:
    with st.container(gap="xxsmall", key=f"message-{row.id}"):
        about = f" · {row.code}" if with_code and row.code else ""
        st.markdown(f":material/{_ICONS[row.state]}: **{plain(kind_name(row.kind))}**{about}")
        st.caption(plain(f"{channel_name(row.channel)} → {row.to} · {state_words(row)}"))
        if row.why and row.state in ("failed", "delayed"):
            st.caption(_("Vì sao: %(why)s") % {"why": plain(why_words(row.why))})
        if row.state == "failed" and reader.holds(Permission.MESSAGE_AGAIN):
            st.button(
                _("Gửi lại"), key=f"again-{row.id}", icon=":material/forward_to_inbox:",
                on_click=_again, args=(reader, row.id),
            )  # fmt: skip


def _again(reader: Actor, message: int) -> None:
    try:
        messages.send_again(reader, message)
    except Refusal as refusal:
        session.say_later("error", say(refusal))
    else:
        session.say_later("success", _("Tin được gửi lại trong ít giây tới."))
