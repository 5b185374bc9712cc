"""Where is my dossier? Opens one dossier to whoever shows its second factor, and tells of nobody by name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Event, SupplementRequest
from db.people import Account
from db.session import reading, transaction
from services import carrying, certificate_drafts, correspondence, journal, ledger, unlisted
from services.accounts import tries
from services.actors import Actor, citizen
from services.catalogue import store
from services.catalogue.schema import Field, Paper, Procedure
from services.certificate_drafts import DraftRow
from services.correspondence import LetterRow
from services.dates.words import sentences
from services.errors import NotFound
from services.identity import last_four, mask_name
from services.money import view as money_view
from services.money.view import MoneyView
from services.post import room as post_room
from services.post.room import ParcelRow
from services.workflow import State, open_actions

PER_VISITOR, VISITOR_WINDOW = 30, timedelta(minutes=10)
PER_CODE = ((8, timedelta(minutes=30)), (24, timedelta(days=1)))
"""Wrong answers to one code: at 24 a day, guessing four digits takes a stranger months."""

INSIDE = frozenset({"propose", "send_back", "approve", "assign", "add_scans", "anonymise"})
"""Happenings between colleagues, which the citizen's story leaves out."""


@dataclass(frozen=True)
class Happening:
    """One line of the story. `by_office`: the office acted, not the citizen; `note` is a reason given."""

    at: datetime
    action: str
    state: State
    by_office: bool
    note: str = ""


@dataclass(frozen=True)
class AskedItem:
    """One paper (`paper`) or answer (`field`) that is to be supplied, and why."""

    key: str
    reason: str
    paper: Paper | None
    field: Field | None


@dataclass(frozen=True)
class Asked:
    """The open supplement request."""

    answer_by: date
    items: tuple[AskedItem, ...]


@dataclass(frozen=True)
class Followed:
    """What a citizen sees of one dossier; of the person only the masked name. `version` is what a command
    names as seen, `actions` are the names of the workflow table that are open now."""

    code: str
    version: int
    state: State
    applicant: str
    procedure: Procedure
    agency: str
    agency_phone: str
    pickup: str
    holder: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    clock: str
    level: int
    result_way: str
    reasons: tuple[str, ...]
    story: tuple[Happening, ...]
    asked: Asked | None
    money: MoneyView
    parcels: tuple[ParcelRow, ...]
    draft: DraftRow | None
    """The draft of the result that the citizen may read, with the answer."""
    letters: tuple[LetterRow, ...]
    actions: tuple[str, ...]


def verify(code: str, last4: str, visitor: str) -> Actor:
    """The citizen who knows a code and the last four digits of the phone or personal number given with it.

    Raises NotFound in the same way for a wrong code and wrong digits, TooOften after too many of either.
    `visitor` is where the request comes from. A right answer is not counted.
    """
    with transaction() as session:
        dossier = prove(session, code, last4, visitor)
    if dossier is None:
        raise NotFound("dossier")
    return citizen(dossier.applicant_name, dossier.account_id, proven_code=dossier.code)


def prove(session: Session, code: str, last4: str, visitor: str) -> Dossier | None:
    """The dossier whose code and second factor these are. None for a wrong answer, which then counts: the
    caller ends its transaction well before it refuses. Raises TooOften."""
    code, digits = code.strip().upper(), last_four(last4)
    with session.begin_nested() as tried:
        tries.throttle(session, f"track:{visitor}", limit=PER_VISITOR, window=VISITOR_WINDOW)
        for limit, window in PER_CODE:
            key = f"track-code:{int(window.total_seconds())}:{code}"
            tries.throttle(session, key, limit=limit, window=window)
        dossier = session.scalar(select(Dossier).where(Dossier.code == code))
        right = dossier is not None and len(digits) == 4 and digits in _factors(dossier)
        if right:
            tried.rollback()
    return dossier if right else None


def _factors(dossier: Dossier) -> set[str]:
    return {last_four(dossier.applicant_phone), last_four(dossier.applicant_id_number)} - {""}


def view(actor: Actor, code: str) -> Followed:
    """What this citizen may see of the dossier. Raises NotFound for one that is not theirs to follow."""
    with reading() as session:
        dossier = session.scalar(select(Dossier).where(Dossier.code == code))
        if dossier is None or not (roles := carrying.roles_on(actor, dossier)):
            raise NotFound("dossier")
        procedure = store.version(session, dossier.procedure_version_id)
        agency = session.get_one(Agency, dossier.agency_id)
        pickup = session.get_one(Agency, dossier.pickup_agency_id)
        events, told = journal.of(session, dossier), ledger.of(session, dossier)
        state = State(dossier.state)
        return Followed(
            code=dossier.code,
            version=dossier.version,
            state=state,
            applicant=mask_name(dossier.applicant_name),
            procedure=procedure,
            agency=agency.name,
            agency_phone=agency.letter_head.get("phone", ""),
            pickup=pickup.letter_head.get("office_name") or pickup.name,
            holder=_holder(session, dossier),
            submitted_at=dossier.submitted_at,
            received_at=dossier.received_at,
            due_at=dossier.due_at,
            closed_at=dossier.closed_at,
            clock=dossier.clock,
            level=dossier.level,
            result_way=dossier.result_way,
            reasons=tuple(sentences(told.lines)) if told else (),
            story=tuple(_happening(e) for e in journal.effective(events) if e.action not in INSIDE),
            asked=_asked(session, dossier, procedure) if state is State.SUPPLEMENT_ASKED else None,
            money=money_view.read(session, dossier),
            parcels=post_room.of_dossier(session, dossier),
            draft=certificate_drafts.newest(session, dossier),
            letters=correspondence.rows(session, dossier, actor),
            actions=open_actions(state, roles),
        )


def _holder(session: Session, dossier: Dossier) -> str:
    """The officer who has it now; officers are named to citizens, as on the control slip."""
    holder = session.get(Account, dossier.holder_id) if dossier.holder_id else None
    return holder.name if holder else ""


def _happening(event: Event) -> Happening:
    note = event.facts.get("reason") or event.facts.get("due_reason") or ""
    return Happening(event.at, event.action, State(event.to_state), event.actor_kind != "citizen", note)


def _asked(session: Session, dossier: Dossier, procedure: Procedure) -> Asked | None:
    request = session.scalar(
        select(SupplementRequest)
        .where(
            SupplementRequest.dossier_id == dossier.id,
            SupplementRequest.answered_at.is_(None),
            SupplementRequest.withdrawn_at.is_(None),
        )
        .order_by(SupplementRequest.round.desc())
        .limit(1)
    )
    if request is None:
        return None
    items = tuple(
        AskedItem(
            item["paper"] or item["field"],
            unlisted.reason(item),
            unlisted.as_paper(item)
            if unlisted.is_one(item)
            else procedure.paper_by_key.get(item["paper"] or ""),
            procedure.by_key.get(item["field"] or ""),
        )
        for item in request.items
    )
    return Asked(request.answer_by, items)
