"""What is looked at of a dossier one at a time: each section has its address and its key, and only the open
one is asked for and drawn."""

import streamlit as st

from pages.parts import filters
from pages.parts.dossier import related
from pages.parts.dossier.dossier_keys import SECTIONS
from pages.parts.words import _
from services.desk.rows import DossierView

SECTION = "muc"
"""Names the open section in the address."""


def opened() -> str:
    """The section that the address names, else the first."""
    asked = st.query_params.get(SECTION, "")
    return asked if asked in SECTIONS else next(iter(SECTIONS))


def draw(view: DossierView) -> str:
    """The tabs, with how many notes and related dossiers there are; gives the open section."""
    chosen = opened()
    names = {code: _(key.label) for code, key in SECTIONS.items()}
    counts = {"ghi-chu": len(view.notes), "lien-quan": related.count(view.related)}
    kept = {name: value for name, value in st.query_params.to_dict().items() if name != SECTION}
    shown = {code: n for code, n in counts.items() if n}
    st.html(filters.tabs("/ho-so", names, shown, chosen, kept, SECTION, first=6))
    return chosen
