"""Which dossiers a tab or a search shows, in which order.

Each statement is built once and asked again and again: building it anew took as long as running it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from db.dossiers import Dossier, Proposal, SupplementRequest
from services.identity import fold, normal_phone
from services.workflow import OPEN, State

TABS = ("moi", "dang-xu-ly", "bo-sung", "phi", "sap-han", "qua-han", "cho-tra", "cua-toi", "tat-ca")
"""Codes of the tabs as addresses carry them: new, in work, waiting for papers, for money, due soon, overdue,
ready to hand over, mine, all."""

RUNNING = (State.RECEIVED, State.IN_PROCESS)
"""States in which the office works against the clock; only these can be due soon or overdue."""

FOUND_AT_MOST = 1000
"""A search counts its hits up to here: whoever finds more types more."""

MINE, PROPOSALS, FOUND = -1, -2, -3
"""What is counted beside the states, which have their official numbers."""

D, R, P = Dossier.__table__.c, SupplementRequest.__table__.c, Proposal.__table__.c
ME, AT, SOON = bindparam("me"), bindparam("at", type_=D.due_at.type), bindparam("soon", type_=D.due_at.type)
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class View:
    """What someone looks at: the agencies that are theirs, who they are, a tab or a search, and when.

    `soon` is the moment up to which a due date counts as near.
    """

    agencies: frozenset[int]
    account_id: int
    tab: str
    search: str
    at: datetime
    soon: datetime

    @property
    def kind(self) -> str:
        """The tab, or what the search looks for: number, code or name."""
        if not self.search:
            return self.tab
        if re.fullmatch(r"\+?[0-9]{8,13}", _digits(self.search)):
            return "number"
        return "code" if re.search(r"[0-9]", self.search) else "name"

    @property
    def values(self) -> dict[str, Any]:
        """What the statements' parameters stand for in this view."""
        digits, start = _digits(self.search), fold(self.search)
        return {
            "me": self.account_id,
            "at": self.at,
            "soon": self.soon,
            "code": self.search.upper(),
            "digits": digits,
            "phone": normal_phone(digits) or digits,
            "start": start,
            "end": start + _LAST,
        }


@dataclass(frozen=True)
class Scope:
    """Conditions and order of a view. `keys` are never null and end in the id, so every place is unique."""

    where: tuple[ColumnElement[bool], ...]
    keys: tuple[ColumnElement[Any], ...]
    descending: bool = False

    def ordered(self, query: Select[Any], *, backwards: bool = False) -> Select[Any]:
        """The query in this order, or in the opposite one."""
        return query.order_by(*(key.desc() if self.descending != backwards else key for key in self.keys))


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def among(column: ColumnElement[Any], values: Iterable[int]) -> ColumnElement[bool]:
    """One value is an equality: then an index serves the order as well."""
    values = sorted(values)
    return column == values[0] if len(values) == 1 else column.in_(values)


ASKED_UNTIL = (
    select(func.max(R.answer_by)).where(R.dossier_id == D.id, R.withdrawn_at.is_(None)).scalar_subquery()
)
"""Until when the citizen may answer the newest supplement request."""

# A written 'waiting', not a parameter: only so can both engines use the partial index.
PROPOSED = (
    select(P.action).where(P.dossier_id == D.id, P.status == literal_column("'waiting'")).scalar_subquery()
)
"""The action that waits for the leader's word."""


