"""Warnings of due dates: half and a fifth of the legal time left, and the deadline; each told once to whoever
holds the dossier and to the leader.

A timed job reckons the moments ahead (DUE_WARNINGS names the shares), so that asking is a look into an index.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.desk_work import CertificateDraft, DueWarning, WarningsSeen
from db.dossiers import Dossier
from db.people import Account
from db.session import reading, transaction
from services import certificate_drafts, language, settings
from services.actors import Actor
from services.catalogue import store
from services.clock import now
from services.dates import calendars
from services.dates.deadlines import TimeRule, WorkCalendar, explain
from services.dates.office_time import office_time_between, take_office_time
from services.desk.queries import RUNNING, among
from services.language import _, pick
from services.permissions import Permission
from services.workflow import Role, State

DEADLINE = 0
MOST = 200
GLANCE_SECONDS = 60
"""The timed job reckons every ten minutes; whoever answers a warning looks anew at once."""


@dataclass(frozen=True)
class Warned:
    """A running dossier that has come to a threshold: `share` percent of its legal time was left at `at`."""

    code: str
    applicant: str
    procedure: str
    holder: str
    due_at: datetime
    share: int
    at: datetime


@dataclass(frozen=True)
class Objected:
    """A dossier whose citizen says that the draft of the result is wrong, the oldest first."""

    code: str
    applicant: str


@dataclass(frozen=True)
class Glance:
    """What stands above the queue."""

    warned: tuple[Warned, ...]
    objected: tuple[Objected, ...]


_glances: WeakKeyDictionary[Engine, dict[tuple[int, str], tuple[float, Glance]]] = WeakKeyDictionary()


def waiting(reader: Actor) -> tuple[Warned, ...]:
    """Every threshold that was reached and that this reader has not seen, one row a dossier, the nearest due
    date first: the leader's whole agency, else what the reader or nobody holds. Raises NotAllowed."""
    reader.require(Permission.QUEUE_READ)
    with reading() as session:
        return _waiting(session, reader)


def seen(reader: Actor) -> None:
    """From now on only what is reached later. Raises NotAllowed."""
    reader.require(Permission.QUEUE_READ)
    with transaction() as session:
        session.merge(WarningsSeen(account_id=reader.account_id, until=now()))
    _glances.clear()


def glance(reader: Actor) -> Glance:
    """What this reader has to see above the queue, kept for some seconds. Raises NotAllowed."""
    reader.require(Permission.QUEUE_READ)
    with reading() as session:
        kept = _glances.setdefault(session.get_bind().engine, {})
        key = (reader.account_id or 0, language.current())
        known = kept.get(key)
        if known is None or monotonic() - known[0] > GLANCE_SECONDS:
            kept[key] = known = (monotonic(), Glance(_waiting(session, reader), _objected(session, reader)))
        return known[1]


def sentence(share: int) -> str:
    """What a threshold says, in the reader's language."""
    return _("còn dưới %(n)s %% thời gian giải quyết") % {"n": share} if share else _("đã đến hạn trả")


def reached(
    calendar: WorkCalendar, rule: TimeRule, received_at: datetime, due_at: datetime, at: datetime
) -> int | None:
    """The threshold that a running dossier has come to by now; None before the first."""
    return min((n for n, when in moments(calendar, rule, received_at, due_at) if when <= at), default=None)


def moments(
    calendar: WorkCalendar, rule: TimeRule, received_at: datetime, due_at: datetime
) -> tuple[tuple[int, datetime], ...]:
    """(share, moment) of each threshold before a due date, and of the date itself. Shares are of the office
    time that the law gives from reception; pauses and extensions only move the date they count back from."""
    legal = office_time_between(calendar, received_at, explain(calendar, rule, received_at).due)
    whole = max(legal, timedelta(0))
    ahead = ((n, take_office_time(calendar, due_at, whole * n / 100)) for n in settings.due_warnings())
    return (*ahead, (DEADLINE, due_at))


