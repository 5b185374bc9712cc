"""The fields in which a procedure is written: each shows one place of the draft, keeps it as soon as it is
left, and says beside it what is wrong there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
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
    filled anew. Without `keep` there is only something to read. `wrong` are the sentences by path."""

    name: str
    data: Data
    wrong: Mapping[Path, tuple[str, ...]]
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


def say_wrong(pen: Pen, path: Path, *, below: bool = False) -> None:
    """What is wrong at this place; `below`: at any place inside it."""
    for place, texts in pen.wrong.items():
        if place == path or (below and place[: len(path)] == path):
            for text in texts:
                st.html(f'<p class="mc-wrong">{escape(text)}</p>')


def line(
    pen: Pen, path: Path, label: str, *, area: bool = False, hint: str = "", example: str = "",
    most: int = 2000,
) -> None:  # fmt: skip
    """One line of text, or several."""
    told = {"placeholder": example or None, "help": hint or None, "max_chars": most, "disabled": pen.locked}
    first = str(pen.of(path) if pen.of(path) is not None else "")
    if area:
        st.text_area(label, first, height=96, **told, **_watch(pen, path, label, _text))
    else:
        st.text_input(label, first, autocomplete="off", **told, **_watch(pen, path, label, _text))
    say_wrong(pen, path)


def pair(pen: Pen, path: Path, label: str, **told: Any) -> None:
    """The Vietnamese text, and the English one beside it."""
    left, right = st.columns(2, gap="small")
    with left:
        line(pen, path, label, **told)
    with right:
        told.pop("example", None)
        line(pen, (*path[:-1], f"{path[-1]}_en"), _("%(label)s (tiếng Anh)") % {"label": label}, **told)


def lines(pen: Pen, path: Path, label: str, *, hint: str = "") -> None:
    """A list of short texts, one a line."""
    first = "\n".join(str(one) for one in plain_data.rows(pen.data, path))
    st.text_area(
        label, first, help=hint or None, height=160, disabled=pen.locked,
        **_watch(pen, path, label, _several, []),
    )  # fmt: skip
    say_wrong(pen, path, below=True)


def whole(
    pen: Pen, path: Path, label: str, *, least: int = 0, most: int = 1_000_000_000,
    default: int | None = None, step: int = 1, hint: str = "",
) -> None:  # fmt: skip
    """A whole number."""
    first = pen.of(path, default)
    fits = isinstance(first, int) and not isinstance(first, bool) and least <= first <= most
    st.number_input(
        label, least, most, first if fits else default, step, help=hint or None, disabled=pen.locked,
        **_watch(pen, path, label, None, default),
    )  # fmt: skip
    say_wrong(pen, path)


def tick(pen: Pen, path: Path, label: str, *, hint: str = "") -> None:
    """Yes or no; no where nothing is said."""
    first = pen.of(path) is True
    st.checkbox(label, first, help=hint or None, disabled=pen.locked, **_watch(pen, path, label, None, False))
    say_wrong(pen, path)


def choose(
    pen: Pen, path: Path, label: str, options: Mapping[Any, str], *, default: Any = None, hint: str = ""
) -> None:  # fmt: skip
    """One of a list; `default` is what counts while nothing is said; "" in the list stands for nothing."""
    codes = list(options)
    default = "" if default is None and "" in options else default
    first = pen.of(path)
    first = default if first is None else first
    if first not in options:
        codes = [first, *codes]
    st.selectbox(
        label, codes, codes.index(first), format_func=lambda code: options.get(code) or _unknown(code),
        help=hint or None, disabled=pen.locked, **_watch(pen, path, label, None, default),
    )  # fmt: skip
    say_wrong(pen, path)


def choose_several(
    pen: Pen, path: Path, label: str, options: Mapping[Any, str], *, default: Sequence[Any] = (),
    hint: str = "",
) -> None:  # fmt: skip
    """Several of a list."""
    kept = plain_data.rows(pen.data, path) or list(default)
    codes = [*options, *(one for one in kept if one not in options)]
    st.multiselect(
        label, codes, kept, format_func=lambda code: options.get(code) or _unknown(code),
        placeholder=_("Chọn…"), help=hint or None, disabled=pen.locked,
        **_watch(pen, path, label, list, list(default)),
    )  # fmt: skip
    say_wrong(pen, path, below=True)


def day(pen: Pen, path: Path, label: str, *, hint: str = "") -> None:
    """A day, or none."""
    try:
        first = date.fromisoformat(str(pen.of(path)))
    except ValueError:
        first = None
    st.date_input(
        label, first, min_value=date(2000, 1, 1), max_value=date(2099, 12, 31), format="DD/MM/YYYY",
        help=hint or None, disabled=pen.locked, **_watch(pen, path, label, _iso),
    )  # fmt: skip
    say_wrong(pen, path)


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


def _watch(
    pen: Pen, path: Path, label: str, read: Callable[[Any], Any] | None, default: Any = None
) -> dict[str, Any]:  # fmt: skip
    """Key and callback: a callback is run even if the next click came before the page was drawn."""
    return {"key": pen.key(path), "on_change": _typed, "args": (pen, path, label, read, default)}


def _typed(
    pen: Pen, path: Path, label: str, read: Callable[[Any], Any] | None, default: Any
) -> None:  # fmt: skip
    if pen.keep is None:
        return
    typed = session.typed(pen.key(path))
    value = read(typed) if read is not None else typed
    pen.keep(label, lambda data: plain_data.put(data, path, value, default), typed)


def _text(typed: str) -> str | None:
    return typed.strip() or None


def _several(typed: str) -> list[str]:
    return [one for one in map(str.strip, typed.splitlines()) if one]


def _iso(typed: date | None) -> str | None:
    return typed.isoformat() if typed is not None else None


def _unknown(code: Any) -> str:
    return _("(chưa chọn)") if code in (None, "") else _("(không có trong danh sách)")
