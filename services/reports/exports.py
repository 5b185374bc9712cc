"""Lists taken out with chosen columns: row by row as they are read, told in the office's log first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.figures import DossierFact
from db.reports import ExportTemplate
from db.session import reading, transaction
from services import sheets
from services.actors import Actor
from services.clock import now, today
from services.desk.takeout import PURPOSE_LETTERS
from services.errors import Invalid, Missing, NotAllowed, NotFound, Problem
from services.figures import lists
from services.figures.choice import Choice
from services.figures.lists import F
from services.language import _
from services.oversight import log
from services.permissions import Permission
from services.reports import counting, printing, units
from services.reports.columns import COLUMNS, LISTS, REGISTER, SUPERVISED, Known, open_to
from services.reports.desk import Asked, period_of
from services.reports.units import Unit

MAKERS = {"xlsx": sheets.xlsx, "csv": sheets.as_csv}
PDF_ROWS = 3_000
"""What is printed is made in memory: about 120 pages."""

NAME_LETTERS = 80
"""A template's name has at most so many letters."""


@dataclass(frozen=True)
class Template:
    """Columns under a name; without an id it comes with the program."""

    id: int | None
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Takeable:
    """What can be taken out: how many dossiers, by which columns, and the templates there are."""

    unit: Unit
    found: int
    columns: tuple[str, ...]
    templates: tuple[Template, ...]


def takeable(actor: Actor, asked: Asked, listed: str) -> Takeable:
    """What this actor can take out of a list. Raises NotAllowed, NotFound."""
    actor.require(Permission.REPORT_READ)
    with reading(replica=True) as session:
        unit, wanted = _wanted(session, actor, asked, listed)
        found = session.scalar(lists.count(listed, wanted)) or 0
        home = _home(session, actor)
        saved = session.scalars(
            select(ExportTemplate).where(ExportTemplate.agency_id == home.id).order_by(ExportTemplate.name)
        )
        mine = open_to(leads=unit.personal)
        kept = [Template(one.id, one.name, tuple(c for c in one.columns if c in mine)) for one in saved]
    shipped = REGISTER if unit.personal else SUPERVISED
    return Takeable(unit, found, mine, (Template(None, _("Sổ theo dõi hồ sơ"), shipped), *kept))


def take(
    actor: Actor, asked: Asked, listed: str, columns: Sequence[str], kind: str, purpose: str = ""
) -> BinaryIO:
    """The list as an open file (xlsx, csv, pdf). Personal columns: the commune's leader alone, with a
    purpose.

    The office's log tells of it before the first row is read. Raises NotAllowed, NotFound, Missing; Invalid
    for a purpose too short, or more rows than a sheet holds.
    """
    actor.require(Permission.REPORT_READ)
    with reading(replica=True) as session:
        unit, wanted = _wanted(session, actor, asked, listed)
        found = session.scalar(lists.count(listed, wanted)) or 0
    _check(unit, columns, purpose.strip(), found, PDF_ROWS if kind == "pdf" else sheets.MOST_ROWS)
    log.took(
        actor, "list_taken", unit.code, agency_id=unit.id, list=listed, kind=kind, dossiers=found,
        period=[wanted.period.first.isoformat(), wanted.period.after.isoformat()], columns=list(columns),
        purpose=purpose.strip(),
    )  # fmt: skip
    titles = [_(COLUMNS[code].name) for code in columns]
    with reading(replica=True) as session:
        rows = _rows(session, unit, wanted, listed, columns)
        if kind == "pdf":
            return printing.register(unit.name, wanted.period, titles, list(rows))
        return MAKERS[kind](titles, rows)


def save_template(actor: Actor, name: str, columns: Sequence[str]) -> None:
    """Keep these columns under a name for the office; the same name again replaces them. Raises NotAllowed,
    Missing, Invalid."""
    actor.require(Permission.REPORT_READ)
    name = " ".join(name.split())
    if not name or not columns:
        raise Missing(["template_name" if not name else "columns"])
    if len(name) > NAME_LETTERS:
        raise Invalid([Problem("template_name", "too_long", {"limit": NAME_LETTERS})])
    if unknown := [code for code in columns if code not in COLUMNS]:
        raise NotFound(unknown[0])
    with transaction() as session:
        home = _home(session, actor)
        row = session.scalar(
            select(ExportTemplate).where(ExportTemplate.agency_id == home.id, ExportTemplate.name == name)
        )
        if row is None:
            row = ExportTemplate(agency_id=home.id, name=name)
            session.add(row)
        row.columns, row.saved_at, row.saved_by = list(columns), now(), actor.account_id


def drop_template(actor: Actor, key: int) -> None:
    """Forget a template of the own office. Raises NotAllowed, NotFound."""
    actor.require(Permission.REPORT_READ)
    with transaction() as session:
        home = _home(session, actor)
        gone = session.execute(
            delete(ExportTemplate).where(ExportTemplate.id == key, ExportTemplate.agency_id == home.id)
        )
        if not gone.rowcount:
            raise NotFound("template")


def _home(session: Session, actor: Actor) -> Unit:
    return next(unit for unit in units.units(session, actor) if unit.own)


def _wanted(session: Session, actor: Actor, asked: Asked, listed: str) -> tuple[Unit, Choice]:
    if listed not in LISTS:
        raise NotFound("figure")
    unit = units.unit(session, actor, asked.unit)
    return unit, counting.choice_of(unit, period_of(asked), today())


def _check(unit: Unit, columns: Sequence[str], purpose: str, found: int, most: int) -> None:
    if not columns:
        raise Missing(["columns"])
    if not set(columns) <= set(open_to(leads=unit.personal)):
        raise NotAllowed("report:personal")
    if any(COLUMNS[code].personal for code in columns):
        if not purpose:
            raise Missing(["purpose"])
        if len(purpose) < PURPOSE_LETTERS:
            raise Invalid([Problem("purpose", "purpose_short", {"letters": PURPOSE_LETTERS})])
    if found > most:
        raise Invalid([Problem("period", "too_many_rows", {"most": most})])


def _rows(
    session: Session, unit: Unit, wanted: Choice, listed: str, columns: Sequence[str]
) -> Iterator[list[str]]:
    codes = set(session.scalars(select(F.procedure_code).where(*lists.chosen(wanted)).distinct()))
    known = Known(counting.known(session, codes), {key: name for key, _slug, name in unit.below})
    writers = [COLUMNS[code].write for code in columns]
    found = session.execute(_asked(wanted, listed, columns).execution_options(yield_per=1000))
    for place, values in enumerate(found, 1):
        here = replace(known, place=place)
        yield [write(value, here) for write, value in zip(writers, values, strict=True)]


def _asked(wanted: Choice, listed: str, columns: Sequence[str]) -> Select:
    """In the order in which they were received; those not received by the day they were sent."""
    query = select(*(COLUMNS[code].asked.label(f"c{n}") for n, code in enumerate(columns)))
    return (
        query.select_from(DossierFact)
        .join(Dossier, Dossier.id == F.dossier_id)
        .where(lists.CONDITIONS[listed](wanted), *lists.chosen(wanted))
        .order_by(func.coalesce(F.received_on, F.submitted_on), F.dossier_id)
    )
