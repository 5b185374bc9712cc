"""What the queue's columns and codes are called, and what a cell says as plain text."""

from datetime import datetime

from pages.parts.words import _, moment, state_name
from services.desk.rows import QueueRow


def column_names() -> dict[str, str]:
    """Titles of the columns by code."""
    return {
        "nguoi-nop": _("Người nộp"),
        "thu-tuc": _("Thủ tục"),
        "vi-sao": _("Vì sao ở đây"),
        "trang-thai": _("Trạng thái"),
        "linh-vuc": _("Lĩnh vực"),
        "ngay-nop": _("Ngày nộp"),
        "ngay-nhan": _("Ngày tiếp nhận"),
        "han": _("Ngày hẹn trả"),
        "nguoi-giu": _("Người đang giữ"),
        "kenh": _("Kênh nộp"),
        "muc-do": _("Mức độ"),
        "phi": _("Phí, lệ phí"),
        "tra": _("Nhận kết quả"),
    }


def cell_text(row: QueueRow, column: str) -> str:
    """What a row says in this column, on the screen and in a file that is taken out."""
    match column:
        case "nguoi-nop":
            return row.applicant
        case "thu-tuc":
            return row.procedure
        case "vi-sao":
            return row.standing.sentence
        case "trang-thai":
            return state_name(row.state)
        case "linh-vuc":
            return row.field
        case "nguoi-giu":
            return row.holder
        case "kenh":
            return channels().get(str(row.channel), "")
        case "muc-do":
            return str(row.level)
        case "phi":
            sums = {"due": _("Chưa yêu cầu"), "asked": _("Còn phải nộp"), "paid": _("Đã nộp đủ")}
            return sums.get(row.money, "")
        case "tra":
            return ways().get(row.result_way, "")
    return _moment({"ngay-nop": row.submitted_at, "ngay-nhan": row.received_at, "han": row.due_at}[column])


def _moment(value: datetime | None) -> str:
    return moment(value) if value else ""


def channels() -> dict[str, str]:
    """Over which channel a dossier came (KENH_NOP), by code."""
    return {"1": _("Trực tiếp tại quầy"), "2": _("Trực tuyến"), "3": _("Qua bưu chính công ích")}


def ways() -> dict[str, str]:
    """In which way the result goes to the citizen, by code."""
    return {
        "TRUC_TIEP": _("Trực tiếp tại quầy"),
        "BUU_CHINH": _("Qua bưu chính công ích"),
        "DIEN_TU": _("Bản điện tử"),
    }


def dates() -> dict[str, str]:
    """Which date is meant, by code."""
    return {"nop": _("Ngày nộp"), "nhan": _("Ngày tiếp nhận"), "han": _("Ngày hẹn trả")}


def orders() -> dict[str, str]:
    """How a list can be sorted, by code."""
    return {
        "han": _("Hạn gần trước"),
        "cu-truoc": _("Nộp trước xếp trước"),
        "moi-truoc": _("Nộp sau xếp trước"),
        "ho-ten": _("Theo họ tên"),
    }


def key_names() -> list[tuple[str, str]]:
    """The keys of the queue, each with what it does."""
    return [
        ("Alt+1 … Alt+9", _("Mở tab thứ nhất đến thứ chín")),
        ("Alt+T", _("Gõ vào ô Tìm hồ sơ")),
        ("Alt+Enter", _("Mở hồ sơ đầu danh sách")),
        ("Alt+PageUp, Alt+PageDown", _("Trang trước, trang sau")),
        ("Alt+L", _("Bộ lọc")),
        ("Alt+0", _("Bỏ lọc")),
        ("Alt+V", _("Chế độ xem")),
        ("Alt+B", _("Lưu chế độ xem")),
        ("Alt+K", _("Lưu cột")),
        ("Alt+H", _("Cảnh báo hạn mới")),
        ("Alt+C", _("Chọn nhiều")),
        ("Alt+A", _("Chọn cả trang")),
        ("Alt+Shift+A", _("Chọn tất cả hồ sơ tìm được")),
        ("Alt+Shift+X", _("Bỏ chọn")),
        ("Alt+N", _("Tiếp nhận các hồ sơ đã chọn")),
        ("Alt+G", _("Giao việc các hồ sơ đã chọn")),
        ("Alt+U", _("Chuyển xử lý các hồ sơ đã chọn")),
        ("Alt+M", _("Gắn nhãn các hồ sơ đã chọn")),
        ("Alt+I", _("In giấy tiếp nhận")),
        ("Alt+O", _("Xuất danh sách")),
        ("Ctrl+Enter", _("Xác nhận")),
        ("Alt+X", _("Hủy")),
        ("F1", _("Phím tắt")),
    ]
