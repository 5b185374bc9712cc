"""Which dossiers a tab or a search shows, in which order.

Each statement is built once and asked again and again: building it anew took as long as running it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)

from db.desk_work import CertificateDraft
from db.dossiers import Dossier, Proposal, SupplementRequest
from db.people import Account
from services.desk import narrow as narrowing
from services.desk.views import TABS, Shape
from services.workflow import OPEN, State

RUNNING = (State.RECEIVED, State.IN_PROCESS)
"""States in which the office works against the clock; only these can be due soon or overdue."""

MINE, PROPOSALS, FOUND, ALL = -1, -2, -3, -4
"""What is counted beside the states, which have their official numbers."""

D, R, P = Dossier.__table__.c, SupplementRequest.__table__.c, Proposal.__table__.c
C, A = CertificateDraft.__table__.c, Account.__table__.c
ME, AT, SOON = bindparam("me"), bindparam("at", type_=D.due_at.type), bindparam("soon", type_=D.due_at.type)


@dataclass(frozen=True)
class Scope:
    """Conditions and order of a view. `keys` are never null and end in the id, so every place is unique."""

    where: tuple[ColumnElement[bool], ...]
    keys: tuple[ColumnElement[Any], ...]
    descending: bool = False

    def ordered(self, query: Select[Any], *, backwards: bool = False) -> Select[Any]:
        """The query in this order, or in the opposite one."""
        return query.order_by(*(key.desc() if self.descending != backwards else key for key in self.keys))


def among(column: ColumnElement[Any], values: Iterable[int]) -> ColumnElement[bool]:
    """One value is an equality: then an index serves the order as well."""
    values = sorted(values)
    return column == values[0] if len(values) == 1 else column.in_(values)


def _theirs(column: ColumnElement[Any], several: bool) -> ColumnElement[bool]:
    """The same of the agencies that a view is of, which its statement gets as a value."""
    return column.in_(bindparam("agencies", expanding=True)) if several else column == bindparam("agency")


ASKED_UNTIL = (
    select(func.max(R.answer_by)).where(R.dossier_id == D.id, R.withdrawn_at.is_(None)).scalar_subquery()
)
"""Until when the citizen may answer the newest supplement request."""

UNTIL = case((D.state == State.PAYMENT_ASKED, D.pay_by), else_=ASKED_UNTIL)
"""Until when the citizen may give what the dossier waits for: money, or papers."""

# A written 'waiting', not a parameter: only so can both engines use the partial index.
PROPOSED = (
    select(P.action).where(P.dossier_id == D.id, P.status == literal_column("'waiting'")).scalar_subquery()
)
"""The action that waits for the leader's word."""


DRAFT = (
    select(C.answer).where(C.dossier_id == D.id, C.settled_at.is_(None)).scalar_subquery()
)
"""What the citizen says of the draft of the result: waiting or objected; of one that is settled nothing."""

ANSWERED_FIRST = case((D.answered, 0), else_=1)
"""What the citizen has just answered leads every list of what the office works on."""

HOLDER = select(A.name).where(A.id == D.holder_id).scalar_subquery()
"""Who has the dossier in hand."""

ROW = (
    D.id, D.code, D.version, D.state, D.applicant_name, D.procedure_version_id, D.submitted_at, D.received_at,
    D.due_at, D.ready_at, D.closed_at, D.rounds, D.answered, D.channel, D.level, D.money, D.result_way,
    UNTIL.label("asked_until"), PROPOSED.label("proposed"), DRAFT.label("draft"), HOLDER.label("holder"),
)  # fmt: skip


@lru_cache(maxsize=512)
def scope(shape: Shape) -> Scope:
    """Conditions and order of one kind of view."""
    if shape.kind.startswith("name"):
        return _named(_theirs(D.agency_id, shape.several), int(shape.kind.removeprefix("name")))
    wanted = _scope(shape.several, shape.kind)
    keys, descending = narrowing.ORDERS.get(shape.order, (wanted.keys, wanted.descending))
    if shape.narrowed and keys[0] is D.submitted_at:
        keys = (_unindexed(keys[0]), *keys[1:])
    return Scope((*wanted.where, *_narrowed(shape)), keys, descending)


def _narrowed(shape: Shape) -> list[ColumnElement[bool]]:
    return [narrowing.CONDITIONS[name] for name in sorted(shape.narrowed)]


def _scope(several: bool, kind: str) -> Scope:
    here = _theirs(D.agency_id, several)
    running, by_due = D.state.in_(RUNNING), (ANSWERED_FIRST, D.due_at, D.id)
    by_submission = (D.submitted_at, D.id)
    until = func.coalesce(ASKED_UNTIL, literal(date.max))
    match kind:
        case "moi":
            new = (here, D.state == State.SUBMITTED)
            return Scope(new, (ANSWERED_FIRST, _unindexed(D.submitted_at), D.id))
        case "dang-xu-ly":
            return Scope((here, running), by_due)
        case "bo-sung":
            return Scope((here, D.state == State.SUPPLEMENT_ASKED), (until, D.id))
        case "phi":
            return Scope((here, D.state == State.PAYMENT_ASKED), (func.coalesce(D.pay_by, date.max), D.id))
        case "sap-han":
            return Scope((here, running, D.due_at >= AT, D.due_at <= SOON), by_due)
        case "qua-han":
            return Scope((here, running, D.due_at < AT), by_due)
        case "cho-tra":
            return Scope((here, D.state == State.READY), (_unindexed(D.ready_at), D.id))
        case "cua-toi":
            return Scope((here, D.holder_id == ME, D.state.in_(sorted(OPEN))), by_due)
        case "number":
            found = D.id.in_(_numbered(several))
            return Scope((found,), (_unindexed(D.submitted_at), D.id), descending=True)
        case "code":
            return Scope((here, D.code == bindparam("code")), (_unindexed(D.submitted_at), D.id))
    return Scope((here,), by_submission, descending=True)


