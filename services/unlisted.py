"""Papers that a procedure does not list: asked only with the legal ground named, and shown to the leader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, cast, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event, SupplementRequest
from db.session import reading
from services.actors import Actor
from services.catalogue.schema import Paper
from services.permissions import Permission
from services.workflow import State

MAX_NAME, MAX_BASIS = 200, 300


@dataclass(frozen=True)
class AskedBeyond:
    """One such paper that a dossier waits for, as the leader's list shows it."""

    code: str
    name: str
    basis: str
    reason: str
    by: str
    asked_at: datetime


def key(round_: int, number: int) -> str:
    """The slot of the n-th such paper of a round."""
    return f"ngoai_{round_}_{number}"


def is_one(item: Mapping[str, Any]) -> bool:
    """Whether an item of a supplement request is such a paper, also one that is not written to its end."""
    return "basis" in item


def as_paper(item: Mapping[str, Any]) -> Paper:
    """The item as the upload slot of a procedure would be."""
    return Paper(key=item["paper"], label=item["name"], label_en=item["name"], kind="nop", required=True)


def reason(item: Mapping[str, Any]) -> str:
    """What the citizen reads: why, and by which rule."""
    return f"{item['reason']} (căn cứ: {item['basis']})" if item.get("basis") else item["reason"]


def waiting(actor: Actor) -> tuple[AskedBeyond, ...]:
    """What the leader's agencies wait for beyond the lists, newest first. Raises NotAllowed."""
    actor.require(Permission.PROPOSAL_DECIDE)
    asking = and_(
        Event.dossier_id == SupplementRequest.dossier_id,
        Event.action == "request_supplement",
        Event.at == SupplementRequest.asked_at,
    )
    query = (
        select(SupplementRequest, Dossier.code, Event.actor_name)
        .join(Dossier, Dossier.id == SupplementRequest.dossier_id)
        .outerjoin(Event, asking)  # who asked, not who holds the dossier by now
        .where(
            Dossier.agency_id.in_(actor.agencies_for(Permission.PROPOSAL_DECIDE)),
            Dossier.state == State.SUPPLEMENT_ASKED,
            SupplementRequest.answered_at.is_(None),
            SupplementRequest.withdrawn_at.is_(None),
            cast(SupplementRequest.items, String).contains('"basis"'),
        )
        .order_by(SupplementRequest.asked_at.desc())
        .limit(50)
    )
    with reading() as session:
        return tuple(
            AskedBeyond(code, i["name"], i["basis"], i["reason"], by or "", request.asked_at)
            for request, code, by in session.execute(query)
            for i in request.items
            if is_one(i)
        )


def slots(session: Session, dossier: Dossier) -> dict[str, str]:
    """The names of all such papers of a dossier by their slot; empty without a query before any request."""
    if not dossier.rounds:
        return {}
    return names(
        list(session.scalars(select(SupplementRequest).where(SupplementRequest.dossier_id == dossier.id)))
    )


def names(requests: Sequence[SupplementRequest]) -> dict[str, str]:
    """The same of requests that somebody holds."""
    return {item["paper"]: item["name"] for one in requests for item in one.items if is_one(item)}
