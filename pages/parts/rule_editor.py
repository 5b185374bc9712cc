"""Rules between questions: what is checked, beside which question it is told, and whether it stops the form."""

from collections.abc import Sequence
from typing import Any

from services.catalogue.examine import Fault


def draw(data: dict[str, Any], faults: Sequence[Fault] = (), *, locked: bool = False) -> dict[str, Any]:
    """Draw them and answer with the data as it is after what was done on it."""
    return data
