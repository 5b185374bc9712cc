"""One action for many dossiers: first what would happen to each, then each in a transaction of its own.

A run is kept with what it was asked and what came of every dossier. Whatever interrupts it, going on repeats
nothing: a dossier's change and its mark in the run are one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from db.desk import Label
from db.dossiers import Dossier
from db.people import Account
from db.queue import BulkItem, BulkRun
from db.session import reading, transaction
from services import assignment, assignment_rules, carrying, needs
from services.actors import Actor
from services.clock import now, today
from services.desk import listing, numbers, queries, remarks
from services.desk.narrow import EVERYTHING, Narrow
from services.desk.rows import QueueRow
from services.errors import Invalid, Missing, NotAllowed, NotFound, Refusal
from services.language import _
from services.permissions import Permission
from services.sentences import say, say_problem
from services.workflow import Role

LABEL = "label"
"""Changes nothing of the dossier itself, so it is no step of its journal."""

ACTIONS = ("receive", "assign", "forward", LABEL)
"""What can be done to many at once: only what asks nothing of the single dossier."""

GIVEN = {"receive": None, "assign": "officer", "forward": "specialist", LABEL: "label"}
"""The name of the officer, or of the label, that an action asks for."""

MOST = 500
"""So many dossiers in one run; a longer list is taken from its top."""

PLANNED, DONE, REFUSED, FAILED = "planned", "done", "refused", "failed"


@dataclass(frozen=True)
class Chosen:
    """Which dossiers: those ticked, or (None) all that a view finds, from its top."""

    keys: tuple[int, ...] | None = None
    tab: str = ""
    search: str = ""
    narrow: Narrow = field(default=EVERYTHING)


@dataclass(frozen=True)
class Item:
    """One dossier of a run: what came of it, and why not."""

    code: str
    applicant: str
    status: str
    why: str


@dataclass(frozen=True)
class Run:
    """A run as it stands now, its dossiers in the order of the list."""

    id: int
    action: str
    given: str
    """The officer or label that was chosen, by name."""
    asked_at: datetime
    items: tuple[Item, ...]

    def having(self, status: str) -> tuple[Item, ...]:
        """The dossiers with this status."""
        return tuple(item for item in self.items if item.status == status)


def rows(actor: Actor, chosen: Chosen) -> tuple[QueueRow, ...]:
    """The chosen dossiers of this actor's agencies, at most MOST, in the order of the list."""
    actor.require(Permission.QUEUE_READ)
    with reading() as session:
        return _rows(session, actor, chosen)


def officers(actor: Actor, action: str) -> dict[int, str]:
    """Who can be given dossiers by this action, by account id."""
    actor.require(Permission.QUEUE_READ)
    found: dict[int, str] = {}
    with reading() as session:
        for agency_id in sorted(actor.agencies_for(Permission.QUEUE_READ)):
            ask = needs.specialists if action == "forward" else assignment.officers
            found |= {account.id: account.name for account in ask(session, agency_id, today())}
    return found


def open_to(actor: Actor) -> tuple[str, ...]:
    """The actions that this actor's roles may open at all."""
    roles = {grant.role for grant in actor.grants}
    receives = bool(roles & {Role.RECEIVER, Role.LEADER})
    return tuple(action for action in ACTIONS if action in ("assign", LABEL) or receives)


def plan(actor: Actor, action: str, chosen: Chosen, choice: int | None = None) -> int:
    """The dry run: what would happen to each dossier; changes no dossier. The run's id.

    `choice` is the officer or the label. Raises NotAllowed, Missing where one is asked for and none named.
    """
    actor.require(Permission.QUEUE_READ)
    if action not in ACTIONS:
        raise NotAllowed(action)
    name = GIVEN[action]
    if name and choice is None:
        raise Missing([name])
    given = {name: choice} if name else {}
    with reading() as session:
        listed = _rows(session, actor, chosen)
        found = {one.id: one for one in _dossiers(session, [row.id for row in listed])}
        outlooks = [_outlook(session, actor, action, found[row.id], given) for row in listed]
    with transaction() as session:
        run = BulkRun(account_id=actor.account_id, action=action, asks=given, asked_at=now())
        session.add(run)
        session.flush()
        items = [
            {"run_id": run.id, "dossier_id": row.id, "place": place, "seen": row.version,
             "status": status, "why": why or None}
            for place, (row, (status, why)) in enumerate(zip(listed, outlooks, strict=True))
        ]  # fmt: skip
        if items:
            session.execute(insert(BulkItem), items)
        return run.id


