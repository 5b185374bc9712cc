"""What text messages are made of: plain letters in one part, the sender's name, days and amounts."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from services.clock import VIETNAM
from services.language import gettext as _
from services.vietnamese import thousands

LONGEST = 160
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9.,:/\-() ]+")
_OFFICE_WORDS = re.compile(
    r"^(uy ban nhan dan|ubnd|trung tam phuc vu hanh chinh cong|tt pvhcc)\s+", re.IGNORECASE
)


def shaped(office: str, sentences: Sequence[str]) -> str:
    """One part: sentences at the end give way first, then the office's name; the first one never does."""
    kept = [plain(s) for s in sentences if s]
    while len(kept) > 1 and len(_joined(office, kept)) > LONGEST:
        kept.pop()
    too_long = len(_joined(office, kept)) - LONGEST
    if too_long > 0:
        office = office[: max(0, len(office) - too_long)].rstrip()
    return _joined(office, kept)[:LONGEST].rstrip()


def plain(said: str) -> str:
    """Without accents and without any sign outside the allowed ones; đ becomes d."""
    said = said.replace("đ", "d").replace("Đ", "D").replace("–", "-").replace("—", "-")
    said = "".join(c for c in unicodedata.normalize("NFKD", said) if not unicodedata.combining(c))
    return " ".join(_NOT_ALLOWED.sub(" ", said).split()).replace(" .", ".")


def _joined(office: str, sentences: Sequence[str]) -> str:
    return ": ".join(filter(None, [office, " ".join(sentences)]))


def office_name(facts: dict[str, Any]) -> str:
    """The sender's short name: as the office set it, or made from its full name."""
    if facts.get("office_sms"):
        return plain(str(facts["office_sms"]))
    name = _OFFICE_WORDS.sub("", plain(str(facts.get("agency_name") or "")))
    name = name[:1].lower() + name[1:] if name.startswith(("Xa ", "Phuong ", "Thi tran ")) else name
    return plain(_("Mot cua %(place)s") % {"place": name}) if name else ""


def amount(dong: Any) -> str:
    """Whole đồng as 16.000d; empty for none or nonsense."""
    return f"{thousands(int(dong))}d" if str(dong or "").isdecimal() and int(dong) else ""


def code(f: dict[str, Any]) -> dict[str, str]:
    """The code, as the sentences fill it in."""
    return {"code": str(f.get("code") or "")[:40]}


def track(f: dict[str, Any]) -> str:
    """Where to look, as a name to type: operators hold back messages with a link to press."""
    at = host(str(f.get("track_url") or ""))
    return _("Tra cuu: %(host)s") % {"host": at} if at else _("Xem tai muc Tra cuu ho so.")


def host(url: str) -> str:
    """The name in an address; empty for none or nonsense."""
    return urlsplit(url).hostname or ""


def call(f: dict[str, Any]) -> str:
    """Whom to call; empty where no number is set."""
    return _("LH %(phone)s") % {"phone": str(f["agency_phone"])[:20]} if f.get("agency_phone") else ""


def when(iso: Any) -> datetime | None:
    """An ISO day or moment as Vietnam's clock shows it; None for none or nonsense."""
    try:
        at = datetime.fromisoformat(str(iso))
    except ValueError:
        return None
    return at.astimezone(VIETNAM) if at.tzinfo else at


def day(iso: Any) -> str:
    """As 23/11/2026; empty for none or nonsense."""
    return f"{at:%d/%m/%Y}" if (at := when(iso)) else ""


def moment(iso: Any) -> str:
    """As 17h00 ngay 23/11/2026; empty for none or nonsense."""
    at = when(iso)
    return _("%(time)s ngay %(day)s") % {"time": f"{at:%Hh%M}", "day": f"{at:%d/%m/%Y}"} if at else ""
