"""What one answer may be, type by type: dates, numbers, phones and places brought into one stored form.

Every reader takes (field, raw, today), gives the stored value and warnings, or raises Wrong. Nothing else.
Stored: text in NFC; dates as ISO, partial ones as 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'; times as 'HH:MM';
phones as '+84…'; a place as {province, commune, detail, old_text}; several choices as a list of values.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from email_validator import validate_email

from services import partial_dates, places
from services.catalogue.conditions import is_empty
from services.catalogue.questions import Field, Option
from services.identity import check_id12, fold, is_mobile, normal_phone
from services.plain_text import LONGEST, plain

Note = tuple[str, dict[str, Any]]
"""A code with the facts of its sentence (services/forms/words.py)."""
Answer = tuple[Any, list[Note]]

_LENGTHS = {"text": 255, "textarea": 2000, "person_name": 120, "email": 254, "phone_vn": 40, "id12": 40}
_OLDEST, _FARTHEST = date(1850, 1, 1), date(2150, 12, 31)
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "Ð": "Đ", "ð": "đ", "‐": "-", "‑": "-"})


class Wrong(Exception):
    """The answer cannot be taken; `code` names the sentence, `facts` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def read(field: Field, raw: Any, today: date, options: tuple[Option, ...]) -> Answer:
    """The stored value of one answer (None: nothing was given) and warnings. Raises Wrong."""
    if is_empty(raw):
        return None, []
    if field.type in ("select", "radio"):
        return _choice(raw, options), []
    if field.type == "multi":
        return _choices(raw, options), []
    value, notes = _READERS[field.type](field, raw, today)
    return (None if is_empty(value) else value), notes


def _text(field: Field, raw: Any, *, lines: bool = False) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**18:
        raw = str(raw)
    if not isinstance(raw, str):
        raise Wrong("unreadable")
    limit = field.max_length or _LENGTHS.get(field.type, 255)
    if len(raw) > LONGEST:
        raise Wrong("too_long", limit=limit)
    text = plain(raw, lines=lines)
    if len(text) > limit:
        raise Wrong("too_long", limit=limit)
    return text


def _line(field: Field, raw: Any, today: date) -> Answer:
    text = _text(field, raw)
    alike = (suggestion for suggestion in field.suggestions if fold(suggestion) == fold(text))
    return next(alike, text), []


def _lines(field: Field, raw: Any, today: date) -> Answer:
    return _text(field, raw, lines=True), []


def _person_name(field: Field, raw: Any, today: date) -> Answer:
    name = _text(field, raw).translate(_APOSTROPHES)
    if not name:
        return None, []
    if not all(_in_a_name(letter) for letter in name) or not any(letter.isalpha() for letter in name):
        raise Wrong("name_letters")
    return name, [] if " " in name else [("name_one_word", {})]


def _in_a_name(letter: str) -> bool:
    """Vietnamese and ethnic-group names: Latin letters with their marks, spaces, apostrophe, hyphen."""
    if letter in " '-" or unicodedata.category(letter) == "Mn":
        return True
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN ")


def _id12(field: Field, raw: Any, today: date) -> Answer:
    number = re.sub(r"[\s.\-]", "", _text(field, raw))
    odd = check_id12(number)
    if "digits" in odd:
        raise Wrong("id_digits")
    return number, [("id_prefix", {"prefix": number[:3]})] if "prefix" in odd else []


def _date(field: Field, raw: Any, today: date) -> Answer:
    partial = field.type == "date_partial"
    value = partial_dates.read(plain(raw) if isinstance(raw, str) else raw, partial=partial)
    first, last = partial_dates.earliest(value), partial_dates.latest(value)
    if value is None or first is None or last is None:
        raise Wrong("date_partial" if partial else "date")
    if first < _OLDEST or last > _FARTHEST:
        raise Wrong("date_range", first=_OLDEST.year, last=_FARTHEST.year)
    if field.not_future and first > today:
        raise Wrong("date_future")
    if field.not_past and last < today:
        raise Wrong("date_past")
    return value, []


def _time(field: Field, raw: Any, today: date) -> Answer:
    if isinstance(raw, datetime | time):
        return raw.strftime("%H:%M"), []
    found = re.fullmatch(
        r"([01]?[0-9]|2[0-3])\s*(?:[:hg]|giờ)\s*([0-5]?[0-9])(?:\s*phút)?", _text(field, raw)
    )
    if not found:
        raise Wrong("time")
    return f"{int(found[1]):02}:{int(found[2]):02}", []


