"""What the fee room keeps beside the ledger: reminders, prices of postage, stray money that goes back."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name


class PaymentReminder(Base):
    """The citizen was reminded of this last day to pay; once, however many copies of the program look."""

    __tablename__ = "payment_reminder"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    pay_by: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class PostagePrice(Base):
    """What an office takes for sending a result by post, from a day on; the newest row of a day counts."""

    __tablename__ = "postage_price"
    __table_args__ = (Index(None, "agency_id", "valid_from"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    valid_from: Mapped[date]
    price: Mapped[int | None] = mapped_column(BigInteger)
    """Whole đồng; none where the carrier collects it from the receiver."""
    set_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_by_name: Mapped[Name]
    set_at: Mapped[datetime]


class StrayRefund(Base):
    """Money that came in without anything to pay for, to be given back: said by one, confirmed by another."""

    __tablename__ = "stray_refund"
    __table_args__ = (Index(None, "agency_id", "status"),)

    id: Mapped[Key]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    statement_line_id: Mapped[int | None] = mapped_column(ForeignKey("statement_line.id"))
    online_payment_id: Mapped[int | None] = mapped_column(ForeignKey("online_payment.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
    """How it goes back, and to whom."""
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, approved or returned."""
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[Name]
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_by_name: Mapped[Name | None]
    decided_at: Mapped[datetime | None]


class PaymentCallCount(Base):
    """Worthless calls of a day and a source beyond those that are kept as rows: so nobody fills the disk."""

    __tablename__ = "payment_call_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(45), primary_key=True)
    outcome: Mapped[Code] = mapped_column(primary_key=True)
    calls: Mapped[int]
