"""Above the queue: drafts that citizens object to, and due dates that have come near since the last look."""

from collections import Counter
from html import escape

import streamlit as st

from pages.frame import session
from pages.frame.session import address
from pages.parts import filters
from pages.parts.queue.queue_table import icon
from pages.parts.words import _, moment, number
from services.actors import Actor
from services.desk import warnings
from services.desk.warnings import Glance, Warned
from services.errors import Refusal
from services.sentences import say
from services.server.addresses import with_query

PANEL, OPEN = "mo", "canh-bao"
SHOWN = 5


def bell(found: Glance) -> str:
    """Markup of both lines; empty where there is nothing to say."""
    return _objections(found) + _warnings(found)


def is_open() -> bool:
    """Whether the address asks for the list."""
    return st.query_params.get(PANEL) == OPEN


def _objections(found: Glance) -> str:
    if not found.objected:
        return ""
    back = filters.kept()
    links = " ".join(
        f'<a class="mc-soft" href="{escape(with_query("/ho-so", {"ma": one.code, **back}))}">'
        f"{escape(one.applicant)}</a>"
        for one in found.objected[:SHOWN]
    )
    told = _("Người dân báo bản nháp sai (%(n)s):") % {"n": number(len(found.objected))}
    return f'<p class="mc-bell mc-late">{icon("feedback")}<b>{escape(told)}</b> {links}</p>'


def _warnings(found: Glance) -> str:
    if not found.warned:
        return ""
    counts = Counter(one.share for one in found.warned)
    parts = [f"{number(counts[share])} {warnings.sentence(share)}" for share in sorted(counts)]
    there = escape(address(**{PANEL: "" if is_open() else OPEN, "viec": "", "hang": ""}))
    label = escape(_("Ẩn danh sách") if is_open() else _("Xem"))
    late = "late" if warnings.DEADLINE in counts else "near"
    return (
        f'<p class="mc-bell mc-{late}">{icon("notifications")}<b>{escape(_("Cảnh báo hạn mới:"))}</b> '
        f'{escape(" · ".join(parts))} <a class="mc-soft" aria-keyshortcuts="Alt+H" href="{there}">{label}'
        " <kbd>Alt+H</kbd></a></p>"
    )


def panel(reader: Actor, found: Glance) -> None:
    """The list behind the line, and the button that takes it away."""
    back = filters.kept()
    with st.container(border=True, key="mc-warned"):
        st.html("".join(_line(one, with_query("/ho-so", {"ma": one.code, **back})) for one in found.warned))
        done = {"icon": ":material/done_all:", "on_click": _seen, "args": (reader,)}
        st.button(_("Đã xem"), key="warnings-seen", **done)


def _line(one: Warned, there: str) -> str:
    """Who, what, why and when: one line that opens the dossier."""
    why = warnings.sentence(one.share)
    tone = "late" if one.share == warnings.DEADLINE else "near"
    holder = f" · {escape(one.holder)}" if one.holder else ""
    return (
        f'<p class="mc-bell"><a class="mc-soft" href="{escape(there)}">{escape(one.code)}</a> '
        f"{escape(one.applicant)} · {escape(one.procedure)} · "
        f'<span class="mc-why mc-{tone}">{escape(why)}</span> · {escape(moment(one.due_at))}{holder}</p>'
    )


def _seen(reader: Actor) -> None:
    try:
        warnings.seen(reader)
    except Refusal as refusal:
        session.say_later("error", say(refusal))
        return
    st.query_params.pop(PANEL, None)
