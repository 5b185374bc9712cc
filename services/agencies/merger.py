"""Agencies end on a day and another goes on with their work: looked at first, written down, done on its day.

What goes over: open dossiers (their codes stay), citizens' open drafts, the roles of people, and what waits
for somebody. What stays: closed dossiers, handed-in reports, money that was taken, and every figure: a
dossier counts for ever where it was taken in, so the sums before and after are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from db.agencies import Agency, AgencySuccessor, Merger
from db.dossiers import Dossier, Draft, Proposal
from db.people import RoleGrant
from db.post import Parcel
from db.session import reading, transaction
from services import agencies
from services.actors import Actor
from services.agencies import moving
from services.agencies.upkeep import within
from services.clock import now, today
from services.dates import calendars
from services.errors import GuardRefused, Invalid, NotFound, Problem
from services.oversight import log
from services.permissions import Permission
from services.workflow import OPEN, State


@dataclass(frozen=True)
class Share:
    """What one agency would hand on. `closed` dossiers stay where they are."""

    agency_id: int
    name: str
    dossiers: int
    drafts: int
    people: int
    roles: int
    waiting_for_money: int
    proposals: int
    parcels: int
    closed: int


@dataclass(frozen=True)
class Plan:
    """The dry run. `other_hours`: the successor's calendar differs, so time that is still to run is counted
    by other office hours; return dates that were promised stay."""

    day: date
    successor: str
    shares: tuple[Share, ...]
    other_hours: bool

    @property
    def dossiers(self) -> int:
        """Open dossiers of all of them."""
        return sum(share.dossiers for share in self.shares)


@dataclass(frozen=True)
class Done:
    """What was written down, and how much has gone over by now (nothing before its day)."""

    merger_id: int
    state: str
    moved: dict[str, int]


def plan_merger(actor: Actor, ended: Sequence[int], successor_id: int | None, day: date) -> Plan:
    """What would go over, by agency; nothing is written. Raises NotAllowed, NotFound, Invalid."""
    actor.require(Permission.AGENCY_MANAGE)
    with reading() as session:
        rows, successor = _checked(session, actor, ended, successor_id, day)
        own = calendars.load(session, successor) if successor else None
        differs = any(own is not None and calendars.load(session, one) != own for one in rows)
        shares = tuple(_share(session, one, day) for one in rows)
        return Plan(day, successor.name if successor else "", shares, differs)


def merge(actor: Actor, ended: Sequence[int], successor_id: int | None, day: date) -> Done:
    """These agencies end with the day before `day`; from then on the successor goes on with their work.

    On a day to come it is only written down, and done when that day comes (`take_effect`). It is done in
    portions, each whole in itself: broken off, the next run goes on where it stood.
    Raises NotAllowed, NotFound, Invalid.
    """
    actor.require(Permission.AGENCY_MANAGE)
    merger_id = _write_down(actor, ended, successor_id, day)
    if day <= today():
        _carry_out(merger_id)
    with reading() as session:
        found = session.get_one(Merger, merger_id)
        return Done(found.id, found.state, dict(found.moved))


def drop(actor: Actor, merger_id: int) -> None:
    """A merger whose day has not come is taken back: its agencies go on. Raises NotAllowed, NotFound,
    GuardRefused (merger_has_begun)."""
    actor.require(Permission.AGENCY_MANAGE)
    with transaction() as session:
        found = session.get(Merger, merger_id, with_for_update=True)
        if found is None:
            raise NotFound("merger")
        rows = [within(session, actor, one, lock=True) for one in found.ended]
        if found.state != "planned":
            raise GuardRefused("merger_has_begun")
        found.state = "dropped"
        for row in rows:
            row.valid_to = None
        session.execute(delete(AgencySuccessor).where(AgencySuccessor.agency_id.in_(found.ended)))
        log.write(session, actor, "merger_dropped", rows[0].code, agency_id=rows[0].id, merger=merger_id)


def take_effect() -> int:
    """A timed job: mergers whose day has come are carried out, also one that was broken off; how many were.

    Several copies of the program may do this at once: each portion holds the merger while it works.
    """
    with reading() as session:
        due = session.scalars(
            select(Merger.id).where(Merger.state.in_(("planned", "moving")), Merger.day <= today())
        ).all()
        late = [one.id for one in session.scalars(_just_done()) if _left(session, one)]
    for merger_id in (*due, *late):
        _carry_out(merger_id)
    return len(due) + len(late)


def _just_done() -> Select[tuple[Merger]]:
    """What was sent a moment before midnight may be written a moment after all the rest had gone."""
    return select(Merger).where(
        Merger.state == "done", Merger.successor_id.is_not(None), Merger.done_at > now() - timedelta(days=1)
    )


def _left(session: Session, merger: Merger) -> bool:
    return any(_open(session, agency_id) for agency_id in merger.ended)


def _carry_out(merger_id: int) -> None:
    while _portion(merger_id):
        pass


def _portion(merger_id: int) -> bool:
    """One portion of the work; whether something may be left."""
    with transaction() as session:
        found = session.get(Merger, merger_id, with_for_update=True)
        if found is None or found.state == "dropped" or found.day > today():
            return False
        if found.state == "done":
            if not _left(session, found):
                return False
            found.state = "moving"
        return moving.portion(session, found)


def _write_down(actor: Actor, ended: Sequence[int], successor_id: int | None, day: date) -> int:
    with transaction() as session:
        rows, successor = _checked(session, actor, ended, successor_id, day, lock=True)
        for row in rows:
            agencies.succeed(session, row, [successor] if successor else [], day)
        merger = Merger(
            day=day, ended=[row.id for row in rows], successor_id=successor.id if successor else None,
            state="planned", asked_by=actor.account_id, asked_by_name=actor.name, asked_at=now(), moved={},
        )  # fmt: skip
        session.add(merger)
        session.flush()
        log.write(
            session, actor, "merger_planned", successor.code if successor else rows[0].code,
            agency_id=(successor or rows[0]).id, merger=merger.id, day=day.isoformat(),
            ended=[row.code for row in rows],
        )  # fmt: skip
        return merger.id


def _checked(
    session: Session, actor: Actor, ended: Sequence[int], successor_id: int | None, day: date,
    *, lock: bool = False,
) -> tuple[list[Agency], Agency | None]:  # fmt: skip
    """The agencies, all in reach. Whoever administers both sides gains no right by it."""
    ids = sorted(set(ended))
    rows = [within(session, actor, one, lock=lock) for one in ids]
    successor = within(session, actor, successor_id) if successor_id else None
    found = [] if day >= today() else [Problem("day", "merger_day")]
    if not rows:
        found.append(Problem("ended", "merger_nobody"))
    for row in rows:
        if row.valid_to is not None or row.valid_from >= day:
            found.append(Problem("ended", "merger_ending", {"name": row.name}))
        elif successor and successor.kind != row.kind:
            found.append(Problem("ended", "merger_kind", {"name": row.name}))
        elif _lives_below(session, row, ids, day):
            found.append(Problem("ended", "merger_below", {"name": row.name}))
        elif successor is None and (_open(session, row.id) or _drafts(session, row.id)):
            found.append(Problem("successor", "merger_left", {"name": row.name}))
    if successor and (
        successor.id in ids or successor.valid_from > day or successor.valid_to is not None
        or any(successor.path.startswith(row.path) for row in rows)
    ):  # fmt: skip
        found.append(Problem("successor", "merger_successor"))
    if found:
        raise Invalid(found)
    return rows, successor


def _lives_below(session: Session, row: Agency, ending: Sequence[int], day: date) -> bool:
    below = select(Agency.id).where(
        Agency.path.startswith(row.path), Agency.id != row.id, Agency.id.not_in(ending),
        Agency.valid_to.is_(None) | (Agency.valid_to > day),
    )  # fmt: skip
    return session.scalar(below.limit(1)) is not None


def _open(session: Session, agency_id: int) -> int:
    return _count(session, Dossier, Dossier.agency_id == agency_id, moving.is_open())


def _drafts(session: Session, agency_id: int) -> int:
    return _count(session, Draft, *moving.open_drafts([agency_id]))


def _count(session: Session, table: type, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _share(session: Session, row: Agency, day: date) -> Share:
    here = Dossier.agency_id == row.id
    roles, people = session.execute(
        select(func.count(), func.count(RoleGrant.account_id.distinct())).where(*moving.roles([row.id], day))
    ).one()
    return Share(
        row.id, row.name, _open(session, row.id), _drafts(session, row.id), people, roles,
        _count(session, Dossier, here, Dossier.state == State.PAYMENT_ASKED),
        _count(session, Proposal, Proposal.agency_id == row.id, Proposal.status == "waiting"),
        _count(session, Parcel, Parcel.agency_id == row.id, Parcel.closed_at.is_(None)),
        _count(session, Dossier, here, Dossier.state.not_in([int(s) for s in OPEN])),
    )
