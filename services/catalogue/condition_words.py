"""A condition in plain words: “Tình trạng hôn nhân” là một trong: “Đang có vợ/chồng”, …"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from services import partial_dates
from services.catalogue.plain_data import rows
from services.catalogue.question_words import label_of
from services.catalogue.reading import shipped_catalogues
from services.language import _, pick
from services.workflow import N_

OPERATORS = {
    "eq": N_("là"), "ne": N_("không phải là"), "in": N_("là một trong"), "not_in": N_("không là một trong"),
    "filled": N_("đã trả lời"), "empty": N_("để trống"),
    "lt": N_("nhỏ hơn"), "le": N_("không quá"), "gt": N_("lớn hơn"), "ge": N_("từ … trở lên"),
}  # fmt: skip
_OF_TIMES = {
    "lt": N_("trước"), "le": N_("không sau"), "gt": N_("sau"), "ge": N_("không trước"),
}  # fmt: skip
_OF_SEVERAL = {"in": N_("có chọn một trong"), "not_in": N_("không chọn mục nào trong")}
_OF_BOXES = {
    "filled": N_("được đánh dấu"), "empty": N_("không được đánh dấu"),
    "eq": N_("là"), "ne": N_("không phải là"),
}  # fmt: skip

Named = Mapping[str, Mapping[str, Any]]
"""The questions as data, by the name that conditions use."""


def named(fields: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """Questions (as data, or as the schema has them) by the names of conditions, groups opened: the label
    of an inner question begins with that of its group."""
    found: dict[str, dict[str, Any]] = {}
    for one in fields:
        field = one.model_dump(mode="json", exclude_none=True) if isinstance(one, BaseModel) else one
        if not isinstance(field, dict) or not isinstance(field.get("key"), str):
            continue
        found[field["key"]] = field
        for inner in rows(field, ("fields",)) if field.get("repeat") is None else ():
            if isinstance(inner, dict) and isinstance(inner.get("key"), str):
                label = f"{label_of(field)} › {label_of(inner)}"
                found[f"{field['key']}.{inner['key']}"] = {**inner, "label": label, "label_en": label}
    return found


def operator(op: str, kind: str) -> str:
    """A comparison in words that fit the type of the question."""
    own: dict[str, str] = {}
    if kind in ("date", "date_partial", "time"):
        own = _OF_TIMES
    elif kind == "multi":
        own = _OF_SEVERAL
    elif kind == "checkbox":
        own = _OF_BOXES
    return _(own.get(op) or OPERATORS[op]) if op in OPERATORS else op


def say(condition: Any, fields: Named) -> str:
    """The whole condition as one sentence; an empty one for none."""
    if isinstance(condition, BaseModel):
        condition = condition.model_dump(mode="json", by_alias=True, exclude_none=True)
    if not isinstance(condition, Mapping):
        return ""
    for key, between in (("all", _(" và ")), ("any", _(" hoặc "))):
        if isinstance(parts := condition.get(key), list):
            return between.join(_bracketed(part, fields, len(parts) > 1) for part in parts)
    if "not" in condition:
        return _("không đúng là (%(what)s)") % {"what": say(condition["not"], fields)}
    return _comparison(condition, fields)


def _bracketed(part: Any, fields: Named, among: bool) -> str:
    said = say(part, fields)
    several = isinstance(part, Mapping) and any(len(rows(part, (key,))) > 1 for key in ("all", "any"))
    return f"({said})" if among and several else said


def _comparison(test: Mapping[str, Any], fields: Named) -> str:
    name = str(test.get("field", ""))
    field = fields.get(name, {})
    op, kind = str(test.get("op", "")), str(field.get("type", ""))
    said = f"“{label_of(field) if field else name}” {operator(op, kind)}"
    if op in ("empty", "filled"):
        return said
    if isinstance(other := test.get("other"), str):
        against = f"“{label_of(fields[other]) if other in fields else other}”"
    else:
        value = test.get("value")
        values = value if isinstance(value, list | tuple) else [value]
        against = ", ".join(value_words(field, one) for one in values)
    if op == "ge" and "…" in said:
        return said.replace("…", against)
    return f"{said}{':' if op in ('in', 'not_in') else ''} {against}"


def value_words(field: Mapping[str, Any], value: Any) -> str:
    """An answer in words: the label of a choice, a date as it is written, a tick as yes or no."""
    if value in (None, ""):
        return _("(chưa ghi)")
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if str(field.get("type")) in ("date", "date_partial") and isinstance(value, str):
        return partial_dates.say(value) if partial_dates.read(value, partial=True) else value
    label = choices(field).get(str(value))
    return f"“{label}”" if label else str(value) if isinstance(value, int) else f"“{value}”"


def choices(field: Mapping[str, Any]) -> dict[str, str]:
    """The choices of a question, its own or those of its shared list: value and label."""
    own = [one for one in rows(field, ("options",)) if isinstance(one, dict)]
    if not own:
        shared = shipped_catalogues().get(str(field.get("catalogue")), ())
        return {one.value: pick(one.label, one.label_en or one.label) for one in shared}
    return {str(one.get("value", "")): label_of({**one, "key": one.get("value")}) for one in own}
