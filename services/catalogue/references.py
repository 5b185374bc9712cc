"""Who names which question: every place of a draft that names one, and taking it out of there.

A draft is plain data and may be wrong; what has another shape is passed over here, check-catalogue tells it.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, get_args

from services.catalogue.checks import Check
from services.catalogue.plain_data import Data, Path, at, rows

CHECKS = {model.model_fields["kind"].annotation.__args__[0]: model for model in get_args(get_args(Check)[0])}
"""The named checks by their kind."""
FEES = ("fee", "copy_fee", "postage")


@dataclass(frozen=True)
class Use:
    """One place that names a question. `at` leads to the name, `owner` to what would change without it."""

    at: Path
    name: str
    owner: Path
    kind: str
    """shown, needed, prefill, words, paper_shown, paper_needed, exemption, fee, rule."""
    group: str = ""
    """The group inside which the name is looked for first."""


def uses(data: Data) -> Iterator[Use]:
    """Every place that names a question, in the order of the file."""
    for path, field, group in questions(data):
        for key, kind in (("show_if", "shown"), ("required_if", "needed")):
            yield from _in_condition(data, (*path, key), path, kind, group)
        if isinstance(name := at(field, ("prefill", "field")), str):
            yield Use((*path, "prefill", "field"), name, path, "prefill", group)
        yield from _in_condition(data, (*path, "prefill", "when"), path, "prefill", group)
        if isinstance(name := at(field, ("words_of",)), str):
            yield Use((*path, "words_of"), name, path, "words", group)
    for n, _paper in enumerate(rows(data, ("papers",))):
        for key, kind in (("show_if", "paper_shown"), ("required_if", "paper_needed")):
            yield from _in_condition(data, ("papers", n, key), ("papers", n), kind)
    for fee in FEES:
        if isinstance(name := at(data, (fee, "multiplier")), str):
            yield Use((fee, "multiplier"), name, (fee,), "fee")
        for n, _one in enumerate(rows(data, (fee, "exemptions"))):
            place: Path = (fee, "exemptions", n)
            yield from _in_condition(data, (*place, "when"), place, "exemption")
    for n, rule in enumerate(rows(data, ("rules",))):
        yield from _in_rule(data, rule, ("rules", n))


def _in_rule(data: Data, rule: Any, place: Path) -> Iterator[Use]:
    if isinstance(name := at(rule, ("at",)), str):
        yield Use((*place, "at"), name, place, "rule")
    for key in ("when", "unless"):
        yield from _in_condition(data, (*place, key), place, "rule")
    model = CHECKS.get(str(at(rule, ("check", "kind"))))
    for key in model.takes if model is not None else ():
        given = at(rule, ("check", key))
        if isinstance(given, str):
            yield Use((*place, "check", key), given, place, "rule")
        for n, name in enumerate(given if isinstance(given, list) else ()):
            if isinstance(name, str):
                yield Use((*place, "check", key, n), name, place, "rule")


def _in_condition(data: Data, path: Path, owner: Path, kind: str, group: str = "") -> Iterator[Use]:
    for place, test in tests(at(data, path), path):
        for key in ("field", "other"):
            if isinstance(name := test.get(key), str):
                yield Use((*place, key), name, owner, kind, group)


def tests(condition: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every comparison of a condition, as data, with its path."""
    if not isinstance(condition, dict):
        return
    for key in ("all", "any"):
        if key in condition:
            for n, part in enumerate(rows(condition, (key,))):
                yield from tests(part, (*path, key, n))
            return
    if "not" in condition:
        yield from tests(condition["not"], (*path, "not"))
    elif "field" in condition:
        yield path, condition


def questions(data: Data) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """Every question with its path, and the key of the group it stands in."""
    for s, section in enumerate(rows(data, ("sections",))):
        for f, field in enumerate(rows(section, ("fields",))):
            if not isinstance(field, dict):
                continue
            path: Path = ("sections", s, "fields", f)
            yield path, field, ""
            for i, inner in enumerate(rows(field, ("fields",))):
                if isinstance(inner, dict):
                    yield (*path, "fields", i), inner, str(field.get("key", ""))


def names_key(use: Use, key: str, group: str, data: Data) -> bool:
    """Whether it is this question that is named: `key` of the form, or of a group."""
    outer, _dot, inner = use.name.partition(".")
    if inner:
        return (group == outer and inner == key) or (not group and outer == key)
    inside = {one["key"] for _p, one, g in questions(data) if use.group and g == use.group and "key" in one}
    if outer in inside:
        return group == use.group and outer == key
    return not group and outer == key


# --- taking a name out --------------------------------------------------------------------------------------


def without(data: Data, use: Use) -> Data:
    """The data without what needs this name.

    A comparison of a question or a paper goes alone. A rule goes whole, unless the name was one of a list
    that stays long enough, and an exemption loses its condition whole: with less of it they would hold
    for people for whom nobody meant them.
    """
    new = deepcopy(data)
    owner = at(new, use.owner)
    if use.kind == "rule":
        if stays(data, use):
            del at(new, use.at[:-1])[use.at[-1]]
        else:
            del new["rules"][use.owner[1]]
            if not new["rules"]:
                del new["rules"]
    elif use.kind == "exemption":
        del owner["when"]
    elif use.kind == "fee":
        del owner["multiplier"]
    elif use.kind == "words":
        del owner["words_of"]
    elif use.at[len(use.owner)] == "prefill":
        del owner["prefill"]
    else:
        key = use.at[len(use.owner)]
        left = _less(owner[key], use.at[len(use.owner) + 1 : -1])
        if left is None:
            del owner[key]
        else:
            owner[key] = left
    return new


def _less(condition: dict[str, Any], path: Path) -> dict[str, Any] | None:
    """The condition without the comparison at the path; None when nothing is left."""
    if not path:
        return None
    key = path[0]
    if key == "not":
        inside = _less(condition["not"], path[1:])
        return None if inside is None else {"not": inside}
    parts = list(condition[key])
    inside = _less(parts[path[1]], path[2:])
    if inside is None:
        del parts[path[1]]
    else:
        parts[path[1]] = inside
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {key: parts}


def stays(data: Data, use: Use) -> bool:
    """Whether a rule can do without this name: it is one of a list that stays long enough."""
    place = use.at[len(use.owner) :]
    if place[0] != "check" or not isinstance(place[-1], int):
        return False
    return len(at(data, use.at[:-1])) > (1 if place[-2] == "others" else 2)
