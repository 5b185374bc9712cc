"""A dossier's money as pages show it: what is asked, what was paid, what is left, what may be asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from db.dossiers import Dossier
from services.catalogue import store
from services.money import books, vietqr
from services.money.online.offer import is_offered
from services.money.vietqr import Transfer
from services.workflow import State


@dataclass(frozen=True)
class Line:
    """A line that is asked for, or may be: `amount` in đồng; `reason` where it is not quantity × price."""

    line: str
    quantity: int
    price: int
    amount: int
    reason: str


@dataclass(frozen=True)
class Payment:
    """A payment that counts."""

    at: datetime
    amount: int
    way: str
    receipt_number: str
    reference: str
    """Number of the transaction at bank or provider."""
    by: str


@dataclass(frozen=True)
class MoneyView:
    """`left` is what was asked and not paid; `payable` what can be taken at the counter now; `offered` the
    lines that a request may hold, `exemptions` the usual reasons to ask for less."""

    lines: tuple[Line, ...]
    payments: tuple[Payment, ...]
    asked: int
    paid: int
    left: int
    payable: int
    pay_by: date | None
    offered: tuple[Line, ...]
    exemptions: tuple[tuple[str, str | None], ...]
    """Vietnamese and English: the Vietnamese one is kept, whatever language the officer reads."""
    online: bool
    """Whether the citizen may pay at a provider."""
    transfer: Transfer | None
    """How to pay by transfer, where the agency has an account."""
    level: int


def read(session: Session, dossier: Dossier) -> MoneyView:
    """All of it, read off the ledger and the procedure's data."""
    entries = books.live(books.of(session, dossier))
    offered = books.still_due(session, dossier, entries)
    sums, waits = books.sums(entries), dossier.state == State.PAYMENT_ASKED
    procedure = store.version(session, dossier.procedure_version_id)
    fees = [fee for fee in (procedure.fee, procedure.copy_fee, procedure.postage) if fee]
    named = [(one.label, one.label_en) for fee in fees for one in fee.exemptions]
    return MoneyView(
        lines=tuple(
            Line(e.line or "", e.quantity or 0, e.price or 0, e.amount, e.reason or "")
            for e in entries
            if e.kind == "asked"
        ),
        payments=tuple(
            Payment(e.at, -e.amount, e.way or "", e.receipt_number or "", e.reference or "", e.actor_name)
            for e in entries
            if e.kind == "paid"
        ),
        asked=sums.asked,
        paid=sums.paid,
        left=sums.left,
        payable=sums.left if waits else sum(row["amount"] for row in offered),
        pay_by=dossier.pay_by,
        offered=tuple(Line(**row) for row in offered),
        exemptions=tuple(dict.fromkeys(named)),
        online=bool(sums.left) and is_offered(dossier),
        transfer=vietqr.transfer(session, dossier, sums.left),
        level=dossier.level,
    )
