"""VietQR: the text in a transfer's QR picture (EMVCo, NAPAS 247), and what a dossier's transfer says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier
from db.money import PaymentReference
from services.money import references
from services.workflow import State

_NAPAS, _TO_ACCOUNT, _DONG = "A000000727", "QRIBFTTA", "704"
_POLYNOMIAL = 0x1021


@dataclass(frozen=True)
class Transfer:
    """What the payer needs: account, exact amount in đồng, the words to write, and the QR's text."""

    bank: str
    account: str
    owner: str
    amount: int
    purpose: str
    payload: str


def payload(bin_: str, account: str, amount: int | None, purpose: str = "") -> str:
    """The text of the QR. `bin_` is the bank's number; without an amount the payer types it."""
    parts = [
        _field("00", "01"),
        _field("01", "12" if amount else "11"),
        _field("38", _field("00", _NAPAS) + _field("01", _field("00", bin_) + _field("01", account))
               + _field("02", _TO_ACCOUNT)),
        _field("53", _DONG),
        _field("54", str(amount)) if amount else "",
        _field("58", "VN"),
        _field("62", _field("08", purpose)) if purpose else "",
        "6304",
    ]  # fmt: skip
    text = "".join(parts)
    return f"{text}{_crc(text):04X}"


@lru_cache(maxsize=256)
def picture(text: str) -> bytes:
    """The QR as PNG, eight pixels per module, with the quiet zone that its standard asks."""
    from io import BytesIO

    import segno

    file = BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind="png", scale=8, border=4)
    return file.getvalue()


def transfer(session: Session, dossier: Dossier, left: int) -> Transfer | None:
    """How to transfer what is left of this dossier; None where the agency has named no account, or nothing
    waits. One question for the account, one for the reference."""
    if dossier.state != State.PAYMENT_ASKED or not left:
        return None
    bank: Mapping[str, Any] = session.get_one(Agency, dossier.agency_id).letter_head.get("bank") or {}
    query = select(PaymentReference.reference).where(PaymentReference.dossier_id == dossier.id)
    reference = session.scalar(query)
    if not bank or not reference:
        return None
    words = references.purpose(reference)
    return Transfer(
        bank=bank["name"], account=bank["account"], owner=bank["owner"], amount=left, purpose=words,
        payload=payload(bank["bin"], bank["account"], left, words),
    )  # fmt: skip


def give_reference(session: Session, dossier: Dossier) -> None:
    """A reference of its own for this dossier, kept however often money is asked."""
    query = select(PaymentReference.reference).where(PaymentReference.dossier_id == dossier.id)
    if session.scalar(query):
        return
    reference = references.make()
    while session.get(PaymentReference, reference):
        reference = references.make()
    session.add(PaymentReference(reference=reference, dossier_id=dossier.id))


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _crc(text: str) -> int:
    """CRC-16/CCITT-FALSE: 29B1 for 123456789."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ _POLYNOMIAL if value & 0x8000 else value << 1) & 0xFFFF
    return value
