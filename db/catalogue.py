"""Published versions of procedures: written once, never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from db.base import Base, Code, Key, Sha256


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
