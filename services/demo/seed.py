"""The command `seed`: streams many made-up dossiers with their journals, to see how the program bears a load.

Rows are written in bulk (COPY on PostgreSQL, executemany on SQLite); chains, codes and counters are as real
as those the verbs write, so `verify-journal` and the next submission find everything in order.
"""

import json
import time as stopwatch
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import click
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Event
from db.numbers import Counter
from db.session import transaction
from services import agencies, codes, places
from services.catalogue import store
from services.clock import now, today
from services.dates import calendars
from services.demo import made_up, pace
from services.demo import people as demo_people
from services.demo.made_up import World
from services.figures import life, tally

YEARS = 5
BATCH = 5_000
PROVINCE = "33"


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
        batch = [made_up.dossier(world, first + i, many) for i in range(min(BATCH, many - first))]
        with transaction() as session:
            connection = session.connection()
            _write(connection, dossiers, [row for row, _ in batch])
            flat = [event for _, chain in batch for event in chain]
            _write(connection, events, flat)
            tally.add_many(session, [(row["id"], _life(world, row, chain)) for row, chain in batch])
            _keep_counters(session, world, f"{batch[-1][0]['submitted_at']:%Y%m%d}")
        yield first + len(batch), len(batch) + len(flat)


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
    last = today()
    current = {one.code: (key, one) for key, one in store.all_current(session, last)}
    codes_here = [code for code in pace.SHARES if code in current]
    days = [last - timedelta(days=n) for n in range(YEARS * 365, -1, -1)]
    calendar = calendars.default_calendar(days[0].year, last.year + 1)
    return World(
        rng=rng,
        agencies=[(row.id, row.code, None) for row in communes],
        procedures=[current[code] for code in codes_here],
        shares=[pace.SHARES[code] for code in codes_here],
        calendar=calendar,
        days=days,
        now=now(),
        people=[demo_people.person(rng) for _ in range(min(many, 20_000))],
        next_dossier=(session.scalar(select(func.max(Dossier.id))) or 0) + 1,
        next_event=(session.scalar(select(func.max(Event.id))) or 0) + 1,
        serials=dict(session.execute(select(Counter.name, Counter.value)).all()),
    )


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
