"""What the page of figures costs: over 10⁴, 10⁵, … dossiers, beside the bare aggregate and beside DuckDB.

    python -m bench.figures [--dossiers 10000 100000] [--database-url URL] [--rounds 7]

Without an address the database is SQLite in DATA_DIR (var/bench-figures); it is seeded up to each size in
turn, smallest first; above 100,000 it is made larger by copying in SQL (bench/grow.py). Per size, in one run:
server time of the page's data for a supervisor of the whole province, cold (a new connection, statements not
built yet; the disk's cache is what it is), counted anew after an event, and warm (nothing has happened since;
medians), the page of a list, the bare SQL aggregate by month, commune and ending with its medians' input over
the same facts, and the same aggregate in DuckDB over a native copy. Last the exponent with which each grows.
"""

import argparse
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.machine import refresh_statistics

SEEDED = 100_000
"""So many are seeded; more are copies of these (bench/grow.py), as seeding a million takes long. Copies add
to the sums that there are and bring no new ones: a seed of that size would have more rows of sums."""

AGGREGATE = """
SELECT agency_id, {month}, ending, days, count(*) FROM dossier_fact
WHERE ended_on IS NOT NULL GROUP BY 1, 2, 3, 4
"""
MONTH = {
    "sqlite": "strftime('%Y-%m', ended_on)",
    "postgresql": "date_trunc('month', ended_on)",
    "duckdb": "date_trunc('month', ended_on)",
}
COLUMNS = "agency_id, procedure_code, level, channel, received_on, ended_on, ending, days"


def seeded(many: int) -> int:
    """Seed up to `many` dossiers; how many there are."""
    from sqlalchemy import func, select

    from db.figures import DossierFact
    from db.session import reading
    from services import setup

    setup.prepare_tables()
    with reading() as session:
        known = session.scalar(select(func.count()).select_from(DossierFact)) or 0
    if known < min(many, SEEDED):
        from services.demo import seed

        for done, _rows in seed.add(min(many, SEEDED) - known, 1 + known):
            print(f"\r  {known + done:,} dossiers", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        refresh_statistics()
    with reading() as session:
        known = session.scalar(select(func.count()).select_from(DossierFact)) or 0
    if many // known > 1:
        from bench.grow import grow

        print(f"  copied in SQL from {known:,} to {many:,}", file=sys.stderr)
        known = grow(many // known)
    return known


def supervisor() -> Any:
    """Somebody who sees every commune there is."""
    from sqlalchemy import select

    from db.agencies import Agency
    from db.session import reading
    from services.actors import Actor, Grant
    from services.workflow import Role

    with reading() as session:
        root = session.scalars(select(Agency).where(Agency.parent_id.is_(None))).first()
    return Actor("officer", "Giám sát", 0, "bench", (Grant(Role.SUPERVISOR, root.id, root.name, root.path),))


def timed(what: Callable[[], Any], rounds: int) -> float:
    """Median milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        what()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def measure(rounds: int) -> dict[str, float]:
    """Milliseconds of everything at the size that the database has now."""
    import duckdb
    from sqlalchemy import text

    from db.session import engine
    from services.figures import board
    from services.figures.board import Asked

    who, found, name = supervisor(), {}, engine().dialect.name
    board.board(who, Asked())  # imports and the procedures are read once per process
    engine().dispose()
    engine().clear_compiled_cache()

    def counted(**asked: str) -> Any:
        """As after an event: nothing is kept of what was counted before."""
        board._kept.clear()
        return board.board(who, Asked(**asked))

    found["page, cold"] = timed(counted, 1)
    found["page, after an event"] = timed(counted, rounds)
    found["page, warm"] = timed(lambda: board.board(who, Asked()), rounds)
    found["year, after an event"] = timed(lambda: counted(period="2025"), rounds)
    found["year, warm"] = timed(lambda: board.board(who, Asked(period="2025")), rounds)
    found["one level, one channel"] = timed(lambda: counted(level="4", channel="2"), rounds)
    found["a list, first page"] = timed(lambda: board.listing(who, Asked(), "late"), rounds)
    statement = text(AGGREGATE.format(month=MONTH[name]))
    with engine().connect() as connection:
        found["bare SQL aggregate"] = timed(lambda: connection.execute(statement).fetchall(), 3)
        rows = connection.execute(text(f"SELECT {COLUMNS} FROM dossier_fact"))
        facts = _as_arrow(rows)  # noqa: F841  (DuckDB reads it by its name)
        found["rows of the sums"] = float(connection.execute(text("SELECT count(*) FROM tally")).scalar_one())
    duck = duckdb.connect()
    duck.execute("CREATE TABLE dossier_fact AS SELECT * REPLACE (ended_on::DATE AS ended_on) FROM facts")
    aggregate = AGGREGATE.format(month=MONTH["duckdb"])
    found["DuckDB aggregate"] = timed(lambda: duck.execute(aggregate).fetchall(), rounds)
    return found


def _as_arrow(rows: Any) -> Any:
    import pyarrow

    names = [one.strip() for one in COLUMNS.split(",")]
    return pyarrow.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))


def main() -> None:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dossiers", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database-url", default="")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    os.environ.setdefault("DATA_DIR", "var/bench-figures")
    os.environ["DEMO"] = "1"
    if options.database_url:
        os.environ["DATABASE_URL"] = options.database_url
    sizes = sorted(options.dossiers)
    found = {size: (seeded(size), measure(options.rounds))[1] for size in sizes}
    from db.session import engine

    print(f"figures on {engine().dialect.name}, ms")
    print(f"  {'':<24}" + "".join(f"{size:>12,}" for size in sizes) + f"{'exponent':>12}")
    for name in found[sizes[0]]:
        line = [found[size][name] for size in sizes]
        growth = ""
        if len(sizes) > 1 and min(line) > 0:
            growth = f"{math.log(line[-1] / line[0]) / math.log(sizes[-1] / sizes[0]):.2f}"
        print(f"  {name:<24}" + "".join(f"{value:>12,.1f}" for value in line) + f"{growth:>12}")


if __name__ == "__main__":
    main()
