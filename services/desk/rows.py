"""What the desk shows, as frozen rows: a dossier with its papers and story, rows of the queue, proposals."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from services.catalogue import Procedure
from services.certificate_drafts import DraftRow
from services.correspondence import LetterRow
from services.desk.related import Related
from services.desk.remarks import LabelRow, NoteRow
from services.desk.urgency import Standing
from services.desk.verdicts import VerdictRow, Wanting
from services.money.view import MoneyView
from services.oversight.messages import MessageRow
from services.papers import Finding
from services.post.room import ParcelRow
from services.workflow import State

RESULT = 0
"""Stands for a paper's id where the office's own result is meant."""


@dataclass(frozen=True)
class PaperRow:
    """A paper that is in. `replaced` ones stay readable; `size` in bytes."""

    id: int
    slot: str
    label: str
    filename: str
    pages: int
    size: int
    round: int
    added_at: datetime
    replaced: bool
    warnings: tuple[Finding, ...] = ()
    verdict: VerdictRow | None = None


@dataclass(frozen=True)
class EventRow:
    """One thing that happened, with plain facts. `undone` ones were taken back."""

    seq: int
    at: datetime
    action: str
    by: str
    by_citizen: bool
    from_state: State | None
    to_state: State
    facts: dict[str, Any]
    undone: bool


@dataclass(frozen=True)
class Asked:
    """One paper or field (`kind`) that can be asked for, or is asked, with the reason."""

    kind: str
    key: str
    label: str
    reason: str = ""


@dataclass(frozen=True)
class RequestRow:
    """The supplement request that is open."""

    round: int
    asked_at: datetime
    answer_by: date
    items: tuple[Asked, ...]


@dataclass(frozen=True)
class ProposalRow:
    """What waits for the leader's word: the action and what its form gave, as plain values."""

    id: int
    action: str
    asks: dict[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True)
class Offer:
    """An action that is open to this actor now; `proposes` when the leader decides."""

    action: str
    proposes: bool


@dataclass(frozen=True)
class Undo:
    """The actor's own last action, and until when it can be taken back."""

    action: str
    until: datetime


@dataclass(frozen=True)
class InHand:
    """A paper that was handed in at the counter; `scanned` says whether a file of it is there."""

    slot: str
    label: str
    originals: int
    copies: int
    scanned: bool


@dataclass(frozen=True)
class Outgoing:
    """What left the office about a dossier: letters, the oldest first, and messages, the newest first."""

    letters: tuple[LetterRow, ...]
    messages: tuple[MessageRow, ...]


@dataclass(frozen=True)
class DossierView:
    """Everything the dossier page shows, read at one moment. `version` is what a command names as seen."""

    code: str
    version: int
    state: State
    clock: str
    procedure: Procedure
    form: dict[str, Any]
    agency: str
    channel: int
    result_way: str
    applicant: str
    phone: str | None
    email: str | None
    id_number: str | None
    address: str | None
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    holder: str
    standing: Standing
    warned: str
    """How little of the legal time is left, as a sentence; empty before the first threshold."""
    reasons: tuple[str, ...]
    answer_by: date
    """The last day that a supplement request made now would offer."""
    later_day: date | None
    """The first working day after the due date."""
    papers: tuple[PaperRow, ...]
    in_hand: tuple[InHand, ...]
    """Papers that lay at the counter."""
    events: tuple[EventRow, ...]
    request: RequestRow | None
    proposal: ProposalRow | None
    askable: tuple[Asked, ...]
    wanting: tuple[Wanting, ...]
    """What the verdicts so far would ask for."""
    rounds: int
    """How often a supplement was asked."""
    notes: tuple[NoteRow, ...]
    labels: tuple[LabelRow, ...]
    writes: bool
    """Whether this reader works here; whoever took over a closed office only reads."""
    retires_labels: bool
    """Whether this reader may take a label off the agency's list."""
    related: Related
    money: MoneyView
    parcels: tuple[ParcelRow, ...]
    draft: DraftRow | None
    """The draft of the result before the citizen, with the answer."""
    sends_draft: bool
    """Whether a draft may go to the citizen now."""
    offers: tuple[Offer, ...]
    decides: bool
    undo: Undo | None


class QueueRow(NamedTuple):
    """A dossier as the queue lists it; `standing` says in one sentence why it stands there."""

    id: int
    code: str
    version: int
    state: State
    applicant: str
    procedure: str
    field: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    holder: str
    channel: int
    level: int
    money: str
    result_way: str
    standing: Standing


@dataclass(frozen=True)
class QueuePage:
    """One page of a tab or of a search. `counts` by tab; `found` is None where nothing was searched."""

    rows: tuple[QueueRow, ...]
    counts: dict[str, int]
    found: int | None
    page: int
    page_count: int


@dataclass(frozen=True)
class Neighbours:
    """Codes of the dossiers before and after one in the same view; None at its ends."""

    before: str | None
    after: str | None


@dataclass(frozen=True)
class Waiting:
    """A proposal on the leader's list, with what is needed to decide it there."""

    code: str
    version: int
    state: State
    applicant: str
    procedure: Procedure
    proposal: ProposalRow
    standing: Standing
