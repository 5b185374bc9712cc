"""The result as a file: hash, signature, the code that proves a print, and the download."""

import streamlit as st

from pages.parts.facts import facts
from pages.parts.words import _
from services import results
from services.actors import Actor
from services.errors import Refusal
from services.sentences import say


def signature_name(state: str) -> str:
    """What can be said of a signature without judging whose it is."""
    return {
        results.NONE: _("Tệp không có chữ ký số"),
        results.WHOLE: _("Có chữ ký số; nội dung không thay đổi từ khi ký"),
        results.CHANGED: _("Có chữ ký số, nhưng nội dung đã thay đổi sau khi ký"),
        results.UNREADABLE: _("Không đọc được chữ ký số"),
    }[state]


def draw(reader: Actor, code: str) -> None:
    """Nothing while there is no file for this reader."""
    try:
        found = results.of(reader, code)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
        return
    if found is None:
        return
    st.subheader(_("Kết quả bản điện tử"), anchor=False)
    st.download_button(
        _("Tải kết quả (PDF)"), lambda: results.pdf(reader, code), file_name=f"{code}-ket-qua.pdf",
        mime="application/pdf", icon=":material/download:", type="primary", on_click="ignore",
    )  # fmt: skip
    facts(
        [
            (_("Chữ ký số"), signature_name(found.signature)),
            (_("Mã băm SHA-256"), found.sha256),
            *([(_("Mã xác minh"), found.check_code)] if found.check_code else []),
        ]
    )
    st.caption(_("Phần mềm chỉ xem chữ ký có khớp với tệp không; không kết luận về giá trị pháp lý."))
    if found.check_code:
        st.page_link(
            "pages/public/verify.py", label=_("Xác minh giấy tờ"), icon=":material/verified:",
            query_params={"ma": found.check_code},
        )  # fmt: skip
