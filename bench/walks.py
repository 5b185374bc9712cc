"""Random walks through the life of a dossier, every rule checked after each step.

A walk is a row of bytes: each byte makes one choice, so that a walk can be drawn by chance, shrunk by
Hypothesis (tests/test_walks.py) and played again. Over the pure table a step costs microseconds; through
the services it is a real verb on the configured database.

    python -m bench.walks --table 1000000 --services 2000     (DATABASE_URL as for the program)
"""

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from db.desk_work import CertificateDraft
from db.dossiers import Dossier, Event, Letter, Paper, Proposal, SupplementRequest
from db.money import MoneyEntry
from db.outbox import Notice
from db.post import Parcel
from db.session import reading
from services import accounts, carrying, casework, demo, intake, journal, ledger
from services.actors import Actor, citizen
from services.clock import VIETNAM, standing_at
from services.dates.deadlines import WorkCalendar
from services.dates.office_time import add_office_time, office_time_between
from services.errors import Refusal
from services.money import books
from services.post import room
from services.post.states import UNDER_WAY, Way
from services.post.tracking_codes import check_digit
from services.workflow import ACTIONS, OPEN, State, may, waits_for_leader

EDGES = {
    1: {2, 3, 5, 7},
    2: {2, 4, 5, 6, 7},
    4: {4, 5, 6, 7, 8, 9},
    5: {1, 2, 3, 4, 7},
    6: {2, 4, 6, 7, 9},
    9: {6, 9, 10},
}
"""Which state may follow which, written down by hand from the public surface; the others are ends."""

ENDS = {3, 7, 8, 10}
WAITING = {5, 6}

# --- over the pure table ---------------------------------------------------------------------------------


@cache
def _open(state: State) -> tuple[str, ...]:
    """Every action that some role may do in this state."""
    roles = {role for transition in ACTIONS.values() for role in transition.who}
    return tuple(action for action in ACTIONS if may(action, state, frozenset(roles)))


def walk_table(choices: bytes) -> list[tuple[int, int]]:
    """Follow the table from a new dossier, one choice a step, sometimes a step back; the ways it took.

    Raises AssertionError in a state that must not be.
    """
    state, waited_from, story, ways = State.SUBMITTED, None, [], []
    for choice in choices:
        assert (waited_from is not None) == (state in WAITING), f"{state}: waits from {waited_from}"
        actions = _open(state)
        assert bool(actions) != (state in ENDS), f"{state}: {actions}"
        if choice >= 224 and story:
            state, waited_from = story.pop()
            continue
        if not actions:
            break
        if choice % 8:  # an end comes soon enough: most steps lead on
            actions = tuple(a for a in actions if ACTIONS[a].target not in ENDS) or actions
        story.append((state, waited_from))
        transition = ACTIONS[actions[choice // 8 % len(actions)]]
        target = transition.target
        if target is None and state in WAITING and not (transition.in_parts and choice % 3 == 0):
            assert waited_from is not None, f"nowhere to go back to from {state}"
            target = waited_from
        elif target is None:
            target = state
        assert target in EDGES[state], f"{state} -> {target}"
        if target not in WAITING:
            waited_from = None
        elif state not in WAITING:
            waited_from = state
        ways.append((int(state), int(target)))
        state = target
    return ways


# --- through the services --------------------------------------------------------------------------------

START = datetime(2026, 11, 20, 8, tzinfo=VIETNAM)
"""A Friday; a day off follows on Tuesday, and New Year is near."""

JUMPS = tuple(
    timedelta(**jump)
    for jump in (
        {"seconds": 5}, {"seconds": 20}, {"minutes": 7}, {"hours": 1},
        {"hours": 4}, {"hours": 15}, {"days": 1}, {"days": 3},
    )
)  # fmt: skip
BY_POST = {
    "phuong_thuc_nhan": "BUU_CHINH", "nguoi_nhan_ho_ten": "Người Nhận Mẫu",
    "nguoi_nhan_dien_thoai": "0900000777",
    "dia_chi_nhan": {"province": "33", "commune": "12427", "detail": "Thôn Mẫu"},
}  # fmt: skip
"""Every other dossier goes by post."""

DRAFTS = ("send_draft", "confirm_draft", "object_draft")
BESIDE = ("undo", "approve", "send_back", "assign", *DRAFTS)
"""Verbs that stand beside the workflow table."""
CAST = ("canbo", "chuyenvien", "lanhdao", "canbo2")
"""The last is a stranger: nothing may come of what he tries."""

UNDER_WAY_FIRST = (Way.TRAVELS, Way.GOES_OUT, Way.FAILED, Way.FAILED, Way.GOES_BACK)


@dataclass(frozen=True)
class Scene:
    """All that is written about one dossier."""

    dossier: Dossier
    events: list[Event]
    requests: list[SupplementRequest]
    proposals: list[Proposal]
    letters: list[Letter]
    papers: list[Paper]
    notices: list[Notice]
    money: list[MoneyEntry]
    parcels: list[Parcel]
    drafts: list[CertificateDraft]
    calendar: WorkCalendar
    told: Any
    due: int


TABLES = (
    Event, SupplementRequest, Proposal, Letter, Paper, Notice, MoneyEntry, Parcel, CertificateDraft
)  # fmt: skip
"""What hangs on a dossier, as Scene has it."""


def look(code: str) -> Scene:
    """The dossier and all that hangs on it."""
    with reading() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.code == code)).one()
        rows = [
            list(session.scalars(select(table).where(table.dossier_id == dossier.id).order_by(table.id)))
            for table in TABLES
        ]
        calendar, rule = ledger.calendar_of(session, dossier), ledger.rule_of(session, dossier)
        due = sum(row["amount"] for row in books.still_due(session, dossier))
        return Scene(dossier, *rows, calendar, ledger.from_events(calendar, rule, rows[0]), due)


