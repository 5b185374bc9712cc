"""Beside a dossier, for the office alone: verdicts, notes, labels, who has it open, whom it concerns."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Name


class PaperVerdict(Base):
    """What an officer found about one file; append-only, the highest `seq` of a file counts.

    A file that replaces another is a paper of its own, so it has no verdict yet.
    """

    __tablename__ = "paper_verdict"
    __table_args__ = (UniqueConstraint("paper_id", "seq"), Index(None, "dossier_id"))

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    seq: Mapped[int]
    """1, 2, … of this file: two officers who saw the same verdict cannot both write the next."""
    verdict: Mapped[str] = mapped_column(String(10))
    """good, missing, blurred, wrong or expired."""
    note: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Name]
    at: Mapped[datetime]


class OfficeNote(Base):
    """A remark inside the office; written once, never changed, never shown to a citizen."""

    __tablename__ = "office_note"
    __table_args__ = (Index(None, "dossier_id"),)

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Name]
    at: Mapped[datetime]


class Label(Base):
    """A word of the agency's own by which it sorts dossiers."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("agency_id", "folded"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(String(40))
    folded: Mapped[str] = mapped_column(String(40))
    """Without accents: one word is not two labels."""
    retired_at: Mapped[datetime | None]
    """No longer offered; dossiers keep it."""


class DossierLabel(Base):
    """A label on a dossier."""

    __tablename__ = "dossier_label"
    __table_args__ = (Index(None, "label_id", "dossier_id"),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("label.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class DossierLease(Base):
    """Who has a dossier open, and until when that counts unless it is renewed."""

    __tablename__ = "dossier_lease"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[Name]
    until: Mapped[datetime]


class DossierSubject(Base):
    """Whom a dossier is about, as the form said when it came in: by this others about the same are found.

    Only an index for finding them; what is compared and shown is read from the dossiers themselves.
    """

    __tablename__ = "dossier_subject"
    __table_args__ = (
        Index("ix_dossier_subject_id", "agency_id", "id_number"),
        Index("ix_dossier_subject_born", "agency_id", "born"),
        Index("ix_dossier_subject_name", "agency_id", "folded"),
    )

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    folded: Mapped[Name]
    id_number: Mapped[str | None] = mapped_column(String(20))
    born: Mapped[str | None] = mapped_column(String(10))
    """ISO, as exact as it is known: 1990, 1990-05 or 1990-05-17."""
