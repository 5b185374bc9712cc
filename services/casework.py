"""The verbs of the office: what each action of the workflow table does to a dossier.

One verb is one transaction: load, refuse what must be refused, change, write the event, the letter and
the notice. Nothing outside the database happens in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from db.desk_work import CertificateDraft
from db.dossiers import Dossier, Event, Proposal
from db.people import Account
from db.session import reading, transaction
from services import (
    assignment,
    certificate_drafts,
    journal,
    ledger,
    letter_book,
    needs,
    notices,
    scanning,
    settings,
)
from services.actors import Actor
from services.assignment import ASSIGN
from services.casework_steps import STEPS, plain, restore, snapshot
from services.catalogue import store
from services.clock import now
from services.dates.deadlines import Ledger, explain
from services.errors import GuardRefused, Missing, NotAllowed, NotFound, Stale, WrongState
from services.guards import GUARDS
from services.money import books
from services.papers.attachments import Taken
from services.permissions import Permission
from services.post import parcels
from services.scanning import SCAN
from services.workflow import ACTIONS, UNDO, Clock, Role, State, may, waits_for_leader


@dataclass(frozen=True)
class Done:
    """What came of a verb. `proposed` means that it now waits for the leader's word."""

    code: str
    version: int
    state: State
    proposed: bool = False
    letter_id: int | None = None


# --- the verbs -----------------------------------------------------------------------------------------


def _carry_out(action: str, actor: Actor, code: str, *, seen: int, **given: Any) -> Done:
    """Do `action` on the dossier that `actor` saw at version `seen`, with what its form gave.

    Raises NotFound, Stale, NotAllowed, WrongState, GuardRefused, Missing or Invalid; then nothing changed.
    """
    with transaction() as session:
        return carry_out(session, action, actor, code, seen=seen, given=given)


VERBS: dict[str, Callable[..., Done]] = {action: partial(_carry_out, action) for action in STEPS}
"""Every action by its name in the workflow table: verb(actor, code, seen=version, **needs) -> Done."""

receive = VERBS["receive"]
forward = VERBS["forward"]
finish = VERBS["finish"]
hand_over = VERBS["hand_over"]
hand_to_post = VERBS["hand_to_post"]
request_supplement = VERBS["request_supplement"]
answer_supplement = VERBS["answer_supplement"]
request_payment = VERBS["request_payment"]
record_payment = VERBS["record_payment"]
refuse = VERBS["refuse"]
extend = VERBS["extend"]
stop = VERBS["stop"]
withdraw = VERBS["withdraw"]


def approve(actor: Actor, code: str, *, seen: int) -> Done:
    """The leader's Duyệt: what was proposed is done now, in the leader's name. Refusals as of the action."""
    with transaction() as session:
        at, dossier = now(), _load(session, actor, code, seen)
        proposal = _for_decision(session, actor, dossier)
        roles = roles_on(actor, dossier)
        _refuse_unless_open(proposal.action, dossier, roles)
        asks = _checked(session, dossier, proposal.action, proposal.asks, at)
        _decide(proposal, "approved", actor, at)
        proposed_by = {"proposal": proposal.id, "proposed_by": proposal.proposed_by}
        return _do(session, dossier, actor, proposal.action, asks, at, proposed_by)


def send_back(actor: Actor, code: str, *, seen: int, note: str) -> Done:
    """The leader's Trả lại: the proposal goes back to the colleague with a note; the state stays."""
    with transaction() as session:
        at, dossier = now(), _load(session, actor, code, seen)
        proposal = _for_decision(session, actor, dossier)
        if not (note := needs.clean(note)):
            raise Missing(["note"])
        _decide(proposal, "returned", actor, at, note)
        facts = {"action": proposal.action, "proposal": proposal.id, "note": note}
        _write(session, dossier, actor, "send_back", State(dossier.state), Clock.RUNS, facts, at)
        return _done(dossier)


