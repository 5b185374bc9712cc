"""What is wrong in the administrator's forms of messages and letter heads, as one sentence."""

from collections.abc import Callable

from services.errors import Problem
from services.language import _


def say(problem: Problem) -> str:
    """The sentence that stands beside the place of the problem."""
    sentences: dict[str, Callable[[], str]] = {
        "placeholder_unknown": lambda: _(
            "Không có chỗ điền {%(name)s} cho kênh này. Hãy chọn trong danh sách chỗ điền bên dưới."
        ),
        "placeholder_needed": lambda: _("Câu chữ phải có {%(name)s}."),
        "text_empty": lambda: _("Chỗ này không được để trống."),
        "subject_length": lambda: _("Tiêu đề là một dòng, từ 1 đến %(most)s ký tự."),
        "too_long": lambda: _("Dài quá %(limit)s ký tự. Hãy viết ngắn lại."),
        "sms_too_long": lambda: _("Tin dài %(n)s ký tự, nhiều nhất %(most)s. Hãy viết ngắn lại."),
        "quiet_hours": lambda: _("Hãy chọn cả giờ bắt đầu và giờ kết thúc, khác nhau; hoặc bỏ trống cả hai."),
        "per_hour": lambda: _("Mức gửi từ 0 (không giới hạn) đến %(most)s tin mỗi giờ."),
    }
    return sentences[problem.code]() % problem.facts
