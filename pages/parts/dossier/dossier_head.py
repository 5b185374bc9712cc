"""The head of a dossier: way back, who, state, return date with its reasons; and the dossiers beside it."""

from html import escape

import streamlit as st

from pages.parts import filters, keys
from pages.parts.dossier import presence, related, remarks, walk
from pages.parts.dossier.dossier_keys import shortcut
from pages.parts.dossier.due_asks import reasons
from pages.parts.queue.queue_table import icon
from pages.parts.words import _, moment, plain, state_name
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
    return f'<a class="mc-soft" href="{address}">{icon("arrow_back")}{escape(_("Hàng đợi"))}</a>'


def draw(view: DossierView, reader: Actor) -> None:
    """Who it is, and when it is due: what is asked first. Beside it the next dossier and the one before."""
    look, why = STATES[view.state], view.standing
    state = f'<span class="mc-state mc-{look.tone}">{icon(look.icon)}{escape(state_name(view.state))}</span>'
    short = escape(pick(view.procedure.short, view.procedure.short_en))
    due = f"{_('Hẹn trả')} {moment(view.due_at)} · " if view.due_at else ""
    told = f'<span class="mc-due mc-{why.tone}">{escape(due + why.sentence)}</span>'
    if view.warned and why.tone != "late":
        told += f'<span class="mc-due mc-near">{icon("notifications")}{escape(view.warned)}</span>'
    with st.container(key="mc-head", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            where = f"{_back()}<span>{escape(view.code)}</span><span>{short}</span>{keys.link()}"
            st.html(f'<nav class="mc-top">{where}</nav>', width="content")
            st.space("stretch")
            _neighbours(view, reader)
        st.title(plain(view.applicant), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            chips = related.warning(view) + remarks.chips(view)
            st.html(f'<div class="mc-top">{state}{told}{chips}</div>', width="content")
            if view.reasons:
                with st.popover(_("vì sao?"), type="tertiary"):
                    reasons(view.reasons)
        presence.draw(view.code, view.version)


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
