"""Who else has the dossier open now, looked up anew every quarter of a minute while the page stands open."""

import streamlit as st

from pages.frame import session
from pages.parts.words import _, plain
from services.desk import leases
from services.errors import NotFound

EVERY = 15
"""Seconds; shorter than a lease lasts."""


@st.fragment(run_every=EVERY)
def draw(code: str, version: int) -> None:
    """Says that this officer is here, shows the colleagues, and tells when one of them changed something."""
    reader = session.actor()
    if reader is None:
        return
    try:
        here = leases.hold(reader, code)
    except NotFound:
        return
    if here.others:
        names = ", ".join(plain(name) for name in here.others)
        said = _("%(names)s đang mở hồ sơ này") % {"names": names}
        st.markdown(f":orange[:material/visibility: {said}]")
    if here.version > version:
        said = _("Hồ sơ vừa được thay đổi.")
        st.markdown(f":orange[:material/sync_problem: {said}]")
        if st.button(_("Xem thay đổi"), key="see-changes", type="tertiary"):
            st.rerun()
