"""The ledger of money: signed amounts in whole đồng, written once and never changed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name


class MoneyEntry(Base):
    """One amount and what it does to the sum that a citizen still owes: asked adds to it, paid and cancelled
    take away. Taking an entry back is another entry of the opposite amount that names it (`reverses`)."""

    __tablename__ = "money_entry"
    __table_args__ = (
        Index(None, "dossier_id"),
        Index("ix_money_entry_day", "agency_id", "at"),
        UniqueConstraint("dossier_id", "reference"),
    )

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    """The event that says the same in its facts, under the journal's hash."""
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(10))
    """asked, paid or cancelled."""
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
    """open, failed, paid, or stray: paid, but there was nothing left to pay, so it must be given back."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When the provider stops offering it; a call that comes later is still heard."""
    settled_at: Mapped[datetime | None]
    response_code: Mapped[str | None] = mapped_column(String(10))
    transaction_number: Mapped[str | None] = mapped_column(String(60))


class PaymentCall(Base):
    """Every call of a provider, also forged and repeated ones, and what it was answered."""

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
