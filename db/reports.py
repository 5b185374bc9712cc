"""What was handed in as a report, and the lists that an office takes out again and again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256


class FrozenReport(Base):
    """A report as it was handed in: its numbers and its files. Append-only; a correction is a new version."""

    __tablename__ = "frozen_report"
    __table_args__ = (UniqueConstraint("agency_id", "form", "first_on", "after_on", "version"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    form: Mapped[Code]
    first_on: Mapped[date]
    after_on: Mapped[date]
    """The first day that no longer belongs to the period."""
    version: Mapped[int] = mapped_column(SmallInteger)
    numbers: Mapped[dict[str, Any]]
    """The whole table (services/reports/sheet.py)."""
    xlsx_sha256: Mapped[Sha256]
    pdf_sha256: Mapped[Sha256]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[Name]


class ExportTemplate(Base):
    """Columns of a list under a name, for everybody of one office who may take lists out."""

    __tablename__ = "export_template"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[Name]
    columns: Mapped[list[Any]]
    saved_at: Mapped[datetime]
    saved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
