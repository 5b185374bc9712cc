"""From a procedure's questions, and what was answered, to the lines of its declaration (Tờ khai)."""

import re
from collections.abc import Mapping, Sequence
from contextvars import copy_context
from typing import Any

from services import forms, language
from services.catalogue import is_empty
from services.catalogue.questions import Field, Option, Section
from services.catalogue.schema import Procedure
from services.forms import words as forms_words
from services.letters.words import BLANK_DAY, plain

Values = Mapping[str, Any]
Cell = dict[str, Any]
"""A label with a value, with choice boxes, or with a blank to write in."""

_BOXES = 8
"""Longer lists are written in by hand: nobody looks for one of 54 boxes."""
_ROOM = {
    "date": 22, "date_partial": 22, "id12": 16, "phone_vn": 14, "integer": 6, "time": 18, "select": 11,
    "text": 18, "email": 26,
}  # fmt: skip
"""Kinds of answers that may share a line, and the letters that a blank for one takes."""
_HALF_LINE = 42
"""Letters that fit in half the width of the sheet."""
_BLANKS = {
    "date": "…… / …… / ………",
    "date_partial": "…… / …… / ………",
    "time": "…… giờ …… phút",
}
_BLANK_ROWS = 3
_COLUMNS, _BLANK_BLOCKS = 4, 2
"""More columns than this are too narrow to write in; then a blank form has room for so many rows."""
_IF_ANY = " (nếu có)"


def lines(procedure: Procedure, values: Values | None, office: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the declaration prints, as plain JSON; Vietnamese whatever the reader's language is.

    Without `values` it is a blank form with all questions; with them, the questions that they open.
    """
    return copy_context().run(_lines, procedure, values, office)


def _lines(procedure: Procedure, values: Values | None, office: Mapping[str, Any]) -> dict[str, Any]:
    language.use("vi")
    if values is not None:  # an old draft may hold anything; what is no answer is left out
        values = forms.clean(procedure, values).values
    shown = procedure.fields if values is None else forms.visible_fields(procedure, values)
    oath = next((field.label for field in procedure.fields if field.role == "oath"), "")
    signs = [field for field in shown if field.type == "signature"]
    signer = "" if values is None else plain(forms.roles(procedure, values).get("applicant_name"))
    return {
        "title": f"Tờ khai\n{re.sub('^Thủ tục ', '', plain(procedure.name))}",
        "office": plain(office.get("office") or office.get("name")),
        "place_and_day": f"{plain(office.get('place')) or '…………'}, {BLANK_DAY}",
        "oath": plain(oath).rstrip("."),
        "sections": [
            _section(procedure, section, here, values)
            for section in procedure.sections
            if (here := [field for field in section.fields if field in shown and _on_paper(field)])
        ],
        "signatures": [[_signer(field), ""] for field in signs] or [["Người yêu cầu", signer]],
    }


def _on_paper(field: Field) -> bool:
    """Whether a question is a line of the form: the office, the oath and signatures have their own place."""
    return field.type not in ("agency", "signature") and field.role != "oath"


def _signer(field: Field) -> str:
    """Who signs. What the label says in brackets about signing stands below it anyway."""
    return re.sub(r" \(.*$", "", plain(field.label))


def _section(procedure: Procedure, section: Section, shown: list[Field], values: Values | None) -> Cell:
    """A section with its lines. On a blank form, what is for some people only says so: once if it is all."""
    found: list[Cell] = []
    maybe = values is None and all(field.show_if is not None for field in shown)
    for field in shown:
        answer = None if values is None else values.get(field.key)
        if field.type == "group":
            found.append(_group(field, answer))
            continue
        cell = _cell(field, answer, section.title, forms.choices(procedure, field), blank=values is None)
        if values is None and not maybe and field.show_if is not None and cell["label"]:
            cell["label"] += _IF_ANY
            cell["short"] = False
        beside = found[-1]["cells"] if found and found[-1]["kind"] == "cells" else []
        if len(beside) == 1 and cell["short"] and beside[0]["short"]:
            beside.append(cell)
        else:
            found.append({"kind": "cells", "cells": [cell]})
    return {"title": plain(section.title) + (_IF_ANY if maybe else ""), "lines": found}


def _cell(field: Field, answer: Any, around: str, options: Sequence[Option], *, blank: bool) -> Cell:
    """One question. On a blank form a short list of choices is printed as boxes."""
    value = "" if is_empty(answer) else plain(forms_words.show(field, answer))
    label = _label(field, around)
    boxes: list[list[Any]] = []
    if field.type == "checkbox":
        boxes, label, value = [[label, bool(answer)]], "", ""
    elif blank and field.type in ("select", "radio", "multi") and 0 < len(options) <= _BOXES:
        boxes = [[plain(option.label), False] for option in options]
    room_to_write = blank and field.type in ("text", "email") and (field.max_length or 255) > 40
    fits = field.type in _ROOM and len(label) + (len(value) or _ROOM[field.type]) <= _HALF_LINE
    return {
        "label": label,
        "value": value,
        "boxes": boxes,
        "short": fits and not boxes and not room_to_write,
        "blank": _BLANKS.get(field.type, ""),
        "lines": 3 if field.type == "textarea" else 1,
    }


def _label(field: Field, around: str) -> str:
    """The label as a line of a form: without the section's name and the gaps of a running sentence."""
    label = plain(field.label)
    if label.casefold().endswith(f"({around.casefold()})"):
        label = label[: -len(around) - 2].rstrip()
    if "…" in label and field.type in _BLANKS:
        before = re.split(r"(?:ngày|giờ)?\s*…", label)[0].strip(" ,:")
        label = before or ("Lúc" if field.type == "time" else "Ngày, tháng, năm")
    label = " ".join(label.replace("…", " ").split())
    return label[:1].upper() + label[1:]


def _group(field: Field, answer: Any) -> Cell:
    """Questions that belong together: a table when they are asked several times."""
    given = answer if isinstance(answer, list | tuple) else [answer]
    rows = [row for row in given if isinstance(row, Mapping)]
    label = _label(field, "")
    if field.repeat is not None and len(field.fields) > _COLUMNS:
        return _rows(field, label, rows, blank=answer is None)
    if field.repeat is None:
        row = rows[0] if rows else {}
        cells = [_cell(part, row.get(part.key), "", part.options, blank=not rows) for part in field.fields]
        return {"kind": "group", "label": label, "cells": cells}
    said = [[_said(inner, row.get(inner.key)) for inner in field.fields] for row in rows]
    empty = [[""] * len(field.fields)] * (_BLANK_ROWS if not said else 0)
    return {
        "kind": "table",
        "label": label,
        "header": [_label(inner, "") for inner in field.fields],
        "rows": said + empty,
    }


def _rows(field: Field, label: str, rows: list[Values], *, blank: bool) -> Cell:
    """Too many questions for the columns of a table: each row is a numbered block of lines."""
    found = []
    for row in rows or [{}] * _BLANK_BLOCKS:
        asked = [part for part in field.fields if blank or not is_empty(row.get(part.key))]
        found.append([_cell(part, row.get(part.key), "", part.options, blank=blank) for part in asked])
    return {"kind": "rows", "label": label, "rows": found}


def _said(field: Field, answer: Any) -> str:
    return "" if is_empty(answer) else plain(forms_words.show(field, answer))
