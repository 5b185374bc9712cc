"""The life of one dossier in days, told by its events alone: what every figure is counted from. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from db.dossiers import Event
from services.clock import VIETNAM
from services.dates.office_time import WorkCalendar, each_day, office_time_between
from services.workflow import ACTIONS, Clock, State

EARLY, ON_TIME, LATE = "early", "on_time", "late"
SOLVED = (EARLY, ON_TIME, LATE)
"""Endings with a result, by the day it was ready against the day it was due."""

WITHDRAWN, STOPPED, REFUSED, GIVEN_UP = "withdrawn", "stopped", "refused", "given_up"
ENDED_RECEIVED = (*SOLVED, WITHDRAWN, STOPPED)
"""Endings of dossiers that were received; refused and given up (withdrawn before) never were."""

ONLINE_WAYS = frozenset({"online", "vnpay"})
"""Ways of paying that count as paid online."""

UNPAID, OWING, PAID, PAID_ONLINE = range(4)

STEPS: dict[str, str] = {
    "new": "receiver", "sign_refusal": "leader", "supplement_first": "citizen",
    "received": "receiver", "work": "specialist", "sign": "leader",
    "supplement": "citizen", "payment": "citizen", "ready": "receiver",
}  # fmt: skip
"""Where an open dossier stands, in the order of its life, and whose turn it is."""

FIRST_STEPS = tuple(step for step in STEPS if step != "ready")
"""Those before the result."""

OFFICE_STEPS = "received", "work", "sign"
"""Those in which the legal clock runs."""

@dataclass(frozen=True)
class Life:
    """What db.figures.DossierFact keeps, by the same names."""

    agency_id: int
    procedure_code: str
    level: int
    channel: int
    submitted_on: date
    answered_on: date | None
    answer_hours: int | None
    received_on: date | None
    due_on: date | None
    ended_on: date | None
    ending: str
    days: int | None
    rounds: int
    reached: int
    digital: bool
    paying: int
    step: str
    since_on: date
    stays: str
    slowest: str
    given: int | None


TAKE_OVER = "take_over"
"""The event by which another agency goes on with an open dossier (services/agencies/moving.py)."""


def home(dossier: Any, events: Sequence[Event]) -> int:
    """The agency where a dossier counts: the one that took it in, whoever goes on with it since a merger."""
    return next((e.facts["from_id"] for e in events if e.action == TAKE_OVER), dossier.agency_id)


def effective(events: Sequence[Event]) -> list[Event]:
    """The events that count: those neither taken back nor taking back."""
    undone = {e.undoes for e in events if e.undoes is not None}
    return [e for e in events if e.undoes is None and e.seq not in undone]


def of(dossier: Any, events: Sequence[Event], calendar: WorkCalendar) -> Life:
    """The life of `dossier` (only what never changes is read of it) by its effective events, oldest first,
    on the calendar of its agency as it is now."""
    first, last = events[0], next(e for e in reversed(events) if e.action != "anonymise")
    answer = next((e for e in events if e.to_state in _ANSWERS), None)
    received = next((e for e in events if e.action == "receive"), None)
    end = next((e for e in events if e.to_state in _ENDS), None)
    ended_on, began_on = _day(end), _day(received)
    ending = _ending(end, received)
    solved = ending in SOLVED
    came = arrivals(events, received)
    step = came[-1][0]
    stood = _stood(calendar, events, came, end)
    return Life(
        agency_id=home(dossier, events), procedure_code=dossier.procedure_code, level=dossier.level,
        channel=dossier.channel, submitted_on=_local(first.at),
        answered_on=_day(answer),
        answer_hours=_hours(calendar, first.at, answer.at) if answer else None,
        received_on=began_on,
        due_on=_due(events, end) if received else None,
        ended_on=ended_on, ending=ending,
        days=working_days(calendar, began_on, ended_on) if solved and began_on and ended_on else None,
        rounds=sum(e.action == "request_supplement" for e in events),
        reached=max(_REACHED.get(e.to_state, 1) for e in events),
        digital=any(e.action == "finish" and bool(e.facts.get("result")) for e in events),
        paying=_paying(events), step=step,
        since_on=_local(came[-1][1].at if step else last.at),
        stays=" ".join(":".join(str(part) for part in stay if part is not None) for stay in stood),
        slowest=_slowest(stood) if solved else "",
        given=None if end else _given(calendar, step, came[-1][1], events[-1]),
    )  # fmt: skip


_ANSWERS = (State.RECEIVED, State.NOT_ACCEPTED, State.SUPPLEMENT_ASKED)
_ENDS = (State.READY, State.WITHDRAWN, State.STOPPED, State.NOT_ACCEPTED)
_REACHED = {State.RECEIVED: 2, State.IN_PROCESS: 3, State.READY: 4, State.RETURNED: 5}


def _local(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _day(event: Event | None) -> date | None:
    return _local(event.at) if event else None


def _hours(calendar: WorkCalendar, a: datetime, b: datetime) -> int:
    return max(0, office_time_between(calendar, a, b) // timedelta(hours=1))


def working_days(calendar: WorkCalendar, first: date, last: date) -> int:
    """The day of reception is day 0."""
    return sum(map(calendar.is_working_day, each_day(first + timedelta(days=1), last)))


def _ending(end: Event | None, received: Event | None) -> str:
    """The first end counts: what was ready stays solved, also where the citizen gives up paying for it."""
    if end is None:
        return ""
    if end.to_state == State.READY:
        due, ready = _local(end.due_at or end.at), _local(end.at)
        return EARLY if ready < due else ON_TIME if ready == due else LATE
    if end.to_state == State.NOT_ACCEPTED:
        return REFUSED
    if received is None:
        return GIVEN_UP
    return WITHDRAWN if end.to_state == State.WITHDRAWN else STOPPED


def _due(events: Sequence[Event], end: Event | None) -> date | None:
    """The day that is valid now, or was when it ended; none while it waits for the citizen: it will move."""
    until = events if end is None else events[: events.index(end)]
    if end is not None and end.to_state == State.READY:
        return _local(end.due_at) if end.due_at else None
    paused = False
    for event in until:
        if event.clock in (Clock.PAUSES, Clock.RESUMES):
            paused = event.clock == Clock.PAUSES
    due = until[-1].due_at
    return None if paused or due is None else _local(due)


def _waits_for_word(events: Sequence[Event]) -> bool:
    """Whether a proposal waits for the leader: nothing that the table knows has happened since."""
    for event in reversed(events):
        if event.action == "propose":
            return True
        if event.action in ACTIONS or event.action == "send_back":
            return False
    return False


def _step(events: Sequence[Event], received: bool) -> str:
    word = _waits_for_word(events)
    match State(events[-1].to_state):
        case State.SUBMITTED:
            return "sign_refusal" if word else "new"
        case State.SUPPLEMENT_ASKED if not received:
            return "sign_refusal" if word else "supplement_first"
        case State.RECEIVED:
            return "received"
        case State.IN_PROCESS:
            return "sign" if word else "work"
        case State.SUPPLEMENT_ASKED:
            return "supplement"
        case State.PAYMENT_ASKED:
            return "payment"
        case State.READY:
            return "ready"
    return ""


def arrivals(events: Sequence[Event], received: Event | None) -> list[tuple[str, Event]]:
    """Each step it came to in turn, with the event that brought it there."""
    found: list[tuple[str, Event]] = []
    known = False
    for n, event in enumerate(events, 1):
        known = known or event is received
        step = _step(events[:n], known)
        if not found or found[-1][0] != step:
            found.append((step, event))
    return found


Stay = tuple[str, int, int | None]
"""A step, the working days it stood there, and in the office's steps the hours it was given (`_given`)."""


