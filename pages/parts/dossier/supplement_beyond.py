"""Asking for a paper that the procedure does not list: its name, the legal ground, and why."""

from typing import Any

import streamlit as st

from pages.parts.dossier.asking import Asking
from pages.parts.words import _
from services.unlisted import MAX_BASIS, MAX_NAME

MOST = 3
"""So many in one request; more would be another procedure."""


def draw(asking: Asking) -> list[dict[str, Any]]:
    """One group of fields, and the next once something stands in it: what has no name yet is refused when it
    is sent, not left out in silence."""
    items: list[dict[str, Any]] = []
    with st.expander(_("Giấy tờ ngoài danh mục của thủ tục"), icon=":material/gavel:"):
        st.caption(_("Chỉ khi pháp luật quy định. Căn cứ được in trên phiếu và báo lãnh đạo."))
        for number in range(1, MOST + 1):
            item = _one(asking, number)
            if not any(item[part] for part in ("name", "basis", "reason")):
                break
            items.append(item)
    return items


def _one(asking: Asking, number: int) -> dict[str, Any]:
    def typed(name: str, label: str, most: int, example: str) -> str:
        key = asking.key(f"beyond-{name}-{number}")
        return st.text_input(label, key=key, max_chars=most, placeholder=example).strip()

    with st.container(border=True, gap="xsmall"):
        return {
            "paper": None,
            "field": None,
            "name": typed("name", _("Tên giấy tờ"), MAX_NAME, _("Ví dụ: Quyết định của Tòa án")),
            "basis": typed("basis", _("Căn cứ pháp lý"), MAX_BASIS, _("Điều, khoản, số hiệu văn bản")),
            "reason": typed("reason", _("Lý do"), 500, ""),
        }
