"""Days that differ from the week's pattern: days off and make-up working days."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Name


class CalendarDay(Base):
    """One exceptional day, with the paper that made it so."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(5))
    """off (a day off), work (ngày làm bù, a make-up working day), or usual: a day off that was taken back and
    stays written down, so that the next start does not bring it again."""
    name: Mapped[Name]
    source: Mapped[Name]
    changed_at: Mapped[datetime]


class AgencyDay(Base):
    """An exceptional day of one agency, and of those below it that say nothing of that day themselves."""

    __tablename__ = "agency_day"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(5))
    """off, work or usual, as in calendar_day; usual undoes what an agency above has set."""
    name: Mapped[Name]
    source: Mapped[Name]
    changed_at: Mapped[datetime]