def undo(actor: Actor, code: str, *, seen: int) -> Done:
    """Hoàn tác: the dossier stands as before this actor's last action, and its notice never leaves."""
    with transaction() as session:
        at, dossier = now(), _load(session, actor, code, seen)
        event = undoable(journal.of(session, dossier), actor, at)
        if event is None or not notices.cancel(session, event.id):
            raise GuardRefused("too_late_to_undo")
        from_state = State(dossier.state)
        parcels.taken_back(session, event, actor, at)
        certificate_drafts.taken_back(session, event, at)
        restore(session, dossier, event, at)
        facts: dict[str, Any] = {"action": event.action}
        if taken_back := books.taking_back(session, event):
            facts["money"] = taken_back
        _write(session, dossier, actor, UNDO, from_state, Clock.RUNS, facts, at, undoes=event.seq)
        return _done(dossier)


def assign(actor: Actor, code: str, *, seen: int, officer: int) -> Done:
    """Giao việc: an open dossier goes to another officer of the agency; state and clock stay as they are.

    Raises NotFound, Stale, NotAllowed, WrongState, Missing or Invalid; then nothing changed.
    """
    with transaction() as session:
        return carry_out(session, ASSIGN, actor, code, seen=seen, given={"officer": officer})


def add_scans(actor: Actor, code: str, *, seen: int, papers: Sequence[Taken]) -> Done:
    """Thêm bản quét: papers that were handed in at the counter are scanned; state and clock stay.

    Raises NotFound, Stale, NotAllowed, WrongState, Missing, Invalid or PaperRefused; then nothing changed.
    """
    with transaction() as session:
        at, dossier = now(), _load(session, actor, code, seen)
        added = scanning.checked(session, dossier, roles_on(actor, dossier), papers, at)
        facts = {"added": added, "before": {}}
        _write(session, dossier, actor, SCAN, State(dossier.state), Clock.RUNS, facts, at)
        return _done(dossier)


def send_draft(actor: Actor, code: str, *, seen: int, draft: Taken | None) -> Done:
    """Gửi bản nháp cho người dân: before the result is signed its citizen reads it; state and clock stay.

    Raises NotFound, Stale, NotAllowed, WrongState, GuardRefused or Missing; then nothing changed.
    """
    with transaction() as session:
        at, dossier = now(), _load(session, actor, code, seen)
        if proposal_of(session, dossier):
            raise GuardRefused("proposal_waiting")
        roles, procedure = roles_on(actor, dossier), store.version(session, dossier.procedure_version_id)
        given = {"draft": draft}
        facts = certificate_drafts.send(session, dossier, roles, actor, given, procedure, at)
        state = State(dossier.state)
        event = _write(session, dossier, actor, certificate_drafts.SEND, state, Clock.RUNS, facts, at)
        told = letter_book.about(session, dossier, event) | {"answer_by": event.facts["confirm_by"]}
        notices.write(
            session, dossier, event, "draft_sent", letter_book.notice_facts(session, dossier, told),
            not_before=at + timedelta(seconds=settings.undo_seconds()),
        )  # fmt: skip
        return _done(dossier)


def confirm_draft(actor: Actor, code: str, *, seen: int) -> Done:
    """Đúng: the citizen agrees to the draft. Raises NotFound, Stale, NotAllowed or GuardRefused."""
    return _answer_draft(certificate_drafts.CONFIRM, actor, code, seen, "")


def object_draft(actor: Actor, code: str, *, seen: int, wrong: str) -> Done:
    """Báo sai: the citizen says what is wrong with the draft; the next one makes up for it.

    Raises NotFound, Stale, NotAllowed, GuardRefused, Missing or Invalid; then nothing changed.
    """
    return _answer_draft(certificate_drafts.OBJECT, actor, code, seen, wrong)


def _answer_draft(action: str, actor: Actor, code: str, seen: int, wrong: str) -> Done:
    with transaction() as session:
        at, dossier = now(), _load(session, actor, code, seen)
        facts = certificate_drafts.answer(session, dossier, roles_on(actor, dossier), action, wrong, at)
        _write(session, dossier, actor, action, State(dossier.state), Clock.RUNS, facts, at)
        return _done(dossier)


