"""What each action changes on the dossier, and how a change is taken back. Steps take the session."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event, Letter, Paper, Proposal, SupplementRequest
from db.people import Account
from services import assignment_rules, guards, ledger, needs, subjects, verification
from services.actors import Actor
from services.catalogue import store
from services.dates.deadlines import Ledger, explain
from services.errors import Missing
from services.money import steps
from services.post import parcels
from services.workflow import Clock, State

Step = Callable[[Session, Dossier, Actor, dict[str, Any], datetime], dict[str, Any]]

_CHANGING = (
    "state", "resume_state", "clock", "money", "delivery", "received_at", "due_at", "ready_at",
    "closed_at", "holder_id", "rounds", "extensions", "result_sha256", "form", "pay_by", "result_way",
)  # fmt: skip
_INSTANTS = ("received_at", "due_at", "ready_at", "closed_at")
_DAYS = ("pay_by",)


def plain(value: Any) -> Any:
    """The same as JSON can hold it: moments and days in ISO, numbers and texts as they are."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, datetime | date) else value


def snapshot(dossier: Dossier) -> dict[str, Any]:
    """The columns that actions change, as plain values."""
    return {name: plain(getattr(dossier, name)) for name in _CHANGING}


def restore(session: Session, dossier: Dossier, event: Event, at: datetime) -> None:
    """Take back what this event did: columns, letter, supplement request, papers and proposal. Money goes
    by the facts of the event that takes back (services/money/books.py)."""
    for name, value in event.facts["before"].items():
        if value and name in _INSTANTS:
            value = datetime.fromisoformat(value)
        elif value and name in _DAYS:
            value = date.fromisoformat(value)
        setattr(dossier, name, value)
    session.execute(update(Letter).where(Letter.event_id == event.id).values(withdrawn_at=at))
    facts = event.facts
    if request := facts.get("request"):
        withdrawn = {"withdrawn_at": at} if event.action == "request_supplement" else {"answered_at": None}
        session.execute(
            update(SupplementRequest).where(SupplementRequest.id == request).values(**withdrawn)
        )
    for ids, replaced_at in ((facts.get("added", []), at), (facts.get("replaced", []), None)):
        session.execute(update(Paper).where(Paper.id.in_(ids)).values(replaced_at=replaced_at))
    undecided: dict[str, Any] = {"status": "waiting", "decided_by": None, "decided_at": None, "note": None}
    for proposal in filter(None, (facts.get("proposal"), facts.get("dropped"))):
        values = {"status": "dropped"} if event.action == "propose" else undecided
        session.execute(update(Proposal).where(Proposal.id == proposal).values(**values))


def clock_of(word: Clock, before: str, after: str) -> Clock:
    """What happened to the legal clock: one that has not started, or stopped when the result was there,
    is not paused, and a part of what was asked resumes nothing."""
    if word is Clock.PAUSES:
        return word if after == "paused" else Clock.RUNS
    if word is Clock.RESUMES:
        return word if before == "paused" and after == "running" else Clock.RUNS
    return word if before != "waiting" or word is Clock.STARTS else Clock.RUNS


def _ledger_at(session: Session, dossier: Dossier, at: datetime) -> Ledger:
    calendar, rule = ledger.calendar_of(session, dossier), ledger.rule_of(session, dossier)
    return explain(calendar, rule, at)


def _close(dossier: Dossier, state: State, at: datetime) -> None:
    dossier.state, dossier.resume_state = state, None
    dossier.clock, dossier.closed_at = "stopped", at


