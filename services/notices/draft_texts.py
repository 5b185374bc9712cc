"""The words about drafts: of a form that was not sent, and of a result that its citizen reads first."""

from typing import Any

from services.language import gettext as _
from services.notices import sms_parts
from services.notices.facts import day, given


def link(facts: dict[str, Any]) -> list[str]:
    """The private link of a form that was not sent yet."""
    url = facts.get("draft_url") or facts.get("track_url")
    return [
        _("Bản nháp hồ sơ của ông/bà đã được lưu."),
        given(_("Mở đường dẫn này để điền tiếp: %(url)s"), url=url),
        _("Đường dẫn này là riêng của ông/bà: ai có nó đều xem được bản nháp, xin đừng gửi cho người khác."),
        given(_("Bản nháp được giữ đến hết ngày %(day)s."), day=day(facts.get("keep_until"))),
    ]


def reminder(facts: dict[str, Any]) -> list[str]:
    """The same, some time later."""
    told = _("Ông/bà đã khai một phần hồ sơ nhưng chưa nộp. Nếu không còn nhu cầu, xin bỏ qua thư này.")
    return [told, *link(facts)[1:]]


def mail(facts: dict[str, Any]) -> list[str]:
    """The mail about the draft of a result."""
    return [
        _("Cơ quan đã soạn xong bản nháp kết quả của ông/bà và mời ông/bà xem trước khi ký."),
        _("Nếu đúng, xin bấm “Đúng”. Nếu có chỗ sai, xin ghi chỗ sai để cơ quan sửa."),
        given(_("Hạn trả lời: hết ngày %(day)s. Quá hạn mà không trả lời thì coi như đồng ý."),
              day=day(facts.get("answer_by"))),
    ]  # fmt: skip


def sms(f: dict[str, Any]) -> list[str]:
    """The text message about the draft of a result."""
    until = sms_parts.day(f.get("answer_by"))
    return [
        _("Moi xem ban nhap ket qua ho so %(code)s tai muc Tra cuu ho so.") % sms_parts.code(f),
        until and _("Qua ngay %(day)s coi nhu dong y.") % {"day": until},
    ]