def run(actor: Actor, run_id: int) -> Run:
    """How a run of one's own stands. Raises NotFound for anybody else's."""
    with reading() as session:
        asked = _own(session, actor, run_id)
        found = session.execute(
            select(Dossier.code, Dossier.applicant_name, BulkItem.status, BulkItem.why)
            .join(Dossier, Dossier.id == BulkItem.dossier_id)
            .where(
                BulkItem.run_id == run_id,
                Dossier.agency_id.in_(sorted(actor.agencies_for(Permission.DOSSIER_READ))),
            )
            .order_by(BulkItem.place)
        ).all()
        named = next(iter(asked.asks.values()), None)
        named_by = session.get(Label if asked.action == LABEL else Account, named) if named else None
    items = tuple(Item(code, name, status, why or "") for code, name, status, why in found)
    return Run(asked.id, asked.action, named_by.name if named_by else "", asked.asked_at, items)


def step(actor: Actor, run_id: int) -> int:
    """Do the next planned dossier of a run; how many are left after it. Raises NotFound.

    A refusal is kept as that dossier's reason: the others go on.
    """
    with reading() as session:
        asked = _own(session, actor, run_id)
        item = session.scalar(
            select(BulkItem)
            .where(BulkItem.run_id == run_id, BulkItem.status == PLANNED)
            .order_by(BulkItem.place)
            .limit(1)
        )
        if item is None:
            return 0
        code = session.get_one(Dossier, item.dossier_id).code
    try:
        with transaction() as session:
            if _mark(session, item, DONE):  # else another copy of this run was quicker
                _do(session, asked, actor, code, item.seen)
    except Refusal as refusal:
        with transaction() as session:
            _mark(session, item, FAILED, _reason(refusal))
    return _left(run_id)


def _do(session: Session, asked: BulkRun, actor: Actor, code: str, seen: int) -> None:
    if asked.action == LABEL:
        remarks.put_label(session, actor, code, asked.asks["label"])
    else:
        carrying.carry_out(session, asked.action, actor, code, seen=seen, given=asked.asks)


def _left(run_id: int) -> int:
    with reading() as session:
        planned = BulkItem.run_id == run_id, BulkItem.status == PLANNED
        return session.scalar(select(func.count()).select_from(BulkItem).where(*planned)) or 0


def _mark(session: Session, item: BulkItem, status: str, why: str | None = None) -> bool:
    """Claim one dossier of the run: only what is still planned is done, and only once."""
    done = session.execute(
        update(BulkItem)
        .where(
            BulkItem.run_id == item.run_id,
            BulkItem.dossier_id == item.dossier_id,
            BulkItem.status == PLANNED,
        )
        .values(status=status, why=why)
    )
    return bool(done.rowcount)


def _own(session: Session, actor: Actor, run_id: int) -> BulkRun:
    found = session.get(BulkRun, run_id)
    if found is None or actor.account_id is None or found.account_id != actor.account_id:
        raise NotFound("run")
    return found


def _rows(session: Session, actor: Actor, chosen: Chosen) -> tuple[QueueRow, ...]:
    view = numbers.view(session, actor, chosen.tab, chosen.search, chosen.narrow)
    if chosen.keys is None:
        found = session.execute(queries.page(view.shape), view.values | {"first": 0, "size": MOST}).all()
        return listing.rows(session, view, found)
    wanted = {key: place for place, key in enumerate(chosen.keys[:MOST])}
    found = session.execute(queries.chosen(view.shape.several), view.values | {"chosen": list(wanted)}).all()
    return listing.rows(session, view, sorted(found, key=lambda row: wanted[row.id]))


def _dossiers(session: Session, keys: Sequence[int]) -> Sequence[Dossier]:
    return session.scalars(select(Dossier).where(Dossier.id.in_(keys))).all()


def _outlook(
    session: Session, actor: Actor, action: str, dossier: Dossier, given: Mapping[str, Any]
) -> tuple[str, str]:
    """Planned, with what a rule of assignment will do right after it; or refused, and why."""
    try:
        if action == LABEL:
            remarks.check_label(session, actor, dossier, given["label"])
        else:
            carrying.look_ahead(session, action, actor, dossier, given)
    except Refusal as refusal:
        return REFUSED, _reason(refusal)
    sent = action == "receive" and assignment_rules.will_send(session, dossier)
    return PLANNED, _("Rồi chuyển xử lý theo phân công tự động.") if sent else ""


def _reason(refusal: Refusal) -> str:
    """One sentence; there is no form here beside which the places could say their own."""
    return say_problem(refusal.problems[0]) if isinstance(refusal, Invalid) else say(refusal)
