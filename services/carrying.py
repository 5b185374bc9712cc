"""What every verb is made of: find the dossier for this actor, refuse, change, write what happened.

Each takes the session of a verb; none opens a transaction. The verbs stand in services/casework.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event, Proposal
from db.people import Account
from services import assignment, assignment_rules, journal, ledger, letter_book, needs, notices, settings
from services.actors import Actor
from services.assignment import ASSIGN
from services.assignment_rules import RULE
from services.casework_steps import STEPS, clock_of, plain, snapshot
from services.clock import now
from services.errors import GuardRefused, NotAllowed, NotFound, Stale, WrongState
from services.guards import GUARDS
from services.money import books
from services.permissions import Permission
from services.workflow import ACTIONS, Clock, Role, State, may, waits_for_leader


@dataclass(frozen=True)
class Done:
    """What came of a verb. `proposed` means that it now waits for the leader's word."""

    code: str
    version: int
    state: State
    proposed: bool = False
    letter_id: int | None = None


def carry_out(
    session: Session, action: str, actor: Actor, code: str, *, seen: int, given: Mapping[str, Any]
) -> Done:
    """What an action's verb does, within the transaction of one dossier (services/desk/bulk.py has many)."""
    at, dossier = now(), load(session, actor, code, seen)
    asks, waiting = _ready(session, action, actor, dossier, given, at)
    if action == ASSIGN:
        return give_to(session, dossier, actor, asks["officer"], at)
    if waits_for_leader(action, roles_on(actor, dossier)):
        return _propose(session, dossier, actor, action, asks, at)
    if waiting is None:
        return do(session, dossier, actor, action, asks, at)
    decide(waiting, "dropped", actor, at)
    return do(session, dossier, actor, action, asks, at, {"dropped": waiting.id})


def look_ahead(
    session: Session, action: str, actor: Actor, dossier: Dossier, given: Mapping[str, Any]
) -> None:
    """Raises what `carry_out` would refuse now; changes nothing."""
    if not roles_on(actor, dossier):
        raise NotFound("dossier")
    _ready(session, action, actor, dossier, given, now())


def _ready(
    session: Session, action: str, actor: Actor, dossier: Dossier, given: Mapping[str, Any], at: datetime
) -> tuple[dict[str, Any], Proposal | None]:
    """The checked asks, and the proposal that this would drop; refuses whatever must be refused."""
    roles = roles_on(actor, dossier)
    if action == ASSIGN:
        return assignment.checked(session, dossier, roles, given, at), None
    refuse_unless_open(action, dossier, roles)
    asks = checked(session, dossier, action, given, at)
    waiting = proposal_of(session, dossier)
    if waiting and (waits_for_leader(action, roles) or not {Role.LEADER, Role.CITIZEN} & roles):
        raise GuardRefused("proposal_waiting")
    return asks, waiting


def give_to(session: Session, dossier: Dossier, actor: Actor, officer: int, at: datetime) -> Done:
    """Another officer, who was checked, holds the dossier from here on."""
    before = {"holder_id": dossier.holder_id}
    dossier.holder_id = officer
    facts = {"to": officer, "to_name": session.get_one(Account, officer).name, "before": before}
    write(session, dossier, actor, ASSIGN, State(dossier.state), Clock.RUNS, facts, at)
    return done_with(dossier)


def roles_on(actor: Actor, dossier: Dossier) -> frozenset[Role]:
    """The roles in which this actor meets this dossier; none at all for somebody else's."""
    if actor.proven_code == dossier.code or (actor.account_id and actor.account_id == dossier.account_id):
        return frozenset({Role.CITIZEN})
    if dossier.agency_id in actor.agencies_for(Permission.DOSSIER_READ):
        return actor.roles_at(dossier.agency_id)
    return frozenset()


def undoable(events: list[Event], actor: Actor, at: datetime) -> Event | None:
    """The event that this actor can still take back: the last one, own, recent and not itself taken back.
    What a rule did at once after it goes back with it."""
    last = events[-2 if assignment_rules.sent_itself(events[-1]) else -1]
    own = actor.account_id is not None and last.actor_id == actor.account_id
    recent = at - last.at <= timedelta(seconds=settings.undo_seconds())
    return last if own and recent and "before" in last.facts else None


def proposal_of(session: Session, dossier: Dossier) -> Proposal | None:
    """The proposal that waits on this dossier."""
    return session.scalar(
        select(Proposal).where(
            Proposal.dossier_id == dossier.id,
            Proposal.status == literal("waiting", literal_execute=True),  # or SQLite passes the index by
        )
    )


def find(session: Session, actor: Actor, code: str, *, lock: bool = False) -> Dossier:
    """Somebody else's dossier is not found: its very existence is nobody's business."""
    query = select(Dossier).where(Dossier.code == code)
    dossier = session.scalar(query.with_for_update() if lock else query)
    if dossier is None or not roles_on(actor, dossier):
        raise NotFound("dossier")
    return dossier


def load(session: Session, actor: Actor, code: str, seen: int) -> Dossier:
    """The dossier, held until the verb ends. Raises NotFound, and Stale for who saw an older version."""
    dossier = find(session, actor, code, lock=True)
    if dossier.version != seen:
        last = journal.of(session, dossier)[-1]
        raise Stale(last.actor_name, last.action, last.at)
    return dossier


