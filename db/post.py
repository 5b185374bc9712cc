"""What goes to citizens outside the counter: parcels with their news, and codes that prove a paper."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256

_UNDER_WAY = text("closed_at IS NULL")


class Parcel(Base):
    """One result on its way by post. A dossier has one under way at most; one that came back is closed and
    another may follow."""

    __tablename__ = "parcel"
    __table_args__ = (
        Index(None, "dossier_id"),
        Index("ix_parcel_day", "agency_id", "handed_at"),
        Index(
            "uq_parcel_under_way", "dossier_id", unique=True,
            postgresql_where=_UNDER_WAY, sqlite_where=_UNDER_WAY,
        ),
        Index(
            "uq_parcel_tracking", "tracking_code", unique=True,
            postgresql_where=_UNDER_WAY, sqlite_where=_UNDER_WAY,
        ),
    )  # fmt: skip

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    tracking_code: Mapped[Code]
    receiver_name: Mapped[Name]
    receiver_phone: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(400))
    state: Mapped[str] = mapped_column(String(20))
    """DA_NHAN, DANG_VAN_CHUYEN, … (services/post/states.py); HUY once the hand-over was taken back."""
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    """How often the postman came in vain."""
    handed_at: Mapped[datetime]
    handed_by: Mapped[Name]
    closed_at: Mapped[datetime | None]
    """Delivered, back at the counter, or taken back."""


class ParcelEvent(Base):
    """One piece of news about a parcel, as the carrier or an officer told it. Append-only."""

    __tablename__ = "parcel_event"
    __table_args__ = (UniqueConstraint("parcel_id", "key"),)

    id: Mapped[Key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"))
    key: Mapped[str] = mapped_column(String(80))
    """The same whenever the same news is told: so a file imported again changes nothing."""
    at: Mapped[datetime]
    """When it happened, as told."""
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[Code | None]
    """Why it was not delivered (services/post/states.py)."""
    note: Mapped[str | None] = mapped_column(String(400))
    written_at: Mapped[datetime]
    actor_name: Mapped[Name]


class PaperMark(Base):
    """The code printed on a paper (or told beside a result), by which anyone checks it."""

    __tablename__ = "paper_mark"
    __table_args__ = (Index(None, "dossier_id"), UniqueConstraint("dossier_id", "kind", "sha256"))

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    kind: Mapped[Code]
    """result, or the kind of a letter."""
    sha256: Mapped[Sha256]
    """Of the result's bytes; of a letter, of its facts."""
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    made_at: Mapped[datetime]