def _numbered(several: bool) -> CompoundSelect[Any]:
    """Dossiers of a person's number, each kind found by its own index: an OR reads all the agency has."""
    here = _theirs(_unindexed(D.agency_id), several)
    by_id_number = select(D.id).where(D.applicant_id_number == bindparam("digits"), here)
    return union_all(by_id_number, select(D.id).where(D.applicant_phone == bindparam("phone"), here))


def _unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as an expression, for few rows that another index finds. A bare column tempts SQLite to read
    the agency's whole past along its index: 21 ms instead of 2 where it has 10,000 dossiers."""
    return func.coalesce(column, column, type_=column.type)


def _named(here: ColumnElement[bool], words: int) -> Scope:
    """Names that have all these fragments, the exact one first, then those that begin so.

    Everything asked stands in ix_dossier_name: the agency's part of that index is read, no dossier is.
    """
    name = D.applicant_folded
    rank = case((name == bindparam("name"), 0), (name.like(bindparam("begins"), escape="/"), 1), else_=2)
    parts = (name.like(bindparam(f"word{n}"), escape="/") for n in range(words))
    return Scope((here, *parts), (rank, name, D.id))


@lru_cache(maxsize=512)
def ids(shape: Shape) -> Select[Any]:
    """The keys of a view's dossiers in its order, :size of them from :first on, found on the index alone."""
    wanted = scope(shape)
    places = wanted.ordered(select(D.id).where(*wanted.where))
    return places.limit(bindparam("size")).offset(bindparam("first"))


@lru_cache(maxsize=512)
def page(shape: Shape) -> Select[Any]:
    """Rows of a view: their places are found first, then the rows are read."""
    wanted, places = scope(shape), ids(shape).subquery()
    return wanted.ordered(select(*ROW).join(places, places.c.id == D.id))


@lru_cache
def chosen(several: bool) -> Select[Any]:
    """Rows of :chosen dossiers, as far as they are the view's agencies'; the order is the asker's."""
    picked = D.id.in_(bindparam("chosen", expanding=True))
    return select(*ROW).where(_theirs(D.agency_id, several), picked)


@lru_cache(maxsize=512)
def counts(shape: Shape) -> Select[Any]:
    """Everything that is counted, in one question: rows of (what, all, overdue, soon).

    `what` is the number of an open state, or ALL, MINE, PROPOSALS and, for a search, FOUND.
    """
    here, zero = and_(_theirs(D.agency_id, shape.several), *_narrowed(shape)), literal_column("0")
    late = case((D.due_at < AT, 1), else_=0)
    near = case((and_(D.due_at >= AT, D.due_at <= SOON), 1), else_=0)
    # Most dossiers have ended, and no tab tells in which way: counted together, without grouping them, they
    # cost an eighth.
    running = select(D.state, func.count(), func.sum(late), func.sum(near)).where(D.state.in_(RUNNING))
    waiting = select(D.state, func.count(), zero, zero).where(D.state.in_(sorted(OPEN - set(RUNNING))))
    mine = scope(replace(shape, kind="cua-toi")).where
    asked = _theirs(P.agency_id, shape.several), P.status == "waiting"
    parts = [
        running.where(here).group_by(D.state),
        waiting.where(here).group_by(D.state),
        select(literal(ALL), func.count(), zero, zero).where(here),
        select(literal(MINE), func.count(), zero, zero).where(*mine),
        select(literal(PROPOSALS), func.count(), zero, zero).where(*asked),
    ]
    if shape.kind not in TABS:
        found = scope(shape).where
        parts.append(select(literal(FOUND), func.count(), zero, zero).where(*found))
    return union_all(*parts)


@lru_cache(maxsize=512)
def place(shape: Shape) -> Select[Any]:
    """Where the dossier :of_code stands in the order of the view, whether it is in it or not."""
    wanted = scope(shape)
    return select(*wanted.keys).where(_theirs(D.agency_id, shape.several), D.code == bindparam("of_code"))


@lru_cache(maxsize=512)
def both_sides(shape: Shape) -> CompoundSelect[Any]:
    """Rows of (side, code): the dossiers right before and after the place :key0, :key1 … of the view."""
    sides = {"before": _beside(shape, after=False), "after": _beside(shape, after=True)}
    found = {name: one.subquery(f"right_{name}") for name, one in sides.items()}
    return union_all(*(select(literal_column(f"'{name}'"), one.c.code) for name, one in found.items()))


def _beside(shape: Shape, *, after: bool) -> Select[Any]:
    wanted = scope(shape)
    keys = tuple_(*wanted.keys)
    here = tuple_(*(bindparam(f"key{n}", type_=key.type) for n, key in enumerate(wanted.keys)))
    beyond = keys > here if after != wanted.descending else keys < here
    return wanted.ordered(select(D.code).where(*wanted.where, beyond).limit(1), backwards=not after)
