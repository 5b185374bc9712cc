"""A draft is read as a file would be: what it says if it is right, and everything that is wrong in it."""

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from services.catalogue import fault_words, key_words
from services.catalogue.conditions import Path
from services.catalogue.meaning import faults
from services.catalogue.reading import each_field, fill, is_shadow, shipped_catalogues
from services.catalogue.schema import Field, Procedure
from services.language import pick

_GIVEN_LATER = {"version": 1, "valid_from": "2000-01-01"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: the path into the draft's data, the sentence, and the place in words."""

    path: Path
    text: str
    place: str = ""


def file_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a published version says, as its file says it: named lists by their name again.

    A list that has changed since then stays as the version has it, and loses its name.
    """
    plain = copy.deepcopy(dict(data))
    for _at, field in each_field(plain.get("sections")):
        if not isinstance(name := field.get("catalogue"), str) or "options" not in field:
            continue
        known = shipped_catalogues().get(name, ())
        ours = [option.model_dump(mode="json", by_alias=True, exclude_defaults=True) for option in known]
        field.pop("options" if field["options"] == ours else "catalogue")
    return plain


def read(
    data: Mapping[str, Any], *, codes: Collection[str] | None = None
) -> tuple[Procedure | None, tuple[Fault, ...]]:
    """The procedure if nothing is wrong, and the faults, by the very code that reads files.

    Its number and its first day may be missing: they are given when it is published. `codes` are those of
    the agencies that there are, where they are to be looked at.
    """
    values = copy.deepcopy(dict(data))
    given = {name: values[name] for name in _GIVEN_LATER if values.get(name) is not None}
    values |= _GIVEN_LATER | given
    found = [Fault(at, fault_words.meant(why), fault_words.place(data, at)) for at, why in
             fill(values, shipped_catalogues())]  # fmt: skip
    try:
        procedure = Procedure.model_validate(values)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        own = [one for one in errors if not is_shadow(one, errors)]
        return None, _once([*found, *(_schema_fault(data, one) for one in own)])
    labels = {field.key: pick(field.label, field.label_en) for field in _questions(procedure)}
    found += [
        Fault(at, fault_words.meant(why, labels), fault_words.place(data, at))
        for at, why in faults(procedure)
    ]
    if codes is not None:
        found += _agencies(data, procedure, codes)
    return (None if found else procedure), _once(found)


def _questions(procedure: Procedure) -> Iterator[Field]:
    for field in procedure.fields:
        yield field
        yield from field.fields


def _agencies(data: Mapping[str, Any], procedure: Procedure, codes: Collection[str]) -> list[Fault]:
    unknown = [(n, code) for n, code in enumerate(procedure.offered_by) if code not in codes]
    return [
        Fault(at, fault_words.meant(f"there is no agency `{code}`"), fault_words.place(data, at))
        for n, code in unknown
        for at in [("offered_by", n)]
    ]


def _schema_fault(data: Mapping[str, Any], error: Any) -> Fault:
    at = _path(data, error["loc"], error["type"] == "missing")
    return Fault(at, fault_words.of_schema(error), fault_words.place(data, at))


def _path(data: Any, loc: tuple[str | int, ...], missing: bool) -> Path:
    """The steps of a schema error that are in the data: its own branches have names that are not."""
    here, at = data, []
    for number, step in enumerate(loc):
        inside, there = key_words.step_into(here, step)
        if there:
            here = inside
        elif not (missing and number == len(loc) - 1):
            continue
        at.append(step)
    return tuple(at)


def _once(found: list[Fault]) -> tuple[Fault, ...]:
    return tuple(dict.fromkeys(found))