def _stood(
    calendar: WorkCalendar, events: Sequence[Event], came: Sequence[tuple[str, Event]], end: Event | None
) -> list[Stay]:
    """The steps it has left, in turn; none after its end."""
    found: list[Stay] = []
    for (step, began), (_next, left) in pairwise(came):
        days = working_days(calendar, _local(began.at), _local(left.at))
        found.append((step, days, _given(calendar, step, began, events[events.index(left) - 1])))
        if left is end:
            break
    return found


def _given(calendar: WorkCalendar, step: str, began: Event, last: Event) -> int | None:
    """The whole office hours from its arrival at a step to the due moment that was valid at last there."""
    if step not in OFFICE_STEPS or last.due_at is None:
        return None
    return _hours(calendar, began.at, last.due_at)


def _slowest(stood: Sequence[Stay]) -> str:
    """Where it stood longest in all, the earlier step of equals; empty where it stood nowhere a whole day."""
    total: Counter[str] = Counter()
    for step, days, _given_hours in stood:
        total[step] += days
    step, days = max(total.items(), key=lambda one: one[1], default=("", 0))
    return step if days else ""


def _paying(events: Sequence[Event]) -> int:
    found = UNPAID
    for event in events:
        if event.action == "submit" and event.facts.get("fee"):
            found = max(found, OWING)
        for row in event.facts.get("money", ()):
            if row.get("kind") == "asked" and row.get("amount"):
                found = max(found, OWING)
            if row.get("kind") == "paid":
                found = max(found, PAID_ONLINE if row.get("way") in ONLINE_WAYS else PAID)
    return found
