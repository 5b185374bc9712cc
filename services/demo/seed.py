"""The command `seed`: streams many made-up dossiers with their journals, to see how the program bears a load.

Rows are written in bulk (COPY on PostgreSQL, executemany on SQLite); chains, codes and counters are as real
as those the verbs write, so `verify-journal` and the next submission find everything in order.
"""

import json
import time as stopwatch
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import click
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Counter, Dossier, Event
from db.session import transaction
from services import agencies, codes, identity, journal, places
from services.catalogue import store
from services.clock import VIETNAM, today
from services.dates import calendars
from services.dates.office_time import WorkCalendar, closing, nth_working_day
from services.demo import people as demo_people
from services.figures import life, tally
from services.workflow import Clock, Role, State

YEARS = 5
BATCH = 5_000
PROVINCE = "33"
EXTRACT = "2.000635"

STORIES: tuple[tuple[int, tuple[tuple[str, State, Clock], ...]], ...] = (
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

OPEN_SHARE, OLD_STORIES = 0.05, STORIES[5:]


@click.command()
@click.option("--dossiers", "many", type=click.IntRange(min=1), required=True, help="how many to add")
@click.option("--seed", "chance", default=1, show_default=True, help="the same number, the same dossiers")
def seed(many: int, chance: int) -> None:
    """Stream made-up dossiers over at least 100 communes and five years."""
    started = stopwatch.perf_counter()
    rows = 0
    for done, written in add(many, chance):
        rows += written
        rate = rows / (stopwatch.perf_counter() - started)
        click.echo(f"\r{done:,} dossiers, {rows:,} rows, {rate:,.0f} rows/s", nl=False)
    click.echo()


def add(many: int, chance: int) -> Iterator[tuple[int, int]]:
    """Write `many` dossiers batch by batch; after each, how many are there and how many rows it wrote."""
    with transaction() as session:
        world = _world(session, Random(chance), many)
    dossiers, events = Dossier.__table__, Event.__table__
    for first in range(0, many, BATCH):
        batch = [_dossier(world, first + i, many) for i in range(min(BATCH, many - first))]
        with transaction() as session:
            connection = session.connection()
            _write(connection, dossiers, [row for row, _ in batch])
            flat = [event for _, chain in batch for event in chain]
            _write(connection, events, flat)
            tally.add_many(session, [(row["id"], _life(world, row, chain)) for row, chain in batch])
            _keep_counters(session, world, f"{batch[-1][0]['submitted_at']:%Y%m%d}")
        yield first + len(batch), len(batch) + len(flat)


@dataclass
class World:
    """What every made-up dossier draws on."""

    rng: Random
    agencies: list[tuple[int, str, int | None]]
    """id, code, and a specialist where there is one."""
    version_id: int
    calendar: WorkCalendar
    days: list[date]
    due_days: dict[date, datetime]
    people: list[demo_people.Person]
    next_dossier: int
    next_event: int
    serials: dict[str, int] = field(default_factory=dict)


def _world(session: Session, rng: Random, many: int) -> World:
    """At least 100 communes (Hưng Yên's own list), five years of days, and free ids."""
    root = session.scalar(select(Agency).where(Agency.parent_id.is_(None)).limit(1)) or agencies.add(
        session, code="H31", slug="hung-yen", name="UBND tỉnh Hưng Yên", kind="province",
        valid_from=date(2004, 1, 1), rule_set="2025",
    )  # fmt: skip
    known = set(session.scalars(select(Agency.code)))
    for place in places.communes(PROVINCE):
        if (code := f"H31.S{place.code}") not in known:
            agencies.add(
                session, code=code, slug=f"seed-{place.code}", name=f"UBND {place.name}", kind="commune",
                parent=root, valid_from=date(2004, 1, 1),
            )  # fmt: skip
    communes = session.execute(
        select(Agency.id, Agency.code).where(Agency.kind == "commune").order_by(Agency.id)
    ).all()
    version_id, _procedure = store.current(session, EXTRACT, today())
    last = today()
    days = [last - timedelta(days=n) for n in range(YEARS * 365, -1, -1)]
    calendar = calendars.default_calendar(days[0].year, last.year + 1)
    return World(
        rng=rng,
        agencies=[(row.id, row.code, None) for row in communes],
        version_id=version_id,
        calendar=calendar,
        days=days,
        due_days={day: closing(calendar, nth_working_day(calendar, day, 1)) for day in days},
        people=[demo_people.person(rng) for _ in range(min(many, 20_000))],
        next_dossier=(session.scalar(select(func.max(Dossier.id))) or 0) + 1,
        next_event=(session.scalar(select(func.max(Event.id))) or 0) + 1,
        serials=dict(session.execute(select(Counter.name, Counter.value)).all()),
    )


def _dossier(world: World, number: int, many: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One dossier row and its chained events; days go forward with `number`."""
    rng = world.rng
    day = world.days[number * len(world.days) // many]
    agency_id, agency_code, _ = rng.choice(world.agencies)
    who = rng.choice(world.people)
    at = datetime.combine(day, time(7, 30), VIETNAM) + timedelta(minutes=rng.randint(0, 540))
    name = f"dossier/{agency_code}/{at:%Y%m%d}"
    serial = world.serials[name] = world.serials.get(name, 0) + 1
    recent = many - number <= many * OPEN_SHARE
    stories = STORIES if recent else OLD_STORIES
    story = rng.choices([s for _, s in stories], [30 if recent and len(s) < 4 else w for w, s in stories])[0]
    row = {
        "id": world.next_dossier, "agency_id": agency_id, "intake_agency_id": agency_id,
        "pickup_agency_id": agency_id, "procedure_version_id": world.version_id,
        "procedure_code": EXTRACT, "level": 4, "channel": rng.choice((1, 2, 2, 2, 3)), "owner_kind": 0,
        "code": codes.DEFAULT_PATTERN.format(agency=agency_code, day=at, number=serial),
        "state": int(State.SUBMITTED), "resume_state": None, "clock": "waiting", "money": "due",
        "delivery": "none", "result_way": "TRUC_TIEP", "submitted_at": at, "received_at": None,
        "due_at": None, "ready_at": None, "closed_at": None, "holder_id": None, "rounds": 0,
        "extensions": 0, "result_sha256": None, "applicant_name": who.name,
        "applicant_folded": identity.fold(who.name), "applicant_phone": "+84" + who.phone[1:],
        "applicant_email": who.email, "applicant_id_number": who.id_number,
        "applicant_address": who.hamlet, "language": "vi", "account_id": None,
        "form": {"trich_luc": [{"so_luong": 1}]},
    }  # fmt: skip
    world.next_dossier += 1
    events = [_event(world, row, 1, at, "submit", None, Clock.RUNS, journal.GENESIS)]
    for seq, (action, target, clock) in enumerate(story, start=2):
        at += timedelta(minutes=rng.randint(10, 400) if rng.random() < 0.95 else rng.randint(2000, 5000))
        before = row["state"]
        _step(world, row, action, target, clock, at)
        events.append(_event(world, row, seq, at, action, before, clock, events[-1]["hash"]))
    row["version"] = len(events)
    return row, events


def _step(world: World, row: dict[str, Any], action: str, target: State, clock: Clock, at: datetime) -> None:
    row["state"] = int(target)
    if clock is Clock.STARTS:
        due = world.due_days.get(at.date()) or at + timedelta(days=1)
        row.update(clock="running", received_at=at, due_at=due)
    elif clock is Clock.STOPS:
        row["clock"] = "stopped"
    if action == "finish":
        row["ready_at"] = at
    if action == "request_supplement":
        row.update(rounds=1, resume_state=int(State.SUBMITTED))
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


def _life(world: World, row: dict[str, Any], chain: list[dict[str, Any]]) -> life.Life:
    return life.of(SimpleNamespace(**row), [SimpleNamespace(**event) for event in chain], world.calendar)


def _write(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """All rows at once, as fast as the engine takes them."""
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    columns = list(rows[0])
    marks = ", ".join(columns)
    with (
        connection.connection.driver_connection.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({marks}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([_copied(row[column]) for column in columns])
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"),
        {"table": table.name, "last": rows[-1]["id"]},
    )


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _keep_counters(session: Session, world: World, last: str) -> None:
    """The next real submission goes on after the numbers given out here; `last` is this batch's last day."""
    codes.raise_counters(session, world.serials)
    # A finished day's numbers need no second look; those of later days may stand there from an earlier run.
    world.serials = {name: value for name, value in world.serials.items() if name[-8:] >= last}
