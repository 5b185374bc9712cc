"""From dossier to dossier of one list: the one before, the one after, and on by itself after a decision."""

import streamlit as st

from pages.frame import session
from pages.parts import filters
from pages.parts.words import _
from services import desk
from services.actors import Actor
from services.desk import choices
from services.desk.rows import DossierView, Neighbours
from services.server.addresses import with_query
from services.workflow import State

LAST = "vua"
"""In the address: the dossier that a decision was just made on, so that it can still be taken back."""


TURN = "ke"
"""In the address: the dossier `before` or `after` the named one is wanted. Which that is, is asked only when
somebody goes there: finding both for every page that is opened cost a tenth of it."""


def arrived(reader: Actor) -> str:
    """The code of the dossier that the address asks for; empty for none."""
    asked = st.query_params
    code, side = asked.get("ma", ""), asked.pop(TURN, "")
    if code and side in ("before", "after"):
        around = _beside(code, reader)
        there = around.before if side == "before" else around.after
        if there is None:
            first, last = _("Đây là hồ sơ đầu của danh sách."), _("Đây là hồ sơ cuối của danh sách.")
            session.say_later("info", first if side == "before" else last)
            st.rerun()
        open_other(there)
        return there
    return code


def turn(code: str, side: str) -> str:
    """The address of the dossier on this side."""
    return with_query("/ho-so", {"ma": code, TURN: side, **filters.kept()})


def _beside(code: str, reader: Actor) -> Neighbours:
    """The dossiers before and after in the list that this one was opened from."""
    asked = st.query_params
    narrow = choices.narrowed(reader, asked)
    return desk.neighbours(
        reader, code, asked.get(filters.TAB, ""), asked.get(filters.SEARCH, ""), narrow
    )


def open_other(code: str, last: str = "") -> None:
    """The page shows this dossier now, in the same list."""
    for name in ("do", "v", "phieu", "muc", LAST):
        st.query_params.pop(name, None)
    if last:
        st.query_params[LAST] = last
    st.query_params["ma"] = code


def go_on(view: DossierView, reader: Actor) -> bool:
    """After a decision the next dossier of the list opens, else the one before; whether there was one.

    A dossier that was opened by itself, from no list, stays: the first list is that of new ones.
    """
    asked = st.query_params
    if not (asked.get(filters.TAB) or asked.get(filters.SEARCH) or view.state is State.SUBMITTED):
        return False
    around = _beside(view.code, reader)
    if (there := around.after or around.before) is None:
        return False
    open_other(there, view.code)
    return True
