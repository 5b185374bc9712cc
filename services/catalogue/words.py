"""What administrators do to the catalogue, by name, and why they are refused."""

from collections.abc import Callable, Mapping
from typing import Any

from services.errors import Problem
from services.language import _
from services.vietnamese import short_date
from services.workflow import N_

STATES = {
    "editing": N_("Đang soạn"),
    "review": N_("Chờ duyệt"),
    "approved": N_("Đã duyệt, chờ công bố"),
    "published": N_("Đã công bố"),
    "dropped": N_("Đã bỏ"),
}
"""The states of a draft of the catalogue."""

ACTIONS = {
    "catalogue_begun": N_("Tạo bản nháp thủ tục"),
    "catalogue_imported": N_("Nhập thủ tục từ tệp"),
    "catalogue_edited": N_("Sửa bản nháp thủ tục"),
    "catalogue_asked": N_("Gửi duyệt thủ tục"),
    "catalogue_approved": N_("Duyệt thủ tục"),
    "catalogue_sent_back": N_("Trả lại bản nháp thủ tục"),
    "catalogue_published": N_("Công bố phiên bản thủ tục"),
    "catalogue_dropped": N_("Bỏ bản nháp thủ tục"),
}
"""Every line of the office's log that tells of the catalogue."""


def guard(facts: Mapping[str, Any]) -> str | None:
    """Why a step of a draft is not possible, and what is; None for a guard of another room."""
    state = STATES.get(facts.get("state", ""), "")
    sentences: dict[str, Callable[[], str]] = {
        "draft_state": lambda: (
            _("Bản nháp này đang ở bước “%(state)s” nên không làm được việc đó.") % {"state": _(state)}
        ),
        "draft_faults": lambda: _("Bản nháp còn %(count)s chỗ sai. Hãy sửa hết trước.") % facts,
        "draft_unchanged": lambda: _("Bản nháp không khác phiên bản đang có. Không có gì để gửi duyệt."),
        "draft_own": lambda: _("Người đã sửa bản nháp không tự duyệt được. Hãy nhờ người quản trị khác."),
        "draft_outdated": lambda: _(
            "Thủ tục này đã có phiên bản mới hơn bản gốc của bản nháp. Hãy xuất bản nháp ra tệp, tạo bản "
            "nháp từ phiên bản mới nhất rồi sửa lại."
        ),
        "procedure_ended": lambda: _(
            "Thủ tục này không còn nhận hồ sơ qua mạng nên bản khai không gửi được nữa. Xin hỏi Bộ phận "
            "một cửa nơi giải quyết, hoặc chọn thủ tục khác."
        ),
    }
    said = sentences.get(facts["guard"])
    return said() if said else None


def problem(found: Problem) -> str | None:
    """What is wrong with what was given to a step of a draft; None for a problem of another room."""
    sentences: dict[str, Callable[[], str]] = {
        "publish_past": lambda: _("Ngày áp dụng phải từ hôm nay trở đi."),
        "publish_too_early": lambda: (
            _("Ngày áp dụng không được trước ngày của phiên bản mới nhất (%(day)s).")
            % {"day": short_date(found.facts["day"])}
        ),
        "publish_after_end": lambda: _("Ngày áp dụng sau ngày hết hiệu lực ghi trong bản nháp."),
        "note_needed": lambda: _("Hãy ghi lý do trả lại."),
        "draft_too_big": lambda: _("Bản nháp quá lớn. Hãy bớt nội dung."),
    }
    said = sentences.get(found.code)
    return said() if said else None
