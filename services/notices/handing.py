"""How the result reaches its citizen, in the words of mails and text messages: by the way that was chosen."""

from collections.abc import Mapping
from typing import Any

from services.language import gettext as _
from services.notices import sms_parts

BY_POST, ONLINE = "BUU_CHINH", "DIEN_TU"


def mail(facts: Mapping[str, Any]) -> str:
    """What the citizen does, or need not do."""
    way, place = facts.get("result_way"), facts.get("pickup")
    if way == BY_POST:
        return _("Kết quả sẽ được giao cho bưu điện gửi tới địa chỉ đã đăng ký; ông/bà chưa phải làm gì.")
    if way == ONLINE:
        return _("Bản điện tử tải được tại mục Tra cứu hồ sơ khi đã nộp đủ phí; ông/bà không phải đến.")
    come = _("Mời ông/bà đến nhận tại %(place)s, trong giờ làm việc.") % {"place": place} if place else _(
        "Mời ông/bà đến nhận trong giờ làm việc."
    )  # fmt: skip
    return f"{come} {_('Khi đến, xin mang theo giấy tờ tùy thân và giấy tiếp nhận hồ sơ.')}"


def sms(facts: Mapping[str, Any]) -> str:
    """The same in plain letters."""
    way = facts.get("result_way")
    if way == BY_POST:
        return _("Ket qua se duoc giao cho buu dien, ong/ba chua phai lam gi.")
    if way == ONLINE:
        return _("Tai ban dien tu tai muc Tra cuu ho so.")
    return _("Moi ong/ba den nhan trong gio hanh chinh, mang CCCD va giay hen.")


def changed_mail(facts: dict[str, Any]) -> list[str]:
    """The paragraphs about another way or another receiver."""
    new = {
        BY_POST: _("Cách nhận kết quả từ nay: qua bưu chính, tới người nhận và địa chỉ đã ghi trong hồ sơ."),
        ONLINE: _("Cách nhận kết quả từ nay: bản điện tử, tải tại mục Tra cứu hồ sơ."),
    }
    counter = _("Cách nhận kết quả từ nay: đến nhận tại cơ quan.")
    return [
        _("Cơ quan đã đổi cách nhận kết quả hoặc người nhận của hồ sơ theo yêu cầu."),
        new.get(facts.get("result_way", ""), counter),
        _("Nếu ông/bà không yêu cầu việc này, xin báo ngay cho cơ quan ghi dưới đây."),
    ]


def changed_sms(facts: dict[str, Any]) -> list[str]:
    """The sentences of the text message."""
    new = {BY_POST: _("qua buu chinh"), ONLINE: _("ban dien tu")}
    way = new.get(facts.get("result_way", ""), _("tai quay"))
    return [
        _("Ho so %(code)s da doi cach nhan ket qua: %(way)s.") % {**sms_parts.code(facts), "way": way},
        _("Neu khong yeu cau, xin bao co quan."),
        sms_parts.call(facts),
    ]