def walk_services(choices: bytes, chance: int = 0) -> Counter[str]:
    """One dossier, one walk: three choices a step (how long until then, who does what, how). What came of
    the steps, counted by action and outcome.

    Raises AssertionError when a rule is broken; anything but a typed refusal passes through.
    """
    at, outcomes, draws = START, Counter[str](), iter(choices)
    with standing_at(at):
        way = BY_POST if chance % 2 else {}
        code = intake.submit(demo.draft("tam-da", random.Random(chance % 3), **way)).code
        cast = {name: accounts.actor_named(name) for name in CAST}
        cast["citizen"] = citizen("Công dân", proven_code=code)
        scene = look(code)
        check(scene)
    for jump, choice, how in zip(draws, draws, draws, strict=False):
        at += JUMPS[jump % len(JUMPS)]
        with standing_at(at):
            who, action = _choose(scene, cast, choice, at)
            outcome = _try(scene, cast[who], action, how, at)
            after = look(code)
            check(after)
            _follows(scene, after, cast[who], action, outcome, at)
        outcomes[f"{action}: {type(outcome).__name__ if isinstance(outcome, Refusal) else 'done'}"] += 1
        scene = after
        if scene.dossier.state in ENDS and at - scene.events[-1].at > timedelta(days=1):
            break
    return outcomes


