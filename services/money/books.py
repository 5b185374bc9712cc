"""The ledger of one dossier: what was asked and paid, what is left, and what may still be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from db.dossiers import Dossier, Event
from db.money import MoneyEntry
from services.catalogue import store
from services.money import closing, due
from services.post import postage
from services.workflow import State

Row = dict[str, Any]
"""An entry as an event's facts carry it, before it is posted."""

COLUMNS = ("kind", "line", "quantity", "price", "amount", "way", "receipt_number", "reference", "reason",
           "reverses")  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """What counts after everything that was taken back, in đồng; `asked` without what was cancelled."""

    asked: int
    paid: int

    @property
    def left(self) -> int:
        """What the citizen still owes."""
        return self.asked - self.paid

    @property
    def state(self) -> str:
        """As the dossier keeps it: none, asked (something is left) or paid."""
        return "none" if not self.asked else "asked" if self.left else "paid"


_OF_DOSSIER = select(MoneyEntry).where(MoneyEntry.dossier_id == bindparam("dossier")).order_by(MoneyEntry.id)


def of(session: Session, dossier: Dossier) -> list[MoneyEntry]:
    """All entries of a dossier, oldest first."""
    return list(session.scalars(_OF_DOSSIER, {"dossier": dossier.id}))


def live(entries: Iterable[MoneyEntry]) -> list[MoneyEntry]:
    """The entries that count: those neither taken back nor taking back."""
    entries = list(entries)
    gone = {e.reverses for e in entries}
    return [e for e in entries if e.reverses is None and e.id not in gone]


def sums(entries: Iterable[MoneyEntry]) -> Sums:
    """What all of these entries come to."""
    counting = live(entries)
    return Sums(
        asked=sum(e.amount for e in counting if e.kind in ("asked", "cancelled")),
        paid=-sum(e.amount for e in counting if e.kind in ("paid", "refunded")),
    )


def left(session: Session, dossier: Dossier) -> int:
    """What the citizen still owes of what was asked: what takes back and what was taken back cancel out."""
    total = select(func.sum(MoneyEntry.amount)).where(MoneyEntry.dossier_id == dossier.id)
    return int(session.scalar(total) or 0)


def still_due(session: Session, dossier: Dossier, entries: Iterable[MoneyEntry] | None = None) -> list[Row]:
    """The lines of the procedure's data, each with what may be asked now: 0 if it was asked before. `entries`
    are those of the dossier, where they were read already."""
    procedure = store.version(session, dossier.procedure_version_id)
    asked = {e.line for e in live(of(session, dossier) if entries is None else entries) if e.kind == "asked"}
    day, found = dossier.submitted_at.date(), []
    price = postage.of_dossier(session, dossier)
    for one in due.lines(procedure, dossier.form, day=day, channel=dossier.channel, postage=price):
        exempt = next((e.label for e in one.fee.exemptions if e.value == one.exempt), "")
        amount = 0 if one.line in asked else one.amount
        found.append(
            {"line": one.line, "quantity": one.quantity, "price": one.price, "amount": amount,
             "reason": exempt}
        )  # fmt: skip
    return found


def payable(session: Session, dossier: Dossier) -> int:
    """What can be taken now: in state 6 what is left, elsewhere what is due and was not asked yet."""
    if dossier.state == State.PAYMENT_ASKED:
        return left(session, dossier)
    return sum(row["amount"] for row in still_due(session, dossier))


def is_taken_back(session: Session, entry: MoneyEntry) -> bool:
    """Whether another entry takes this one back."""
    return session.scalar(select(MoneyEntry.id).where(MoneyEntry.reverses == entry.id)) is not None


def payments(session: Session, dossier: Dossier) -> list[MoneyEntry]:
    """The payments that count, oldest first."""
    return [e for e in live(of(session, dossier)) if e.kind == "paid"]


def receipt_used(session: Session, dossier: Dossier, number: str) -> str | None:
    """The code of another dossier of this agency with a payment of this receipt number that counts."""
    back = aliased(MoneyEntry)
    query = (
        select(Dossier.code)
        .join(MoneyEntry, MoneyEntry.dossier_id == Dossier.id)
        .where(
            MoneyEntry.agency_id == dossier.agency_id,
            MoneyEntry.receipt_number == number,
            MoneyEntry.dossier_id != dossier.id,
            ~select(back.id).where(back.reverses == MoneyEntry.id).exists(),
        )
        .limit(1)
    )
    return session.scalar(query)


def asking(lines: Iterable[Row]) -> list[Row]:
    """Entries that ask for these lines; a line of nothing is kept where there is a reason for it."""
    return [{"kind": "asked", **line} for line in lines if line["amount"] or line["reason"]]


def taking_back(session: Session, event: Event) -> list[Row]:
    """Entries that take back all that this event posted."""
    query = select(MoneyEntry).where(MoneyEntry.event_id == event.id).order_by(MoneyEntry.id)
    entries = list(session.scalars(query))
    for e in entries:
        if e.way == "cash":  # what the leader has counted stays as it was counted
            closing.refuse_closed(session, e.agency_id, e.actor_id, e.at.date())
    return [
        {"kind": "cancelled", "amount": -e.amount, "reverses": e.id, "reason": "undo"} for e in entries
    ]


def post(session: Session, dossier: Dossier, event: Event) -> None:
    """Enter into the ledger what the event says of money."""
    for row in event.facts.get("money", ()):
        session.add(
            MoneyEntry(
                dossier_id=dossier.id, agency_id=dossier.agency_id, event_id=event.id, at=event.at,
                actor_id=event.actor_id, actor_name=event.actor_name,
                **{name: row.get(name) for name in COLUMNS},
            )
        )  # fmt: skip
    session.flush()