def reckon(limit: int = 2000) -> int:
    """The timed job: write down the moments of what was received or got another due date, forget what is no
    longer in work; how many dossiers were new. Two copies at once write the same."""
    known = and_(DueWarning.dossier_id == Dossier.id, DueWarning.share == DEADLINE)
    query = (
        select(Dossier, Agency)
        .join(Agency, Agency.id == Dossier.agency_id)
        .outerjoin(DueWarning, known)
        .where(
            Dossier.state.in_(RUNNING),
            Dossier.due_at.is_not(None),
            or_(DueWarning.dossier_id.is_(None), DueWarning.due_at != Dossier.due_at),
        )
        .limit(limit)
    )
    ended = select(DueWarning.dossier_id).join(Dossier, Dossier.id == DueWarning.dossier_id)
    with transaction() as session:
        gone = session.scalars(ended.where(Dossier.closed_at.is_not(None)).limit(limit)).all()
        found = session.execute(query).all()
        rows = [row for dossier, agency in found for row in _rows(session, dossier, agency)]
        for ids in _some([*gone, *(dossier.id for dossier, _agency in found)]):
            session.execute(delete(DueWarning).where(DueWarning.dossier_id.in_(ids)))
        if rows:
            session.execute(insert(DueWarning), rows)
    return len(found)


def _some(ids: list[int], size: int = 500) -> Iterable[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _rows(session: Session, dossier: Dossier, agency: Agency) -> list[dict[str, object]]:
    time = store.version(session, dossier.procedure_version_id).time
    calendar = calendars.load(session, agency)
    assert dossier.received_at is not None
    assert dossier.due_at is not None
    told = moments(calendar, TimeRule(time.rule, time.working_days), dossier.received_at, dossier.due_at)
    whose = {"dossier_id": dossier.id, "agency_id": dossier.agency_id, "due_at": dossier.due_at}
    return [{**whose, "share": share, "at": at} for share, at in told]


def _waiting(session: Session, reader: Actor) -> tuple[Warned, ...]:
    found = []
    for code, applicant, version_id, holder, due_at, share, at in session.execute(_query(reader)):
        procedure = store.version(session, version_id)
        name = pick(procedure.short, procedure.short_en)
        found.append(Warned(code, applicant, name, holder or "", due_at, share, at))
    return tuple(found)


def _query(reader: Actor) -> Select:
    """The last threshold that each dossier has come to: the fewer percent, the later."""
    agencies = reader.agencies_for(Permission.QUEUE_READ)
    led = sorted(n for n in agencies if Role.LEADER in reader.roles_at(n))
    until = select(WarningsSeen.until).where(WarningsSeen.account_id == reader.account_id).scalar_subquery()
    here = DueWarning
    mine = or_(Dossier.holder_id == reader.account_id, Dossier.holder_id.is_(None))
    told = (Dossier.code, Dossier.applicant_name, Dossier.procedure_version_id, Account.name, here.due_at)
    return (
        select(*told, func.min(here.share), func.max(here.at))
        .join(Dossier, Dossier.id == here.dossier_id)
        .outerjoin(Account, Account.id == Dossier.holder_id)
        .where(
            among(here.agency_id, agencies),
            here.at <= now(),
            or_(until.is_(None), here.at > until),
            Dossier.due_at == here.due_at,
            Dossier.state.in_(RUNNING),
            or_(mine, here.agency_id.in_(led)) if led else mine,
        )
        .group_by(*told)
        .order_by(here.due_at, Dossier.code)
        .limit(MOST)
    )


def _objected(session: Session, reader: Actor) -> tuple[Objected, ...]:
    draft = CertificateDraft
    rows = session.execute(
        select(Dossier.code, Dossier.applicant_name)
        .join(draft, draft.dossier_id == Dossier.id)
        .where(
            among(draft.agency_id, reader.agencies_for(Permission.QUEUE_READ)),
            draft.settled_at.is_(None),
            draft.answer == certificate_drafts.OBJECTED,
            Dossier.state == State.IN_PROCESS,
        )
        .order_by(draft.answered_at, draft.id)
        .limit(MOST)
    )
    return tuple(Objected(*row) for row in rows)
