"""The words of the officers' daily mail: a number a line, and where to open the queue."""

from typing import Any

from services.language import gettext as _
from services.notices.facts import given


def mail(facts: dict[str, Any]) -> list[str]:
    """The paragraphs: no code, no name, no procedure."""
    names = {
        "new": _("Mới đến, chờ tiếp nhận"),
        "due_today": _("Đến hạn trả hôm nay"),
        "overdue": _("Đã quá hạn"),
        "answers": _("Người dân vừa nộp bổ sung"),
        "approvals": _("Chờ lãnh đạo duyệt"),
    }
    items = [one for one in facts.get("items") or [] if isinstance(one, dict)]
    lines = [f"- {names.get(one.get('name', ''), one.get('name'))}: {one.get('reason')}" for one in items]
    return [
        _("Hồ sơ đang chờ ông/bà hôm nay:"),
        "\n".join(lines),
        given(_("Mở hàng đợi: %(url)s"), url=facts.get("track_url")),
        _("Tắt bản tin này ở mục Bảo mật tài khoản."),
    ]


def sms(_facts: dict[str, Any]) -> list[str]:
    """It goes by mail only."""
    return [_("Ban tin hang ngay da gui qua thu dien tu.")]
