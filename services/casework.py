"""The verbs of the office: what each action of the workflow table does to a dossier.

One verb is one transaction: load, refuse what must be refused, change, write the event, the letter and
the notice. Nothing outside the database happens in it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from db.session import reading, transaction
from services import certificate_drafts, journal, ledger, letter_book, needs, notices, scanning, settings
from services.actors import Actor
from services.assignment import ASSIGN
from services.carrying import (
    Done,
    carry_out,
    checked,
    decide,
    do,
    done_with,
    find,
    for_decision,
    load,
    proposal_of,
    refuse_unless_open,
    roles_on,
    undoable,
    write,
)
from services.casework_steps import STEPS, restore
from services.catalogue import store
from services.clock import now
from services.dates.deadlines import Ledger, explain
from services.errors import GuardRefused, Missing
from services.money import books
from services.papers.attachments import Taken
from services.post import parcels
from services.scanning import SCAN
from services.workflow import UNDO, Clock, State


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
        at, dossier = now(), load(session, actor, code, seen)
        proposal = for_decision(session, actor, dossier)
        roles = roles_on(actor, dossier)
        refuse_unless_open(proposal.action, dossier, roles)
        asks = checked(session, dossier, proposal.action, proposal.asks, at)
        decide(proposal, "approved", actor, at)
        proposed_by = {"proposal": proposal.id, "proposed_by": proposal.proposed_by}
        return do(session, dossier, actor, proposal.action, asks, at, proposed_by)


def send_back(actor: Actor, code: str, *, seen: int, note: str) -> Done:
    """The leader's Trả lại: the proposal goes back to the colleague with a note; the state stays."""
    with transaction() as session:
        at, dossier = now(), load(session, actor, code, seen)
        proposal = for_decision(session, actor, dossier)
        if not (note := needs.clean(note)):
            raise Missing(["note"])
        decide(proposal, "returned", actor, at, note)
        facts = {"action": proposal.action, "proposal": proposal.id, "note": note}
        write(session, dossier, actor, "send_back", State(dossier.state), Clock.RUNS, facts, at)
        return done_with(dossier)


def undo(actor: Actor, code: str, *, seen: int) -> Done:
    """Hoàn tác: the dossier stands as before this actor's last action, and its notice never leaves."""
    with transaction() as session:
        at, dossier = now(), load(session, actor, code, seen)
        events = journal.of(session, dossier)
        event = undoable(events, actor, at)
        if event is None:
            raise GuardRefused("too_late_to_undo")
        for one in reversed(events[events.index(event) :]):  # first what a rule did at once after it
            if not notices.cancel(session, one.id):
                raise GuardRefused("too_late_to_undo")
            _take_back(session, dossier, one, actor, at)
        return done_with(dossier)


def _take_back(session: Session, dossier: Dossier, event: Event, actor: Actor, at: datetime) -> None:
    from_state = State(dossier.state)
    parcels.taken_back(session, event, actor, at)
    certificate_drafts.taken_back(session, event, at)
    restore(session, dossier, event, at)
    facts: dict[str, Any] = {"action": event.action}
    if taken_back := books.taking_back(session, event):
        facts["money"] = taken_back
    write(session, dossier, actor, UNDO, from_state, Clock.RUNS, facts, at, undoes=event.seq)


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
        at, dossier = now(), load(session, actor, code, seen)
        added = scanning.checked(session, dossier, roles_on(actor, dossier), papers, at)
        facts = {"added": added, "before": {}}
        write(session, dossier, actor, SCAN, State(dossier.state), Clock.RUNS, facts, at)
        return done_with(dossier)


def send_draft(actor: Actor, code: str, *, seen: int, draft: Taken | None) -> Done:
    """Gửi bản nháp cho người dân: before the result is signed its citizen reads it; state and clock stay.

    Raises NotFound, Stale, NotAllowed, WrongState, GuardRefused or Missing; then nothing changed.
    """
    with transaction() as session:
        at, dossier = now(), load(session, actor, code, seen)
        if proposal_of(session, dossier):
            raise GuardRefused("proposal_waiting")
        roles, procedure = roles_on(actor, dossier), store.version(session, dossier.procedure_version_id)
        given = {"draft": draft}
        facts = certificate_drafts.send(session, dossier, roles, actor, given, procedure, at)
        state = State(dossier.state)
        event = write(session, dossier, actor, certificate_drafts.SEND, state, Clock.RUNS, facts, at)
        told = letter_book.about(session, dossier, event) | {"answer_by": event.facts["confirm_by"]}
        notices.write(
            session, dossier, event, "draft_sent", letter_book.notice_facts(session, dossier, told),
            not_before=at + timedelta(seconds=settings.undo_seconds()),
        )  # fmt: skip
        return done_with(dossier)


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
        at, dossier = now(), load(session, actor, code, seen)
        facts = certificate_drafts.answer(session, dossier, roles_on(actor, dossier), action, wrong, at)
        write(session, dossier, actor, action, State(dossier.state), Clock.RUNS, facts, at)
        return done_with(dossier)


def proposed_due(actor: Actor, code: str) -> Ledger:
    """The return date that Tiếp nhận would print now, with its reasons. Raises NotFound."""
    with reading() as session:
        dossier = find(session, actor, code)
        return explain(ledger.calendar_of(session, dossier), ledger.rule_of(session, dossier), now())
