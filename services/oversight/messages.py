"""The queue of messages as people look at it: what waits, what failed for good, and sending that again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.outbox import Notice
from db.session import reading, transaction
from services.actors import Actor
from services.clock import now
from services.errors import GuardRefused, NotFound
from services.identity import mask_phone
from services.notices import relay
from services.oversight import log, scope
from services.permissions import Permission

PAGE_SIZE = 50


@dataclass(frozen=True)
class MessageRow:
    """One message. `to` is masked; `state` is waiting, delayed, failed, sent or cancelled; `at` is when that
    began, or for one that waits the moment it leaves at the earliest."""

    id: int
    kind: str
    channel: str
    to: str
    code: str
    state: str
    at: datetime
    written_at: datetime
    attempts: int
    why: str


@dataclass(frozen=True)
class Standing:
    """How many wait and failed, and since when the oldest waits."""

    waiting: int
    failed: int
    oldest: datetime | None


@dataclass(frozen=True)
class Queue:
    """The messages of one page and how many there are."""

    rows: tuple[MessageRow, ...]
    found: int
    page_count: int


def standing(actor: Actor) -> Standing:
    """What waits and what failed at this administrator's agencies. Raises NotAllowed."""
    actor.require(Permission.JOURNAL_READ)
    paths = scope.paths(actor, Permission.JOURNAL_READ)
    with reading() as session:
        waiting, oldest = session.execute(
            _scoped(select(func.count(), func.min(Notice.not_before)), paths).where(relay.is_open())
        ).one()
        failed = session.scalar(_scoped(select(func.count()), paths).where(Notice.failed_at.is_not(None)))
    return Standing(waiting, failed or 0, oldest)


def queue(actor: Actor, state: str, number: int = 1) -> Queue:
    """The failed ones, newest first, or (`state` waiting) those that wait, the next to leave first.

    Raises NotAllowed.
    """
    actor.require(Permission.JOURNAL_READ)
    paths = scope.paths(actor, Permission.JOURNAL_READ)
    waits = state == "waiting"
    which = relay.is_open() if waits else Notice.failed_at.is_not(None)
    order = Notice.not_before if waits else Notice.failed_at.desc()
    with reading() as session:
        found = session.scalar(_scoped(select(func.count()), paths).where(which)) or 0
        pages = max(1, -(-found // PAGE_SIZE))
        first = (min(max(1, number), pages) - 1) * PAGE_SIZE
        query = _scoped(select(Notice, Dossier.code), paths).where(which).order_by(order, Notice.id)
        rows = session.execute(query.offset(first).limit(PAGE_SIZE)).all() if found else []
    return Queue(tuple(_row(notice, code or "") for notice, code in rows), found, pages)


def of_dossier(session: Session, dossier: Dossier) -> tuple[MessageRow, ...]:
    """Every message about this dossier, newest first; for a dossier that was found for its reader."""
    query = select(Notice).where(Notice.dossier_id == dossier.id).order_by(Notice.id.desc())
    return tuple(_row(notice, dossier.code) for notice in session.scalars(query))


def send_again(actor: Actor, notice_id: int) -> None:
    """A message that failed for good is tried anew, from the first attempt on; the log tells who asked.

    Raises NotFound for one of another office, GuardRefused("message_not_failed").
    """
    actor.require(Permission.MESSAGE_AGAIN)
    with transaction() as session:
        found = session.execute(_mine(actor).where(Notice.id == notice_id)).one_or_none()
        if found is None:
            raise NotFound("message")
        notice, code, agency_id = found
        again = session.execute(
            update(Notice)
            .where(Notice.id == notice_id, Notice.failed_at.is_not(None))
            .values(failed_at=None, attempts=0, last_error=None, not_before=now())
            .execution_options(synchronize_session=False)
        )
        if again.rowcount != 1:
            raise GuardRefused("message_not_failed")
        facts = {"kind": notice.kind, "channel": notice.channel, "message": notice_id}
        log.write(session, actor, "message_again", code or "", agency_id=agency_id, **facts)


def _scoped(query: Select, paths: tuple[str, ...]) -> Select:
    """Joined with its dossier; messages of no dossier (codes, drafts) belong to whoever watches all."""
    query = query.select_from(Notice).outerjoin(Dossier, Dossier.id == Notice.dossier_id)
    return query if scope.sees_all(paths) else query.where(scope.watched(Dossier.agency_id, paths))


def _mine(actor: Actor) -> Select:
    """Messages that this actor may send again: an officer those of the own office, an administrator those of
    all below."""
    paths, own = scope.paths(actor, Permission.MESSAGE_AGAIN), actor.agencies_for(Permission.DOSSIER_READ)
    may: list[ColumnElement[bool]] = [Dossier.agency_id.in_(own)]
    if paths:
        may.append(scope.watched(Dossier.agency_id, paths))
    query = select(Notice, Dossier.code, Dossier.agency_id)
    return query.outerjoin(Dossier, Dossier.id == Notice.dossier_id).where(or_(*may))


def _row(notice: Notice, code: str) -> MessageRow:
    state, at = _state(notice)
    return MessageRow(
        notice.id, notice.kind, notice.channel, _masked(notice), code, state, at, notice.created_at,
        notice.attempts, notice.last_error or "",
    )  # fmt: skip


def _state(notice: Notice) -> tuple[str, datetime]:
    if notice.sent_at:
        return "sent", notice.sent_at
    if notice.failed_at:
        return "failed", notice.failed_at
    if notice.cancelled_at:
        return "cancelled", notice.cancelled_at
    return "delayed" if notice.last_error else "waiting", notice.not_before


def _masked(notice: Notice) -> str:
    """Enough to know it again, not enough to write to it."""
    if notice.channel == "sms":
        return mask_phone(notice.recipient)
    name, _, host = notice.recipient.partition("@")
    return f"{name[:2]}…@{host}" if host else "…"
