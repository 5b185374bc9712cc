"""The words of every notice, made when it is sent: mail in full sentences, text messages in 160 letters."""

from collections.abc import Callable
from typing import Any

from services import language
from services.language import gettext as _
from services.notices import digest_texts, draft_texts, handing, one_time_texts
from services.notices import sms as notice_sms
from services.notices.facts import Facts, amount, clean_facts, day, given, moment, numbered
from services.notices.wording import Own, filled


def render(kind: str, channel: str, spoken: str, facts: Facts, own: Own | None = None) -> tuple[str, str]:
    """Subject and body of one message in the reader's language; a text message has an empty subject.

    `own` are the office's words with placeholders, where it has some; else the built-in ones.
    `kind` is one of services.notices.KINDS; facts that are missing leave their line out. The subject is
    one line whatever the facts hold: a line break in it would begin another header of the mail.
    """
    before = language.current()
    language.use(spoken)
    try:
        if own is not None:
            return filled(own, channel, facts)
        if channel == "sms":
            return "", notice_sms.text(kind, clean_facts(facts))
        subject, body = _mail(kind, clean_facts(facts))
        return " ".join(subject.split()), body
    finally:
        language.use(before)


def name_of(kind: str) -> str:
    """What a message of this kind tells, in the reader's language."""
    return MAILS.get(kind, (_something, _no_more))[0]()


_LINKED = ("officer_digest", "draft_link", "draft_reminder", "supplement_asked", "supplement_reminder")
"""Kinds that give their link with the news."""


def _mail(kind: str, facts: dict[str, Any]) -> tuple[str, str]:
    about, tell = MAILS.get(kind, (_something, _no_more))
    code = facts.get("code")
    subject = _("[%(code)s] %(about)s") % {"code": code, "about": about()} if code else about()
    greeting = _("Kính gửi ông/bà %(name)s,") % {"name": facts["applicant_short"]} if facts.get(
        "applicant_short"
    ) else _("Kính gửi ông/bà,")  # fmt: skip
    which = "\n".join(
        filter(None, [
            given(_("Mã hồ sơ: %(code)s"), code=code),
            given(_("Thủ tục: %(name)s"), name=facts.get("procedure_name")),
        ])
    )  # fmt: skip
    follow = "" if kind in _LINKED else given(_("Theo dõi hồ sơ tại: %(url)s"), url=facts.get("track_url"))
    signature = "\n".join(
        filter(None, [
            _("Trân trọng,"),
            facts.get("agency_name"),
            given(_("Điện thoại: %(phone)s"), phone=facts.get("agency_phone")),
        ])
    )  # fmt: skip
    automatic = _("Đây là thư tự động, xin không trả lời vào địa chỉ này.")
    paragraphs = [greeting, *tell(facts)[:1], which, *tell(facts)[1:], follow, signature, automatic]
    return subject, "\n\n".join(p for p in paragraphs if p) + "\n"


# --- one function per kind: the paragraphs, the news itself first ----------------------------------------


def _submitted(facts: dict[str, Any]) -> list[str]:
    agency = facts.get("agency_name")
    return [
        _("Hồ sơ của ông/bà đã được gửi đến %(agency)s.") % {"agency": agency}
        if agency else _("Hồ sơ của ông/bà đã được gửi đến cơ quan giải quyết."),
        _("Cán bộ sẽ xem hồ sơ và báo cho ông/bà biết hồ sơ được tiếp nhận hay cần bổ sung. "
          "Thư này chưa phải là giấy tiếp nhận hồ sơ."),
    ]  # fmt: skip


def _received(facts: dict[str, Any]) -> list[str]:
    at, due = moment(facts.get("received_at")), moment(facts.get("due_at"))
    return [
        _("Hồ sơ của ông/bà đã được tiếp nhận lúc %(moment)s.") % {"moment": at}
        if at else _("Hồ sơ của ông/bà đã được tiếp nhận."),
        given(_("Ngày hẹn trả kết quả: %(moment)s."), moment=due),
        given(_("Nơi nhận kết quả: %(place)s, trong giờ làm việc. Khi đến, xin mang theo giấy tờ tùy thân và "
              "giấy tiếp nhận hồ sơ."), place=facts.get("pickup")),
        numbered(_("Các bước giải quyết hồ sơ:"), facts.get("steps")),
    ]  # fmt: skip


