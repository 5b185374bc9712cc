"""What the two papers about money say: the request to pay, and the slip of a payment at the counter."""

from typing import Any

from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from services.language import speaking
from services.money import books, vietqr
from services.money.online.offer import ONLINE_LEVEL, is_offered
from services.money.words import line_name, reckoned, way_name

REQUEST, SLIP = "payment_request", "payment_slip"
KINDS = frozenset((REQUEST, SLIP))


def facts(session: Session, dossier: Dossier, event: Event, kind: str) -> dict[str, Any]:
    """Lines, sums and ways to pay as they stand with this event; nothing for other kinds of letters."""
    if kind not in KINDS:
        return {}
    with speaking("vi"):
        entries = books.live(books.of(session, dossier))
        mine = kind == SLIP
        asked = [e for e in entries if e.kind == "asked" and (mine or e.event_id == event.id)]
        lines = [
            {"name": line_name(e.line or ""), "reckoned": reckoned(e.quantity or 0, e.price or 0),
             "amount": e.amount, "reason": e.reason or ""}
            for e in asked
        ]  # fmt: skip
        return {"lines": lines, **(_paid(event) if mine else _ways(session, dossier, entries))}


def _paid(event: Event) -> dict[str, Any]:
    said = event.facts
    return {
        "amount": said["amount"], "left": said["left"], "paid_at": event.at,
        "way": way_name(said["pay_way"]), "receipt_number": said["receipt_number"],
    }  # fmt: skip


def _ways(session: Session, dossier: Dossier, entries: list[Any]) -> dict[str, Any]:
    """How it may be paid: a transfer and the provider only where the whole matter goes without a visit."""
    left = books.sums(entries).left
    transfer = vietqr.transfer(session, dossier, left) if dossier.level == ONLINE_LEVEL else None
    return {"amount": left, "online": is_offered(dossier), "transfer": vars(transfer) if transfer else None}
