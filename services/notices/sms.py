"""Text messages: one part of at most 160 plain letters, so that every network carries them unchanged.

One letter such as ă or đ would turn the whole message into 70-letter parts, and operators drop signs that
they do not like: only A-Z a-z 0-9 . , : / - ( ) and the space are used. The wording follows the service
class of messages (no advertising, no link to press) and names no procedure and no person.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from services.clock import VIETNAM
from services.language import gettext as _
from services.notices import one_time_texts
from services.vietnamese import thousands

LONGEST = 160
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9.,:/\-() ]+")
_OFFICE_WORDS = re.compile(
    r"^(uy ban nhan dan|ubnd|trung tam phuc vu hanh chinh cong|tt pvhcc)\s+", re.IGNORECASE
)


def text(kind: str, facts: dict[str, Any]) -> str:
    """The whole message. Sentences at the end give way first, then the office's name; the code never does."""
    sentences = [plain(s) for s in TEXTS.get(kind, _something)(facts) if s]
    office = _office(facts)
    while len(sentences) > 1 and len(_joined(office, sentences)) > LONGEST:
        sentences.pop()
    too_long = len(_joined(office, sentences)) - LONGEST
    if too_long > 0:
        office = office[: max(0, len(office) - too_long)].rstrip()
    return _joined(office, sentences)[:LONGEST].rstrip()


def plain(said: str) -> str:
    """Without accents and without any sign outside the allowed ones; đ becomes d."""
    said = said.replace("đ", "d").replace("Đ", "D").replace("–", "-").replace("—", "-")
    said = "".join(c for c in unicodedata.normalize("NFKD", said) if not unicodedata.combining(c))
    return " ".join(_NOT_ALLOWED.sub(" ", said).split()).replace(" .", ".")


def _joined(office: str, sentences: list[str]) -> str:
    return ": ".join(filter(None, [office, " ".join(sentences)]))


def _office(facts: dict[str, Any]) -> str:
    """The sender's short name: as the office set it, or made from its full name."""
    if facts.get("office_sms"):
        return plain(str(facts["office_sms"]))
    name = _OFFICE_WORDS.sub("", plain(str(facts.get("agency_name") or "")))
    name = name[:1].lower() + name[1:] if name.startswith(("Xa ", "Phuong ", "Thi tran ")) else name
    return plain(_("Mot cua %(place)s") % {"place": name}) if name else ""


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
        _("Moi ong/ba den nhan trong gio hanh chinh, mang CCCD va giay hen."),
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


def _amount(dong: Any) -> str:
    return f"{thousands(int(dong))}d" if str(dong or "").isdecimal() and int(dong) else ""


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
    "returned": _returned,
    "payment_asked": _payment_asked,
    "paid": _paid,
    "draft_link": _draft_link,
    "draft_reminder": _draft_reminder,
    "one_time_code": one_time_texts.sms,
}
"""Kind → its sentences."""


# --- small parts -----------------------------------------------------------------------------------------


def _code(f: dict[str, Any]) -> dict[str, str]:
    return {"code": str(f.get("code") or "")[:40]}


def _track(f: dict[str, Any]) -> str:
    """Where to look, as a name to type: operators hold back messages with a link to press."""
    host = urlsplit(str(f.get("track_url") or "")).hostname
    return _("Tra cuu: %(host)s") % {"host": host} if host else _("Xem tai muc Tra cuu ho so.")


def _call(f: dict[str, Any]) -> str:
    return _("LH %(phone)s") % {"phone": str(f["agency_phone"])[:20]} if f.get("agency_phone") else ""


def when(iso: Any) -> datetime | None:
    """An ISO day or moment as Vietnam's clock shows it; None for none or nonsense."""
    try:
        at = datetime.fromisoformat(str(iso))
    except ValueError:
        return None
    return at.astimezone(VIETNAM) if at.tzinfo else at


def _day(iso: Any) -> str:
    return f"{at:%d/%m/%Y}" if (at := when(iso)) else ""


def _moment(iso: Any) -> str:
    at = when(iso)
    return _("%(time)s ngay %(day)s") % {"time": f"{at:%Hh%M}", "day": f"{at:%d/%m/%Y}"} if at else ""
