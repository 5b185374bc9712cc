"""Letters for reading and printing: who may have them, and the PDF itself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.desk_work import CertificateDraft
from db.dossiers import Dossier, Letter
from db.session import reading
from services import carrying, certificate_drafts, inherited, letter_book, letters, storage
from services.actors import Actor
from services.errors import NotFound
from services.permissions import Permission
from services.workflow import Role

FOR_THE_OFFICE = frozenset({"control_slip"})
"""Kinds that stay inside the office."""


@dataclass(frozen=True)
class LetterRow:
    """A letter as lists show it; `title` is its official Vietnamese name."""

    id: int
    kind: str
    number: str
    title: str
    issued_at: datetime


def rows(session: Session, dossier: Dossier, actor: Actor) -> tuple[LetterRow, ...]:
    """The letters of this dossier that this actor may have, oldest first."""
    query = select(Letter).where(Letter.dossier_id == dossier.id, Letter.withdrawn_at.is_(None))
    return tuple(
        LetterRow(
            letter.id, letter.kind, letter.number, letters.title(letter.kind, letter.facts["rule_set"]),
            letter.issued_at,
        )
        for letter in session.scalars(query.order_by(Letter.id))
        if letter.kind not in FOR_THE_OFFICE or not _is_citizen(actor, dossier)
    )  # fmt: skip


def pdf(actor: Actor, code: str, letter_id: int) -> tuple[str, bytes]:
    """File name and PDF of one letter. Raises NotFound for one that is not this actor's to read."""
    with reading() as session:
        dossier = _dossier(session, actor, code)
        letter = session.get(Letter, letter_id)
        if letter is None or letter.dossier_id != dossier.id or letter.withdrawn_at:
            raise NotFound("letter")
        if letter.kind in FOR_THE_OFFICE and _is_citizen(actor, dossier):
            raise NotFound("letter")
        kind, facts = letter.kind, letter.facts
    return f"{code}-{kind}.pdf", letters.render(kind, facts)


def submission_pdf(actor: Actor, code: str) -> tuple[str, bytes]:
    """The citizen's own receipt of having sent the dossier. Raises NotFound."""
    with reading() as session:
        facts = letter_book.submission_facts(session, _dossier(session, actor, code))
    return f"{code}.pdf", letters.render("submission", facts)


def draft_pdf(actor: Actor, code: str, draft_id: int) -> bytes:
    """The draft of a result that its citizen reads before it is signed. Raises NotFound, DamagedFile,
    Unavailable."""
    with reading() as session:
        draft = session.get(CertificateDraft, draft_id)
        if draft is None or draft.dossier_id != _dossier(session, actor, code).id:
            raise NotFound("certificate_draft")
        if draft.answer in certificate_drafts.GONE:
            raise NotFound("certificate_draft")
        sha256 = draft.sha256
    return storage.get(sha256)


def _is_citizen(actor: Actor, dossier: Dossier) -> bool:
    """Of whom the dossier was found for: an officer who is the applicant is a citizen here."""
    return Role.CITIZEN in carrying.roles_on(actor, dossier)


def _dossier(session: Session, actor: Actor, code: str) -> Dossier:
    return inherited.to_read(session, actor, code, _find)


def _find(session: Session, actor: Actor, code: str) -> Dossier:
    """The citizen's own, or one of the officer's agencies."""
    dossier = session.scalar(select(Dossier).where(Dossier.code == code))
    if dossier is not None and (
        carrying.roles_on(actor, dossier) or dossier.agency_id in actor.agencies_for(Permission.DOSSIER_READ)
    ):
        return dossier
    raise NotFound("dossier")
