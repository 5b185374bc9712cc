"""Gathers what a letter or a notice says of one event; frozen, so that printing again changes nothing."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Event, Letter, Paper
from services import agencies, codes, journal, ledger, settings, unlisted, verification
from services.actors import Actor
from services.casework_steps import plain
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.dates.deadlines import Ledger
from services.dates.words import sentence
from services.identity import say_phone
from services.language import speaking
from services.money import due, slips
from services.post import postage
from services.post.receivers import LEVEL
from services.vietnamese import money

NUMBER_SUFFIX = {
    "receipt": "TNHS", "supplement": "HDHS", "refusal": "TCHS", "extension": "PXL", "stop": "TBD",
    "payment_request": "YCNP", "payment_slip": "GNTT",
}  # fmt: skip
"""HDHS and PXL as seen on forms in use; the others are this project's choice."""

DEFAULT_RULE_SET = "2025"

COUNTER = 1
"""KENH_NOP of a dossier that was handed in at the counter."""


def issue(
    session: Session, dossier: Dossier, event: Event, kind: str, actor: Actor, told: dict[str, Any]
) -> Letter:
    """A new letter of this kind about this event, with the next number of the agency's book.

    `told` is what `about` says of the event.
    """
    agency = session.get_one(Agency, dossier.agency_id)
    number = codes.next_letter(session, agency, kind, NUMBER_SUFFIX.get(kind, ""), event.at)
    said = {**_said(session, agency, dossier, event, actor, told), "number": number}
    facts = {**said, **slips.facts(session, dossier, event, kind)}
    if kind == "control_slip":
        facts["handovers"] = _handovers(journal.of(session, dossier))
    letter = Letter(
        dossier_id=dossier.id, event_id=event.id, kind=kind, number=number, issued_at=event.at,
        facts=plain(facts),
    )  # fmt: skip
    session.add(letter)
    session.flush()
    if kind != "control_slip":  # it stays in the office
        verification.of_letter(session, letter, dossier)
    return letter


def draft(session: Session, dossier: Dossier, event: Event, actor: Actor) -> dict[str, Any]:
    """What a letter about this event would say; nothing is issued, so it has no number."""
    agency = session.get_one(Agency, dossier.agency_id)
    return plain(_said(session, agency, dossier, event, actor, about(session, dossier, event)))


def _said(
    session: Session, agency: Agency, dossier: Dossier, event: Event, actor: Actor, told: dict[str, Any]
) -> dict[str, Any]:
    who = {"date": event.at.date(), "officer": actor.name}
    return {**_head(session, agency), **_person(dossier), **told, **who}


def submission_facts(session: Session, dossier: Dossier) -> dict[str, Any]:
    """What the citizen's own receipt says, right after sending."""
    agency = session.get_one(Agency, dossier.agency_id)
    procedure = store.version(session, dossier.procedure_version_id)
    return plain(
        {
            **_head(session, agency),
            **_person(dossier),
            "dossier_code": dossier.code,
            "subject": procedure.name,
            "papers": _papers(session, dossier, procedure),
            "submitted_at": dossier.submitted_at,
            "date": dossier.submitted_at.date(),
            "time_text": procedure.time.note,
            "track_url": track_url(dossier.code),
        }
    )


def notice_facts(session: Session, dossier: Dossier, told: dict[str, Any]) -> dict[str, Any]:
    """What a message says: codes, names of offices and papers, days; of the person only the given name.

    `told` is what `about` says of the event.
    """
    agency = session.get_one(Agency, dossier.agency_id)
    procedure = store.version(session, dossier.procedure_version_id)
    return plain(
        {
            **told,
            "code": dossier.code,
            "applicant_short": " ".join(dossier.applicant_name.split()[-2:]),
            "agency_name": agency.name,
            "agency_phone": agency.letter_head.get("phone", ""),
            "office_sms": agency.letter_head.get("sms", ""),
            "procedure_name": procedure.name,
            "steps": [step.text for step in procedure.steps],
            "result_way": dossier.result_way if dossier.level >= LEVEL else "",
        }
    )


def track_url(code: str) -> str:
    """Where the citizen follows this dossier."""
    return f"{settings.public_url()}/tra-cuu?ma={code}"


def _head(session: Session, agency: Agency) -> dict[str, Any]:
    head = agency.letter_head
    return {
        "rule_set": agencies.inherited(session, agency, "rule_set") or DEFAULT_RULE_SET,
        "superior": head.get("superior", agency.name),
        "office": head.get("office", ""),
        "place": head.get("place", ""),
        "office_phone": head.get("phone", ""),
        "office_address": head.get("address", ""),
        "contact_phone": head.get("phone", ""),
        "signer": head.get("signer", ""),
        "signer_title": head.get("signer_title", ""),
        "logo": agencies.of_head(session, agency, "logo"),
    }


