"""Agencies: a tree with validity dates and successors, so that a merger is data and not code."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name


class Agency(Base):
    """One office while it bears one name. The same place number may later mean another office."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("code", "valid_from"), Index(None, "path"))

    id: Mapped[Key]
    code: Mapped[Code]
    slug: Mapped[Code]
    name: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(20))
    """province, district, commune, centre or sector."""
    place_code: Mapped[str | None] = mapped_column(String(10))
    """Official number of the place; only together with valid_from does it name one unit."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    path: Mapped[str] = mapped_column(String(200))
    """Ids from the root down, as /1/4/17/: one is below another when its path begins with that."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    rule_set: Mapped[str | None] = mapped_column(String(10))
    """Which set of official forms is used, 2018 or 2025; None takes the parent's."""
    code_pattern: Mapped[str | None] = mapped_column(String(80))
    """Pattern of dossier codes; None takes the parent's."""
    office_hours: Mapped[dict[str, Any] | None]
    """{"mon": [["07:30", "11:30"], ["13:00", "17:00"]], …}; None takes the parent's."""
    letter_head: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What letters print: superior, office, place, address, phone, signer, signer_title, sms; and `bank`, the
    account that fees are transferred to: bin, name, account, owner."""


class AgencySuccessor(Base):
    """Which agencies took over the work of one that ended."""

    __tablename__ = "agency_successor"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
