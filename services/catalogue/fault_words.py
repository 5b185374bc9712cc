"""What is wrong in a draft, as a sentence: Vietnamese first, the words of check-catalogue in English."""

import re
from collections.abc import Mapping
from typing import Any

from services.catalogue.key_words import place
from services.catalogue.reading import schema_words
from services.language import pick

__all__ = ["meant", "of_schema", "place"]

_X, _Y = r"`(?P<x>[^`]*)`", r"(?P<y>\w+)"
_MEANT = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (rf"the field {_X} is there twice", "Tên khóa “%(x)s” dùng cho hai câu hỏi. Hãy đổi một tên."),
        (rf"the (key|id|value) {_X} is there twice", "“%(x)s” có hai lần. Hãy đổi hoặc bỏ một mục."),
        ("a group needs `fields`", "Nhóm phải có ít nhất một câu hỏi."),
        ("`max` is less than `min`", "Số lớn nhất nhỏ hơn số nhỏ nhất."),
        ("a group stands in no other group", "Nhóm không đặt trong một nhóm khác được."),
        ("only a group has", "Chỉ nhóm mới có câu hỏi con hoặc được lặp lại."),
        (f"a field of type {_Y} needs `options`", "Loại câu trả lời này cần danh sách lựa chọn."),
        (f"a field of type {_Y} takes no `options`", "Loại câu trả lời này không dùng danh sách lựa chọn."),
        ("`required_if` says nothing", "Câu hỏi đã luôn bắt buộc nên điều kiện bắt buộc là thừa."),
        (rf"{_X} is not an earlier field of a fitting type",
         "Nguồn điền sẵn “%(x)s” phải là một câu hỏi đứng trước và cùng loại."),
        (rf"{_X} is not an earlier date", "“%(x)s” phải là một ngày được hỏi trước."),
        (rf"the default {_X} is no value", "Giá trị có sẵn “%(x)s” không hợp với loại câu trả lời."),
        (f"a field of type {_Y} cannot be the", "Loại câu trả lời này không hợp với vai trò đã chọn."),
        (rf"{_X} is not an earlier field of this form",
         "“%(x)s” không phải câu hỏi đứng trước. Điều kiện chỉ dùng được câu hỏi đứng trước."),
        (rf"{_X} is not a field of this form", "Biểu mẫu không có câu hỏi “%(x)s”."),
        (rf"{_X} does not fit a field of type", "Phép so sánh này không hợp với loại câu trả lời."),
        (f"a {_Y} cannot be compared with a", "Hai câu hỏi khác loại nên không so sánh với nhau được."),
        (rf"{_X} is no value of `(?P<z>[^`]*)`", "“%(x)s” không phải câu trả lời có thể có của “%(z)s”."),
        (rf"{_X} is the {_Y} already", "“%(x)s” đã giữ vai trò này và có thể hiện cùng lúc."),
        (f"no field has the role {_Y}", "Biểu mẫu thiếu câu hỏi giữ vai trò: %(role)s."),
        (rf"{_X} is not a field of type integer", "“%(x)s” phải là một câu hỏi số nguyên."),
        (rf"{_X} is not another paper", "“%(x)s” không phải một giấy tờ khác của thủ tục."),
        ("what the office looks up", "Giấy tờ do cơ quan tra cứu thì người dân không tải lên."),
        (f"the {_Y} needs `upload: required`", "Giấy tờ này phải tải lên bắt buộc và không có điều kiện."),
        (f"another paper has the role {_Y} online", "Đã có giấy tờ khác giữ vai trò này khi nộp trực tuyến."),
        (f"no paper handed in online has the role {_Y}",
         "Thiếu giấy tờ nộp trực tuyến giữ vai trò: %(role)s."),
        (rf"{_Y} takes no field of type", "Phép kiểm tra này không dùng được với loại câu trả lời đó."),
        (rf"there is no catalogue {_X}", "Không có danh sách dùng chung tên “%(x)s”."),
        (rf"there is no agency {_X}", "Không có cơ quan nào mang mã “%(x)s”."),
        ("give `catalogue` or `options`", "Chỉ chọn một: danh sách dùng chung hoặc lựa chọn riêng."),
        ("`max_working_days` is less", "Số ngày nhiều nhất nhỏ hơn số ngày làm việc."),
        ("`valid_to` is before", "Ngày cuối đứng trước ngày đầu."),
        ("a rule needs `when` or `check`", "Quy tắc cần điều kiện hoặc phép kiểm tra."),
        (rf"{_X} takes neither", "Phép so sánh này không cần giá trị."),
        (rf"{_X} takes a list", "Phép so sánh này cần một danh sách giá trị."),
        (rf"{_X} takes either", "Phép so sánh này cần một giá trị hoặc một câu hỏi khác."),
        (rf"{_X} takes one value", "Phép so sánh này chỉ nhận một giá trị."),
    )
)  # fmt: skip
_ROLES = {
    "applicant_name": "họ tên người nộp", "applicant_phone": "điện thoại người nộp",
    "applicant_email": "thư điện tử người nộp", "oath": "lời cam đoan",
    "declaration": "tờ khai", "identity": "giấy tờ tùy thân",
}  # fmt: skip

