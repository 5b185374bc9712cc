"""The dossier and all that hangs on it: draft, papers, events, letters, proposals, supplement requests."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Code, Key, Name, Sha256

_OPEN, _WAITING = text("answered_at IS NULL AND withdrawn_at IS NULL"), text("status = 'waiting'")
BYTEWISE = String(200).with_variant(String(200, collation="C"), "postgresql")

_FILTERED = (
    "state", "procedure_code", "level", "channel", "money", "result_way", "holder_id", "submitted_at",
    "received_at", "due_at", "id",
)  # fmt: skip


class Dossier(Base):
    """One request of one citizen. Business state, money state and delivery state are separate columns;
    overdue is never stored: it is due_at compared with the clock."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_queue", "agency_id", "state", "due_at", "id", "answered"),
        Index("ix_dossier_newest", "agency_id", "submitted_at", "id"),
        Index("ix_dossier_holder", "holder_id", "state", "due_at"),
        Index("ix_dossier_name", "agency_id", "applicant_folded", "id"),
        # Whatever a queue is narrowed to is counted, and its places found, on this one alone.
        Index("ix_dossier_filter", "agency_id", *_FILTERED),
        # What figures count by month, answered from the index alone (services/figures/published.py).
        Index("ix_dossier_received", "agency_id", "received_at"),
        Index("ix_dossier_done", "agency_id", "ready_at", "due_at", "received_at"),
        Index(None, "applicant_id_number"),
        Index(None, "applicant_phone"),
        CheckConstraint("state BETWEEN 1 AND 10", name="state"),
    )

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change; a command names the version its user saw."""
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """The agency that is competent, as it was named then."""
    intake_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    pickup_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    procedure_version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    procedure_code: Mapped[Code]
    level: Mapped[int] = mapped_column(SmallInteger)
    channel: Mapped[int] = mapped_column(SmallInteger)
    """KENH_NOP: 1 at the counter, 2 online, 3 by public post."""
    owner_kind: Mapped[int] = mapped_column(SmallInteger, default=0)

    state: Mapped[int] = mapped_column(SmallInteger)
    resume_state: Mapped[int | None] = mapped_column(SmallInteger)
    """Where 5 and 6 go back to."""
    clock: Mapped[str] = mapped_column(String(10))
    """waiting (not started), running, paused, stopped."""
    money: Mapped[str] = mapped_column(String(10), default="none")
    """none, due (by the data, not asked yet), asked (something is left) or paid; the ledger decides
    (db/money.py)."""
    pay_by: Mapped[date | None]
    """The last day to pay what was asked."""
    delivery: Mapped[str] = mapped_column(String(20), default="none")
    result_way: Mapped[str] = mapped_column(String(20), default="TRUC_TIEP")

    submitted_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    """When the office had its answer: the moment that counts for on time or late."""
    closed_at: Mapped[datetime | None]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    rounds: Mapped[int] = mapped_column(SmallInteger, default=0)
    """How often a supplement was asked."""
    answered: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """The citizen's answer is the last that happened: it stands on top until the office does something."""
    extensions: Mapped[int] = mapped_column(SmallInteger, default=0)
    result_sha256: Mapped[Sha256 | None]

    applicant_name: Mapped[Name]
    applicant_folded: Mapped[Name] = mapped_column(BYTEWISE)
    """Compared byte by byte on both engines: so the index serves "begins with" and the order of hits."""
    applicant_phone: Mapped[str | None] = mapped_column(String(20))
    applicant_email: Mapped[str | None] = mapped_column(String(254))
    applicant_id_number: Mapped[str | None] = mapped_column(String(20))
    applicant_address: Mapped[str | None] = mapped_column(String(400))
    language: Mapped[str] = mapped_column(String(2), default="vi")
    tell_by: Mapped[str | None] = mapped_column(String(10))
    """email or sms alone, where the citizen asked for that."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    """The citizen's account, if there is one."""
    form: Mapped[dict[str, Any]]
    anonymised_at: Mapped[datetime | None]


