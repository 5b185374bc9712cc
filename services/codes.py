"""Numbers that the office gives out: unique, without gaps, safe when many ask at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.numbers import Counter
from services import agencies

DEFAULT_PATTERN = "{agency}-{day:%Y%m%d}-{number:07d}"
"""As seen in a live system of 2026; the official pattern is not confirmed, so agencies may set their own."""


def next_number(session: Session, name: str) -> int:
    """The next number of this counter. It belongs to the transaction: rolled back, it is given out again."""
    statement = (
        _insert(session)(Counter)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + 1})
        .returning(Counter.value)
    )
    return session.execute(statement).scalar_one()


def raise_counters(session: Session, values: Mapping[str, int]) -> None:
    """Set these counters, for rows that were numbered in bulk (services/demo/seed.py)."""
    statement = _insert(session)(Counter)
    statement = statement.on_conflict_do_update(
        index_elements=[Counter.name], set_={"value": statement.excluded.value}
    )
    session.connection().execute(statement, [{"name": n, "value": v} for n, v in values.items()])


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def next_code(session: Session, agency: Agency, at: datetime) -> str:
    """The code of a new dossier of this agency on this day."""
    pattern = agencies.inherited(session, agency, "code_pattern") or DEFAULT_PATTERN
    number = next_number(session, f"dossier/{agency.code}/{at:%Y%m%d}")
    return pattern.format(agency=agency.code, day=at, number=number)


def next_letter(session: Session, agency: Agency, kind: str, suffix: str, at: datetime) -> str:
    """The number of a letter: counted per agency, kind and year, as 12/HDHS."""
    number = next_number(session, f"letter/{agency.code}/{kind}/{at:%Y}")
    return f"{number:02d}/{suffix}" if suffix else f"{number:02d}"
