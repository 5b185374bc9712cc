"""The return date that a form proposes, with the rules that lead to it."""

from datetime import datetime

import streamlit as st

from pages.parts.dossier.asking import DAY_FORMAT, Asking, label
from pages.parts.words import _, plain
from services import casework, desk
from services.clock import VIETNAM
from services.workflow import Need


def due(asking: Asking, need: Need) -> datetime | None:
    """The computed moment with its reasons; None while it is left as computed."""
    ledger = casework.proposed_due(asking.reader, asking.view.code)
    computed = ledger.due.astimezone(VIETNAM)
    # Computed anew in every run: the key carries it, so that a form left open over 15:00 shows the new date.
    chosen = st.datetime_input(
        label(need), value=computed.replace(tzinfo=None), format=DAY_FORMAT, step=1800,
        key=asking.key(f"{need.name}-{computed:%Y%m%d%H%M}"),
    )  # fmt: skip
    reasons(tuple(desk.told(ledger)), expanded=True)
    picked = chosen.replace(tzinfo=VIETNAM) if chosen else computed
    return None if picked == computed else picked


def reasons(lines: tuple[str, ...], *, expanded: bool = False) -> None:
    """The ledger of a return date, a rule per line."""
    with st.expander(_("Vì sao là ngày này?"), icon=":material/help:", expanded=expanded):
        st.markdown("\n".join(f"{n}. {plain(line)}" for n, line in enumerate(lines, 1)))