class Draft(Base):
    """A form under way. It is saved at every step; sending it makes exactly one dossier."""

    __tablename__ = "draft"

    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    """The private link. Who has it may read and continue the draft, until it ends."""
    procedure_version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    step: Mapped[str] = mapped_column(String(20), default="agency")
    form: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str] = mapped_column(String(2), default="vi")
    tell_by: Mapped[str | None] = mapped_column(String(10))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    captcha: Mapped[str | None] = mapped_column(String(12))
    linked_to: Mapped[str | None] = mapped_column(String(254))
    """The address that the private link goes to; set when that mail is written."""
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"), unique=True)


class Paper(Base):
    """One file in one named slot, of a draft first and of the dossier once it is sent.

    A slot holds several; they are read in the order of their ids."""

    __tablename__ = "paper"
    __table_args__ = (
        Index(None, "dossier_id"),
        Index(None, "draft_id"),
        CheckConstraint("draft_id IS NOT NULL OR dossier_id IS NOT NULL", name="owner"),
    )

    id: Mapped[Key]
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"))
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey("dossier.id"))
    slot: Mapped[Code]
    round: Mapped[int] = mapped_column(SmallInteger, default=0)
    """0 with the submission, n with the n-th supplement."""
    filename: Mapped[Name]
    sha256: Mapped[Sha256]
    size: Mapped[int]
    pages: Mapped[int]
    doubts: Mapped[list[Any] | None]
    """What the check warned of when it came in: [[code, facts], …]."""
    added_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class Event(Base):
    """What happened to a dossier: append-only, each row chained by hash to the one before.

    Timeline, control slip, clock, notices and figures all read these rows.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("dossier_id", "seq"), Index(None, "at"))

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    action: Mapped[Code]
    actor_kind: Mapped[str] = mapped_column(String(10))
    """citizen, officer or system."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[Name]
    from_state: Mapped[int | None] = mapped_column(SmallInteger)
    to_state: Mapped[int] = mapped_column(SmallInteger)
    clock: Mapped[str] = mapped_column(String(10), default="runs")
    """What this did to the legal clock: starts, runs, pauses, resumes, moves, stops."""
    due_at: Mapped[datetime | None]
    undoes: Mapped[int | None]
    """seq of the event that this one takes back."""
    facts: Mapped[dict[str, Any]]
    prev_hash: Mapped[Sha256]
    hash: Mapped[Sha256]


class Letter(Base):
    """A paper the office issued, as frozen facts: printing it again gives the same paper."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "dossier_id"),)

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[Code]
    number: Mapped[Code]
    issued_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    withdrawn_at: Mapped[datetime | None]


class SupplementRequest(Base):
    """One complete request for papers or corrections, and when it was answered."""

    __tablename__ = "supplement_request"
    __table_args__ = (
        Index(None, "dossier_id"),
        Index("ix_supplement_request_open", "answer_by", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    round: Mapped[int] = mapped_column(SmallInteger)
    asked_from: Mapped[int] = mapped_column(SmallInteger)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answer_by: Mapped[date]
    items: Mapped[list[Any]]
    """[{"paper": key | None, "field": key | None, "reason": text}, …]; beyond the list with name and basis"""
    channel: Mapped[str] = mapped_column(String(10), default="letter")
    """How the citizen was told first: letter, phone or in_person."""
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Proposal(Base):
    """An action that needs the leader, as it was asked for; one at a time waits on a dossier."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index("uq_proposal_waiting", "dossier_id", unique=True, postgresql_where=_WAITING,
              sqlite_where=_WAITING),
        Index("ix_proposal_agency", "agency_id", "status", "proposed_at"),
    )  # fmt: skip

    id: Mapped[Key]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    action: Mapped[Code]
    asks: Mapped[dict[str, Any]]
    """What the form gave, as plain values."""
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    """waiting, approved, returned or dropped."""
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)
