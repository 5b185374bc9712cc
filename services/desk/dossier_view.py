"""Gathers one dossier as an officer sees it: data, papers, story, what waits, what may be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event, SupplementRequest
from services import forms, journal, ledger, unlisted
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.certificate_drafts import DraftRow
from services.dates.deadlines import TimeRule, WorkCalendar
from services.dates.office_time import nth_working_day
from services.dates.words import sentence
from services.desk import offered, related, remarks, urgency, verdicts, warnings
from services.desk.dossier_head import Head
from services.desk.queries import RUNNING
from services.desk.rows import (
    RESULT,
    Asked,
    DossierView,
    EventRow,
    InHand,
    PaperRow,
    ProposalRow,
    RequestRow,
)
from services.language import _, pick
from services.money import view as money_view
from services.papers import attachments
from services.post import room as post_room
from services.post.receivers import BY_POST
from services.workflow import Role, State

ANSWER_DAYS = 10
"""Working days that a supplement request offers unless the officer says otherwise."""


def read(session: Session, head: Head, actor: Actor, at: datetime) -> DossierView:
    """The whole view of a dossier that was found for this actor, in seven questions at most (two more for
    what goes by post); what left the office about it is asked apart."""
    dossier, proposal, draft = head.dossier, head.proposal, head.draft
    procedure = store.version(session, dossier.procedure_version_id)
    calendar = ledger.calendar_of(session, dossier)
    events = journal.of(session, dossier)
    reasons = ledger.from_events(calendar, ledger.rule_of(session, dossier), events)
    requests = _requests(session, dossier) if dossier.rounds else []
    money = money_view.read(session, dossier)
    labels, notes = remarks.of(session, dossier)
    papers = _papers(session, dossier, procedure, unlisted.names(requests))
    return DossierView(
        code=dossier.code,
        version=dossier.version,
        state=State(dossier.state),
        clock=dossier.clock,
        procedure=procedure,
        form=dossier.form,
        agency=head.agency.name,
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
        holder=head.holder,
        warned=_warned(dossier, procedure, calendar, at),
        standing=urgency.of(_facts(dossier, requests, proposal, draft), calendar, at),
        reasons=tuple(sentence(line) for line in reasons.lines) if reasons else (),
        answer_by=nth_working_day(calendar, at.date(), ANSWER_DAYS),
        later_day=nth_working_day(calendar, dossier.due_at.date(), 1) if dossier.due_at else None,
        papers=papers,
        in_hand=_in_hand(events, procedure, papers),
        events=_events(events),
        request=_open(requests, dossier, procedure),
        proposal=proposal,
        askable=_askable(procedure, dossier),
        wanting=verdicts.wanting(procedure, dossier, papers),
        rounds=dossier.rounds,
        notes=notes,
        labels=labels,
        writes=bool(actor.roles_at(dossier.agency_id)),
        retires_labels=Role.LEADER in actor.roles_at(dossier.agency_id),
        related=related.find(session, actor, dossier, procedure),
        money=money,
        parcels=post_room.of_dossier(session, dossier) if _may_be_posted(dossier) else (),
        draft=draft,
        sends_draft=offered.draft(dossier, actor, procedure, proposal),
        offers=offered.actions(dossier, actor, proposal, at, money.payable),
        decides=proposal is not None and Role.LEADER in actor.roles_at(dossier.agency_id),
        undo=offered.undo(events, actor, at),
    )


def label_of(procedure: Procedure, slot: str) -> str:
    """The name of a paper, in the reader's language."""
    paper = procedure.paper_by_key.get(slot)
    return pick(paper.label, paper.label_en) if paper else slot


def _facts(
    dossier: Dossier,
    requests: Sequence[SupplementRequest],
    proposal: ProposalRow | None,
    draft: DraftRow | None,
) -> urgency.Facts:
    until = max((r.answer_by for r in requests), default=None)
    return urgency.Facts(
        dossier.state, dossier.submitted_at, dossier.due_at, dossier.ready_at, dossier.closed_at,
        dossier.rounds, dossier.pay_by if dossier.state == State.PAYMENT_ASKED else until,
        proposal.action if proposal else None, draft.answer if draft else None, dossier.answered,
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


def _warned(dossier: Dossier, procedure: Procedure, calendar: WorkCalendar, at: datetime) -> str:
    """How little of the legal time is left, from the first threshold on."""
    if dossier.state not in RUNNING or dossier.received_at is None or dossier.due_at is None:
        return ""
    rule = TimeRule(procedure.time.rule, procedure.time.working_days)
    share = warnings.reached(calendar, rule, dossier.received_at, dossier.due_at, at)
    return "" if share is None else warnings.sentence(share)


def _may_be_posted(dossier: Dossier) -> bool:
    """Whether there can be a parcel: nobody asks for those of a result that is fetched at the counter."""
    return dossier.ready_at is not None and (dossier.result_way == BY_POST or dossier.delivery != "none")
