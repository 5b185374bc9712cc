"""The pen that writes a procedure: each field keeps its place of the draft as soon as it is left, and rows
are added, moved and taken away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.words import _
from services.catalogue import plain_data
from services.catalogue.drafts.examine import Fault
from services.catalogue.plain_data import Data, Path

Change = Callable[[Data], Data]


@dataclass(frozen=True)
class Pen:
    """One draft on the screen. `name` begins the widgets' keys, and is another one as soon as they must be
    filled anew. Without `keep` there is only something to read."""

    name: str
    data: Data
    faults: Sequence[Fault] = ()
    keep: Callable[[str, Change, Any], bool] | None = None
    """Keeps what a change makes of the draft; the label and the value are for telling what was not kept."""
    renew: Callable[[], None] = lambda: None
    """The rows stand elsewhere now: fill the widgets anew."""

    @property
    def locked(self) -> bool:
        """Whether it can only be read."""
        return self.keep is None

    def key(self, path: Path) -> str:
        """The key of the widget at this place."""
        return "-".join([self.name, *map(str, path)])

    def of(self, path: Path, default: Any = None) -> Any:
        """What stands there; the default, too, for something of another kind."""
        found = plain_data.at(self.data, path, default)
        return found if default is None or isinstance(found, type(default)) else default

    def watch(
        self, path: Path, _shown: Any, label: str, read: Callable[[Any], Any], default: Any = None
    ) -> dict[str, Any]:
        """The field keeps itself: see draft_fields.Writer."""
        return {"key": self.key(path), "on_change": self._typed, "args": (path, label, read, default)}

    def _typed(self, path: Path, label: str, read: Callable[[Any], Any], default: Any) -> None:
        if self.keep is not None:
            typed = session.typed(self.key(path))
            self.keep(label, lambda data: plain_data.put(data, path, read(typed), default), typed)

    def took(self, _path: Path, _value: Any, _default: Any = None) -> None:
        """What the callback could not keep is told above all fields, and typed again."""


def order(
    pen: Pen, path: Path, index: int, *, what: str, moved: Callable[[int | None], None] = lambda _place: None
) -> None:  # fmt: skip
    """Up, down and away, for one row; `moved` hears where it stands then, None when it is gone."""
    if pen.locked:
        return
    count = len(plain_data.rows(pen.data, path))
    with st.container(horizontal=True, gap="small"):
        for label, icon, by, off in (
            (_("Lên"), "arrow_upward", -1, index == 0),
            (_("Xuống"), "arrow_downward", 1, index >= count - 1),
        ):
            st.button(
                label, icon=f":material/{icon}:", type="tertiary", disabled=off,
                key=pen.key((*path, index, f"by{by}")), on_click=rearrange,
                args=(pen, what, lambda data, by=by: plain_data.move(data, path, index, by),
                      lambda by=by: moved(index + by)),
            )  # fmt: skip
        st.button(
            _("Xóa"), icon=":material/delete:", type="tertiary", key=pen.key((*path, index, "drop")),
            on_click=rearrange,
            args=(pen, what, lambda data: plain_data.take(data, path, index), lambda: moved(None)),
        )  # fmt: skip


def more(pen: Pen, path: Path, label: str, row: Callable[[Data], Any]) -> None:
    """A button for one more row; `row` makes it out of the draft as it is then."""
    if pen.locked:
        return
    st.button(
        label, icon=":material/add:", key=pen.key((*path, "more")), on_click=rearrange,
        args=(pen, label, lambda data: plain_data.add(data, path, row(data))),
    )  # fmt: skip


def rearrange(pen: Pen, what: str, change: Change, then: Callable[[], None] = lambda: None) -> None:
    """A change after which rows stand elsewhere; `then` is done once it is kept."""
    if pen.keep is not None and pen.keep(what, change, ""):
        pen.renew()
        then()
