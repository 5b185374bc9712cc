"""From the facts of a letter to the words that stand on it: clean text, printed dates, blanks to fill in."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from services import letter_logo, plain_text, vietnamese
from services.letters import marks
from services.letters.rules import Form, RuleSet

Facts = Mapping[str, Any]

BLANK_DAY = "ngày …… tháng …… năm ………"
BLANK_MOMENT = f"…… giờ …… phút, {BLANK_DAY}"

_MOMENTS = ("received_at", "due_at", "new_due_at", "submitted_at")
_DAYS = ("answer_by",)
_TEXTS = (
    "applicant_name submitter_name address phone email id_number subject time_text pickup fee_text book "
    "serial officer reason contact_name contact_phone signer track_url dossier_code check_code check_url"
).split()
_OF_THE_HEAD = ("signer", "extension", "stop")
_COMMITTEE = re.compile(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+", re.IGNORECASE)
_UNBROKEN = re.compile(r"[^\s/?\-]{40}(?=[^\s/?\-])")


def plain(value: object) -> str:
    """Text of a fact that is safe to print; empty for what is no text or number.

    Runs of more than 40 characters without a place to break get one, so that nothing leaves the paper.
    """
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return _UNBROKEN.sub("\\g<0>\u200b", plain_text.plain(str(value), lines=True))


def rows(value: object) -> list[Facts]:
    """The entries of a list of facts; whatever is no entry is left out."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, Iterable) else []


def view(kind: str, facts: Facts, form: Form, rule_set: RuleSet) -> dict[str, Any]:
    """Everything a template prints, as plain JSON. Missing texts are empty: the template draws dots."""
    said: dict[str, Any] = {key: plain(facts.get(key)) for key in _TEXTS}
    said |= {key: printed_moment(facts.get(key)) for key in _MOMENTS}
    said |= {key: printed_day(facts.get(key)) for key in _DAYS}
    said["contact_name"] = said["contact_name"] or said["officer"]
    said["contact_phone"] = said["contact_phone"] or plain(facts.get("office_phone"))
    upper, unit = _head(kind, facts, rule_set)
    return said | {
        "kind": kind,
        "title": form.title,
        "asks_for_time": form.asks_for_time,
        "online_answer": rule_set.online_answer,
        "blank_moment": BLANK_MOMENT,
        "form_mark": _form_mark(form, rule_set),
        "counter_of": _counter_of(facts, rule_set),
        "counter_line": _counter_of(facts, rule_set).removeprefix("Bộ phận Tiếp nhận và Trả kết quả "),
        "upper": upper,
        "unit": unit,
        "office": _office(facts)[1],
        "number": _number(plain(facts.get("number")), form.sign),
        "place_and_day": f"{plain(facts.get('place')) or '…………'}, {printed_day(facts.get('date'))}",
        "received_day": printed_day(facts.get("received_at")),
        "signer_title": plain(facts.get("signer_title")) or "Thủ trưởng cơ quan",
        "contact": " – ".join(_texts([facts.get("office_address"), facts.get("office_phone")])),
        "sets": _two_digits(facts.get("sets")),
        "papers": _columns(facts.get("papers"), "name", "originals", "copies"),
        "items": _columns(facts.get("items"), "name", "reason"),
        "due_reasons": [text.rstrip(" .;") for text in _texts(facts.get("due_reasons"))],
        "handovers": [_handover(row) for row in rows(facts.get("handovers"))],
        "logo": list(letter_logo.picture(plain(facts.get("logo")).replace("\u200b", ""))),
        "barcode": marks.barcode(str(facts.get("dossier_code") or "").strip()),
        "check_qr": marks.qr(plain(facts.get("check_url")).replace("\u200b", "")),
        "qr": marks.qr(plain(facts.get("track_url")).replace("\u200b", "")),
    }


def printed_day(value: object) -> str:
    """`ngày 05 tháng 02 năm 2026`; dots to fill in when missing; the text itself when it is no date."""
    at = _moment(value)
    return (vietnamese.long_date(at) if at else plain(value)) or BLANK_DAY


def printed_moment(value: object) -> str:
    """`16 giờ 30 phút, ngày 05 tháng 02 năm 2026`, or the day alone when no hour was told."""
    at = _moment(value)
    if isinstance(at, datetime):
        return vietnamese.moment(at)
    return (vietnamese.long_date(at) if at else plain(value)) or BLANK_MOMENT


def _moment(value: object) -> date | None:
    """A date, or an aware datetime on the clock of Vietnam, from ISO text; None when it is neither."""
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    try:
        if len(text) <= len("2026-02-05"):
            return date.fromisoformat(text)
        at = datetime.fromisoformat(text)
        return at.astimezone(vietnamese.VIETNAM) if at.tzinfo else at
    except (ValueError, OverflowError):
        return None


def _head(kind: str, facts: Facts, rule_set: RuleSet) -> tuple[str, str]:
    """The two lines on the left: the upper office and the one that issues the paper.

    The head of the office signs an extension and a stop: the office issues them. All else is the counter's.
    """
    superior, office = _office(facts)
    if kind in _OF_THE_HEAD or _is_counter(office):
        # The upper office may be shortened in a head, and the name of a committee breaks before its place
        # (Nghị định 30/2020/NĐ-CP).
        return _COMMITTEE.sub("UBND ", superior), _COMMITTEE.sub("Ủy ban nhân dân\n", office)
    return _COMMITTEE.sub("UBND ", office) or "…" * 12, plain(facts.get("counter")) or rule_set.counter


def _office(facts: Facts) -> tuple[str, str]:
    """The upper office and the office; when only one is told, it is the office itself."""
    superior, office = plain(facts.get("superior")), plain(facts.get("office"))
    return (superior, office) if office else ("", superior)


def _is_counter(office: str) -> bool:
    return office.casefold().startswith(("trung tâm", "bộ phận"))


def _counter_of(facts: Facts, rule_set: RuleSet) -> str:
    """The counter with the name of its commune: `Trung tâm Phục vụ hành chính công xã Tam Đa`."""
    office, counter = _office(facts)[1], plain(facts.get("counter")) or rule_set.counter
    return office if _is_counter(office) else f"{counter} {_COMMITTEE.sub('', office)}".strip()


def _number(number: str, sign: str) -> str:
    """`12/HDHS`; a number that already has its sign, or a form without one, prints as it is."""
    if number and ("/" in number or not sign):
        return number
    return f"{number or '……'}/{sign or '……'}"


def _two_digits(value: object) -> str:
    return f"{value:02d}" if isinstance(value, int) and not isinstance(value, bool) else plain(value)


def _form_mark(form: Form, rule_set: RuleSet) -> str:
    return f"Mẫu số {form.number} – {rule_set.circular}" if form.number and form.layout_found else ""


def _columns(value: object, *keys: str) -> list[list[str]]:
    return [[plain(row.get(key)) for key in keys] for row in rows(value)]


def _texts(value: object) -> list[str]:
    return [text for text in map(plain, value) if text] if isinstance(value, list | tuple) else []


def _handover(row: Facts) -> dict[str, str]:
    said = {key: plain(row.get(key)) for key in ("unit", "giver", "receiver", "result", "note")}
    return said | {"at": printed_moment(row.get("at"))}
