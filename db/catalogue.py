"""Procedures: published versions, written once and never changed, and the drafts they come from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256


class ProcedureVersion(Base):
    """A procedure as it was published; a dossier stays on the version it was submitted under."""

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: Mapped[Key]
    code: Mapped[Code]
    version: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    digest: Mapped[Sha256]
    data: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """The administrator who published it here; None for what came with the program."""
    published_by_name: Mapped[Name] = mapped_column(default="")


class ProcedureDraft(Base):
    """A procedure under change, kept as it was typed even while it is wrong."""

    __tablename__ = "procedure_draft"
    __table_args__ = (Index(None, "state", "edited_at"),)

    id: Mapped[Key]
    row_version: Mapped[int] = mapped_column(default=1)
    """Grows with every change; a command names the one its user saw."""
    state: Mapped[str] = mapped_column(String(10), default="editing")
    """editing, review, approved, published or dropped."""
    code: Mapped[Code]
    name: Mapped[Name]
    """As they stand in `data`, for the list."""
    base_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_version.id"))
    """The published version it was begun from; None for a new procedure."""
    data: Mapped[dict[str, Any]]
    faults: Mapped[int]
    """How many were found when it was kept last."""
    shipped_digest: Mapped[Sha256 | None] = mapped_column(unique=True)
    """Of the file that came with a release and waits here for a look: one draft for each, ever."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    editors: Mapped[list[Any]]
    """Account ids of all who changed it: none of them may approve it."""
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edited_by_name: Mapped[Name]
    edited_at: Mapped[datetime]
    asked_by_name: Mapped[Name] = mapped_column(default="")
    approved_by_name: Mapped[Name] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back, or where it came from."""
    published_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_version.id"))


class DraftChange(Base):
    """What became of a citizen's form when its procedure changed under it; shown until it was read."""

    __tablename__ = "draft_change"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    """As services/draft_versions.py writes them, gathered over several changes."""
    read_at: Mapped[datetime | None]
