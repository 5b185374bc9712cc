"""What the words of notices are made of: facts without surprises, moments, amounts, numbered lines."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from services.language import gettext as _
from services.notices.sms_parts import when
from services.plain_text import plain
from services.vietnamese import money

Facts = Mapping[str, Any]
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 2000
"""Letters of one fact: a reason may be long, but it does not make the message unreadable."""


def clean_facts(facts: Facts) -> dict[str, Any]:
    """Facts as one-line texts: NFC, nothing hidden or turning, no line breaks, of bearable length."""
    lists = ("items", "steps")  # everything else is one text
    return {
        key: _clean(value)
        for key, value in facts.items()
        if value is not None and isinstance(value, list | tuple) == (key in lists)
    }


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): str(_clean(v)) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_clean(v) for v in value if v is not None]
    text = value.isoformat() if isinstance(value, date) else str(value)
    text = plain(_CONTROLS.sub(" ", text))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def moment(iso: Any) -> str:
    """An ISO moment as 17:00 ngày 25/11/2026, in Vietnam; empty for none or nonsense."""
    at = when(iso)
    return _("%(time)s ngày %(day)s") % {"time": f"{at:%H:%M}", "day": f"{at:%d/%m/%Y}"} if at else ""


def day(iso: Any) -> str:
    """An ISO day as 25/11/2026; empty for none or nonsense."""
    return f"{at:%d/%m/%Y}" if (at := when(iso)) else ""


def amount(dong: Any) -> str:
    """Whole đồng as 16.000 đồng; empty for none or nonsense."""
    return money(int(dong)) if str(dong or "").isdecimal() and int(dong) else ""


def given(sentence: str, **facts: str | None) -> str:
    """The sentence, or nothing where a fact of it is missing."""
    return sentence % facts if all(facts.values()) else ""


def numbered(title: str, lines: list[str] | None) -> str:
    """The lines with their numbers under a title; nothing where there is none."""
    lines = [line for line in lines or [] if line]
    return "\n".join([title, *(f"{n}. {line}" for n, line in enumerate(lines, 1))]) if lines else ""
