"""What is written about a dossier, as the tests read it; and whether a refused verb left any trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

import db
from db.dossiers import Dossier, Event, Letter, Paper, Proposal, SupplementRequest
from db.outbox import Notice
from db.session import reading
from services import ledger
from services.dates.deadlines import Ledger, WorkCalendar


def dossier(code: str) -> Dossier:
    """The dossier as it is now."""
    with reading() as session:
        return session.scalars(select(Dossier).where(Dossier.code == code)).one()


def events(code: str) -> list[Event]:
    """Its journal, oldest first."""
    return _of(Event, code)


def last(code: str) -> Event:
    """What happened to it last."""
    return events(code)[-1]


def letters(code: str) -> list[Letter]:
    """Its letters, also withdrawn ones."""
    return _of(Letter, code)


def notices(code: str) -> list[Notice]:
    """Its messages, also those taken back."""
    return _of(Notice, code)


def requests(code: str) -> list[SupplementRequest]:
    """Its supplement requests, also withdrawn ones."""
    return _of(SupplementRequest, code)


def papers(code: str) -> list[Paper]:
    """Its papers, also replaced ones."""
    return _of(Paper, code)


def proposals(code: str) -> list[Proposal]:
    """What was proposed about it."""
    return _of(Proposal, code)


def _of(table: Any, code: str) -> list[Any]:
    with reading() as session:
        rows = select(table).join(Dossier, Dossier.id == table.dossier_id).where(Dossier.code == code)
        return list(session.scalars(rows.order_by(table.id)))


def told(code: str) -> Ledger | None:
    """The return date with its reasons, read off the events."""
    with reading() as session:
        return ledger.of(session, session.scalars(select(Dossier).where(Dossier.code == code)).one())


def calendar(code: str) -> WorkCalendar:
    """The working calendar of its agency."""
    with reading() as session:
        return ledger.calendar_of(session, session.scalars(select(Dossier).where(Dossier.code == code)).one())


def counting(code: str) -> dict[str, Any]:
    """All that counts about a dossier now: what was taken back, replaced or cancelled is left out, and so
    are its version and its journal, which only grow."""
    return {
        "dossier": _plain(dossier(code), without={"version"}),
        "letters": [_plain(x) for x in letters(code) if x.withdrawn_at is None],
        "requests": [_plain(x) for x in requests(code) if x.withdrawn_at is None],
        "papers": [_plain(x) for x in papers(code) if x.replaced_at is None],
        "proposals": [_plain(x) for x in proposals(code) if x.status == "waiting"],
        "notices": [_plain(x) for x in notices(code) if x.cancelled_at is None],
    }


def _plain(row: Any, without: set[str] | None = None) -> dict[str, Any]:
    return {c.key: getattr(row, c.key) for c in row.__table__.columns if c.key not in (without or set())}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in db.Base.metadata.sorted_tables
        }


@contextmanager
def no_trace() -> Iterator[None]:
    """In this block nothing whatever is written."""
    before = everything()
    yield
    after = everything()
    assert before == after, [name for name in before if before[name] != after[name]]
