"""The names of roles and of what is done to an account, and why an administrator is refused."""

from collections.abc import Callable

from services.errors import Problem
from services.language import _
from services.workflow import N_

ROLES = {
    "receiver": N_("Cán bộ tiếp nhận"),
    "specialist": N_("Công chức chuyên môn"),
    "leader": N_("Lãnh đạo"),
    "supervisor": N_("Giám sát"),
    "administrator": N_("Quản trị"),
}

ACTIONS = {
    "invited": N_("Mời người dùng"),
    "password_link": N_("Cấp đường dẫn đặt mật khẩu"),
    "password_set": N_("Đặt mật khẩu"),
    "role_given": N_("Giao vai trò"),
    "role_ended": N_("Kết thúc vai trò"),
    "stand_in": N_("Cử người làm thay"),
    "locked": N_("Khóa tài khoản"),
    "unlocked": N_("Mở khóa tài khoản"),
    "sessions_ended": N_("Đăng xuất mọi nơi"),
    "work_handed_over": N_("Bàn giao hồ sơ đang giữ"),
    "factor_set": N_("Bật xác thực hai lớp"),
    "factor_ended": N_("Tắt xác thực hai lớp"),
    "factor_forgotten": N_("Bỏ xác thực hai lớp của người dùng"),
    "recovery_used": N_("Đăng nhập bằng mã dự phòng"),
    "recovery_renewed": N_("Lấy mã dự phòng mới"),
}
"""Every line of the office's log that tells of an account."""


def guard(name: str) -> str:
    """Why it is not possible, and what is."""
    return {
        "own_rights": _("Không ai tự đổi quyền hoặc tài khoản của mình ở đây. Hãy nhờ người quản trị khác."),
        "works_elsewhere": _("Người này còn vai trò ở cơ quan ngoài phạm vi của ông/bà. Hãy nhờ quản trị cấp "
                             "trên."),
        "last_administrator": _("Đây là người quản trị cuối cùng của cơ quan. Hãy giao vai trò quản trị cho "
                                "người khác trước."),
        "held_already": _("Người này đã có vai trò đó trong thời gian này."),
        "nothing_to_lend": _("Không có vai trò nào để làm thay trong thời gian này: vai trò quản trị không "
                             "cho làm thay, vai trò đã có thì không cần."),
        "nothing_held": _("Người này không giữ hồ sơ nào đang mở ở cơ quan này."),
        "factor_is_set": _("Xác thực hai lớp đang bật. Muốn đổi điện thoại, hãy tắt rồi bật lại."),
        "factor_not_set": _("Xác thực hai lớp chưa bật."),
        "factor_required": _("Vai trò của ông/bà bắt buộc xác thực hai lớp nên không tắt được."),
    }[name]  # fmt: skip


def problem(found: Problem) -> str:
    """What is wrong in a form about a person, as one sentence."""
    sentences: dict[str, Callable[[], str]] = {
        "username_taken": lambda: _("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."),
        "username_form": lambda: _("Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, chữ số, dấu . _ -, bắt "
                                   "đầu bằng chữ."),
        "person_name": lambda: _("Hãy ghi họ, chữ đệm và tên."),
        "email_form": lambda: _("Địa chỉ thư điện tử không đúng."),
        "role_missing": lambda: _("Hãy chọn ít nhất một vai trò."),
        "last_before_first": lambda: _("Ngày cuối phải từ hôm nay trở đi và không trước ngày đầu."),
        "stand_in_days": lambda: _("Thời gian làm thay phải có ngày cuối sau ngày đầu, nhiều nhất một năm."),
        "factor_wrong": lambda: _("Mã không đúng, hoặc đã dùng rồi. Hãy đợi ứng dụng hiện mã mới."),
    }  # fmt: skip
    return sentences[found.code]()
