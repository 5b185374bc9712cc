"""The papers of a dossier: choose one, and it shows at once."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from pages.frame import session
from pages.parts.dossier import paper_verdict
from pages.parts.dossier.dossier_keys import KEYS, shortcut
from pages.parts.look import empty_state
from pages.parts.queue.queue_table import icon
from pages.parts.sheet import told_doubtful
from pages.parts.words import _, day
from services import desk
from services.actors import Actor
from services.desk import bundle
from services.desk.rows import RESULT, DossierView, PaperRow
from services.errors import NotFound, Refusal
from services.papers import words as papers_words
from services.sentences import say

HEIGHT = 760
_SHORT = 26


@st.fragment
def draw(code: str, shown: list[DossierView], asking: bool) -> None:
    """The papers of a dossier, drawn anew by themselves when a key turns to another one or says what is wrong
    with it. `shown` is what the page has read, taken once; `asking` says that a form is open, which follows
    the verdicts."""
    reader = session.actor()
    if reader is None or (not shown and (asking or session.message_waits())):
        st.rerun()
    _draw(shown.pop() if shown else _now(reader, code), reader)


def _now(reader: Actor, code: str) -> DossierView:
    try:
        return desk.dossier(reader, code)
    except NotFound:
        st.rerun()  # the page says it


def _draw(view: DossierView, reader: Actor) -> None:
    """The switch above, then the verdict, the PDF below."""
    if not view.papers:
        what_now = _("Hồ sơ này không có tệp đính kèm. Hãy xem phần Dữ liệu.")
        empty_state(_("Không có tệp nào"), what_now, "attach_file_off")
        return
    names = {paper.id: _name(number, paper, view) for number, paper in enumerate(view.papers, 1)}
    newest = max(paper.round for paper in view.papers)
    switch = f"papers-{view.code}-{newest}"  # an answer that comes in opens what is new in it
    given = {} if session.typed(switch) in names else {"default": _first(view.papers, newest).id}
    chosen = st.segmented_control(
        _("Giấy tờ"), list(names), format_func=names.__getitem__, required=True, key=switch,
        label_visibility="collapsed", wrap=True, **given,
    )  # fmt: skip
    paper = next((one for one in view.papers if one.id == chosen), view.papers[0])
    _turns(view, reader, paper, switch)
    paper_verdict.draw(view, paper, switch)
    try:
        data = desk.paper_bytes(reader, view.code, paper.id)
    except Refusal as refusal:
        st.error(say(refusal), icon=":material/error:")
        return
    st.caption(_about(paper))
    for finding in paper.warnings:
        told_doubtful(papers_words.say(finding))
    st.html(_sheets(paper))
    st.pdf(data, height=HEIGHT, key=f"pdf-{view.code}-{paper.id}", alt=paper.label)


def _first(papers: Sequence[PaperRow], newest: int) -> PaperRow:
    """The result where there is one; else the first paper of the last answer, as nobody has looked at it."""
    if papers[0].id == RESULT:
        return papers[0]
    return next((one for one in papers if one.round == newest and not one.replaced), papers[0])


def _sheets(paper: PaperRow) -> str:
    """Markup of the strip of pages and the ways to turn them; the browser does it (assets/sheets.js)."""

    def way(name: str, symbol: str, target: str) -> str:
        label, key = escape(_(KEYS[name].label)), KEYS[name].shortcut
        return (
            f'<a href="#{target}" role="button" aria-keyshortcuts="{key}" title="{label} ({key})"'
            f' aria-label="{label}">{icon(symbol)}</a>'
        )

    ways = way("turn_left", "rotate_left", "xoay-trai") + way("turn_right", "rotate_right", "xoay-phai")
    page = escape(_("Trang"))
    if paper.pages > 1:
        ways += way("page_before", "keyboard_arrow_up", "truoc")
        ways += way("page_after", "keyboard_arrow_down", "sau")
        ways += "".join(
            f'<a class="mc-thumb" href="#trang-{n}" aria-label="{page} {n}" title="{page} {n}"><b>{n}</b></a>'
            for n in range(1, paper.pages + 1)
        )
    return f'<nav class="mc-sheets" aria-label="{escape(_("Các trang của giấy tờ"))}">{ways}</nav>'


def _turns(view: DossierView, reader: Actor, paper: PaperRow, switch: str) -> None:
    """The paper before and after, and all of them in one file, packed only when somebody takes it."""
    ids = [one.id for one in view.papers]
    at = ids.index(paper.id)
    with st.container(horizontal=True, gap="xsmall", key="mc-papers"):
        for label, key, symbol, to in (
            (_("Giấy tờ trước"), "paper_before", "arrow_left", at - 1),
            (_("Giấy tờ sau"), "paper_after", "arrow_right", at + 1),
        ):
            there = 0 <= to < len(ids)
            st.button(
                label, key=f"turn-{key}", type="tertiary", icon=f":material/{symbol}:",
                shortcut=shortcut(key), disabled=not there, on_click=session.put,
                args=(switch, ids[to] if there else paper.id),
            )  # fmt: skip
        st.download_button(
            _("Tải tất cả"), data=partial(bundle.zipped, reader, view.code), file_name=f"{view.code}.zip",
            mime="application/zip", icon=":material/folder_zip:", type="tertiary", on_click="ignore",
            key="all-papers", shortcut=shortcut("all_papers"),
        )  # fmt: skip


def _name(number: int, paper: PaperRow, view: DossierView) -> str:
    """Number and short name; of several files of one slot, which one it is."""
    label = paper.label if len(paper.label) <= _SHORT else paper.label[:_SHORT].rsplit(" ", 1)[0] + "…"
    name = f"{paper_verdict.mark(paper)}{number}. {label}"
    if paper.replaced:
        return _("%(name)s (bản cũ)") % {"name": name}
    beside = [one.id for one in view.papers if one.slot == paper.slot and not one.replaced]
    if len(beside) == 1:
        return name
    return _("%(name)s (tệp %(n)s)") % {"name": name, "n": beside.index(paper.id) + 1}


def _about(paper: PaperRow) -> str:
    """Full name and facts of the open paper; underscores and stars of a file name stay as they are."""
    told = [paper.label]
    if paper.pages:
        told.append(_("%(n)s trang") % {"n": paper.pages})
    told.append(_("nộp ngày %(day)s") % {"day": day(paper.added_at)})
    if paper.round:
        told.append(_("bổ sung lần %(n)s") % {"n": paper.round})
    return " · ".join(told)
