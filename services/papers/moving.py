"""The files of a draft become those of its dossier."""

from collections.abc import Collection

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Draft, Paper


def to_dossier(session: Session, draft: Draft, dossier: Dossier, wanted: Collection[int]) -> None:
    """The wanted files (their ids) go to the dossier; what an earlier answer had asked for is dropped."""
    session.execute(update(Paper).where(Paper.id.in_(wanted)).values(dossier_id=dossier.id, draft_id=None))
    session.execute(delete(Paper).where(Paper.draft_id == draft.id))
