"""Dates as people know them: a day, a month or only a year, kept as ISO text 'YYYY[-MM[-DD]]'."""

import calendar
import re
from datetime import date, datetime
from typing import Any

from services.vietnamese import number_in_words

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_VIETNAMESE = re.compile(r"(?:(?:([0-9]{1,2})[/.\-])?([0-9]{1,2})[/.\-])?([0-9]{4})")


def read(value: Any, *, partial: bool = False) -> str | None:
    """ISO text of a date, of 'YYYY-MM-DD', 'dd/mm/yyyy' and, if partial, of what only names month or year.

    None when it is no date of the calendar.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000:
        value = str(value)
    if not isinstance(value, str) or len(value) > 40:
        return None
    text = re.sub(r"\s+", "", value)
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _VIETNAMESE.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    iso = year + (f"-{int(month):02}" if month else "") + (f"-{int(day):02}" if day else "")
    return iso if earliest(iso) and (partial or len(iso) == 10) else None


def earliest(value: Any) -> date | None:
    """The first day the text can mean; None when it means none."""
    if isinstance(value, date):
        return value
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def latest(value: Any) -> date | None:
    """The last day the text can mean; None when it means none."""
    first = earliest(value)
    if first is None or isinstance(value, date):
        return first
    if len(value) == 4:
        return date(first.year, 12, 31)
    if len(value) == 7:
        return date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    return first


def full_months(born: Any, at: Any) -> tuple[int, int] | None:
    """The fewest and the most full months that can lie between two dates; None if one is unknown.

    Someone born on 29 February is a year older on 1 March of a common year.
    """
    starts, ends = (earliest(born), latest(born)), (earliest(at), latest(at))
    if starts[0] is None or starts[1] is None or ends[0] is None or ends[1] is None:
        return None
    return _months(starts[1], ends[0]), _months(starts[0], ends[1])


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def days_between(first: Any, second: Any) -> int | None:
    """Days from the one to the other: the fewest that can be, where one is partial. None if unknown."""
    last, start = latest(first), earliest(second)
    return (start - last).days if last is not None and start is not None else None


def say(iso: str) -> str:
    """dd/mm/yyyy, mm/yyyy or yyyy."""
    return "/".join(reversed(iso.split("-")))


def in_words(iso: Any) -> str | None:
    """`Ngày mười lăm tháng tám năm …`, as civil-status forms ask for; what is not known is left out."""
    if not isinstance(iso, str) or earliest(iso) is None:
        return None
    parts = [
        f"{name} {'tư' if name == 'tháng' and int(part) == 4 else number_in_words(int(part))}"
        for name, part in zip(("năm", "tháng", "ngày"), iso.split("-"), strict=False)
    ]
    words = " ".join(reversed(parts))
    return words[0].upper() + words[1:]
