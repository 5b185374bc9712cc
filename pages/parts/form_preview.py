"""The form of a draft as citizens will see it, on a phone or on a desktop; the answers are thrown away."""

import zlib
from typing import Any, Literal

import streamlit as st

from pages.frame import session
from pages.parts import draft_form, steps
from pages.parts.pen import Pen
from pages.parts.sheet import WIDTH
from pages.parts.words import _, number, plain
from services import forms
from services.catalogue import Procedure, form_alone, plain_data
from services.catalogue.examine import Fault
from services.language import pick

PHONE = 360
"""Pixels; the narrowest screen that is looked at."""
MOST_TOLD = 5


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
    with st.container(width=PHONE if width == "phone" else WIDTH, border=True, key="mc-form-preview"):
        if pages:
            _page(procedure, pages)
        _oath(procedure)
    st.caption(_("Điền thử thoải mái: câu trả lời ở đây không được lưu."))


def _first_of_all(faults: tuple[Fault, ...]) -> None:
    told = [_("Chưa xem trước được: hãy sửa %(n)s chỗ này trước.") % {"n": number(len(faults))}]
    told += [f"- {plain(one.place)}: {plain(one.text)}" for one in faults[:MOST_TOLD]]
    st.warning("\n".join(told), icon=":material/rule:")


def _page(procedure: Procedure, pages: list[steps.Step]) -> None:
    """One page of the wizard: its place, its questions, what is wrong, the way on and back."""
    name = f"preview-{_shape(procedure)}"
    at = min(session.typed(f"{name}-page") or 0, len(pages) - 1)
    told_all = session.typed(f"{name}-told") == at
    form = session.typed(f"{name}-form") or {}
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
        keep=lambda answers: _keep(name, answers), drop_row=lambda group, n: _drop_row(name, group, n),
    )  # fmt: skip
    draft_form.questions(pen, pages[at], office)
    if steps.way(None, (lambda: _turn(name, at - 1)) if at else None):
        if mine:
            session.put(f"{name}-told", at)
        else:
            _turn(name, (at + 1) % len(pages))
        st.rerun()


def _turn(name: str, page: int) -> None:
    session.put(f"{name}-page", page)
    session.put(f"{name}-told", None)


def _oath(procedure: Procedure) -> None:
    """It is asked at the very end, beside the papers and the code."""
    for field in procedure.fields:
        if field.role == "oath":
            told = {"oath": plain(pick(field.label, field.label_en))}
            st.caption(_("Ở bước xem lại còn hỏi: ☐ %(oath)s") % told)


def _shape(procedure: Procedure) -> int:
    """Another number as soon as answers typed so far might not fit the questions any more."""
    parts = [
        (one.key, one.type, one.min, one.max, [o.value for o in one.options], one.repeat is None)
        for field in procedure.fields for one in (field, *field.fields)
    ]  # fmt: skip
    return zlib.crc32(repr(parts).encode())


def _keep(name: str, answers: dict[str, Any]) -> None:
    form = session.typed(f"{name}-form") or {}
    for place, value in answers.items():
        path = tuple(int(step) if step.isdecimal() else step for step in place.split("."))
        form = plain_data.put(form, path, value)
    session.put(f"{name}-form", form)


def _drop_row(name: str, group: str, n: int) -> None:
    session.put(f"{name}-form", plain_data.take(session.typed(f"{name}-form") or {}, (group,), n))
