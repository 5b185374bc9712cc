"""Takes a dossier in: a draft becomes exactly one dossier, with its files, its first event and its notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Draft, Event, Paper
from db.session import reading, transaction
from services import captcha as picture
from services import (
    captcha_mail,
    channels,
    codes,
    draft_mail,
    draft_versions,
    drafts,
    forms,
    journal,
    letter_book,
    notices,
    places,
    storage,
    subjects,
)
from services.accounts import tries
from services.actors import Actor, citizen
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.citizens import known
from services.clock import now
from services.errors import Invalid, NotAllowed, NotFound, Problem
from services.identity import fold
from services.money import due
from services.offers import ONLINE_FROM, competent
from services.papers import moving
from services.post import postage
from services.workflow import Clock, State

ONLINE = 2
"""KENH_NOP of a dossier that came over the net."""

STARTS_PER_VISITOR, WINDOW = 300, timedelta(minutes=10)
"""Forms begun from one address; a whole school may stand behind one."""

OPEN_AFTER = timedelta(days=1)
"""So long the private link of a sent draft still gives its receipt; later the second factor is asked."""


@dataclass(frozen=True)
class Submitted:
    """A dossier that is in. `again` says that this draft had been sent before: it is the same dossier."""

    code: str
    again: bool = False


def start(
    procedure_code: str,
    agency_id: int,
    *,
    language: str = "vi",
    account_id: int | None = None,
    visitor: str | None = None,
) -> str:
    """Begin a form at this office; the token of its private link. What is known of the account stands in it.

    `visitor` is where the request comes from, counted when given. Raises NotFound for a procedure or an
    office that does not take it in, NotAllowed below the level of online service, TooOften.
    """
    with transaction() as session:
        if visitor is not None:
            tries.throttle(session, f"start:{visitor}", limit=STARTS_PER_VISITOR, window=WINDOW)
        version_id, procedure = store.current(session, procedure_code, now().date())
        if procedure.level < ONLINE_FROM:
            raise NotAllowed("submit")
        if competent(session, procedure, agency_id, now().date()) is None:
            raise NotFound("agency")
        draft = drafts.begin(session, version_id, agency_id, language, account_id)
        if account_id is not None:
            draft.form = known.answers(session, account_id, procedure)
        return draft.token


def submit(token: str, *, captcha: str | None = None, oath: bool = True) -> Submitted:
    """Send a draft. Sent twice, or from two tabs at once, it still makes one dossier.

    `captcha` is what was read off the picture, or the code that came by mail; None when a colleague or the
    demo vouches instead. Raises NotFound; TooOften; Invalid with every problem of fields, papers, `captcha`
    and oath. A picture that was read wrongly is replaced by a new one.
    """
    captcha_mail.count_try(token, captcha or "")
    lost = _lost_files(token)
    with transaction() as session:
        outcome = _send(session, token, captcha, oath, lost)
    if isinstance(outcome, Invalid):
        raise outcome
    return outcome


def follower(token: str) -> Actor:
    """Whoever has just sent this draft, bound to its dossier. Raises NotFound once OPEN_AFTER has passed."""
    with reading() as session:
        dossier = session.scalar(
            select(Dossier)
            .join(Draft, Draft.dossier_id == Dossier.id)
            .where(Draft.token == token, Dossier.submitted_at > now() - OPEN_AFTER)
        )
        if dossier is None:
            raise NotFound("dossier")
        return citizen(dossier.applicant_name, dossier.account_id, proven_code=dossier.code)


def problems(procedure: Procedure, form: Mapping[str, Any], slots_filled: set[str]) -> list[Problem]:
    """What still stops a draft: fields as services.forms says, and required papers that are missing."""
    return _problems(procedure, forms.clean(procedure, form), slots_filled)


# --- shared steps -------------------------------------------------------------------------------------------


def create_dossier(
    session: Session,
    *,
    agency: Agency,
    version_id: int,
    procedure: Procedure,
    values: Mapping[str, Any],
    channel: int,
    actor: Actor | None,
    at: datetime,
    account_id: int | None = None,
    language: str = "vi",
    in_hand: Mapping[str, list[int]] | None = None,
) -> tuple[Dossier, Event]:
    """A new dossier in state 1 with its event and its notice. `values` are clean answers; no actor: the
    applicant. Its files come afterwards in the same transaction, from whoever holds them; the papers that
    lie at the counter are `in_hand`: whoever stands there needs no message that they arrived."""
    said = forms.roles(procedure, values)
    price = postage.for_form(session, agency.id, procedure, values)
    fee = due.total(procedure, values, day=at.date(), channel=channel, postage=price)
    name = str(said["applicant_name"])[:200]
    dossier = Dossier(
        code=codes.next_code(session, agency, at),
        version=1,
        agency_id=agency.id,
        intake_agency_id=agency.id,
        pickup_agency_id=agency.id,
        procedure_version_id=version_id,
        procedure_code=procedure.code,
        level=procedure.level,
        channel=channel,
        state=State.SUBMITTED,
        clock="waiting",
        money="due" if fee else "none",
        result_way=said.get("result_way") or "TRUC_TIEP",
        submitted_at=at,
        applicant_name=name,
        applicant_folded=fold(name)[:200],
        applicant_phone=said.get("applicant_phone"),
        applicant_email=said.get("applicant_email"),
        applicant_id_number=(said.get("applicant_id") or "")[:20] or None,
        applicant_address=places.address_line(said.get("applicant_address"))[:400] or None,
        language=language,
        account_id=account_id,
        form=dict(values),
    )
    session.add(dossier)
    session.flush()
    subjects.keep(session, dossier)
    by = actor or citizen(dossier.applicant_name, account_id)
    facts = {"channel": channel, "fee": fee, **({} if in_hand is None else {"in_hand": dict(in_hand)})}
    event = journal.append(
        session, dossier, actor=by, action="submit", from_state=None, clock=Clock.RUNS, facts=facts, at=at
    )
    if in_hand is not None:
        return dossier, event
    told = letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, event))
    notices.write(session, dossier, event, "submitted", told | {"submitted_at": at}, not_before=at)
    return dossier, event


def _problems(procedure: Procedure, cleaned: forms.Cleaned, slots_filled: set[str]) -> list[Problem]:
    missing = forms.missing_papers(procedure, cleaned.values, ONLINE, slots_filled)
    return [*cleaned.problems, *(Problem(paper.key, "paper_missing") for paper in missing)]


def _lost_files(token: str) -> set[str]:
    """Slots whose file is gone from storage; asked first, because a transaction waits for nothing outside."""
    with reading() as session:
        query = select(Paper.slot, Paper.sha256).join(Draft, Draft.id == Paper.draft_id)
        files = session.execute(query.where(Draft.token == token, Draft.dossier_id.is_(None))).all()
    return {slot for slot, sha256 in files if not storage.exists(sha256)}


def _send(
    session: Session, token: str, captcha: str | None, oath: bool, lost: set[str]
) -> Submitted | Invalid:
    """The draft is held from here to the end: a second sender waits, and then finds the code."""
    draft = drafts.locked(session, token)
    if draft.dossier_id is not None:
        return Submitted(session.get_one(Dossier, draft.dossier_id).code, again=True)
    if draft_versions.bring(session, draft):
        return Invalid([Problem("form", "form_changed")])
    procedure, at = store.version(session, draft.procedure_version_id), now()
    agency = competent(session, procedure, draft.agency_id or 0, at.date())
    answers = filled_in(procedure, draft.form, agency.code if agency else "", oath=oath)
    papers = [paper for paper in drafts.papers_of(session, draft) if paper.slot not in lost]
    cleaned = forms.clean(procedure, answers, final=True)
    found = _problems(procedure, cleaned, {paper.slot for paper in papers})
    if agency is None:
        found.append(Problem("agency", "agency_missing"))
    if captcha is not None and not picture.is_off():
        found += captcha_mail.faults(session, draft, captcha)
    if found or agency is None:
        return Invalid(found)
    values = cleaned.values
    dossier, _event = create_dossier(
        session, agency=agency, version_id=draft.procedure_version_id, procedure=procedure, values=values,
        channel=ONLINE, actor=None, at=at, account_id=draft.account_id, language=draft.language,
    )  # fmt: skip
    channels.take_over(session, draft, dossier)
    open_slots = {slot.paper.key for slot in forms.paper_slots(procedure, values, ONLINE)}
    moving.to_dossier(session, draft, dossier, [paper.id for paper in papers if paper.slot in open_slots])
    draft_mail.stop(session, draft)
    captcha_mail.spend(session, draft)
    # What was typed now lives in the dossier alone; the link leads on to it.
    draft_versions.forget(session, draft)
    draft.dossier_id, draft.form, draft.captcha, draft.step = dossier.id, {}, None, "sent"
    return Submitted(dossier.code)


def filled_in(
    procedure: Procedure, form: Mapping[str, Any], agency_code: str, *, oath: bool = False
) -> dict[str, Any]:
    """The answers with what nobody types: the agency that is addressed, and the tick under it all."""
    ours: dict[str, Any] = {f.key: agency_code for f in procedure.fields if f.type == "agency"}
    ours |= {f.key: oath for f in procedure.fields if f.role == "oath"}
    return {**form, **ours}
