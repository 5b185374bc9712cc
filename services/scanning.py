"""Thêm bản quét: scans of papers that lay at the counter join their dossier when there is time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Paper
from services.catalogue import store
from services.errors import Invalid, Missing, NotAllowed, PaperRefused, Problem, WrongState
from services.papers import attachments
from services.papers.attachments import Taken
from services.workflow import OPEN, Role, State, acting_roles

SCAN = "add_scans"
"""Changes neither state nor clock, so it stands beside the workflow table, as Giao việc does."""

ONLINE = 2


def checked(
    session: Session, dossier: Dossier, roles: frozenset[Role], papers: Sequence[Taken], at: datetime
) -> list[int]:
    """Put the scans into their slots; their ids. What is there already is passed over. Raises NotAllowed,
    WrongState, Missing without a new scan, Invalid for a paper that the procedure does not have,
    PaperRefused for a full slot."""
    if Role.RECEIVER not in acting_roles(roles):
        raise NotAllowed(SCAN)
    if dossier.state not in OPEN or dossier.channel == ONLINE:
        raise WrongState(SCAN, State(dossier.state))
    procedure = store.version(session, dossier.procedure_version_id)
    if any(taken.slot not in procedure.paper_by_key for taken in papers):
        raise Invalid([Problem("papers", "not_listed")])
    there = session.execute(
        select(Paper.slot, Paper.sha256).where(Paper.dossier_id == dossier.id, Paper.replaced_at.is_(None))
    ).all()
    known, added = {(slot, sha256) for slot, sha256 in there}, []
    for taken in papers:
        if (taken.slot, taken.sha256) in known:
            continue
        known.add((taken.slot, taken.sha256))
        if sum(slot == taken.slot for slot, _sha256 in known) > attachments.MAX_FILES:
            raise PaperRefused("slot_full", limit=attachments.MAX_FILES)
        added.append(Paper(dossier_id=dossier.id, round=dossier.rounds, added_at=at, **taken.as_row()))
    if not added:
        raise Missing(["scans"])
    session.add_all(added)
    session.flush()
    return [paper.id for paper in added]
