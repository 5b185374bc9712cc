"""One dossier of the command `seed`: what happens to it, when, and the chained journal that tells of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from services import codes, identity, journal
from services.catalogue import Procedure
from services.clock import VIETNAM
from services.dates.office_time import WorkCalendar, add_office_time, office_time_between
from services.demo import pace
from services.demo import people as demo_people
from services.workflow import Clock, Role, State

EXTRACT = "2.000635"

Story = tuple[tuple[str, State, Clock], ...]

STORIES: tuple[tuple[int, Story], ...] = (
    (2, ()),
    (2, (("receive", State.RECEIVED, Clock.STARTS),)),
    (3, (("receive", State.RECEIVED, Clock.STARTS), ("forward", State.IN_PROCESS, Clock.RUNS))),
    (2, (("request_supplement", State.SUPPLEMENT_ASKED, Clock.RUNS),)),
    (2, (("receive", State.RECEIVED, Clock.STARTS), ("forward", State.IN_PROCESS, Clock.RUNS),
         ("finish", State.READY, Clock.STOPS))),
    (84, (("receive", State.RECEIVED, Clock.STARTS), ("forward", State.IN_PROCESS, Clock.RUNS),
          ("finish", State.READY, Clock.STOPS), ("hand_over", State.RETURNED, Clock.RUNS))),
    (3, (("receive", State.RECEIVED, Clock.STARTS), ("withdraw", State.WITHDRAWN, Clock.STOPS))),
    (2, (("refuse", State.NOT_ACCEPTED, Clock.RUNS),)),
)  # fmt: skip
"""What happened to a dossier, and how often of a hundred; open ones only among the newest."""

DETOUR = (("request_supplement", State.SUPPLEMENT_ASKED, Clock.PAUSES),
          ("answer_supplement", State.IN_PROCESS, Clock.RESUMES))  # fmt: skip
"""What follows `forward` where the specialist finds something missing."""

OPEN_SHARE, OLD_STORIES = 0.05, STORIES[5:]


@dataclass
class World:
    """What every made-up dossier draws on."""

    rng: Random
    agencies: list[tuple[int, str, int | None]]
    """id, code, and a specialist where there is one."""
    procedures: list[tuple[int, Procedure]]
    shares: list[int]
    calendar: WorkCalendar
    days: list[date]
    now: datetime
    people: list[demo_people.Person]
    next_dossier: int
    next_event: int
    serials: dict[str, int] = field(default_factory=dict)


def dossier(world: World, number: int, many: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One dossier row and its chained events; days go forward with `number`."""
    rng = world.rng
    day = world.days[number * len(world.days) // many]
    agency_id, agency_code, _ = rng.choice(world.agencies)
    who = rng.choice(world.people)
    at = datetime.combine(day, time(7, 30), VIETNAM) + timedelta(minutes=rng.randint(0, 540))
    version_id, procedure = rng.choices(world.procedures, world.shares)[0]
    specialist = rng.choice(pace.specialists(agency_id))
    name = f"dossier/{agency_code}/{at:%Y%m%d}"
    serial = world.serials[name] = world.serials.get(name, 0) + 1
    recent = many - number <= many * OPEN_SHARE
    stories = STORIES if recent else OLD_STORIES
    story = rng.choices([s for _, s in stories], [30 if recent and len(s) < 4 else w for w, s in stories])[0]
    row = {
        "id": world.next_dossier, "agency_id": agency_id, "intake_agency_id": agency_id,
        "pickup_agency_id": agency_id, "procedure_version_id": version_id,
        "procedure_code": procedure.code, "level": procedure.level, "channel": rng.choice((1, 2, 2, 2, 3)),
        "owner_kind": 0,
        "code": codes.DEFAULT_PATTERN.format(agency=agency_code, day=at, number=serial),
        "state": int(State.SUBMITTED), "resume_state": None, "clock": "waiting",
        "money": "due" if procedure.code == EXTRACT else "none",
        "delivery": "none", "result_way": "TRUC_TIEP", "submitted_at": at, "received_at": None,
        "due_at": None, "ready_at": None, "closed_at": None, "holder_id": None, "rounds": 0,
        "extensions": 0, "result_sha256": None, "applicant_name": who.name,
        "applicant_folded": identity.fold(who.name), "applicant_phone": "+84" + who.phone[1:],
        "applicant_email": who.email, "applicant_id_number": who.id_number,
        "applicant_address": who.hamlet, "language": "vi", "account_id": None,
        "form": {"trich_luc": [{"so_luong": 1}]} if procedure.code == EXTRACT else {},
    }  # fmt: skip
    world.next_dossier += 1
    events = [_event(world, row, 1, at, "submit", None, Clock.RUNS, journal.GENESIS)]
    story = _with_detour(rng, story, procedure)
    for seq, (action, target, clock) in enumerate(story, start=2):
        at = _moment(world, row, action, procedure, specialist, at)
        if at > world.now:  # not yet: it is still open
            break
        before = row["state"]
        _step(world, row, target, clock, procedure, events[-1]["at"], at)
        events.append(_event(world, row, seq, at, action, before, clock, events[-1]["hash"]))
    row["version"] = len(events)
    return row, events


def _with_detour(rng: Random, story: Story, procedure: Procedure) -> Story:
    """Some are asked for a supplement once the specialist has looked."""
    if len(story) < 3 or not pace.asked_again(rng, procedure):
        return story
    return (*story[:2], *DETOUR, *story[2:])


def _moment(
    world: World, row: dict[str, Any], action: str, procedure: Procedure, who: pace.Specialist, at: datetime
) -> datetime:
    """When this is done, after what was done at `at`."""
    rng, again = world.rng, row["rounds"] > 0
    match action:
        case "finish" | "request_supplement" if row["received_at"]:
            hours = pace.work(rng, procedure, who, at, again) * (1 if action == "finish" else 0.5)
        case "answer_supplement":
            hours = pace.citizen(rng)
        case _:
            hours = pace.counter(rng, at) * (4 if action == "hand_over" else 1)
    done = pace.ends_at(world.calendar, at, hours)
    return pace.hurried(rng, world.calendar, done, row["due_at"]) if action == "finish" else done


def _step(
    world: World, row: dict[str, Any], target: State, clock: Clock, procedure: Procedure,
    before: datetime, at: datetime,
) -> None:  # fmt: skip
    row["state"] = int(target)
    if clock is Clock.STARTS:
        row.update(clock="running", received_at=at, due_at=pace.due_at(world.calendar, procedure, at))
    elif clock is Clock.PAUSES:
        row.update(clock="paused", resume_state=int(State.IN_PROCESS))
    elif clock is Clock.RESUMES:
        waited = office_time_between(world.calendar, before, at)
        due = add_office_time(world.calendar, row["due_at"], waited)
        row.update(clock="running", resume_state=None, due_at=due)
    elif clock is Clock.STOPS:
        row["clock"] = "stopped"
    if target == State.READY:
        row["ready_at"] = at
    if target == State.SUPPLEMENT_ASKED:
        row.update(rounds=1, resume_state=row["resume_state"] or int(State.SUBMITTED))
    if target in (State.RETURNED, State.WITHDRAWN, State.NOT_ACCEPTED):
        row.update(closed_at=at, clock="stopped")


def _event(
    world: World,
    row: dict[str, Any],
    seq: int,
    at: datetime,
    action: str,
    before: int | None,
    clock: Clock,
    previous: str,
) -> dict[str, Any]:
    citizen = action in ("submit", "withdraw")
    event = {
        "id": world.next_event, "dossier_id": row["id"], "seq": seq, "at": at, "action": action,
        "actor_kind": Role.CITIZEN.value if citizen else "officer", "actor_id": None,
        "actor_name": "Công dân" if citizen else "Cán bộ mẫu", "from_state": before,
        "to_state": row["state"], "clock": clock.value, "due_at": row["due_at"], "undoes": None,
        "facts": {}, "prev_hash": previous,
    }  # fmt: skip
    world.next_event += 1
    event["hash"] = journal.digest(SimpleNamespace(**event))
    return event
