"""The papers that lie at the counter: ticked as originals or copies, scanned when there is time."""

import streamlit as st

from pages.frame import session
from pages.parts.form.counter_form import FAULTS
from pages.parts.sheet import star, told_wrong
from pages.parts.words import _
from services import counter_intake, intake_words
from services.actors import Actor
from services.counter_intake import Visit
from services.forms import Slot
from services.language import pick

ORIGINAL, COPY = "original", "copy"


def draw(visit: Visit, reader: Actor) -> None:
    """A row per paper of this dossier; one tap ticks all that are required."""
    st.subheader(_("Giấy tờ"), anchor=False)
    if not visit.slots:
        st.caption(_("Thủ tục này không cần nộp giấy tờ."))
        return
    st.caption(_("Đánh dấu giấy tờ đã nhận; quét sau ở trang của hồ sơ."))
    lacking = {p.where for p in visit.problems if p.code == "paper_not_here"}
    if lacking:
        st.button(
            _("Đủ giấy tờ bắt buộc"), icon=":material/done_all:", shortcut="Alt+D", key="all-papers",
            on_click=_all, args=(visit, reader, lacking),
        )  # fmt: skip
    for slot in visit.slots:
        _one(visit, reader, slot, slot.paper.key in lacking and FAULTS in st.query_params)


def _one(visit: Visit, reader: Actor, slot: Slot, told: bool) -> None:
    originals, copies = visit.in_hand.get(slot.paper.key, [0, 0])
    stands = [name for name, count in ((ORIGINAL, originals), (COPY, copies)) if count]
    names = {ORIGINAL: _("Bản chính"), COPY: _("Bản sao")}
    # What stands is part of the key: the button above changes it too.
    key = f"hand-{visit.draft.token[:8]}-{slot.paper.key}-{'-'.join(stands)}"
    label = star(pick(slot.paper.label, slot.paper.label_en), slot.required)
    st.pills(
        label, list(names), selection_mode="multi", default=stands, format_func=names.__getitem__, key=key,
        on_change=_tick, args=(visit, reader, slot, key),
    )  # fmt: skip
    if told:
        problem = next(p for p in visit.problems if p.where == slot.paper.key)
        told_wrong(intake_words.say(problem, visit.draft.procedure))


def _tick(visit: Visit, reader: Actor, slot: Slot, key: str) -> None:
    chosen, paper = session.typed(key) or [], slot.paper
    originals = max(paper.originals, 1) if ORIGINAL in chosen else 0
    copies = max(paper.copies, 1) if COPY in chosen else 0
    counter_intake.tick(reader, visit.draft.token, paper.key, originals, copies)


def _all(visit: Visit, reader: Actor, lacking: set[str]) -> None:
    for slot in visit.slots:
        if slot.paper.key in lacking:
            originals, copies = slot.paper.originals, slot.paper.copies
            if not originals and not copies:
                originals = 1
            counter_intake.tick(reader, visit.draft.token, slot.paper.key, originals, copies)
