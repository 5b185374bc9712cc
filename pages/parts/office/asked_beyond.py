"""For the leader: papers that were asked beyond what the procedures list, each with its legal ground."""

from html import escape

import streamlit as st

from pages.parts.words import _, day
from services import unlisted
from services.actors import Actor


def draw(reader: Actor) -> None:
    """One light list; nothing where nothing was asked."""
    found = unlisted.waiting(reader)
    if not found:
        return
    st.subheader(_("Giấy tờ ngoài danh mục đã yêu cầu"), anchor=False)
    st.html(f'<ul class="mc-asked">{"".join(map(_line, found))}</ul>')


def _line(one: unlisted.AskedBeyond) -> str:
    told = _("%(name)s – căn cứ: %(basis)s; lý do: %(reason)s") % {
        "name": one.name, "basis": one.basis, "reason": one.reason
    }  # fmt: skip
    who = " · ".join(filter(None, [one.by, day(one.asked_at)]))
    link = f'<a class="mc-soft mc-open" href="{escape(f"/ho-so?ma={one.code}")}">{escape(one.code)}</a>'
    return f"<li>{link}: {escape(told)} ({escape(who)})</li>"
