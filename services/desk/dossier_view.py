"""Gathers one dossier as an officer sees it: data, papers, story, what waits, what may be done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Event, SupplementRequest
from db.people import Account
from services import casework, correspondence, forms, journal, ledger, settings, unlisted
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.dates.office_time import nth_working_day
from services.dates.words import sentence
from services.desk import related, remarks, urgency, verdicts
from services.desk.rows import (
    RESULT,
    Asked,
    DossierView,
    EventRow,
    InHand,
    Offer,
    PaperRow,
    ProposalRow,
    RequestRow,
    Undo,
)
from services.language import _, pick
from services.money import view as money_view
from services.oversight import messages
from services.papers import attachments
from services.post import room as post_room
from services.post.receivers import BY_POST, LEVEL
from services.post.states import UNDER_WAY
from services.workflow import ACTIONS, Role, State, open_actions, waits_for_leader

ANSWER_DAYS = 10
"""Working days that a supplement request offers unless the officer says otherwise."""


def read(session: Session, dossier: Dossier, actor: Actor, at: datetime) -> DossierView:
    """The whole view. `dossier` is one that this actor may see."""
    agency = session.get_one(Agency, dossier.agency_id)
    procedure = store.version(session, dossier.procedure_version_id)
    calendar = ledger.calendar_of(session, dossier)
    events = journal.of(session, dossier)
    reasons = ledger.from_events(calendar, ledger.rule_of(session, dossier), events)
    requests = _requests(session, dossier)
    proposal, money = _proposal(session, dossier), money_view.read(session, dossier)
    papers = _papers(session, dossier, procedure, unlisted.names(requests))
    return DossierView(
        code=dossier.code,
        version=dossier.version,
        state=State(dossier.state),
        clock=dossier.clock,
        procedure=procedure,
        form=dossier.form,
        agency=agency.name,
        channel=dossier.channel,
        result_way=dossier.result_way,
        applicant=dossier.applicant_name,
        phone=dossier.applicant_phone,
        email=dossier.applicant_email,
        id_number=dossier.applicant_id_number,
        address=dossier.applicant_address,
        submitted_at=dossier.submitted_at,
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        holder=_holder(session, dossier),
        standing=urgency.of(_facts(dossier, requests, proposal), calendar, at),
        reasons=tuple(sentence(line) for line in reasons.lines) if reasons else (),
        answer_by=nth_working_day(calendar, at.date(), ANSWER_DAYS),
        later_day=nth_working_day(calendar, dossier.due_at.date(), 1) if dossier.due_at else None,
        papers=papers,
        in_hand=_in_hand(events, procedure, papers),
        events=_events(events),
        letters=correspondence.rows(session, dossier, actor),
        messages=messages.of_dossier(session, dossier),
        request=_open(requests, dossier, procedure),
        proposal=proposal,
        askable=_askable(procedure, dossier),
        wanting=verdicts.wanting(procedure, dossier, papers),
        rounds=dossier.rounds,
        notes=remarks.notes_of(session, dossier),
        labels=remarks.labels_of(session, dossier),
        related=related.find(session, actor, dossier, procedure),
        money=money,
        parcels=post_room.of_dossier(session, dossier) if dossier.ready_at else (),
        offers=_offers(dossier, actor, proposal, at, money.payable),
        decides=proposal is not None and Role.LEADER in actor.roles_at(dossier.agency_id),
        undo=_undo(events, actor, at),
    )


def label_of(procedure: Procedure, slot: str) -> str:
    """The name of a paper, in the reader's language."""
    paper = procedure.paper_by_key.get(slot)
    return pick(paper.label, paper.label_en) if paper else slot


def _holder(session: Session, dossier: Dossier) -> str:
    holder = session.get(Account, dossier.holder_id) if dossier.holder_id else None
    return holder.name if holder else ""


def _facts(
    dossier: Dossier, requests: Sequence[SupplementRequest], proposal: ProposalRow | None
) -> urgency.Facts:
    return urgency.Facts(
        dossier.state, dossier.submitted_at, dossier.due_at, dossier.ready_at, dossier.closed_at,
        dossier.rounds, max((r.answer_by for r in requests), default=None),
        proposal.action if proposal else None,
    )  # fmt: skip


def _papers(
    session: Session, dossier: Dossier, procedure: Procedure, beyond: dict[str, str]
) -> tuple[PaperRow, ...]:
    """Current papers in the procedure's order and as they came, then the replaced ones, newest first; the
    result leads."""
    order = {paper.key: n for n, paper in enumerate(procedure.papers)}
    rows = [
        PaperRow(
            p.id, p.slot, beyond.get(p.slot) or label_of(procedure, p.slot), p.filename, p.pages, p.size,
            p.round, p.added_at, p.replaced_at is not None, attachments.warnings_of(p.doubts),
            verdict,
        )
        for p, verdict in verdicts.papers(session, dossier)
    ]  # fmt: skip
    rows.sort(
        key=lambda row: (row.replaced, order.get(row.slot, len(order)), -row.id if row.replaced else row.id)
    )
    if dossier.result_sha256:
        ready = dossier.ready_at or dossier.submitted_at
        rows.insert(0, PaperRow(RESULT, "", _("Kết quả"), f"{dossier.code}.pdf", 0, 0, 0, ready, False))
    return tuple(rows)


