"""The tree of agencies: who stands where, and what an agency takes over from the ones above it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.agencies import Agency, AgencySuccessor


@dataclass(frozen=True)
class AgencyRow:
    """An agency as lists show it."""

    id: int
    code: str
    slug: str
    name: str
    kind: str
    parent_name: str


def inherited(session: Session, agency: Agency, column: str) -> Any:
    """The agency's own setting, or that of the nearest agency above which has one; None where none has."""
    if (own := getattr(agency, column)) is not None:
        return own
    above = [int(i) for i in agency.path.strip("/").split("/")[:-1]]
    by_id = {a.id: a for a in session.scalars(select(Agency).where(Agency.id.in_(above)))}
    settings = (getattr(by_id[i], column) for i in reversed(above))
    return next((s for s in settings if s is not None), None)


def of_head(session: Session, agency: Agency, name: str) -> str:
    """What the head of this agency's letters says of `name`, or of the nearest one above that says it."""
    if own := agency.letter_head.get(name):
        return str(own)
    above = [int(i) for i in agency.path.strip("/").split("/")[:-1]]
    by_id = {a.id: a for a in session.scalars(select(Agency).where(Agency.id.in_(above)))}
    return next((str(said) for i in reversed(above) if (said := by_id[i].letter_head.get(name))), "")


def add(
    session: Session,
    *,
    code: str,
    slug: str,
    name: str,
    kind: str,
    valid_from: date,
    parent: Agency | None = None,
    **settings: Any,
) -> Agency:
    """A new agency below `parent`; its path is known once it has a number."""
    agency = Agency(
        code=code, slug=slug, name=name, kind=kind, valid_from=valid_from,
        parent_id=parent.id if parent else None, path="", **settings,
    )  # fmt: skip
    session.add(agency)
    session.flush()
    agency.path = f"{parent.path if parent else '/'}{agency.id}/"
    session.flush()
    return agency


def succeed(session: Session, ended: Agency, successors: list[Agency], day: date) -> None:
    """The agency ends before `day`; its successors take over from then on."""
    ended.valid_to = day
    session.add_all(AgencySuccessor(agency_id=ended.id, successor_id=s.id) for s in successors)
    session.flush()


def by_place(session: Session, number: str, day: date) -> Agency | None:
    """The agency whose place had this official number on that day: the same number meant xã Nguyên Hòa until
    2025-06-30 and means xã Tống Trân since, so a number without a day names nothing."""
    return session.scalar(select(Agency).where(Agency.place_code == number, valid_on(day)))


def heirs(session: Session, day: date) -> dict[int, int]:
    """Of every agency that has ended by this day, the one that goes on with all of its work today.

    One whose work was divided among several has no heir: nobody can say which part of it is whose."""
    after: dict[int, list[int]] = {}
    rows = session.execute(
        select(AgencySuccessor.agency_id, AgencySuccessor.successor_id)
        .join(Agency, Agency.id == AgencySuccessor.agency_id)
        .where(Agency.valid_to <= day)
    )
    for ended, successor in rows:
        after.setdefault(ended, []).append(successor)
    found = {}
    for ended in after:
        last, seen = ended, {ended}
        while len(next_ := after.get(last, [])) == 1 and next_[0] not in seen:
            last = next_[0]
            seen.add(last)
        if last != ended:
            found[ended] = last
    return found


def with_heirs(ids: Iterable[int], heirs_: Mapping[int, int]) -> frozenset[int]:
    """These agencies, those that go on with their work, and all whose work any of them goes on with."""
    wide = set(ids)
    wide |= {heirs_[one] for one in wide if one in heirs_}
    return frozenset(wide | {ended for ended, heir in heirs_.items() if heir in wide})


def valid_on(day: date) -> Any:
    """The condition that an agency exists on this day (valid_to is the first day it no longer does)."""
    return (Agency.valid_from <= day) & or_(Agency.valid_to.is_(None), Agency.valid_to > day)
