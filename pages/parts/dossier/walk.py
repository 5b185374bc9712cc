"""From dossier to dossier of one list: the one before, the one after, and on by itself after a decision."""

import streamlit as st

from pages.parts import filters
from services import desk
from services.actors import Actor
from services.desk import choices
from services.desk.rows import DossierView, Neighbours
from services.workflow import State

LAST = "vua"
"""In the address: the dossier that a decision was just made on, so that it can still be taken back."""


def beside(view: DossierView, reader: Actor) -> Neighbours:
    """The dossiers before and after in the list that this one was opened from."""
    asked = st.query_params
    narrow = choices.narrowed(reader, asked)
    return desk.neighbours(
        reader, view.code, asked.get(filters.TAB, ""), asked.get(filters.SEARCH, ""), narrow
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
    around = beside(view, reader)
    if (there := around.after or around.before) is None:
        return False
    open_other(there, view.code)
    return True
