"""What a form was answered, as people read it: labels and values in the reader's language, by section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services import partial_dates, places
from services.catalogue import is_empty
from services.catalogue.schema import Field, Procedure
from services.forms import visible_fields
from services.identity import say_phone
from services.language import _, pick


@dataclass(frozen=True)
class Answer:
    """One question with its answer in words; `key` names the field."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """A group of answers under its title."""

    title: str
    answers: tuple[Answer, ...]


def sections(procedure: Procedure, values: Mapping[str, Any]) -> tuple[Section, ...]:
    """Every section that has an answer; hidden, empty and unasked questions are left out."""
    shown = {field.key for field in visible_fields(procedure, values) if field.asked}
    found = []
    for section in procedure.sections:
        answers = [
            answer
            for field in section.fields
            if field.key in shown and not is_empty(values.get(field.key))
            for answer in _answers(field, values[field.key])
        ]
        if answers:
            found.append(Section(pick(section.title, section.title_en), tuple(answers)))
    return tuple(found)


def _answers(field: Field, value: Any) -> list[Answer]:
    """One line, or a line per question of a group; rows of a repeated group are numbered."""
    if field.type != "group":
        return [Answer(field.key, pick(field.label, field.label_en), in_words(field, value))]
    rows = value if isinstance(value, list) else [value]
    lines = []
    for number, row in enumerate(rows, 1):
        before = f"{number}. " if field.repeat else ""
        for inner in field.fields:
            if not is_empty(row.get(inner.key)):
                label = before + pick(inner.label, inner.label_en)
                lines.append(Answer(f"{field.key}.{inner.key}", label, in_words(inner, row[inner.key])))
    return lines


def in_words(field: Field, value: Any) -> str:
    """One stored value as text: labels of choices, dd/mm/yyyy, an address on one line."""
    match field.type:
        case "select" | "radio" | "multi":
            labels = {option.value: pick(option.label, option.label_en) for option in field.options}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(str(one), str(one)) for one in chosen)
        case "date" | "date_partial":
            return partial_dates.say(str(value))
        case "address" | "area" if isinstance(value, Mapping):
            return places.address_line(value)
        case "phone_vn":
            return say_phone(str(value))
        case "agency_or_text" if isinstance(value, Mapping):
            return str(value.get("text") or value.get("agency") or "")
        case "checkbox":
            return _("Có") if value else _("Không")
    return str(value)
