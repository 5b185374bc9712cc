"""Xác minh giấy tờ: whether a printed paper or a result comes from the office and still counts."""

import streamlit as st

from pages.frame import session
from pages.parts.facts import facts
from pages.parts.look import head
from pages.parts.sheet import sheet
from pages.parts.words import _, moment
from services import verification
from services.errors import TooOften
from services.sentences import say
from services.verification import GENUINE, SUPERSEDED, Checked

MOST = 30
"""Megabytes of a file that is compared."""


def room() -> None:
    """The code, if wanted the file beside it, and the answer."""
    with sheet():
        head(_("Xác minh giấy tờ"), _("Nhập mã xác minh in trên giấy, hoặc quét mã QR."))
        with st.form("verify", border=False):
            typed = st.text_input(
                _("Mã xác minh"), value=st.query_params.get("ma", ""), placeholder="ACDE-FGHJ-KLMN",
                max_chars=40, autocomplete="off",
            )  # fmt: skip
            file = st.file_uploader(
                _("Tệp kết quả để so (nếu có)"), type=["pdf"], max_upload_size=MOST,
                help=_("Tệp chỉ được so với bản gốc, không được lưu."),
            )
            pressed = st.form_submit_button(_("Kiểm tra"), type="primary", icon=":material/verified:")
        if not typed or not (pressed or "ma" in st.query_params):
            return
        try:
            _answer(verification.check(typed, session.visitor(), file.getvalue() if file else None))
        except TooOften as refusal:
            st.error(say(refusal), icon=":material/error:")


def _answer(found: Checked) -> None:
    if found.status == GENUINE:
        st.success(_("Giấy tờ do cơ quan cấp và đang có hiệu lực."), icon=":material/verified:")
    elif found.status == SUPERSEDED:
        st.warning(
            _("Giấy tờ do cơ quan cấp, nhưng đã được thay hoặc thu hồi."), icon=":material/history:"
        )
    else:
        st.error(
            _("Không có giấy tờ nào mang mã này. Hãy xem lại từng chữ, hoặc hỏi cơ quan cấp."),
            icon=":material/help:",
        )
        return
    lines = [(_("Mã xác minh"), found.code), (_("Loại giấy tờ"), found.title)]
    lines.append((_("Cơ quan cấp"), found.agency))
    if found.made_at:
        lines.append((_("Cấp lúc"), moment(found.made_at)))
    if found.sha256:
        lines.append((_("Mã băm SHA-256"), found.sha256))
    facts(lines)
    if found.same_file is True:
        st.success(_("Tệp đã chọn đúng là bản gốc."), icon=":material/task_alt:")
    elif found.same_file is False:
        st.error(_("Tệp đã chọn khác với bản gốc."), icon=":material/difference:")


room()
