"""The fields in which a procedure is written: each shows one place of the draft and says beside it what is
wrong there. What is typed goes where the hand puts it: catalogue_pen.Pen keeps it at once, form_hand.Hand
gives the data of the whole form back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, Protocol

import streamlit as st

from pages.parts.words import _
from services.catalogue import plain_data
from services.catalogue.drafts.examine import Fault
from services.catalogue.plain_data import Data, Path


class Writer(Protocol):
    """What a field asks of the hand that draws it."""

    @property
    def data(self) -> Data:
        """The draft as it is now."""

    @property
    def faults(self) -> Sequence[Fault]:
        """What is wrong in it."""

    @property
    def locked(self) -> bool:
        """Whether it can only be read."""

    def of(self, path: Path, default: Any = None) -> Any:
        """What stands there now."""

    def watch(
        self, path: Path, shown: Any, label: str, read: Callable[[Any], Any], default: Any = None
    ) -> dict[str, Any]:
        """Key and callback of the widget that shows `shown`. A callback is run even if the next click came
        before the page was drawn, which then has no more such field to ask. `read` makes of what was typed
        what is stored."""

    def took(self, path: Path, value: Any, default: Any = None) -> None:
        """The widget says something else than is stored there: this."""


def say_wrong(hand: Writer, path: Path, *, below: bool = False) -> None:
    """What is wrong at this place; `below`: at any place inside it."""
    for fault in hand.faults:
        if tuple(fault.path) == path or (below and tuple(fault.path[: len(path)]) == path):
            st.html(f'<p class="mc-wrong">{escape(fault.text)}</p>')


def line(
    hand: Writer, path: Path, label: str, *, area: bool = False, hint: str = "", example: str = "",
    most: int = 2000,
) -> None:  # fmt: skip
    """One line of text, or several."""
    kept = hand.of(path)
    first = str(kept if kept is not None else "")
    told = {"placeholder": example or None, "help": hint or None, "max_chars": most, "disabled": hand.locked}
    told |= hand.watch(path, first, label, _text)
    typed = st.text_area(label, first, height=96, **told) if area else st.text_input(
        label, first, autocomplete="off", **told)  # fmt: skip
    if typed != first:
        hand.took(path, _text(typed))
    say_wrong(hand, path)


def pair(hand: Writer, path: Path, label: str, *, beside: bool = True, **told: Any) -> None:
    """The Vietnamese text, and the English one beside it, or below."""
    left, right = st.columns(2, gap="small") if beside else (st.container(), st.container())
    with left:
        line(hand, path, label, **told)
    with right:
        told.pop("example", None)
        line(hand, (*path[:-1], f"{path[-1]}_en"), _("%(label)s (tiếng Anh)") % {"label": label}, **told)


def lines(hand: Writer, path: Path, label: str, *, hint: str = "", height: int = 160) -> None:
    """A list of short texts, one a line."""
    first = "\n".join(str(one) for one in plain_data.rows(hand.data, path))
    typed = st.text_area(
        label, first, help=hint or None, height=height, disabled=hand.locked,
        **hand.watch(path, first, label, _several, []),
    )  # fmt: skip
    if typed != first:
        hand.took(path, _several(typed), [])
    say_wrong(hand, path, below=True)


def whole(
    hand: Writer, path: Path, label: str, *, least: int | None = 0, most: int | None = 1_000_000_000,
    default: int | None = None, step: int = 1, hint: str = "",
) -> None:  # fmt: skip
    """A whole number, or none."""
    kept = hand.of(path, default)
    fits = isinstance(kept, int) and not isinstance(kept, bool)
    fits = fits and (least is None or kept >= least) and (most is None or kept <= most)
    first = kept if fits else default
    typed = st.number_input(
        label, least, most, first, step, help=hint or None, disabled=hand.locked, placeholder="–",
        **hand.watch(path, first, label, as_it_is, default),
    )  # fmt: skip
    if typed != first:
        hand.took(path, typed, default)
    say_wrong(hand, path)


def tick(hand: Writer, path: Path, label: str, *, hint: str = "") -> None:
    """Yes or no; no where nothing is said."""
    first = hand.of(path) is True
    typed = st.checkbox(
        label, first, help=hint or None, disabled=hand.locked,
        **hand.watch(path, first, label, as_it_is, False),
    )  # fmt: skip
    if typed != first:
        hand.took(path, typed, False)
    say_wrong(hand, path)


def choose(
    hand: Writer, path: Path, label: str, options: Mapping[Any, str], *, default: Any = None, hint: str = ""
) -> None:  # fmt: skip
    """One of a list; `default` is what counts while nothing is said; "" in the list stands for nothing."""
    default = "" if default is None and "" in options else default
    kept = hand.of(path)
    first = default if kept is None else kept
    chosen = one_of(
        label, options, first, help=hint or None, disabled=hand.locked,
        **hand.watch(path, (first, list(options)), label, as_it_is, default),
    )  # fmt: skip
    if chosen != first:
        hand.took(path, chosen, default)
    say_wrong(hand, path)


def choose_several(
    hand: Writer, path: Path, label: str, options: Mapping[Any, str], *, default: Sequence[Any] = (),
    hint: str = "",
) -> None:  # fmt: skip
    """Several of a list."""
    kept = [one for one in plain_data.rows(hand.data, path) if isinstance(one, str | int)] or list(default)
    codes = [*options, *(one for one in kept if one not in options)]
    chosen = st.multiselect(
        label, codes, kept, format_func=lambda code: options.get(code) or unknown(code),
        placeholder=_("Chọn…"), help=hint or None, disabled=hand.locked,
        **hand.watch(path, (kept, codes), label, list, list(default)),
    )  # fmt: skip
    if chosen != kept:
        hand.took(path, chosen, list(default))
    say_wrong(hand, path, below=True)


def day(hand: Writer, path: Path, label: str, *, hint: str = "") -> None:
    """A day, or none."""
    try:
        first = date.fromisoformat(str(hand.of(path)))
    except ValueError:
        first = None
    typed = st.date_input(
        label, first, min_value=date(2000, 1, 1), max_value=date(2099, 12, 31), format="DD/MM/YYYY",
        help=hint or None, disabled=hand.locked, **hand.watch(path, first, label, _iso),
    )  # fmt: skip
    if typed != first:
        hand.took(path, _iso(typed))
    say_wrong(hand, path)


def one_of(label: str, options: Mapping[Any, str], value: Any, **look: Any) -> Any:
    """The chosen one of these. What stands there now may be none of them: a draft may hold anything."""
    known = list(options)  # a list, for what cannot be looked up
    codes = known if value in known else [value, *known]
    names = [options[code] if code in known else unknown(code) for code in codes]
    return st.selectbox(
        label, codes, codes.index(value), format_func=lambda code: names[codes.index(code)], **look
    )


def unknown(code: Any) -> str:
    """What is said of a code that the list does not have."""
    return _("(chưa chọn)") if code in (None, "") else _("(không có trong danh sách)")


def as_it_is(typed: Any) -> Any:
    """What is typed is what is stored."""
    return typed


def _text(typed: str) -> str | None:
    return typed.strip() or None


def _several(typed: str) -> list[str]:
    return [one for one in map(str.strip, typed.splitlines()) if one]


def _iso(typed: date | None) -> str | None:
    return typed.isoformat() if typed is not None else None
