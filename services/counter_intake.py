"""Tiếp nhận tại quầy: an officer types in a walk-in dossier, ticks its papers, and receives it in one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.counter import CounterVisit
from db.dossiers import Dossier, Draft, Letter
from db.session import reading, transaction
from services import carrying, counter_known, draft_versions, drafts, forms, intake
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import now
from services.counter_known import Known
from services.dates import calendars
from services.dates.deadlines import Ledger, TimeRule, explain
from services.drafts import DraftView
from services.errors import GuardRefused, Invalid, NotFound, Problem
from services.letter_book import COUNTER
from services.offers import competent
from services.permissions import Permission
from services.plain_text import plain

MOST_SHOWN = 99
CONTACT = ("applicant_phone", "applicant_email")
"""Roles of the answers that somebody who stands here may leave empty."""


@dataclass(frozen=True)
class Visit:
    """A form at the counter. `in_hand` is {paper key: [originals, copies]}, `code` is there once it is in."""

    draft: DraftView
    in_hand: dict[str, list[int]]
    fills: int
    slots: tuple[forms.Slot, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Begun:
    """A form that this officer has not finished."""

    token: str
    procedure: Procedure
    who: str
    saved_at: datetime


@dataclass(frozen=True)
class Received:
    """A dossier that is in and received, with the letter to print."""

    code: str
    letter_id: int | None


def procedures(actor: Actor) -> list[Procedure]:
    """What this officer's counter takes in today, by name. Raises NotAllowed."""
    agency_id = _counter_of(actor)
    with reading() as session:
        today = now().date()
        found = [p for _id, p in store.all_current(session, today) if competent(session, p, agency_id, today)]
    return sorted(found, key=lambda one: one.short)


def begun(actor: Actor) -> list[Begun]:
    """Forms of this officer that were not finished, the newest first. Raises NotAllowed."""
    _counter_of(actor)
    with reading() as session:
        rows = session.scalars(
            select(Draft)
            .join(CounterVisit, CounterVisit.draft_id == Draft.id)
            .where(
                CounterVisit.officer_id == actor.account_id,
                Draft.dossier_id.is_(None),
                Draft.expires_at > now(),
            )
            .order_by(Draft.saved_at.desc())
            .limit(10)
        )
        found = []
        for draft in rows:
            procedure = store.version(session, draft.procedure_version_id)
            said = forms.roles(procedure, draft.form)
            found.append(Begun(draft.token, procedure, plain(said.get("applicant_name")), draft.saved_at))
        return found


def start(actor: Actor, procedure_code: str) -> str:
    """Begin a form; its token. Raises NotAllowed, NotFound for what this counter does not take in."""
    agency_id = _counter_of(actor)
    with transaction() as session:
        version_id, procedure = store.current(session, procedure_code, now().date())
        if competent(session, procedure, agency_id, now().date()) is None:
            raise NotFound("procedure")
        draft = drafts.begin(session, version_id, agency_id, "vi", None)
        session.add(CounterVisit(draft_id=draft.id, officer_id=actor.account_id, in_hand={}, fills=0))
        return draft.token


def view(actor: Actor, token: str) -> Visit:
    """The form, its papers, and what is still wrong. Raises NotFound for anybody else's."""
    with reading() as session:
        _draft, visit = _mine(session, actor, token)
        in_hand, fills = dict(visit.in_hand), visit.fills
    draft = drafts.view(token)
    procedure, office = draft.procedure, draft.office
    answers = intake.filled_in(procedure, draft.form, office.code if office else "", oath=True)
    cleaned = forms.clean(procedure, answers, final=True)
    slots = forms.paper_slots(procedure, cleaned.values, COUNTER)
    return Visit(draft, in_hand, fills, slots, tuple(_problems(procedure, cleaned, in_hand)))


def save(actor: Actor, token: str, answers: Mapping[str, Any]) -> None:
    """Keep these answers beside those that are there, as drafts.save does. Raises NotFound, Invalid."""
    with transaction() as session:
        draft, _visit = _mine(session, actor, token, lock=True)
        if draft.dossier_id is None:
            drafts.keep(draft, store.version(session, draft.procedure_version_id), answers)


def tick(actor: Actor, token: str, slot: str, originals: int, copies: int) -> None:
    """So many originals and copies of this paper lie here; none of both takes it off. Raises NotFound."""
    with transaction() as session:
        draft, visit = _mine(session, actor, token, lock=True)
        if slot not in store.version(session, draft.procedure_version_id).paper_by_key:
            raise NotFound("paper")
        counts = [min(max(int(n), 0), MOST_SHOWN) for n in (originals, copies)]
        rest = {key: value for key, value in visit.in_hand.items() if key != slot}
        visit.in_hand = {**rest, slot: counts} if any(counts) else rest


