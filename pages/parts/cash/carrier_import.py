"""The carrier's status file in the post room: choose it, see what it would do, book it."""

from collections import Counter

import streamlit as st

from pages.frame import session
from pages.parts import refusals
from pages.parts.cash.money_table import table
from pages.parts.words import _, moment
from services.actors import Actor
from services.post import carrier_file
from services.post.states import state_name


def _outcome_name(outcome: str) -> str:
    return {
        carrier_file.NEW: _("Tin mới"), carrier_file.KNOWN: _("Đã ghi trước đây"),
        carrier_file.UNKNOWN: _("Không có bưu gửi này"), carrier_file.UNREAD: _("Không hiểu dòng này"),
        carrier_file.IMPOSSIBLE: _("Không khớp với tình trạng hiện nay"),
    }[outcome]  # fmt: skip


def draw(reader: Actor) -> None:
    """Upload, preview, one button; the same file again changes nothing."""
    with st.expander(_("Nhập tệp trạng thái của bưu điện"), icon=":material/upload_file:"):
        st.caption(_("Tệp CSV hoặc XLSX có cột mã vận đơn, trạng thái, thời gian và lý do (nếu có)."))
        file = st.file_uploader(_("Tệp trạng thái"), type=["csv", "xlsx", "txt"], key="carrier-file")
        if file is None:
            return
        with refusals.told():
            _shown(reader, file.getvalue(), file.name)


def _shown(reader: Actor, data: bytes, name: str) -> None:
    lines = carrier_file.preview(reader, data, name)
    counts = Counter(line.outcome for line in lines)
    st.markdown(" · ".join(f"{_outcome_name(outcome)}: **{n}**" for outcome, n in counts.items()))
    table(
        (_("Mã hồ sơ"), _("Mã vận đơn"), _("Tình trạng"), _("Thời gian"), _("Kết quả")),
        (
            (line.code, (line.tracking_code, state_name(line.state) if line.state else line.said,
             moment(line.at) if line.at else "–", _outcome_name(line.outcome)))
            for line in lines[:100]
        ),
    )  # fmt: skip
    if counts[carrier_file.NEW] and st.button(
        _("Ghi các tin mới"), type="primary", icon=":material/task_alt:", key="carrier-book"
    ):
        done = carrier_file.book(reader, data, name)
        booked = sum(line.outcome == carrier_file.NEW for line in done)
        session.say_later("success", _("Đã ghi %(n)s tin của bưu điện.") % {"n": booked})
        st.rerun()
