"""A condition put together from lists: all or one of several comparisons of questions, never typed."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.parts.catalogue import form_hand
from pages.parts.catalogue.condition_row import fresh, row
from pages.parts.words import _, plain
from services.catalogue import condition_words, plain_data
from services.catalogue.condition_words import Named

Condition = dict[str, Any]


def draw(
    condition: Condition | None, fields: Sequence[dict[str, Any]], key: str, *, locked: bool = False
) -> Condition | None:
    """Draw it and answer with the condition as it is after what was done on it.

    `fields` are the questions that may be named, as the data has them; those inside a group that does not
    repeat go with their group. What is nested deeper than one level is said in words and kept as it is.
    """
    names = condition_words.named(fields)
    if not isinstance(condition, dict) or not condition:
        return condition if locked else _first(names, key) or condition
    st.markdown(plain(condition_words.say(condition, names)))
    if locked:
        return condition
    if not _editable(condition):
        return _kept(condition, key)
    return _parts(condition, names, key, nested=False)


def usable(names: Named) -> bool:
    """Whether there is any question to compare."""
    return fresh(names) is not None


def _first(names: Named, key: str) -> Condition | None:
    begun = fresh(names)
    if begun is None:
        st.caption(_("Chưa có câu hỏi nào đứng trước để đặt điều kiện."))
        return None
    return begun if st.button(_("Đặt điều kiện"), icon=":material/add:", key=f"{key}-first") else None


def _kept(condition: Condition, key: str) -> Condition | None:
    """One that lists cannot show: it stays as it is, or goes whole."""
    st.caption(_("Điều kiện này ghép nhiều tầng nên chỉ đọc được ở đây; nó được giữ nguyên."))
    return None if _away(key) else condition


def _editable(condition: Any) -> bool:
    return isinstance(condition, dict) and "not" not in condition


def _joined(condition: Condition) -> str:
    return next((name for name in ("all", "any") if isinstance(condition.get(name), list)), "")


def _parts(condition: Condition, names: Named, key: str, *, nested: bool) -> Condition | None:
    """Its comparisons one below the other, and what joins them."""
    join = _joined(condition)
    parts: list[Any] = list(condition[join]) if join else [condition]
    after: list[Any] = []
    chosen = _how(join, key) if len(parts) > 1 else join
    for n, part in enumerate(parts):
        with st.container(border=True, gap="small"):
            after.append(_part(part, names, f"{key}-{n}", nested=nested))
    left = [part for part in after if part is not None]
    left += _more(names, key, chosen or "all", nested=nested)
    if left == parts and chosen == join:
        return condition
    if not left:
        return None
    return left[0] if len(left) == 1 else {chosen or "all": left}


def _how(join: str, key: str) -> str:
    names = {"all": _("Tất cả các điều sau"), "any": _("Một trong các điều sau")}
    chosen = st.segmented_control(
        _("Cần đúng"), list(names), default=join, required=True, format_func=lambda one: names[one],
        key=form_hand.key(("join",), join, key),
    )  # fmt: skip
    return chosen or join


def _part(part: Any, names: Named, key: str, *, nested: bool) -> Condition | None:
    """One comparison, a second level of them, or something that is only said in words."""
    if isinstance(part, dict) and "field" in part:
        return row(part, names, key)
    if not nested and isinstance(part, dict) and _joined(part) and _flat(part):
        return _parts(part, names, key, nested=True)
    st.markdown(plain(condition_words.say(part, names)))
    return _kept(part, key)


def _flat(part: Condition) -> bool:
    inside = plain_data.rows(part, (_joined(part),))
    return all(isinstance(one, dict) and "field" in one for one in inside)


def _more(names: Named, key: str, join: str, *, nested: bool) -> list[Condition]:
    """One more comparison, or a group of two that are joined the other way."""
    begun = fresh(names)
    if begun is None:
        return []
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Thêm điều kiện"), icon=":material/add:", key=f"{key}-more", type="tertiary"):
            return [begun]
        label = _("Thêm nhóm “một trong”") if join == "all" else _("Thêm nhóm “tất cả”")
        told = {"icon": ":material/account_tree:", "key": f"{key}-group", "type": "tertiary"}
        if not nested and st.button(label, **told):
            return [{"any" if join == "all" else "all": [begun, dict(begun)]}]
    return []


def _away(key: str) -> bool:
    return st.button(_("Bỏ điều kiện"), icon=":material/delete:", key=f"{key}-away", type="tertiary")
