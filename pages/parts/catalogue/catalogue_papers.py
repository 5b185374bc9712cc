"""The papers of a procedure: all of them in their order, and one of them open to be worked on."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from pages.frame import session
from pages.parts.catalogue import catalogue_pen as pen_
from pages.parts.catalogue import catalogue_words as words
from pages.parts.catalogue import draft_fields
from pages.parts.catalogue.catalogue_condition import condition
from pages.parts.catalogue.catalogue_pen import Pen, rearrange
from pages.parts.look import empty_state
from pages.parts.table import table
from pages.parts.words import _
from services.catalogue import plain_data
from services.catalogue.plain_data import Data

PATH = ("papers",)
WHICH = "so"
"""In the address: which paper is open, counted from 1."""


def draw(pen: Pen) -> None:
    """Giấy tờ."""
    papers = plain_data.rows(pen.data, PATH)
    draft_fields.say_wrong(pen, PATH)
    if papers:
        st.html(_list(pen))
    else:
        what = _("Mỗi thủ tục cần ít nhất **Tờ khai** và **Giấy tờ tùy thân**.")
        empty_state(_("Chưa có giấy tờ nào"), what, "description")
    _add(pen)
    which = _open(len(papers))
    if which is not None:
        _paper(pen, which)


def _open(count: int) -> int | None:
    asked = st.query_params.get(WHICH, "")
    return int(asked) - 1 if asked.isdecimal() and len(asked) < 4 and 1 <= int(asked) <= count else None


def _list(pen: Pen) -> str:
    kinds, ups = words.paper_kinds(), words.uploads()
    rows = []
    for n, _one in enumerate(plain_data.rows(pen.data, PATH)):
        label = pen.of((*PATH, n, "label"), "") or _("(chưa có tên)")
        link = escape(session.address(**{WHICH: str(n + 1)}))
        wrong = sum(tuple(fault.path[:2]) == (*PATH, n) for fault in pen.faults)
        told = f"<br><small>{escape(_('%(n)s chỗ chưa đúng') % {'n': wrong})}</small>" if wrong else ""
        rows.append(
            (f'{n + 1}. <a class="mc-soft" href="{link}">{escape(label)}</a>{told}',
             escape(kinds.get(pen.of((*PATH, n, "kind"), ""), "–")), escape(_must(pen, n)),
             escape(ups.get(pen.of((*PATH, n, "upload"), "optional"), "–")))
        )  # fmt: skip
    titles = (_("Tên giấy tờ"), _("Loại"), _("Bắt buộc"), _("Khi nộp qua mạng"))
    return table(_("Giấy tờ theo thứ tự"), titles, rows, safe=True, look="mc-figures mc-listed mc-wordy")


def _must(pen: Pen, n: int) -> str:
    if pen.of((*PATH, n, "required_if")) or pen.of((*PATH, n, "show_if")):
        return _("Tùy trường hợp")
    return _("Có") if pen.of((*PATH, n, "required")) is True else _("Không")


def _add(pen: Pen) -> None:
    if pen.locked:
        return
    key = pen.key(("new-paper",))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(_("Tên giấy tờ mới"), key=key, autocomplete="off", max_chars=400)
        st.button(_("Thêm giấy tờ"), icon=":material/add:", on_click=_added, args=(pen, key))


def _added(pen: Pen, key: str) -> None:
    """A paper with this name, open to be worked on; its machine name is made of it."""
    label = (session.typed(key) or "").strip()
    if not label:
        return session.say_later("error", _("Hãy gõ tên giấy tờ trước khi thêm."))

    def added(data: Data) -> Data:
        name = plain_data.new_name(label, plain_data.names(data, PATH))
        return plain_data.add(data, PATH, {"key": name, "label": label, "kind": "nop"} | _needed(data, label))

    return rearrange(pen, label, added, lambda: _follow(len(plain_data.rows(pen.data, PATH))))


def _needed(data: Data, label: str) -> Data:
    """The two papers that every procedure has are known by their name, and are always needed."""
    given = plain_data.names(data, PATH, "role")
    for name, known in _KNOWN.items():
        if known["role"] not in given and label.lower().startswith(name):
            return {"upload": "required", "required": True} | known
    return {}


_KNOWN: dict[str, Data] = {
    "tờ khai": {"role": "declaration"},
    "giấy tờ tùy thân": {"role": "identity", "kind": "xuat_trinh", "sensitive": True},
}


def _follow(place: int | None) -> None:
    """The open paper stays open where it stands now."""
    if place is None:
        st.query_params.pop(WHICH, None)
    else:
        st.query_params[WHICH] = str(place + 1)


def _paper(pen: Pen, n: int) -> None:
    at = (*PATH, n)
    with st.container(border=True, key="catalogue-paper"):
        draft_fields.say_wrong(pen, at)
        draft_fields.pair(pen, (*at, "label"), _("Tên giấy tờ"), area=True)
        left, right = st.columns(2, gap="small")
        with left:
            kinds, ups = words.paper_kinds(), words.uploads()
            draft_fields.choose(pen, (*at, "kind"), _("Người dân làm gì với giấy này"), kinds)
            draft_fields.choose(pen, (*at, "upload"), _("Khi nộp qua mạng"), ups, default="optional")
            draft_fields.tick(pen, (*at, "required"), _("Bắt buộc (trực tiếp, bưu chính)"))
            hint = _("Chỉ người giải quyết được mở, mỗi lần mở được ghi lại.")
            draft_fields.tick(pen, (*at, "sensitive"), _("Dữ liệu nhạy cảm"), hint=hint)
        with right:
            draft_fields.choose(pen, (*at, "role"), _("Là giấy tờ nào"), words.paper_roles())
            every = words.channels()
            draft_fields.choose_several(pen, (*at, "channels"), _("Cần khi nộp"), every, default=list(every))
            counts = st.columns(2, gap="small")
            with counts[0]:
                draft_fields.whole(pen, (*at, "originals"), _("Số bản chính"), most=20, default=1)
            with counts[1]:
                draft_fields.whole(pen, (*at, "copies"), _("Số bản sao"), most=20, default=0)
        draft_fields.choose(pen, (*at, "replaces"), _("Có giấy này thì không cần"), _others(pen, n))
        draft_fields.pair(pen, (*at, "note"), _("Điều cần biết"), area=True)
        condition(pen, (*at, "required_if"), _("Bắt buộc (mọi cách nộp) khi"),
                  _("Không có điều kiện bắt buộc riêng"))  # fmt: skip
        condition(pen, (*at, "show_if"), _("Chỉ có trong hồ sơ khi"), _("Luôn có trong hồ sơ"))
        with st.expander(_("Nâng cao"), icon=":material/tune:"):
            draft_fields.line(pen, (*at, "key"), _("Tên máy"), most=40)
            draft_fields.choose(pen, (*at, "mark"), _("Mức chắc chắn"), words.marks())
        pen_.order(pen, PATH, n, what=_("Giấy tờ"), moved=_follow)


def _others(pen: Pen, n: int) -> Mapping[str, str]:
    found: dict[str, str] = {"": _("(không thay giấy nào)")}
    for m, _one in enumerate(plain_data.rows(pen.data, PATH)):
        if m != n and (key := pen.of((*PATH, m, "key"), "")):
            found[key] = pen.of((*PATH, m, "label"), "") or key
    return found
