"""The words around a one-time code; its digits are made here, when the message is sent."""

from typing import Any

from services.accounts import links, one_time
from services.language import gettext as _


def mail(facts: dict[str, Any]) -> list[str]:
    """The paragraphs of the mail."""
    return [
        _("Mã xác nhận của ông/bà: %(digits)s") % {"digits": _digits(facts)},
        _("Mã có hiệu lực trong 10 phút. Xin không đưa mã này cho ai."),
        _("Nếu ông/bà không yêu cầu mã này, xin bỏ qua thư."),
    ]


def invitation(facts: dict[str, Any]) -> list[str]:
    """The paragraphs of the mail by which an officer sets the own password."""
    url = links.invitation(str(facts.get("code_seed")))
    return [
        _("Ông/bà được mời làm việc trên hệ thống một cửa, hoặc xin đặt lại mật khẩu."),
        _("Mở đường dẫn này để tự đặt mật khẩu: %(url)s") % {"url": url},
        _("Đường dẫn dùng một lần, trong 3 ngày. Xin không đưa cho ai, kể cả người quản trị."),
    ]


def invitation_sms(_facts: dict[str, Any]) -> list[str]:
    """Links do not go by text message."""
    return [_("Duong dan dat mat khau da duoc gui qua thu dien tu.")]


def sms(facts: dict[str, Any]) -> list[str]:
    """The sentences of the text message."""
    said = _("Ma xac nhan: %(digits)s. Hieu luc 10 phut. Khong dua ma cho ai.")
    return [said % {"digits": _digits(facts)}]


def _digits(facts: dict[str, Any]) -> str:
    return one_time.digits(str(facts.get("code_seed")))
