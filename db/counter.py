"""A form that an officer fills in at the counter, beside its draft."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class CounterVisit(Base):
    """Whose work at the counter a draft is, and which papers lie there; it goes with the draft."""

    __tablename__ = "counter_visit"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    in_hand: Mapped[dict[str, Any]]
    """{paper key: [originals, copies]}: seen by the officer, scanned later."""
    fills: Mapped[int]
    """Grows when fields are filled from a card: the page draws them afresh."""