def _phone(field: Field, raw: Any, today: date) -> Answer:
    phone = normal_phone(_text(field, raw))
    if phone is None:
        raise Wrong("phone")
    return phone, [] if is_mobile(phone) else [("phone_no_sms", {})]


def _email(field: Field, raw: Any, today: date) -> Answer:
    text = _text(field, raw)
    try:
        return validate_email(text, check_deliverability=False).normalized, []
    except ValueError:
        raise Wrong("email") from None


def _place(field: Field, raw: Any, today: date) -> Answer:
    if not isinstance(raw, Mapping):
        raise Wrong("unreadable")
    parts = {name: _part(raw.get(name), name) for name in ("province", "commune", "detail", "old_text")}
    if field.type == "area":
        parts.pop("detail")
    if is_empty(parts):
        return None, []
    # An old address alone is enough where only an area is asked: the unit may no longer exist.
    if not (field.type == "area" and parts["old_text"] and not parts["province"]):
        if not places.is_province(parts["province"]):
            raise Wrong("province", part="province")
        if not places.belongs(parts["commune"], parts["province"]):
            raise Wrong("commune", part="commune")
        if field.needs_detail and not parts.get("detail"):
            raise Wrong("detail", part="detail")
    return {name: part for name, part in parts.items() if part}, []


def _part(raw: Any, part: str) -> str:
    if is_empty(raw):
        return ""
    if not isinstance(raw, str):
        raise Wrong("unreadable", part=part)
    text = plain(raw)
    if len(text) > 200 or len(raw) > LONGEST:
        raise Wrong("too_long", limit=200, part=part)
    return text


def _box(field: Field, raw: Any, today: date) -> Answer:
    if isinstance(raw, bool) or raw in ("true", "false"):
        return raw in (True, "true"), []
    raise Wrong("unreadable")


def _integer(field: Field, raw: Any, today: date) -> Answer:
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**15:
        raw = int(raw)
    text = _text(field, raw).replace(" ", "")
    if not re.fullmatch(r"-?[0-9]{1,15}|-?[0-9]{1,3}(\.[0-9]{3}){1,4}", text):
        raise Wrong("integer")
    number = int(text.replace(".", ""))
    low, high = field.min, field.max
    if (low is not None and number < low) or (high is not None and number > high):
        if low is not None and high is not None:
            raise Wrong("range", min=low, max=high)
        raise Wrong("too_small", min=low) if low is not None else Wrong("too_large", max=high)
    return number, []


def _agency(field: Field, raw: Any, today: date) -> Answer:
    text = _text(field, raw)
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,39}", text):
        raise Wrong("unreadable")
    return text, []


def _agency_or_text(field: Field, raw: Any, today: date) -> Answer:
    """{"agency": code, "text": its name} of one that exists; {"text": name} of one known by name only."""
    if not isinstance(raw, Mapping):
        raw = {"text": raw}
    text = _text(field, raw.get("text")) if not is_empty(raw.get("text")) else ""
    code = _agency(field, raw.get("agency"), today)[0] if not is_empty(raw.get("agency")) else ""
    return {name: part for name, part in (("agency", code), ("text", text)) if part}, []


def _choice(raw: Any, options: tuple[Option, ...]) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**6:
        raw = str(raw)
    if not isinstance(raw, str) or not any(option.value == raw for option in options):
        raise Wrong("choice")
    return raw


def _choices(raw: Any, options: tuple[Option, ...]) -> list[str]:
    given = list(raw)[:200] if isinstance(raw, list | tuple | set | frozenset) else [raw]
    chosen = [_choice(one, options) for one in given]
    return [option.value for option in options if option.value in chosen]


def _nothing(field: Field, raw: Any, today: date) -> Answer:
    return None, []


_READERS: dict[str, Callable[[Field, Any, date], Answer]] = {
    "text": _line,
    "textarea": _lines,
    "person_name": _person_name,
    "id12": _id12,
    "date": _date,
    "date_partial": _date,
    "time": _time,
    "phone_vn": _phone,
    "email": _email,
    "address": _place,
    "area": _place,
    "checkbox": _box,
    "integer": _integer,
    "agency": _agency,
    "agency_or_text": _agency_or_text,
    "signature": _nothing,
}
