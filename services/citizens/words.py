"""What is wrong in a form of the citizen's account, as one sentence."""

from collections.abc import Callable

from services.errors import Problem
from services.language import _


def say(problem: Problem) -> str:
    """The sentence that stands beside the place of the problem."""
    sentences: dict[str, Callable[[], str]] = {
        "not_reachable": lambda: _("Không gửi được mã đến địa chỉ hoặc số này. Xin xem lại."),
        "address_too_long": lambda: _("Địa chỉ dài quá %(most)s ký tự. Xin dùng địa chỉ khác."),
        "address_taken": lambda: _("Địa chỉ này đã là tên đăng nhập của một tài khoản khác."),
        "code_wrong": lambda: _("Mã xác nhận không đúng hoặc đã hết hạn. Xin nhập lại hoặc lấy mã mới."),
        "name_length": lambda: _("Xin ghi họ, chữ đệm và tên (nhiều nhất %(most)s ký tự)."),
        "name_same": lambda: _("Đây đang là tên của tài khoản. Xin ghi tên mới."),
        "reason_length": lambda: _("Xin ghi lý do đổi tên (từ %(least)s đến %(most)s ký tự)."),
        "password_wrong": lambda: _("Mật khẩu không đúng."),
        "weak_password": lambda: _("Mật khẩu cần ít nhất %(least)s ký tự, không lặp mãi một vài ký tự."),
        "leaked_password": lambda: _("Mật khẩu này đã bị lộ trên mạng, ai cũng thử được. Xin chọn câu khác."),
        "guessable_password": lambda: _("Mật khẩu dễ đoán. Một câu vài từ không liên quan là tốt nhất."),
        "long_password": lambda: _("Mật khẩu dài quá %(most)s byte. Xin rút ngắn."),
    }
    return sentences[problem.code]() % problem.facts