@lru_cache(maxsize=512)
def scope(agencies: frozenset[int], kind: str) -> Scope:
    """Conditions and order of one kind of view."""
    here = among(D.agency_id, agencies)
    running, by_due = D.state.in_(RUNNING), (D.due_at, D.id)
    by_submission = (D.submitted_at, D.id)
    until = func.coalesce(ASKED_UNTIL, literal(date.max))
    numbers = or_(D.applicant_id_number == bindparam("digits"), D.applicant_phone == bindparam("phone"))
    named = (D.applicant_folded >= bindparam("start"), D.applicant_folded < bindparam("end"))
    match kind:
        case "moi":
            return Scope((here, D.state == State.SUBMITTED), by_submission)
        case "dang-xu-ly":
            return Scope((here, running), by_due)
        case "bo-sung":
            return Scope((here, D.state == State.SUPPLEMENT_ASKED), (until, D.id))
        case "phi":
            return Scope((here, D.state == State.PAYMENT_ASKED), by_due)
        case "sap-han":
            return Scope((here, running, D.due_at >= AT, D.due_at <= SOON), by_due)
        case "qua-han":
            return Scope((here, running, D.due_at < AT), by_due)
        case "cho-tra":
            return Scope((here, D.state == State.READY), (D.ready_at, D.id))
        case "cua-toi":
            return Scope((here, D.holder_id == ME, D.state.in_(sorted(OPEN))), by_due)
        case "number":
            return Scope((here, numbers), by_submission, descending=True)
        case "code":
            return Scope((here, D.code == bindparam("code")), by_submission)
        case "name":  # the exact name comes first: it is the shortest that begins so
            return Scope((here, *named), (D.applicant_folded, D.id))
    return Scope((here,), by_submission, descending=True)


@lru_cache(maxsize=512)
def page(agencies: frozenset[int], kind: str) -> Select[Any]:
    """Rows of a view, :size of them from :first on: places are found on the index, then rows are read."""
    wanted = scope(agencies, kind)
    places = wanted.ordered(select(D.id).where(*wanted.where))
    places = places.limit(bindparam("size")).offset(bindparam("first")).subquery()
    return wanted.ordered(
        select(
            D.code, D.state, D.applicant_name, D.procedure_version_id, D.submitted_at, D.due_at, D.ready_at,
            D.closed_at, D.rounds, ASKED_UNTIL.label("asked_until"), PROPOSED.label("proposed"),
        ).join(places, places.c.id == D.id)
    )  # fmt: skip


@lru_cache(maxsize=512)
def counts(agencies: frozenset[int], kind: str) -> Select[Any]:
    """Everything that is counted, in one question: rows of (what, all, overdue, soon).

    `what` is a state's number, or MINE, PROPOSALS and, for a search, FOUND.
    """
    here, zero = among(D.agency_id, agencies), literal_column("0")
    late = case((D.due_at < AT, 1), else_=0)
    near = case((and_(D.due_at >= AT, D.due_at <= SOON), 1), else_=0)
    # Apart, because most dossiers have ended: those are counted on the index without looking at a date.
    running = select(D.state, func.count(), func.sum(late), func.sum(near)).where(D.state.in_(RUNNING))
    others = select(D.state, func.count(), zero, zero).where(D.state.in_(sorted(set(State) - set(RUNNING))))
    mine = scope(agencies, "cua-toi").where
    asked = among(P.agency_id, agencies), P.status == "waiting"
    parts = [
        running.where(here).group_by(D.state),
        others.where(here).group_by(D.state),
        select(literal(MINE), func.count(), zero, zero).where(*mine),
        select(literal(PROPOSALS), func.count(), zero, zero).where(*asked),
    ]
    if kind not in TABS:
        hits = select(D.id).where(*scope(agencies, kind).where).limit(FOUND_AT_MOST).subquery()
        parts.append(select(literal(FOUND), func.count(), zero, zero).select_from(hits))
    return union_all(*parts)


@lru_cache(maxsize=512)
def place(agencies: frozenset[int], kind: str) -> Select[Any]:
    """Where the dossier :of_code stands in the order of the view, whether it is in it or not."""
    wanted = scope(agencies, kind)
    return select(*wanted.keys).where(among(D.agency_id, agencies), D.code == bindparam("of_code"))


@lru_cache(maxsize=512)
def beside(agencies: frozenset[int], kind: str, *, after: bool) -> Select[Any]:
    """The code of the dossier right after (or before) the place :key0, :key1 of the view."""
    wanted = scope(agencies, kind)
    keys = tuple_(*wanted.keys)
    here = tuple_(*(bindparam(f"key{n}", type_=key.type) for n, key in enumerate(wanted.keys)))
    beyond = keys > here if after != wanted.descending else keys < here
    return wanted.ordered(select(D.code).where(*wanted.where, beyond).limit(1), backwards=not after)
