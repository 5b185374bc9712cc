"""The form of a draft by itself: as it can be shown while the rest of the procedure is not written yet."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from services.catalogue import fault_words, key_words
from services.catalogue.drafts.examine import Fault
from services.catalogue.plain_data import Data, rows
from services.catalogue.reading import fill, is_shadow, shipped_catalogues
from services.catalogue.schema import Procedure

_REST: dict[str, Any] = {
    "code": "0.000000", "version": 1, "valid_from": "2000-01-01", "key": "x", "name": "…", "name_en": "…",
    "short": "…", "short_en": "…", "field": "…", "field_en": "…", "tiers": ["xa"], "level": 4,
    "level_now": ["toan_trinh"], "legal_bases": ["…"], "steps": [{"text": "…", "text_en": "…"}],
    "time": {"rule": "WORKING_DAYS", "working_days": 1, "note": "…", "note_en": "…"},
    "fee": {"amount": 0, "unit": "…", "unit_en": "…", "note": "…", "note_en": "…"},
    "results": [{"name": "…", "name_en": "…"}],
    "papers": [{"key": "x", "label": "…", "label_en": "…", "kind": "nop"}],
}  # fmt: skip


def read(data: Mapping[str, Any]) -> tuple[Procedure | None, tuple[Fault, ...]]:
    """A procedure with this form and nothing else, or what must be put right in the form first.

    Text that is not written yet is shown as its Vietnamese, or as dots; parts and groups without any
    question are left out.
    """
    values = deepcopy(_REST)
    if data.get("level") in (1, 2, 3, 4):
        values["level"] = data["level"]
    values["sections"] = [_section(one) for one in deepcopy(rows(data, ("sections",))) if _asks(one)]
    values["rules"] = [one for one in map(_texts, deepcopy(rows(data, ("rules",)))) if _says(one)]
    list(fill(values, shipped_catalogues()))
    try:
        return Procedure.model_validate(values), ()
    except ValidationError as error:
        errors = error.errors(include_url=False)
        own = [one for one in errors if not is_shadow(one, errors)]
        return None, tuple(
            Fault(one["loc"], fault_words.of_schema(one), key_words.place(values, _place(values, one["loc"])))
            for one in own
        )


def _section(section: Data) -> Data:
    section["fields"] = [_field(one) for one in section["fields"] if _is_there(one)]
    return _texts(section, "title", "why")


def _field(field: Any) -> Any:
    if isinstance(field, dict) and rows(field, ("fields",)):
        field["fields"] = [_texts(one, "label") for one in field["fields"]]
    return _texts(field, "label")


def _texts(part: Any, *names: str) -> Any:
    """With something for every text that must be there and is not yet."""
    for name in names or ("text",):
        if isinstance(part, dict):
            part[name] = part.get(name) or "…"
            part[f"{name}_en"] = part.get(f"{name}_en") or part[name]
    return part


def _asks(section: Any) -> bool:
    return isinstance(section, dict) and any(map(_is_there, rows(section, ("fields",))))


def _is_there(field: Any) -> bool:
    return not isinstance(field, dict) or field.get("type") != "group" or bool(rows(field, ("fields",)))


def _says(rule: Any) -> bool:
    return isinstance(rule, dict) and ("when" in rule or "check" in rule)


def _place(values: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The steps of a schema error that are in the data."""
    here, found = values, []
    for step in loc:
        inside, there = key_words.step_into(here, step)
        if there:
            here = inside
            found.append(step)
    return tuple(found)
