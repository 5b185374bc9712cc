"""Typed text made harmless before anything else looks at it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

LONGEST = 20_000
"""No answer is longer; what comes after is not looked at."""
# Invisible or direction-changing, half of a pair, private, not a character.
_DROPPED = frozenset({"Cf", "Cs", "Co", "Cn"})


def plain(raw: str, *, lines: bool = False) -> str:
    """Text as it may be kept: NFC, no control, invisible or direction-changing characters, no piles of
    accents, single spaces; line breaks only with `lines`."""
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", raw[:LONGEST].replace("\r\n", "\n")):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind in ("Cc", "Zl", "Zp"):
            kept.append("\n" if letter in "\n\r\u2028\u2029\x85" else " " if letter == "\t" else "")
        elif kind not in _DROPPED and marks <= 3:
            kept.append(letter)
    text = unicodedata.normalize("NFC", "".join(kept))
    if not lines:
        return " ".join(text.split())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.split("\n"))).strip()


def harmless(value: Any, depth: int = 0) -> Any:
    """Whatever was typed, as JSON values that are safe to keep in a draft; None for what is not that."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return plain(value, lines=True)
    if isinstance(value, int | float):
        return value if abs(value) < 10**15 else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if depth < 4 and isinstance(value, Mapping):
        pairs = list(value.items())[:400]
        return {plain(key)[:80]: harmless(part, depth + 1) for key, part in pairs if isinstance(key, str)}
    if depth < 4 and isinstance(value, list | tuple | set | frozenset):
        return [harmless(part, depth + 1) for part in list(value)[:100]]
    return None