_SCHEMA = {
    "missing": "Chưa ghi.",
    "extra_forbidden": "Mục này không thuộc mẫu danh mục. Hãy bỏ đi.",
    "string_too_short": "Chưa ghi.",
    "string_too_long": "Dài quá %(max_length)s ký tự.",
    "string_type": "Hãy ghi bằng chữ.",
    "too_short": "Cần ít nhất %(min_length)s mục.",
    "too_long": "Nhiều hơn %(max_length)s mục.",
    "greater_than_equal": "Hãy ghi số từ %(ge)s trở lên.",
    "less_than_equal": "Hãy ghi số không quá %(le)s.",
    "int_type": "Hãy ghi một số nguyên.",
    "int_parsing": "Hãy ghi một số nguyên.",
    "int_from_float": "Hãy ghi một số nguyên.",
    "bool_type": "Hãy chọn có hoặc không.",
    "bool_parsing": "Hãy chọn có hoặc không.",
    "literal_error": "Hãy chọn một giá trị trong danh sách.",
    "date_type": "Hãy chọn một ngày.",
    "date_parsing": "Hãy chọn một ngày.",
    "date_from_datetime_parsing": "Hãy chọn một ngày.",
    "date_from_datetime_inexact": "Hãy chọn một ngày.",
    "tuple_type": "Đây phải là một danh sách.",
    "dict_type": "Đây phải là một nhóm các mục.",
    "model_type": "Phần này chưa đủ hoặc không đúng dạng.",
    "model_attributes_type": "Phần này chưa đủ hoặc không đúng dạng.",
    "union_tag_invalid": "Hãy chọn một phép kiểm tra có trong danh sách.",
    "union_tag_not_found": "Hãy chọn phép kiểm tra.",
}
_PATTERNS = {
    "code": "Mã thủ tục gồm một chữ số, dấu chấm, sáu chữ số, như 2.000635.",
    "id": "Mã gồm chữ in hoa không dấu, chữ số, dấu . và -.",
}
_KEY = "Chỉ dùng chữ thường không dấu, chữ số và dấu _, bắt đầu bằng chữ."


def meant(why: str, labels: Mapping[str, str] | None = None) -> str:
    """A fault of meaning, or of two values together, in the reader's language.

    `labels` are those of the questions by key: people know a question by its words.
    """
    for pattern, said in _MEANT:
        if match := pattern.match(why):
            facts = match.groupdict()
            if labels and not why.startswith("the field"):
                facts |= {one: labels.get(facts[one], facts[one]) for one in ("x", "z") if facts.get(one)}
            role = facts.get("y") or ""
            return pick(said % (facts | {"role": _ROLES.get(role, role)}), _sentence(why))
    return _sentence(why)


def of_schema(error: Mapping[str, Any]) -> str:
    """A fault of form in the reader's language."""
    english = schema_words(error)
    if error["type"] == "value_error":
        return meant(english)
    if error["type"] == "string_pattern_mismatch":
        last = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "")
        return pick(_PATTERNS.get(last, _KEY), _sentence(english))
    said = _SCHEMA.get(error["type"])
    return pick(said % error.get("ctx", {}), _sentence(english)) if said else _sentence(english)


def _sentence(why: str) -> str:
    return why[:1].upper() + why[1:] + ("" if why.endswith(".") else ".")
