"""What Yêu cầu nộp phí and Ghi nhận thanh toán change on a dossier, and what its end does to money asked."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.dossiers import Dossier
from services import ledger
from services.actors import Actor
from services.money import books, closing, vietqr
from services.workflow import State


def request_payment(
    session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], _at: datetime
) -> dict[str, Any]:
    """State 6 with a deadline; the clock pauses, but not after the result is there."""
    lines = books.asking(asks["lines"])
    dossier.resume_state, dossier.state = dossier.state, State.PAYMENT_ASKED
    dossier.pay_by, dossier.money = asks["pay_by"], "asked"
    vietqr.give_reference(session, dossier)
    if dossier.clock == "running":
        dossier.clock = "paused"
    amount = sum(line["amount"] for line in lines)
    return {"amount": amount, "pay_by": asks["pay_by"], "money": lines}


def record_payment(
    session: Session, dossier: Dossier, actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """In state 6 back to where it waited from once nothing is left. Elsewhere what is due is asked for and
    paid in one go, and the state stays."""
    if asks["pay_way"] == "cash":
        closing.refuse_closed(session, dossier.agency_id, actor.account_id, at.date())
    waits = dossier.state == State.PAYMENT_ASKED
    rows = [] if waits else books.asking(books.still_due(session, dossier))
    rows.append(
        {"kind": "paid", "amount": -asks["amount"], "way": asks["pay_way"],
         "receipt_number": asks["receipt_number"], "reference": asks.get("reference")}
    )  # fmt: skip
    left = books.left(session, dossier) + sum(row["amount"] for row in rows)
    dossier.money = "asked" if left else "paid"
    if waits and not left:
        dossier.state, dossier.resume_state, dossier.pay_by = dossier.resume_state, None, None
        if dossier.clock == "paused":
            dossier.clock = "running"
            dossier.due_at = ledger.resumed(session, dossier, at)
    return {**asks, "left": left, "money": rows}


def drop_rest(session: Session, dossier: Dossier, reason: str) -> list[books.Row]:
    """The end of a dossier that waits for money: what was asked and not paid is asked no more."""
    sums = books.sums(books.of(session, dossier))
    if not sums.left:
        return []
    dossier.pay_by = None
    dossier.money = books.Sums(sums.paid, sums.paid).state
    return [{"kind": "cancelled", "amount": -sums.left, "reason": reason}]
