"""The wizard's position: which pages a form has, where the citizen stands, and the way on and back."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.parts.words import _
from services.catalogue.schema import Procedure, Section
from services.language import pick

PER_PAGE = 12
"""Questions on one page: short sections share one, so that nobody taps more often than needed."""

OFFICE, PAPERS, REVIEW = "co-quan", "giay-to", "xem-lai"


@dataclass(frozen=True)
class Step:
    """One page of the wizard; `sections` are those of the form that stand on it."""

    key: str
    title: str
    sections: tuple[Section, ...] = ()


def steps(procedure: Procedure) -> list[Step]:
    """All pages of this procedure in their order."""
    return [
        Step(OFFICE, _("Cơ quan")),
        *(Step(f"t{n}", _titles(page), page) for n, page in enumerate(_pages(procedure), 1)),
        Step(PAPERS, _("Giấy tờ")),
        Step(REVIEW, _("Xem lại và nộp")),
    ]


def _pages(procedure: Procedure) -> list[tuple[Section, ...]]:
    pages: list[tuple[Section, ...]] = []
    room = 0
    for section in procedure.sections:
        size = sum(1 for field in section.fields if field.asked)
        if not size:
            continue
        if size <= room:
            pages[-1] += (section,)
            room -= size
        else:
            pages.append((section,))
            room = PER_PAGE - size
    return pages


def _titles(page: tuple[Section, ...]) -> str:
    return ", ".join(pick(section.title, section.title_en) for section in page)


def of_field(all_steps: list[Step], key: str) -> Step | None:
    """The page on which a field is asked."""
    return next((s for s in all_steps if any(f.key == key for part in s.sections for f in part.fields)), None)


def position(all_steps: list[Step], here: Step) -> None:
    """Dots and words: where in the wizard this page is."""
    at = all_steps.index(here)
    dots = "".join(f'<i class="{_mark(n, at)}"></i>' for n in range(len(all_steps)))
    said = _("Bước %(at)s/%(all)s") % {"at": at + 1, "all": len(all_steps)}
    st.html(
        f'<div class="mc-steps" data-step="{escape(here.key)}"><span aria-hidden="true">{dots}</span>'
        f"<b>{escape(said)}</b> {escape(here.title)}</div>"
    )


def _mark(number: int, at: int) -> str:
    return "done" if number < at else "here" if number == at else ""


def way(on: Callable[[], None] | None, back: Callable[[], None] | None, label: str = "") -> bool:
    """The two buttons at the foot: on, and back; what they call runs first. True when on was pressed."""
    with st.container(horizontal=True, key="mc-way-on"):
        pressed = st.button(label or _("Đồng ý và tiếp tục"), type="primary", on_click=on, key="on")
        if back is not None:
            st.button(_("Quay lại"), on_click=back, key="back")
    return pressed
