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
