"""Does what the rules of retention say: deletes what is past its time, and anonymises closed dossiers."""

from collections import Counter
from datetime import datetime

from sqlalchemy import delete, select, update

from db.dossiers import Dossier, Draft
from db.session import reading, transaction
from services import drafts, loose_files
from services.actors import SYSTEM
from services.clock import now
from services.keeping import anonymise, retention
from services.keeping.retention import DOSSIERS, DRAFTS, OFFICE_LOG, SCANS_LOG
from services.oversight import chain, log

BATCH = 2000
"""Rows in one transaction: nobody waits long behind it."""

MOST = 5000
"""Dossiers in one night; the rest follows in the next."""


def run(most: int = MOST) -> int:
    """Everything that is past its time by the rules in force; how many rows and dossiers that were. The log
    says how many of what. Raises Unavailable while the storage is away; what was done stays done."""
    at = now()
    with reading() as session:
        keeps = retention.in_force(session, at)
    done = 0
    for (kind, code), keep in sorted(keeps.items()):
        if keep and not code and kind != DOSSIERS:
            done += _told(kind, _rows(kind, retention.cut(kind, keep, at)))
    return done + _dossiers(keeps, at, most)


def _told(kind: str, rows: int) -> int:
    if rows:
        with transaction() as session:
            log.write(session, SYSTEM, "retention_applied", kind, rows=rows)
    return rows


def _rows(kind: str, before: datetime) -> int:
    if kind in (OFFICE_LOG, SCANS_LOG):
        name = chain.OFFICE if kind == OFFICE_LOG else chain.SCANS
        row = {"at": now(), "actor_id": None, "actor_name": SYSTEM.name, "agency_id": None}
        with transaction() as session:
            return chain.take_away(session, name, before, row)
    if kind == DRAFTS:
        return _drafts(before)
    table, conditions, _at = retention.past(kind, before)
    done = 0
    while True:
        with transaction() as session:
            ids = list(session.scalars(select(table.id).where(*conditions).order_by(table.id).limit(BATCH)))
            session.execute(delete(table).where(table.id.in_(ids)))
        done += len(ids)
        if len(ids) < BATCH:
            return done


def _drafts(before: datetime) -> int:
    """They end now, and go the way of all that have ended: files first."""
    _table, conditions, _at = retention.past(DRAFTS, before)
    with transaction() as session:
        done = session.execute(
            update(Draft).where(*conditions).values(expires_at=now())
            .execution_options(synchronize_session=False)
        ).rowcount  # fmt: skip
    while drafts.tidy():
        pass
    return done


def _dossiers(keeps: dict[retention.Key, int], at: datetime, most: int) -> int:
    past = retention.dossiers(keeps, at)
    if past is None:
        return 0
    query = select(Dossier.id, Dossier.procedure_code).where(past).order_by(Dossier.closed_at, Dossier.id)
    with reading() as session:
        found = session.execute(query.limit(most)).all()
    done: Counter[str] = Counter()
    try:
        for dossier_id, code in found:
            months = keeps.get((DOSSIERS, code), keeps.get((DOSSIERS, ""), 0))
            done[code] += _one(dossier_id, past, months)
    finally:
        _told_of(done)
    return done.total()


def _one(dossier_id: int, past: object, months: int) -> bool:
    """Files go before the rows that name them: whoever is interrupted between the two does it again."""
    files = loose_files.let_go_of(dossier_id)
    if files is None:
        return False
    with transaction() as session:
        locked = select(Dossier).where(Dossier.id == dossier_id, past).with_for_update(skip_locked=True)
        dossier = session.scalar(locked)
        if dossier is None:
            return False
        anonymise.anonymise(session, dossier, now(), months=months, files=files)
        return True


def _told_of(done: Counter[str]) -> None:
    if done.total():
        with transaction() as session:
            for code, n in sorted(done.items()):
                log.write(session, SYSTEM, "retention_applied", code, kind=DOSSIERS, dossiers=n)
