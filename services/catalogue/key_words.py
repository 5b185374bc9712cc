"""The parts of a procedure by name, and a place inside one in words: labels where there are any, not keys."""

from collections.abc import Mapping
from typing import Any

from services.catalogue.conditions import Path
from services.language import pick

NAMES = {
    "code": ("Mã thủ tục", "Code"), "version": ("Phiên bản", "Version"), "key": ("Tên khóa", "Key"),
    "valid_from": ("Áp dụng từ ngày", "Valid from"), "valid_to": ("Áp dụng đến ngày", "Valid to"),
    "name": ("Tên", "Name"), "name_en": ("Tên tiếng Anh", "English name"),
    "short": ("Tên ngắn", "Short name"), "short_en": ("Tên ngắn tiếng Anh", "English short name"),
    "variants": ("Tên gọi khác", "Other names"), "field": ("Lĩnh vực", "Field of work"),
    "field_en": ("Lĩnh vực (tiếng Anh)", "Field of work (English)"),
    "field_code": ("Mã lĩnh vực", "Code of the field of work"), "tiers": ("Cấp giải quyết", "Tiers"),
    "offered_by": ("Cơ quan tiếp nhận", "Agencies that take it in"), "level": ("Mức độ", "Level"),
    "level_now": ("Mức độ hiện nay", "Level now"), "time": ("Thời hạn", "Time limit"),
    "rule": ("Cách tính", "Rule"), "working_days": ("Số ngày làm việc", "Working days"),
    "max_working_days": ("Số ngày nhiều nhất", "Most working days"), "note": ("Ghi chú", "Note"),
    "note_en": ("Ghi chú (tiếng Anh)", "Note (English)"), "fee": ("Phí, lệ phí", "Fee"),
    "copy_fee": ("Phí bản sao", "Fee of copies"), "postage": ("Cước bưu chính", "Postage"),
    "amount": ("Số tiền", "Amount"), "unit": ("Đơn vị tính", "Unit"),
    "unit_en": ("Đơn vị tính (tiếng Anh)", "Unit (English)"), "multiplier": ("Nhân với", "Multiplied by"),
    "set_by_province": ("Tỉnh quy định mức khác", "Set by the province"),
    "rates": ("Mức thu theo ngày", "Rates"),
    "exemptions": ("Miễn, giảm", "Exemptions"), "channels": ("Cách nộp", "Channels"),
    "results": ("Kết quả", "Results"), "papers": ("Giấy tờ", "Papers"), "kind": ("Loại", "Kind"),
    "required": ("Bắt buộc", "Required"), "required_if": ("Bắt buộc khi", "Required if"),
    "show_if": ("Chỉ hỏi khi", "Shown if"), "originals": ("Số bản chính", "Originals"),
    "copies": ("Số bản sao", "Copies"), "upload": ("Tải lên", "Upload"), "role": ("Vai trò", "Role"),
    "replaces": ("Thay cho giấy tờ", "Replaces"), "sensitive": ("Dữ liệu nhạy cảm", "Sensitive"),
    "mark": ("Mức chắc chắn", "How sure"), "marks": ("Mức chắc chắn", "How sure"),
    "legal_bases": ("Căn cứ pháp lý", "Legal bases"), "steps": ("Các bước", "Steps"),
    "sections": ("Biểu mẫu", "Form"), "title": ("Tiêu đề", "Title"),
    "title_en": ("Tiêu đề (tiếng Anh)", "Title (English)"), "why": ("Vì sao hỏi", "Why it is asked"),
    "why_en": ("Vì sao hỏi (tiếng Anh)", "Why it is asked (English)"), "fields": ("Câu hỏi", "Questions"),
    "type": ("Loại câu trả lời", "Type"), "label": ("Nhãn", "Label"),
    "label_en": ("Nhãn (tiếng Anh)", "Label (English)"), "options": ("Lựa chọn", "Options"),
    "catalogue": ("Danh sách dùng chung", "Shared list"), "suggestions": ("Gợi ý", "Suggestions"),
    "default": ("Giá trị có sẵn", "Default"), "prefill": ("Điền sẵn từ", "Prefilled from"),
    "words_of": ("Ngày viết bằng chữ của", "Date in words of"), "placeholder": ("Ví dụ trong ô", "Example"),
    "help": ("Hướng dẫn", "Hint"), "help_en": ("Hướng dẫn (tiếng Anh)", "Hint (English)"),
    "max_length": ("Dài nhất", "Longest"), "min": ("Nhỏ nhất", "Smallest"), "max": ("Lớn nhất", "Largest"),
    "not_future": ("Không sau hôm nay", "Not in the future"), "not_past": ("Không trước hôm nay", "Not past"),
    "needs_detail": ("Cần số nhà, thôn xóm", "Needs the house"), "repeat": ("Lặp lại", "Repeats"),
    "add": ("Chữ trên nút thêm", "Words of the button"),
    "form_number": ("Số mục trên mẫu", "Number on the form"),
    "add_en": ("Chữ trên nút thêm (tiếng Anh)", "Words of the button (English)"),
    "rules": ("Quy tắc", "Rules"), "severity": ("Khi sai thì", "When broken"), "at": ("Hiện ở", "Shown at"),
    "when": ("Khi", "When"), "unless": ("Trừ khi", "Unless"), "check": ("Phép kiểm tra", "Check"),
    "text": ("Nội dung", "Text"), "text_en": ("Nội dung (tiếng Anh)", "Text (English)"),
    "remarks": ("Lưu ý", "Remarks"), "audience": ("Dành cho", "For whom"), "sources": ("Nguồn", "Sources"),
    "value": ("Giá trị", "Value"), "number_format": ("Dạng số", "Shape of the number"),
    "op": ("So sánh", "Compared"),
    "min_level": ("Từ mức độ", "From the level on"), "other": ("Câu hỏi khác", "Another question"),
    "days": ("Số ngày", "Days"), "years": ("Số năm", "Years"), "months": ("Số tháng", "Months"),
}  # fmt: skip
"""A key of the file: its Vietnamese and its English name."""

_CALLED = ("label", "title", "name", "text", "key", "id", "value")


def name(key: str | int) -> str:
    """A key of the file in the reader's language; the key itself where it has no name."""
    return pick(*NAMES[key]) if key in NAMES else str(key)


def called(part: Any) -> str:
    """What an entry of a list is called: its label, title or name, or else its key."""
    if not isinstance(part, Mapping):
        return str(part)[:80] if isinstance(part, str | int) and part != "" else ""
    for key in _CALLED:
        words = pick(str(part.get(key) or ""), str(part.get(f"{key}_en") or ""))
        if words.strip():
            return f"“{words.strip()[:80]}”"
    return ""


def step_into(here: Any, step: str | int) -> tuple[Any, bool]:
    """One step of a path: what is there, and whether anything is."""
    if isinstance(here, Mapping) and step in here:
        return here[step], True
    if isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
        return here[step], True
    return None, False


def place(data: Any, at: Path) -> str:
    """Where that is: `Biểu mẫu › “Người yêu cầu” › “Email” › Nhãn`."""
    here, steps = data, []
    for step in at:
        inside, _there = step_into(here, step)
        if isinstance(step, int):
            steps.append(called(inside) or pick(f"mục {step + 1}", f"item {step + 1}"))
        elif step == "field" and here is not data:  # the question that a condition or a check looks at
            steps.append(pick("Câu hỏi", "Question"))
        elif step not in ("fields", "all", "any", "not"):
            steps.append(name(step))
        here = inside
    return " › ".join(steps)
