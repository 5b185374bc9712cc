"""The questions of a procedure: sections, their fields in order, and the rules between them."""

from collections.abc import Sequence
from typing import Any

from services.catalogue.examine import Fault


def draw(
    data: dict[str, Any], faults: Sequence[Fault] | None = None, *, locked: bool = False
) -> dict[str, Any]:  # fmt: skip
    """Draw it and answer with the data as it is after what was done on it; the caller keeps that and draws
    the page anew. Without `faults` they are looked for here; what is locked can only be read."""
    return data
