"""The sentences for what was found in a paper: what is wrong, and what the sender does next."""

from collections.abc import Callable, Sequence

from services.language import _, current
from services.papers import Finding

_LISTED = 10
"""Page numbers told by name; a sentence with two hundred numbers is not read."""

_SENTENCES: dict[str, Callable[[], str]] = {
    "empty_file": lambda: _("Tệp này trống, không có nội dung. Hãy quét hoặc lưu lại rồi đính kèm tệp mới."),
    "too_large": lambda: _(
        "Tệp nặng %(size)s MB, vượt mức %(limit)s MB. "
        "Hãy quét lại ở độ phân giải thấp hơn (200–300 dpi) hoặc tách thành nhiều tệp."
    ),
    "encrypted": lambda: _(
        "Tệp có mật khẩu nên cán bộ không mở được. Hãy bỏ mật khẩu, hoặc in ra tệp PDF mới, rồi đính kèm lại."
    ),
    "damaged": lambda: _(
        "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. "
        "Hãy thử mở tệp trên máy của mình, quét hoặc lưu lại rồi đính kèm tệp mới."
    ),
    "no_pages": lambda: _("Tệp PDF không có trang nào. Hãy quét hoặc lưu lại rồi đính kèm tệp mới."),
    "too_many_pages": lambda: _(
        "Tệp có %(pages)s trang, vượt mức %(limit)s trang. "
        "Hãy tách thành nhiều tệp, hoặc chỉ gửi những trang cần cho thủ tục."
    ),
    "scripts": lambda: _(
        "Tệp chứa mã lệnh tự chạy nên không được nhận. "
        "Hãy in tệp ra giấy rồi quét lại, hoặc chọn “In ra tệp PDF”, rồi đính kèm tệp mới."
    ),
    "dynamic_form": lambda: _(
        "Tệp là biểu mẫu điện tử kiểu động (XFA), nhiều máy không mở được. "
        "Hãy chọn “In ra tệp PDF” rồi đính kèm tệp mới."
    ),
    "outside_actions": lambda: _(
        "Tệp có lệnh mở chương trình hoặc gửi dữ liệu ra ngoài nên không được nhận. "
        "Hãy chọn “In ra tệp PDF” rồi đính kèm tệp mới."
    ),
    "embedded_files": lambda: _(
        "Tệp có đính kèm tệp khác hoặc phim, âm thanh bên trong nên không được nhận. "
        "Hãy lấy các tệp đó ra, gửi từng tệp PDF riêng, hoặc chọn “In ra tệp PDF” rồi đính kèm tệp mới."
    ),
    "photo_too_large": lambda: _(
        "Ảnh quá lớn (%(width)s × %(height)s điểm ảnh). "
        "Hãy chụp lại ở cỡ ảnh thường của máy rồi đính kèm lại."
    ),
    "too_heavy": lambda: _(
        "Tệp quá phức tạp, hệ thống không kiểm tra được. "
        "Hãy in tệp ra giấy rồi quét lại, hoặc chọn “In ra tệp PDF”, rồi đính kèm tệp mới."
    ),
    "slot_full": lambda: _(
        "Mỗi mục giấy tờ nhận nhiều nhất %(limit)s tệp. "
        "Hãy bỏ bớt một tệp, hoặc gộp nhiều trang vào một tệp PDF."
    ),
    "blank_page": lambda: _("Trang %(pages)s để trắng. Hãy xem lại có quét nhầm mặt giấy hay không."),
    "small_page": lambda: _("Trang %(pages)s rất nhỏ, có thể không đọc được. Hãy quét cả tờ giấy."),
    "rotated_page": lambda: _("Trang %(pages)s bị xoay ngang hoặc ngược. Hãy xoay lại cho dễ đọc."),
    "dark_page": lambda: _("Trang %(pages)s quá tối. Hãy chụp hoặc quét lại ở chỗ đủ sáng."),
    "blurred_page": lambda: _(
        "Trang %(pages)s bị mờ, có thể không đọc được. Hãy giữ chắc máy và chụp hoặc quét lại cho rõ nét."
    ),
    "coarse_page": lambda: _(
        "Ảnh của trang %(pages)s quá nhỏ, chữ có thể không đọc được. "
        "Hãy chụp gần hơn, hoặc quét từ 200 dpi trở lên."
    ),
    "same_file": lambda: _("Tệp này đã có ở mục “%(papers)s”. Hãy xem lại có chọn nhầm tệp hay không."),
    "same_page": lambda: _("Các trang %(pages)s giống hệt nhau. Hãy xem lại có thiếu trang nào hay không."),
}

_NOT_PDF: dict[str, Callable[[], str]] = {
    "photo": lambda: _(
        "Hệ thống không nhận loại ảnh này, chỉ nhận ảnh JPEG, PNG, HEIC và tệp PDF. "
        "Hãy lưu ảnh thành JPEG, hoặc chọn “In ra tệp PDF”, rồi đính kèm lại."
    ),
    "office": lambda: _(
        "Đây là tệp văn bản hoặc bảng tính, hệ thống chỉ nhận tệp PDF và ảnh. "
        "Hãy mở tệp, chọn “Lưu thành PDF” rồi đính kèm lại."
    ),
    "other": lambda: _(
        "Đây không phải tệp PDF hay ảnh. Hãy chụp, quét hoặc lưu giấy tờ thành PDF rồi đính kèm lại."
    ),
}

CODES = frozenset(_SENTENCES) | {"not_pdf"}


def say(finding: Finding) -> str:
    """The sentence of a finding in the reader's language, without a name of the file."""
    if finding.code == "not_pdf":
        return _NOT_PDF[finding.facts["kind"]]()
    return _SENTENCES[finding.code]() % {key: _told(key, value) for key, value in finding.facts.items()}


def _told(key: str, value: object) -> str:
    """A fact as it is read: page numbers in a row, bytes as megabytes with the language's decimal sign."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value[:_LISTED])) + (", …" if len(value) > _LISTED else "")
    if key in {"size", "limit"} and isinstance(value, int) and value >= 2**20:
        megabytes = value / 2**20
        shown = f"{megabytes:.0f}" if megabytes.is_integer() else f"{megabytes:.1f}"
        return shown.replace(".", ",") if current() == "vi" else shown
    return str(value)
