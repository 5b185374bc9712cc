"""Files that nothing refers to any more leave the storage; one that anything else needs stays."""

import json
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, or_, select
from sqlalchemy.orm import Session

import db
from db.dossiers import Paper, Proposal
from db.session import reading
from services import storage

UNTOUCHED = timedelta(days=1)
"""A file that was put within this time may be on its way into a slot: its row follows, so it stays."""

FINGERPRINTS = frozenset({"paper_mark", "office_logo"})
"""Tables whose hashes are of what is printed or lies in the row itself, not of a stored file."""


def columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that names a stored file: those called so."""
    for table in db.Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("sha256") and table.name not in FINGERPRINTS:
                yield table, column


def let_go(draft_ids: Collection[int]) -> set[int]:
    """Delete what only these ended drafts refer to. Returns the drafts of which a file is still too young.

    Files go before the rows that name them: whoever is interrupted between the two does it again. Raises
    Unavailable("storage").
    """
    with reading() as session:
        rows = select(Paper.draft_id, Paper.sha256).where(Paper.draft_id.in_(draft_ids))
        files = [(draft_id, sha256) for draft_id, sha256 in session.execute(rows) if draft_id is not None]
        needed = _needed(session, {sha256 for _draft, sha256 in files}, drafts=draft_ids)
    stay = {sha256 for sha256 in {f for _d, f in files} - needed if not storage.remove(sha256, UNTOUCHED)}
    return {draft_id for draft_id, sha256 in files if sha256 in stay}


def let_go_of(dossier_id: int) -> int | None:
    """Delete what only this dossier refers to, its result too; how many files that were. None where one of
    them was put a moment ago: then it is too early. Raises Unavailable("storage")."""
    with reading() as session:
        hashes: set[str] = set()
        for table, column in columns():
            if (own := _of_dossier(table, dossier_id)) is not None:
                hashes.update(session.scalars(select(column).where(own, column.is_not(None))))
        loose = hashes - _needed(session, hashes, dossier=dossier_id)
    young = [sha256 for sha256 in loose if not storage.remove(sha256, UNTOUCHED)]
    return None if young else len(loose)


def _of_dossier(table: Table, dossier_id: int) -> ColumnElement[bool] | None:
    if table.name == "dossier":
        return table.c.id == dossier_id
    return table.c.dossier_id == dossier_id if "dossier_id" in table.c else None


def _needed(
    session: Session, hashes: Collection[str], *, drafts: Collection[int] = (), dossier: int | None = None
) -> set[str]:
    """Those that anything but these drafts and this dossier refers to: another dossier, its result, a draft,
    a report that was handed in, or an action that waits for approval."""
    if not hashes:
        return set()
    found: set[str] = set()
    for table, column in columns():
        others: list[ColumnElement[bool]] = [column.in_(hashes)]
        if table.name == "paper" and drafts:
            own = and_(table.c.draft_id.in_(drafts), table.c.dossier_id.is_(None))
            others.append(or_(table.c.draft_id.is_(None), ~own))
        elif dossier is not None and (own := _of_dossier(table, dossier)) is not None:
            others.append(or_(~own, table.c.dossier_id.is_(None)) if table.name == "paper" else ~own)
        found.update(session.scalars(select(column).where(*others)))
    waiting = session.scalars(select(Proposal.asks).where(Proposal.status == "waiting"))
    asked = "".join(json.dumps(asks) for asks in waiting)
    return found | {sha256 for sha256 in hashes if sha256 in asked}
