"""Editing a procedure's plain data by path: what stands at a place, writing it, adding, moving, taking away.

A draft may be incomplete or wrong, so nothing here minds a part that is missing or of another shape. What is
given is never changed: every change answers with new data.
"""

import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from services.identity import fold

Path = tuple[str | int, ...]
Data = dict[str, Any]


def at(data: Any, path: Path, default: Any = None) -> Any:
    """What stands at the path; `default` where nothing does."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(data, list) or not 0 <= step < len(data):
                return default
            data = data[step]
        elif isinstance(data, Mapping) and step in data:
            data = data[step]
        else:
            return default
    return data


def rows(data: Any, path: Path) -> list[Any]:
    """The list at the path; an empty one where there is none."""
    found = at(data, path)
    return found if isinstance(found, list) else []


def put(data: Data, path: Path, value: Any, default: Any = None) -> Data:
    """The data with this value there. Nothing, or what counts without being said, is left out."""
    new = deepcopy(data)
    place, last = _place(new, path)
    if value is None or value == default:
        if isinstance(place, dict):
            place.pop(last, None)
        elif isinstance(last, int) and last < len(place):
            place[last] = value
    else:
        place[last] = deepcopy(value)
    return new


def add(data: Data, path: Path, row: Any) -> Data:
    """One more row at the end of the list at the path."""
    return put(data, path, [*rows(data, path), row])


def move(data: Data, path: Path, index: int, by: int) -> Data:
    """The row goes `by` places down (up if negative), as far as there are places."""
    new = list(rows(data, path))
    if not 0 <= index < len(new):
        return data
    row = new.pop(index)
    new.insert(max(0, min(index + by, len(new))), row)
    return put(data, path, new)


def take(data: Data, path: Path, index: int) -> Data:
    """The list at the path without this row; an empty list is left out."""
    new = [row for n, row in enumerate(rows(data, path)) if n != index]
    return put(data, path, new, [])


def names(data: Any, path: Path, key: str = "key") -> list[str]:
    """The machine names of the rows at the path."""
    return [row[key] for row in rows(data, path) if isinstance(row, dict) and isinstance(row.get(key), str)]


def new_name(label: str, taken: Collection[str], longest: int = 40) -> str:
    """A machine name out of a label: small letters, digits and `_`, a letter first, none that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_") or "muc"
    plain = plain if plain[0].isalpha() else f"m_{plain}"
    name, n = plain[:longest].rstrip("_"), 1
    while name in taken:
        n += 1
        name = f"{plain[: longest - len(str(n)) - 1].rstrip('_')}_{n}"
    return name


def new_code(label: str, taken: Collection[str]) -> str:
    """The same in capitals with hyphens, as rules, remarks and exemptions are named."""
    return new_name(label, {one.lower().replace("-", "_") for one in taken}).replace("_", "-").upper()


def named(data: Data) -> Data:
    """The data with a machine name for the procedure itself, made of what people call it."""
    label = at(data, ("short",))
    if at(data, ("key",)) or not isinstance(label, str) or not label.strip():
        return data
    return put(data, ("key",), new_name(label, ()))


def number_fields(data: Any) -> dict[str, str]:
    """The questions that ask for a whole number, by path as a fee names them, with their labels."""
    found: dict[str, str] = {}
    for section in rows(data, ("sections",)):
        for field in rows(section, ("fields",)):
            key, label = at(field, ("key",), ""), at(field, ("label",), "")
            if at(field, ("type",)) == "integer":
                found[key] = label
            for inner in rows(field, ("fields",)):
                if at(inner, ("type",)) == "integer":
                    found[f"{key}.{at(inner, ('key',), '')}"] = f"{label}: {at(inner, ('label',), '')}"
    return found


def _place(data: Data, path: Path) -> tuple[Any, str | int]:
    """The part that holds the last step of the path; what is missing on the way is made."""
    here: Any = data
    for step, following in zip(path, path[1:], strict=False):
        wanted: type = list if isinstance(following, int) else dict
        there = at(here, (step,))
        if not isinstance(there, wanted):
            there = wanted()
            if isinstance(step, int):
                here.extend({} for _ in range(step + 1 - len(here)))
            here[step] = there
        here = there
    last = path[-1]
    if isinstance(last, int):
        here.extend("" for _ in range(last + 1 - len(here)))
    return here, last
