"""What one press decides: the leader's Duyệt and Trả lại, and Hoàn tác; and what waits for such a word."""

import streamlit as st

from pages.frame import session
from pages.parts.dossier import timeline, walk
from pages.parts.dossier.dossier_keys import shortcut as key_of
from pages.parts.words import _, moment, plain
from services import casework
from services.actors import Actor
from services.desk import just_done
from services.desk.rows import DossierView, Undo
from services.errors import Refusal
from services.sentences import action_name, need_name, say
from services.workflow import APPROVE_LABEL, UNDO_LABEL

SEND_BACK = "send_back"

IN_HAND, RETURNING = "viec", "tra-lai"
"""In the address of the leader's list: the dossier she is deciding on, and that she is saying why not."""


def waiting(view: DossierView) -> None:
    """What waits for the leader, said to everyone who opens the dossier."""
    if view.proposal is None:
        return
    told = {
        "by": plain(view.proposal.by),
        "action": action_name(view.proposal.action),
        "at": moment(view.proposal.at),
    }
    with st.container(border=True, gap="xsmall", key="mc-waiting"):
        text = _("%(by)s trình lãnh đạo “%(action)s” lúc %(at)s, đang chờ duyệt.") % told
        st.warning(text, icon=":material/approval:")
        if asked := timeline.said(view.proposal.action, view.proposal.asks, view.procedure):
            st.html(asked)


def approval(code: str, version: int, action: str, shortcut: str | None = None, then: str = "") -> None:
    """The button Duyệt for what waits on a dossier, as it was when the button was drawn; on the leader's list
    `then` is the dossier that comes next."""
    st.button(
        _(APPROVE_LABEL), type="primary", icon=":material/approval:", key=f"approve-{code}",
        shortcut=shortcut, on_click=_at_once, args=("approve", code, version, action, "", then),
    )  # fmt: skip


def sending_back(code: str, version: int, action: str, then: str) -> None:
    """Trả lại on the leader's list: why, and the button that does it."""
    note = f"note-{code}"
    with st.container(key="mc-first"):
        st.text_area(need_name("note"), key=note, max_chars=2000)
    with st.container(horizontal=True):
        st.button(
            _("Xác nhận"), key=f"send-back-{code}", type="primary", icon=":material/check:",
            shortcut=key_of("send"), on_click=_at_once, args=(SEND_BACK, code, version, action, note, then),
        )  # fmt: skip
        st.button(_("Hủy"), key=f"stay-{code}", shortcut=key_of("leave"), on_click=_stay)


def _stay() -> None:
    st.query_params.pop(RETURNING, None)


def undo(view: DossierView, reader: Actor) -> None:
    """The button that takes back the reader's own last action, here or on the dossier before this one."""
    if view.undo is not None:
        _undo(view.code, view.version, view.undo)
    else:
        undo_last(reader)


def undo_last(reader: Actor) -> None:
    """The button that takes back what the reader did to the dossier before, while that can be done."""
    if last := st.query_params.get(walk.LAST):
        try:
            found = just_done.undo_of(reader, last)
        except Refusal:
            return
        if found is not None:
            _undo(last, *found)


def _undo(code: str, version: int, one: Undo) -> None:
    help_ = _("Lấy lại “%(action)s” của hồ sơ %(code)s; được đến %(until)s") % {
        "action": action_name(one.action), "code": code, "until": f"{one.until:%H:%M:%S}"
    }  # fmt: skip
    st.button(
        _(UNDO_LABEL), icon=":material/undo:", key="undo", help=help_, shortcut=key_of("undo"),
        on_click=_at_once, args=("undo", code, version, one.action),
    )  # fmt: skip


def _at_once(verb: str, code: str, seen: int, action: str, note: str = "", then: str | None = None) -> None:
    """Act on what was on the screen when the button was drawn: a callback knows it, the next run no longer.

    A refusal stands where messages stand, and the page is drawn as things are now.
    """
    reader = session.actor()  # rights are read anew, also between two runs
    if reader is None:
        return
    given = {"note": session.typed(note) or ""} if note else {}
    try:
        {"approve": casework.approve, "undo": casework.undo, SEND_BACK: casework.send_back}[verb](
            reader, code, seen=seen, **given
        )
    except Refusal as refusal:
        session.say_later("error", say(refusal))
        return
    if then is not None:
        _next(then, "" if verb == SEND_BACK else code)
    elif st.query_params.get(walk.LAST) == code:
        _open_again(code)
    done = {
        "approve": _("Đã duyệt “%(action)s”."),
        "undo": _("Đã hoàn tác “%(action)s”."),
        SEND_BACK: _("Đã trả lại “%(action)s” cho người trình."),
    }
    session.say_later("success", done[verb] % {"action": action_name(action)})


def _next(then: str, last: str) -> None:
    """The leader's list goes on with `then`; what was done to `last` can still be taken back."""
    for name, value in ((IN_HAND, then), (walk.LAST, last), (RETURNING, "")):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _open_again(code: str) -> None:
    """What was taken back is shown again, where the reader is: on its own page, or in the list."""
    if "ma" in st.query_params:
        walk.open_other(code)
    else:
        _next(code, "")
