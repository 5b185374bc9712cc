"""Words on the screen: the reader's language, dates, money, and the badge of a state."""

from contextvars import ContextVar
from datetime import date, datetime

import streamlit as st

from services import language, vietnamese
from services.clock import VIETNAM
from services.server.addresses import LANGUAGE_COOKIE
from services.workflow import STATES, State

_heard: ContextVar[bool] = ContextVar("heard", default=False)


def speak() -> str:
    """Use the reader's language in this run; gives vi or en.

    A fragment runs in a thread of its own, without the frame: so every word asks, and the first one listens.
    """
    if not _heard.get():
        language.use(st.context.cookies.get(LANGUAGE_COOKIE, "vi"))
        _heard.set(True)
    return language.current()


def _(text: str) -> str:
    """The text in the reader's language."""
    speak()
    return language.gettext(text)


def money(amount: int) -> str:
    """`16.000 đồng`. The amount is whole đồng."""
    return vietnamese.money(amount)


def number(value: int) -> str:
    """`1.234`: dots between groups of three."""
    return vietnamese.thousands(value)


def day(value: date | datetime | None) -> str:
    """`26/11/2026`; a dash when there is none."""
    if value is None:
        return "–"
    return vietnamese.short_date(value.astimezone(VIETNAM) if isinstance(value, datetime) else value)


def moment(value: datetime | None) -> str:
    """`17:00 26/11/2026` on the clock of Vietnam; a dash when there is none."""
    if value is None:
        return "–"
    here = value.astimezone(VIETNAM)
    return f"{here:%H:%M} {vietnamese.short_date(here)}"


def badge(text: str, icon: str, tone: str) -> str:
    """Markdown of a badge: icon, word and colour (blue, green, orange, red, gray), never colour alone."""
    safe = text.replace("\\", "\\\\").replace("[", r"\[").replace("]", r"\]")
    return f":{tone}-badge[:material/{icon}: {safe}]"


def state_name(state: State | int) -> str:
    """The official name of the state."""
    return _(STATES[State(state)].label)


def state_badge(state: State | int) -> str:
    """Markdown of the state's badge, for st.markdown and st.table."""
    look = STATES[State(state)]
    return badge(state_name(state), look.icon, look.tone)


def plain(text: str) -> str:
    """Text that people typed, made safe for markdown: shown as it was typed, letter by letter."""
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)


_SPECIAL = frozenset("\\`*_{}[]()<>#+-!|~$:&")