def _choose(scene: Scene, cast: dict[str, Actor], choice: int, at: datetime) -> tuple[str, str]:
    """Mostly something that is open, now and then anything by anyone."""
    everything = [(who, a) for who in cast for a in (*casework.VERBS, *BESIDE)]
    if choice % 5 == 4:
        return everything[choice // 5 * 7 % len(everything)]
    state = State(scene.dossier.state)
    open_ = [
        (who, action)
        for who, actor in cast.items()
        for action in casework.VERBS
        if may(action, state, carrying.roles_on(actor, scene.dossier))
    ]
    # An end comes soon enough: what leads there is tried less often than the rest.
    open_ = [x for x in open_ if ACTIONS[x[1]].target not in ENDS or choice % 7 == 0] or open_
    last = {actor.account_id: who for who, actor in cast.items()}.get(scene.events[-1].actor_id)
    if last and last != "citizen" and at - scene.events[-1].at <= timedelta(seconds=90):
        open_.append((last, "undo"))
    if state in OPEN:
        open_.append(("canbo", "assign"))
    if state is State.IN_PROCESS:
        open_ += [("chuyenvien", "send_draft"), ("citizen", "confirm_draft"), ("citizen", "object_draft")]
    if any(p.status == "waiting" for p in scene.proposals):
        open_ += [("lanhdao", "approve")] * 4 + [("lanhdao", "send_back")] * 2
    if scene.dossier.delivery in UNDER_WAY:
        open_ += [("canbo", "tell")] * 3
    return open_[choice // 5 % len(open_)] if open_ else everything[choice % len(everything)]


def _try(scene: Scene, actor: Actor, action: str, how: int, at: datetime) -> carrying.Done | Refusal:
    if action == "tell":
        return _tell(scene, actor, how)
    verb = casework.VERBS.get(action) or getattr(casework, action)
    seen = scene.dossier.version - (1 if how == 255 else 0)
    try:
        return verb(actor, scene.dossier.code, seen=seen, **_form(scene, action, how, at))
    except Refusal as refusal:
        return refusal


def _tell(scene: Scene, actor: Actor, how: int) -> carrying.Done | Refusal:
    """News of the parcel that is under way: any state, and now and then one that cannot be."""
    parcel = next(p for p in scene.parcels if p.closed_at is None)
    state = (*UNDER_WAY_FIRST, Way.DELIVERED, Way.BACK)[how % 7]
    try:
        room.tell(actor, parcel.id, state, reason="away" if how % 5 else "")
    except Refusal as refusal:
        return refusal
    dossier = look(scene.dossier.code).dossier
    return carrying.Done(dossier.code, dossier.version, State(dossier.state))


def _form(scene: Scene, action: str, how: int, at: datetime) -> dict[str, Any]:
    """What the form of this action is filled in with; some ways of filling it in are wrong."""
    day = at.date() + timedelta(days=how % 9)
    reason = "Vì một lý do mẫu." if how % 11 else " "
    paper = {"paper": "to_khai", "field": None, "reason": reason}
    field = {"paper": None, "field": "quan_he", "reason": reason}
    match action:
        case "receive" if how % 3 == 0:
            return {
                "due_at": datetime(day.year, day.month, day.day, 16, tzinfo=VIETNAM),
                "due_reason": reason,
            }
        case "assign":
            name = ("chuyenvien", "canbo", "lanhdao", "canbo2")[how % 4]
            return {"officer": accounts.actor_named(name).account_id}
        case "send_draft":
            return {"draft": demo.paper("to_khai", 1 + how % 2) if how % 8 else None}
        case "object_draft":
            return {"wrong": reason}
        case "forward":
            name = ("chuyenvien", "chuyenvien", "lanhdao", "canbo2")[how % 4]
            return {"specialist": accounts.actor_named(name).account_id}
        case "hand_over":
            return {
                "way": "TRUC_TIEP",
                "taken_by": "Người mẫu",
                "paper_shown": "Thẻ",
                "originals_seen": how % 7 > 0,
            }
        case "hand_to_post":
            serial = f"{how:08d}"
            digit = (check_digit(serial) + (how % 4 == 3)) % 10
            return {"tracking_code": f"RB{serial}{digit}VN"}
        case "request_supplement":
            return {"items": ([paper], [field], [paper, field])[how % 3], "answer_by": day}
        case "answer_supplement":
            asked = [r for r in scene.requests if r.answered_at is None and r.withdrawn_at is None]
            keys = {item["paper"] or item["field"] for request in asked for item in request.items}
            papers = [demo.paper("to_khai", 1 + how % 2)] if "to_khai" in keys and how % 8 else []
            return {"papers": papers, "fields": {"quan_he": "Mẹ"} if "quan_he" in keys else {}}
        case "request_payment":
            other = {"amount": 1000 * (how % 40), "reason": reason}
            return {"lines": [{"line": "fee", **(other if how % 2 else {})}], "pay_by": day}
        case "record_payment":
            left = sum(entry.amount for entry in scene.money) or scene.due
            amount = left if how % 3 else how % 5 * 1000 or left + 1000
            way = ("cash", "card", "transfer", "gold")[how % 4 if how % 7 == 0 else 0]
            return {"amount": amount, "pay_way": way, "receipt_number": f"{how:07d}"}
        case "extend":
            return {"new_due": day + timedelta(days=2), "reason": reason}
        case "refuse" | "stop" | "withdraw":
            return {"reason": reason}
        case "send_back":
            return {"note": reason}
    return {}


# --- the rules -------------------------------------------------------------------------------------------


def check(scene: Scene) -> None:
    """What must hold of a dossier at any time. Raises AssertionError naming each rule that does not."""
    broken = [rule for rule, holds in _rules(scene) if not holds]
    assert not broken, f"{scene.dossier.code}: {'; '.join(broken)}"


def _rules(scene: Scene) -> Iterator[tuple[str, bool]]:
    dossier, events = scene.dossier, scene.events
    state, due = dossier.state, dossier.due_at
    waiting = [p for p in scene.proposals if p.status == "waiting"]
    asked = [r for r in scene.requests if r.answered_at is None and r.withdrawn_at is None]
    undone = {e.undoes for e in events if e.undoes}
    yield "the state is one of the ten", state in set(State)
    yield "the version is the number of events", dossier.version == len(events)
    yield "events are numbered without gap", [e.seq for e in events] == [*range(1, len(events) + 1)]
    yield (
        "each event goes on where the one before ended",
        all(a.to_state == b.from_state for a, b in pairwise(events)),
    )
    yield "the last event ends in the present state", events[-1].to_state == state
    yield "the last event carries the present date", events[-1].due_at == due
    yield (
        "no event without an actor",
        all(e.actor_name and (e.actor_id is not None or e.actor_kind == "citizen") for e in events),
    )
    yield (
        "the journal is whole",
        all(e.hash == journal.digest(e) for e in events)
        and all(a.hash == b.prev_hash for a, b in pairwise(events)),
    )
    yield "nothing is due on a day off", due is None or scene.calendar.is_working_day(due.date())
    yield "the reasons tell the date", (scene.told.due if scene.told else None) == due
    yield "a date only once received", (due is None) == (dossier.received_at is None)
    yield "paused means waiting for the citizen", dossier.clock != "paused" or state in WAITING
    yield "running means at work", dossier.clock != "running" or state in (2, 4)
    yield "at work means running", state not in (2, 4) or dossier.clock == "running"
    yield "not started means not received", dossier.clock != "waiting" or dossier.received_at is None
    yield "an end stops the clock", state not in ENDS or dossier.clock == "stopped"
    yield "closed is what ended", (dossier.closed_at is not None) == (state in ENDS)
    ready = state in (9, 10) or (state == 6 and dossier.resume_state == 9)
    yield "ready since when it was ready", (dossier.ready_at is not None) == ready or state == 7
    yield "somebody holds what is at work", state != 4 or dossier.holder_id is not None
    yield "who waits knows where to go back to", (dossier.resume_state is not None) == (state in WAITING)
    travels = [p.state for p in scene.parcels if p.closed_at is None]
    yield "one parcel at a time, where the dossier says", len(travels) <= 1 and (
        travels == [dossier.delivery] if travels else dossier.delivery not in UNDER_WAY
    )
    yield "what the post has waits for no counter", not travels or state == 9
    owed = sum(entry.amount for entry in scene.money)
    yield "something is owed only while it waits for money", (owed > 0) == (state == 6) and owed >= 0
    yield "a day to pay by only while it waits for money", (dossier.pay_by is not None) == (state == 6)
    yield "the dossier tells its ledger", dossier.money in _told_of(scene)
    yield "asked is asked once", len(asked) == (1 if state == 5 else 0) or state in (3, 7)
    yield "rounds are those asked", dossier.rounds == sum(r.withdrawn_at is None for r in scene.requests)
    yield "one proposal at a time", len(waiting) <= 1
    open_drafts = [d for d in scene.drafts if d.settled_at is None]
    yield "one draft at a time before the citizen", len(open_drafts) <= 1
    objected = any(d.answer == "objected" for d in open_drafts)
    yield "nothing is signed over an objection", not objected or state != 9
    yield "no proposal outlives the work", not waiting or state in (1, 4, 5)
    yield "extended once at most", dossier.extensions in (0, 1)
    current = {(p.slot, p.round) for p in scene.papers if p.replaced_at is None}
    yield "current files of a slot came together", max(Counter(slot for slot, _ in current).values()) == 1
    by_id = {e.id: e for e in events}
    yield (
        "a letter counts as long as its event",
        all((x.withdrawn_at is not None) == (by_id[x.event_id].seq in undone) for x in scene.letters),
    )
    yield (
        "a notice counts as long as its event",
        all((x.cancelled_at is not None) == (by_id[x.event_id].seq in undone) for x in scene.notices),
    )
    told = {x.event_id for x in scene.notices}
    yield (
        "the citizen is told of every action",
        all((e.id in told) == (e.action in (*ACTIONS, "submit", "send_draft")) for e in events),
    )


def _told_of(scene: Scene) -> set[str]:
    """What the dossier may say of its money: as the ledger has it; before it asks, as the data has it."""
    sums = books.sums(scene.money)
    return {sums.state} if sums.asked else {"none", "due"}


def _follows(
    before: Scene, after: Scene, actor: Actor, action: str, outcome: carrying.Done | Refusal, at: datetime
) -> None:
    """What must hold of one step. Raises AssertionError."""
    was, now, said = before.dossier, after.dossier, f"{action} by {actor.username or actor.kind}: {outcome}"
    if isinstance(outcome, Refusal):
        assert now.version == was.version, f"refused and yet changed: {said}"
        return
    if action == "tell" and now.state == was.state:
        assert now.version == was.version, f"news of a parcel is no step of the dossier: {said}"
        return
    assert now.version == was.version + 1, said
    assert (outcome.version, outcome.state) == (now.version, now.state), said
    roles = carrying.roles_on(actor, was)
    assert roles, f"a stranger did it: {said}"
    if action == "tell":
        action = "hand_over"
    if action == "undo":
        assert now.state == after.events[-2].from_state, said
        return
    if action in ("send_back", "assign", *DRAFTS) or outcome.proposed:
        assert (now.state, now.due_at) == (was.state, was.due_at), said
        return
    if action == "approve":
        action = after.events[-1].action
    assert may(action, State(was.state), roles), said
    assert not waits_for_leader(action, roles), said
    assert now.state in EDGES[was.state], f"{was.state} -> {now.state}: {said}"
    if was.clock == "paused" and now.clock == "running":
        undone = {e.undoes for e in before.events}
        asks = ("request_supplement", "request_payment")
        asked = [e for e in before.events if e.action in asks and e.seq not in undone][-1]
        waited = office_time_between(before.calendar, asked.at, at)
        expected = add_office_time(before.calendar, was.due_at, waited)
        assert now.due_at == expected, f"waited {waited} since {asked.at}: {now.due_at}, not {expected}"
    elif action not in ("receive", "extend"):
        assert now.due_at == was.due_at, f"the date moved: {said}"


# --- as a command ----------------------------------------------------------------------------------------


def main() -> None:
    """Walk as often as asked, print what was done and how fast; the first broken rule ends it."""
    parser = argparse.ArgumentParser(description="Random walks through the life of a dossier.")
    parser.add_argument("--table", type=int, default=1_000_000, help="walks over the pure table")
    parser.add_argument("--services", type=int, default=1000, help="walks through the services")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    print(f"seed {asked.seed}")

    began, steps = time.perf_counter(), 0
    for _ in range(asked.table):
        steps += len(walk_table(rng.randbytes(40)))
    _say("pure table", asked.table, steps, time.perf_counter() - began)

    if asked.services:
        _found_town()
        began, outcomes = time.perf_counter(), Counter[str]()
        for number in range(asked.services):
            choices = rng.randbytes(60)
            try:
                outcomes += walk_services(choices, number)
            except BaseException:
                print(f"walk {number}: walk_services(bytes.fromhex({choices.hex()!r}), {number})")
                raise
        with reading() as session:
            assert not list(journal.faults(session))
        _say("through the services", asked.services, outcomes.total(), time.perf_counter() - began)
        for outcome, times in sorted(outcomes.items()):
            print(f"    {times:7,}  {outcome}")


def _say(what: str, walks: int, steps: int, seconds: float) -> None:
    print(f"{what}: {walks:,} walks, {steps:,} steps, {seconds:.1f} s, every rule held", flush=True)


def _found_town() -> None:
    """A town of its own in a new folder, unless DATABASE_URL names an empty database."""
    from services import setup

    os.environ["DEMO"] = "1"
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="walks-")
    setup.prepare_tables()
    assert setup.is_empty(), "walks need an empty database"
    demo.found()


if __name__ == "__main__":
    main()
