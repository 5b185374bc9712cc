"""Before a change of the calendar is saved: which open dossiers get another return date, and why."""

import streamlit as st

from pages.frame import session
from pages.parts.plain_table import table
from pages.parts.words import _, moment, number
from services.actors import Actor
from services.dates import upkeep
from services.dates.upkeep import Change
from services.errors import Refusal
from services.sentences import say

LOOK = "xem"
"""In the address while the effect of a form is shown: which form."""
MOST = 200


def leave() -> None:
    """Close the look; what was typed stays."""
    st.query_params.pop(LOOK, None)


def draw(reader: Actor, change: Change, name: str) -> None:
    """The dry run, the reason and the button that saves; refusals stand here, nothing typed is lost."""
    with st.container(border=True, key=f"effect-{name}"):
        st.subheader(_("Xem trước"), anchor=False)
        try:
            with st.spinner(_("Đang tính lại các ngày hẹn…")):
                effect = upkeep.dry_run(reader, change)
        except Refusal as refusal:
            st.error(say(refusal), icon=":material/error:")
            st.button(_("Hủy"), key=f"leave-{name}", on_click=leave)
            return
        told = {"moved": number(len(effect.moved)), "all": number(effect.looked_at)}
        st.markdown(_("**%(moved)s** hồ sơ đổi ngày hẹn trả, trong %(all)s hồ sơ đang mở đã xem.") % told)
        if effect.moved:
            rows = [(one.code, one.agency, moment(one.old), moment(one.new)) for one in effect.moved[:MOST]]
            table((_("Mã hồ sơ"), _("Cơ quan"), _("Ngày hẹn cũ"), _("Ngày hẹn mới")), rows)
        if len(effect.moved) > MOST:
            st.caption(_("Danh sách cho xem %(n)s hồ sơ sớm nhất.") % {"n": number(MOST)})
        reason = st.text_input(_("Lý do"), key=f"reason-{name}", max_chars=300)
        with st.container(horizontal=True):
            pressed = st.button(_("Lưu thay đổi"), type="primary", icon=":material/save:", key=f"save-{name}")
            st.button(_("Hủy"), key=f"leave-{name}", on_click=leave)
        if pressed:
            _save(reader, change, reason, len(effect.moved))


def _save(reader: Actor, change: Change, reason: str, expects: int) -> None:
    try:
        effect = upkeep.save(reader, change, reason=reason, expects=expects)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
        return
    leave()
    told = _("Đã lưu lịch làm việc; %(n)s hồ sơ có ngày hẹn mới.")
    session.say_later("success", told % {"n": number(len(effect.moved))})
    st.rerun()
