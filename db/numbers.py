"""Numbers that are given out one by one."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Counter(Base):
    """Numbers given out without gaps: dossier codes of a day, letters of a year."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int]
