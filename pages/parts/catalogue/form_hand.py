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
from pages.parts.catalogue import draft_fields
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

    def watch(
        self, path: Path, shown: Any, label: str, read: Callable[[Any], Any], default: Any = None
    ) -> dict[str, Any]:
        """The field keeps itself where somebody is there to keep it: see draft_fields.Writer."""
        name = key(path, shown)
        return {"key": name, "on_change": _typed, "args": (path, name, label, read, default)}

    took = put


def key(path: Path, value: Any = None, prefix: str = "form") -> str:
    """The key of a widget: its place, and what is stored there."""
    seal = zlib.crc32(repr((value, session.typed(_FRESH))).encode())
    return "-".join([prefix, *map(str, path), str(seal)])


def _typed(path: Path, name: str, label: str, read: Callable[[Any], Any], default: Any) -> None:
    keep, typed = session.typed(KEEPER), session.typed(name)
    if keep is not None:
        keep(label, lambda data: plain_data.put(data, path, read(typed), default), typed)


def afresh() -> None:
    """All fields show again what is stored: somebody thought better of a change."""
    session.put(_FRESH, (session.typed(_FRESH) or 0) + 1)


def pair(hand: Hand, path: Path, label: str, **told: Any) -> None:
    """The Vietnamese text, and the English one under it: beside the preview there is no room for two."""
    draft_fields.pair(hand, path, label, beside=False, **told)


def pick_one(
    hand: Hand, path: Path, label: str, options: Mapping[Any, str], value: Any, *, hint: str = ""
) -> Any:  # fmt: skip
    """The chosen one of these; what to do with it is the caller's."""
    return draft_fields.one_of(
        label, options, value, key=key((*path, "choose"), (value, list(options))), help=hint or None,
        disabled=hand.locked,
    )  # fmt: skip


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
