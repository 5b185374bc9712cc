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


def the_ten() -> tuple[str, ...]:
    """The whole way of a citizen, from the portal to the code; the wizard begins at the sixth."""
    return (
        _("Vào cổng"), _("Chọn nộp qua mạng"), _("Chọn cơ quan và thủ tục"), _("Chọn lĩnh vực, mức độ, cấp"),
        _("Mở hồ sơ mới"), _("Cơ quan tiếp nhận"), _("Thông tin cá nhân"), _("Giấy tờ"), _("Xem lại"),
        _("Mã xác nhận và nộp"),
    )  # fmt: skip


CHOOSE, AT_OFFICE, AT_FORM, AT_PAPERS, AT_REVIEW, AT_CODE = 3, 6, 7, 8, 9, 10
"""Numbers of the steps that have a page. Whoever stands on a page has done those before it: an answer that
is the only one, or came with the address, was given by itself."""


def position(all_steps: list[Step], here: Step) -> None:
    """Where in the wizard this page is; the pages of the form are one step of the ten."""
    numbers = {OFFICE: AT_OFFICE, PAPERS: AT_PAPERS, REVIEW: AT_REVIEW}
    number, pages = numbers.get(here.key, AT_FORM), [step for step in all_steps if step.sections]
    title, more = the_ten()[number - 1], ""
    if here in pages:
        title = here.title
        if len(pages) > 1:
            told = {"page": pages.index(here) + 1, "pages": len(pages)}
            more = _("trang %(page)s/%(pages)s") % told
    show_position(number, title, more, page=here.key)


def show_position(number: int, title: str, more: str = "", *, page: str = "", done: bool = False) -> None:
    """Dots and words, and all ten steps to unfold: those that are done have their tick."""
    names = the_ten()
    last = number if done else number - 1
    marks = ["done" if n <= last else "here" if n == number else "" for n in range(1, len(names) + 1)]
    dots = "".join(f'<i class="{mark}"></i>' for mark in marks)
    said = _("Bước %(at)s/%(all)s") % {"at": number, "all": len(names)}
    after = {"done": f" – {_('xong')}", "here": f" – {_('đang ở đây')}", "": ""}
    told = zip(names, marks, strict=True)
    lines = "".join(f'<li class="{mark}">{escape(name + after[mark])}</li>' for name, mark in told)
    st.html(
        f'<details class="mc-steps" data-step="{escape(page)}"><summary>'
        f'<span aria-hidden="true">{dots}</span><b>{escape(said)}</b> {escape(title)}'
        f"{f' <small>({escape(more)})</small>' if more else ''}</summary><ol>{lines}</ol></details>"
    )


def way(on: Callable[[], None] | None, back: Callable[[], None] | None, label: str = "") -> bool:
    """The two buttons at the foot: on, and back; what they call runs first. True when on was pressed."""
    with st.container(horizontal=True, key="mc-way-on"):
        pressed = st.button(label or _("Đồng ý và tiếp tục"), type="primary", on_click=on, key="on")
        if back is not None:
            st.button(_("Quay lại"), on_click=back, key="back")
    return pressed
