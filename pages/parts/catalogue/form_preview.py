"""The form of a draft as citizens will see it, on a phone or on a desktop; the answers are thrown away."""

import zlib
from typing import Any, Literal

import streamlit as st

from pages.frame import session
from pages.parts.catalogue import form_place
from pages.parts.form import draft_form, steps
from pages.parts.form.pen import Pen
from pages.parts.sheet import WIDTH
from pages.parts.words import _, number, plain
from services import forms
from services.catalogue import Procedure, plain_data
from services.catalogue.drafts import form_alone
from services.catalogue.drafts.examine import Fault
from services.language import pick

PHONE = 360
"""Pixels; the narrowest screen that is looked at."""
MOST_TOLD = 5
_FOLLOWED, _PAGE, _TOLD, _ANSWERS = "preview-part", "preview-page", "preview-told", "preview-answers"


def draw(data: dict[str, Any], width: Literal["phone", "desktop"]) -> None:
    """Draw the pages of the form with the parts of the room where dossiers are sent."""
    st.markdown(f"**{_('Người dân sẽ thấy')}**")
    if not any(plain_data.rows(one, ("fields",)) for one in plain_data.rows(data, ("sections",))):
        st.info(_("Chưa có câu hỏi nào. Thêm câu hỏi rồi xem ở đây."))
        return
    procedure, faults = form_alone.read(data)
    if procedure is None:
        _first_of_all(faults)
        return
    pages = [step for step in steps.steps(procedure) if step.sections]
    name = f"preview-{zlib.crc32(repr(_shapes(procedure)).encode())}"
    _choose(pages, form_place.part(data))
    with st.container(width=PHONE if width == "phone" else WIDTH, border=True, key="mc-form-preview"):
        if pages:
            _page(procedure, pages, name)
        _oath(procedure)
    st.caption(_("Điền thử thoải mái: câu trả lời ở đây không được lưu."))


def _first_of_all(faults: tuple[Fault, ...]) -> None:
    told = [_("Chưa xem trước được: hãy sửa %(n)s chỗ này trước.") % {"n": number(len(faults))}]
    told += [f"- {plain(one.place)}: {plain(one.text)}" for one in faults[:MOST_TOLD]]
    st.warning("\n".join(told), icon=":material/rule:")


def _choose(pages: list[steps.Step], edited: str) -> None:
    """Which page: that of the part somebody works on, until another one is chosen."""
    if edited != session.typed(_FOLLOWED):
        session.put(_FOLLOWED, edited)
        found = [n for n, page in enumerate(pages) if any(one.key == edited for one in page.sections)]
        if found:
            _turn(found[0])
    if len(pages) > 1:
        at = min(session.typed(_PAGE) or 0, len(pages) - 1)
        chosen = st.selectbox(
            _("Trang"), range(len(pages)), at, format_func=lambda n: f"{n + 1}. {pages[n].title}",
            key=f"{_PAGE}-{at}",
        )  # fmt: skip
        if chosen != at:
            _turn(chosen)


def _page(procedure: Procedure, pages: list[steps.Step], name: str) -> None:
    """One page of the wizard: its place, its questions, what is wrong, the way on and back."""
    at = min(session.typed(_PAGE) or 0, len(pages) - 1)
    told_all = session.typed(_TOLD) == at
    form = _answers(procedure)
    cleaned = forms.clean(procedure, form)
    keys = {field.key for section in pages[at].sections for field in section.fields}
    mine = [problem for problem in cleaned.problems if problem.where.partition(".")[0] in keys]
    shown = mine if told_all else [p for p in mine if p.code not in ("required", "rows_min")]
    steps.position(pages, pages[at])
    if told_all and mine:
        draft_form.summary(mine, procedure)
    office = _("UBND xã (theo lựa chọn của người nộp)")
    pen = Pen(
        name=name, procedure=procedure, form=form, shown=cleaned.values,
        wrong=draft_form.by_place(shown, procedure),
        doubtful=draft_form.by_place(cleaned.warnings, procedure),
        hints={"agency_or_text": (office,)},
        keep=lambda answers: _keep(procedure, answers),
        drop_row=lambda group, n: _store(procedure, plain_data.take(_answers(procedure), (group,), n)),
    )  # fmt: skip
    draft_form.questions(pen, pages[at], office)
    if steps.way(None, (lambda: _turn(at - 1)) if at else None):
        if mine:
            session.put(_TOLD, at)
        else:
            _turn((at + 1) % len(pages))
        st.rerun()


def _turn(page: int) -> None:
    session.put(_PAGE, page)
    session.put(_TOLD, None)


def _oath(procedure: Procedure) -> None:
    """It is asked at the very end, beside the papers and the code."""
    for field in procedure.fields:
        if field.role == "oath":
            told = {"oath": plain(pick(field.label, field.label_en))}
            st.caption(_("Ở bước xem lại còn hỏi: ☐ %(oath)s") % told)


def _shapes(procedure: Procedure) -> dict[str, str]:
    """By question: what an answer to it must fit."""
    return {
        field.key: repr([
            (one.key, one.type, one.min, one.max, [o.value for o in one.options], one.repeat is None)
            for one in (field, *field.fields)
        ])
        for field in procedure.fields
    }  # fmt: skip


def _answers(procedure: Procedure) -> dict[str, Any]:
    """What was typed, without the answers to questions that have changed since."""
    shapes, form = session.typed(_ANSWERS) or ({}, {})
    now = _shapes(procedure)
    return {key: value for key, value in form.items() if key in now and shapes.get(key) == now[key]}


def _store(procedure: Procedure, form: dict[str, Any]) -> None:
    session.put(_ANSWERS, (_shapes(procedure), form))


def _keep(procedure: Procedure, answers: dict[str, Any]) -> None:
    form = _answers(procedure)
    for place, value in answers.items():
        path = tuple(int(step) if step.isdecimal() else step for step in place.split("."))
        form = plain_data.put(form, path, value)
    _store(procedure, form)
