"""Which questions of a draft can be named at which place, and whether what is asked of them there fits."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from services.catalogue import meaning
from services.catalogue.conditions import Test
from services.catalogue.plain_data import Data, Path, at, rows
from services.catalogue.questions import Field, Option, Repeat
from services.catalogue.reading import shipped_catalogues
from services.catalogue.references import CHECKS, Use, questions, uses

Known = dict[str, Field]
Asked = Sequence[tuple[Path, Field]]
"""Every question with its path."""


def as_field(field: Any) -> Field:
    """The question as far as it is known, without being checked."""
    given = field if isinstance(field, dict) else {}
    kind = str(given.get("type"))
    return Field.model_construct(
        key=str(given.get("key", "")), type=kind if kind in meaning.OPERATORS else "signature",
        label=str(given.get("label", "")), label_en=str(given.get("label_en", "")),
        options=_options(given), fields=tuple(as_field(one) for one in rows(given, ("fields",))),
        repeat=Repeat() if given.get("repeat") is not None else None,
    )  # fmt: skip


def _options(field: dict[str, Any]) -> tuple[Option, ...]:
    """Its own choices, or those of the list that it names."""
    if isinstance(name := field.get("catalogue"), str):
        return shipped_catalogues().get(name, ())
    return tuple(
        Option.model_construct(
            value=one.get("value", ""), label=str(one.get("label", "")), label_en=one.get("label_en")
        )
        for one in rows(field, ("options",)) if isinstance(one, dict)
    )  # fmt: skip


def asked(data: Data) -> Asked:
    """Every question of the form, those of groups after their group."""
    return [(path, as_field(field)) for path, field, _group in questions(data)]


def everything(form: Asked, row_of: str = "") -> Known:
    """All questions; of a repeated group only one that a rule looks at row by row shows its own."""
    return meaning.named(tuple(field for path, field in form if len(path) == 4), row_of=row_of)


def earlier(form: Asked, path: Path) -> Known:
    """The questions that stand before the one at this path, by the names that it may use."""
    before, beside = [], []
    for here, field in form:
        if here == path:
            break
        if len(here) == 4 and here != path[:4]:
            before.append(field)
        elif here[:4] == path[:4] and len(here) == 6:
            beside.append(field)
    return meaning.named(tuple(before)) | {field.key: field for field in beside}


def visible(data: Data, form: Asked, use: Use) -> Known:
    """The questions that may be named at this place."""
    if use.kind == "rule":
        return everything(form, str(at(data, (*use.owner, "at"), "")).partition(".")[0])
    return earlier(form, use.owner) if use.owner[0] == "sections" else everything(form)


def dangling(data: Data) -> list[Use]:
    """The places that name a question which is not there, stands too late, or does not fit."""
    form, known = asked(data), {}
    found = []
    for use in uses(data):
        if use.owner not in known:
            known[use.owner] = visible(data, form, use)
        if not fitting(data, use, known[use.owner]):
            found.append(use)
    return found


def fitting(data: Data, use: Use, known: Known) -> bool:
    """Whether the name is one of these, and what is asked of it can be asked."""
    if use.kind == "fee":
        return _is_number(use.name, known)
    field, there = known.get(use.name), at(data, use.at[:-1])
    if field is None:
        return False
    if use.at[-1] in ("field", "other") and isinstance(there, dict) and "op" in there:
        return not list(meaning.comparison_faults(_test(there), (), known, ""))
    if use.kind == "words":
        return field.type in ("date", "date_partial")
    if use.kind == "prefill":
        own = str(at(data, (*use.owner, "type"), ""))
        return field.type in (own, *meaning.AS_TEXT.get(own, ()))
    if use.kind == "rule" and use.at[2] == "check":
        takes = CHECKS[at(data, (*use.owner, "check", "kind"))].takes[use.at[3]]
        return not takes or field.type in takes
    return True


def _is_number(name: str, known: Known) -> bool:
    """Of a fee: a number, also one in the rows of a repeated group."""
    outer, _dot, inner = name.partition(".")
    field = known.get(outer)
    if inner and field is not None:
        field = next((one for one in field.fields if one.key == inner), None)
    return field is not None and field.type == "integer"


def _test(test: dict[str, Any]) -> Test:
    values = {**test, "value": tuple(test["value"])} if isinstance(test.get("value"), list) else test
    try:
        return Test.model_validate(values)
    except ValidationError:  # its shape is told by check-catalogue
        return Test.model_construct(field=test["field"], op="filled", value=None, other=None)
