"""Agencies: a tree with validity dates and successors, so that a merger is data and not code."""

from datetime import date, datetime
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


class Merger(Base):
    """Agencies that end on a day, and the one that goes on with their work (services/agencies/merger.py)."""

    __tablename__ = "merger"
    __table_args__ = (Index(None, "state", "day"),)

    id: Mapped[Key]
    day: Mapped[date]
    """The first day on which they are no longer there."""
    ended: Mapped[list[Any]]
    """Their ids."""
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    """None where nothing was left to go on with."""
    state: Mapped[str] = mapped_column(String(10), default="planned")
    """planned, moving (its day has come, work is being handed on), done or dropped."""
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[Name]
    asked_at: Mapped[datetime]
    moved: Mapped[dict[str, Any]]
    """How much went over so far: roles, dossiers, drafts."""
    done_at: Mapped[datetime | None]


class MovedDossier(Base):
    """A dossier that another agency goes on with, and the one that took it in: there it counts for ever."""

    __tablename__ = "moved_dossier"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    home_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    """Where it was when the first merger came over it."""
    merger_id: Mapped[int] = mapped_column(ForeignKey("merger.id"), index=True)
    """The last merger that moved it."""
