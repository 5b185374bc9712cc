"""The officers' daily mail: who wants it, what the office set, and that it left once a day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Name


class DigestChoice(Base):
    """Whether this person wants the mail; whoever never said has what the office set."""

    __tablename__ = "digest_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    wanted: Mapped[bool]
    changed_at: Mapped[datetime]


class DigestRule(Base):
    """What the office set for whoever never said, and when the mail is written; the newest row counts."""

    __tablename__ = "digest_rule"

    id: Mapped[Key]
    wanted: Mapped[bool] = mapped_column(default=False)
    not_before: Mapped[str] = mapped_column(String(5), default="07:00")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_by_name: Mapped[Name]


class DigestSent(Base):
    """The mail of this person and day was written, or there was nothing to say."""

    __tablename__ = "digest_sent"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