def note_silence(
    session: Session, dossier: Dossier, actor: Actor, draft: CertificateDraft, at: datetime
) -> Done:
    """A shared step of services/silence.py: nobody answered the draft in time, on a dossier that the
    caller holds locked."""
    facts = certificate_drafts.silence(draft, at)
    _write(session, dossier, actor, certificate_drafts.SILENT, State(dossier.state), Clock.RUNS, facts, at)
    return _done(dossier)


def hand_on(session: Session, dossier: Dossier, actor: Actor, officer: int, at: datetime) -> Done:
    """A shared step of services/people/handover.py: an administrator gives what a colleague held to another,
    who was checked, without a look into the dossier, which the caller holds locked."""
    return _assign(session, dossier, actor, officer, at)


def proposed_due(actor: Actor, code: str) -> Ledger:
    """The return date that Tiếp nhận would print now, with its reasons. Raises NotFound."""
    with reading() as session:
        dossier = _find(session, actor, code)
        return explain(ledger.calendar_of(session, dossier), ledger.rule_of(session, dossier), now())


def settle(
    session: Session, dossier: Dossier, actor: Actor, action: str, asks: dict[str, Any], at: datetime
) -> Done:
    """A shared step for what comes without a form, money on an account: `action` as its verb does it, with
    what its step asks for, on a dossier that the caller holds locked. Raises WrongState."""
    transition = ACTIONS[action]
    if State(dossier.state) not in transition.sources + transition.by_itself:
        raise WrongState(action, dossier.state)
    return _do(session, dossier, actor, action, asks, at)


# --- what the verbs are made of ------------------------------------------------------------------------


def carry_out(
    session: Session, action: str, actor: Actor, code: str, *, seen: int, given: Mapping[str, Any]
) -> Done:
    """What an action's verb does, within the transaction of one dossier (services/desk/bulk.py has many)."""
    at, dossier = now(), _load(session, actor, code, seen)
    asks, waiting = _ready(session, action, actor, dossier, given, at)
    if action == ASSIGN:
        return _assign(session, dossier, actor, asks["officer"], at)
    if waits_for_leader(action, roles_on(actor, dossier)):
        return _propose(session, dossier, actor, action, asks, at)
    if waiting is None:
        return _do(session, dossier, actor, action, asks, at)
    _decide(waiting, "dropped", actor, at)
    return _do(session, dossier, actor, action, asks, at, {"dropped": waiting.id})


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
    _refuse_unless_open(action, dossier, roles)
    asks = _checked(session, dossier, action, given, at)
    waiting = proposal_of(session, dossier)
    if waiting and (waits_for_leader(action, roles) or not {Role.LEADER, Role.CITIZEN} & roles):
        raise GuardRefused("proposal_waiting")
    return asks, waiting


def _assign(session: Session, dossier: Dossier, actor: Actor, officer: int, at: datetime) -> Done:
    before = {"holder_id": dossier.holder_id}
    dossier.holder_id = officer
    facts = {"to": officer, "to_name": session.get_one(Account, officer).name, "before": before}
    _write(session, dossier, actor, ASSIGN, State(dossier.state), Clock.RUNS, facts, at)
    return _done(dossier)


def roles_on(actor: Actor, dossier: Dossier) -> frozenset[Role]:
    """The roles in which this actor meets this dossier; none at all for somebody else's."""
    if actor.proven_code == dossier.code or (actor.account_id and actor.account_id == dossier.account_id):
        return frozenset({Role.CITIZEN})
    if dossier.agency_id in actor.agencies_for(Permission.DOSSIER_READ):
        return actor.roles_at(dossier.agency_id)
    return frozenset()


def undoable(events: list[Event], actor: Actor, at: datetime) -> Event | None:
    """The event that this actor can still take back: the last one, own, recent and not itself taken back."""
    last = events[-1]
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


def _find(session: Session, actor: Actor, code: str, *, lock: bool = False) -> Dossier:
    """Somebody else's dossier is not found: its very existence is nobody's business."""
    query = select(Dossier).where(Dossier.code == code)
    dossier = session.scalar(query.with_for_update() if lock else query)
    if dossier is None or not roles_on(actor, dossier):
        raise NotFound("dossier")
    return dossier


