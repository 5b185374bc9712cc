"""The questions of a procedure: the parts of its form, their questions in order, and rules."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.parts.catalogue import draft_fields, form_hand, form_place
from pages.parts.catalogue.form_hand import Hand
from pages.parts.words import _, plain
from services.catalogue import plain_data, question_words
from services.catalogue.drafts import editing, examine
from services.catalogue.drafts.examine import Fault
from services.catalogue.plain_data import Path

QUESTIONS, RULES = "cau", "quy-tac"


def draw(
    data: dict[str, Any], faults: Sequence[Fault] | None = None, *, locked: bool = False
) -> dict[str, Any]:  # fmt: skip
    """Draw it and answer with the data as it is after what was done on it; the caller keeps that and draws
    the page anew. Without `faults` they are looked for here; what is locked can only be read."""
    hand = Hand(data, examine.read(data)[1] if faults is None else faults, locked)
    names = {QUESTIONS: _("Câu hỏi"), RULES: _("Quy tắc giữa các câu")}
    shown = st.segmented_control(
        _("Phần của biểu mẫu"), list(names), default=QUESTIONS, required=True, format_func=names.get,
        key="form-part", label_visibility="collapsed",
    )  # fmt: skip
    if shown == RULES:
        from pages.parts.catalogue import rule_editor

        return rule_editor.draw(data, hand.faults, locked=locked)
    sections = plain_data.rows(data, ("sections",))
    draft_fields.say_wrong(hand, ("sections",))
    for n, _section in enumerate(sections):
        with st.container(border=True, gap="xsmall", key=f"mc-form-part-{n}"):
            _part(hand, n, len(sections))
    if not locked:
        _new_section(hand)
    return hand.data


def _part(hand: Hand, n: int, count: int) -> None:
    """One part of the form: its name opens it."""
    path: Path = ("sections", n)
    fields = plain_data.rows(hand.data, (*path, "fields"))
    title = str(hand.of((*path, "title")) or _("(phần chưa có tên)"))
    inside = form_place.is_open(hand.data, path)
    told = {"n": n + 1, "title": plain(title), "count": len(fields)}
    st.button(
        _("**%(n)s. %(title)s** (%(count)s câu)") % told + form_place.marks(hand, path), type="tertiary",
        icon=":material/expand_less:" if inside else ":material/expand_more:", key=f"form-open-{n}",
        on_click=form_place.turn, args=(hand.data, path),
    )  # fmt: skip
    if not inside:
        return
    asked = _("Xóa phần “%(name)s” và các câu hỏi trong đó?") % {"name": title}
    form_place.order(hand, path, asked, first=n == 0, last=n == count - 1)
    if plain_data.at(hand.data, path) is not None:
        _about(hand, path)
        listed(hand, path)


def _about(hand: Hand, path: Path) -> None:
    begun = not all(hand.of((*path, name)) for name in ("title_en", "why", "why_en"))
    with st.expander(_("Tên và lý do hỏi"), icon=":material/title:", expanded=begun and not hand.locked):
        form_hand.pair(hand, (*path, "title"), _("Tên phần"))
        hint = _("Một câu nói với người dân vì sao cần phần này.")
        form_hand.pair(hand, (*path, "why"), _("Vì sao hỏi"), hint=hint)
        draft_fields.say_wrong(hand, (*path, "key"))
    draft_fields.say_wrong(hand, (*path, "fields"))


def listed(hand: Hand, path: Path) -> None:
    """The questions of a part or a group, the open one with its panel, and one more."""
    from pages.parts.catalogue import form_field

    fields = plain_data.rows(hand.data, (*path, "fields"))
    for n, field in enumerate(fields):
        here = (*path, "fields", n)
        inside = form_place.is_open(hand.data, here)
        st.button(
            _line(field) + form_place.marks(hand, here), type="tertiary",
            icon=":material/expand_less:" if inside else ":material/chevron_right:",
            key="-".join(["form-open", *map(str, here)]), on_click=form_place.turn, args=(hand.data, here),
        )  # fmt: skip
        if inside and hand.of(here) is field:
            with st.container(border=True, key="-".join(["mc-form-field", *map(str, here)])):
                name = question_words.label_of(field) if isinstance(field, dict) else str(field)[:80]
                asked = _("Xóa câu hỏi “%(name)s”?") % {"name": name}
                form_place.order(hand, here, asked, first=_is_first(path, n), last=_is_last(hand, path, n))
                if isinstance(hand.of(here), dict):
                    form_field.draw(hand, here)
    if not hand.locked:
        _new_question(hand, path)


def _is_first(path: Path, n: int) -> bool:
    return n == 0 and (len(path) > 2 or path[1] == 0)


def _is_last(hand: Hand, path: Path, n: int) -> bool:
    """Of a part, the last question goes on into the next part."""
    ends = len(path) > 2 or path[1] == len(plain_data.rows(hand.data, ("sections",))) - 1
    return ends and n == len(plain_data.rows(hand.data, (*path, "fields"))) - 1


def _line(field: Any) -> str:
    """A question in the list: its words, its type, and what is special about it."""
    if not isinstance(field, dict):
        return "…"
    star = " :red[*]" if field.get("required") is True else ""
    special = [question_words.type_name(field.get("type"))]
    if field.get("required_if"):
        special.append(_("bắt buộc khi…"))
    if field.get("show_if"):
        special.append(_("chỉ hỏi khi…"))
    return f"{plain(question_words.label_of(field))}{star} :gray[:small[· {' · '.join(special)}]]"


def _new_question(hand: Hand, path: Path) -> None:
    """Stands open where it is needed: something to unfold would lie over what was just added."""
    name = "-".join(["form-new", *map(str, path)])
    kinds = {kind: question_words.type_name(kind) for kind in question_words.TYPES}
    if len(path) > 2:
        del kinds["group"]
    title = _("Thêm câu hỏi") if len(path) == 2 else _("Thêm câu hỏi vào nhóm")
    with st.form(name, border=False, clear_on_submit=True):
        left, right = st.columns([3, 2], gap="small")
        with left:
            label = st.text_input(_("Câu hỏi mới"), max_chars=300, autocomplete="off", key=f"{name}-label")
        with right:
            kind = st.selectbox(
                _("Trả lời bằng"), list(kinds), format_func=kinds.get, key=f"{name}-kind",
            )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center"):
            sent = st.form_submit_button(title, icon=":material/add:", key=f"{name}-sent")
            must = st.checkbox(_("Bắt buộc trả lời"), True, key=f"{name}-must")
    if sent and not label.strip():
        st.error(_("Hãy ghi câu hỏi."), icon=":material/error:")
    elif sent:
        hand.data, there = editing.add_field(hand.data, path, kind, label.strip())
        if must and kind not in ("agency", "signature", "group"):
            hand.put((*there, "required"), True)
        form_place.go(hand.data, there)


def _new_section(hand: Hand) -> None:
    name = "form-new-section"
    with (
        st.form(name, border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        title = st.text_input(_("Tên phần mới"), max_chars=200, autocomplete="off", key=f"{name}-title")
        sent = st.form_submit_button(_("Thêm phần"), icon=":material/add:")
    if sent and not title.strip():
        st.error(_("Hãy ghi tên phần."), icon=":material/error:")
    elif sent:
        hand.data, there = editing.add_section(hand.data, title.strip())
        form_place.go(hand.data, there)
