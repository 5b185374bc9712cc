"""The wizard's page of papers: the filled-in declaration to print and sign, and a slot per named paper."""

from functools import partial

import streamlit as st

from pages.parts.form import uploads
from pages.parts.form.draft_form import go, neighbours, summary
from pages.parts.form.steps import Step, way
from pages.parts.words import _
from services import drafts, forms, intake, intake_words, letters
from services.drafts import DraftView
from services.errors import Problem
from services.language import pick
from services.papers import Finding, attachments
from services.papers import words as papers_words


def papers(draft: DraftView, all_steps: list[Step], here: Step) -> None:
    """Every paper that is sent online, checked the moment it arrives."""
    values = forms.clean(draft.procedure, intake.filled_in(draft.procedure, draft.form, _code(draft))).values
    filled = {paper.slot for paper in draft.papers}
    lacking = forms.missing_papers(draft.procedure, values, intake.ONLINE, filled)
    missing = [Problem(paper.key, "paper_missing") for paper in lacking]
    told = {}
    if missing and "sua" in st.query_params:
        told = {p.where: intake_words.say(p, draft.procedure) for p in missing}
        summary(missing, draft.procedure)
    st.subheader(_("Giấy tờ"), anchor=False)
    st.caption(
        _(
            "Nhận tệp PDF và ảnh chụp (JPEG, PNG, HEIC), mỗi tệp không quá 20 MB; "
            "mỗi mục có thể gồm nhiều tệp. Ảnh được chuyển thành PDF. Tệp được kiểm tra và lưu ngay khi chọn."
        )
    )
    declaration(draft)
    slots = forms.paper_slots(draft.procedure, values, intake.ONLINE)
    named = {one.paper.key: pick(one.paper.label, one.paper.label_en) for one in slots}
    for one in slots:
        uploads.slot(
            one.paper,
            _held(draft, one.paper.key, named),
            name=f"p{draft.token[:8]}",
            required=one.required,
            put=lambda taken: drafts.attach(draft.token, taken),
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


def _held(draft: DraftView, slot: str, named: dict[str, str]) -> list[uploads.Held]:
    """The files of a slot in the order they came, each with what it was warned of."""
    twice = attachments.twice((paper.slot, paper.sha256) for paper in draft.papers if paper.slot in named)
    found = []
    for paper in draft.papers:
        if paper.slot == slot:
            elsewhere = [named[other] for other in twice.get(paper.sha256, ()) if other != slot]
            doubts = [papers_words.say(finding) for finding in paper.warnings]
            doubts += [papers_words.say(Finding("same_file", {"papers": elsewhere}))] if elsewhere else []
            drop = partial(drafts.detach, draft.token, paper.id)
            mark = str(paper.id)
            found.append(uploads.Held(paper.filename, paper.pages, paper.size, mark, tuple(doubts), drop))
    return found
