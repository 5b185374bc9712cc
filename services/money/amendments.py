"""Money taken back or given back: asked for with a reason by one person, decided by another who leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Letter
from db.money import MoneyAmendment, MoneyEntry
from db.session import reading, transaction
from services import journal, letter_book, needs, notices, settings
from services.actors import Actor
from services.casework_steps import plain
from services.clock import now
from services.errors import GuardRefused, Invalid, Missing, NotFound, Problem, WrongState
from services.money import books, closing, vietqr
from services.money.checks import PAY_WAYS
from services.permissions import Permission
from services.workflow import Clock, State

KINDS = ("cancel_payment", "refund")
DAYS_TO_PAY = 7
"""A dossier that waits for money again gets so many days."""

CANCELLED_IN = (State.RECEIVED, State.IN_PROCESS, State.PAYMENT_ASKED, State.READY)
"""Where a payment can be taken back: the dossier then waits for its money. Elsewhere it is refunded."""

SHOWN = 200


@dataclass(frozen=True)
class Asked:
    """A request as the fee room shows it; `status` is waiting, approved or returned."""

    id: int
    kind: str
    code: str
    amount: int
    reason: str
    by: str
    at: datetime
    status: str
    decided_by: str
    own: bool


@dataclass(frozen=True)
class Paid:
    """A payment that may be amended."""

    entry_id: int
    at: datetime
    amount: int
    way: str
    number: str


def payments(actor: Actor, code: str) -> tuple[Paid, ...]:
    """The payments of a dossier that count. Raises NotAllowed, NotFound."""
    with reading() as session:
        dossier = _dossier(session, actor, code, Permission.MONEY_READ)
        return tuple(
            Paid(e.id, e.at, -e.amount, e.way or "",
                 e.receipt_number or (e.reference or "").partition("/")[2])
            for e in books.live(books.of(session, dossier))
            if e.kind == "paid"
        )  # fmt: skip


def ask(actor: Actor, code: str, entry_id: int, kind: str, *, amount: int, way: str, reason: str) -> None:
    """Ask for a payment to be cancelled (all of it) or for `amount` đồng of it to be given back.

    Raises NotAllowed, NotFound, Missing, Invalid, WrongState, GuardRefused; then nothing was written.
    """
    reason = needs.clean(reason)
    if not reason:
        raise Missing(["reason"])
    with transaction() as session:
        at = now()
        dossier = _dossier(session, actor, code, Permission.MONEY_RECORD)
        entry = session.get(MoneyEntry, entry_id)
        if entry is None or entry.dossier_id != dossier.id or kind not in KINDS or way not in PAY_WAYS:
            raise NotFound("payment")
        amount = -entry.amount if kind == "cancel_payment" else amount
        _refuse_unless_possible(session, dossier, entry, kind, amount)
        waiting = select(MoneyAmendment.id).where(
            MoneyAmendment.entry_id == entry.id, MoneyAmendment.status == "waiting"
        )
        if session.scalar(waiting):
            raise GuardRefused("proposal_waiting")
        session.add(
            MoneyAmendment(
                agency_id=dossier.agency_id, dossier_id=dossier.id, entry_id=entry.id, kind=kind,
                amount=amount, way=way, reason=reason, asked_by=actor.account_id, asked_by_name=actor.name,
                asked_at=at,
            )
        )  # fmt: skip


def decide(actor: Actor, amendment_id: int, *, approve: bool) -> None:
    """The leader's word: done now, or sent back. Nobody decides on what they asked for themselves.

    Raises NotAllowed, NotFound, GuardRefused, and what `ask` raises when the dossier has moved on since.
    """
    actor.require(Permission.MONEY_CLOSE)
    with transaction() as session:
        at = now()
        asked = session.get(MoneyAmendment, amendment_id, with_for_update=True)
        if asked is None or asked.agency_id not in actor.agencies_for(Permission.MONEY_CLOSE):
            raise NotFound("amendment")
        if asked.status != "waiting":
            raise GuardRefused("nothing_to_decide")
        if asked.asked_by == actor.account_id:
            raise GuardRefused("second_person")
        asked.status = "approved" if approve else "returned"
        asked.decided_by, asked.decided_by_name, asked.decided_at = actor.account_id, actor.name, at
        if not approve:
            return
        dossier = session.get_one(Dossier, asked.dossier_id, with_for_update=True)
        entry = session.get_one(MoneyEntry, asked.entry_id)
        _refuse_unless_possible(session, dossier, entry, asked.kind, asked.amount)
        cancels = asked.kind == "cancel_payment"
        drawer = entry.actor_id if cancels else asked.asked_by
        if (entry.way if cancels else asked.way) == "cash":
            closing.refuse_closed(session, dossier.agency_id, drawer, at.date())
        if cancels:
            take_back(session, dossier, actor, entry, asked.reason, at, asked_by=asked.asked_by_name)
        else:
            _give_back(session, dossier, actor, asked, at)


def asked(actor: Actor) -> tuple[Asked, ...]:
    """The requests of this actor's agencies, those that wait first. One question. Raises NotAllowed."""
    actor.require(Permission.MONEY_READ)
    query = (
        select(MoneyAmendment, Dossier.code)
        .join(Dossier, Dossier.id == MoneyAmendment.dossier_id)
        .where(MoneyAmendment.agency_id.in_(actor.agencies_for(Permission.MONEY_READ)))
        .order_by(MoneyAmendment.status != "waiting", MoneyAmendment.id.desc())
        .limit(SHOWN)
    )
    with reading() as session:
        return tuple(
            Asked(x.id, x.kind, code, x.amount, x.reason, x.asked_by_name, x.asked_at, x.status,
                  x.decided_by_name or "", x.asked_by == actor.account_id)
            for x, code in session.execute(query)
        )  # fmt: skip


