"""The official reports prove themselves: every line balances, and says what the events say."""

import csv
import io
import re
from dataclasses import astuple, replace
from datetime import date, timedelta
from random import Random

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from sqlalchemy import select, update

from db.agencies import Agency
from db.figures import DossierFact
from db.reports import FrozenReport
from db.session import reading, transaction
from services import storage
from services.__main__ import door
from services.clock import standing_at
from services.errors import Invalid, NotAllowed, NotFound
from services.figures import choice, plain
from services.figures.choice import Choice, Period, months
from services.reports import counting, desk, printing, sheet, workbook
from services.reports.desk import Asked
from services.reports.sheet import BY_PROCEDURE, BY_UNIT, Cells, Group, Line, Report
from services.workflow import State
from tests import town
from tests.test_figures import TODAY, histories, lives_told

OCTOBER = months(date(2026, 10, 1), 1)
DECEMBER_FIRST = town.MONDAY + timedelta(days=8)


@pytest.fixture
def monday():
    with standing_at(town.MONDAY):
        yield


def periods(rng: Random) -> list[Period]:
    """A month, a quarter, the year, a running one, and days that are no whole month."""
    first = date(2026, 8, rng.randint(1, 28))
    odd = Period(first, first + timedelta(days=rng.randint(1, 90)))
    return [OCTOBER, *(choice.period(code, TODAY) for code in ("2026-Q3", "2026", "2026-11")), odd]


def test_every_line_says_what_the_events_say(database: str) -> None:
    """Random histories: each number of each line equals the plain definition, dossier by dossier; both sides
    of each line are equal; II.06b of the units adds up to II.06a."""
    histories(chance=11, many=50)
    with reading() as session:
        agencies = dict(session.execute(select(Agency.slug, Agency.id)).all())
        everybody = tuple((agency, slug, slug) for slug, agency in agencies.items())
        unit = desk.units.Unit(0, "X", "x", "X", "Y", everybody, True, True, False)
        lives, total = lives_told(session), Cells()
        for period in periods(Random(5)):
            asked = Choice(period, unit.agencies, TODAY)
            by_procedure = counting.report(session, unit, BY_PROCEDURE, asked)
            by_unit = counting.report(session, unit, BY_UNIT, asked)
            assert list(by_procedure.faults()) == list(by_unit.faults()) == []
            assert by_procedure.cells == by_unit.cells == _plain(lives, asked)
            total += by_procedure.cells
            for group in by_procedure.groups:
                for line in group.lines:
                    mine = replace(asked, procedures=frozenset({line.code}))
                    assert line.cells == _plain(lives, mine), (period, line.code)
            for group in by_unit.groups:
                mine = replace(asked, agencies=frozenset({agencies[group.code]}))
                assert group.cells == _plain(lives, mine), (period, group.code)
        assert all(astuple(total)), "a column was always nothing"


def _plain(lives: list, asked: Choice) -> Cells:
    n = plain.figures(lives, asked)
    return Cells(direct=n["counter"] + n["post"], **{c: n[c] for c in sheet.COUNTED if c != "direct"})


def a_report(rng: Random, form: str = BY_PROCEDURE, groups: int = 3) -> Report:
    """A report of random numbers that balances; a name tries to be a formula."""
    made = tuple(
        Group(f"g{g}", f"=Lĩnh vực {g}", tuple(
            Line(f"{g}.{n}", f"Thủ tục {n}", _cells(rng)) for n in range(rng.randint(0, 3))
        ))
        for g in range(groups)
    )  # fmt: skip
    return Report(form, "UBND xã Mẫu", "UBND huyện Mẫu", OCTOBER, OCTOBER.after, made)


def _cells(rng: Random) -> Cells:
    parts = [rng.randint(0, 400) for _ in range(7)]
    total = sum(parts)
    online = rng.randint(0, total)
    direct = rng.randint(0, total - online)
    early, on_time, late, in_time, open_late, withdrawn, stopped = parts
    return Cells(
        online, direct, total - online - direct, early, on_time, late, in_time, open_late, withdrawn, stopped
    )


@pytest.mark.parametrize("groups", [0, 3, 205])
def test_the_formulas_of_the_workbook_give_its_values(groups: int) -> None:
    """Each sum of the XLSX is a formula whose value is the one shown; the second sheet comes out as 0."""
    made = a_report(Random(groups), BY_UNIT, groups)
    data = workbook.xlsx(made)
    reckoned, shown = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    formulas = 0
    known: dict[tuple[str, str], int] = {}
    for page in reckoned:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    value = shown[page.title][cell.coordinate].value
                    assert value_of(known, reckoned, page, cell.coordinate) == value
    lines = list(printing.lines(made))
    assert formulas >= 3 * len(lines) + 4 * len(lines)
    form = shown.worksheets[0]
    for place, (_number, name, cells, _look) in enumerate(lines, workbook._FIRST + 1):
        assert form.cell(place, 2).value == name
        assert tuple(form.cell(place, x).value for x in range(3, 14)) == cells.columns
    assert {row[7].value for row in shown.worksheets[1].iter_rows(min_row=2)} == {0}
    assert (form.page_setup.paperSize, form.page_setup.orientation) == (9, "landscape")


def value_of(known: dict, book, page, where: str) -> int:
    """A cell, reckoned anew from the formulas alone: sums, differences, and cells of the other sheet."""
    if (page.title, where) not in known:
        known[page.title, where] = _reckoned(known, book, page, page[where].value)
    return known[page.title, where]


def _reckoned(known: dict, book, page, held) -> int:
    if not (isinstance(held, str) and held.startswith("=")):
        return held or 0
    total = 0
    for sign, part in re.findall(r"([=+-])(SUM\([^)]*\)|'[^']*'![A-Z]+\d+|[A-Z]+\d+)", held):
        total += (-1 if sign == "-" else 1) * _part(known, book, page, part)
    return total