def _load(session: Session, actor: Actor, code: str, seen: int) -> Dossier:
    dossier = _find(session, actor, code, lock=True)
    if dossier.version != seen:
        last = journal.of(session, dossier)[-1]
        raise Stale(last.actor_name, last.action, last.at)
    return dossier


def _refuse_unless_open(action: str, dossier: Dossier, roles: frozenset[Role]) -> None:
    state = State(dossier.state)
    if may(action, state, roles):
        return
    transition = ACTIONS[action]
    if state in transition.sources or not any(may(action, s, roles) for s in transition.sources):
        raise NotAllowed(action)
    raise WrongState(action, state)


def _checked(
    session: Session, dossier: Dossier, action: str, given: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
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
    _write(session, dossier, actor, "propose", State(dossier.state), Clock.RUNS, facts, at)
    return _done(dossier, proposed=True)


def _for_decision(session: Session, actor: Actor, dossier: Dossier) -> Proposal:
    if Role.LEADER not in roles_on(actor, dossier):
        raise NotAllowed("approve")
    if (proposal := proposal_of(session, dossier)) is None:
        raise GuardRefused("nothing_to_decide")
    return proposal


def _decide(proposal: Proposal, status: str, actor: Actor, at: datetime, note: str | None = None) -> None:
    proposal.status, proposal.decided_by, proposal.decided_at = status, actor.account_id, at
    proposal.note = note


def _do(
    session: Session,
    dossier: Dossier,
    actor: Actor,
    action: str,
    asks: dict[str, Any],
    at: datetime,
    more: Mapping[str, Any] | None = None,
) -> Done:
    """Change the dossier, then write event, letter and notice of it."""
    transition, from_state, before = ACTIONS[action], State(dossier.state), snapshot(dossier)
    facts = STEPS[action](session, dossier, actor, asks, at)
    after = snapshot(dossier)
    clock = _clock(transition.clock, before["clock"], after["clock"])
    facts |= {**(more or {}), "before": {k: v for k, v in before.items() if after[k] != v}}
    event = _write(session, dossier, actor, action, from_state, clock, facts, at)
    # Money that came to an account has the bank's own voucher; a slip is of what was taken at the counter.
    kind, letter = None if asks.get("reference") else transition.letter, None
    told = {}
    if kind or transition.notice:
        told = letter_book.about(session, dossier, event, printed=bool(kind))
    if kind:
        letter = letter_book.issue(session, dossier, event, kind, actor, told)
    if transition.notice:
        wait = settings.undo_seconds() if actor.kind == "officer" else 0
        notice_facts = letter_book.notice_facts(session, dossier, told)
        notices.write(
            session, dossier, event, transition.notice, notice_facts,
            not_before=at + timedelta(seconds=wait),
        )  # fmt: skip
    return _done(dossier, letter_id=letter.id if letter else None)


def _clock(word: Clock, before: str, after: str) -> Clock:
    """What happened to the legal clock: one that has not started, or stopped when the result was there,
    is not paused, and a part of what was asked resumes nothing."""
    if word is Clock.PAUSES:
        return word if after == "paused" else Clock.RUNS
    if word is Clock.RESUMES:
        return word if before == "paused" and after == "running" else Clock.RUNS
    return word if before != "waiting" or word is Clock.STARTS else Clock.RUNS


def _write(
    session: Session,
    dossier: Dossier,
    actor: Actor,
    action: str,
    from_state: State,
    clock: Clock,
    facts: dict[str, Any],
    at: datetime,
    undoes: int | None = None,
) -> Event:
    event = journal.append(
        session, dossier, actor=actor, action=action, from_state=int(from_state), clock=clock,
        facts=plain(facts), at=at, undoes=undoes,
    )  # fmt: skip
    books.post(session, dossier, event)
    return event


def _done(dossier: Dossier, *, proposed: bool = False, letter_id: int | None = None) -> Done:
    return Done(dossier.code, dossier.version, State(dossier.state), proposed, letter_id)
