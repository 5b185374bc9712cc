"""Other dossiers of the same person, and those that are likely the same matter twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, and_, bindparam, func, select, union
from sqlalchemy.orm import Session

from db.desk import DossierSubject
from db.dossiers import Dossier
from services import subjects
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.desk.duplicates import BIRTH, MARRIAGE, Match, Record, compare
from services.identity import fold, name_key
from services.language import pick
from services.permissions import Permission
from services.workflow import FINAL, State

MOST = 60
"""So many of the newest are looked at: more say nothing but that the name is common."""
AGAIN_AFTER = timedelta(days=30)
"""Who asks for the same thing later than this wants it once more."""
D = Dossier.__table__.c
OTHER = (
    D.id, D.code, D.state, D.procedure_code, D.procedure_version_id, D.applicant_name, D.applicant_id_number,
    D.applicant_phone, D.submitted_at, D.form,
)  # fmt: skip
"""What is read of another dossier."""
ENDED_WITHOUT = (State.NOT_ACCEPTED, State.WITHDRAWN, State.STOPPED)


@dataclass(frozen=True)
class Linked:
    """Another dossier of the same person; `why` is same_id or same_phone."""

    code: str
    state: State
    procedure: str
    applicant: str
    submitted_at: datetime
    why: str


@dataclass(frozen=True)
class Twin:
    """A likely duplicate: how likely, why, and the two side by side as (what, here, there)."""

    code: str
    state: State
    procedure: str
    submitted_at: datetime
    score: float
    reasons: tuple[str, ...]
    sides: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Related:
    """What else the office has of these people, the newest first; likely duplicates by score."""

    linked: tuple[Linked, ...]
    twins: tuple[Twin, ...]


def find(session: Session, actor: Actor, dossier: Dossier, procedure: Procedure) -> Related:
    """A shared step: one query by indexes, within the agencies whose dossiers this actor may read."""
    mine = records(dossier, procedure)
    others = _candidates(session, actor.agencies_for(Permission.DOSSIER_READ), dossier, mine)
    linked, twins = [], []
    for other in others:
        theirs = store.version(session, other.procedure_version_id)
        name = pick(theirs.short, theirs.short_en)
        if why := _same_person(dossier, other):
            state = State(other.state)
            linked.append(Linked(other.code, state, name, other.applicant_name, other.submitted_at, why))
        if _may_be_twice(dossier, other) and (found := _best(mine, records(other, theirs))):
            match, one, two = found
            twins.append(
                Twin(
                    other.code, State(other.state), name, other.submitted_at, match.score, match.reasons,
                    _sides(one, two),
                )
            )  # fmt: skip
    return Related(tuple(linked), tuple(sorted(twins, key=lambda twin: -twin.score)))


def records(dossier: Dossier | Row[Any], procedure: Procedure) -> tuple[Record, ...]:
    """The people a dossier is about: one, or the two of a marriage."""
    person = subjects.said(procedure, dossier.form, dossier.applicant_name, dossier.applicant_id_number)
    first = Record(
        dossier.code, person["name"], person["id"], person["birth"], person["sex"], person["mother"],
        dossier.procedure_code,
    )  # fmt: skip
    if dossier.procedure_code != MARRIAGE:
        return (first,)
    bride = str(dossier.form.get("nu_ngay_sinh") or "")
    number = dossier.applicant_id_number or ""
    return (first, Record(dossier.code, dossier.applicant_name, number, bride, "2", "", MARRIAGE))


def _candidates(
    session: Session, agencies: frozenset[int], dossier: Dossier, mine: Sequence[Record]
) -> Sequence[Row[Any]]:
    numbers = {one.id_number for one in mine} | {dossier.applicant_id_number or ""}
    numbers.discard("")
    asked = {
        "of": dossier.id,
        "agencies": sorted(agencies),
        "keys": sorted({name_key(one.name) for one in mine}),
        "phone": dossier.applicant_phone or None,
        "name": dossier.applicant_folded,
        "numbers": sorted(numbers),
        "days": sorted({one.born for one in mine if len(one.born) == 10}),
    }
    query = _found(numbers=bool(numbers), days=bool(asked["days"]))
    return session.execute(query, asked).all()


@lru_cache
def _found(*, numbers: bool, days: bool) -> Select[Any]:
    """The newest dossiers that share a name, a number, a telephone or a day with this one; each way by its
    own index. Built once per shape: building took as long as asking."""
    subject, here = DossierSubject, DossierSubject.agency_id.in_(_several("agencies"))
    office = D.agency_id.in_(_several("agencies"))
    # By the name's index: somebody who sends for a whole village has thousands under one telephone.
    phone = func.coalesce(D.applicant_phone, "") == bindparam("phone")
    same_phone = and_(office, D.applicant_folded == bindparam("name"), phone)
    ways = [
        select(subject.dossier_id).where(here, subject.folded.in_(_several("keys"))),
        select(D.id).where(same_phone),
    ]
    if numbers:
        ways.append(select(subject.dossier_id).where(here, subject.id_number.in_(_several("numbers"))))
        ways.append(select(D.id).where(D.applicant_id_number.in_(_several("numbers"))))
    if days:
        ways.append(select(subject.dossier_id).where(here, subject.born.in_(_several("days"))))
    wanted = D.id.in_(union(*ways)), D.id != bindparam("of"), office
    return select(*OTHER).where(*wanted).order_by(D.id.desc()).limit(MOST)


def _several(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _same_person(dossier: Dossier, other: Row[Any]) -> str:
    if dossier.applicant_id_number and dossier.applicant_id_number == other.applicant_id_number:
        return "same_id"
    phone = dossier.applicant_phone and dossier.applicant_phone == other.applicant_phone
    return "same_phone" if phone and fold(dossier.applicant_name) == fold(other.applicant_name) else ""


def _may_be_twice(dossier: Dossier, other: Row[Any]) -> bool:
    """A birth is registered once for ever; anything else may be asked for again when the first has ended."""
    if State(other.state) in ENDED_WITHOUT:
        return False
    if dossier.procedure_code == other.procedure_code == BIRTH or State(other.state) not in FINAL:
        return True
    near = abs(dossier.submitted_at - other.submitted_at) <= AGAIN_AFTER
    return near and dossier.procedure_code == other.procedure_code


def _best(mine: Sequence[Record], theirs: Sequence[Record]) -> tuple[Match, Record, Record] | None:
    found = [(match, a, b) for a in mine for b in theirs if (match := compare(a, b))]
    return max(found, key=lambda one: one[0].score, default=None)


def _sides(a: Record, b: Record) -> tuple[tuple[str, str, str], ...]:
    names = ("name", "id_number", "born", "sex", "mother")
    return tuple((n, getattr(a, n), getattr(b, n)) for n in names if getattr(a, n) or getattr(b, n))