def _part(known: dict, book, page, part: str) -> int:
    if part.startswith("'"):
        name, where = part[1:].split("'!")
        return value_of(known, book, book[name], where)
    if not part.startswith("SUM("):
        return value_of(known, book, page, part)
    found = 0
    for piece in part[4:-1].split(","):
        left, top, right, bottom = range_boundaries(piece)
        for row in page.iter_rows(top, bottom, left, right):
            found += sum(value_of(known, book, page, cell.coordinate) for cell in row)
    return found


def test_all_forms_of_the_report_are_one_table() -> None:
    """CSV and PDF carry the lines of the same report; what is frozen comes back as it was."""
    made = a_report(Random(1))
    rows = list(csv.reader(io.StringIO(printing.csv(made).decode("utf-8-sig"))))
    told = list(printing.lines(made))
    assert len(rows) == len(told) + 1
    assert rows[1][1].startswith("'=")
    for row, (_number, _name, cells, _look) in zip(rows[1:], told, strict=True):
        assert tuple(map(int, row[2:])) == (*cells.columns, cells.withdrawn, cells.stopped)
    assert printing.pdf(made).startswith(b"%PDF")
    assert sheet.from_data(sheet.as_data(made)) == made


def test_what_was_handed_in_stays_and_corrections_show(sqlite_town: str, monday: None) -> None:
    """Frozen numbers and files stay; the difference names line and number; handing in again is a new version
    only when something changed; a period that runs cannot be handed in."""
    town.a_dossier(State.READY)
    leader, november = town.actor("lanhdao"), Asked(period="2026-11")
    with pytest.raises(Invalid):
        desk.freeze(leader, november)
    with standing_at(DECEMBER_FIRST):
        assert desk.freeze(leader, november) == 1
        assert desk.freeze(leader, november) == 1
        (kept,) = desk.show(leader, november).frozen
        assert (kept.by, kept.differences) == (leader.name, ())
        before = desk.handed_in(leader, kept.id, "xlsx")
        with transaction() as session:
            session.execute(update(DossierFact).values(channel=1))
        (changed,) = desk.show(leader, november).frozen
        assert {(d.what, d.then, d.now) for d in changed.differences} == {("online", 1, 0), ("direct", 0, 1)}
        assert desk.freeze(leader, november) == 2
        newer, older = desk.show(leader, november).frozen
        assert (newer.version, newer.differences, len(older.differences)) == (2, (), 2)
        assert desk.handed_in(leader, older.id, "xlsx") == before == storage.get(older.sha256)
        assert desk.handed_in(leader, older.id, "pdf").startswith(b"%PDF")
        assert desk.handed_in(town.actor("giamsat"), older.id, "pdf")
        with pytest.raises(NotFound):
            desk.handed_in(town.actor("lanhdao2"), older.id, "xlsx")
    with reading() as session:
        assert len(session.scalars(select(FrozenReport)).all()) == 2


def test_who_reads_and_who_hands_in(sqlite_town: str, monday: None) -> None:
    """Surface: supervisors (the communes below, II.06b of all) and leaders (their own); nobody else. Only the
    office that reports hands its report in."""
    mine, theirs = town.a_dossier(State.READY), town.a_dossier(State.READY, agency="dinh-cao", chance=5)
    assert mine != theirs
    above, leader = town.actor("giamsat"), town.actor("lanhdao")
    shown = desk.show(above, Asked())
    assert (shown.unit.slug, shown.report.form) == ("phu-cu", BY_UNIT)
    running = desk.show(above, Asked(period="2026-11")).report
    assert {group.code: group.cells.solved for group in running.groups if group.cells.solved} == {
        "tam-da": 1, "dinh-cao": 1,
    }  # fmt: skip
    assert desk.show(above, Asked("tam-da", "2026-11")).report.form == BY_PROCEDURE
    assert [unit.slug for unit in desk.show(leader, Asked()).units] == ["tam-da"]
    with pytest.raises(NotFound):
        desk.show(leader, Asked("dinh-cao"))
    with pytest.raises(NotAllowed):
        desk.freeze(above, Asked("tam-da", "2026-10"))
    assert desk.freeze(above, Asked("phu-cu", "2026-10")) == 1
    for name in ("canbo", "chuyenvien", "quantri", "congdan"):
        for ask in (desk.show, desk.freeze):
            with pytest.raises(NotAllowed):
                ask(town.actor(name), Asked())
        with pytest.raises(NotAllowed):
            desk.handed_in(town.actor(name), 1, "xlsx")


@pytest.mark.parametrize("form", desk.sheet.FORMS)
@pytest.mark.parametrize("ending", ["xlsx", "pdf", "csv"])
def test_the_command_writes_the_report(sqlite_town, monday, tmp_path, form: str, ending: str) -> None:
    """Surface: `report ii06a --agency CODE --from DATE --to DATE --out FILE` prints the file's path."""
    out = tmp_path / f"a.{ending}"
    asked = ["report", form, "--agency", "H31.124", "--from", "2026-10-01", "--to", "2026-10-31", "--out"]
    done = CliRunner().invoke(door, [*asked, str(out)])
    assert (done.exit_code, done.output.strip()) == (0, str(out))
    assert out.stat().st_size > 500
    if (form, ending) == ("ii06a", "csv"):
        for wrong in (["--agency", "nowhere"], ["--to", "2026-09-01"], ["--from", "x"], ["--out", "a.doc"]):
            assert CliRunner().invoke(door, [*asked, str(out), *wrong]).exit_code == 1
