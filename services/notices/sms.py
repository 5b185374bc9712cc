"""Text messages: one part of at most 160 plain letters, so that every network carries them unchanged.

One letter such as ă or đ would turn the whole message into 70-letter parts, and operators drop signs that
they do not like: only A-Z a-z 0-9 . , : / - ( ) and the space are used. The wording follows the service
class of messages (no advertising, no link to press) and names no procedure and no person.
"""

from collections.abc import Callable
from typing import Any

from services.language import gettext as _
from services.notices import digest_texts, draft_texts, handing, one_time_texts
from services.notices.sms_parts import amount as _amount
from services.notices.sms_parts import call as _call
from services.notices.sms_parts import code as _code
from services.notices.sms_parts import day as _day
from services.notices.sms_parts import moment as _moment
from services.notices.sms_parts import office_name, shaped
from services.notices.sms_parts import track as _track


def text(kind: str, facts: dict[str, Any]) -> str:
    """The whole message. Sentences at the end give way first, then the office's name; the code never does."""
    return shaped(office_name(facts), TEXTS.get(kind, _something)(facts))


# --- one function per kind: the news first, what can be left out last -------------------------------------


def _submitted(f: dict[str, Any]) -> list[str]:
    return [
        _("Ho so %(code)s da duoc gui den co quan giai quyet.") % _code(f),
        _("Can bo se xem va bao ket qua tiep nhan."),
        _track(f),
    ]


def _received(f: dict[str, Any]) -> list[str]:
    day, due = _day(f.get("received_at")), _moment(f.get("due_at"))
    return [
        _("Da tiep nhan ho so %(code)s ngay %(day)s.") % {**_code(f), "day": day}
        if day else _("Da tiep nhan ho so %(code)s.") % _code(f),
        due and _("Hen tra: %(moment)s.") % {"moment": due},
        _track(f),
    ]  # fmt: skip


def _in_process(f: dict[str, Any]) -> list[str]:
    due = _moment(f.get("due_at"))
    return [
        _("Ho so %(code)s dang duoc giai quyet.") % _code(f),
        due and _("Hen tra: %(moment)s.") % {"moment": due},
        _track(f),
    ]


def _supplement_asked(f: dict[str, Any]) -> list[str]:
    day = _day(f.get("answer_by"))
    return [
        _("Ho so %(code)s can bo sung giay to den het ngay %(day)s.") % {**_code(f), "day": day}
        if day else _("Ho so %(code)s can bo sung giay to.") % _code(f),
        _("Xem noi dung tai muc Tra cuu ho so."),
        _call(f),
    ]  # fmt: skip


def _supplement_answered(f: dict[str, Any]) -> list[str]:
    due = _moment(f.get("due_at"))
    return [
        _("Da nhan giay to bo sung cua ho so %(code)s.") % _code(f),
        due and _("Hen tra: %(moment)s.") % {"moment": due},
        _track(f),
    ]


def _refused(f: dict[str, Any]) -> list[str]:
    return [
        _("Ho so %(code)s khong duoc tiep nhan.") % _code(f),
        _("Ly do xem tai Phieu tu choi, muc Tra cuu ho so."),
        _call(f),
    ]


def _extended(f: dict[str, Any]) -> list[str]:
    due = _moment(f.get("new_due_at"))
    return [
        _("Xin loi ong/ba: ho so %(code)s chua tra dung hen.") % _code(f),
        due and _("Hen lai: %(moment)s.") % {"moment": due},
        _call(f),
    ]


def _stopped(f: dict[str, Any]) -> list[str]:
    return [
        _("Ho so %(code)s da dung giai quyet.") % _code(f),
        _("Ly do xem tai muc Tra cuu ho so."),
        _call(f),
    ]


def _withdrawn(f: dict[str, Any]) -> list[str]:
    return [
        _("Ho so %(code)s da duoc rut theo yeu cau.") % _code(f),
        _("Neu ong/ba khong yeu cau, xin bao ngay cho co quan."),
        _call(f),
    ]


def _ready(f: dict[str, Any]) -> list[str]:
    return [
        _("Ho so %(code)s da co ket qua.") % _code(f),
        handing.sms(f),
    ]


def _posted(f: dict[str, Any]) -> list[str]:
    code = f.get("tracking_code")
    return [
        _("Ket qua ho so %(code)s da gui qua buu dien.") % _code(f),
        code and _("Ma van don %(code)s.") % {"code": code},
        _track(f),
    ]


def _returned(f: dict[str, Any]) -> list[str]:
    return [
        _("Ket qua ho so %(code)s da duoc tra.") % _code(f),
        _("Neu ong/ba chua nhan duoc, xin bao ngay cho co quan."),
        _call(f),
    ]


def _payment_asked(f: dict[str, Any]) -> list[str]:
    amount, day = _amount(f.get("amount")), _day(f.get("pay_by"))
    asked = _("Ho so %(code)s can nop phi %(amount)s") if amount else _("Ho so %(code)s can nop phi")
    until = _("den het ngay %(day)s") % {"day": day} if day else ""
    return [
        " ".join(filter(None, [asked % {**_code(f), "amount": amount}, until])) + ".",
        _("Xem cach nop tai muc Tra cuu ho so."),
        _call(f),
    ]


def _paid(f: dict[str, Any]) -> list[str]:
    amount, left = _amount(f.get("amount")), _amount(f.get("left"))
    got = _("Da nhan %(amount)s phi cua ho so %(code)s.") if amount else _("Da nhan phi cua ho so %(code)s.")
    return [
        got % {**_code(f), "amount": amount},
        left and _("Con phai nop: %(amount)s.") % {"amount": left},
        _track(f),
    ]


def _draft_link(f: dict[str, Any]) -> list[str]:
    return [_("Ban nhap ho so cua ong/ba da duoc luu. Duong dan rieng de dien tiep da gui qua thu dien tu.")]


def _draft_reminder(f: dict[str, Any]) -> list[str]:
    return [_("Ho so cua ong/ba chua duoc nop. Duong dan rieng de dien tiep da gui qua thu dien tu.")]


def _something(f: dict[str, Any]) -> list[str]:
    return [_("Ho so %(code)s co thay doi.") % _code(f), _track(f)]


TEXTS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "submitted": _submitted,
    "received": _received,
    "in_process": _in_process,
    "supplement_asked": _supplement_asked,
    "supplement_reminder": lambda f: [_("Nhac lai:") + " " + said for said in _supplement_asked(f)[:1]],
    "supplement_answered": _supplement_answered,
    "refused": _refused,
    "extended": _extended,
    "stopped": _stopped,
    "withdrawn": _withdrawn,
    "ready": _ready,
    "delivery_changed": handing.changed_sms,
    "posted": _posted,
    "returned": _returned,
    "payment_asked": _payment_asked,
    "payment_reminder": lambda f: [_("Nhac lai:") + " " + said for said in _payment_asked(f)[:1]],
    "paid": _paid,
    "draft_sent": draft_texts.sms,
    "draft_link": _draft_link,
    "draft_reminder": _draft_reminder,
    "one_time_code": one_time_texts.sms,
    "officer_digest": digest_texts.sms,
    "invitation": one_time_texts.invitation_sms,
}
"""Kind → its sentences."""
