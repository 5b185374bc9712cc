"""The post room's questions and verbs: what waits, what is under way, what came back, and news about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.base import VIETNAM
from db.dossiers import Dossier
from db.post import Parcel, ParcelEvent
from db.session import reading, transaction
from services import carrying
from services.actors import Actor
from services.catalogue import store
from services.clock import now
from services.errors import Invalid, NotFound, Problem, Refusal
from services.permissions import Permission
from services.post import parcels, receivers
from services.post.receivers import BY_POST, LEVEL, Receiver
from services.post.states import UNDER_WAY, Way
from services.workflow import State

SHOWN = 200
"""So many rows of one list; older ones are found by their dossier."""

PATIENCE = 10
"""Days after which a parcel that was not delivered is asked about, unless the officer says otherwise."""


@dataclass(frozen=True)
class Waits:
    """A result that is ready to go; `receiver` is whom the dossier names."""

    code: str
    version: int
    ready_at: datetime
    receiver: Receiver
    came_back: bool


@dataclass(frozen=True)
class News:
    """One line of a parcel's story."""

    at: datetime
    state: str
    reason: str
    note: str


@dataclass(frozen=True)
class ParcelRow:
    """A parcel with its dossier's code."""

    id: int
    code: str
    tracking_code: str
    state: str
    attempts: int
    handed_at: datetime
    receiver: Receiver
    news: tuple[News, ...] = ()


def waiting(actor: Actor) -> tuple[Waits, ...]:
    """Results that wait for the post, those that came back among them, oldest first. Raises NotAllowed."""
    actor.require(Permission.POST_READ)
    with reading() as session:
        query = (
            select(Dossier)
            .where(
                Dossier.agency_id.in_(actor.agencies_for(Permission.POST_READ)),
                Dossier.state == State.READY,
                Dossier.result_way == BY_POST,
                Dossier.level >= LEVEL,
                Dossier.delivery.not_in(UNDER_WAY),
            )
            .order_by(Dossier.ready_at, Dossier.id)
            .limit(SHOWN)
        )
        return tuple(
            Waits(
                one.code, one.version, one.ready_at or one.submitted_at,
                receivers.of(store.version(session, one.procedure_version_id), one.form),
                one.delivery == Way.BACK,
            )
            for one in session.scalars(query)
        )  # fmt: skip


def under_way(actor: Actor, *, days: int | None = None) -> tuple[ParcelRow, ...]:
    """Parcels that the post has, the longest first; with `days` only those handed over so long ago."""
    narrow: list[ColumnElement[bool]] = [Parcel.closed_at.is_(None)]
    if days is not None:
        narrow.append(Parcel.handed_at <= now() - timedelta(days=days))
    return _parcels(actor, *narrow)


def came_back(actor: Actor) -> tuple[ParcelRow, ...]:
    """Parcels that were returned to the counter, the newest first."""
    return _parcels(actor, Parcel.state == Way.BACK, newest=True)


def handed_on(actor: Actor, day: date) -> tuple[ParcelRow, ...]:
    """What was handed to the post on this day, in the order of the list."""
    first = datetime.combine(day, time.min, VIETNAM)
    return _parcels(
        actor, Parcel.handed_at >= first, Parcel.handed_at < first + timedelta(days=1),
        Parcel.state != Way.TAKEN_BACK,
    )  # fmt: skip


def _parcels(actor: Actor, *narrow: ColumnElement[bool], newest: bool = False) -> tuple[ParcelRow, ...]:
    """At most SHOWN parcels of this actor's agencies, in one question. Raises NotAllowed."""
    actor.require(Permission.POST_READ)
    order = (Parcel.handed_at.desc(), Parcel.id.desc()) if newest else (Parcel.handed_at, Parcel.id)
    with reading() as session:
        rows = session.execute(
            select(Parcel, Dossier.code)
            .join(Dossier, Dossier.id == Parcel.dossier_id)
            .where(Parcel.agency_id.in_(actor.agencies_for(Permission.POST_READ)), *narrow)
            .order_by(*order)
            .limit(SHOWN)
        )
        return tuple(_row(parcel, code) for parcel, code in rows)


