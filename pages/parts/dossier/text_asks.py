"""What a form asks in words: reasons that are picked or written, names, papers shown."""

import streamlit as st

from pages.parts.dossier.asking import Asking, label
from pages.parts.words import _
from services.workflow import N_, Need

_USUAL: dict[str, tuple[str, ...]] = {
    "refuse": (
        N_("Không thuộc thẩm quyền giải quyết của đơn vị"),
        N_("Không bổ sung giấy tờ trong thời hạn yêu cầu"),
        N_("Thông tin khai không đúng với giấy tờ"),
    ),
    "stop": (
        N_("Không đủ điều kiện giải quyết theo quy định"),
        N_("Không bổ sung giấy tờ trong thời hạn yêu cầu"),
        N_("Không tìm thấy thông tin trong sổ hộ tịch"),
    ),
    "extend": (
        N_("Cần xác minh tại cơ quan khác"),
        N_("Phải tra cứu sổ hộ tịch giấy"),
        N_("Sự cố kỹ thuật của hệ thống"),
    ),
    "withdraw": (N_("Người dân không còn nhu cầu"), N_("Người dân nộp nhầm thủ tục")),
    "send_back": (N_("Chưa đủ căn cứ"), N_("Cần ghi rõ lý do hơn"), N_("Đề nghị xem lại ngày hẹn")),
}
"""Reasons that are picked from a list; anything else is written freely. Letters are in Vietnamese: whatever
language the officer reads, the Vietnamese text is what goes into them."""


def text(asking: Asking, need: Need) -> str:
    if need.name == "taken_by":
        applicant = asking.view.applicant
        return st.text_input(label(need), value=applicant, key=asking.key(need.name), max_chars=200)
    if need.name == "paper_shown":
        shown = _("Căn cước công dân số …")
        return st.text_input(label(need), key=asking.key(need.name), placeholder=shown, max_chars=200)
    picked: list[str] = []
    if asking.action in _USUAL and need.name in ("reason", "note"):
        picked = st.pills(
            _("Chọn nhanh"), _USUAL[asking.action], format_func=_, selection_mode="multi",
            key=asking.key(f"{need.name}-picks"),
        )  # fmt: skip
    typed = st.text_area(
        label(need), key=asking.key(need.name), height=90, max_chars=2000,
        placeholder=_("Viết thêm, hoặc viết lý do khác") if picked else "",
    )  # fmt: skip
    return "; ".join([*picked, *([typed.strip()] if typed.strip() else [])])
