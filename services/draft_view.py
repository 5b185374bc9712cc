"""A draft as its page needs it: what was typed, its files, and what a new version did to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.catalogue import DraftChange
from db.dossiers import Dossier, Draft, Paper
from db.session import reading
from services import draft_versions
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import now
from services.draft_versions import Changes
from services.errors import NotFound
from services.offers import Office, as_office
from services.papers import Finding, attachments


@dataclass(frozen=True)
class DraftPaper:
    """A file in its slot. `size` in bytes."""

    id: int
    slot: str
    filename: str
    sha256: str
    size: int
    pages: int
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class DraftView:
    """A draft as its page needs it. `form` is what was typed, unchecked; `code` is there once it was sent.

    `changes` is what became of it when its procedure changed; `ended`: it can no longer be sent.
    """

    token: str
    procedure: Procedure
    office: Office | None
    step: str
    form: dict[str, Any]
    papers: tuple[DraftPaper, ...]
    captcha: str
    expires_at: datetime
    code: str | None
    changes: Changes | None = None
    ended: bool = False


def look(token: str) -> tuple[DraftView, bool]:
    """The draft as it is, and whether its version is no longer the one that counts. Raises NotFound."""
    with reading() as session:
        row = session.execute(
            select(Draft, Agency, Dossier.code, DraftChange)
            .outerjoin(Agency, Agency.id == Draft.agency_id)
            .outerjoin(Dossier, Dossier.id == Draft.dossier_id)
            .outerjoin(DraftChange, DraftChange.draft_id == Draft.id)
            .where(Draft.token == token, Draft.expires_at > now())
        ).first()
        if row is None:
            raise NotFound("draft")
        draft, agency, code, change = row
        target = draft_versions.target(session, draft) if code is None else None
        found = DraftView(
            token,
            store.version(session, draft.procedure_version_id),
            as_office(agency) if agency else None,
            draft.step,
            dict(draft.form),
            tuple(map(_paper, papers_of(session, draft))),
            draft.captcha or "",
            draft.expires_at,
            code,
            draft_versions.told(change) if code is None else None,
            ended=code is None and target is None,
        )
        return found, target is not None and target[0] != draft.procedure_version_id


def _paper(row: Paper) -> DraftPaper:
    warnings = attachments.warnings_of(row.doubts)
    return DraftPaper(row.id, row.slot, row.filename, row.sha256, row.size, row.pages, warnings)


def papers_of(session: Session, draft: Draft) -> list[Paper]:
    """The files of a draft, in the order they came."""
    return list(session.scalars(select(Paper).where(Paper.draft_id == draft.id).order_by(Paper.id)))
