"""What happens to a parcel, as shared steps: they take the session and a dossier that the caller holds."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from db.post import Parcel, ParcelEvent
from services.actors import Actor
from services.errors import GuardRefused, Invalid, Problem
from services.post import receivers, tracking_codes
from services.post.states import ATTEMPTS, NEXT, REASONS, UNDER_WAY, Way
from services.workflow import Need

if TYPE_CHECKING:
    from services.needs import Scene


def tracking_code(scene: "Scene", need: Need, value: Any) -> str:
    """The code as typed, pasted or scanned. A wrong check digit is refused, and so is the code of a parcel
    that is still under way; another shape than S10 is left to the officer. Raises Invalid."""
    if not (code := tracking_codes.clean(value or "")):
        return ""
    if problem := tracking_codes.fault(code):
        raise Invalid([Problem(need.name, problem)])
    if under_way_as(scene.session, code) is not None:
        raise Invalid([Problem(need.name, "tracking_used")])
    return code


def under_way_as(session: Session, code: str) -> Parcel | None:
    """The parcel that travels under this code now."""
    return session.scalar(select(Parcel).where(Parcel.tracking_code == code, Parcel.closed_at.is_(None)))


def goes_by_post(scene: "Scene", _asks: dict[str, Any]) -> None:
    """Only level 4, only where the citizen chose it, only with a receiver whom a postman finds."""
    dossier = scene.dossier
    if dossier.level < receivers.LEVEL or dossier.result_way != receivers.BY_POST:
        raise GuardRefused("goes_by_post")
    if not receivers.of_dossier(scene.session, dossier).complete:
        raise GuardRefused("has_a_receiver")


def not_with_the_post(scene: "Scene", _asks: dict[str, Any]) -> None:
    """What the postman carries cannot be handed over at the counter, nor be held back for money."""
    if scene.dossier.delivery in UNDER_WAY:
        raise GuardRefused("not_with_the_post")


def hand_to_post(
    session: Session, dossier: Dossier, actor: Actor, asks: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """The step of Giao bưu điện: a parcel to the receiver that the dossier names."""
    receiver = receivers.of_dossier(session, dossier)
    parcel = Parcel(
        dossier_id=dossier.id, agency_id=dossier.agency_id, tracking_code=asks["tracking_code"],
        receiver_name=receiver.name, receiver_phone=receiver.phone, address=receiver.address,
        state=Way.HANDED, attempts=0, handed_at=at, handed_by=actor.name,
    )  # fmt: skip
    session.add(parcel)
    try:
        session.flush()
    except IntegrityError as problem:
        # Two officers gave the same code at one moment: the index let one of them through.
        raise Invalid([Problem("tracking_code", "tracking_used")]) from problem
    _tell(session, parcel, Way.HANDED, at, at, actor.name)
    dossier.delivery = Way.HANDED
    return {"parcel": parcel.id, **asks}


def known(session: Session, parcel: Parcel, state: Way, happened: datetime) -> bool:
    """Whether this news was told before."""
    key = _key(state, happened)
    query = select(ParcelEvent.id).where(ParcelEvent.parcel_id == parcel.id, ParcelEvent.key == key)
    return session.scalar(query) is not None


def move(
    session: Session,
    dossier: Dossier,
    parcel: Parcel,
    actor: Actor,
    state: Way,
    *,
    happened: datetime,
    at: datetime,
    reason: str = "",
    note: str = "",
) -> None:
    """The parcel goes on to `state`; its dossier says where it is. Raises Invalid, GuardRefused."""
    if state not in NEXT.get(Way(parcel.state), ()) or known(session, parcel, state, happened):
        raise GuardRefused("parcel_step")
    if state is Way.FAILED and reason not in REASONS:
        raise Invalid([Problem("parcel_reason", "reason_of_post")])
    if state is Way.FAILED:
        if parcel.attempts >= ATTEMPTS:
            raise GuardRefused("parcel_attempts", limit=ATTEMPTS)
        parcel.attempts += 1
    parcel.state = dossier.delivery = state
    if state in (Way.DELIVERED, Way.BACK):
        parcel.closed_at = at
    _tell(session, parcel, state, happened, at, actor.name, reason if state is Way.FAILED else "", note)


def taken_back(session: Session, event: Event, actor: Actor, at: datetime) -> None:
    """What undoing this event does to its parcel. Raises GuardRefused once the parcel has gone on."""
    if not (key := event.facts.get("parcel")):
        return
    parcel = session.get_one(Parcel, key)
    if event.action == "hand_to_post":
        if parcel.state != Way.HANDED:
            raise GuardRefused("too_late_to_undo")
        parcel.state, parcel.closed_at = Way.TAKEN_BACK, at
    else:
        parcel.state, parcel.closed_at = event.facts["parcel_before"], None
    _tell(session, parcel, Way(parcel.state), at, at, actor.name, note="Hoàn tác", key=f"undo|{event.id}")


def _tell(
    session: Session,
    parcel: Parcel,
    state: Way,
    happened: datetime,
    at: datetime,
    by: str,
    reason: str = "",
    note: str = "",
    key: str = "",
) -> None:
    session.add(
        ParcelEvent(
            parcel_id=parcel.id, key=key or _key(state, happened), at=happened, state=state,
            reason=reason or None, note=note[:400] or None, written_at=at, actor_name=by,
        )
    )  # fmt: skip
    session.flush()


def _key(state: Way, happened: datetime) -> str:
    told = f"{state}|{int(happened.timestamp())}"
    return f"{state}|{hashlib.sha256(told.encode()).hexdigest()[:24]}"
