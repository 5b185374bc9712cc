"""Silence counts as agreement: drafts of results that nobody answered in time (R-CONFIRM-1D), a timed job."""

from datetime import datetime

from sqlalchemy import select

from db.desk_work import CertificateDraft
from db.dossiers import Dossier
from db.session import reading, transaction
from services import carrying, certificate_drafts
from services.actors import SYSTEM
from services.clock import now
from services.workflow import FINAL, Clock, State


def agree(limit: int = 200) -> int:
    """Write down where nobody answered a draft in time; how many dossiers they were.

    The draft of a dossier that has left work meanwhile asks nobody any more. Each is one transaction.
    """
    at = now()
    query = select(CertificateDraft.id).where(*certificate_drafts.late(at))
    with reading() as session:
        late = session.scalars(query.order_by(CertificateDraft.answer_by).limit(limit)).all()
    return sum(_agree(one, at) for one in late)


def _agree(draft_id: int, at: datetime) -> bool:
    with transaction() as session:
        # The dossier first, as whoever answers does: the other way round two would wait for each other.
        held = (
            select(Dossier)
            .join(CertificateDraft, CertificateDraft.dossier_id == Dossier.id)
            .where(CertificateDraft.id == draft_id)
            .with_for_update(skip_locked=True, of=Dossier)
        )
        dossier = session.scalar(held)
        draft = session.get(CertificateDraft, draft_id)
        if dossier is None or draft is None or draft.answer != certificate_drafts.WAITING:
            return False
        if dossier.state == State.IN_PROCESS:
            facts, state = certificate_drafts.silence(draft, at), State(dossier.state)
            carrying.write(session, dossier, SYSTEM, certificate_drafts.SILENT, state, Clock.RUNS, facts, at)
            return True
        if dossier.state in (*FINAL, State.READY):
            draft.answer, draft.settled_at = certificate_drafts.DROPPED, at
        return False
