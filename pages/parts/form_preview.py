"""The form of a draft as a citizen will see it, on a phone or on a desktop; what is answered is thrown away."""

from typing import Any, Literal


def draw(data: dict[str, Any], width: Literal["phone", "desktop"]) -> None:
    """Draw the pages of the form with the parts of the room where dossiers are sent."""
