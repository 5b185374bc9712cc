"""Which papers and answers are asked for anew, why, and what the citizen will read of it."""

from functools import partial
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.dossier import supplement_beyond
from pages.parts.dossier.asking import Asking
from pages.parts.office.message_words import channel_name
from pages.parts.sheet import told_doubtful
from pages.parts.words import _, plain
from services import unlisted
from services.desk import preview
from services.desk.rows import Asked
from services.desk.verdicts import NOT_IN, REASONS, Wanting
from services.letter_book import label_of
from services.workflow import N_, Need

ASKING = "Đề nghị ông/bà bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:"
USUAL = (
    *REASONS.values(), NOT_IN, N_("không khớp thông tin"), N_("sai mẫu"), N_("thiếu chữ ký"),
)  # fmt: skip
IN_A_FORM = (N_("không khớp giấy tờ"), N_("ghi chưa đầy đủ"), N_("sai chính tả"), N_("chưa điền"))
"""What is wrong most often with a paper, or with an answer; the Vietnamese text goes into every letter."""

MAX_ROUNDS = 1
"""A supplement is asked once, for all that is needed; a second round is warned of, not refused."""


def draw(asking: Asking, _need: Need) -> list[dict[str, Any]]:
    """Tick what is missing, pick or write a reason for each; gives the items as the command takes them.

    What the verdicts on the papers add up to is ticked, also when one is given meanwhile.
    """
    papers = [one for one in asking.view.askable if one.kind == "paper"]
    fields = {one.key: one for one in asking.view.askable if one.kind == "field"}
    wanting = {one.slot: one for one in asking.view.wanting}
    items: list[dict[str, Any]] = []
    st.caption(_("Lần bổ sung thứ %(n)s của hồ sơ này.") % {"n": asking.view.rounds + 1})
    if asking.view.rounds >= MAX_ROUNDS:
        told = _("Hồ sơ đã được yêu cầu bổ sung %(n)s lần; chỉ nên yêu cầu một lần cho đủ.")
        st.warning(told % {"n": asking.view.rounds}, icon=":material/repeat:")
    st.markdown(f"**{_('Giấy tờ cần bổ sung')}**")
    for one in papers:
        found = wanting.get(one.key)
        key = asking.key(f"ask-{one.key}-{_reasons(found)}")
        if st.checkbox(plain(one.label), value=found is not None, key=key):
            items.append(_item(one, _reason(asking, one, found)))
    picked = st.multiselect(
        _("Nội dung tờ khai cần sửa"), list(fields), format_func=lambda key: fields[key].label,
        placeholder=_("Chọn mục trong tờ khai"), key=asking.key("ask-fields"),
    )  # fmt: skip
    for one in (fields[key] for key in picked):
        st.markdown(f"**{plain(one.label)}**")
        items.append(_item(one, _reason(asking, one)))
    items += supplement_beyond.draw(asking)
    if items:
        _preview(asking, items)
    return items


def _item(one: Asked, reason: str) -> dict[str, Any]:
    return {
        "paper": one.key if one.kind == "paper" else None,
        "field": one.key if one.kind == "field" else None,
        "reason": reason,
    }


def _reasons(found: Wanting | None) -> tuple[str, ...]:
    return found.reasons if found else ()


def _reason(asking: Asking, one: Asked, found: Wanting | None = None) -> str:
    with st.container(border=True, gap="xsmall"):
        note = found.note if found else ""
        example = _("Ghi rõ thêm, ví dụ: thiếu mặt sau") if one.kind == "paper" else ""
        usual = USUAL if one.kind == "paper" else IN_A_FORM
        picks = st.pills(
            _("Lý do thường gặp"), usual, format_func=_, selection_mode="multi",
            key=asking.key(f"why-{one.key}-{_reasons(found)}"), label_visibility="collapsed",
            default=[reason for reason in _reasons(found) if reason in usual],
        )  # fmt: skip
        typed = st.text_input(
            _("Lý do"), key=asking.key(f"text-{one.key}-{note}"), placeholder=example, max_chars=500,
            value=note,
        )  # fmt: skip
    return ", ".join([*picks, *([typed.strip()] if typed.strip() else [])])


def _preview(asking: Asking, items: list[dict[str, Any]]) -> None:
    """The very words of the letter, before they are sent: in Vietnamese, whatever the officer reads."""
    view, procedure = asking.view, asking.view.procedure
    lines = [
        f"{n}. **{plain(label_of(procedure, item)) or '…'}**: {plain(unlisted.reason(item)) or '…'}"
        for n, item in enumerate(items, 1)
    ]
    with st.container(border=True, gap="xsmall"):
        st.caption(_("Người dân sẽ đọc:"))
        st.markdown(ASKING)
        st.markdown("\n".join(lines))
        answer_by = session.typed(asking.key("answer_by")) or view.answer_by
        with st.container(horizontal=True, gap="small"):
            told = preview.messages(asking.reader, view.code, items, answer_by)
            with st.popover(_("Xem tin nhắn"), disabled=not told, icon=":material/mail:", type="tertiary"):
                for channel, text in told:
                    st.caption(channel_name(channel))
                    st.text(text)
            letter = partial(preview.letter, asking.reader, view.code, items, answer_by)
            st.download_button(
                _("Xem phiếu Mẫu 02"), data=letter,
                file_name=f"{view.code}-mau-02.pdf", mime="application/pdf", icon=":material/description:",
                type="tertiary", on_click="ignore", key=asking.key("preview"),
            )  # fmt: skip
        if not told:
            no_way = _("Không gửi được tin nhắn nào cho người này. Hãy gọi điện, hoặc đưa phiếu tận tay.")
            told_doubtful(no_way)
