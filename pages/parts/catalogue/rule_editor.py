"""Rules between questions: what is checked, where it is told, and whether it stops the form."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.catalogue import condition_editor, draft_fields, form_hand, rule_check
from pages.parts.catalogue.form_hand import Hand
from pages.parts.words import _, badge, plain
from services.catalogue import check_words, condition_words, plain_data
from services.catalogue.condition_words import Named
from services.catalogue.drafts import editing
from services.catalogue.drafts.examine import Fault
from services.catalogue.plain_data import Path
from services.catalogue.question_words import label_of

_OPEN = "form-rule-open"
BLOCK, WARN = "block", "warn"


def draw(data: dict[str, Any], faults: Sequence[Fault] = (), *, locked: bool = False) -> dict[str, Any]:
    """Draw them and answer with the data as it is after what was done on it."""
    hand = Hand(data, faults, locked)
    names = everything(data)
    st.caption(_("Điều phải đúng giữa nhiều câu trả lời. Câu báo hiện dưới câu hỏi đã chọn."))
    rules = plain_data.rows(data, ("rules",))
    if not rules:
        st.info(_("Chưa có quy tắc nào."))
    for n, rule in enumerate(rules):
        path: Path = ("rules", n)
        with st.container(border=True, gap="xsmall", key=f"mc-form-rule-{n}"):
            inside = session.typed(_OPEN) == _id(rule)
            st.button(
                _line(hand, rule, path), type="tertiary", key=f"form-open-rule-{n}", on_click=session.put,
                args=(_OPEN, None if inside else _id(rule)),
                icon=":material/expand_less:" if inside else ":material/expand_more:",
            )  # fmt: skip
            said = _said(rule, names)
            if said:
                st.caption(plain(said))
            if inside and hand.of(path) is rule:
                _panel(hand, path, names)
    if not locked:
        _new(hand, names)
    return hand.data


def everything(data: dict[str, Any], row_of: str = "") -> Named:
    """All questions by name; those of a repeated group only for a rule that looks at its rows."""
    return condition_words.named(fields(data, row_of))


def fields(data: dict[str, Any], row_of: str = "") -> list[dict[str, Any]]:
    """All questions of the form as data; the group whose rows are looked at stands open."""
    found = []
    for section in plain_data.rows(data, ("sections",)):
        for field in plain_data.rows(section, ("fields",)):
            if isinstance(field, dict):
                opened = field.get("key") == row_of and "repeat" in field
                found.append({k: v for k, v in field.items() if k != "repeat"} if opened else field)
    return found


def _id(rule: Any) -> str:
    return str(rule.get("id")) if isinstance(rule, dict) else ""


def _line(hand: Hand, rule: Any, path: Path) -> str:
    text = str(plain_data.at(rule, ("text",)) or _("(chưa có câu báo)"))
    stops = plain_data.at(rule, ("severity",)) == BLOCK
    tone = badge(_("Chặn"), "block", "red") if stops else badge(_("Nhắc"), "info", "orange")
    count = sum(tuple(fault.path[:2]) == path for fault in hand.faults)
    return f"{tone} {plain(text)}" + (f" :red-badge[{count}]" if count else "")


def _said(rule: Any, names: Named) -> str:
    """What the rule looks for, in plain words."""
    parts = []
    if check := check_words.say(plain_data.at(rule, ("check",)), names):
        parts.append(_("Kiểm tra: %(what)s") % {"what": check})
    if when := condition_words.say(plain_data.at(rule, ("when",)), names):
        told = _("Chỉ khi %(what)s") if check else _("Báo khi %(what)s")
        parts.append(told % {"what": when})
    if unless := condition_words.say(plain_data.at(rule, ("unless",)), names):
        parts.append(_("Trừ khi %(what)s") % {"what": unless})
    return ". ".join(parts)


def _panel(hand: Hand, path: Path, names: Named) -> None:
    if not hand.locked:
        _order(hand, path)
        if hand.of(path) is None:
            return
    draft_fields.say_wrong(hand, path)
    levels = {BLOCK: _("Chặn: phải sửa mới gửi được"), WARN: _("Nhắc: chỉ đề nghị xem lại")}
    now = hand.of((*path, "severity"))
    now = now if now in list(levels) else BLOCK
    chosen = form_hand.switch(hand, (*path, "severity"), _("Khi không đúng thì"), levels, now)
    if chosen != hand.of((*path, "severity")):
        hand.put((*path, "severity"), chosen)
    form_hand.pair(hand, (*path, "text"), _("Câu báo cho người khai"), area=True)
    _at(hand, path, names)
    rule_check.draw(hand, path)
    _conditions(hand, path)


def _order(hand: Hand, path: Path) -> None:
    n, count = path[1], len(plain_data.rows(hand.data, ("rules",)))
    with st.container(horizontal=True, gap="small"):
        up = st.button(
            _("Lên"), icon=":material/arrow_upward:", type="tertiary", disabled=n == 0, key="form-rule-up"
        )
        down = st.button(
            _("Xuống"), icon=":material/arrow_downward:", type="tertiary", disabled=n == count - 1,
            key="form-rule-down",
        )  # fmt: skip
        away = st.button(_("Xóa quy tắc"), icon=":material/delete:", type="tertiary", key="form-rule-away")
    if up or down:
        hand.data = plain_data.move(hand.data, ("rules",), n, -1 if up else 1)
    elif away:
        hand.data = plain_data.take(hand.data, ("rules",), n)


def _at(hand: Hand, path: Path, names: Named) -> None:
    """Beside which question it is told; at one inside a repeated group it is looked at row by row."""
    options = {name: label_of(field) for name, field in names.items()}
    for field in fields(hand.data):
        if "repeat" in field:
            rows = everything(hand.data, str(field.get("key")))
            options |= {name: label_of(one) for name, one in rows.items() if name not in options}
    now = hand.of((*path, "at"))
    chosen = form_hand.pick_one(hand, (*path, "at"), _("Báo ở câu hỏi"), options, now)
    if chosen != now:
        form_hand.do(hand, (*path, "at"), editing.put(hand.data, (*path, "at"), chosen))
    draft_fields.say_wrong(hand, (*path, "at"))


def _conditions(hand: Hand, path: Path) -> None:
    """When it counts, and when it does not."""
    if hand.of(path) is None:  # the rule went with what it named
        return
    checks = hand.of((*path, "check")) is not None
    row_of = str(hand.of((*path, "at")) or "").partition(".")[0]
    for key, label in (
        ("when", _("Chỉ kiểm tra khi") if checks else _("Báo khi")), ("unless", _("Trừ khi")),
    ):  # fmt: skip
        place = (*path, key)
        st.markdown(f"**{label}**")
        now = hand.of(place)
        after = condition_editor.draw(
            now, fields(hand.data, row_of), f"form-rule-{path[1]}-{key}", locked=hand.locked
        )
        if after != now:
            hand.put(place, after)
        draft_fields.say_wrong(hand, place, below=True)


def _new(hand: Hand, names: Named) -> None:
    if not names:
        st.caption(_("Thêm câu hỏi trước, rồi đặt quy tắc giữa các câu."))
        return
    name = "form-rule-new"
    kinds = {"": _("Điều kiện giữa các câu trả lời"), **rule_check.kinds()}
    with st.form(name, clear_on_submit=True):
        text = st.text_area(_("Câu báo của quy tắc mới"), height=80, key=f"{name}-text", max_chars=2000)
        kind = st.selectbox(_("Quy tắc kiểm tra gì"), list(kinds), format_func=kinds.get, key=f"{name}-kind")
        sent = st.form_submit_button(_("Thêm quy tắc"), icon=":material/add:")
    if sent and not text.strip():
        st.error(_("Hãy ghi câu báo."), icon=":material/error:")
    elif sent:
        rule = rule_check.begun(hand.data, kind, text.strip())
        hand.data = plain_data.add(hand.data, ("rules",), rule)
        session.put(_OPEN, rule["id"])