def take_back(
    session: Session, dossier: Dossier, actor: Actor, entry: MoneyEntry, reason: str, at: datetime,
    **facts: str,
) -> None:  # fmt: skip
    """A payment that should not have been booked is taken back by a new entry; its dossier waits for money
    again, and its citizen is told. A shared step: the caller holds the dossier locked. Raises WrongState."""
    if State(dossier.state) not in CANCELLED_IN:
        raise WrongState("cancel_payment", dossier.state)
    from_state, ran = State(dossier.state), dossier.clock == "running"
    rows = [{"kind": "cancelled", "amount": -entry.amount, "reverses": entry.id, "reason": reason}]
    session.execute(update(Letter).where(Letter.event_id == entry.event_id).values(withdrawn_at=at))
    if from_state != State.PAYMENT_ASKED:
        dossier.resume_state, dossier.state = dossier.state, State.PAYMENT_ASKED
        dossier.pay_by = (at + timedelta(days=DAYS_TO_PAY)).date()
    dossier.money, dossier.clock = "asked", "paused" if ran else dossier.clock
    vietqr.give_reference(session, dossier)
    left = books.left(session, dossier) - entry.amount
    event = journal.append(
        session, dossier, actor=actor, action="cancel_payment", from_state=int(from_state),
        clock=Clock.PAUSES if ran else Clock.RUNS, at=at,
        facts=plain({"amount": left, "pay_by": dossier.pay_by, "reason": reason, "money": rows, **facts}),
    )  # fmt: skip
    books.post(session, dossier, event)
    told = letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, event))
    notices.write(
        session, dossier, event, "payment_asked", told,
        not_before=at + timedelta(seconds=settings.undo_seconds()),
    )  # fmt: skip


def _give_back(
    session: Session, dossier: Dossier, actor: Actor, asked: MoneyAmendment, at: datetime
) -> None:
    """Money goes back to the citizen, and what it was asked for is asked no more: the state stays."""
    amount, reason = asked.amount, asked.reason
    sums = books.sums(books.of(session, dossier))
    dossier.money = books.Sums(sums.asked - amount, sums.paid - amount).state
    rows = [
        {"kind": "refunded", "amount": amount, "way": asked.way, "reason": reason},
        {"kind": "cancelled", "amount": -amount, "reason": reason},
    ]
    event = journal.append(
        session, dossier, actor=actor, action="refund", from_state=dossier.state, clock=Clock.RUNS, at=at,
        facts={"amount": amount, "pay_way": asked.way, "reason": reason, "asked_by": asked.asked_by_name,
               "asked_by_id": asked.asked_by, "money": rows},
    )  # fmt: skip
    books.post(session, dossier, event)


def _refuse_unless_possible(
    session: Session, dossier: Dossier, entry: MoneyEntry, kind: str, amount: int
) -> None:
    if entry.kind != "paid" or books.is_taken_back(session, entry):
        raise GuardRefused("something_paid")
    if kind == "cancel_payment" and State(dossier.state) not in CANCELLED_IN:
        raise WrongState(kind, dossier.state)
    kept = min(-entry.amount, books.sums(books.of(session, dossier)).paid)
    if type(amount) is not int or amount <= 0:
        raise Invalid([Problem("refund", "not_money")])
    if amount > kept:
        raise Invalid([Problem("refund", "more_than_paid", {"paid": kept})])


def _dossier(session: Session, actor: Actor, code: str, permission: Permission) -> Dossier:
    actor.require(permission)
    query = select(Dossier).where(
        Dossier.code == code.strip().upper(), Dossier.agency_id.in_(actor.agencies_for(permission))
    )
    dossier = session.scalar(query.with_for_update() if permission is Permission.MONEY_RECORD else query)
    if dossier is None:
        raise NotFound("dossier")
    return dossier
