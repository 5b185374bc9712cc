"""A condition put together from lists: all or one of several comparisons of questions."""

from collections.abc import Sequence
from typing import Any


def draw(
    condition: dict[str, Any] | None, fields: Sequence[dict[str, Any]], key: str, *, locked: bool = False
) -> dict[str, Any] | None:  # fmt: skip
    """Draw it and answer with the condition as it is after what was done on it. `fields` are the questions
    that may be named, as the data has them (those of a group that does not repeat go with their group)."""
    return condition
