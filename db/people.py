"""Accounts, the roles they hold where and when, and the sessions they are signed in with."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256


class Account(Base):
    """Someone who can sign in: an officer, a leader, a supervisor, an administrator or a citizen."""

    __tablename__ = "account"

    id: Mapped[Key]
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Name]
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    tell_by: Mapped[str | None] = mapped_column(String(10))
    """email or sms: how new dossiers are told of first; None for both."""
    password_hash: Mapped[str] = mapped_column(String(100))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class RoleGrant(Base):
    """One role of one account at one agency, between two days."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "account_id"), Index(None, "agency_id", "role"))

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    """None for a citizen."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day it counts."""
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Whose work is done with it while that person is away."""


class SignInSession(Base):
    """A signed-in browser. The row holds a hash: a copy of the table signs nobody in."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "account_id"),)

    token_hash: Mapped[Sha256] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AccountEvent(Base):
    """What a citizen did with the own account itself: registered, claimed a dossier, took the data out."""

    __tablename__ = "account_event"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    action: Mapped[Code]
    """registered, password_set, claimed, contact_changed, channel_chosen, name_changed, exported, closed."""
    facts: Mapped[dict[str, Any]]


class OneTimeCode(Base):
    """A code on its way to an address, to prove that its reader is the one who typed the address.

    Neither this row nor the outbox holds the digits: they follow from the seed and the server's secret key.
    """

    __tablename__ = "one_time_code"

    recipient: Mapped[str] = mapped_column(String(254), primary_key=True)
    """An e-mail address in small letters, or a phone number as +84…; one code at a time. `draft:<id>` for the
    code that a form is sent with in place of the picture."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """Whose contact data it is to become; None for a registration."""
    seed: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class Throttle(Base):
    """How often something was tried in one window of time; shared by all copies of the program."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    tries: Mapped[int]
