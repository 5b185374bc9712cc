"""What the office itself did and set: its own log, its jobs, the words and the rules of its messages."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256


class OfficeEvent(Base):
    """Something an officer or administrator did that is no step of a dossier. Append-only, each row chained
    by hash to the one before (services/oversight/chain.py)."""

    __tablename__ = "office_event"
    __table_args__ = (Index(None, "at"), Index(None, "subject"), UniqueConstraint("chain", "seq"))

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[Name]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    """Whose it is: the dossier's agency, or that of the administrator."""
    action: Mapped[Code]
    """paper_opened, papers_taken, list_taken, message_again, … (services/oversight/log.py)."""
    subject: Mapped[str] = mapped_column(String(80))
    """What it was done to, as a code: a dossier, an agency, a kind of message."""
    facts: Mapped[dict[str, Any]]
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Set where the same thing is told once only: a paper, per reader and day."""
    chain: Mapped[str] = mapped_column(String(10))
    """office, or scans for opened papers: each has its own numbers and may be kept for its own time."""
    seq: Mapped[int]
    prev_hash: Mapped[Sha256]
    hash: Mapped[Sha256]


class JobRun(Base):
    """The last run of a job that the program does by itself."""

    __tablename__ = "job_run"

    name: Mapped[Code] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    milliseconds: Mapped[int]
    failed: Mapped[bool]
    said: Mapped[str] = mapped_column(String(300), default="")
    """What came of it: a count, or the kind of the error."""


class MessageText(Base):
    """One version of the office's own words for a message; the newest counts, an empty body means ours."""

    __tablename__ = "message_text"
    __table_args__ = (Index(None, "kind", "channel", "language"),)

    id: Mapped[Key]
    kind: Mapped[Code]
    channel: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_by_name: Mapped[Name]


class MessageRule(Base):
    """When messages rest and how many one person gets; the newest row counts."""

    __tablename__ = "message_rule"

    id: Mapped[Key]
    quiet_from: Mapped[str] = mapped_column(String(5), default="")
    """As 21:00; empty where messages leave at any hour."""
    quiet_to: Mapped[str] = mapped_column(String(5), default="")
    per_hour: Mapped[int] = mapped_column(default=0)
    """Messages to one address in an hour; 0 for no limit."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_by_name: Mapped[Name]
