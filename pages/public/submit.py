"""Nộp hồ sơ: from the office to the code, step by step; nothing that left a field is ever lost."""

import streamlit as st

from pages.parts.citizen import procedure_choice
from pages.parts.form import draft_changes
from pages.parts.form.draft_form import form, office
from pages.parts.form.draft_papers import papers
from pages.parts.form.draft_review import review
from pages.parts.form.draft_sent import sent
from pages.parts.form.steps import CHOOSE, OFFICE, PAPERS, REVIEW, position, show_position, steps, the_ten
from pages.parts.look import head, way_on
from pages.parts.sheet import sheet
from pages.parts.words import _, day
from services import drafts, offers
from services.errors import NotFound
from services.language import pick


def room() -> None:
    """A draft by its private link, or a new one of the procedure in the address."""
    with sheet():
        if token := st.query_params.get("nhap"):
            _go_on(token)
        else:
            _begin(st.query_params.get("thu-tuc", ""))


def _begin(code: str) -> None:
    try:
        procedure = offers.procedure(code)
    except NotFound:
        head(_("Nộp hồ sơ"), _("Ông/bà cần làm thủ tục nào?"))
        show_position(CHOOSE, the_ten()[CHOOSE - 1])
        procedure_choice.links()
        return
    head(pick(procedure.short, procedure.short_en))
    all_steps = steps(procedure)
    position(all_steps, all_steps[0])
    office(procedure, None, all_steps)


def _go_on(token: str) -> None:
    try:
        draft = drafts.view(token)
    except NotFound:
        head(_("Nộp hồ sơ"))
        st.error(_("Không có bản khai này, hoặc đã quá 30 ngày. Xin bắt đầu lại."), icon=":material/error:")
        way_on(_("Chọn thủ tục"), "/thu-tuc")
        return
    head(pick(draft.procedure.short, draft.procedure.short_en))
    if draft.code is not None:
        sent(draft)
        return
    if draft.ended:
        draft_changes.ended()
        return
    all_steps = steps(draft.procedure)
    wanted = st.query_params.get("buoc") or draft.step
    here = next((step for step in all_steps if step.key == wanted), all_steps[1])
    position(all_steps, here)
    kept = _("Bản khai tự lưu từng ô và giữ đến %(day)s. Khai tiếp trên máy khác bằng địa chỉ của trang này.")
    st.caption(kept % {"day": day(draft.expires_at)})
    draft_changes.told(draft)
    if here.key == OFFICE:
        office(draft.procedure, draft, all_steps)
    elif here.key == PAPERS:
        papers(draft, all_steps, here)
    elif here.key == REVIEW:
        review(draft, all_steps)
    else:
        form(draft, all_steps, here)


room()