def refuse_unless_open(action: str, dossier: Dossier, roles: frozenset[Role]) -> None:
    """Raises NotAllowed or WrongState."""
    state = State(dossier.state)
    if may(action, state, roles):
        return
    transition = ACTIONS[action]
    if state in transition.sources or not any(may(action, s, roles) for s in transition.sources):
        raise NotAllowed(action)
    raise WrongState(action, state)


def checked(
    session: Session, dossier: Dossier, action: str, given: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """What the form gave, clean and complete. Raises Missing, Invalid, GuardRefused."""
    transition = ACTIONS[action]
    scene = needs.Scene(session, dossier, ledger.calendar_of(session, dossier), at)
    asks = needs.check(scene, transition, given)
    for guard in transition.guards:
        GUARDS[guard](scene, asks)
    return asks


def _propose(
    session: Session, dossier: Dossier, actor: Actor, action: str, asks: dict[str, Any], at: datetime
) -> Done:
    proposal = Proposal(
        dossier_id=dossier.id, agency_id=dossier.agency_id, action=action, asks=plain(asks),
        proposed_by=actor.account_id, proposed_at=at,
    )  # fmt: skip
    session.add(proposal)
    session.flush()
    facts = {"action": action, "proposal": proposal.id, "asks": plain(asks), "before": {}}
    write(session, dossier, actor, "propose", State(dossier.state), Clock.RUNS, facts, at)
    return done_with(dossier, proposed=True)


def for_decision(session: Session, actor: Actor, dossier: Dossier) -> Proposal:
    """What waits for this leader's word. Raises NotAllowed, GuardRefused."""
    if Role.LEADER not in roles_on(actor, dossier):
        raise NotAllowed("approve")
    if (proposal := proposal_of(session, dossier)) is None:
        raise GuardRefused("nothing_to_decide")
    return proposal


def decide(proposal: Proposal, status: str, actor: Actor, at: datetime, note: str | None = None) -> None:
    """approved, returned or dropped, by whom."""
    proposal.status, proposal.decided_by, proposal.decided_at = status, actor.account_id, at
    proposal.note = note


def do(
    session: Session, dossier: Dossier, actor: Actor, action: str, asks: dict[str, Any], at: datetime,
    more: Mapping[str, Any] | None = None,
) -> Done:  # fmt: skip
    """Change the dossier, then write event, letter and notice of it. Receiving may send it on by a rule."""
    # Held before the numbers of letters are, as Chuyển xử lý does: else two could wait for each other.
    next_one = assignment_rules.sends_itself(session, dossier) if action == "receive" else None
    transition, from_state, before = ACTIONS[action], State(dossier.state), snapshot(dossier)
    facts = STEPS[action](session, dossier, actor, asks, at)
    after = snapshot(dossier)
    clock = clock_of(transition.clock, before["clock"], after["clock"])
    facts |= {**(more or {}), "before": {k: v for k, v in before.items() if after[k] != v}}
    event = write(session, dossier, actor, action, from_state, clock, facts, at)
    # Money that came to an account has the bank's own voucher; a slip is of what was taken at the counter.
    kind, letter = None if asks.get("reference") else transition.letter, None
    told = {}
    if kind or transition.notice:
        told = letter_book.about(session, dossier, event, printed=bool(kind))
    if kind:
        letter = letter_book.issue(session, dossier, event, kind, actor, told)
    if transition.notice and actor is not RULE:  # whoever is told "received" needs no second message
        wait = settings.undo_seconds() if actor.kind == "officer" else 0
        notice_facts = letter_book.notice_facts(session, dossier, told)
        notices.write(
            session, dossier, event, transition.notice, notice_facts,
            not_before=at + timedelta(seconds=wait),
        )  # fmt: skip
    if next_one is not None:
        do(session, dossier, RULE, "forward", {"specialist": next_one}, at, {"giver": actor.name})
    return done_with(dossier, letter_id=letter.id if letter else None)


def write(
    session: Session, dossier: Dossier, actor: Actor, action: str, from_state: State, clock: Clock,
    facts: dict[str, Any], at: datetime, undoes: int | None = None,
) -> Event:  # fmt: skip
    """One event in the journal, and what it means for the ledger of money."""
    event = journal.append(
        session, dossier, actor=actor, action=action, from_state=int(from_state), clock=clock,
        facts=plain(facts), at=at, undoes=undoes,
    )  # fmt: skip
    books.post(session, dossier, event)
    return event


def done_with(dossier: Dossier, *, proposed: bool = False, letter_id: int | None = None) -> Done:
    """What the verb answers."""
    return Done(dossier.code, dossier.version, State(dossier.state), proposed, letter_id)


def settle(
    session: Session, dossier: Dossier, actor: Actor, action: str, asks: dict[str, Any], at: datetime
) -> Done:
    """A shared step for what comes without a form, money on an account: `action` as its verb does it, with
    what its step asks for, on a dossier that the caller holds locked. Raises WrongState."""
    transition = ACTIONS[action]
    if State(dossier.state) not in transition.sources + transition.by_itself:
        raise WrongState(action, dossier.state)
    return do(session, dossier, actor, action, asks, at)
