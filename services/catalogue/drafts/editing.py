"""Editing the questions of a draft: adding, moving, renaming, deleting, so that no name ever points nowhere.

Every change answers with new data; what is given stays as it is. A change that takes away what others name
answers with an Effect: the data without those names too, and in sentences what was lost with them.
"""

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from services.catalogue import meaning, plain_data
from services.catalogue.lost_words import say
from services.catalogue.plain_data import Data, Path, at, new_name, rows
from services.catalogue.reach import as_field, dangling
from services.catalogue.references import Use, names_key, questions, uses, without

_OWN = {
    "options": meaning.CHOICES, "catalogue": meaning.CHOICES, "min": ("integer",), "max": ("integer",),
    "max_length": ("text", "textarea", "person_name"), "suggestions": ("text", "agency_or_text"),
    "not_future": ("date", "date_partial"), "not_past": ("date", "date_partial"),
    "needs_detail": ("address",), "repeat": ("group",), "fields": ("group",), "words_of": ("text",),
}  # fmt: skip
"""What only questions of these types have."""


@dataclass(frozen=True)
class Effect:
    """The data after a change, and what had to go with it."""

    data: Data
    lost: tuple[str, ...] = ()


def settled(before: Data, after: Data) -> Effect:
    """The changed data without the names that this change left pointing nowhere."""
    known = {_mark(before, use) for use in dangling(before)}
    lost: list[str] = []
    while new := [use for use in dangling(after) if _mark(after, use) not in known]:
        lost.insert(0, say(after, new[-1]))
        after = without(after, new[-1])
    return Effect(after, tuple(dict.fromkeys(lost)))


def _mark(data: Data, use: Use) -> tuple[str, ...]:
    owner = at(data, use.owner)
    whose = next((str(owner[k]) for k in ("key", "id", "value") if k in owner), str(use.owner))
    return use.kind, whose, use.name, repr(at(data, use.at[:-1]))


def put(data: Data, path: Path, value: Any, default: Any = None) -> Effect:
    """This value at the place; nothing, or what counts anyway, is left out."""
    return settled(data, plain_data.put(data, path, value, default))


# --- adding -------------------------------------------------------------------------------------------------


def taken(data: Data, but: Path = ()) -> set[str]:
    """The keys of all questions, those in groups too."""
    return {str(field.get("key")) for path, field, _group in questions(data) if path != but}


def add_section(data: Data, title: str) -> tuple[Data, Path]:
    """A part of the form at its end, and where it stands."""
    section = {"key": new_name(title, plain_data.names(data, ("sections",))), "title": title, "fields": []}
    return plain_data.add(data, ("sections",), section), ("sections", len(rows(data, ("sections",))))


def add_field(data: Data, into: Path, kind: str, label: str) -> tuple[Data, Path]:
    """A question at the end of a section or a group (the path of the section or group), and where it is."""
    field = {"key": new_name(label, taken(data)), "type": kind, "label": label}
    where = (*into, "fields")
    return plain_data.add(data, where, field), (*where, len(rows(data, where)))


def add_option(data: Data, path: Path, label: str) -> Data:
    """A choice at the end of the question's own list; its value is the next number."""
    used = [one.get("value") for one in rows(data, (*path, "options")) if isinstance(one, dict)]
    numbers = [int(one) for one in used if isinstance(one, str) and one.isdecimal()]
    option = {"value": str(max([*numbers, len(used)]) + 1), "label": label}
    return plain_data.add(data, (*path, "options"), option)


# --- moving -------------------------------------------------------------------------------------------------


def move(data: Data, path: Path, by: int) -> tuple[Data, Path]:
    """The question, section or choice goes up (-1) or down (1); a question also into the next section.

    Nothing moves where there is no place, or where something would then name a question that comes later.
    """
    new, there = _moved(data, path, by)
    return (data, path) if in_the_way(data, path, by) else (new, there)


