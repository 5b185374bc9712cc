"""One question for all that a dossier has one of: agency, holder, what waits for the leader, the draft before
the citizen."""

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, func, literal, select
from sqlalchemy.orm import Session, aliased

from db.agencies import Agency
from db.desk_work import CertificateDraft
from db.dossiers import Dossier, Proposal
from db.people import Account
from services import certificate_drafts
from services.actors import Actor
from services.certificate_drafts import DraftRow
from services.desk.rows import ProposalRow
from services.errors import NotFound
from services.permissions import Permission


@dataclass(frozen=True)
class Head:
    """A dossier with what hangs on it one by one."""

    dossier: Dossier
    agency: Agency
    holder: str
    proposal: ProposalRow | None
    draft: DraftRow | None


HOLDER, ASKER, OLDER = aliased(Account), aliased(Account), aliased(CertificateDraft)
NEWEST = (
    select(func.max(OLDER.id))
    .where(OLDER.dossier_id == Dossier.id, OLDER.answer.not_in(certificate_drafts.GONE))
    .scalar_subquery()
)
# A written 'waiting', not a parameter: only so can SQLite use the partial index.
WAITS = and_(Proposal.dossier_id == Dossier.id, Proposal.status == literal("waiting", literal_execute=True))
HEAD = (
    select(Dossier, Agency, HOLDER.name, Proposal, ASKER.name, CertificateDraft)
    .join(Agency, Agency.id == Dossier.agency_id)
    .outerjoin(HOLDER, HOLDER.id == Dossier.holder_id)
    .outerjoin(Proposal, WAITS)
    .outerjoin(ASKER, ASKER.id == Proposal.proposed_by)
    .outerjoin(CertificateDraft, CertificateDraft.id == NEWEST)
    .where(Dossier.code == bindparam("code"))
)
"""Built once: building it took three times as long as asking it."""


def find(session: Session, actor: Actor, code: str) -> Head:
    """An officer's own agency's dossier; the existence of any other is not told. Raises NotFound."""
    row = session.execute(HEAD, {"code": code}).one_or_none()
    if row is None or row[0].agency_id not in actor.agencies_for(Permission.DOSSIER_READ):
        raise NotFound("dossier")
    dossier, agency, held_by, proposal, by, draft = row
    asked = ProposalRow(proposal.id, proposal.action, proposal.asks, by, proposal.proposed_at) if by else None
    return Head(dossier, agency, held_by or "", asked, certificate_drafts.row(draft))
