"""The desk of reports: what is asked for, the report of it, and handing it in so that it stays as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.reports import FrozenReport
from db.session import reading, transaction
from services import storage
from services.actors import Actor
from services.clock import now, today
from services.errors import Invalid, NotAllowed, NotFound, Problem
from services.figures import choice
from services.figures.choice import Period
from services.permissions import Permission
from services.reports import counting, printing, sheet, units, workbook
from services.reports.sheet import BY_PROCEDURE, BY_UNIT, Difference, Report
from services.reports.units import Unit

OTHER = "khac"
"""Stands in an address where the days are chosen one by one."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for, as it stands there: office, period, days of another period, form."""

    unit: str = ""
    period: str = ""
    first: str = ""
    last: str = ""
    form: str = ""


@dataclass(frozen=True)
class Frozen:
    """A report as it was handed in, and what is different now."""

    id: int
    version: int
    at: datetime
    by: str
    sha256: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Shown:
    """What the room shows. `periods`: those to choose from, one that was typed in among them."""

    units: tuple[Unit, ...]
    unit: Unit
    periods: tuple[Period, ...]
    report: Report
    frozen: tuple[Frozen, ...]


def period_of(asked: Asked) -> Period:
    """The period that is asked for: the last month that has ended where nothing else is understood."""
    day = today()
    if asked.period == OTHER:
        try:
            first, last = date.fromisoformat(asked.first), date.fromisoformat(asked.last)
        except ValueError:
            first = last = day
        return Period(min(first, last), max(first, last) + timedelta(days=1))
    known = {one.code: one for one in choice.periods(day)}
    return known.get(asked.period) or choice.months(day.replace(day=1), 1).before


def form_of(unit: Unit, asked: Asked) -> str:
    """Only an office above others sums up units; a commune reports by procedure."""
    return BY_UNIT if unit.sums_up and asked.form != BY_PROCEDURE else BY_PROCEDURE


def show(actor: Actor, asked: Asked) -> Shown:
    """The report that is asked for, within what this actor may read. Raises NotAllowed, NotFound."""
    actor.require(Permission.REPORT_READ)
    with reading(replica=True) as session:
        known = units.units(session, actor)
        unit = units.unit(session, actor, asked.unit)
        made = _made(session, unit, asked)
        kept = session.scalars(_frozen(unit, made.form, made.period).order_by(FrozenReport.version.desc()))
        frozen = tuple(_row(one, made) for one in kept)
    return Shown(tuple(known), unit, tuple(choice.periods(today())), made, frozen)


def made_for(code: str, form: str, period: Period) -> Report:
    """The report of an office by its code, for whoever runs the program. Raises NotFound."""
    with reading(replica=True) as session:
        unit = units.anybody(session, code, period.after)
        return counting.report(session, unit, form, counting.choice_of(unit, period, today()))


def freeze(actor: Actor, asked: Asked) -> int:
    """Hand in this report: its numbers and files are kept as they are. The version, which is the last one's
    where nothing has changed since. Raises NotAllowed, NotFound; Invalid while the period runs."""
    with reading() as session:
        unit = units.unit(session, actor, asked.unit)
        if not unit.own:
            raise NotAllowed("report:freeze")
        made = _made(session, unit, asked)
    if made.runs:
        raise Invalid([Problem("period", "period_runs", {"last": made.last})])
    xlsx, pdf = storage.put(workbook.xlsx(made)), storage.put(printing.pdf(made))
    with transaction() as session:
        session.get_one(Agency, unit.id, with_for_update=True)  # two that hand in at once: one version each
        newest = _frozen(unit, made.form, made.period).order_by(FrozenReport.version.desc()).limit(1)
        last = session.scalars(newest).first()
        if last and not sheet.differences(sheet.from_data(last.numbers), made):
            return last.version
        version = last.version + 1 if last else 1
        session.add(FrozenReport(
            agency_id=unit.id, form=made.form, first_on=made.period.first, after_on=made.period.after,
            version=version, numbers=sheet.as_data(made), xlsx_sha256=xlsx, pdf_sha256=pdf, at=now(),
            by_id=actor.account_id, by_name=actor.name,
        ))  # fmt: skip
        return version


FILES: dict[str, Callable[[FrozenReport], str]] = {
    "xlsx": lambda row: row.xlsx_sha256, "pdf": lambda row: row.pdf_sha256,
}  # fmt: skip


def handed_in(actor: Actor, key: int, kind: str) -> bytes:
    """The file as it was handed in, checked against its hash. Raises NotAllowed, NotFound, DamagedFile."""
    with reading() as session:
        mine = {unit.id for unit in units.units(session, actor)}
        row = session.get(FrozenReport, key)
        if row is None or row.agency_id not in mine or kind not in FILES:
            raise NotFound("report")
        sha256 = FILES[kind](row)
    return storage.get(sha256)


def _made(session: Session, unit: Unit, asked: Asked) -> Report:
    period = period_of(asked)
    return counting.report(session, unit, form_of(unit, asked), counting.choice_of(unit, period, today()))


def _frozen(unit: Unit, form: str, period: Period) -> Select[tuple[FrozenReport]]:
    same = and_(
        FrozenReport.agency_id == unit.id, FrozenReport.form == form,
        FrozenReport.first_on == period.first, FrozenReport.after_on == period.after,
    )  # fmt: skip
    return select(FrozenReport).where(same)


def _row(one: FrozenReport, made: Report) -> Frozen:
    changed = tuple(sheet.differences(sheet.from_data(one.numbers), made))
    return Frozen(one.id, one.version, one.at, one.by_name, one.xlsx_sha256, changed)