def _in_process(facts: dict[str, Any]) -> list[str]:
    return [
        _("Hồ sơ của ông/bà đã được chuyển đến công chức chuyên môn và đang được giải quyết."),
        given(_("Ngày hẹn trả kết quả: %(moment)s."), moment=moment(facts.get("due_at"))),
    ]


def _supplement_asked(facts: dict[str, Any]) -> list[str]:
    items = [i for i in facts.get("items", []) if isinstance(i, dict)]
    asked = [": ".join(filter(None, [i.get("name"), i.get("reason")])) for i in items]
    return [
        _("Hồ sơ của ông/bà còn thiếu hoặc chưa đúng một số nội dung. Xin ông/bà bổ sung để hồ sơ được "
          "giải quyết tiếp."),
        numbered(_("Cần bổ sung:"), asked),
        given(_("Hạn bổ sung: hết ngày %(day)s."), day=day(facts.get("answer_by"))),
        given(_("Ông/bà có thể nộp bổ sung qua mạng tại: %(url)s"), url=facts.get("track_url"))
        or _("Ông/bà có thể nộp bổ sung qua mạng tại mục Tra cứu hồ sơ."),
        _("Chỉ cần nộp những giấy tờ nêu trên. Thời gian chờ bổ sung không tính vào thời hạn giải quyết."),
    ]  # fmt: skip


def _supplement_reminder(facts: dict[str, Any]) -> list[str]:
    news = _("Xin nhắc ông/bà: hồ sơ đang chờ giấy tờ bổ sung và sắp hết hạn.")
    return [news, *_supplement_asked(facts)[1:]]


def _supplement_answered(facts: dict[str, Any]) -> list[str]:
    return [
        _("Giấy tờ bổ sung của ông/bà đã được gửi đến cán bộ."),
        given(_("Ngày hẹn trả kết quả: %(moment)s."), moment=moment(facts.get("due_at")))
        or _("Cán bộ sẽ xem lại hồ sơ và báo kết quả cho ông/bà."),
    ]


def _refused(facts: dict[str, Any]) -> list[str]:
    return [
        _("Rất tiếc, hồ sơ của ông/bà không được tiếp nhận."),
        given(_("Lý do: %(reason)s"), reason=facts.get("reason")),
        _("Khi đã đủ điều kiện và giấy tờ, ông/bà có thể nộp hồ sơ mới. Cần giải thích thêm, xin liên hệ "
          "cơ quan ghi dưới đây."),
    ]  # fmt: skip


def _extended(facts: dict[str, Any]) -> list[str]:
    return [
        _("Chúng tôi xin lỗi ông/bà: hồ sơ chưa thể trả kết quả đúng ngày đã hẹn."),
        given(_("Ngày hẹn cũ: %(moment)s."), moment=moment(facts.get("due_at"))),
        given(_("Ngày hẹn mới: %(moment)s."), moment=moment(facts.get("new_due_at"))),
        given(_("Lý do: %(reason)s"), reason=facts.get("reason")),
    ]


def _stopped(facts: dict[str, Any]) -> list[str]:
    return [
        _("Việc giải quyết hồ sơ của ông/bà đã dừng lại."),
        given(_("Lý do: %(reason)s"), reason=facts.get("reason")),
        _("Cần giải thích thêm, xin liên hệ cơ quan ghi dưới đây."),
    ]


def _withdrawn(facts: dict[str, Any]) -> list[str]:
    return [
        _("Hồ sơ của ông/bà đã được rút theo yêu cầu."),
        _("Nếu ông/bà không yêu cầu rút hồ sơ, xin báo ngay cho cơ quan ghi dưới đây."),
    ]


def _ready(facts: dict[str, Any]) -> list[str]:
    return [
        _("Hồ sơ của ông/bà đã có kết quả."),
        handing.mail(facts),
    ]


def _posted(facts: dict[str, Any]) -> list[str]:
    return [
        _("Kết quả hồ sơ của ông/bà đã được gửi qua bưu điện. Khi nhận, xin có sẵn giấy tờ tùy thân."),
        given(_("Mã vận đơn: %(code)s"), code=facts.get("tracking_code")),
    ]


def _returned(facts: dict[str, Any]) -> list[str]:
    return [
        _("Kết quả hồ sơ của ông/bà đã được trả."),
        _("Nếu ông/bà chưa nhận được kết quả, xin báo ngay cho cơ quan ghi dưới đây."),
    ]


