"""What moves the work at the desk: drafts of certificates before citizens, warnings of due dates, rules of
assignment."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Name, Sha256

_OPEN = text("settled_at IS NULL")


class CertificateDraft(Base):
    """The draft of a result that its citizen reads before it is signed; a dossier has at most one open."""

    __tablename__ = "certificate_draft"
    __table_args__ = (
        Index(None, "dossier_id"),
        Index(
            "uq_certificate_draft_open", "dossier_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN
        ),
        Index(
            "ix_certificate_draft_waits", "agency_id", "answer_by", postgresql_where=_OPEN, sqlite_where=_OPEN
        ),
    )

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    filename: Mapped[Name]
    sha256: Mapped[Sha256]
    sent_at: Mapped[datetime]
    sent_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    answer_by: Mapped[datetime]
    """From then on silence counts as agreement."""
    answer: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, agreed, objected, silent, replaced (by a newer one), withdrawn (taken back) or dropped (the
    dossier ended first)."""
    wrong: Mapped[str | None] = mapped_column(Text)
    """What the citizen says is wrong."""
    answered_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """Since when nobody has to do anything about it; an objection stays open until the next draft."""


class DueWarning(Base):
    """When so much of the legal time is left of a running dossier (share 0: nothing); made by a timed job."""

    __tablename__ = "due_warning"
    __table_args__ = (Index(None, "agency_id", "at"),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    share: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    """Percent of the legal time."""
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    due_at: Mapped[datetime]
    """The due date that this was reckoned from; of another one it says nothing."""
    at: Mapped[datetime]


class WarningsSeen(Base):
    """Up to when an officer has seen the warnings."""

    __tablename__ = "warnings_seen"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    until: Mapped[datetime]


class AssignmentRule(Base):
    """Who gets dossiers of a procedure or of a field; several take turns."""

    __tablename__ = "assignment_rule"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), primary_key=True)
    """thu-tuc:<code of the procedure> or linh-vuc:<code of the field>."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    last_at: Mapped[datetime | None]
    """When this rule named the officer last: the one who waited longest is next."""
    by_itself: Mapped[bool] = mapped_column(default=False)
    """Whether receiving sends the dossier on at once; all rows of one rule say the same."""
