"""Words for agencies: kinds, lines of the office's log, and why something about them is not possible."""

from collections.abc import Callable

from services.errors import Problem
from services.language import _
from services.workflow import N_

KINDS = {
    "province": N_("Cấp tỉnh"), "district": N_("Cấp huyện"), "commune": N_("Cấp xã"),
    "centre": N_("Trung tâm"), "sector": N_("Sở, ngành"),
}  # fmt: skip

ACTIONS = {
    "agency_added": N_("Thêm cơ quan"),
    "agency_changed": N_("Sửa thông tin cơ quan"),
    "merger_planned": N_("Ghi việc sáp nhập, kết thúc cơ quan"),
    "merger_dropped": N_("Bỏ việc sáp nhập chưa đến ngày"),
    "merger_done": N_("Bàn giao xong việc của cơ quan kết thúc"),
}
"""Every line of the office's log that tells of an agency."""


def guard(name: str) -> str | None:
    """Why it is not possible, and what is."""
    sentences: dict[str, Callable[[], str]] = {
        "agency_changed_meanwhile": lambda: _("Có người vừa sửa cơ quan này. Hãy tải lại trang."),
        "merger_has_begun": lambda: _("Việc sáp nhập này đã bắt đầu hoặc đã bỏ, không bỏ được nữa."),
    }
    return sentences[name]() if name in sentences else None


def problem(found: Problem) -> str | None:
    """What is wrong in a form about an agency, as one sentence."""
    facts = found.facts
    sentences: dict[str, Callable[[], str]] = {
        "agency_name": lambda: _("Hãy ghi tên cơ quan, từ 3 đến 200 ký tự."),
        "agency_code": lambda: _("Mã cơ quan gồm 2 đến 30 chữ in hoa, chữ số và dấu chấm, như H31.124."),
        "agency_code_taken": lambda: _("Mã này %(name)s đang dùng. Hãy chọn mã khác.") % facts,
        "agency_kind": lambda: _("Cấp này không đứng dưới cơ quan đã chọn."),
        "agency_place": lambda: _("Mã địa danh gồm 2 đến 10 chữ số."),
        "agency_place_taken": lambda: _("Trong thời gian đó mã địa danh này chỉ %(name)s.") % facts,
        "agency_pattern": lambda: _(
            "Mẫu mã hồ sơ phải có {agency}, {day} và {number}, như {agency}-{day:%Y%m%d}-{number:07d}."
        ),
        "agency_first_day": lambda: _("Ngày bắt đầu phải nằm trong thời gian cơ quan trên tồn tại."),
        "merger_day": lambda: _("Ngày sáp nhập phải từ hôm nay trở đi."),
        "merger_nobody": lambda: _("Hãy chọn ít nhất một cơ quan kết thúc."),
        "merger_ending": lambda: _("%(name)s đã có ngày kết thúc hoặc chưa bắt đầu vào ngày đó.") % facts,
        "merger_successor": lambda: _(
            "Cơ quan tiếp nhận phải tồn tại vào ngày đó và không nằm trong các cơ quan kết thúc."
        ),
        "merger_kind": lambda: _("%(name)s không cùng cấp với cơ quan tiếp nhận.") % facts,
        "merger_below": lambda: _("Bên dưới %(name)s còn cơ quan chưa có ngày kết thúc.") % facts,
        "merger_left": lambda: _(
            "%(name)s còn hồ sơ hoặc bản khai đang mở nên phải có cơ quan tiếp nhận."
        ) % facts,
    }  # fmt: skip
    return sentences[found.code]() if found.code in sentences else None
