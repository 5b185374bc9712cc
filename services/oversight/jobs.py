"""What the program does by itself: each run leaves a row, so that a job that stopped is seen."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.dossiers import Event
from db.office import JobRun, OfficeEvent
from db.session import reading, transaction
from services import journal
from services.actors import Actor
from services.clock import now
from services.oversight import chain, log
from services.permissions import Permission

CHAIN, LOG_CHAIN = "verify_journal", "verify_office_log"
_MOST_TOLD = 20


@dataclass(frozen=True)
class Run:
    """The last run of one job. `said` is a count, or the kind of the error."""

    name: str
    started_at: datetime
    milliseconds: int
    failed: bool
    said: str


@dataclass(frozen=True)
class Chain:
    """How both journals stood when they were looked through: events of dossiers and lines of the office's log
    that were read, and the first faults of either in words."""

    events: int
    faults: tuple[str, ...]
    lines: int = 0


def run(name: str, job: Callable[[], object]) -> object:
    """Do a job and keep when, how long and with what result, a number or a text. Its error is kept too, and
    raised on."""
    started, clock = now(), time.perf_counter()
    try:
        came = job()
    except Exception as problem:
        _keep(name, started, clock, failed=True, said=type(problem).__name__)
        raise
    _keep(name, started, clock, failed=False, said=str(came) if isinstance(came, int | str) else "")
    return came


def runs(session: Session) -> tuple[Run, ...]:
    """Every job with its last run, by name."""
    rows = session.scalars(select(JobRun).order_by(JobRun.name))
    return tuple(Run(r.name, r.started_at, r.milliseconds, r.failed, r.said) for r in rows)


def check_chain(actor: Actor) -> Chain:
    """Look through both journals as `verify-journal` does; the result is kept. Raises NotAllowed.

    It reads every event of every agency: some seconds for 100,000 of them.
    """
    actor.require(Permission.JOURNAL_READ)
    events, bad = _look_through(CHAIN, Event, journal.faults)
    lines, wrong = _look_through(LOG_CHAIN, OfficeEvent, chain.faults)
    found = Chain(events, (*bad, *wrong), lines)
    with transaction() as session:
        log.write(
            session, actor, "chain_checked", "journal", events=events, lines=lines, faults=len(found.faults)
        )
    return found


def _look_through(
    name: str, table: Any, faults: Callable[[Session], Iterable[str]]
) -> tuple[int, tuple[str, ...]]:
    started, clock = now(), time.perf_counter()
    with reading() as session:
        rows = session.scalar(select(func.count()).select_from(table)) or 0
        found = tuple(islice(faults(session), _MOST_TOLD))
    _keep(name, started, clock, failed=bool(found), said="; ".join([str(rows), *found]))
    return rows, found


def _keep(name: str, started: datetime, clock: float, *, failed: bool, said: str) -> None:
    row = {
        "started_at": started, "milliseconds": round((time.perf_counter() - clock) * 1000),
        "failed": failed, "said": said[:300],
    }  # fmt: skip
    with transaction() as session:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(
            insert(JobRun).values(name=name, **row).on_conflict_do_update(
                index_elements=[JobRun.name], set_=row
            )
        )  # fmt: skip
