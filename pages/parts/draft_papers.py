"""The wizard's page of papers: the filled-in declaration to print and sign, and a slot per named paper."""

import streamlit as st

from pages.parts import uploads
from pages.parts.draft_form import go, neighbours, summary
from pages.parts.steps import Step, way
from pages.parts.words import _
from services import drafts, forms, intake, intake_words, letters
from services.drafts import DraftPaper, DraftView
from services.errors import Problem
from services.papers.attachments import Taken


def papers(draft: DraftView, all_steps: list[Step], here: Step) -> None:
    """Every paper that is sent online, checked the moment it arrives."""
    values = forms.clean(draft.procedure, intake.filled_in(draft.procedure, draft.form, _code(draft))).values
    held = {paper.slot: paper for paper in draft.papers}
    lacking = forms.missing_papers(draft.procedure, values, intake.ONLINE, set(held))
    missing = [Problem(paper.key, "paper_missing") for paper in lacking]
    told = {}
    if missing and "sua" in st.query_params:
        told = {p.where: intake_words.say(p, draft.procedure) for p in missing}
        summary(missing, draft.procedure)
    st.subheader(_("Giấy tờ"), anchor=False)
    st.caption(_("Chỉ nhận tệp PDF, mỗi tệp không quá 20 MB. Tệp được kiểm tra và lưu ngay khi chọn."))
    declaration(draft)
    for one in forms.paper_slots(draft.procedure, values, intake.ONLINE):
        uploads.slot(
            one.paper,
            _held(held.get(one.paper.key)),
            name=f"p{draft.token[:8]}",
            required=one.required,
            put=lambda taken: _put(draft.token, taken),
            drop=lambda key=one.paper.key: drafts.detach(draft.token, key),
            wrong=told.get(one.paper.key, ""),
        )
    before, after = neighbours(all_steps, here)
    if way(None, lambda: go(draft.token, before)):
        if missing:
            st.query_params["sua"] = "1"
        else:
            go(draft.token, after)
        st.rerun()


def declaration(draft: DraftView) -> None:
    """The declaration with what was typed, made only when it is asked for."""
    office = {"office": draft.office.name, "place": draft.office.place} if draft.office else {}
    values = forms.clean(draft.procedure, draft.form).values
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Tải mẫu"),
            lambda: letters.declaration(draft.procedure, values, office),
            file_name=f"to-khai-{draft.procedure.code}.pdf",
            mime="application/pdf",
            icon=":material/download:",
            on_click="ignore",
            key="declaration",
        )
        st.markdown(_("Tờ khai đã điền sẵn: in ra, ký tên, quét lại rồi đính kèm."), width="stretch")


def _code(draft: DraftView) -> str:
    return draft.office.code if draft.office else ""


def _held(paper: DraftPaper | None) -> uploads.Held | None:
    return uploads.Held(paper.filename, paper.pages, paper.size, str(paper.id)) if paper else None


def _put(token: str, taken: Taken) -> None:
    drafts.attach(token, taken)
    st.rerun()
