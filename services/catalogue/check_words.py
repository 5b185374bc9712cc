"""The named checks of rules in words: what each is called, what it looks for, and what its parts are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.catalogue.condition_words import Named
from services.catalogue.question_words import label_of
from services.catalogue.references import CHECKS
from services.language import _
from services.workflow import N_


@dataclass(frozen=True)
class CheckWords:
    """Its name, when it is broken, and its parts by name; `said` is one check in use, with those parts."""

    name: str
    broken: str
    parts: Mapping[str, str]
    said: str


_ID, _BIRTH, _AT = N_("Số định danh"), N_("Ngày sinh"), N_("Tính đến ngày (để trống: hôm nay)")
WORDS = {
    "ids_distinct": CheckWords(
        N_("Các số định danh phải khác nhau"), N_("Báo khi hai trong các số này giống nhau."),
        {"fields": N_("Các số")}, N_("các số %(fields)s phải khác nhau"),
    ),
    "sex_matches_id": CheckWords(
        N_("Giới tính khớp số định danh"), N_("Báo khi số định danh cho biết giới tính khác."),
        {"id": _ID, "sex": N_("Câu hỏi giới tính"), "is_": N_("Hoặc luôn là")},
        N_("giới tính theo số %(id)s phải khớp %(sex)s"),
    ),
    "birth_matches_id": CheckWords(
        N_("Năm sinh khớp số định danh"), N_("Báo khi số định danh cho biết năm sinh khác."),
        {"id": _ID, "birth": _BIRTH}, N_("năm sinh theo số %(id)s phải khớp %(birth)s"),
    ),
    "min_age": CheckWords(
        N_("Đủ tuổi"), N_("Báo khi chưa đủ số tuổi này."),
        {"field": _BIRTH, "years": N_("Số tuổi ít nhất"), "at": _AT},
        N_("người sinh ngày %(field)s phải đủ %(years)s tuổi"),
    ),
    "age_under": CheckWords(
        N_("Chưa quá tuổi"), N_("Báo khi đã tròn số tháng tuổi này."),
        {"field": _BIRTH, "months": N_("Dưới bao nhiêu tháng tuổi"), "at": _AT},
        N_("người sinh ngày %(field)s phải dưới %(months)s tháng tuổi"),
    ),
    "dates_in_order": CheckWords(
        N_("Các ngày theo thứ tự"), N_("Báo khi một ngày đứng sau ngày kế tiếp."),
        {"fields": N_("Các ngày, từ sớm đến muộn")}, N_("các ngày %(fields)s phải theo thứ tự"),
    ),
    "within_days": CheckWords(
        N_("Trong số ngày"), N_("Báo khi hai ngày cách nhau nhiều hơn số ngày này."),
        {"field": N_("Từ ngày"), "days": N_("Nhiều nhất bao nhiêu ngày"),
         "to": N_("Đến ngày (để trống: hôm nay)")},
        N_("từ ngày %(field)s nhiều nhất %(days)s ngày"),
    ),
    "years_between": CheckWords(
        N_("Cách nhau số năm"), N_("Báo khi hai ngày cách nhau ít hơn số năm này (cha mẹ và con)."),
        {"field": N_("Ngày trước"), "to": N_("Ngày sau"), "years": N_("Ít nhất bao nhiêu năm")},
        N_("%(field)s và %(to)s phải cách nhau ít nhất %(years)s năm"),
    ),
    "required_together": CheckWords(
        N_("Trả lời cùng nhau"), N_("Báo khi có câu được trả lời mà câu khác để trống."),
        {"fields": N_("Các câu hỏi")}, N_("%(fields)s phải cùng được trả lời hoặc cùng để trống"),
    ),
    "at_least_one": CheckWords(
        N_("Ít nhất một câu"), N_("Báo khi tất cả các câu này để trống."),
        {"fields": N_("Các câu hỏi")}, N_("phải trả lời ít nhất một trong: %(fields)s"),
    ),
    "same_as_one_of": CheckWords(
        N_("Giống một trong các câu khác"), N_("Báo khi câu trả lời không giống câu nào trong các câu kia."),
        {"field": N_("Câu hỏi"), "others": N_("Các câu kia")},
        N_("%(field)s phải giống một trong: %(others)s"),
    ),
    "number_fits_paper": CheckWords(
        N_("Số đúng dạng giấy tờ"), N_("Báo khi số không đúng dạng của loại giấy tờ đã chọn."),
        {"type": N_("Câu hỏi loại giấy tờ"), "number": N_("Câu hỏi số giấy tờ")},
        N_("số %(number)s phải đúng dạng của %(type)s"),
    ),
}  # fmt: skip
SEXES = {"1": N_("Nam"), "2": N_("Nữ")}


def say(check: Any, fields: Named) -> str:
    """One check as its rule uses it, with the labels of the questions."""
    kind = str(check.get("kind")) if isinstance(check, Mapping) else ""
    if kind not in CHECKS:
        return ""
    model = CHECKS[kind]
    facts = {
        name: _part(check.get(info.alias or name), name in model.takes, fields)
        for name, info in model.model_fields.items()
    }
    if "is_" in facts:  # either the one or the other
        fixed = SEXES.get(facts["is_"])
        facts |= {"sex": _(fixed) if fixed else facts["sex"], "is_": ""}
    return _(WORDS[kind].said) % {name: said or "…" for name, said in facts.items()}


def _part(value: Any, is_question: bool, fields: Named) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_part(one, is_question, fields) for one in value)
    if value is None:
        return ""
    return f"“{label_of(fields.get(str(value), {'key': value}))}”" if is_question else str(value)
