"""What the figures count: one narrow row per dossier, and the sums of these rows by month and office."""

from datetime import date

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code


class DossierFact(Base):
    """The life of one dossier in days, without a person: written by the transaction that writes its event.

    Lists behind figures read these rows; nothing here can be told that the events do not say."""

    __tablename__ = "dossier_fact"
    __table_args__ = (
        Index("ix_dossier_fact_submitted", "agency_id", "submitted_on"),
        Index("ix_dossier_fact_answered", "agency_id", "answered_on"),
        Index("ix_dossier_fact_received", "agency_id", "received_on", "ended_on"),
        Index("ix_dossier_fact_ended", "agency_id", "ended_on", "ending"),
        Index("ix_dossier_fact_step", "agency_id", "step", "since_on"),
        Index("ix_dossier_fact_due", "agency_id", "due_on"),
    )

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    procedure_code: Mapped[Code]
    level: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[int] = mapped_column(SmallInteger)
    submitted_on: Mapped[date]
    answered_on: Mapped[date | None]
    """The day of the office's first answer: received, refused, or asked for a supplement."""
    answer_hours: Mapped[int | None]
    """Whole office hours until then."""
    received_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The valid day of return; none while the clock is paused."""
    ended_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(String(20), default="")
    """early, on_time, late (a result was ready), withdrawn, stopped; without reception refused, given_up."""
    days: Mapped[int | None]
    """Whole working days from reception to the result."""
    rounds: Mapped[int] = mapped_column(SmallInteger)
    reached: Mapped[int] = mapped_column(SmallInteger)
    """How far it came: 1 submitted, 2 received, 3 in process, 4 result, 5 handed over."""
    digital: Mapped[bool]
    """Whether the result was kept as a file."""
    paying: Mapped[int] = mapped_column(SmallInteger)
    """0 nothing to pay, 1 a money duty, 2 paid, 3 paid online."""
    step: Mapped[str] = mapped_column(String(20), default="")
    """Where it stands now, and so whose turn it is; empty once it is closed."""
    since_on: Mapped[date]
    """Since when it stands there."""
    stays: Mapped[str] = mapped_column(Text, default="")
    """The steps it has left until its end, with the working days it stood there, and in the office's steps
    the office hours from its arrival to the due moment: new:0 received:1:23 work:3:15."""
    slowest: Mapped[str] = mapped_column(String(20), default="")
    """Of those the one where a dossier with a result stood longest; empty where nowhere a whole day."""
    given: Mapped[int | None]
    """Of an open one in a step of the office: the office hours from its arrival there to its due moment."""


class Tally(Base):
    """How many dossiers there are of a kind: the sum of all facts, kept by the same transactions.

    `month` is 202611, or STOCK (services/figures/tally.py) for what is so now. `value` is what the kind has
    beside it: working days, hours, a day, a channel. The key begins with kind and month: a page reads few."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}

    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    procedure_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    channel: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n: Mapped[int]
