"""The day of an instant on Vietnam's calendar, computed by the database, spelled for each engine."""

from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class vietnam_day(FunctionElement[Any]):  # noqa: N801  (written like the function it stands for)
    """`vietnam_day(Dossier.ready_at)`: a date. It has no parameters, so that grouping by it works."""

    type = Date()
    inherit_cache = True


@compiles(vietnam_day, "sqlite")
def _on_sqlite(element: vietnam_day, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+7 hours')"


@compiles(vietnam_day, "postgresql")
def _on_postgresql(element: vietnam_day, compiler: Any, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AT TIME ZONE INTERVAL '7 hours' AS date)"
