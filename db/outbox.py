"""Messages that must leave the house: written with the change they tell of, sent after it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key

_WAITING = text("sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL")
_FAILED = text("failed_at IS NOT NULL")


class Notice(Base):
    """One message to one person over one channel. Facts only: the text is made when it is sent."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("event_id", "channel", "recipient"),
        Index("ix_notice_waiting", "not_before", postgresql_where=_WAITING, sqlite_where=_WAITING),
        Index(None, "dossier_id"),
        Index(None, "recipient", "sent_at"),
        Index("ix_notice_failed", "failed_at", postgresql_where=_FAILED, sqlite_where=_FAILED),
    )

    id: Mapped[Key]
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[Code]
    """Which text: submitted, received, supplement_asked, … (services/notices)."""
    channel: Mapped[str] = mapped_column(String(10))
    """email or sms."""
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="vi")
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(300))
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
