"""What waits for the leader, decided in one sitting: the one in hand on top, with its keys."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.frame.session import address
from pages.parts.dossier import decisions, timeline
from pages.parts.dossier.decisions import IN_HAND, RETURNING
from pages.parts.dossier.dossier_keys import shortcut
from pages.parts.words import _, moment, plain
from services.actors import Actor
from services.desk.rows import Waiting
from services.language import pick
from services.sentences import action_name
from services.workflow import SEND_BACK_LABEL

OPEN = "Alt+Enter"


def draw(waiting: Sequence[Waiting], reader: Actor) -> None:
    """One card each; after a decision the one that followed comes to the top."""
    with st.container(horizontal=True, vertical_alignment="center", key="mc-approval-tools"):
        st.html(_ways(_rotated(waiting)))
        decisions.undo_last(reader)
    rotated = _rotated(waiting)
    for place, one in enumerate(rotated):
        then = rotated[(place + 1) % len(rotated)] if place == 0 else rotated[0]
        _card(one, "" if then is one else then.code, in_hand=place == 0)


def _rotated(waiting: Sequence[Waiting]) -> list[Waiting]:
    """The one in hand first, then those that came after it, then those before."""
    codes = [one.code for one in waiting]
    asked = st.query_params.get(IN_HAND, "")
    first = codes.index(asked) if asked in codes else 0
    return [*waiting[first:], *waiting[:first]]


def _ways(rotated: Sequence[Waiting]) -> str:
    """Markup: look into the one in hand, leave it for later, and back."""
    links = [(_("Mở hồ sơ"), f"/ho-so?ma={rotated[0].code}", OPEN)]
    if len(rotated) > 1:
        before, after = _there(rotated[-1].code), _there(rotated[1].code)
        links += [(_("Việc trước"), before, shortcut("before")), (_("Việc sau"), after, shortcut("after"))]
    shown = "".join(
        f'<a class="mc-soft" aria-keyshortcuts="{key}" href="{escape(there)}">{escape(label)} '
        f"<kbd>{key.replace('Up', '↑').replace('Down', '↓')}</kbd></a>"
        for label, there, key in links
    )
    return f'<nav class="mc-tools">{shown}</nav>'


def _there(code: str) -> str:
    return address(**{IN_HAND: code, RETURNING: ""})


def _card(one: Waiting, then: str, *, in_hand: bool) -> None:
    """What is asked for and why, and the leader's two answers; only the card in hand has the keys."""
    returning = in_hand and RETURNING in st.query_params
    with st.container(border=True, key=f"waiting-{one.code}"):
        st.markdown(f"#### {action_name(one.proposal.action)} · {plain(one.applicant)}")
        told = {"by": one.proposal.by, "at": moment(one.proposal.at)}
        short = pick(one.procedure.short, one.procedure.short_en)
        st.html(
            f'<div class="mc-top"><a class="mc-soft mc-open" href="{escape(f"/ho-so?ma={one.code}")}">'
            f"{escape(one.code)}</a>"
            f"<span>{escape(short)}</span><span>{escape(one.standing.sentence)}</span>"
            f"<span>{escape(_('%(by)s trình lúc %(at)s') % told)}</span></div>"
            + timeline.said(one.proposal.action, one.proposal.asks, one.procedure)
        )
        given = one.code, one.version, one.proposal.action
        if returning:
            decisions.sending_back(*given, then)
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            decisions.approval(*given, shortcut("approve") if in_hand else None, then)
            st.button(
                _(SEND_BACK_LABEL), key=f"return-{one.code}", icon=":material/reply:",
                shortcut=shortcut("send_back") if in_hand else None, on_click=_return, args=(one.code,),
            )  # fmt: skip


def _return(code: str) -> None:
    st.query_params[IN_HAND], st.query_params[RETURNING] = code, "1"
