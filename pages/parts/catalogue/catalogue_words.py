"""How the parts and the choices of a procedure are called: plain words for what the data says in short."""

from pages.parts.words import _
from services.catalogue.plain_data import Path
from services.catalogue.words import STATES

FACTS, TIME, FEE, PAPERS, RESULTS, LAW, STEPS = (
    "chung", "thoi-han", "phi", "giay-to", "ket-qua", "can-cu", "cac-buoc",
)  # fmt: skip
FORM, REMARKS, PREVIEW, DIFFERENCES, TRIAL, PUBLISH = (
    "bieu-mau", "loi-nhac", "xem-truoc", "so-sanh", "thu", "cong-bo",
)  # fmt: skip

_TAB_OF = {
    "time": TIME, "fee": FEE, "copy_fee": FEE, "postage": FEE, "papers": PAPERS, "results": RESULTS,
    "legal_bases": LAW, "sources": LAW, "steps": STEPS, "sections": FORM, "rules": FORM, "remarks": REMARKS,
}  # fmt: skip


def tabs() -> dict[str, str]:
    """The parts of a procedure in the order in which they are worked on."""
    return {
        FACTS: _("Thông tin chung"), TIME: _("Thời hạn"), FEE: _("Phí"), PAPERS: _("Giấy tờ"),
        RESULTS: _("Kết quả"), LAW: _("Căn cứ pháp lý"), STEPS: _("Các bước"), FORM: _("Biểu mẫu"),
        REMARKS: _("Lời nhắc"), PREVIEW: _("Xem trước"), DIFFERENCES: _("So sánh"),
        TRIAL: _("Thử trên hồ sơ cũ"), PUBLISH: _("Duyệt và công bố"),
    }  # fmt: skip


def tab_of(path: Path) -> str:
    """The tab on which this place of the data is worked on."""
    return _TAB_OF.get(str(path[0]), FACTS) if path else FACTS


def tiers() -> dict[str, str]:
    """Where a procedure is decided."""
    return {"tinh": _("Cấp tỉnh"), "huyen": _("Cấp huyện"), "xa": _("Cấp xã")}


def levels() -> dict[int, str]:
    """How far it goes over the net."""
    return {
        1: _("Mức 1: chỉ có thông tin"), 2: _("Mức 2: tải được biểu mẫu"),
        3: _("Mức 3: nộp qua mạng, trả phí và nhận kết quả tại nơi tiếp nhận"),
        4: _("Mức 4: nộp, trả phí và nhận kết quả qua mạng"),
    }  # fmt: skip


def levels_now() -> dict[str, str]:
    """How far it goes, as it is called today."""
    return {"toan_trinh": _("Toàn trình"), "mot_phan": _("Một phần")}


def channels() -> dict[str, str]:
    """Ways of handing in."""
    return {"TRUC_TIEP": _("Trực tiếp"), "TRUC_TUYEN": _("Trực tuyến"), "BUU_CHINH": _("Bưu chính")}


def time_rules() -> dict[str, str]:
    """How the return date is counted."""
    return {
        "SAME_DAY_CUTOFF_15H": _("Trả trong ngày; nhận sau 15 giờ thì trả ngày làm việc tiếp theo"),
        "WORKING_DAYS": _("Đếm ngày làm việc từ ngày sau ngày nhận"),
        "WORKING_DAYS_CUTOFF_15H": _("Đếm ngày làm việc; nhận sau 15 giờ tính từ ngày làm việc tiếp theo"),
        "SAME_DAY_OR_VERIFY": _("Trả trong ngày; phải xác minh thì lâu hơn"),
    }


def paper_kinds() -> dict[str, str]:
    """What happens to a paper."""
    return {"nop": _("Nộp"), "xuat_trinh": _("Xuất trình"), "tra_cuu": _("Cơ quan tự tra cứu")}


def uploads() -> dict[str, str]:
    """What happens to it over the net."""
    return {
        "required": _("Bắt buộc có bản quét"), "optional": _("Quét nếu có"),
        "none": _("Không tải lên (điền trên trang, hoặc cơ quan tra cứu)"),
    }  # fmt: skip


def paper_roles() -> dict[str, str]:
    """The two papers that every procedure has."""
    return {"": _("Giấy tờ khác"), "declaration": _("Tờ khai"), "identity": _("Giấy tờ tùy thân")}


def audiences() -> dict[str, str]:
    """Whom a remark is for."""
    return {
        "citizen": _("Người dân đọc trên trang thủ tục"), "officer": _("Cán bộ đọc khi xử lý"),
        "declared": _("Người nộp cam đoan khi ký"),
    }  # fmt: skip


def marks() -> dict[str, str]:
    """How sure a fact is."""
    return {
        "": _("Không ghi"), "found": _("Có trong văn bản"), "derived": _("Suy ra từ văn bản"),
        "verify": _("Đang xác minh"),
    }  # fmt: skip


def marked() -> dict[str, str]:
    """The facts of which it is said how sure they are."""
    return {
        "code": _("Mã thủ tục"), "time": _("Thời hạn"), "max_time": _("Thời hạn dài nhất"), "fee": _("Phí"),
        "papers": _("Giấy tờ"), "legal_bases": _("Căn cứ pháp lý"), "form": _("Biểu mẫu"),
        "level": _("Mức độ"),
    }  # fmt: skip


def state(code: str) -> tuple[str, str, str]:
    """State of a draft: word, icon, colour."""
    icon, tone = _LOOKS[code]
    return _(STATES[code]), icon, tone


_LOOKS = {
    "editing": ("edit", "blue"), "review": ("approval", "orange"), "approved": ("verified", "green"),
    "published": ("public", "gray"), "dropped": ("delete", "gray"),
}  # fmt: skip
