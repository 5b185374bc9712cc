"""Make a seeded database larger by copying it in SQL: for benches that want a million dossiers soon.

    python -m bench.grow --times 10 [--database-url URL]

Every dossier comes `times` times in all, with its events and its row of facts, under codes of its own; the
sums of the figures are multiplied. People, days and offices repeat, and the copies' journals are chained to
the first one's: to measure on, not to verify.
"""

import argparse
import os
from typing import Any

from sqlalchemy import Column, Table

from bench.machine import refresh_statistics


def grow(times: int) -> int:
    """Copy; how many dossiers there are then."""
    from sqlalchemy import func, select, text

    from db.base import Base
    from db.session import engine

    tables = [Base.metadata.tables[name] for name in ("dossier", "event", "dossier_fact")]
    with engine().begin() as connection:
        postgres = connection.dialect.name == "postgresql"
        last = {one.name: connection.scalar(select(func.max(_key(one)))) or 0 for one in tables}
        for table in tables:
            columns = ", ".join(f'"{one.name}"' for one in table.columns)
            most = f"{_key(table).name} <= {last[table.name]}"
            for copy in range(1, times):
                shifts = {"id": last[table.name] * copy, "dossier_id": last["dossier"] * copy}
                values = ", ".join(_copied(one.name, shifts, copy) for one in table.columns)
                wanted = f"SELECT {values} FROM {table.name} WHERE {most}"
                connection.execute(text(f"INSERT INTO {table.name} ({columns}) {wanted}"))
            if postgres and "id" in table.columns:
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, {last[table.name] * times})"))
        connection.execute(text(f"UPDATE tally SET n = n * {times}"))
    refresh_statistics()
    with engine().connect() as connection:
        return connection.scalar(select(func.count()).select_from(tables[0])) or 0


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _copied(column: str, shifts: dict[str, int], copy: int) -> str:
    if column == "code":
        return f"code || '-{copy}'"
    if column in shifts:
        return f'"{column}" + {shifts[column]}'
    return f'"{column}"'


def main() -> None:
    """Grow the database of the environment."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, required=True)
    parser.add_argument("--database-url")
    asked = parser.parse_args()
    if asked.database_url:
        os.environ["DATABASE_URL"] = asked.database_url
    os.environ.setdefault("DEMO", "1")
    print(f"{grow(asked.times):,} dossiers")


if __name__ == "__main__":
    main()
