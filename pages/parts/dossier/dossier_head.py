"""The head of a dossier: way back, who, state, return date with its reasons; and the dossiers beside it."""

from html import escape

import streamlit as st

from pages.parts import filters, keys
from pages.parts.dossier import presence, related, remarks, walk
from pages.parts.dossier.dossier_keys import KEYS, shortcut
from pages.parts.queue.queue_table import icon
from pages.parts.words import _, moment, state_name
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


def draw(view: DossierView) -> None:
    """Who it is, and when it is due: what is asked first. Beside it the next dossier and the one before.

    One element for all that is only read: each further one costs every click a message.
    """
    short = escape(pick(view.procedure.short, view.procedure.short_en))
    where = f"{_back()}<span>{escape(view.code)}</span><span>{short}</span>{keys.link()}"
    chips = related.warning(view) + remarks.chips(view)
    told = f"{_state(view)}{_due(view)}{chips}{_why(view)}"
    name = f"<h1>{escape(view.applicant)}</h1>"
    top = f'<nav class="mc-top">{where}</nav>{_neighbours(view.code)}'
    st.html(f'<div class="mc-head">{top}{name}<div class="mc-top">{told}</div></div>')
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


def _neighbours(code: str) -> str:
    """The ways to the dossiers before and after in the list that this one was opened from."""
    ways = (("before", "chevron_left"), ("after", "chevron_right"))
    return f'<nav class="mc-turns">{"".join(_turn(code, side, symbol) for side, symbol in ways)}</nav>'


def _turn(code: str, side: str, symbol: str) -> str:
    key, there = KEYS[side], escape(walk.turn(code, side))
    label = f"{icon(symbol)}{escape(_(key.label))} <kbd>{key.shortcut}</kbd>"
    return f'<a class="mc-soft" role="button" aria-keyshortcuts="{key.shortcut}" href="{there}">{label}</a>'
