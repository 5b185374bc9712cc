"""The head of a dossier: way back, who, state, return date with its reasons; and the dossiers beside it."""

from html import escape

import streamlit as st

from pages.parts import filters, keys
from pages.parts.dossier import presence, related, remarks, walk
from pages.parts.dossier.dossier_keys import shortcut
from pages.parts.queue.queue_table import icon
from pages.parts.words import _, moment, state_name
from services.actors import Actor
from services.desk.rows import DossierView
from services.language import pick
from services.server.addresses import with_query
from services.workflow import STATES


def way_back() -> None:
    """Back to the list, where one was in it."""
    st.html(f'<nav class="mc-top">{_back()}</nav>')


def _back() -> str:
    address = escape(with_query("/hang-doi", filters.kept()))
    key = f'aria-keyshortcuts="{shortcut("queue")}" title="{shortcut("queue")}"'
    return f'<a class="mc-soft" {key} href="{address}">{icon("arrow_back")}{escape(_("Hàng đợi"))}</a>'


def draw(view: DossierView, reader: Actor) -> None:
    """Who it is, and when it is due: what is asked first. Beside it the next dossier and the one before.

    One element for all that is only read: each further one costs every click a message.
    """
    short = escape(pick(view.procedure.short, view.procedure.short_en))
    where = f"{_back()}<span>{escape(view.code)}</span><span>{short}</span>{keys.link()}"
    chips = related.warning(view) + remarks.chips(view)
    told = f"{_state(view)}{_due(view)}{chips}{_why(view)}"
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="mc-head"):
        name = f"<h1>{escape(view.applicant)}</h1>"
        st.html(f'<nav class="mc-top">{where}</nav>{name}<div class="mc-top">{told}</div>')
        _neighbours(view, reader)
    presence.draw(view.code, view.version)


def _state(view: DossierView) -> str:
    look = STATES[view.state]
    return f'<span class="mc-state mc-{look.tone}">{icon(look.icon)}{escape(state_name(view.state))}</span>'


def _due(view: DossierView) -> str:
    why = view.standing
    due = f"{_('Hẹn trả')} {moment(view.due_at)} · " if view.due_at else ""
    told = f'<span class="mc-due mc-{why.tone}">{escape(due + why.sentence)}</span>'
    if view.warned and why.tone != "late":
        told += f'<span class="mc-due mc-near">{icon("notifications")}{escape(view.warned)}</span>'
    return told


def _why(view: DossierView) -> str:
    """The ledger of the return date, a rule per line, folded."""
    if not view.reasons:
        return ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in view.reasons)
    return f'<details class="mc-reasons"><summary>{escape(_("vì sao?"))}</summary><ol>{lines}</ol></details>'


def _neighbours(view: DossierView, reader: Actor) -> None:
    """The way to the dossiers before and after in the list that this one was opened from."""
    beside = walk.beside(view, reader)
    _turn(_("Hồ sơ trước"), beside.before, "chevron_left", shortcut("before"))
    _turn(_("Hồ sơ sau"), beside.after, "chevron_right", shortcut("after"))


def _turn(label: str, code: str | None, symbol: str, key: str) -> None:
    st.button(
        label, key=f"turn-{symbol}", icon=f":material/{symbol}:", disabled=code is None, shortcut=key,
        on_click=walk.open_other, args=(code,), type="tertiary",
    )  # fmt: skip
