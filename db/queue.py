"""What an officer keeps of the queue: saved views, chosen columns, and runs over many dossiers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key


class SavedView(Base):
    """A queue under a name: tab, filters and order as the address carries them."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name"), Index(None, "agency_id", "shared"))

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """Whose officers see it, if it is shared."""
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[dict[str, Any]]
    shared: Mapped[bool]
    saved_at: Mapped[datetime]


class QueueLook(Base):
    """Which columns an officer wants, and whether rows stand close together."""

    __tablename__ = "queue_look"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    columns: Mapped[list[Any]]
    dense: Mapped[bool]


class BulkRun(Base):
    """One action asked for many dossiers at once: what it was given, and by whom."""

    __tablename__ = "bulk_run"
    __table_args__ = (Index(None, "account_id", "asked_at"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    action: Mapped[Code]
    """Of the workflow table, or print or export."""
    asks: Mapped[dict[str, Any]]
    asked_at: Mapped[datetime]


class BulkItem(Base):
    """One dossier of a run, as it was seen then, and what came of it."""

    __tablename__ = "bulk_item"
    __table_args__ = (Index(None, "run_id", "status", "place"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("bulk_run.id"), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    place: Mapped[int]
    seen: Mapped[int]
    """The version of the dossier when the run was planned."""
    status: Mapped[str] = mapped_column(String(10))
    """planned, done, refused (from the start) or failed (since)."""
    why: Mapped[str | None] = mapped_column(Text)
    """The reason, as it was said to the officer who asked."""
