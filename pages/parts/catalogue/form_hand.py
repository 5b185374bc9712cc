"""The hand that edits a form: each field shows one place of the draft, and what was done stands in `data`.

A field's key holds what is stored in it. So it begins afresh as soon as that changes elsewhere, and whatever
else stands on the screen was put there by the reader.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.words import _, plain
from services.catalogue import plain_data
from services.catalogue.drafts.editing import Effect
from services.catalogue.drafts.examine import Fault
from services.catalogue.plain_data import Data, Path

_FRESH = "form-fresh"
KEEPER = "form-keeper"
"""Under this: who keeps a typed value at once, where the room has put somebody there."""
ASKED = "form-asked"
"""Under this: the place somebody wants to delete, until it is answered."""


@dataclass
class Hand:
    """One draft in one run of the page. What was wrong is told by path."""

    data: Data
    faults: Sequence[Fault] = ()
    locked: bool = False

    def of(self, path: Path, default: Any = None) -> Any:
        """What stands there now."""
        return plain_data.at(self.data, path, default)

    def put(self, path: Path, value: Any, default: Any = None) -> None:
        """This value stands there from now on."""
        self.data = plain_data.put(self.data, path, value, default)


def key(path: Path, value: Any = None, prefix: str = "form") -> str:
    """The key of a widget: its place, and what is stored there."""
    seal = zlib.crc32(repr((value, session.typed(_FRESH))).encode())
    return "-".join([prefix, *map(str, path), str(seal)])


def watch(
    path: Path, first: Any, label: str, read: Callable[[Any], Any], default: Any = None
) -> dict[str, Any]:  # fmt: skip
    """Key and callback of a field that is typed into. A callback is run even if the next click came before
    the page was drawn, which then has no more such field to ask."""
    name = key(path, first)
    return {"key": name, "on_change": _typed, "args": (path, name, label, read, default)}


def _typed(path: Path, name: str, label: str, read: Callable[[Any], Any], default: Any) -> None:
    keep, typed = session.typed(KEEPER), session.typed(name)
    if keep is not None:
        keep(label, lambda data: plain_data.put(data, path, read(typed), default), typed)


def _text(typed: str) -> str | None:
    return typed.strip() or None


def _as_it_is(typed: Any) -> Any:
    return typed


def afresh() -> None:
    """All fields show again what is stored: somebody thought better of a change."""
    session.put(_FRESH, (session.typed(_FRESH) or 0) + 1)


def wrong(hand: Hand, path: Path, *, below: bool = False) -> None:
    """What is wrong at this place; `below`: at any place inside it."""
    for fault in hand.faults:
        if tuple(fault.path) == path or (below and tuple(fault.path[: len(path)]) == path):
            st.markdown(f":red[:material/error: {plain(fault.text)}]")


def line(
    hand: Hand, path: Path, label: str, *, area: bool = False, hint: str = "", example: str = "",
    most: int = 2000,
) -> None:  # fmt: skip
    """One line of text, or several."""
    first = str(hand.of(path) if hand.of(path) is not None else "")
    told = {"max_chars": most, "placeholder": example, "help": hint or None, "disabled": hand.locked}
    told |= watch(path, first, label, _text)
    typed = st.text_area(label, first, height=90, **told) if area else st.text_input(
        label, first, autocomplete="off", **told)  # fmt: skip
    if typed != first:
        hand.put(path, typed.strip() or None)
    wrong(hand, path)


def pair(hand: Hand, path: Path, label: str, **told: Any) -> None:
    """The Vietnamese text, and the English one under it."""
    line(hand, path, label, **told)
    told.pop("example", None)
    english = _("%(label)s (tiếng Anh)") % {"label": label}
    line(hand, (*path[:-1], f"{path[-1]}_en"), english, **told)


def tick(hand: Hand, path: Path, label: str, *, hint: str = "") -> None:
    """Yes or no; no where nothing is said."""
    first = hand.of(path) is True
    if st.checkbox(label, first, key=key(path, first), help=hint or None, disabled=hand.locked) != first:
        hand.put(path, not first, False)
    wrong(hand, path)


def whole(
    hand: Hand, path: Path, label: str, *, least: int | None = None, most: int | None = None,
    default: int | None = None,
) -> None:  # fmt: skip
    """A whole number, or none."""
    stored = hand.of(path, default)
    fits = isinstance(stored, int) and not isinstance(stored, bool)
    fits = fits and (least is None or stored >= least) and (most is None or stored <= most)
    first = stored if fits else None
    typed = st.number_input(
        label, least, most, first, 1, disabled=hand.locked, placeholder="–",
        **watch(path, first, label, _as_it_is, default),
    )  # fmt: skip
    if typed != first:
        hand.put(path, typed, default)
    wrong(hand, path)


def pick_one(
    hand: Hand, path: Path, label: str, options: Mapping[Any, str], value: Any, *, hint: str = ""
) -> Any:  # fmt: skip
    """The chosen one of these; what to do with it is the caller's."""
    codes = list(options)
    if value not in codes:  # a list, for what cannot be looked up: a draft may hold anything
        codes = [value, *codes]
    names = [options[one] if one in list(options) else _unknown(one) for one in codes]
    return st.selectbox(
        label, codes, codes.index(value), format_func=lambda code: names[codes.index(code)],
        key=key((*path, "choose"), (value, codes)), help=hint or None, disabled=hand.locked,
    )  # fmt: skip


def choose(
    hand: Hand, path: Path, label: str, options: Mapping[Any, str], *, default: Any = None, hint: str = ""
) -> None:  # fmt: skip
    """One of a list, kept at its place."""
    first = hand.of(path, default)
    chosen = pick_one(hand, path, label, options, first, hint=hint)
    if chosen != first:
        hand.put(path, chosen, default)
    wrong(hand, path)


def switch(hand: Hand, path: Path, label: str, options: Mapping[Any, str], value: Any) -> Any:
    """One of a few that all stand there."""
    chosen = st.segmented_control(
        label, list(options), default=value, required=True, format_func=lambda one: options[one],
        key=key((*path, "switch"), value), disabled=hand.locked,
    )  # fmt: skip
    return value if chosen is None else chosen


def do(hand: Hand, path: Path, effect: Effect) -> None:
    """Make the change: at once if nothing else goes with it, after a word if something does."""
    if not effect.lost or confirmed(path, _("Đổi như vậy thì:"), effect.lost, _("Vẫn đổi"), afresh):
        hand.data = effect.data


def confirmed(
    path: Path, title: str, lost: Sequence[str], label: str, away: Callable[[], None]
) -> bool:  # fmt: skip
    """Say what goes too, and ask; `away` is done when it stays as it is."""
    with st.container(border=True, key=key(path, lost, "mc-form-ask")):
        st.warning("\n".join([title, *(f"- {plain(one)}" for one in lost)]), icon=":material/warning:")
        with st.container(horizontal=True):
            yes = st.button(label, key=key((*path, "yes")), type="primary")
            st.button(_("Giữ như cũ"), key=key((*path, "no")), on_click=away)
    return yes


def _unknown(code: Any) -> str:
    return _("(chưa chọn)") if code in (None, "") else _("(không có trong danh sách)")
