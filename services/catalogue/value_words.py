"""One value of a procedure in words, by the key it stands at: money, days, yes and no, names for codes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.catalogue import check_words, condition_words, question_words
from services.catalogue.condition_words import Named
from services.catalogue.key_words import called
from services.language import _, pick
from services.vietnamese import money, short_date

CONDITIONS = frozenset({"show_if", "required_if", "when", "unless"})
_QUESTIONS = frozenset({"multiplier", "words_of", "at"})
_VALUES = {
    "tinh": ("cấp tỉnh", "province"), "huyen": ("cấp huyện", "district"), "xa": ("cấp xã", "commune"),
    "toan_trinh": ("toàn trình", "fully online"), "mot_phan": ("một phần", "partly online"),
    "TRUC_TIEP": ("trực tiếp", "at the counter"), "TRUC_TUYEN": ("trực tuyến", "online"),
    "BUU_CHINH": ("bưu chính", "by post"), "nop": ("nộp", "handed in"), "xuat_trinh": ("xuất trình", "shown"),
    "tra_cuu": ("cơ quan tự tra cứu", "looked up by the office"),
    "SAME_DAY_CUTOFF_15H": ("trong ngày, sau 15 giờ thì ngày làm việc sau", "same day, after 15:00 the next"),
    "WORKING_DAYS": ("theo ngày làm việc", "working days"),
    "WORKING_DAYS_CUTOFF_15H": ("ngày làm việc, sau 15 giờ tính từ hôm sau", "working days, until 15:00"),
    "SAME_DAY_OR_VERIFY": ("trong ngày, hoặc khi xác minh xong", "same day, or once verified"),
}  # fmt: skip
_BY_KEY = {
    "upload": {"required": ("bắt buộc", "required"), "optional": ("nếu có", "if there is one"),
               "none": ("không tải lên", "not uploaded")},
    "severity": {"block": ("không cho nộp", "stops the form"), "warn": ("chỉ nhắc", "only warns")},
    "audience": {"citizen": ("người dân", "the citizen"), "officer": ("cán bộ", "the officer"),
                 "declared": ("lời cam đoan", "what is declared")},
    "mark": {"found": ("có nguồn", "found"), "derived": ("suy ra", "derived"),
             "verify": ("đang xác minh", "to be verified")},
}  # fmt: skip


def say(key: str, value: Any, questions: Named) -> str:
    """The value in the reader's language; an empty text for nothing. `questions` are those it may name."""
    if value is None or value in ("", [], {}):
        return ""
    if key in CONDITIONS:
        return condition_words.say(value, questions)
    if key == "check":
        return check_words.say(value, questions)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(say(key, one, questions) or called(one) for one in value)
    if isinstance(value, Mapping):
        return called(value)
    if key == "amount":
        return money(value) if isinstance(value, int) else str(value)
    if key in ("valid_from", "valid_to"):
        return short_date(date.fromisoformat(value))
    if key == "type":
        return question_words.type_name(value)
    if key == "catalogue":
        return question_words.list_name(value)
    if key == "role" and value in question_words.ROLES:
        return _(question_words.ROLES[value])
    if key in _QUESTIONS and value in questions:
        return f"“{question_words.label_of(questions[value])}”"
    words = _BY_KEY.get(key, {}).get(value) or (_VALUES.get(value) if isinstance(value, str) else None)
    return pick(*words) if words else str(value)
