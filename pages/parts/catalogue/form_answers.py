"""What can be answered to a question: choices, limits, what stands there at first, rows of a group."""

from typing import Any

import streamlit as st

from pages.parts.catalogue import draft_fields, form_hand
from pages.parts.catalogue.form_hand import Hand
from pages.parts.words import _
from services.catalogue import condition_words, meaning, plain_data, question_words
from services.catalogue.drafts import editing
from services.catalogue.plain_data import Path

TYPED = ("text", "textarea", "person_name", "id12", "date", "date_partial", "time", "phone_vn", "email",
         "agency_or_text")  # fmt: skip
_LONGEST = {"text": 255, "textarea": 2000, "person_name": 120}


def draw(hand: Hand, path: Path) -> None:
    """The part of the panel that depends on the type."""
    kind = str(hand.of((*path, "type")))
    if kind in meaning.CHOICES:
        _choices(hand, path)
    elif kind == "integer":
        with st.container(horizontal=True):
            draft_fields.whole(hand, (*path, "min"), _("Nhỏ nhất"), least=None, most=None)
            draft_fields.whole(hand, (*path, "max"), _("Lớn nhất"), least=None, most=None)
    elif kind in ("date", "date_partial"):
        draft_fields.tick(hand, (*path, "not_future"), _("Không được sau hôm nay"))
        draft_fields.tick(hand, (*path, "not_past"), _("Không được trước hôm nay"))
    elif kind == "address":
        draft_fields.tick(hand, (*path, "needs_detail"), _("Phải ghi số nhà, thôn xóm"))
    elif kind == "group":
        _repeat(hand, path)
    if kind in _LONGEST:
        draft_fields.whole(
            hand, (*path, "max_length"), _("Dài nhất (ký tự; để trống: %(n)s)") % {"n": _LONGEST[kind]},
            least=1, most=5000,
        )  # fmt: skip
    if kind in ("text", "agency_or_text"):
        usual = _("Câu trả lời thường dùng (mỗi dòng một câu)")
        draft_fields.lines(hand, (*path, "suggestions"), usual, height=80)
    _default(hand, path, kind)


def _choices(hand: Hand, path: Path) -> None:
    """A list of its own, or one that several procedures share."""
    now = hand.of((*path, "catalogue"))
    sources: dict[Any, str] = {None: _("Danh sách riêng của câu này"), **question_words.lists()}
    chosen = form_hand.pick_one(hand, (*path, "catalogue"), _("Lựa chọn lấy từ"), sources, now)
    if chosen != now:
        form_hand.do(hand, (*path, "catalogue"), editing.take_list(hand.data, path, chosen))
        return
    draft_fields.say_wrong(hand, (*path, "catalogue"))
    if now is not None:
        labels = list(condition_words.choices(hand.of(path)).values())
        st.caption(", ".join(labels[:8]) + ("…" if len(labels) > 8 else ""))
        return
    for n, _option in enumerate(plain_data.rows(hand.data, (*path, "options"))):
        with st.container(border=True, gap="small"):
            _option_row(hand, (*path, "options", n))
    draft_fields.say_wrong(hand, (*path, "options"))
    if not hand.locked:
        _more(hand, path)


def _option_row(hand: Hand, path: Path) -> None:
    if hand.of(path) is None:
        return
    name, count = "-".join(map(str, path)), len(plain_data.rows(hand.data, path[:-1]))
    label = _("Lựa chọn %(n)s") % {"n": path[-1] + 1}
    form_hand.pair(hand, (*path, "label"), label, most=300)
    draft_fields.say_wrong(hand, (*path, "value"))
    if hand.locked:
        return
    with st.container(horizontal=True, gap="small"):
        up = st.button(_("Lên"), key=f"{name}-up", type="tertiary", disabled=path[-1] == 0)
        down = st.button(_("Xuống"), key=f"{name}-down", type="tertiary", disabled=path[-1] == count - 1)
        gone = st.toggle(_("Bỏ lựa chọn này"), key=form_hand.key((*path, "gone"), hand.of(path)))
    if up or down:
        hand.data = plain_data.move(hand.data, path[:-1], path[-1], -1 if up else 1)
    elif gone:  # a toggle, because the question whether to go on may take another run
        form_hand.do(hand, path, editing.delete(hand.data, path))


def _more(hand: Hand, path: Path) -> None:
    name = "-".join(["form-option", *map(str, path)])
    with st.form(name, border=False, clear_on_submit=True):
        typed = st.text_area(
            _("Thêm lựa chọn (mỗi dòng một lựa chọn)"), height=80, key=f"{name}-typed", max_chars=4000
        )
        sent = st.form_submit_button(_("Thêm lựa chọn"), icon=":material/add:")
    for label in typed.splitlines() if sent else ():
        if label.strip():
            hand.data = editing.add_option(hand.data, path, label.strip())


def _default(hand: Hand, path: Path, kind: str) -> None:
    """The answer that stands there at first."""
    label, place = _("Có sẵn lúc đầu"), (*path, "default")
    if kind in ("select", "radio"):
        choices = condition_words.choices(hand.of(path))
        draft_fields.choose(hand, place, label, {None: _("Không có"), **choices})
    elif kind == "checkbox":
        draft_fields.tick(hand, place, _("Đánh dấu sẵn lúc đầu"))
    elif kind == "integer":
        draft_fields.whole(hand, place, label, least=None, most=None)
    elif kind in ("text", "textarea"):
        draft_fields.line(hand, place, label, most=255)
    else:
        draft_fields.say_wrong(hand, place)


def _repeat(hand: Hand, path: Path) -> None:
    """A group that is filled in several times."""
    place = (*path, "repeat")
    repeats = hand.of(place) is not None
    ticked = st.checkbox(
        _("Khai được nhiều lần (nhiều hàng)"), repeats, key=form_hand.key(place, repeats),
        disabled=hand.locked,
    )
    if ticked != repeats:
        form_hand.do(hand, place, editing.put(hand.data, place, {"min": 1, "max": 10} if ticked else None))
        return
    if repeats:
        with st.container(horizontal=True):
            draft_fields.whole(hand, (*place, "min"), _("Ít nhất mấy hàng"), least=0, most=50, default=0)
            draft_fields.whole(hand, (*place, "max"), _("Nhiều nhất mấy hàng"), least=1, most=50, default=10)
        form_hand.pair(hand, (*place, "add"), _("Chữ trên nút thêm hàng"), most=60)
        draft_fields.say_wrong(hand, place, below=True)