def _in_hand(
    events: list[Event], procedure: Procedure, papers: tuple[PaperRow, ...]
) -> tuple[InHand, ...]:
    """What lay at the counter, from the event of handing in."""
    given = events[0].facts.get("in_hand", {}) if events else {}
    there = {paper.slot for paper in papers if not paper.replaced}
    return tuple(
        InHand(paper.key, label_of(procedure, paper.key), *given[paper.key], paper.key in there)
        for paper in procedure.papers
        if paper.key in given
    )


def _events(events: list[Event]) -> tuple[EventRow, ...]:
    undone = {event.undoes for event in events if event.undoes is not None}
    return tuple(
        EventRow(
            event.seq, event.at, event.action, event.actor_name, event.actor_kind == "citizen",
            State(event.from_state) if event.from_state else None, State(event.to_state), event.facts,
            event.seq in undone,
        )
        for event in events
    )  # fmt: skip


def _requests(session: Session, dossier: Dossier) -> list[SupplementRequest]:
    return list(
        session.scalars(
            select(SupplementRequest)
            .where(SupplementRequest.dossier_id == dossier.id, SupplementRequest.withdrawn_at.is_(None))
            .order_by(SupplementRequest.round)
        )
    )


def _open(requests: Sequence[SupplementRequest], dossier: Dossier, procedure: Procedure) -> RequestRow | None:
    waiting = [r for r in requests if r.answered_at is None]
    if not waiting or dossier.state != State.SUPPLEMENT_ASKED:
        return None
    request = waiting[-1]
    return RequestRow(
        request.round,
        request.asked_at,
        request.answer_by,
        tuple(asked(procedure, item) for item in request.items),
    )


def asked(procedure: Procedure, item: dict[str, Any]) -> Asked:
    """One item of a supplement request with its name."""
    if unlisted.is_one(item):
        return Asked("paper", item["paper"], item["name"], unlisted.reason(item))
    if item.get("paper"):
        return Asked("paper", item["paper"], label_of(procedure, item["paper"]), item["reason"])
    field = procedure.by_key.get(item["field"])
    label = pick(field.label, field.label_en) if field else item["field"]
    return Asked("field", item["field"], label, item["reason"])


def _askable(procedure: Procedure, dossier: Dossier) -> tuple[Asked, ...]:
    """What a supplement may ask for: the papers of this channel, then the questions that were open."""
    slots = forms.paper_slots(procedure, dossier.form, dossier.channel)
    papers = [Asked("paper", s.paper.key, label_of(procedure, s.paper.key)) for s in slots]
    fields = [
        Asked("field", field.key, pick(field.label, field.label_en))
        for field in forms.visible_fields(procedure, dossier.form)
        if field.asked
    ]
    return (*papers, *fields)


def _proposal(session: Session, dossier: Dossier) -> ProposalRow | None:
    proposal = casework.proposal_of(session, dossier)
    if proposal is None:
        return None
    by = session.get_one(Account, proposal.proposed_by).name
    return ProposalRow(proposal.id, proposal.action, proposal.asks, by, proposal.proposed_at)


def _offers(
    dossier: Dossier, actor: Actor, proposal: ProposalRow | None, at: datetime, payable: int
) -> tuple[Offer, ...]:
    """The table's open actions, without those that a guard would refuse anyway."""
    roles = actor.roles_at(dossier.agency_id)
    if proposal and Role.LEADER not in roles:
        return ()
    hopeless = {
        "not_yet_received": dossier.received_at is not None,
        "not_overdue": dossier.due_at is not None and at > dossier.due_at,
        "extension_left": dossier.extensions > 0,
        "something_to_pay": not payable,
        "goes_by_post": dossier.level < LEVEL or dossier.result_way != BY_POST,
        "not_with_the_post": dossier.delivery in UNDER_WAY,
    }
    return tuple(
        Offer(action, waits_for_leader(action, roles))
        for action in open_actions(State(dossier.state), roles)
        if not any(hopeless.get(guard) for guard in ACTIONS[action].guards)
    )


def _undo(events: list[Event], actor: Actor, at: datetime) -> Undo | None:
    event = casework.undoable(events, actor, at) if events else None
    if event is None:
        return None
    action = event.facts.get("action", event.action) if event.action == "propose" else event.action
    return Undo(action, event.at + timedelta(seconds=settings.undo_seconds()))
