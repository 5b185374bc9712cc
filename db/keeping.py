"""How long things are kept, and the small pictures that letters carry."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256


class RetentionRule(Base):
    """How long one kind of thing is kept; the newest row of a kind and procedure counts, 0 is for ever."""

    __tablename__ = "retention_rule"
    __table_args__ = (Index(None, "kind", "procedure_code"),)

    id: Mapped[Key]
    kind: Mapped[Code]
    """drafts, dossiers, messages, office_log, scans_log or payment_calls (services/keeping/retention.py)."""
    procedure_code: Mapped[Code]
    """Of dossiers: whose; empty for every procedure without a rule of its own, and for other kinds."""
    keep: Mapped[int]
    """Days for drafts, months for everything else."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_by_name: Mapped[Name]


class OfficeLogo(Base):
    """A checked picture for the head of letters, by its hash. Never changed: issued letters name it."""

    __tablename__ = "office_logo"

    sha256: Mapped[Sha256] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    """PNG, at most services.letter_logo.LARGEST bytes."""
    added_at: Mapped[datetime]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
