"""Imports a statement: shows first what it would do, books what is sure, keeps the rest for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier
from db.money import MoneyEntry, PaymentReference, StatementLine
from db.session import reading, transaction
from services import carrying, needs
from services.actors import Actor
from services.clock import now
from services.errors import Missing, NotFound, WrongState
from services.money import amendments, books
from services.money.statements import layouts
from services.money.statements.matching import Match, match
from services.money.statements.owing import owed
from services.money.statements.reading import Line, guess, lines, refused, table
from services.permissions import Permission
from services.workflow import State

MOST_BOOKED = 2000
"""Lines of one import; it is one transaction."""

KEPT = 300
"""Rows of the list of what people still have to settle."""


@dataclass(frozen=True)
class Preview:
    """A statement before it is booked. `known` lines were imported before and change nothing."""

    headings: tuple[str, ...]
    columns: dict[str, int]
    matches: tuple[Match, ...]
    known: int


@dataclass(frozen=True)
class Kept:
    """An imported line; `status` is booked, open, refund (waits for the second person), settled or undone."""

    id: int
    day: date
    amount: int
    content: str
    outcome: str
    codes: tuple[str, ...]
    status: str
    by: str
    at: datetime
    note: str


def offices(actor: Actor) -> tuple[tuple[int, str], ...]:
    """The offices whose statements this actor imports, by name. Raises NotAllowed."""
    actor.require(Permission.MONEY_RECORD)
    mine = Agency.id.in_(actor.agencies_for(Permission.MONEY_RECORD))
    with reading() as session:
        rows = session.execute(select(Agency.id, Agency.name).where(mine).order_by(Agency.name))
        return tuple((key, name) for key, name in rows)


def columns_of(
    actor: Actor, data: bytes, filename: str, office: int | None = None
) -> tuple[list[str], dict[str, int]]:
    """The headings, and which column is what: as kept for this bank, else guessed. Raises Invalid."""
    agency_id = _agency(actor, office)
    headings, _rows = table(data, filename)
    with reading() as session:
        kept = layouts.kept(session, agency_id, headings)
        return headings, dict(kept.columns) if kept else guess(headings)


def preview(
    actor: Actor, data: bytes, filename: str, columns: Mapping[str, int], office: int | None = None
) -> Preview:
    """What importing it would do; nothing is written. Raises NotAllowed, NotFound, Invalid."""
    agency_id = _agency(actor, office)
    headings, rows = table(data, filename)
    found = lines(rows, columns)
    with reading() as session:
        fresh = _fresh(session, agency_id, found)
        matches = tuple(match(fresh, owed(session, fresh, agency_id)))
    return Preview(tuple(headings), dict(columns), matches, len(found) - len(fresh))


def book(
    actor: Actor,
    data: bytes,
    filename: str,
    columns: Mapping[str, int],
    *,
    parts: bool = False,
    office: int | None = None,
) -> Preview:
    """Import it: what matches is booked as paid by transfer, with `parts` also what is too little; every line
    is kept once, whoever imports it again. Raises NotAllowed, Invalid; then nothing is written."""
    agency_id = _agency(actor, office)
    headings, rows = table(data, filename)
    found = lines(rows, columns)
    with transaction() as session:
        at = now()
        layouts.keep(session, agency_id, headings, columns)
        mine = [line for line in found if _claim(session, agency_id, line, actor, at)]
        if len(mine) > MOST_BOOKED:
            raise refused("statement_too_big")
        matches = tuple(match(mine, owed(session, mine, agency_id, lock=True)))
        for one in matches:
            sure = one.outcome == "matched" or (parts and one.outcome == "too_little")
            booked = [_pay(session, actor, one.line, *share, at) for share in one.shares if sure]
            kept = _line(session, agency_id, one.line.key)
            kept.outcome, kept.codes = one.outcome, list(one.codes)
            kept.status = "booked" if booked else "open"
    return Preview(tuple(headings), dict(columns), matches, len(found) - len(mine))


def undo(actor: Actor, line_id: int, reason: str) -> None:
    """Take back what an imported line booked: each dossier waits for its money again; the line stays, with
    who, when and why. Raises NotAllowed, NotFound, Missing, WrongState for a dossier that has ended."""
    actor.require(Permission.MONEY_RECORD)
    reason = needs.clean(reason)
    if not reason:
        raise Missing(["reason"])
    with transaction() as session:
        at = now()
        line = _mine(session, actor, line_id)
        if line is None or line.status != "booked":
            raise NotFound("statement_line")
        entries = select(MoneyEntry).where(
            MoneyEntry.agency_id == line.agency_id, MoneyEntry.reference == f"bank/{line.key}"
        )
        for entry in session.scalars(entries):
            dossier = session.get_one(Dossier, entry.dossier_id, with_for_update=True)
            if books.is_taken_back(session, entry):
                continue
            amendments.take_back(session, dossier, actor, entry, reason, at)
        _close(line, "undone", actor, reason, at)


def settle(actor: Actor, line_id: int, note: str) -> None:
    """Put away a line that people have dealt with, with what they did. Raises as `undo`."""
    actor.require(Permission.MONEY_RECORD)
    note = needs.clean(note)
    if not note:
        raise Missing(["note"])
    with transaction() as session:
        line = _mine(session, actor, line_id)
        if line is None or line.status != "open":
            raise NotFound("statement_line")
        _close(line, "settled", actor, note, now())


def kept(actor: Actor) -> tuple[Kept, ...]:
    """What was imported: first what people still have to settle, then the newest. One question."""
    actor.require(Permission.MONEY_RECORD)
    query = (
        select(StatementLine)
        .where(StatementLine.agency_id.in_(actor.agencies_for(Permission.MONEY_RECORD)))
        .order_by(StatementLine.status != "open", StatementLine.id.desc())
        .limit(KEPT)
    )
    with reading() as session:
        return tuple(
            Kept(x.id, x.day, x.amount, x.content, x.outcome, tuple(x.codes), x.status, x.handled_by_name,
                 x.handled_at, x.note or "")
            for x in session.scalars(query)
        )  # fmt: skip


def _pay(session: Session, actor: Actor, line: Line, reference: str, amount: int, at: datetime) -> int:
    query = select(Dossier).join(PaymentReference, PaymentReference.dossier_id == Dossier.id)
    dossier = session.scalars(query.where(PaymentReference.reference == reference)).one()
    asks = {"amount": amount, "pay_way": "transfer", "receipt_number": "", "reference": f"bank/{line.key}"}
    if dossier.state != State.PAYMENT_ASKED:
        raise WrongState("record_payment", dossier.state)
    carrying.settle(session, dossier, actor, "record_payment", asks, at)
    return dossier.id


def _agency(actor: Actor, office: int | None) -> int:
    """The office whose statement this is; whoever works at several says which. Raises NotFound."""
    actor.require(Permission.MONEY_RECORD)
    mine = actor.agencies_for(Permission.MONEY_RECORD)
    if office is not None and office not in mine:
        raise NotFound("agency")
    return office if office is not None else min(mine)


def _mine(session: Session, actor: Actor, line_id: int) -> StatementLine | None:
    query = select(StatementLine).where(
        StatementLine.id == line_id, StatementLine.agency_id.in_(actor.agencies_for(Permission.MONEY_RECORD))
    )
    return session.scalar(query.with_for_update())


def _fresh(session: Session, agency_id: int, found: Sequence[Line]) -> list[Line]:
    keys = [line.key for line in found]
    seen: set[str] = set()
    for start in range(0, len(keys), 500):
        query = select(StatementLine.key).where(
            StatementLine.agency_id == agency_id, StatementLine.key.in_(keys[start : start + 500])
        )
        seen |= set(session.scalars(query))
    fresh = []
    for line in found:
        if line.key not in seen:
            seen.add(line.key)
            fresh.append(line)
    return fresh


def _claim(session: Session, agency_id: int, line: Line, actor: Actor, at: datetime) -> bool:
    """Whether this line is new: the key decides, also between two who import at once."""
    values: dict[str, Any] = {
        "agency_id": agency_id, "key": line.key, "day": line.day, "amount": line.amount,
        "content": line.content, "outcome": "no_reference", "codes": [], "status": "open",
        "handled_by": actor.account_id, "handled_by_name": actor.name, "handled_at": at,
    }  # fmt: skip
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(StatementLine).values(**values).on_conflict_do_nothing().returning(StatementLine.id)
    return session.scalar(statement) is not None


def _line(session: Session, agency_id: int, key: str) -> StatementLine:
    query = select(StatementLine).where(StatementLine.agency_id == agency_id, StatementLine.key == key)
    return session.scalars(query).one()


def _close(line: StatementLine, status: str, actor: Actor, note: str, at: datetime) -> None:
    line.status, line.note, line.handled_at = status, note, at
    line.handled_by, line.handled_by_name = actor.account_id, actor.name