def in_the_way(data: Data, path: Path, by: int) -> tuple[str, ...]:
    """The questions that need each other in the order they have, and so forbid the move."""
    new, there = _moved(data, path, by)
    if there == path:
        return ()
    known = {_mark(data, use) for use in dangling(data)}
    found = [use for use in dangling(new) if _mark(new, use) not in known]
    return tuple(dict.fromkeys(str(at(new, (*use.owner, "label"), "")) for use in found))


def _moved(data: Data, path: Path, by: int) -> tuple[Data, Path]:
    where, index = path[:-1], path[-1]
    if 0 <= index + by < len(rows(data, where)):
        return plain_data.move(data, where, index, by), (*where, index + by)
    section = path[1] + by if len(path) == 4 else -1
    if not 0 <= section < len(rows(data, ("sections",))):
        return data, path
    new = deepcopy(data)
    field = at(new, where).pop(index)
    there = new["sections"][section].setdefault("fields", [])
    place = len(there) if by < 0 else 0
    there.insert(place, field)
    return new, ("sections", section, "fields", place)


# --- renaming -----------------------------------------------------------------------------------------------


def rename(data: Data, path: Path, wanted: str) -> Data:
    """The question gets this key (made fit, and unique), and everything that names it the same."""
    old, group = str(at(data, (*path, "key"), "")), _group(data, path)
    key = new_name(wanted, taken(data, path))
    new = deepcopy(data)
    if old and old not in taken(data, path):
        for use in uses(data):
            if names_key(use, old, group, data):
                outer, dot, inner = use.name.partition(".")
                said = f"{outer}.{key}" if group and dot else f"{key}{dot}{inner}"
                at(new, use.at[:-1])[use.at[-1]] = said
    at(new, path)["key"] = key
    return new


def _group(data: Data, path: Path) -> str:
    return str(at(data, (*path[:4], "key"), "")) if len(path) == 6 else ""


def named_by(data: Data, path: Path) -> tuple[str, ...]:
    """What would be lost if this question or section were deleted."""
    return delete(data, path).lost


# --- taking away --------------------------------------------------------------------------------------------


def delete(data: Data, path: Path) -> Effect:
    """Without this section, question or choice."""
    new = deepcopy(data)
    del at(new, path[:-1])[path[-1]]
    if path[-2] == "options" and at(data, (*path[:-2], "default")) == at(data, (*path, "value")):
        at(new, path[:-2]).pop("default", None)
    return settled(data, new)


def retype(data: Data, path: Path, kind: str) -> Effect:
    """The question is of another type, and loses what only the old one had."""
    new = deepcopy(data)
    field = at(new, path)
    field["type"] = kind
    for name, types in _OWN.items():
        if kind not in types:
            field.pop(name, None)
    if "role" in field and kind not in role_types(field["role"], kind):
        del field["role"]
    return settled(data, _own_default(new, path))


def take_list(data: Data, path: Path, name: str | None) -> Effect:
    """The choices are those of this named list; without a name the question's own."""
    new = deepcopy(data)
    field = at(new, path)
    own = [dict(one) for one in _listed(field)] if name is None else []
    field.pop("options", None)
    field.pop("catalogue", None)
    if name is not None:
        field["catalogue"] = name
    elif own:
        field["options"] = own
    return settled(data, _own_default(new, path))


def _listed(field: dict[str, Any]) -> Collection[dict[str, Any]]:
    return [option.model_dump(mode="json", exclude_defaults=True) for option in as_field(field).options]


def _own_default(data: Data, path: Path) -> Data:
    """Without an answer that is there at first and does not fit."""
    field = at(data, path)
    if "default" in field and not meaning.fits(as_field(field), field["default"]):
        del field["default"]
    return data


def role_types(role: str, kind: str) -> tuple[str, ...]:
    """The types a question in this role can have; any, and so this one, where nothing is said."""
    return meaning.ROLE_TYPES.get(role, (kind,))