def _receive(
    session: Session, dossier: Dossier, actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    computed = _ledger_at(session, dossier, at).due
    chosen = asks["due_at"] or computed
    if chosen != computed and not asks["due_reason"]:
        raise Missing(["due_reason"])
    dossier.state, dossier.clock = State.RECEIVED, "running"
    dossier.received_at, dossier.due_at, dossier.holder_id = at, chosen, actor.account_id
    return {"computed": computed, "due_reason": asks["due_reason"] if chosen != computed else ""}


def _forward(
    session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    dossier.state, dossier.holder_id = State.IN_PROCESS, asks["specialist"]
    procedure = store.version(session, dossier.procedure_version_id)
    assignment_rules.took(session, dossier, procedure, asks["specialist"], at)
    return {"to": asks["specialist"], "to_name": session.get_one(Account, asks["specialist"]).name}


def _finish(
    session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    dossier.state, dossier.clock, dossier.ready_at = State.READY, "stopped", at
    dossier.result_sha256 = asks["result_file"]
    verification.of_result(session, dossier, at)
    return {"result": asks["result_file"]}


def _hand_over(
    _session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    _close(dossier, State.RETURNED, at)
    dossier.delivery = "done"
    return dict(asks)


def _request_supplement(
    session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    dossier.rounds += 1
    request = SupplementRequest(
        dossier_id=dossier.id, round=dossier.rounds, asked_from=dossier.state, asked_at=at,
        answer_by=asks["answer_by"], items=asks["items"], channel=asks["told"],
    )  # fmt: skip
    session.add(request)
    session.flush()
    dossier.resume_state, dossier.state = dossier.state, State.SUPPLEMENT_ASKED
    if dossier.clock == "running":
        dossier.clock = "paused"
    return {"request": request.id, "items": asks["items"], **{n: asks[n] for n in ("answer_by", "told")}}


def _answer_supplement(
    session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    request = guards.open_request(needs.Scene(session, dossier, None, at))
    request.answered_at = at
    slots = {paper["slot"] for paper in asks["papers"]}
    replaced = list(
        session.scalars(
            select(Paper).where(
                Paper.dossier_id == dossier.id, Paper.slot.in_(slots), Paper.replaced_at.is_(None)
            )
        )
    )
    for paper in replaced:
        paper.replaced_at = at
    added = [
        Paper(dossier_id=dossier.id, round=dossier.rounds, added_at=at, **paper) for paper in asks["papers"]
    ]
    session.add_all(added)
    session.flush()
    dossier.form = {**dossier.form, **asks["fields"]}
    if asks["fields"]:
        subjects.keep(session, dossier)
    dossier.state, dossier.resume_state = dossier.resume_state, None
    if dossier.clock == "paused":
        dossier.clock = "running"
        dossier.due_at = ledger.resumed(session, dossier, at)
    return {
        "request": request.id,
        "added": [p.id for p in added],
        "replaced": [p.id for p in replaced],
        "fields": asks["fields"],
    }


def _extend(
    _session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], _at: datetime
) -> dict[str, Any]:
    old = dossier.due_at
    dossier.due_at = asks["new_due"]
    dossier.extensions += 1
    return {"old_due": old, "new_due": asks["new_due"], "reason": asks["reason"]}


def _closing(state: State) -> Step:
    """The step of an action that only ends the dossier in `state`."""

    def step(
        session: Session, dossier: Dossier, _actor: Actor, asks: dict[str, Any], at: datetime
    ) -> dict[str, Any]:
        dropped = steps.drop_rest(session, dossier, asks["reason"])
        _close(dossier, state, at)
        return {**asks, "money": dropped} if dropped else dict(asks)

    return step


STEPS: dict[str, Step] = {
    "receive": _receive,
    "forward": _forward,
    "finish": _finish,
    "hand_over": _hand_over,
    "hand_to_post": parcels.hand_to_post,
    "request_supplement": _request_supplement,
    "answer_supplement": _answer_supplement,
    "refuse": _closing(State.NOT_ACCEPTED),
    "extend": _extend,
    "request_payment": steps.request_payment,
    "record_payment": steps.record_payment,
    "stop": _closing(State.STOPPED),
    "withdraw": _closing(State.WITHDRAWN),
}
