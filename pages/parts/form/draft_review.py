"""The wizard's last page but one: everything to read once more, each with its way back."""

import streamlit as st

from pages.parts.cash import postage
from pages.parts.facts import facts
from pages.parts.form import draft_send
from pages.parts.form.draft_form import go, neighbours
from pages.parts.form.steps import OFFICE, PAPERS, Step
from pages.parts.words import _, money, plain
from services import forms
from services.clock import today
from services.drafts import DraftView
from services.forms import words as forms_words
from services.language import pick
from services.money import due
from services.post import postage as prices


def review(draft: DraftView, all_steps: list[Step]) -> None:
    """All answers and files, each with its way back; then picture, tick and the button."""
    values = forms.clean(draft.procedure, draft.form).values
    top = st.container()
    st.subheader(_("Xem lại trước khi nộp"), anchor=False)
    _part(draft, _("Cơ quan giải quyết"), OFFICE, [(_("Gửi tới"), draft.office.name if draft.office else "")])
    said = dict(forms_words.answers(draft.procedure, values))
    for step in all_steps:
        for section in step.sections:
            title = pick(section.title, section.title_en)
            lines = [(forms_words.label(field), text) for field, text in said.get(title, [])]
            _part(draft, title, step.key, lines)
    _part(draft, _("Giấy tờ"), PAPERS, _files(draft))
    _fee(draft, values)
    draft_send.draw(draft, all_steps, top)
    back = neighbours(all_steps, all_steps[-1])[0]
    with st.container(key="mc-way-back"):
        st.button(_("Quay lại"), on_click=go, args=(draft.token, back), key="back")


def _part(draft: DraftView, title: str, step: str, lines: list[tuple[str, str]]) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{title}**", width="stretch")
            st.button(
                _("Sửa"), key=f"edit-{step}-{title}", type="tertiary", icon=":material/edit:",
                on_click=go, args=(draft.token, step),
            )  # fmt: skip
        facts(lines)


def _files(draft: DraftView) -> list[tuple[str, str]]:
    names = {paper.key: pick(paper.label, paper.label_en) for paper in draft.procedure.papers}
    told = _("%(name)s (%(pages)s trang)")
    return [(names.get(p.slot, p.slot), told % {"name": p.filename, "pages": p.pages}) for p in draft.papers]


def _fee(draft: DraftView, values: dict) -> None:
    procedure = draft.procedure
    price = prices.told(draft.office.id if draft.office else None, procedure, values)
    lines = due.lines(procedure, values, day=today(), postage=price)
    if amount := sum(line.amount for line in lines):
        st.markdown(_("Lệ phí: **%(amount)s**") % {"amount": money(amount)})
        st.caption(pick(procedure.fee.note, procedure.fee.note_en))
    for line in lines:  # who pays nothing for something that costs others reads why
        if line.exempt and line.price * line.quantity:
            free = next(one for one in line.fee.exemptions if one.value == line.exempt)
            st.markdown(
                _("Lệ phí: **được miễn** (%(why)s)") % {"why": plain(pick(free.label, free.label_en))}
            )
    postage.told(procedure, values, price)
