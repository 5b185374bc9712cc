"""What an officer does with parcels: codes pasted or scanned for many, and news of one."""

from collections.abc import Sequence

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.words import _
from services.actors import Actor
from services.errors import Refusal
from services.post import room
from services.post.room import ParcelRow
from services.post.states import NEXT, REASONS, Way, reason_name, state_name

CODES = "post-codes"


def many(reader: Actor) -> None:
    """One field for all: a dossier's code and the parcel's code in turn. What was refused stays in it."""
    st.text_area(
        _("Mã hồ sơ và mã vận đơn"), key=CODES, height=130,
        placeholder="H31.124-20261123-0000001 RB473124829VN",
        help=_("Dán từ bảng tính, gõ, hoặc quét lần lượt mã vạch của hồ sơ và của phiếu gửi."),
    )  # fmt: skip
    st.button(
        _("Giao bưu điện"), type="primary", icon=":material/local_post_office:", on_click=_hand,
        args=(reader,), key="post-hand",
    )  # fmt: skip


def _hand(reader: Actor) -> None:
    try:
        pairs = room.pairs(session.typed(CODES) or "")
        if not pairs:
            session.say_later("info", _("Hãy dán hoặc quét mã trước."))
            return
        done = room.hand_many(reader, pairs)
    except Refusal as refusal:
        session.say_later("error", refusals.why(refusal))
        return
    left = [one for one in done if one[2] is not None]
    session.put(CODES, "\n".join(f"{code} {tracking}" for code, tracking, _refusal in left))
    told = _("Đã giao %(n)s bưu gửi.") % {"n": len(done) - len(left)}
    reasons = " ".join(f"{code}: {refusals.why(refusal)}" for code, _tracking, refusal in left)
    session.say_later("error" if left else "success", f"{told} {reasons}".strip())


def one(reader: Actor, parcels: Sequence[ParcelRow]) -> None:
    """What became of one parcel: only what may follow is offered."""
    by_id = {row.id: row for row in parcels}
    with st.expander(_("Ghi tin của một bưu gửi"), icon=":material/edit_note:"):
        picked = st.selectbox(
            _("Bưu gửi"), list(by_id), key="post-which",
            format_func=lambda key: f"{by_id[key].tracking_code} · {by_id[key].receiver.name}",
        )  # fmt: skip
        if picked is None:
            return
        states = NEXT[Way(by_id[picked].state)]
        state = st.selectbox(
            _("Tình trạng mới"), states, format_func=state_name, key=f"post-state-{picked}"
        )
        reason = ""
        if state is Way.FAILED:
            reason = st.selectbox(
                _("Lý do không phát được"), REASONS, format_func=reason_name, key=f"post-why-{picked}"
            )
        note = st.text_input(_("Ghi chú"), max_chars=400, key=f"post-note-{picked}")
        if st.button(_("Xác nhận"), type="primary", key="post-tell"):
            with refusals.told():
                room.tell(reader, picked, state, reason=reason, note=note)
                session.say_later("success", _("Đã ghi: %(state)s.") % {"state": state_name(state)})
                st.rerun()
