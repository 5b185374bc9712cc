"""The tab of a procedure that is open: to be worked on in a draft, to be read in a published version."""

import streamlit as st

from pages.frame import session
from pages.parts.catalogue import catalogue_facts, catalogue_fee, catalogue_keep, catalogue_papers
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue.catalogue_pen import Pen
from pages.parts.words import _
from services.actors import Actor
from services.catalogue.drafts import offering


def body(reader: Actor, pen: Pen, tab: str, draft_id: int) -> None:
    """Draw it; what the form's editor hands back is kept here, all else keeps itself."""
    if tab == words.FACTS:
        catalogue_facts.facts(pen, dict(offering.agencies(reader)))
    elif tab == words.FEE:
        catalogue_fee.draw(pen)
    elif tab == words.PAPERS:
        catalogue_papers.draw(pen)
    elif tab == words.FORM:
        _form(pen, draft_id)
    elif tab == words.PREVIEW:
        _preview(pen)
    else:
        {
            words.TIME: catalogue_facts.time, words.RESULTS: catalogue_facts.results,
            words.LAW: catalogue_facts.law, words.STEPS: catalogue_facts.steps,
            words.REMARKS: catalogue_facts.remarks,
        }[tab](pen)  # fmt: skip


def _form(pen: Pen, draft_id: int) -> None:
    """The editor, and beside it what a citizen sees."""
    from pages.parts.catalogue import form_editor, form_hand, form_preview

    session.put(form_hand.KEEPER, pen.keep)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        changed = form_editor.draw(pen.data, pen.faults, locked=pen.locked)
    with right:
        form_preview.draw(pen.data, "phone")
    if not pen.locked and changed != pen.data and catalogue_keep.keep(draft_id, _("Biểu mẫu"), changed):
        st.rerun()


def _preview(pen: Pen) -> None:
    """As a citizen will see it, on a phone and on a desktop."""
    from pages.parts.catalogue import form_preview

    widths = {"phone": _("Điện thoại"), "desktop": _("Máy tính")}
    width = st.segmented_control(
        _("Màn hình"), list(widths), default="phone", required=True, format_func=widths.get,
        key="catalogue-width", label_visibility="collapsed",
    )  # fmt: skip
    form_preview.draw(pen.data, width)
