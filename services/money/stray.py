"""Money that came in and matched nothing, or was paid twice or too much: what people do with it.

An officer says what became of it and it is done; where it goes back, a second person confirms.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import VIETNAM
from db.dossiers import Dossier
from db.fees import StrayRefund
from db.money import OnlinePayment, StatementLine
from db.session import reading, transaction
from services import needs
from services.actors import Actor
from services.clock import now
from services.errors import GuardRefused, Missing, NotFound
from services.permissions import Permission

STATEMENT, ONLINE = "statement", "online"
SHOWN = 100
REFUND = "refund"
"""The status of what waits for the second person; before it was `open`, or online `stray`."""

_OPEN = {STATEMENT: "open", ONLINE: "stray"}


@dataclass(frozen=True)
class Stray:
    """One sum. `outcome` as of a statement's line, or twice for what came online; `refund_id` where it waits
    for the second person, `own` where this reader asked."""

    kind: str
    id: int
    at: datetime
    amount: int
    said: str
    outcome: str
    codes: tuple[str, ...]
    refund_id: int | None
    note: str
    by: str
    own: bool


def waiting(actor: Actor) -> tuple[Stray, ...]:
    """All of it at this actor's offices, the oldest first; three questions. Raises NotAllowed."""
    actor.require(Permission.MONEY_READ)
    mine = actor.agencies_for(Permission.MONEY_READ)
    lines = (
        select(StatementLine)
        .where(StatementLine.agency_id.in_(mine), StatementLine.status.in_((_OPEN[STATEMENT], REFUND)))
        .order_by(StatementLine.id)
        .limit(SHOWN)
    )
    online = (
        select(OnlinePayment, Dossier.code)
        .join(Dossier, Dossier.id == OnlinePayment.dossier_id)
        .where(OnlinePayment.agency_id.in_(mine), OnlinePayment.status.in_((_OPEN[ONLINE], REFUND)))
        .order_by(OnlinePayment.id)
        .limit(SHOWN)
    )
    asked = select(StrayRefund).where(StrayRefund.agency_id.in_(mine), StrayRefund.status == "waiting")
    with reading() as session:
        refunds = {(r.statement_line_id, r.online_payment_id): r for r in session.scalars(asked)}
        found = [
            _stray(actor, STATEMENT, x.id, datetime.combine(x.day, time.min, VIETNAM), x.amount, x.content,
                   x.outcome, tuple(x.codes), refunds.get((x.id, None)))
            for x in session.scalars(lines)
        ] + [
            _stray(actor, ONLINE, x.id, x.settled_at or x.created_at, x.amount, x.transaction_number or "",
                   "twice", (code,), refunds.get((None, x.id)))
            for x, code in session.execute(online)
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at))


def done(actor: Actor, kind: str, key: int, note: str) -> None:
    """Put away what needs no refund, with what was done. Raises NotAllowed, NotFound, Missing."""
    note = _note(note)
    with transaction() as session:
        _close(_locked(session, actor, kind, key), "settled", note, actor)


def ask_refund(actor: Actor, kind: str, key: int, note: str) -> None:
    """It shall go back: how and to whom, until a second person confirms. Raises as `done`."""
    note = _note(note)
    with transaction() as session:
        row = _locked(session, actor, kind, key)
        row.status = REFUND
        session.add(
            StrayRefund(
                agency_id=row.agency_id, amount=row.amount, note=note, asked_by=actor.account_id,
                asked_by_name=actor.name, asked_at=now(),
                **{"statement_line_id" if kind == STATEMENT else "online_payment_id": row.id},
            )
        )  # fmt: skip


def decide(actor: Actor, refund_id: int, *, approve: bool) -> None:
    """The leader's word: it went back, or the officer looks again. Nobody decides on what they asked for.

    Raises NotAllowed, NotFound, GuardRefused.
    """
    actor.require(Permission.MONEY_CLOSE)
    with transaction() as session:
        asked = session.get(StrayRefund, refund_id, with_for_update=True)
        if asked is None or asked.agency_id not in actor.agencies_for(Permission.MONEY_CLOSE):
            raise NotFound("amendment")
        if asked.status != "waiting":
            raise GuardRefused("nothing_to_decide")
        if asked.asked_by == actor.account_id:
            raise GuardRefused("second_person")
        asked.status = "approved" if approve else "returned"
        asked.decided_by, asked.decided_by_name, asked.decided_at = actor.account_id, actor.name, now()
        kind = STATEMENT if asked.statement_line_id else ONLINE
        row = _row(session, kind, asked.statement_line_id or asked.online_payment_id)
        if approve:
            _close(row, "settled", f"{asked.note} ({asked.asked_by_name})", actor)
        else:
            row.status = _OPEN[kind]


def _note(note: str) -> str:
    if not (note := needs.clean(note)):
        raise Missing(["note"])
    return note


def _locked(session: Session, actor: Actor, kind: str, key: int) -> Any:
    actor.require(Permission.MONEY_RECORD)
    row = _row(session, kind, key) if kind in _OPEN else None
    mine = actor.agencies_for(Permission.MONEY_RECORD)
    if row is None or row.agency_id not in mine or row.status != _OPEN[kind]:
        raise NotFound("statement_line")
    return row


def _row(session: Session, kind: str, key: int | None) -> Any:
    table: Any = StatementLine if kind == STATEMENT else OnlinePayment
    return session.get(table, key, with_for_update=True)


def _close(row: Any, status: str, note: str, actor: Actor) -> None:
    row.status, row.note, row.handled_at = status, note, now()
    row.handled_by, row.handled_by_name = actor.account_id, actor.name


def _stray(
    actor: Actor, kind: str, key: int, at: datetime, amount: int, said: str, outcome: str,
    codes: tuple[str, ...], refund: StrayRefund | None,
) -> Stray:  # fmt: skip
    asked = (refund.id, refund.note, refund.asked_by_name) if refund else (None, "", "")
    own = refund is not None and refund.asked_by == actor.account_id
    return Stray(kind, key, at, amount, said, outcome, codes, *asked, own)
