"""Every key of the queue in one table, as the help sheet tells it."""

from pages.parts.dossier.dossier_keys import Key
from services.workflow import N_

KEYS: dict[str, Key] = {
    "tabs": Key(N_("Mở tab thứ nhất đến thứ chín"), "Alt+1 … Alt+9"),
    "search": Key(N_("Gõ vào ô Tìm hồ sơ"), "Alt+T"),
    "first": Key(N_("Mở hồ sơ đầu danh sách"), "Alt+Enter"),
    "page_before": Key(N_("Trang trước"), "Alt+PageUp"),
    "page_after": Key(N_("Trang sau"), "Alt+PageDown"),
    "filters": Key(N_("Bộ lọc"), "Alt+L"),
    "all": Key(N_("Bỏ lọc"), "Alt+0"),
    "looks": Key(N_("Chế độ xem"), "Alt+V"),
    "keep_view": Key(N_("Lưu chế độ xem"), "Alt+B"),
    "keep_look": Key(N_("Lưu cột"), "Alt+K"),
    "warnings": Key(N_("Cảnh báo hạn mới"), "Alt+H"),
    "pick": Key(N_("Chọn nhiều"), "Alt+C"),
    "tick": Key(N_("Chọn hoặc bỏ chọn dòng đang đứng"), "Space"),
    "pick_page": Key(N_("Chọn cả trang"), "Alt+A"),
    "pick_all": Key(N_("Chọn tất cả hồ sơ tìm được"), "Alt+Shift+A"),
    "pick_none": Key(N_("Bỏ chọn"), "Alt+Shift+X"),
    "receive": Key(N_("Tiếp nhận các hồ sơ đã chọn"), "Alt+N"),
    "officer": Key(N_("Chọn cán bộ để giao"), "Alt+Y"),
    "assign": Key(N_("Giao việc các hồ sơ đã chọn"), "Alt+G"),
    "forward": Key(N_("Chuyển xử lý các hồ sơ đã chọn"), "Alt+U"),
    "label_choice": Key(N_("Chọn nhãn để gắn"), "Alt+E"),
    "label": Key(N_("Gắn nhãn các hồ sơ đã chọn"), "Alt+M"),
    "in": Key(N_("In giấy tiếp nhận"), "Alt+I"),
    "xuat": Key(N_("Xuất danh sách"), "Alt+O"),
    "go": Key(N_("Xác nhận"), "Ctrl+Enter"),
    "make_pdf": Key(N_("Tạo tệp PDF"), "Ctrl+Enter"),
    "take_pdf": Key(N_("Tải tệp PDF"), "Alt+D"),
    "take_xlsx": Key(N_("Tải Excel (XLSX)"), "Ctrl+Enter"),
    "take_csv": Key(N_("Tải CSV"), "Alt+D"),
    "leave": Key(N_("Hủy"), "Alt+X"),
    "help": Key(N_("Phím tắt"), "F1"),
}
"""By what they do; all but Space have a modifier. Space counts only on a tick that has the focus."""


def shortcut(name: str) -> str:
    """The key of this name, as st.button and aria-keyshortcuts take it."""
    return KEYS[name].shortcut
