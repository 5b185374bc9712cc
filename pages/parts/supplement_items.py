"""Which papers and answers are asked for anew, why, and what the citizen will read of it."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.parts.words import _, plain
from services.catalogue import Procedure
from services.desk.rows import Asked
from services.letter_book import label_of
from services.workflow import N_, Need

if TYPE_CHECKING:
    from pages.parts.needs import Asking


ASKING = "Đề nghị ông/bà bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:"
USUAL = (
    N_("mờ, không đọc được"), N_("thiếu trang"), N_("hết hạn"), N_("không khớp thông tin"), N_("sai mẫu"),
    N_("thiếu chữ ký"), N_("chưa nộp"),
)  # fmt: skip
IN_A_FORM = (N_("không khớp giấy tờ"), N_("ghi chưa đầy đủ"), N_("sai chính tả"), N_("chưa điền"))
"""What is wrong most often with a paper, or with an answer; the Vietnamese text goes into every letter."""


def draw(asking: "Asking", _need: Need) -> list[dict[str, Any]]:
    """Tick what is missing, pick or write a reason for each; gives the items as the command takes them."""
    papers = [one for one in asking.view.askable if one.kind == "paper"]
    fields = {one.key: one for one in asking.view.askable if one.kind == "field"}
    items: list[dict[str, Any]] = []
    st.markdown(f"**{_('Giấy tờ cần bổ sung')}**")
    for one in papers:
        if st.checkbox(plain(one.label), key=asking.key(f"ask-{one.key}")):
            items.append(_item(one, _reason(asking, one)))
    picked = st.multiselect(
        _("Nội dung tờ khai cần sửa"), list(fields), format_func=lambda key: fields[key].label,
        placeholder=_("Chọn mục trong tờ khai"), key=asking.key("ask-fields"),
    )  # fmt: skip
    for one in (fields[key] for key in picked):
        st.markdown(f"**{plain(one.label)}**")
        items.append(_item(one, _reason(asking, one)))
    if items:
        _preview(asking.view.procedure, items)
    return items


def _item(one: Asked, reason: str) -> dict[str, Any]:
    return {
        "paper": one.key if one.kind == "paper" else None,
        "field": one.key if one.kind == "field" else None,
        "reason": reason,
    }


def _reason(asking: "Asking", one: Asked) -> str:
    with st.container(border=True, gap="xsmall"):
        example = _("Ghi rõ thêm, ví dụ: thiếu mặt sau") if one.kind == "paper" else ""
        usual = USUAL if one.kind == "paper" else IN_A_FORM
        picks = st.pills(
            _("Lý do thường gặp"), usual, format_func=_, selection_mode="multi",
            key=asking.key(f"why-{one.key}"), label_visibility="collapsed",
        )  # fmt: skip
        typed = st.text_input(
            _("Lý do"), key=asking.key(f"text-{one.key}"), placeholder=example,
            max_chars=500,
        )  # fmt: skip
    return ", ".join([*picks, *([typed.strip()] if typed.strip() else [])])


def _preview(procedure: Procedure, items: list[dict[str, Any]]) -> None:
    """The very words of the letter, before they are sent: in Vietnamese, whatever the officer reads."""
    lines = [
        f"{n}. **{plain(label_of(procedure, item))}**: {plain(item['reason']) or '…'}"
        for n, item in enumerate(items, 1)
    ]
    with st.container(border=True, gap="xsmall"):
        st.caption(_("Người dân sẽ đọc:"))
        st.markdown(ASKING)
        st.markdown("\n".join(lines))
