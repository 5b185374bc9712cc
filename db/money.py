"""The ledger of money: signed amounts in whole đồng, written once and never changed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name


class MoneyEntry(Base):
    """One amount and what it does to the sum that a citizen still owes: asked adds to it, paid and cancelled
    take away. Taking an entry back is another entry of the opposite amount that names it (`reverses`)."""

    __tablename__ = "money_entry"
    __table_args__ = (Index(None, "dossier_id"), Index("ix_money_entry_day", "agency_id", "at"))

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
    """How it was paid: cash, card or transfer."""
    receipt_number: Mapped[str | None] = mapped_column(String(60))
    """Of the receipt that was issued elsewhere; this program issues none."""
    reason: Mapped[str | None] = mapped_column(Text)
    reverses: Mapped[int | None] = mapped_column(ForeignKey("money_entry.id"), unique=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[Name]
