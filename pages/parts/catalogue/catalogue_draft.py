"""One draft of a procedure: what is still wrong, the tab that is open, and what was typed kept at once."""

from collections import Counter
from html import escape

import streamlit as st

from pages.parts.catalogue import (
    catalogue_keep,
    catalogue_papers,
    catalogue_place,
    catalogue_publish,
    catalogue_trial,
)
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue.catalogue_body import body
from pages.parts.look import head
from pages.parts.words import _, badge, moment, number, plain
from services.actors import Actor
from services.catalogue import plain_data
from services.catalogue.drafts import drafting
from services.catalogue.drafts.drafting import Draft
from services.catalogue.plain_data import Path

MOST_SHOWN = 40


def draw(reader: Actor, draft_id: int) -> None:
    """Heading, what somebody else changed, the tabs, what is wrong, and the open tab."""
    draft = drafting.view(reader, draft_id)
    names = words.tabs()
    here = catalogue_place.chosen(names)
    st.html(catalogue_place.way_back())
    head(plain(str(draft.data.get("name") or _("(thủ tục chưa có tên)"))), _lead(draft))
    catalogue_keep.messages(draft)
    wrong = Counter(words.tab_of(tuple(fault.path)) for fault in draft.faults)
    st.html(catalogue_place.tabs(names, here, wrong, catalogue_place.DRAFT, draft.id))
    _faults(draft)
    pen = catalogue_keep.pen(draft)
    if here == words.DIFFERENCES:
        catalogue_trial.of_draft(draft)
    elif here == words.TRIAL:
        catalogue_trial.trial(reader, draft)
    elif here == words.PUBLISH:
        catalogue_publish.panel(reader, draft)
    else:
        if pen.locked:
            why = _("Bản nháp không còn ở bước soạn nên chỉ đọc. Đang chờ duyệt mà muốn sửa: bấm **Trả lại "
                    "để sửa** ở mục Duyệt và công bố.")  # fmt: skip
            st.info(why, icon=":material/lock:")
        body(reader, pen, here, draft.id)


def _lead(draft: Draft) -> str:
    said, icon, tone = words.state(draft.state)
    told = {"by": plain(draft.edited_by), "at": moment(draft.edited_at)}
    base = (
        _("bản mới của phiên bản %(n)s") % {"n": draft.base.version} if draft.base is not None
        else _("thủ tục mới")
    )  # fmt: skip
    return " · ".join([badge(said, icon, tone), base, _("%(by)s sửa lúc %(at)s") % told])


def _faults(draft: Draft) -> None:
    """All that is wrong, each with the way to its tab; beside its place it stands too."""
    if not draft.faults:
        return
    names = words.tabs()
    title = _("Còn %(n)s chỗ chưa đúng") % {"n": number(len(draft.faults))}
    with st.expander(title, icon=":material/rule:"):
        lines = []
        for fault in draft.faults[:MOST_SHOWN]:
            tab = words.tab_of(tuple(fault.path))
            link = escape(catalogue_place.draft_address(draft.id, tab, **_inside(draft, tuple(fault.path))))
            place = escape(fault.place or names[tab])
            lines.append(f'<li><a class="mc-soft" href="{link}">{place}</a>: {escape(fault.text)}</li>')
        st.html(f'<ul class="mc-faults">{"".join(lines)}</ul>')


def _inside(draft: Draft, path: Path) -> dict[str, str]:
    """What the address says beside the tab: the paper that is open, or the question."""
    if path[:1] == ("papers",) and len(path) > 1:
        return {catalogue_papers.WHICH: str(int(path[1]) + 1)}
    if path[:1] != ("sections",) or len(path) < 2:
        return {}
    lists = ("sections", "fields")
    rows = [n for n, step in enumerate(path) if isinstance(step, int) and path[n - 1] in lists]
    keys = (plain_data.at(draft.data, (*path[: n + 1], "key")) or path[n] for n in rows)
    return {catalogue_place.QUESTION: ".".join(map(str, keys))}
