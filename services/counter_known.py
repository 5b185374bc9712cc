"""What a card and this agency's own dossiers say of the person at the counter, so that nobody types it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from services import forms, identity_card
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.permissions import Permission
from services.plain_text import plain

_KNOWN = ("applicant_name", "applicant_address", "applicant_phone", "applicant_email")


@dataclass(frozen=True)
class Known:
    """What a card or number brought in: whose it is, and whether the agency knew the person before."""

    name: str
    before: bool


def answers(session: Session, actor: Actor, procedure: Procedure, typed: str) -> tuple[dict[str, Any], Known]:
    """Answers by field key for a card that was read, or for a bare number of 12 digits. Raises Invalid."""
    text = plain(typed)
    card = None if text.isdigit() and len(text) == 12 else identity_card.read(typed)
    number = card.id_number if card else text
    before = _said_before(session, actor, number)
    said = {**before, "applicant_id": number, **(_said_by(card, before) if card else {})}
    found = {field.key: said[field.role] for field in procedure.fields if field.role in said}
    found |= _beside(procedure, card) if card else {}
    return found, Known(str(said.get("applicant_name", "")), bool(before))


def _said_before(session: Session, actor: Actor, number: str) -> dict[str, Any]:
    """What the last dossier of this person says, of those that this officer may read."""
    # By the number alone, through its index: narrowed and sorted in the query, SQLite reads the whole agency.
    rows = session.execute(
        select(Dossier.submitted_at, Dossier.id, Dossier.agency_id).where(
            Dossier.applicant_id_number == number
        )
    )
    ours = actor.agencies_for(Permission.DOSSIER_READ)
    mine = [(at, dossier_id) for at, dossier_id, agency_id in rows if agency_id in ours]
    if not mine:
        return {}
    last = session.get_one(Dossier, max(mine)[1])
    said = forms.roles(store.version(session, last.procedure_version_id), last.form)
    return {role: said[role] for role in _KNOWN if role in said}


def _said_by(card: identity_card.Card, before: Mapping[str, Any]) -> dict[str, Any]:
    """The card counts above what was said before; an address is kept where the card's is of old names."""
    place = identity_card.place_of(card.address)
    said: dict[str, Any] = {"applicant_name": card.name}
    better = "commune" in place or "applicant_address" not in before
    return {**said, "applicant_address": place} if place and better else said


def _beside(procedure: Procedure, card: identity_card.Card) -> dict[str, Any]:
    """Birth, sex and date of issue of the applicant, where the form asks for them beside the number."""
    number = next((f.key for f in procedure.fields if f.role == "applicant_id"), "")
    prefix = number.partition("_")[0]
    said = {
        f"{prefix}_ngay_sinh": card.born.isoformat(),
        f"{prefix}_gioi_tinh": card.sex,
        f"{prefix}_ngay_cap": card.issued.isoformat() if card.issued else None,
    }
    return {key: value for key, value in said.items() if value and key in procedure.by_key}
