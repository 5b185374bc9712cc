"""The ledger of money: signed amounts in whole đồng, written once and never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256

_WAITING = text("status = 'waiting'")


class MoneyEntry(Base):
    """One amount and what it does to the sum that a citizen still owes: asked adds to it, paid and cancelled
    take away. Taking an entry back is another entry of the opposite amount that names it (`reverses`)."""

    __tablename__ = "money_entry"
    __table_args__ = (
        Index(None, "dossier_id"),
        Index("ix_money_entry_day", "agency_id", "at"),
        UniqueConstraint("dossier_id", "reference"),
        Index("ix_money_entry_receipt", "agency_id", "receipt_number"),
    )

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    """The event that says the same in its facts, under the journal's hash."""
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    """asked, paid, cancelled or refunded."""
    line: Mapped[Code | None]
    """What is asked for: fee, copy, postage."""
    quantity: Mapped[int | None]
    price: Mapped[int | None] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str | None] = mapped_column(String(10))
    """How it was paid: cash, card, transfer or online."""
    receipt_number: Mapped[str | None] = mapped_column(String(60))
    """Of the receipt that was issued elsewhere; this program issues none."""
    reference: Mapped[str | None] = mapped_column(String(80))
    """Number of the transaction at bank or provider: it pays for one dossier once, whatever comes again."""
    reason: Mapped[str | None] = mapped_column(Text)
    reverses: Mapped[int | None] = mapped_column(ForeignKey("money_entry.id"), unique=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[Name]


class PaymentReference(Base):
    """The short word that a citizen writes on a transfer, so that it finds its dossier: one per dossier."""

    __tablename__ = "payment_reference"

    reference: Mapped[str] = mapped_column(String(10), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), unique=True)


class OnlinePayment(Base):
    """One attempt to pay at a provider; money counts only when the provider itself calls."""

    __tablename__ = "online_payment"
    __table_args__ = (
        UniqueConstraint("provider", "reference"),
        UniqueConstraint("provider", "transaction_number"),
        Index(None, "dossier_id"),
        Index(None, "agency_id", "status"),
    )

    id: Mapped[Key]
    provider: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str] = mapped_column(String(10))
    """What the provider calls this attempt by; a new one each time."""
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(10), default="open")
    """open, failed, paid, or stray: paid, but there was nothing left to pay, so it must be given back;
    settled once people dealt with it."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When the provider stops offering it; a call that comes later is still heard."""
    settled_at: Mapped[datetime | None]
    response_code: Mapped[str | None] = mapped_column(String(10))
    transaction_number: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(Text)
    """What was done with stray money, by whom and when."""
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handled_by_name: Mapped[Name | None]
    handled_at: Mapped[datetime | None]


class PaymentCall(Base):
    """Every call of a provider, also forged and repeated ones, and what it was answered. Of those that are
    worth nothing only the first of a day and source; the others are counted (db/fees.py)."""

    __tablename__ = "payment_call"
    __table_args__ = (Index(None, "reference"), Index(None, "at"))

    id: Mapped[Key]
    at: Mapped[datetime]
    provider: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    """In đồng, as the call says."""
    response_code: Mapped[str | None] = mapped_column(String(10))
    transaction_number: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[Code]
    """paid, late, stray, failed, repeated, unknown, wrong_amount, forged or unreadable."""
    answer: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(45), default="")
    """Address of the caller."""


class StatementLayout(Base):
    """Which column of a bank's statement is what, as an officer once said: by the headings of that bank."""

    __tablename__ = "statement_layout"
    __table_args__ = (UniqueConstraint("agency_id", "key"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    key: Mapped[Sha256]
    columns: Mapped[dict[str, Any]]


class StatementLine(Base):
    """A line of money that came in on the agency's account, kept once however often it is imported."""

    __tablename__ = "statement_line"
    __table_args__ = (UniqueConstraint("agency_id", "key"), Index(None, "agency_id", "status"))

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    key: Mapped[str] = mapped_column(String(60))
    """The bank's own number, else a hash of the line."""
    day: Mapped[date]
    amount: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(String(500))
    outcome: Mapped[Code]
    """matched, too_little, too_much, twice, unknown or no_reference."""
    codes: Mapped[list[Any]]
    """The dossiers that it names."""
    status: Mapped[str] = mapped_column(String(10))
    """booked, open (waits for people), settled (they dealt with it) or undone."""
    note: Mapped[str | None] = mapped_column(Text)
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handled_by_name: Mapped[Name]
    handled_at: Mapped[datetime]


class CashClosing(Base):
    """The cash that one officer took on a day, counted and found right by the leader."""

    __tablename__ = "cash_closing"
    __table_args__ = (UniqueConstraint("agency_id", "officer_id", "day"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    day: Mapped[date]
    amount: Mapped[int] = mapped_column(BigInteger)
    closed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    closed_by_name: Mapped[Name]
    closed_at: Mapped[datetime]


class MoneyAmendment(Base):
    """A payment that somebody asks to cancel or to give back, and the second person's word."""

    __tablename__ = "money_amendment"
    __table_args__ = (
        Index(None, "agency_id", "status"),
        Index("uq_money_amendment_waiting", "entry_id", unique=True, postgresql_where=_WAITING,
              sqlite_where=_WAITING),
    )  # fmt: skip

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("money_entry.id"))
    kind: Mapped[Code]
    """cancel_payment or refund."""
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, approved or returned."""
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[Name]
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_by_name: Mapped[Name | None]
    decided_at: Mapped[datetime | None]