def _payment_asked(facts: dict[str, Any]) -> list[str]:
    return [
        given(_("Hồ sơ của ông/bà cần nộp phí, lệ phí: %(amount)s."), amount=amount(facts.get("amount")))
        or _("Hồ sơ của ông/bà cần nộp phí, lệ phí."),
        given(_("Hạn nộp: hết ngày %(day)s."), day=day(facts.get("pay_by"))),
        given(_("Nộp tại quầy của %(place)s, trong giờ làm việc: tiền mặt, thẻ hoặc chuyển khoản. Khi đến, "
                "xin cho biết mã hồ sơ."), place=facts.get("pickup")),
        _("Khi đã nộp đủ, hồ sơ được giải quyết tiếp."),
    ]  # fmt: skip


def _payment_reminder(facts: dict[str, Any]) -> list[str]:
    return [_("Xin nhắc ông/bà: hồ sơ đang chờ nộp phí, lệ phí và sắp hết hạn."), *_payment_asked(facts)]


def _paid(facts: dict[str, Any]) -> list[str]:
    return [
        given(_("Cơ quan đã nhận %(amount)s phí, lệ phí của hồ sơ."), amount=amount(facts.get("amount")))
        or _("Cơ quan đã nhận phí, lệ phí của hồ sơ."),
        given(_("Còn phải nộp: %(amount)s."), amount=amount(facts.get("left")))
        or given(_("Ngày hẹn trả kết quả: %(moment)s."), moment=moment(facts.get("due_at"))),
        _("Biên lai do cơ quan cấp riêng; thư này không phải là biên lai."),
    ]


def _something() -> str:
    return _("Hồ sơ của ông/bà có thay đổi")


def _no_more(facts: dict[str, Any]) -> list[str]:
    return [_something() + "."]


MAILS: dict[str, tuple[Callable[[], str], Callable[[dict[str, Any]], list[str]]]] = {
    "submitted": (lambda: _("Hồ sơ đã gửi đến cơ quan giải quyết"), _submitted),
    "received": (lambda: _("Hồ sơ đã được tiếp nhận, hẹn trả kết quả"), _received),
    "in_process": (lambda: _("Hồ sơ đang được giải quyết"), _in_process),
    "supplement_asked": (lambda: _("Hồ sơ cần bổ sung"), _supplement_asked),
    "supplement_reminder": (lambda: _("Nhắc bổ sung hồ sơ"), _supplement_reminder),
    "supplement_answered": (lambda: _("Đã nhận giấy tờ bổ sung"), _supplement_answered),
    "refused": (lambda: _("Hồ sơ không được tiếp nhận"), _refused),
    "extended": (lambda: _("Xin lỗi và hẹn lại ngày trả kết quả"), _extended),
    "stopped": (lambda: _("Hồ sơ dừng giải quyết"), _stopped),
    "withdrawn": (lambda: _("Hồ sơ đã được rút"), _withdrawn),
    "ready": (lambda: _("Hồ sơ đã có kết quả"), _ready),
    "delivery_changed": (lambda: _("Đổi cách nhận kết quả"), handing.changed_mail),
    "posted": (lambda: _("Kết quả đã gửi qua bưu điện"), _posted),
    "returned": (lambda: _("Đã trả kết quả hồ sơ"), _returned),
    "payment_asked": (lambda: _("Hồ sơ cần nộp phí, lệ phí"), _payment_asked),
    "payment_reminder": (lambda: _("Nhắc nộp phí, lệ phí"), _payment_reminder),
    "paid": (lambda: _("Đã nhận phí, lệ phí"), _paid),
    "draft_sent": (lambda: _("Mời xem bản nháp kết quả"), draft_texts.mail),
    "draft_link": (lambda: _("Đường dẫn riêng để điền tiếp hồ sơ"), draft_texts.link),
    "draft_reminder": (lambda: _("Hồ sơ của ông/bà chưa được nộp"), draft_texts.reminder),
    "one_time_code": (lambda: _("Mã xác nhận tài khoản"), one_time_texts.mail),
    "officer_digest": (lambda: _("Hồ sơ đang chờ hôm nay"), digest_texts.mail),
    "invitation": (lambda: _("Đặt mật khẩu cho tài khoản làm việc"), one_time_texts.invitation),
}
"""Kind → what the subject says, and the paragraphs."""
