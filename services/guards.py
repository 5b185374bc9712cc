"""The named guards of the workflow table: conditions beyond the state. Each refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from db.dossiers import SupplementRequest
from services import certificate_drafts
from services.errors import GuardRefused, Invalid, Problem
from services.money import books
from services.needs import Scene
from services.post import parcels
from services.workflow import State

MAX_EXTENSIONS = 1
"""Nghị định 61/2018: re-set only once. Whether the rules of 2025 keep this is not confirmed."""


def _not_yet_received(scene: Scene, _asks: dict[str, Any]) -> None:
    """Refusing to receive is for dossiers that were never received; later ones are stopped instead."""
    if scene.dossier.received_at is not None:
        raise GuardRefused("not_yet_received")


def _not_overdue(scene: Scene, _asks: dict[str, Any]) -> None:
    """The apology comes before the deadline (Nghị định 61/2018)."""
    if scene.dossier.due_at and scene.at > scene.dossier.due_at:
        raise GuardRefused("not_overdue", due=scene.dossier.due_at)


def _extension_left(scene: Scene, _asks: dict[str, Any]) -> None:
    if scene.dossier.extensions >= MAX_EXTENSIONS:
        raise GuardRefused("extension_left", limit=MAX_EXTENSIONS)


def _all_asked_answered(scene: Scene, asks: dict[str, Any]) -> None:
    """One complete answer to one complete request: every asked paper and field is in, and no other."""
    asked = [item["paper"] or item["field"] for item in open_request(scene).items]
    given = {"papers": [p["slot"] for p in asks["papers"]], "fields": list(asks["fields"])}
    # Else an answer could change what the office has looked at already, as the name of who asks.
    extra = [name for name, keys in given.items() if set(keys) - set(asked)]
    if extra:
        raise Invalid([Problem(name, "not_asked") for name in extra])
    if left := [key for key in asked if key not in given["papers"] + given["fields"]]:
        raise GuardRefused("all_asked_answered", keys=tuple(left))


def _something_to_pay(scene: Scene, _asks: dict[str, Any]) -> None:
    """Money is taken for something: asked for, or due by the procedure's data."""
    if not books.payable(scene.session, scene.dossier):
        raise GuardRefused("something_to_pay")


def open_request(scene: Scene) -> SupplementRequest:
    """The supplement request that this dossier waits on."""
    if scene.dossier.state != State.SUPPLEMENT_ASKED:
        raise GuardRefused("nothing_asked")
    return scene.session.scalars(
        select(SupplementRequest)
        .where(
            SupplementRequest.dossier_id == scene.dossier.id,
            SupplementRequest.answered_at.is_(None),
            SupplementRequest.withdrawn_at.is_(None),
        )
        .order_by(SupplementRequest.round.desc())
        .limit(1)
    ).one()


GUARDS: dict[str, Callable[[Scene, dict[str, Any]], None]] = {
    "not_yet_received": _not_yet_received,
    "not_overdue": _not_overdue,
    "extension_left": _extension_left,
    "all_asked_answered": _all_asked_answered,
    "something_to_pay": _something_to_pay,
    "goes_by_post": parcels.goes_by_post,
    "not_with_the_post": parcels.not_with_the_post,
    "draft_settled": certificate_drafts.settled,
}
