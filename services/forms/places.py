"""One place inside a form that is being filled in, by its path."""

from typing import Any


def put(form: dict[str, Any], path: list[str], value: Any) -> None:
    """Set one place; what is not yet there on the way is made, a row of a group by its number."""
    here: Any = form
    for name, following in zip(path, path[1:], strict=False):
        inside: Any = [] if following.isdigit() else {}
        if isinstance(here, list):
            number = min(int(name), 99) if name.isdigit() else 0
            here += [{} for _ in range(number + 1 - len(here))]
            here = here[number]
        else:
            if not isinstance(here.get(name), type(inside)):
                here[name] = inside
            here = here[name]
        if not isinstance(here, dict | list):
            return
    if isinstance(here, dict):
        here[path[-1]] = value
