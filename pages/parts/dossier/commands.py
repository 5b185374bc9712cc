"""The command bar of a dossier and the form of a command, both drawn from the workflow table.

A button puts ?do=<action> and the version that was seen into the address:
an address opens a form, it never acts.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.frame import session
from pages.parts.dossier import changes, decisions, letters, needs, walk
from pages.parts.dossier.asking import Asking
from pages.parts.dossier.decisions import SEND_BACK
from pages.parts.dossier.dossier_keys import shortcut
from pages.parts.words import _
from services import casework, sentences
from services.actors import Actor
from services.assignment import ASSIGN
from services.casework import Done
from services.certificate_drafts import SEND
from services.desk.rows import DossierView
from services.errors import Invalid, Refusal, Stale
from services.forms import words as forms_words
from services.sentences import action_name, say
from services.workflow import ACTIONS, OPEN, SEND_BACK_LABEL, Need, State

DO, SEEN = "do", "v"
STAYING = frozenset({"record_payment"})
"""Whoever paid stands at the counter and waits for the slip: the next dossier does not open by itself."""

_NEEDS = {action: transition.needs for action, transition in ACTIONS.items()} | {
    SEND_BACK: (Need("note", "text"),),
    ASSIGN: (Need("officer", "officer"),),
    SEND: (Need("draft", "draft"),),
}
_BESIDE = {SEND_BACK: casework.send_back, ASSIGN: casework.assign, SEND: casework.send_draft}
"""Verbs that stand beside the workflow table."""


@dataclass(frozen=True)
class Command:
    """The command whose form is open, the version it was opened on, and whether it is being sent now."""

    action: str
    seen: int
    sent: bool = False


def opened(view: DossierView) -> Command | None:
    """The command that the address names; None for none, and for one that nobody knows."""
    action = st.query_params.get(DO, "")
    if action not in casework.VERBS and action not in _BESIDE:
        return None
    seen = st.query_params.get(SEEN, "")
    if not (seen.isdecimal() and len(seen) < 10):  # an address without a version is of what is first seen
        st.query_params[SEEN] = seen = str(view.version)
    return Command(action, int(seen))


def bar(view: DossierView, reader: Actor, command: Command | None) -> Command | None:
    """The bar that stays in sight: what can be done now, or the two answers of an open form.

    Gives the open command, marked when it is being sent.
    """
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="mc-commands"):
        if command is None:
            _answers(view)
            _offers(view)
            _send_draft(view)
            _assign(view)
            decisions.undo(view, reader)
            return None
        icon, key = ":material/check:", shortcut("send")
        sent = st.button(_("Xác nhận"), type="primary", icon=icon, shortcut=key, key="send")
        # Not Escape: that closes an open list or calendar, and would take along what was typed.
        st.button(_("Hủy"), shortcut=shortcut("leave"), key="leave", on_click=leave)
        return Command(command.action, command.seen, sent)


def _offers(view: DossierView) -> None:
    """The main action first, the rare ones last and quiet."""
    ranks = {"main": 0, "plain": 1, "rare": 2}
    for offer in sorted(view.offers, key=lambda one: ranks[ACTIONS[one.action].tone]):
        transition = ACTIONS[offer.action]
        main = transition.tone == "main" and not view.decides
        st.button(
            action_name(offer.action),
            key=f"do-{offer.action}",
            type="primary" if main else "tertiary" if transition.tone == "rare" else "secondary",
            icon=f":material/{transition.icon}:",
            shortcut=transition.shortcut if main or transition.tone != "main" else None,
            help=_("Cần lãnh đạo duyệt") if offer.proposes else None,
            on_click=_open,
            args=(offer.action, view.version),
        )


def _assign(view: DossierView) -> None:
    """Giao việc: whoever works on an open dossier may give it to a colleague."""
    if view.state in OPEN:
        st.button(
            action_name(ASSIGN), key=f"do-{ASSIGN}", type="tertiary", icon=":material/person_add:",
            shortcut=shortcut(ASSIGN), on_click=_open, args=(ASSIGN, view.version),
        )  # fmt: skip


def _send_draft(view: DossierView) -> None:
    """Gửi bản nháp: of an online dossier whose citizen reads the draft before it is signed."""
    if view.sends_draft:
        st.button(
            action_name(SEND), key=f"do-{SEND}", icon=":material/outgoing_mail:", shortcut=shortcut(SEND),
            on_click=_open, args=(SEND, view.version),
        )  # fmt: skip


def _answers(view: DossierView) -> None:
    """The leader's word on what waits."""
    if view.decides:
        decisions.approval(view.code, view.version, view.proposal.action, shortcut=shortcut("approve"))
        st.button(
            _(SEND_BACK_LABEL), icon=":material/reply:", key="send-back", on_click=_open,
            args=(SEND_BACK, view.version), shortcut=shortcut("send_back"),
        )  # fmt: skip


