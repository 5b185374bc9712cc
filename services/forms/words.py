"""What is said about a form: the sentence for a problem, and answers as people read them."""

from collections.abc import Callable, Mapping
from typing import Any

from services import partial_dates
from services.catalogue.conditions import is_empty
from services.catalogue.schema import Field, Procedure
from services.errors import Problem
from services.identity import say_phone
from services.language import _, pick
from services.places import address_line

_CHOSEN = ("select", "radio", "multi", "address", "area")


def say(problem: Problem, field: Field | None = None) -> str:
    """One sentence in the reader's language that says what to change; it stands next to the field."""
    return _SENTENCES[problem.code](problem.facts, field)


def _rule(facts: Mapping[str, Any], field: Field | None) -> str:
    return pick(facts["text"], facts.get("text_en"))


def _required(facts: Mapping[str, Any], field: Field | None) -> str:
    if field is not None and field.type in _CHOSEN:
        return _("Mục này bắt buộc. Xin chọn.")
    return _("Mục này bắt buộc. Xin điền.")


def _unreadable(facts: Mapping[str, Any], field: Field | None) -> str:
    return _("Không đọc được nội dung này. Xin điền lại.")


_SENTENCES: dict[str, Callable[[Mapping[str, Any], Field | None], str]] = {
    "required": _required,
    "oath": lambda f, _field: _("Xin đánh dấu vào ô chịu trách nhiệm trước khi nộp."),
    "unreadable": _unreadable,
    "rule": _rule,
    "too_long": lambda f, _field: _("Dài quá %(limit)s ký tự. Xin viết ngắn lại.") % f,
    "name_letters": lambda f, _field: _(
        "Họ tên chỉ gồm chữ cái, dấu cách, dấu nháy và gạch nối. Xin bỏ chữ số và ký hiệu."
    ),
    "name_one_word": lambda f, _field: _("Họ tên chỉ có một chữ. Xin xem lại đã đủ họ và tên chưa."),
    "id_digits": lambda f, _field: _("Số định danh gồm đúng 12 chữ số. Xin xem lại số trên thẻ."),
    "id_prefix": lambda f, _field: (
        _("Ba số đầu %(prefix)s không phải mã tỉnh quen thuộc. Nếu đúng như trên thẻ thì cứ tiếp tục.") % f
    ),
    "date": lambda f, _field: _("Ngày không đúng. Xin ghi ngày/tháng/năm, ví dụ 05/09/1990."),
    "date_partial": lambda f, _field: _(
        "Ngày không đúng. Xin ghi ngày/tháng/năm, tháng/năm hoặc năm, ví dụ 05/09/1990, 09/1990, 1990."
    ),
    "date_range": lambda f, _field: _("Năm phải từ %(first)s đến %(last)s.") % f,
    "date_future": lambda f, _field: _("Ngày này chưa tới. Xin xem lại."),
    "date_past": lambda f, _field: _("Ngày này đã qua. Xin chọn từ hôm nay trở đi."),
    "time": lambda f, _field: _("Giờ không đúng. Xin ghi giờ và phút, ví dụ 14:30."),
    "phone": lambda f, _field: _(
        "Số điện thoại không đúng. Xin ghi số di động 10 chữ số bắt đầu bằng 0, hoặc số cố định có mã vùng."
    ),
    "phone_no_sms": lambda f, _field: _("Đây là số cố định, không nhận được tin nhắn."),
    "email": lambda f, _field: _("Địa chỉ thư điện tử không đúng. Ví dụ đúng: ten@example.vn."),
    "choice": lambda f, _field: _("Xin chọn một mục trong danh sách."),
    "integer": lambda f, _field: _("Xin ghi một số nguyên."),
    "range": lambda f, _field: _("Xin ghi số từ %(min)s đến %(max)s.") % f,
    "too_small": lambda f, _field: _("Số nhỏ nhất là %(min)s.") % f,
    "too_large": lambda f, _field: _("Số lớn nhất là %(max)s.") % f,
    "province": lambda f, _field: _("Xin chọn tỉnh/thành phố trong danh sách."),
    "commune": lambda f, _field: _("Xin chọn xã/phường thuộc tỉnh/thành phố đã chọn."),
    "detail": lambda f, _field: _("Xin ghi số nhà, thôn/xóm để bưu điện tìm được."),
    "rows_min": lambda f, _field: _("Cần ít nhất %(min)s dòng.") % f,
    "rows_max": lambda f, _field: _("Nhiều nhất %(max)s dòng.") % f,
}
CODES = tuple(_SENTENCES)
"""Every code a problem or warning of a form can have."""


def label(field: Field) -> str:
    """The question in the reader's language."""
    return pick(field.label, field.label_en)


def where(problem: Problem, procedure: Procedure) -> str:
    """The label of the place a problem is at, for a list of all problems: 'Group, line 2: question'."""
    outer, *inner = problem.where.split(".")
    field = procedure.by_key.get(outer)
    if field is None:
        return problem.where
    row = f" {int(inner.pop(0)) + 1}" if inner and inner[0].isdigit() else ""
    sub = next((one for one in field.fields if inner and one.key == inner[0]), None)
    return label(field) + row + (f": {label(sub)}" if sub else "")


def field_at(problem: Problem, procedure: Procedure) -> Field | None:
    """The field a problem is at, inside a group too."""
    outer, *inner = problem.where.split(".")
    field = procedure.by_key.get(outer)
    return next((one for one in field.fields if one.key == inner[-1]), field) if field and inner else field


def show(field: Field, value: Any) -> str:
    """A stored answer as people read it, in the reader's language; empty text for no answer."""
    if is_empty(value):
        return _("Không") if value is False else ""
    match field.type:
        case "select" | "radio":
            return _option(field, value)
        case "multi":
            return "; ".join(_option(field, one) for one in value)
        case "date" | "date_partial":
            return partial_dates.say(value)
        case "phone_vn":
            return say_phone(value)
        case "address" | "area":
            return address_line(value)
        case "agency_or_text":
            return str(value.get("text") or value.get("agency") or "")
        case "checkbox":
            return _("Có")
        case "group":
            if not isinstance(value, list):
                return _row(field, value)
            return "\n".join(f"{number}. {_row(field, row)}" for number, row in enumerate(value, 1))
    return str(value)


def _option(field: Field, value: str) -> str:
    found = next((option for option in field.options if option.value == value), None)
    return pick(found.label, found.label_en) if found else str(value)


def _row(field: Field, row: Mapping[str, Any]) -> str:
    shown = ((sub, show(sub, row.get(sub.key))) for sub in field.fields)
    return "; ".join(f"{label(sub)}: {text}" for sub, text in shown if text)


def answers(procedure: Procedure, values: Mapping[str, Any]) -> list[tuple[str, list[tuple[Field, str]]]]:
    """All given answers by section title, ready to be read: for the review page, the desk and letters."""
    found = []
    for section in procedure.sections:
        given = [(field, show(field, values.get(field.key))) for field in section.fields]
        found.append((pick(section.title, section.title_en), [pair for pair in given if pair[1]]))
    return [(title, given) for title, given in found if given]
