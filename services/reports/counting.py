"""Counts what a report shows: one look at the facts, by the very conditions of the figures' lists."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from db.catalogue import ProcedureVersion
from db.figures import DossierFact
from services.catalogue import Procedure, store
from services.figures.choice import Choice, Period
from services.figures.lists import CONDITIONS, F, chosen
from services.reports.sheet import BY_PROCEDURE, COUNTED, Cells, Group, Line, Report
from services.reports.units import Unit

INDICATORS = ("online", "counter", "post", *(code for code in COUNTED if code not in ("online", "direct")))


def counts(asked: Choice) -> Select[Any]:
    """Rows (agency_id, procedure_code, a number per INDICATORS). Every one of them was received before the
    period ended and had not ended before it began, so nothing else is looked at."""
    sums = (func.sum(case((CONDITIONS[code](asked), 1), else_=0)) for code in INDICATORS)
    concerned = and_(
        F.received_on < asked.period.after, or_(F.ended_on >= asked.period.first, F.ended_on.is_(None))
    )
    grouped = select(F.agency_id, F.procedure_code, *sums).select_from(DossierFact)
    return grouped.where(concerned, *chosen(asked)).group_by(F.agency_id, F.procedure_code)


def report(session: Session, unit: Unit, form: str, asked: Choice) -> Report:
    """The report of this unit: fields with procedures, or (II.06b) the units below with their fields."""
    found: dict[tuple[int, str], Cells] = {}
    for agency_id, code, *numbers in session.execute(counts(asked)):
        found[agency_id, code] = _cells(dict(zip(INDICATORS, map(int, numbers), strict=True)))
    procedures = known(session, {code for _agency, code in found})
    groups = _fields(found, procedures) if form == BY_PROCEDURE else _units(found, procedures, unit)
    return Report(
        form, unit.name, unit.receiver, asked.period, asked.period.seen_from(asked.today), tuple(groups)
    )


def choice_of(unit: Unit, period: Period, today: Any) -> Choice:
    """All dossiers of this unit in this period."""
    return Choice(period, unit.agencies, today)


def known(session: Session, codes: set[str]) -> dict[str, Procedure]:
    """What is known of these procedures: their newest published version, in force or not."""
    newest = select(ProcedureVersion.code, func.max(ProcedureVersion.id)).group_by(ProcedureVersion.code)
    rows = session.execute(newest.where(ProcedureVersion.code.in_(sorted(codes))))
    versions = dict(rows.all())
    found = store.versions(session, list(versions.values()))
    return {code: found[version_id] for code, version_id in versions.items()}


def _cells(n: dict[str, int]) -> Cells:
    return Cells(direct=n["counter"] + n["post"], **{code: n[code] for code in COUNTED if code != "direct"})


def _fields(found: dict[tuple[int, str], Cells], procedures: dict[str, Procedure]) -> list[Group]:
    by_code: dict[str, Cells] = defaultdict(Cells)
    for (_agency, code), cells in found.items():
        by_code[code] += cells
    lines: dict[str, list[Line]] = defaultdict(list)
    for code in sorted(by_code):
        field, name = _named(procedures, code)
        lines[field].append(Line(code, name, by_code[code]))
    return [Group(field, field, tuple(lines[field])) for field in sorted(lines)]


def _units(found: dict[tuple[int, str], Cells], procedures: dict[str, Procedure], unit: Unit) -> list[Group]:
    by_field: dict[tuple[int, str], Cells] = defaultdict(Cells)
    for (agency_id, code), cells in found.items():
        by_field[agency_id, _named(procedures, code)[0]] += cells
    return [
        Group(slug, name, tuple(
            Line(field, field, by_field[agency, field]) for agency, field in sorted(by_field)
            if agency == agency_id
        ))
        for agency_id, slug, name in unit.below
    ]  # fmt: skip


def _named(procedures: dict[str, Procedure], code: str) -> tuple[str, str]:
    """Field and name, in Vietnamese: a report is an official paper. A procedure unknown is its code."""
    one = procedures.get(code)
    return (one.field, one.name) if one else (code, code)
