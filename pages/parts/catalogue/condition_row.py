"""One comparison of a condition: which question, how it is compared, and with what."""

from datetime import date
from typing import Any

import streamlit as st

from pages.parts.catalogue import draft_fields, form_hand
from pages.parts.words import _
from services import clock, partial_dates
from services.catalogue import condition_words, meaning
from services.catalogue.condition_words import Named
from services.catalogue.question_words import label_of

Test = dict[str, Any]
_ORDER = ("filled", "empty", "eq", "ne", "in", "not_in", "lt", "le", "gt", "ge")
_CHOICES = ("select", "radio", "multi")


def fresh(names: Named) -> Test | None:
    """A comparison to begin with: of the last question that can be compared; None if there is none."""
    for name in reversed(list(names)):
        if operators(names[name]):
            return _begun(name, names)
    return None


def operators(field: Any) -> list[str]:
    """How this question can be compared, by lists."""
    kind = str(field.get("type"))
    fitting = meaning.OPERATORS.get(kind, frozenset())
    if kind == "checkbox":
        fitting = fitting & {"filled", "empty"}
    elif kind not in _CHOICES:  # one of several typed texts is nothing that anybody chooses from a list
        fitting = fitting - {"in", "not_in"}
    return [op for op in _ORDER if op in fitting]


def _begun(name: str, names: Named) -> Test:
    """The first comparison that fits the question."""
    field = names[name]
    choices = list(condition_words.choices(field))
    if str(field.get("type")) in ("select", "radio") and choices:
        return {"field": name, "op": "eq", "value": choices[0]}
    return {"field": name, "op": "filled"}


def row(test: Test, names: Named, key: str) -> Test | None:
    """Draw it; the comparison as it is then, None when it was taken away."""
    name = str(test.get("field"))
    comparable = {one: label_of(field) for one, field in names.items() if operators(field)}
    chosen = _one_of(_("Câu hỏi"), comparable, name, f"{key}-field")
    if chosen != name:
        return _begun(chosen, names)
    field = names.get(name, {})
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        op = _operator(test, field, key)
        away = st.button(
            _("Bỏ điều kiện này"), icon=":material/delete:", key=f"{key}-drop", type="tertiary",
        )  # fmt: skip
    if op != str(test.get("op")):
        test = _with_operator(test, field, op)
    elif op not in ("filled", "empty"):
        test = _against(test, names, field, key)
    return None if away else test


def _one_of(label: str, options: dict[str, str], value: str, key: str, **look: Any) -> str:
    sealed = form_hand.key((), (value, list(options)), key)
    return draft_fields.one_of(label, options, value, key=sealed, **look)


def _operator(test: Test, field: Any, key: str) -> str:
    kind, now = str(field.get("type")), str(test.get("op"))
    fitting = operators(field)
    said = {op: condition_words.operator(op, kind) for op in (*fitting, *(() if now in fitting else (now,)))}
    return _one_of(_("So sánh"), said, now, f"{key}-op", width=210)


def _with_operator(test: Test, field: Any, op: str) -> Test:
    """Compared another way: what it was compared with stays as far as it can."""
    value, new = test.get("value"), {"field": test["field"], "op": op}
    if op in ("filled", "empty"):
        return new
    if op in ("in", "not_in"):
        if isinstance(value, list):
            return {**new, "value": value}
        choices = list(condition_words.choices(field))
        return {**new, "value": [value] if value not in (None, "") else choices[:1]}
    if "other" in test:
        return {**new, "other": test["other"]}
    if isinstance(value, list):
        value = value[0] if value else None
    return {**new, "value": _first_value(field) if value is None else value}


def _first_value(field: Any) -> Any:
    kind, choices = str(field.get("type")), list(condition_words.choices(field))
    if kind == "integer":
        return 0
    if kind in ("date", "date_partial"):
        return clock.today().isoformat()
    return choices[0] if choices else "00:00" if kind == "time" else ""


def _against(test: Test, names: Named, field: Any, key: str) -> Test:
    """With what: an answer out of the question's own, or another question of its kind."""
    others = _alike(names, test, str(field.get("type")))
    if others and test["op"] not in ("in", "not_in"):
        options = {"": _("giá trị ghi ở đây"), **others}
        now = str(test.get("other") or "")
        chosen = _one_of(_("So với"), options, now, f"{key}-other")
        if chosen != now:
            return {"field": test["field"], "op": test["op"]} | (
                {"other": chosen} if chosen else {"value": _first_value(field)}
            )
        if now:
            return test
    value = _value(test.get("value"), field, test["op"], key)
    begun = "value" not in test and value in ("", 0, [])
    return test if begun or value == test["value"] else {**test, "value": value}


def _alike(names: Named, test: Test, kind: str) -> dict[str, str]:
    """Other questions of its kind; a choice is compared with its own answers only."""
    now = str(test.get("other") or "")
    found = {now: label_of(names[now])} if now in names else {}
    if kind in (*_CHOICES, "checkbox"):
        return found
    family = meaning.FAMILY.get(kind, kind)
    families = {one: meaning.FAMILY.get(str(f.get("type")), f.get("type")) for one, f in names.items()}
    alike = [one for one in families if families[one] == family and one != test["field"]]
    return found | {one: label_of(names[one]) for one in alike}


def _value(value: Any, field: Any, op: str, key: str) -> Any:
    kind, choices = str(field.get("type")), condition_words.choices(field)
    told: dict[str, Any] = {"key": form_hand.key((), value, f"{key}-value")}
    if op in ("in", "not_in"):
        return _several(value, choices, told)
    if kind in _CHOICES:
        return _one_of(_("Giá trị"), choices, value, f"{key}-value")
    if isinstance(value, bool):
        yes = {"yes": _("có"), "no": _("không")}
        return _one_of(_("Giá trị"), yes, "yes" if value else "no", f"{key}-value", width=120) == "yes"
    if kind == "integer":
        typed = st.number_input(_("Giá trị"), value=value if isinstance(value, int) else 0, step=1, **told)
        return value if typed is None else typed
    if kind == "date":
        return _day(value, told)
    text = str(value or "")
    typed = st.text_input(_("Giá trị"), text, autocomplete="off", placeholder=_("Chưa ghi"), **told).strip()
    if kind == "date_partial":
        typed = partial_dates.read(typed, partial=True) or text
    return typed


def _several(value: Any, choices: dict[str, str], told: dict[str, Any]) -> list[Any]:
    now = list(value) if isinstance(value, list | tuple) else []
    codes = [*choices, *(one for one in now if one not in choices)]
    return st.multiselect(
        _("Giá trị"), codes, now, format_func=lambda one: choices.get(one) or str(one),
        placeholder=_("Chọn…"), **told,
    )  # fmt: skip


def _day(value: Any, told: dict[str, Any]) -> Any:
    try:
        first = date.fromisoformat(str(value))
    except ValueError:
        first = None
    typed = st.date_input(
        _("Giá trị"), first, format="DD/MM/YYYY", min_value=date(1900, 1, 1), max_value=date(2100, 12, 31),
        **told,
    )  # fmt: skip
    return typed.isoformat() if typed is not None else value
