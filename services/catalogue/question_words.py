"""How types of questions, their roles and the shared lists are called, for whoever writes a form."""

from collections.abc import Mapping
from typing import Any

from services.catalogue.reading import shipped_catalogues
from services.language import _, pick
from services.workflow import N_

TYPES = {
    "text": N_("Chữ ngắn (một dòng)"),
    "textarea": N_("Chữ dài (nhiều dòng)"),
    "person_name": N_("Họ tên người"),
    "id12": N_("Số định danh cá nhân (12 số)"),
    "date": N_("Ngày, tháng, năm"),
    "date_partial": N_("Ngày có thể chỉ biết năm"),
    "time": N_("Giờ"),
    "phone_vn": N_("Số điện thoại"),
    "email": N_("Thư điện tử"),
    "address": N_("Địa chỉ (tỉnh, xã, số nhà)"),
    "area": N_("Địa bàn (tỉnh, xã)"),
    "select": N_("Chọn một, danh sách thả xuống"),
    "radio": N_("Chọn một, hiện tất cả"),
    "multi": N_("Chọn nhiều"),
    "group": N_("Nhóm câu hỏi"),
    "checkbox": N_("Ô đánh dấu"),
    "integer": N_("Số nguyên"),
    "agency": N_("Cơ quan giải quyết (tự điền)"),
    "agency_or_text": N_("Cơ quan, hoặc gõ tên"),
    "signature": N_("Chữ ký (chỉ trên giấy)"),
}

ROLES = {
    "applicant_name": N_("Họ tên người yêu cầu"),
    "applicant_phone": N_("Điện thoại người yêu cầu"),
    "applicant_email": N_("Thư điện tử người yêu cầu"),
    "applicant_id": N_("Số định danh người yêu cầu"),
    "applicant_address": N_("Địa chỉ người yêu cầu"),
    "submitter_name": N_("Họ tên người nộp thay"),
    "subject_name": N_("Họ tên người được giải quyết"),
    "subject_birth": N_("Ngày sinh người được giải quyết"),
    "subject_sex": N_("Giới tính người được giải quyết"),
    "subject_id": N_("Số định danh người được giải quyết"),
    "subject_mother": N_("Họ tên mẹ người được giải quyết"),
    "result_way": N_("Cách nhận kết quả"),
    "postal_address": N_("Địa chỉ nhận qua bưu chính"),
    "receiver_name": N_("Họ tên người nhận qua bưu chính"),
    "receiver_phone": N_("Điện thoại người nhận qua bưu chính"),
    "oath": N_("Lời cam đoan (hỏi sau cùng)"),
}

_LISTS = {
    "GIOI_TINH": N_("Giới tính"), "LOAI_GIAY_TO": N_("Loại giấy tờ tùy thân"),
    "LOAI_CU_TRU": N_("Loại cư trú"), "DAN_TOC": N_("Dân tộc"), "QUOC_TICH": N_("Quốc tịch"),
    "TINH_TRANG_HON_NHAN": N_("Tình trạng hôn nhân"), "NHAN_KET_QUA": N_("Cách nhận kết quả"),
    "CO_SO_KCB": N_("Nơi sinh, nơi chết: loại cơ sở"), "CO_KHONG": N_("Có, không"),
}  # fmt: skip


def type_name(kind: Any) -> str:
    """The type in words."""
    return _(TYPES[kind]) if isinstance(kind, str) and kind in TYPES else _("(chưa chọn loại)")


def lists() -> dict[str, str]:
    """The shared lists by name, each called by its name or by its first choices."""
    return {name: list_name(name) for name in shipped_catalogues()}


def list_name(name: str) -> str:
    """A shared list in words."""
    options = shipped_catalogues().get(name, ())
    if name in _LISTS:
        return _("%(list)s (%(n)s lựa chọn)") % {"list": _(_LISTS[name]), "n": len(options)}
    first = ", ".join(pick(one.label, one.label_en or one.label) for one in options[:3])
    return f"{first}…" if len(options) > 3 else first or name


def label_of(field: Mapping[str, Any]) -> str:
    """What a question is called; its key where it has no words yet."""
    words = pick(str(field.get("label") or ""), str(field.get("label_en") or field.get("label") or ""))
    return words.strip() or str(field.get("key") or "") or _("(câu hỏi chưa có nhãn)")