def _open(action: str, seen: int) -> None:
    st.query_params[DO] = action
    st.query_params[SEEN] = str(seen)
    st.query_params.pop(letters.JUST_MADE, None)


def leave() -> None:
    """Close the form; nothing was done."""
    st.query_params.pop(DO, None)
    st.query_params.pop(SEEN, None)


def form(view: DossierView, reader: Actor, command: Command) -> None:
    """The open command's form; sends it when the bar says so, and keeps what was typed when it is refused."""
    asking = Asking(view, reader, command.action)
    with st.container(border=True, key="mc-form"):
        st.subheader(action_name(command.action), anchor=False)
        top = st.container()
        values, places = needs.draw(asking, _NEEDS[command.action])
        if any(o.action == command.action and o.proposes for o in view.offers):
            st.info(
                _("Việc này cần lãnh đạo duyệt. **Xác nhận** là trình lãnh đạo."), icon=":material/approval:"
            )
    if command.sent:
        _send(asking, command, values, top, places)
    elif command.seen != view.version:
        _told_moved(view, top, command.seen)


def _send(
    asking: Asking,
    command: Command,
    values: dict[str, Any],
    top: DeltaGenerator,
    places: dict[str, DeltaGenerator],
) -> None:
    view, verbs = asking.view, {**casework.VERBS, **_BESIDE}
    try:
        done = verbs[command.action](asking.reader, view.code, seen=command.seen, **values)
    except Stale as refusal:
        _told_stale(view, say(refusal), top, command.seen)
    except Refusal as refusal:
        _told(refusal, view, top, places)
    else:
        said = _said(command.action, done)
        leave()
        moved = done.proposed or done.state is not view.state
        if command.action not in STAYING and moved and walk.go_on(view, asking.reader):
            said = f"{view.code}: {said}"
        elif done.letter_id:
            st.query_params[letters.JUST_MADE] = str(done.letter_id)
        session.say_later("success", said)
        st.rerun()


def _said(action: str, done: Done) -> str:
    if done.proposed:
        return _("Đã trình lãnh đạo duyệt “%(action)s”.") % {"action": action_name(action)}
    said = _("Đã thực hiện “%(action)s”.") % {"action": action_name(action)}
    if action == "receive" and done.state is State.IN_PROCESS:
        said += f" {_('Theo phân công tự động, hồ sơ đã chuyển xử lý.')}"
    return f"{said} {_('Phiếu nằm ở mục Thư và phiếu.')}" if done.letter_id else said


def _told(
    refusal: Refusal, view: DossierView, top: DeltaGenerator, places: dict[str, DeltaGenerator]
) -> None:
    """The refusal on top, and under each field what is wrong there."""
    top.error(say(refusal), icon=":material/error:")
    found = [(name, _("Mục này bắt buộc.")) for name in refusal.facts.get("names", ())]
    for problem in refusal.problems if isinstance(refusal, Invalid) else ():
        field = forms_words.field_at(problem, view.procedure)
        said = forms_words.say(problem, field) if field else sentences.say_problem(problem)
        found.append(("fields" if field else problem.where, said))
    for name, sentence in found:
        places.get(name, top).markdown(f":red[:material/error: {sentence}]")


def _told_moved(view: DossierView, top: DeltaGenerator, seen: int) -> None:
    """Somebody did something while this form was open: say it before it is sent in vain."""
    last = view.events[-1]
    _told_stale(view, say(Stale(last.by, last.action, last.at)), top, seen)


def _told_stale(view: DossierView, sentence: str, top: DeltaGenerator, seen: int) -> None:
    with top:
        st.error(sentence, icon=":material/sync_problem:")
        changes.draw(view, seen)
        st.button(
            _("Đã xem, làm tiếp"), key="go-on", on_click=_go_on, args=(view.version,),
            help=_("Những gì đã nhập vẫn còn"),
        )  # fmt: skip


def _go_on(version: int) -> None:
    st.query_params[SEEN] = str(version)
