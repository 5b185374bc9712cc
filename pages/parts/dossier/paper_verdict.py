"""The verdict on the open paper: five buttons with a key each, and a note on what is not good."""

import streamlit as st

from pages.frame import session
from pages.parts.dossier.dossier_keys import shortcut
from pages.parts.words import _, moment, plain
from services.desk import verdicts
from services.desk.rows import RESULT, DossierView, PaperRow
from services.desk.verdicts import GOOD, MAX_NOTE, VERDICTS
from services.errors import Refusal
from services.sentences import say
from services.workflow import FINAL

ICONS = {
    GOOD: "check_circle", "missing": "content_cut", "blurred": "blur_on", "wrong": "cancel",
    "expired": "event_busy",
}  # fmt: skip


def mark(paper: PaperRow) -> str:
    """The icon of a paper's verdict before its name; empty where there is none."""
    return f":material/{ICONS[paper.verdict.verdict]}: " if paper.verdict else ""


def draw(view: DossierView, paper: PaperRow, switch: str) -> None:
    """Buttons and note of the open paper; `switch` is the key of the widget that opens one."""
    if paper.id == RESULT or paper.replaced:
        return
    if view.state in FINAL:
        _said(paper)
        return
    with st.container(horizontal=True, gap="xsmall", key="mc-verdicts"):
        for verdict, name in VERDICTS.items():
            given = paper.verdict is not None and paper.verdict.verdict == verdict
            st.button(
                _(name), key=f"verdict-{verdict}", shortcut=shortcut(verdict), disabled=given,
                icon=f":material/{ICONS[verdict]}:", on_click=_give, args=(view, paper, verdict, switch),
            )  # fmt: skip
    if paper.verdict is None:
        return
    _said(paper)
    if paper.verdict.verdict != GOOD:
        key = _note_key(paper)
        st.text_input(
            _("Ghi chú về giấy tờ"), value=paper.verdict.note, key=key, max_chars=MAX_NOTE,
            placeholder=_("Ví dụ: thiếu mặt sau. Ghi chú này vào phiếu yêu cầu bổ sung."),
            label_visibility="collapsed", on_change=_note, args=(view.code, paper, key),
        )  # fmt: skip


def _said(paper: PaperRow) -> None:
    if paper.verdict is None:
        return
    one = paper.verdict
    told = {"verdict": _(VERDICTS[one.verdict]), "by": plain(one.by), "at": moment(one.at)}
    said = _("**%(verdict)s** – %(by)s, %(at)s") % told
    st.caption(mark(paper) + said)


def _give(view: DossierView, paper: PaperRow, verdict: str, switch: str) -> None:
    """Write it, with the note as it stands in its field; after a good one the next paper without a verdict
    opens."""
    typed = session.typed(_note_key(paper)) if paper.verdict else None
    kept = paper.verdict.note if paper.verdict and typed is None else typed
    note = "" if verdict == GOOD else kept or ""
    if _written(view.code, paper, verdict, note) and verdict == GOOD:
        left = [one.id for one in view.papers if _open(one) and one.id != paper.id]
        if left:
            ids = [one.id for one in view.papers]
            later = [one for one in left if ids.index(one) > ids.index(paper.id)]
            session.put(switch, (later or left)[0])


def _open(paper: PaperRow) -> bool:
    return paper.verdict is None and not paper.replaced and paper.id != RESULT


def _note(code: str, paper: PaperRow, key: str) -> None:
    assert paper.verdict is not None
    if _seen(paper) > paper.verdict.seq:
        return  # the verdict that was pressed right after typing has taken the note along
    _written(code, paper, paper.verdict.verdict, session.typed(key) or "")


def _written(code: str, paper: PaperRow, verdict: str, note: str) -> bool:
    """Act on what was on the screen when the button was drawn; a refusal stands where messages stand."""
    reader = session.actor()
    if reader is None:
        return False
    seen = _seen(paper)
    try:
        verdicts.give(reader, code, paper.id, verdict, note, seen=seen)
    except Refusal as refusal:
        session.say_later("error", say(refusal))
        return False
    session.put(f"verdict-own-{paper.id}", seen + 1)
    return True


def _seen(paper: PaperRow) -> int:
    """The last word on it that this officer knows: the one on the screen, or the own one that followed, as a
    note that was left by pressing another verdict."""
    drawn = paper.verdict.seq if paper.verdict else 0
    return max(drawn, session.typed(f"verdict-own-{paper.id}") or 0)


def _note_key(paper: PaperRow) -> str:
    """The note's field; another verdict begins with a field of its own."""
    return f"verdict-note-{paper.id}-{paper.verdict.seq if paper.verdict else 0}"
