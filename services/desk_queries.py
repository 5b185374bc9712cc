"""Which dossiers a tab or a search shows, in which order: conditions for the queue's few queries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
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


@dataclass(frozen=True)
class Scope:
    """Conditions and order of a view. `keys` are never null and end in the id, so every place is unique."""

    where: tuple[ColumnElement[bool], ...]
    keys: tuple[ColumnElement[Any], ...]
    descending: bool = False

    def ordered(self, query: Select[Any]) -> Select[Any]:
        """The query in this order."""
        return query.order_by(*(key.desc() if self.descending else key for key in self.keys))


def typed(value: Any, key: ColumnElement[Any]) -> ColumnElement[Any]:
    """The value as this key compares it: a moment must go through the column's own type."""
    return literal(value, key.type)


def among(column: ColumnElement[Any], values: Iterable[int]) -> ColumnElement[bool]:
    """One value is an equality: then an index serves the order as well."""
    values = sorted(values)
    return column == values[0] if len(values) == 1 else column.in_(values)


ASKED_UNTIL = (
    select(func.max(SupplementRequest.answer_by))
    .where(SupplementRequest.dossier_id == Dossier.id, SupplementRequest.withdrawn_at.is_(None))
    .correlate(Dossier)
    .scalar_subquery()
)
"""Until when the citizen may answer the newest supplement request."""

PROPOSED = (
    # A written 'waiting', not a parameter: only so can both engines use the partial index.
    select(Proposal.action)
    .where(Proposal.dossier_id == Dossier.id, Proposal.status == literal_column("'waiting'"))
    .correlate(Dossier)
    .scalar_subquery()
)
"""The action that waits for the leader's word."""


def scope(view: View) -> Scope:
    """Conditions and order of the view's search, or of its tab where nothing is searched."""
    here = among(Dossier.agency_id, view.agencies)
    if view.search:
        return _searched(view.search, here)
    by_due = (Dossier.due_at, Dossier.id)
    match view.tab:
        case "moi":
            return Scope((here, Dossier.state == State.SUBMITTED), (Dossier.submitted_at, Dossier.id))
        case "dang-xu-ly":
            return Scope((here, Dossier.state.in_(RUNNING)), by_due)
        case "bo-sung":
            until = func.coalesce(ASKED_UNTIL, literal(date.max))
            return Scope((here, Dossier.state == State.SUPPLEMENT_ASKED), (until, Dossier.id))
        case "phi":
            return Scope((here, Dossier.state == State.PAYMENT_ASKED), by_due)
        case "sap-han":
            near = and_(Dossier.due_at >= view.at, Dossier.due_at <= view.soon)
            return Scope((here, Dossier.state.in_(RUNNING), near), by_due)
        case "qua-han":
            return Scope((here, Dossier.state.in_(RUNNING), Dossier.due_at < view.at), by_due)
        case "cho-tra":
            return Scope((here, Dossier.state == State.READY), (Dossier.ready_at, Dossier.id))
        case "cua-toi":
            mine = (Dossier.holder_id == view.account_id, Dossier.state.in_(sorted(OPEN)))
            return Scope((here, *mine), by_due)
    return Scope((here,), (Dossier.submitted_at, Dossier.id), descending=True)


def _searched(text: str, here: ColumnElement[bool]) -> Scope:
    """A code, a phone or personal number by equality; else names that begin so, the exact name first."""
    digits = re.sub(r"[\s.\-]", "", text)
    if re.fullmatch(r"\+?[0-9]{8,13}", digits):
        numbers = or_(
            Dossier.applicant_id_number == digits,
            Dossier.applicant_phone == (normal_phone(digits) or digits),
        )
        return Scope((here, numbers), (Dossier.submitted_at, Dossier.id), descending=True)
    if re.search(r"[0-9]", text):
        return Scope((here, Dossier.code == text.strip().upper()), (Dossier.submitted_at, Dossier.id))
    start = fold(text)
    named = (Dossier.applicant_folded >= start, Dossier.applicant_folded < start + _LAST)
    return Scope((here, *named), (Dossier.applicant_folded, Dossier.id))


def page(view: View, *, first: int, size: int) -> Select[Any]:
    """Rows `first` to `first + size` of the view: places are found on the index alone, then rows are read."""
    wanted = scope(view)
    places = wanted.ordered(select(Dossier.id).where(*wanted.where)).limit(size).offset(first).subquery()
    return wanted.ordered(
        select(
            Dossier.code, Dossier.state, Dossier.clock, Dossier.applicant_name, Dossier.procedure_version_id,
            Dossier.submitted_at, Dossier.received_at, Dossier.due_at, Dossier.ready_at, Dossier.closed_at,
            Dossier.rounds, ASKED_UNTIL.label("asked_until"), PROPOSED.label("proposed"),
        ).join(places, places.c.id == Dossier.id)
    )  # fmt: skip


def counts(view: View) -> Select[Any]:
    """Everything that is counted, in one question: rows of (what, all, overdue, soon).

    `what` is a state's number, or MINE, PROPOSALS, FOUND.
    """
    here = among(Dossier.agency_id, view.agencies)
    running = Dossier.state.in_(RUNNING)
    late = case((and_(running, Dossier.due_at < view.at), 1), else_=0)
    near = case((and_(running, Dossier.due_at >= view.at, Dossier.due_at <= view.soon), 1), else_=0)
    zero = literal_column("0")
    by_state = (
        select(Dossier.state.label("what"), func.count().label("all"), func.sum(late), func.sum(near))
        .where(here)
        .group_by(Dossier.state)
    )
    mine = select(literal(MINE), func.count(), zero, zero).where(
        here, Dossier.holder_id == view.account_id, Dossier.state.in_(sorted(OPEN))
    )
    proposals = select(literal(PROPOSALS), func.count(), zero, zero).where(
        among(Proposal.agency_id, view.agencies), Proposal.status == "waiting"
    )
    parts = [by_state, mine, proposals]
    if view.search:
        hits = select(Dossier.id).where(*scope(view).where).limit(FOUND_AT_MOST).subquery()
        parts.append(select(literal(FOUND), func.count(), zero, zero).select_from(hits))
    return union_all(*parts)
