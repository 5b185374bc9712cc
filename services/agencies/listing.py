"""The tree as an administrator reads it, and all that is known of one agency."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.agencies import Agency, AgencySuccessor, Merger
from db.dossiers import Dossier
from db.office import OfficeEvent
from db.people import RoleGrant
from db.session import reading
from services import agencies
from services.actors import Actor
from services.agencies.moving import is_open
from services.agencies.upkeep import FACTS, facts_of, within
from services.clock import today
from services.codes import DEFAULT_PATTERN
from services.identity import fold
from services.oversight import scope
from services.permissions import Permission
from services.workflow import Role


@dataclass(frozen=True)
class Node:
    """One agency in the tree; `depth` 0 is the reader's own. `last` is its last day, if it has one."""

    id: int
    code: str
    name: str
    kind: str
    place_code: str
    depth: int
    first: date
    last: date | None

    @property
    def ended(self) -> bool:
        """Whether it is no longer there."""
        return self.last is not None and self.last < today()

    @property
    def coming(self) -> bool:
        """Whether it is not there yet."""
        return self.first > today()


@dataclass(frozen=True)
class Planned:
    """A merger that this agency is or was part of."""

    id: int
    day: date
    ended: tuple[str, ...]
    successor: str
    state: str
    by: str
    moved: dict[str, int]


@dataclass(frozen=True)
class Line:
    """One thing that was done to an agency."""

    at: datetime
    by: str
    action: str


@dataclass(frozen=True)
class Detail:
    """All about one agency. `own` is what it has itself, `counts` what counts for it, also from above."""

    node: Node
    parent: str
    own: dict[str, str]
    counts: dict[str, str]
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    open_dossiers: int
    people: int
    mergers: tuple[Planned, ...]
    log: tuple[Line, ...]


def tree(actor: Actor, search: str = "", ended: bool = False) -> tuple[Node, ...]:
    """The agencies in reach, each below its parent, by name. `search` finds by name, code or place number and
    keeps what stands above; a place number finds every agency that ever bore it. Raises NotAllowed."""
    actor.require(Permission.AGENCY_MANAGE)
    with reading() as session:
        rows = scope.agencies(session, scope.paths(actor, Permission.AGENCY_MANAGE))
    wanted = fold(search)
    shown = [row for row in rows if ended or row.valid_to is None or row.valid_to > today()]
    hit = {row.id for row in shown if not wanted or _matches(row, wanted)}
    above = {int(one) for row in shown if row.id in hit for one in row.path.strip("/").split("/")}
    kept = {row.id: row for row in rows if row.id in hit | above}
    children: dict[int, list[Agency]] = defaultdict(list)
    tops = []
    for row in kept.values():
        (children[row.parent_id] if row.parent_id in kept else tops).append(row)
    found: list[Node] = []
    _gather(found, tops, children, 0)
    return tuple(found)


def one(actor: Actor, agency_id: int) -> Detail:
    """Everything about one agency in reach. Raises NotAllowed, NotFound."""
    actor.require(Permission.AGENCY_MANAGE)
    with reading() as session:
        row = within(session, actor, agency_id)
        parent = session.get(Agency, row.parent_id) if row.parent_id else None
        S = AgencySuccessor
        before = _linked(session, S.agency_id, S.successor_id, agency_id)
        after = _linked(session, S.successor_id, S.agency_id, agency_id)
        own = facts_of(row)
        inherited = {name: agencies.inherited(session, row, name) for name in ("rule_set", "code_pattern")}
        counts = {**own, "rule_set": inherited["rule_set"] or "2025",
                  "code_pattern": inherited["code_pattern"] or DEFAULT_PATTERN}  # fmt: skip
        open_ = session.scalar(select(func.count()).where(Dossier.agency_id == agency_id, is_open())) or 0
        return Detail(
            _node(row, 0), parent.name if parent else "", own, counts, before, after, open_,
            _people(session, agency_id), _mergers(session, agency_id), _log(session, row),
        )  # fmt: skip


def followed_by(slug: str, day: date) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Of an office that has ended: its name, and slug and name of those that took over and are there on this
    day; None while it is there, or where there is none of this slug. For everyone: the tree is public."""
    with reading() as session:
        row = session.scalars(select(Agency).where(Agency.slug == slug)).first()
        if row is None or row.valid_to is None or row.valid_to > day:
            return None
        found, waiting, seen = [], [row.id], set()
        while waiting:
            for next_ in _successors(session, waiting.pop()):
                if next_.id in seen:
                    continue
                seen.add(next_.id)
                if next_.valid_to is None or next_.valid_to > day:
                    found.append((next_.slug, next_.name))
                else:
                    waiting.append(next_.id)
        return row.name, tuple(found)


def _successors(session: Session, agency_id: int) -> list[Agency]:
    mine = select(AgencySuccessor.successor_id).where(AgencySuccessor.agency_id == agency_id)
    return list(session.scalars(select(Agency).where(Agency.id.in_(mine))))


def _matches(row: Agency, wanted: str) -> bool:
    return wanted in fold(f"{row.name} {row.code}") or wanted == (row.place_code or "")


def _gather(
    found: list[Node], rows: list[Agency], children: dict[int, list[Agency]], depth: int
) -> None:
    for row in sorted(rows, key=lambda one: (fold(one.name), one.valid_from)):
        found.append(_node(row, depth))
        _gather(found, children[row.id], children, depth + 1)


def _node(row: Agency, depth: int) -> Node:
    last = row.valid_to - timedelta(days=1) if row.valid_to else None
    return Node(row.id, row.code, row.name, row.kind, row.place_code or "", depth, row.valid_from, last)


def _linked(session: Session, wanted: object, by: object, agency_id: int) -> tuple[Node, ...]:
    rows = session.scalars(
        select(Agency).where(Agency.id.in_(select(wanted).where(by == agency_id))).order_by(Agency.name)
    )
    return tuple(_node(row, 0) for row in rows)


def _people(session: Session, agency_id: int) -> int:
    return session.scalar(
        select(func.count(RoleGrant.account_id.distinct())).where(
            RoleGrant.agency_id == agency_id, RoleGrant.role != Role.CITIZEN.value,
            RoleGrant.valid_from <= today(),
            RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= today()),
        )
    ) or 0  # fmt: skip


def _mergers(session: Session, agency_id: int) -> tuple[Planned, ...]:
    """Newest first; there are some hundred in the life of a province."""
    rows = session.scalars(select(Merger).where(Merger.state != "dropped").order_by(Merger.id.desc())).all()
    mine = [row for row in rows if agency_id in row.ended or agency_id == row.successor_id]
    ids = {one for row in mine for one in (*row.ended, row.successor_id) if one}
    names = dict(session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(ids))).all())
    return tuple(
        Planned(row.id, row.day, tuple(names[i] for i in row.ended), names.get(row.successor_id or 0, ""),
                row.state, row.asked_by_name, dict(row.moved))
        for row in mine
    )  # fmt: skip


def _log(session: Session, row: Agency) -> tuple[Line, ...]:
    lines = session.scalars(
        select(OfficeEvent).where(OfficeEvent.subject == row.code, OfficeEvent.agency_id == row.id)
        .order_by(OfficeEvent.id.desc()).limit(10)
    )  # fmt: skip
    return tuple(Line(one.at, one.actor_name, one.action) for one in lines)


__all__ = ["FACTS", "Detail", "Line", "Node", "Planned", "followed_by", "one", "tree"]
