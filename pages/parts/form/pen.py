"""What a question needs to be drawn: the form around it, what was typed, what is wrong, and who keeps it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pages.frame import session
from pages.parts.sheet import star
from services import partial_dates
from services.catalogue import Field, Procedure, holds, is_empty
from services.identity import say_phone
from services.language import pick

Keep = Callable[[dict[str, Any]], None]
"""Keeps answers by their place: `{"home.province": "33"}`."""


@dataclass(frozen=True)
class Pen:
    """How the answers of one form are drawn and kept.

    `form` is what was typed, `shown` the same as it is understood (defaults and taken-over answers too),
    `wrong` and `doubtful` the sentences by place, `hints` usual answers by type of field. Without `keep` only
    the returned values tell what was typed.
    """

    name: str
    procedure: Procedure
    form: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    doubtful: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keep: Keep | None = None
    drop_row: Callable[[str, int], None] | None = None

    def key(self, at: str) -> str:
        """The key of the widget at this place."""
        return f"{self.name}-{at.replace('.', '-')}"

    def of(self, at: str) -> Any:
        """What was typed at this place; None for nothing yet."""
        here: Any = self.form
        for step in at.split("."):
            if isinstance(here, Mapping):
                here = here.get(step)
            elif isinstance(here, list) and step.isdigit() and int(step) < len(here):
                here = here[int(step)]
            else:
                return None
        return here


def label_of(asked: Field, pen: Pen) -> str:
    """The label, with a star when an answer is needed now."""
    needed = asked.required or (asked.required_if is not None and holds(asked.required_if, pen.shown))
    return star(pick(asked.label, asked.label_en), needed)


def kept(pen: Pen, at: str, key: str) -> None:
    """The callback of a widget: its value goes to its place."""
    if pen.keep is not None:
        pen.keep({at: session.typed(key)})


def watch(pen: Pen, at: str, key: str) -> dict[str, Any]:
    """Key and callback of the widget at this place."""
    return {"key": key, "on_change": kept, "args": (pen, at, key)}


def first_of(asked: Field, pen: Pen, at: str) -> Any:
    """What the widget shows when it is drawn for the first time: typed, or taken over, or the default."""
    typed = pen.of(at)
    if typed is not None:
        return typed
    return asked.default if "." in at else pen.shown.get(asked.key, asked.default)


def as_text(asked: Field, value: Any) -> str:
    """A stored answer as it is typed."""
    if isinstance(value, Mapping):
        value = value.get("text") or ""
    if is_empty(value):
        return ""
    if asked.type in ("date", "date_partial"):
        return partial_dates.say(iso) if (iso := partial_dates.read(value, partial=True)) else str(value)
    return say_phone(str(value)) if asked.type == "phone_vn" and str(value).startswith("+84") else str(value)


def keep_what_failed(pen: Pen, at: str, typed: Any, first: Any, asked: Field | None = None) -> None:
    """What is on the screen and not in the row was typed while the database was away: keep it now.

    `first` is what the widget began with; that is not an answer yet.
    """
    begun = (first, as_text(asked, first)) if asked else (first,)
    if pen.keep is not None and is_empty(pen.of(at)) and not is_empty(typed) and typed not in begun:
        pen.keep({at: typed})
