"""Every key of the dossier page in one table; all have a modifier, for a barcode reader types bare ones."""

from dataclasses import dataclass

from services.desk.verdicts import VERDICTS
from services.workflow import ACTIONS, APPROVE_LABEL, N_, SEND_BACK_LABEL, UNDO_LABEL


@dataclass(frozen=True)
class Key:
    """What a key does, in Vietnamese, and which it is."""

    label: str
    shortcut: str


KEYS: dict[str, Key] = {
    "send": Key(N_("Xác nhận"), "Ctrl+Enter"),
    "leave": Key(N_("Hủy"), "Alt+X"),
    "approve": Key(APPROVE_LABEL, "Ctrl+Enter"),
    "send_back": Key(SEND_BACK_LABEL, "Alt+B"),
    "assign": Key(N_("Giao việc"), "Alt+N"),
    "send_draft": Key(N_("Gửi bản nháp cho người dân"), "Alt+P"),
    "undo": Key(UNDO_LABEL, "Alt+Z"),
    "before": Key(N_("Hồ sơ trước"), "Ctrl+Up"),
    "after": Key(N_("Hồ sơ sau"), "Ctrl+Down"),
    "paper_before": Key(N_("Giấy tờ trước"), "Alt+L"),
    "paper_after": Key(N_("Giấy tờ sau"), "Alt+K"),
    "all_papers": Key(N_("Tải tất cả giấy tờ"), "Alt+D"),
    "keep_note": Key(N_("Lưu ghi chú"), "Alt+J"),
    "queue": Key(N_("Về hàng đợi"), "Alt+H"),
    "turn_left": Key(N_("Xoay trang sang trái"), "Alt+Q"),
    "turn_right": Key(N_("Xoay trang sang phải"), "Alt+W"),
    "page_before": Key(N_("Lên một trang giấy tờ"), "Alt+PageUp"),
    "page_after": Key(N_("Xuống một trang giấy tờ"), "Alt+PageDown"),
    **{code: Key(label, f"Alt+{n}") for n, (code, label) in enumerate(VERDICTS.items(), 1)},
}
"""The page's own keys by name."""

SECTIONS: dict[str, Key] = {
    "du-lieu": Key(N_("Dữ liệu"), "Alt+6"),
    "dien-bien": Key(N_("Diễn biến"), "Alt+7"),
    "thu": Key(N_("Thư và phiếu"), "Alt+8"),
    "ghi-chu": Key(N_("Ghi chú"), "Alt+9"),
    "lien-quan": Key(N_("Liên quan"), "Alt+0"),
}
"""The sections beside the papers, by their codes in the address."""


def actions() -> dict[str, Key]:
    """The keys that open an action's form, by its name in the workflow table."""
    return {name: Key(one.label, one.shortcut) for name, one in ACTIONS.items() if one.shortcut}


def shortcut(name: str) -> str:
    """The key of this name, as st.button takes it."""
    return KEYS[name].shortcut
