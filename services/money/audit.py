"""Checks the whole ledger of money: its sums, and every entry against the event that speaks of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from db.money import MoneyEntry
from services.money.books import COLUMNS, Sums, live, sums
from services.workflow import State

BATCH = 500
TAKE_OVER = "take_over"
"""A merger (services/agencies/moving.py): money that was taken before stays where it was taken."""

SPEAKING = ("request_payment", "record_payment", "cancel_payment", "refund", "withdraw", "undo")
"""Actions whose events may speak of money."""


def faults(session: Session) -> Iterator[str]:
    """Everything that does not hold, a line each: dossiers with money, in portions."""
    ledger = select(MoneyEntry.dossier_id).where(MoneyEntry.dossier_id == Dossier.id)
    spoken = select(Event.id).where(Event.dossier_id == Dossier.id, Event.action == "record_payment")
    query = (
        select(Dossier.id, Dossier.code, Dossier.agency_id, Dossier.state, Dossier.money)
        .where(
            or_(
                ledger.exists(),
                spoken.exists(),
                Dossier.state == State.PAYMENT_ASKED,
                Dossier.money.in_(("asked", "paid")),
            )
        )
        .order_by(Dossier.id)
    )
    for portion in session.execute(query).partitions(BATCH):
        ids = [dossier.id for dossier in portion]
        entries, events = _by_dossier(session, MoneyEntry, ids), _by_dossier(session, Event, ids)
        for dossier in portion:
            mine = [e for e in events[dossier.id] if e.action in SPEAKING]
            where = {dossier.agency_id}
            where |= {e.facts["from_id"] for e in events[dossier.id] if e.action == TAKE_OVER}
            for fault in _faults(dossier, entries[dossier.id], mine, where):
                yield f"{dossier.code}: {fault}"
        session.expunge_all()


def _by_dossier(session: Session, table: Any, ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.dossier_id.in_(ids)).order_by(table.id)):
        found[row.dossier_id].append(row)
    return found


def _faults(
    dossier: Row[Any], entries: list[MoneyEntry], events: list[Event], where: set[int]
) -> Iterator[str]:
    yield from _sums(dossier, sums(entries), bool(live(entries)))
    yield from _entries(entries, where)
    yield from _told(entries, events)


def _sums(dossier: Row[Any], found: Sums, anything: bool) -> Iterator[str]:
    waits = dossier.state == State.PAYMENT_ASKED
    if found.left < 0:
        yield f"{-found.left} đồng more was paid than asked"
    elif waits and not found.left:
        yield "waits for money though nothing is left to pay"
    elif found.left and not waits:
        yield f"{found.left} đồng are left to pay, but it does not wait for money"
    if dossier.money not in ({found.state} if anything and found.asked else {"none", "due"}):
        yield f"says {dossier.money}, the ledger says {found.state}"


def _entries(entries: list[MoneyEntry], where: set[int]) -> Iterator[str]:
    """`where`: the agencies that the dossier was ever at."""
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        if entry.agency_id not in where:
            yield f"entry {entry.id} belongs to another agency"
        if entry.reverses is not None:
            taken = by_id.get(entry.reverses)
            if taken is None or taken.amount != -entry.amount or taken.reverses is not None:
                yield f"entry {entry.id} does not take back what it names"
        elif (entry.amount < 0) == (entry.kind in ("asked", "refunded")) and entry.amount:
            yield f"entry {entry.id} ({entry.kind}) has the wrong sign"
        elif entry.kind == "asked" and not entry.reason and entry.amount != _computed(entry):
            yield f"entry {entry.id} differs from quantity × price without a reason"


def _computed(entry: MoneyEntry) -> int:
    return (entry.quantity or 0) * (entry.price or 0)


def _told(entries: Iterable[MoneyEntry], events: list[Event]) -> Iterator[str]:
    """Each event and its entries say the same; the events are under the journal's hash."""
    posted: dict[int, list[MoneyEntry]] = defaultdict(list)
    for entry in entries:
        posted[entry.event_id].append(entry)
    for event in events:
        told = [tuple(row.get(name) for name in COLUMNS) for row in event.facts.get("money", ())]
        rows = posted.pop(event.id, [])
        if told != [tuple(getattr(row, name) for name in COLUMNS) for row in rows]:
            yield f"event {event.seq} and the ledger differ"
        elif any((row.at, row.actor_id) != (event.at, event.actor_id) for row in rows):
            yield f"event {event.seq} and the ledger differ in who or when"
    for rows in posted.values():
        yield f"entry {rows[0].id} has no event that speaks of it"
