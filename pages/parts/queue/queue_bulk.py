"""Many dossiers at once: ticks, the bar of what can be done, what would happen, and what did."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from pages.frame import session
from pages.frame.session import address
from pages.parts import filters
from pages.parts.queue import queue_takeout
from pages.parts.queue.queue_keys import shortcut
from pages.parts.queue.queue_table import icon
from pages.parts.words import _, number, plain
from services.actors import Actor
from services.desk import bulk, remarks
from services.desk.bulk import DONE, FAILED, MOST, PLANNED, REFUSED, Chosen, Run
from services.desk.narrow import Narrow
from services.desk.rows import QueueRow
from services.errors import NotFound, Refusal
from services.sentences import action_name, say
from services.server.addresses import with_query

PICKED, ALL, RUN = "hang", "tat-ca", "viec"
"""In the address: the ticked rows, or that all are meant; and what is under way with them."""

_ICONS = {"receive": "task_alt", "assign": "person_add", "forward": "forward", "label": "new_label"}


def chosen(tab: str, search: str, narrow: Narrow) -> Chosen:
    """What the address says is chosen."""
    asked = st.query_params.get(PICKED, "")
    if asked == ALL:
        return Chosen(None, tab, search, narrow)
    keys = dict.fromkeys(int(one) for one in asked.split(".") if one.isdecimal() and len(one) < 16)
    return Chosen(tuple(keys)[:MOST], tab, search, narrow)


def ticks(picked: Chosen, rows: Sequence[QueueRow]) -> Mapping[int, tuple[bool, str]]:
    """For each row whether it is ticked, and the address that turns its tick."""
    everything = picked.keys is None
    keys = dict.fromkeys(row.id for row in rows) if picked.keys is None else dict.fromkeys(picked.keys)
    return {
        row.id: (everything or row.id in keys, _there([key for key in keys if key != row.id]
         if row.id in keys else [*keys, row.id]))
        for row in rows
    }  # fmt: skip


def _there(keys: Sequence[int]) -> str:
    return address(**{PICKED: ".".join(map(str, keys)), RUN: ""})


def ways(picked: Chosen, rows: Sequence[QueueRow], total: int) -> str:
    """Markup: how many are chosen, and the ways to choose the page, all, or none."""
    count = min(total, MOST) if picked.keys is None else len(picked.keys)
    page = [*dict.fromkeys([*(picked.keys or ()), *(row.id for row in rows)])]
    told = _("Đã chọn %(n)s hồ sơ") % {"n": number(count)}
    if picked.keys is None and total > MOST:
        told = _("Đã chọn %(n)s hồ sơ đầu danh sách; mỗi lượt làm nhiều nhất chừng ấy") % {"n": number(MOST)}
    links = (
        (_("Chọn cả trang"), _there(page), shortcut("pick_page")),
        (
            _("Chọn tất cả %(n)s hồ sơ") % {"n": number(total)},
            address(**{PICKED: ALL, RUN: ""}),
            shortcut("pick_all"),
        ),
        (_("Bỏ chọn"), address(**{PICKED: "", RUN: ""}), shortcut("pick_none")),
    )
    shown = "".join(
        f'<a class="mc-soft" aria-keyshortcuts="{key}" href="{escape(there)}">'
        f"{escape(label)} <kbd>{key}</kbd></a>"
        for label, there, key in links
    )
    return f'<nav class="mc-tools"><b>{escape(told)}</b>{shown}</nav>'


def bar(reader: Actor, picked: Chosen) -> None:
    """What can be done with the chosen dossiers; each first shows what would happen."""
    none = picked.keys == ()
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="mc-commands"):
        people = {str(key): name for key, name in bulk.officers(reader, "assign").items()}
        asked = f"{_('Giao cho cán bộ nào')} ({shortcut('officer')})"
        officer = filters.pick("bulk-which-officer", _("Cán bộ"), people, asked, 260)
        names = {str(one.id): one.name for one in remarks.labels(reader)}
        asked = f"{_('Gắn nhãn nào')} ({shortcut('label_choice')})"
        label = filters.pick("bulk-which-label", _("Nhãn"), names, asked, 200) if names else None
        for action in bulk.open_to(reader) if names else [a for a in bulk.open_to(reader) if a != bulk.LABEL]:
            st.button(
                action_name(action), key=f"bulk-{action}", icon=f":material/{_ICONS[action]}:", disabled=none,
                shortcut=shortcut(action), on_click=_plan, 
                args=(reader, action, picked, label if action == bulk.LABEL else officer),
            )  # fmt: skip
        for label, what, symbol in (
            (_("In giấy tiếp nhận"), queue_takeout.PRINT, "print"),
            (_("Xuất danh sách"), queue_takeout.EXPORT, "download"),
        ):
            st.button(
                label, key=f"bulk-{what}", icon=f":material/{symbol}:", disabled=none, type="tertiary",
                shortcut=shortcut(what), on_click=_open, args=(what,),
            )  # fmt: skip


def _open(what: str) -> None:
    st.query_params[RUN] = what


def _plan(reader: Actor, action: str, picked: Chosen, choice: str | None) -> None:
    try:
        given = int(choice) if choice and bulk.GIVEN[action] else None
        _open(str(bulk.plan(reader, action, picked, given)))
    except Refusal as refusal:
        session.say_later("error", say(refusal))


def under_way() -> bool:
    """Whether something is under way with the chosen dossiers."""
    return bool(st.query_params.get(RUN))


def run(reader: Actor, picked: Chosen, columns: Sequence[str]) -> None:
    """What is under way: a run, the receipts, or the list as a file."""
    what = st.query_params.get(RUN, "")
    if what in (queue_takeout.PRINT, queue_takeout.EXPORT):
        queue_takeout.draw(reader, what, picked, columns)
        _close()
        return
    try:
        found = bulk.run(reader, int(what) if what.isdecimal() and len(what) < 16 else 0)
    except NotFound as refusal:
        st.error(say(refusal), icon=":material/search_off:")
        _close()
        return
    _run(reader, found)


def _run(reader: Actor, found: Run) -> None:
    counts = {status: len(found.having(status)) for status in (PLANNED, DONE, REFUSED, FAILED)}
    begun = counts[DONE] + counts[FAILED] > 0
    name = action_name(found.action) + (f": {found.given}" if found.given else "")
    st.subheader(plain(name), anchor=False)
    if begun:
        told = _("Đã làm %(done)s hồ sơ; không làm được %(not)s; còn %(left)s.")
    else:
        told = _("Sẽ làm %(left)s hồ sơ; không làm được %(not)s. Chưa có gì thay đổi cho đến khi xác nhận.")
    told %= {
        "done": number(counts[DONE]), "not": number(counts[REFUSED] + counts[FAILED]),
        "left": number(counts[PLANNED]),
    }  # fmt: skip
    st.markdown(told)
    with st.container(horizontal=True, key="mc-run"):
        go = bool(counts[PLANNED]) and st.button(
            _("Làm tiếp") if begun else _("Xác nhận"), type="primary", icon=":material/check:",
            shortcut=shortcut("go"), key="bulk-go",
        )  # fmt: skip
        _close(_("Xong") if begun and not counts[PLANNED] else _("Hủy"))
    if go:
        _carry_on(reader, found.id, counts[PLANNED])
    st.html(_table(found))


def _carry_on(reader: Actor, run_id: int, planned: int) -> None:
    """One dossier after the other; whoever goes away finds the rest still planned."""
    told = _("Đã làm %(n)s trong %(all)s hồ sơ")
    bar_ = st.progress(0.0, told % {"n": 0, "all": number(planned)})
    for _turn in range(MOST):
        left = bulk.step(reader, run_id)
        done = max(0, planned - left)
        bar_.progress(done / planned, told % {"n": number(done), "all": number(planned)})
        if not left:
            break
    st.rerun()


def _close(label: str | None = None) -> None:
    st.button(label or _("Hủy"), key="bulk-close", shortcut=shortcut("leave"), on_click=_leave)


def _leave() -> None:
    st.query_params.pop(RUN, None)


def _table(found: Run) -> str:
    names = {
        PLANNED: ("schedule", _("Sẽ làm")), DONE: ("task_alt", _("Đã làm")),
        REFUSED: ("block", _("Không làm được")), FAILED: ("error", _("Không làm được")),
    }  # fmt: skip
    titles = (_("Mã hồ sơ"), _("Người nộp"), _("Kết quả"), _("Lý do"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    ranks = (FAILED, REFUSED, PLANNED, DONE)
    body = "".join(
        f'<tr><td class="mc-code"><a class="mc-soft" href="{with_query("/ho-so", {"ma": item.code})}">'
        f'{escape(item.code)}</a></td><td class="mc-person">{escape(item.applicant)}</td>'
        f"<td>{icon(names[item.status][0])}{escape(names[item.status][1])}</td><td>{escape(item.why)}</td></tr>"
        for item in sorted(found.items, key=lambda item: ranks.index(item.status))
    )
    return f'<table class="mc-queue"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
