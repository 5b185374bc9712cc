"""How people come in: the one-time link that a password is set by, and the second factor."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import KEY_TYPE, Base, Sha256


class Invitation(Base):
    """A link by which one person sets the own password, once; the row holds a hash of what it carries."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "account_id"),)

    token_hash: Mapped[Sha256] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """Also set when a later link took its place, or the account was locked."""


class SecondFactor(Base):
    """What a person's telephone makes codes from."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(KEY_TYPE, ForeignKey("account.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(String(300))
    """The shared secret, encrypted with the server's secret key: a copy of the table makes no codes."""
    confirmed_at: Mapped[datetime | None]
    """Empty until the first code was typed: until then it is not asked for."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The half minute of the last code that was taken: neither it nor an older one works again."""


class RecoveryCode(Base):
    """A code on paper for the day the telephone is lost. The row holds a hash; a used one is deleted."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index(None, "account_id"),)

    code_hash: Mapped[Sha256] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
