"""Files that nothing refers to any more leave the storage; one that anything else needs stays."""

import json
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Paper, Proposal
from db.reports import FrozenReport
from db.session import reading
from services import storage

UNTOUCHED = timedelta(days=1)
"""A file that was put within this time may be on its way into a slot: its row follows, so it stays."""


def let_go(draft_ids: Collection[int]) -> set[int]:
    """Delete what only these ended drafts refer to. Returns the drafts of which a file is still too young.

    Files go before the rows that name them: whoever is interrupted between the two does it again. Raises
    Unavailable("storage").
    """
    with reading() as session:
        rows = select(Paper.draft_id, Paper.sha256).where(Paper.draft_id.in_(draft_ids))
        files = [(draft_id, sha256) for draft_id, sha256 in session.execute(rows) if draft_id is not None]
        needed = _needed(session, {sha256 for _draft, sha256 in files}, draft_ids)
    stay = {sha256 for sha256 in {f for _d, f in files} - needed if not storage.remove(sha256, UNTOUCHED)}
    return {draft_id for draft_id, sha256 in files if sha256 in stay}


def _needed(session: Session, hashes: Collection[str], ended: Collection[int]) -> set[str]:
    """Those that a dossier, its result, another draft, an action that waits for approval or a report that
    was handed in refers to."""
    if not hashes:
        return set()
    others = or_(Paper.draft_id.is_(None), Paper.draft_id.not_in(ended), Paper.dossier_id.is_not(None))
    found = set(session.scalars(select(Paper.sha256).where(Paper.sha256.in_(hashes), others)))
    found |= set(session.scalars(select(Dossier.result_sha256).where(Dossier.result_sha256.in_(hashes))))
    for column in (FrozenReport.xlsx_sha256, FrozenReport.pdf_sha256):
        found |= set(session.scalars(select(column).where(column.in_(hashes))))
    waiting = session.scalars(select(Proposal.asks).where(Proposal.status == "waiting"))
    asked = "".join(json.dumps(asks) for asks in waiting)
    return found | {sha256 for sha256 in hashes if sha256 in asked}