def of_dossier(session: Session, dossier: Dossier) -> tuple[ParcelRow, ...]:
    """The parcels of a dossier with their news, newest first. A shared step."""
    found = list(
        session.scalars(
            select(Parcel)
            .where(Parcel.dossier_id == dossier.id, Parcel.state != Way.TAKEN_BACK)
            .order_by(Parcel.id.desc())
        )
    )
    if not found:
        return ()
    told: dict[int, list[News]] = {}
    query = select(ParcelEvent).where(ParcelEvent.parcel_id.in_([one.id for one in found]))
    for one in session.scalars(query.order_by(ParcelEvent.at, ParcelEvent.id)):
        news = News(one.at, one.state, one.reason or "", one.note or "")
        told.setdefault(one.parcel_id, []).append(news)
    return tuple(_row(one, dossier.code, tuple(told.get(one.id, ()))) for one in found)


def _row(parcel: Parcel, code: str, news: tuple[News, ...] = ()) -> ParcelRow:
    receiver = Receiver(parcel.receiver_name, parcel.receiver_phone, parcel.address)
    return ParcelRow(
        parcel.id, code, parcel.tracking_code, parcel.state, parcel.attempts, parcel.handed_at, receiver, news
    )


# --- verbs -------------------------------------------------------------------------------------------------


def tell(actor: Actor, parcel_id: int, state: str, *, reason: str = "", note: str = "") -> None:
    """An officer tells what became of a parcel; delivered, its dossier ends in state 10.

    Raises NotAllowed, NotFound, Invalid, GuardRefused; then nothing changed.
    """
    actor.require(Permission.POST_RECORD)
    with transaction() as session:
        at = now()
        parcel, dossier = locked(session, actor, parcel_id)
        follow(session, actor, parcel, dossier, state, happened=at, at=at, reason=reason, note=note)


def locked(session: Session, actor: Actor, parcel_id: int) -> tuple[Parcel, Dossier]:
    """A parcel of this actor's agency and its dossier, held until the transaction ends. Raises NotFound."""
    parcel = session.get(Parcel, parcel_id)
    if parcel is None or parcel.agency_id not in actor.agencies_for(Permission.POST_RECORD):
        raise NotFound("parcel")
    dossier = session.get_one(Dossier, parcel.dossier_id, with_for_update=True)
    session.refresh(parcel)
    return parcel, dossier


def follow(
    session: Session, actor: Actor, parcel: Parcel, dossier: Dossier, state: str, **said: Any
) -> None:
    """The parcel goes on; where it was delivered, the result is handed over by the table's own step."""
    if state not in set(Way):
        raise Invalid([Problem("parcel_state", "not_listed")])
    before, where = parcel.state, dossier.delivery
    parcels.move(session, dossier, parcel, actor, Way(state), **said)
    if state != Way.DELIVERED:
        return
    dossier.delivery = where  # the step itself closes it, and undoing gives this back
    carrying.settle(
        session, dossier, actor, "hand_over",
        {
            "way": BY_POST, "taken_by": parcel.receiver_name, "paper_shown": parcel.tracking_code,
            "originals_seen": False, "parcel": parcel.id, "parcel_before": before,
        },
        said["at"],
    )  # fmt: skip


def hand_many(actor: Actor, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, Any]]:
    """Giao bưu điện for many, each in a transaction of its own: (dossier code, tracking code, refusal or
    None). Raises NotAllowed."""
    actor.require(Permission.POST_RECORD)
    done: list[tuple[str, str, Any]] = []
    for code, tracking in pairs:
        try:
            with transaction() as session:
                version = session.scalar(select(Dossier.version).where(Dossier.code == code))
                given = {"tracking_code": tracking}
                carrying.carry_out(session, "hand_to_post", actor, code, seen=version or 0, given=given)
        except Refusal as refusal:
            done.append((code, tracking, refusal))
        else:
            done.append((code, tracking, None))
    return done


def pairs(text: str) -> list[tuple[str, str]]:
    """Dossier code and tracking code in turn, however they are pasted or scanned: one beside the other or
    one below the other. Raises Invalid where one is left without the other."""
    words = [word.strip().upper() for word in text.replace(",", " ").replace(";", " ").split()]
    if len(words) % 2:
        raise Invalid([Problem("codes", "codes_in_pairs")])
    return list(zip(words[::2], words[1::2], strict=True))
