"""Draws any question of a procedure from its data, and keeps every answer the moment it leaves its field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.form.address_field import draw_place
from pages.parts.form.pen import Pen, as_text, first_of, keep_what_failed, label_of, watch
from pages.parts.sheet import told_doubtful, told_wrong
from pages.parts.words import _
from services import forms
from services.catalogue import Field, Option, holds
from services.catalogue.questions import Repeat
from services.language import pick


def draw(asked: Field, pen: Pen, at: str = "") -> Any:
    """One question with its hint and what is wrong with it. `at` is its place in the form (its key).

    Returns the answer as it stands on the screen, unchecked.
    """
    at = at or asked.key
    with st.container(gap="xxsmall", key=f"{pen.key(at)}-box"):
        answer = _DRAWN.get(asked.type, _line)(asked, pen, at)
        if asked.type not in _OF_PARTS:
            keep_what_failed(pen, at, answer, first_of(asked, pen, at), asked)
        for sentence in pen.wrong.get(at, ()):
            told_wrong(sentence)
        for sentence in pen.doubtful.get(at, ()):
            told_doubtful(sentence)
        if asked.help:
            st.caption(pick(asked.help, asked.help_en))
    return answer


_OF_PARTS = frozenset({"group", "address", "area"})
"""Kinds of questions whose parts keep themselves."""
_KINDS = {"phone_vn": "phone", "id12": "phone", "email": "email"}
_FILLED_BY = {
    "applicant_name": "name", "applicant_phone": "tel", "applicant_email": "email", "receiver_phone": "tel",
}  # fmt: skip


def _line(asked: Field, pen: Pen, at: str) -> str:
    """One line of text. Dates are typed too: quicker than leafing back through decades."""
    key, first = pen.key(at), first_of(asked, pen, at)
    typed = st.text_input(
        label_of(asked, pen),
        value=as_text(asked, first),
        max_chars=asked.max_length,
        placeholder=_example(asked, pen, at),
        type=_KINDS.get(asked.type, "default"),
        icon="",
        validate="",
        autocomplete=_FILLED_BY.get(asked.role or "", "off"),
        **watch(pen, at, key),
    )
    offered = [*asked.suggestions, *pen.hints.get(asked.type, ())]
    if offered:
        _chips(offered, pen, at, key)
    return typed


def _example(asked: Field, pen: Pen, at: str) -> str:
    """What stands in the empty field: what it will take over from another answer, or an example."""
    if asked.prefill is not None and "." not in at and (taken := as_text(asked, pen.shown.get(asked.key))):
        return _("Để trống thì lấy %(answer)s") % {"answer": taken}
    return asked.placeholder or _PLACEHOLDERS.get(asked.type, "")


_PLACEHOLDERS = {"date": "31/12/1990", "date_partial": "31/12/1990, 12/1990, 1990", "time": "14:30"}


def _chips(offered: list[str], pen: Pen, at: str, key: str) -> None:
    """Usual answers to tap instead of typing; the field stays free."""

    def chosen() -> None:
        if text := session.typed(f"{key}-chip"):
            session.put(key, text)
            session.put(f"{key}-chip", None)
            if pen.keep is not None:
                pen.keep({at: text})

    st.pills(_("Thường dùng"), offered, key=f"{key}-chip", on_change=chosen, label_visibility="collapsed")


def _lines(asked: Field, pen: Pen, at: str) -> str:
    return st.text_area(
        label_of(asked, pen), value=as_text(asked, first_of(asked, pen, at)), max_chars=asked.max_length,
        placeholder=asked.placeholder or "", height=120, **watch(pen, at, pen.key(at)),
    )  # fmt: skip


def _select(asked: Field, pen: Pen, at: str) -> str | None:
    return _one_of(st.selectbox, asked, pen, at, placeholder=_("Chọn"))


def _radio(asked: Field, pen: Pen, at: str) -> str | None:
    return _one_of(st.radio, asked, pen, at)


def _one_of(widget: Callable[..., str | None], asked: Field, pen: Pen, at: str, **look: str) -> str | None:
    names = _names(forms.choices(pen.procedure, asked))
    first = first_of(asked, pen, at)
    return widget(
        label_of(asked, pen), list(names), index=list(names).index(first) if first in names else None,
        format_func=names.__getitem__, **look, **watch(pen, at, pen.key(at)),
    )  # fmt: skip


def _multi(asked: Field, pen: Pen, at: str) -> list[str]:
    names = _names(forms.choices(pen.procedure, asked))
    first = first_of(asked, pen, at)
    return st.multiselect(
        label_of(asked, pen), list(names),
        default=[value for value in names if isinstance(first, list) and value in first],
        format_func=lambda value: names[value], placeholder=_("Chọn"), **watch(pen, at, pen.key(at)),
    )  # fmt: skip


def _names(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.value: pick(option.label, option.label_en) for option in options}


def _number(asked: Field, pen: Pen, at: str) -> int | None:
    first = first_of(asked, pen, at)
    fits = isinstance(first, int)
    fits = fits and (asked.min is None or first >= asked.min) and (asked.max is None or first <= asked.max)
    return st.number_input(
        label_of(asked, pen), min_value=asked.min, max_value=asked.max, step=1,
        value=first if fits else None, **watch(pen, at, pen.key(at)),
    )  # fmt: skip


def _box(asked: Field, pen: Pen, at: str) -> bool:
    ticked = first_of(asked, pen, at) is True
    return st.checkbox(label_of(asked, pen), value=ticked, **watch(pen, at, pen.key(at)))


def _group(asked: Field, pen: Pen, at: str) -> Any:
    """Questions that belong together; a repeated group has a frame per row, and a button for one more."""
    st.markdown(f"**{label_of(asked, pen)}**")
    if asked.repeat is None:
        with st.container(border=True):
            return _inside(asked, pen, at)
    more, fewer, count = _rows(asked, asked.repeat, pen, at)
    # Rows move up when one is taken out: the count in the name draws all of them afresh.
    rows_pen = replace(pen, name=f"{pen.name}-{count}") if pen.keep is not None else pen
    rows = []
    for number in range(count):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{number + 1}.**", width="stretch")
                if count > max(asked.repeat.min, 1) and (pen.keep is not None or number == count - 1):
                    st.button(
                        _("Bỏ mục này"), key=rows_pen.key(f"{at}.{number}.drop"), type="tertiary",
                        icon=":material/delete:", on_click=fewer, args=(number,),
                    )  # fmt: skip
            rows.append(_inside(asked, rows_pen, f"{at}.{number}"))
    if count < asked.repeat.max:
        label = pick(asked.repeat.add, asked.repeat.add_en) if asked.repeat.add else _("Thêm mục")
        st.button(label, key=pen.key(f"{at}.more"), icon=":material/add:", on_click=more)
    return rows


def _rows(
    asked: Field, repeat: Repeat, pen: Pen, at: str
) -> tuple[Callable[[], None], Callable[[int], None], int]:
    """What adds a row, what takes one out, and how many there are. Without a keeper the page counts them
    while it is open, and only the last one goes."""
    least, first = max(repeat.min, 1), asked.fields[0].key
    if pen.keep is None:
        place = pen.key(f"{at}.rows")
        count = session.typed(place) or least
        return lambda: session.put(place, count + 1), lambda _n: session.put(place, count - 1), count
    keep, drop_row, stored = pen.keep, pen.drop_row, pen.of(at)
    count = max(len(stored) if isinstance(stored, list) else 0, least)

    def drop(number: int) -> None:
        if drop_row is not None:
            drop_row(asked.key, number)

    return lambda: keep({f"{at}.{count}.{first}": None}), drop, count


def _inside(asked: Field, pen: Pen, at: str) -> dict[str, Any]:
    so_far = pen.of(at)
    around = {**pen.shown, **(so_far if isinstance(so_far, Mapping) else {})}
    found: dict[str, Any] = {}
    for inner in asked.fields:  # what stands on the screen decides too: a page without a keeper has no more
        if inner.words_of is None and holds(inner.show_if, {**around, **found}):
            found[inner.key] = draw(inner, pen, f"{at}.{inner.key}")
    return found


_DRAWN: dict[str, Callable[[Field, Pen, str], Any]] = {
    "textarea": _lines,
    "select": _select,
    "radio": _radio,
    "multi": _multi,
    "integer": _number,
    "checkbox": _box,
    "group": _group,
    "address": draw_place,
    "area": draw_place,
}