def fill(actor: Actor, token: str, typed: str) -> Known:
    """Fill the form from a card that was read, or from a bare number of 12 digits, and with what this
    agency's last dossier of the person says. Raises NotFound, Invalid with a Problem at `card`."""
    with transaction() as session:
        draft, visit = _mine(session, actor, token, lock=True)
        procedure = store.version(session, draft.procedure_version_id)
        answers, known = counter_known.answers(session, actor, procedure, typed)
        drafts.keep(draft, procedure, answers)
        visit.fills += 1
        return known


def submit(actor: Actor, token: str, *, oath: bool) -> Received:
    """Hand the dossier in over the counter and receive it, with its return date, in one act. Sent twice it
    is one dossier. Raises NotFound, NotAllowed, Invalid with every problem of fields, papers and oath."""
    with transaction() as session:
        draft, visit = _mine(session, actor, token, lock=True)
        if draft.dossier_id is not None:
            dossier = session.get_one(Dossier, draft.dossier_id)
            return Received(dossier.code, _receipt(session, dossier))
        target = draft_versions.target(session, draft)
        if target is None:
            raise GuardRefused("procedure_ended")
        if target[0] != draft.procedure_version_id:
            raise Invalid([Problem("form", "form_changed")])
        procedure, at = store.version(session, draft.procedure_version_id), now()
        agency = competent(session, procedure, draft.agency_id or 0, at.date())
        answers = intake.filled_in(procedure, draft.form, agency.code if agency else "", oath=oath)
        cleaned = forms.clean(procedure, answers, final=True)
        found = _problems(procedure, cleaned, visit.in_hand)
        if agency is None:
            found.append(Problem("agency", "agency_missing"))
        if found or agency is None:
            raise Invalid(found)
        open_slots = {slot.paper.key for slot in forms.paper_slots(procedure, cleaned.values, COUNTER)}
        dossier, _event = intake.create_dossier(
            session, agency=agency, version_id=draft.procedure_version_id, procedure=procedure,
            values=cleaned.values, channel=COUNTER, actor=actor, at=at,
            in_hand={key: counts for key, counts in visit.in_hand.items() if key in open_slots},
        )  # fmt: skip
        asks = {"due_at": None, "due_reason": ""}
        done = carrying.settle(session, dossier, actor, "receive", asks, at)
        draft.dossier_id, draft.form, draft.captcha, draft.step = dossier.id, {}, None, "sent"
        visit.in_hand = {}
        return Received(dossier.code, done.letter_id)


def due(visit: Visit) -> Ledger | None:
    """When the result would be due if it were received now, and why."""
    with reading() as session:
        office = visit.draft.office
        if office is None:
            return None
        calendar = calendars.load(session, session.get_one(Agency, office.id))
        time = visit.draft.procedure.time
        return explain(calendar, TimeRule(time.rule, time.working_days), now())


# --- shared steps -------------------------------------------------------------------------------------------


def _counter_of(actor: Actor) -> int:
    """The agency at whose counter this officer sits. Raises NotAllowed."""
    actor.require(Permission.DOSSIER_TAKE_IN)
    return min(actor.agencies_for(Permission.DOSSIER_TAKE_IN))


def _mine(session: Session, actor: Actor, token: str, *, lock: bool = False) -> tuple[Draft, CounterVisit]:
    query = (
        select(Draft, CounterVisit)
        .join(CounterVisit, CounterVisit.draft_id == Draft.id)
        .where(
            Draft.token == token,
            Draft.expires_at > now(),
            CounterVisit.officer_id == actor.account_id,
            Draft.agency_id.in_(actor.agencies_for(Permission.DOSSIER_TAKE_IN)),
        )
    )
    row = session.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound("draft")
    return row[0], row[1]


def _problems(
    procedure: Procedure, cleaned: forms.Cleaned, in_hand: Mapping[str, Sequence[int]]
) -> list[Problem]:
    """As online, but phone and e-mail may be empty, and papers lie here instead of being uploaded."""
    contact = {field.key for field in procedure.fields if field.role in CONTACT}
    found = [p for p in cleaned.problems if not (p.code == "required" and p.where in contact)]
    missing = forms.missing_papers(procedure, cleaned.values, COUNTER, set(in_hand))
    return [*found, *(Problem(paper.key, "paper_not_here") for paper in missing)]


def _receipt(session: Session, dossier: Dossier) -> int | None:
    return session.scalar(
        select(Letter.id)
        .where(Letter.dossier_id == dossier.id, Letter.kind == "receipt", Letter.withdrawn_at.is_(None))
        .order_by(Letter.id.desc())
        .limit(1)
    )