def _person(dossier: Dossier) -> dict[str, Any]:
    return {
        "applicant_name": dossier.applicant_name,
        "address": dossier.applicant_address or "",
        "phone": say_phone(dossier.applicant_phone),
        "email": dossier.applicant_email or "",
        "id_number": dossier.applicant_id_number or "",
    }


def about(session: Session, dossier: Dossier, event: Event, *, printed: bool = True) -> dict[str, Any]:
    """The facts of the dossier and of this event, by the names that letters and notices know. Not `printed`:
    for a message alone, which tells neither papers nor reasons, and so asks less."""
    procedure = store.version(session, dossier.procedure_version_id)
    pickup = session.get_one(Agency, dossier.pickup_agency_id)
    told = ledger.of(session, dossier) if printed else None
    return {
        "dossier_code": dossier.code,
        "subject": procedure.name,
        # A stop lists what goes back; papers that came as files stay with the citizen anyway.
        "papers": [] if event.action == "stop" or not printed else _papers(session, dossier, procedure),
        "sets": 1,
        "time_text": procedure.time.note,
        "received_at": dossier.received_at,
        "due_at": event.facts.get("old_due") or dossier.due_at,
        "new_due_at": dossier.due_at if event.action == "extend" else None,
        "due_reasons": _in_vietnamese(told),
        "fee_text": _fee(session, procedure, dossier),
        "track_url": track_url(dossier.code),
        "pickup": pickup.letter_head.get("office_name") or pickup.name,
        "reason": event.facts.get("reason", ""),
        "items": [
            {"name": label_of(procedure, item), "reason": unlisted.reason(item)}
            for item in event.facts.get("items", [])
        ],
        "answer_by": event.facts.get("answer_by"),
        **{name: event.facts.get(name) for name in ("amount", "left", "pay_by", "tracking_code")},
        "serial": dossier.code.rsplit("-", 1)[-1].lstrip("0"),
        "book": f"{dossier.submitted_at:%Y}",
    }


def _in_vietnamese(told: Ledger | None) -> list[str]:
    """The reasons of the return date as official papers print them, whatever language the officer reads."""
    with speaking("vi"):
        return [sentence(line) for line in told.lines] if told else []


def _fee(session: Session, procedure: Procedure, dossier: Dossier) -> str:
    day = dossier.submitted_at.date()
    price = postage.of_dossier(session, dossier)
    fee = due.total(procedure, dossier.form, day=day, channel=dossier.channel, postage=price)
    return money(fee) if fee else ""


def label_of(procedure: Procedure, item: dict[str, Any]) -> str:
    """The Vietnamese name of an asked paper or field."""
    if unlisted.is_one(item):
        return item["name"]
    named = procedure.paper_by_key.get(item["paper"]) or procedure.by_key.get(item["field"])
    return named.label if named else ""


def _papers(session: Session, dossier: Dossier, procedure: Procedure) -> list[dict[str, Any]]:
    """The papers of the procedure that are in, one row each; of those at the counter, how many were seen."""
    slots = set(
        session.scalars(
            select(Paper.slot).where(Paper.dossier_id == dossier.id, Paper.replaced_at.is_(None))
        )
    )
    seen = in_hand(session, dossier)
    counts = {p.key: seen.get(p.key, [p.originals, p.copies]) for p in procedure.papers}
    return [
        {"name": paper.label, "originals": counts[paper.key][0], "copies": counts[paper.key][1]}
        for paper in procedure.papers
        if paper.key in slots or paper.key in seen
    ]


def in_hand(session: Session, dossier: Dossier) -> dict[str, list[int]]:
    """{paper key: [originals, copies]} of the papers that lay at the counter; none for other channels."""
    if dossier.channel != COUNTER:
        return {}
    first = session.scalar(select(Event.facts).where(Event.dossier_id == dossier.id, Event.seq == 1))
    return (first or {}).get("in_hand", {})


def _handovers(events: list[Event]) -> list[dict[str, Any]]:
    """The control slip's blocks: who gave the dossier to whom, and when."""
    return [
        {"giver": e.facts.get("giver", e.actor_name), "receiver": e.facts["to_name"], "at": e.at}
        for e in journal.effective(events)
        if e.action == "forward"
    ]
