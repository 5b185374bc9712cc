"""Reads what a keyboard-wedge reader types off the QR code of a chip-based identity card."""

from dataclasses import dataclass
from datetime import date, datetime

from services import places
from services.clock import today
from services.errors import Invalid, Problem
from services.identity import check_id12, fold
from services.plain_text import plain

PARTS = 7
"""`id|old id|name|ddmmyyyy|sex|address|ddmmyyyy`; the old id may be empty."""


@dataclass(frozen=True)
class Card:
    """What the card says. `sex` is '1' (male) or '2' (female), `address` as it is printed."""

    id_number: str
    old_id: str
    name: str
    born: date
    sex: str
    address: str
    issued: date | None


def read(text: str) -> Card:
    """The card behind the typed line. Raises Invalid with one Problem at `card` for whatever is not one."""
    parts = [plain(part) for part in text.strip().split("|")]
    if len(parts) != PARTS:
        raise _wrong("card_parts", count=len(parts))
    number, old, name, born, sex, address, issued = parts
    if "digits" in check_id12(number):
        raise _wrong("card_number")
    if not name or len(name) > 200 or any(letter.isdigit() for letter in name):
        raise _wrong("card_name")
    birth, sign = _day(born), {"nam": "1", "nu": "2"}.get(fold(sex))
    if birth is None or birth > today():
        raise _wrong("card_born")
    if sign is None:
        raise _wrong("card_sex")
    if issued and _day(issued) is None:
        raise _wrong("card_issued")
    return Card(number, old, name, birth, sign, address[:400], _day(issued))


def place_of(address: str) -> dict[str, str]:
    """The printed address as the parts of a form: today's province and commune where their names are found
    among today's, and the printed line kept whole where they are not."""
    pieces = [piece.strip() for piece in address.split(",") if piece.strip()]
    province = next((p for p in places.provinces() if pieces and _same(p.name, pieces[-1])), None)
    if province is None:
        return {"old_text": address} if address else {}
    communes = places.communes(province.code)
    at = next((n for n in (-2, -3) if len(pieces) >= -n and _of(communes, pieces[n])), None)
    if at is None:
        return {"province": province.code, "old_text": address}
    found = {"province": province.code, "commune": _of(communes, pieces[at])}
    found["detail"] = ", ".join(pieces[:at])
    if at == -3:  # a district stands between: the paper is older than the present communes
        found["old_text"] = address
    return {key: value for key, value in found.items() if value}


def _of(communes: tuple[places.Place, ...], piece: str) -> str:
    found = [commune.code for commune in communes if _same(commune.name, piece)]
    return found[0] if len(found) == 1 else ""


_KINDS = ("thanh pho ", "tinh ", "phuong ", "xa ", "dac khu ", "thi tran ")


def _same(name: str, typed: str) -> bool:
    def bare(text: str) -> str:
        folded = fold(text)
        return next((folded.removeprefix(kind) for kind in _KINDS if folded.startswith(kind)), folded)

    return bare(name) == bare(typed)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d%m%Y").date() if len(text) == 8 else None
    except ValueError:
        return None


def _wrong(code: str, **facts: int) -> Invalid:
    return Invalid([Problem("card", code, facts)])
