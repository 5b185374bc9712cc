"""Do the formulas of the reports give what stands in the cells? LibreOffice reckons every workbook anew.

    python -m bench.reports [--reports 20]

Random reports that balance, II.06a and II.06b, some with hundreds of lines, are written as XLSX; LibreOffice
(soffice, without a window) is given each without the values that are stored beside the formulas, so that it
must reckon them, and saves it again; every cell is compared with the value that had been stored, and with the
numbers of the report. Ends with 1 where one differs.
Without LibreOffice it says so: the test-suite reckons the same formulas by a small reader of its own.
"""

import argparse
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from services.figures.choice import months
from services.reports import printing, workbook
from services.reports.sheet import BY_PROCEDURE, BY_UNIT, Cells, Group, Line, Report


def a_report(rng: Random, form: str, groups: int) -> Report:
    """A report of random numbers that balances; a name tries to be a formula."""
    october = months(date(2026, 10, 1), 1)
    made = tuple(
        Group(f"g{g}", f"=Lĩnh vực {g}", tuple(
            Line(f"{g}.{n}", f"Thủ tục {n}", _cells(rng)) for n in range(rng.randint(0, 4))
        ))
        for g in range(groups)
    )  # fmt: skip
    return Report(form, "UBND xã Mẫu", "UBND huyện Mẫu", october, october.after, made)


def _cells(rng: Random) -> Cells:
    parts = [rng.randint(0, 4000) for _ in range(7)]
    total = sum(parts)
    online = rng.randint(0, total)
    direct = rng.randint(0, total - online)
    return Cells(online, direct, total - online - direct, *parts)


def reckoned(office: str, folder: Path, files: list[Path]) -> None:
    """Save the workbooks anew into folder/anew, every formula reckoned: the values stored are left out."""
    (folder / "bare").mkdir()
    bare = [folder / "bare" / path.name for path in files]
    for path, without in zip(files, bare, strict=True):
        load_workbook(path).save(without)
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "anew"), *map(str, bare)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip


def compare(stored: Path, anew: Path, report: Report) -> tuple[int, int, int]:
    """How many formulas there are, how many came out otherwise, and how many numbers are not the report's."""
    with_formulas, shown = load_workbook(stored), load_workbook(stored, data_only=True)
    again, formulas, wrong = load_workbook(anew, data_only=True), 0, 0
    for page in with_formulas:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    was, now = (book[page.title][cell.coordinate].value for book in (shown, again))
                    wrong += was != now
    form, told = again.worksheets[0], list(printing.lines(report))
    lines = enumerate(told, workbook._FIRST + 1)
    other = sum(
        tuple(form.cell(place, x).value for x in range(3, 14)) != cells.columns
        for place, (_number, _name, cells, _look) in lines
    )
    return formulas, wrong, other


def main() -> None:
    """Write, have it reckoned, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reports", type=int, default=20)
    many = parser.parse_args().reports
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        print("LibreOffice (soffice) is not installed here: nothing was reckoned")
        return
    with tempfile.TemporaryDirectory() as name:
        folder, rng = Path(name), Random(1)
        made = {}
        for number in range(many):
            form = (BY_PROCEDURE, BY_UNIT)[number % 2]
            report = a_report(rng, form, 205 if number == 1 else rng.randint(0, 30))
            path = folder / f"{number}.xlsx"
            path.write_bytes(workbook.xlsx(report))
            made[path] = report
        reckoned(office, folder, list(made))
        found = [compare(path, folder / "anew" / path.name, report) for path, report in made.items()]
    formulas, wrong, other = (sum(one[n] for one in found) for n in range(3))
    print(f"{many} workbooks, {formulas:,} formulas reckoned anew by LibreOffice:")
    print(f"{wrong} differ from what is stored, {other} lines from the report")
    raise SystemExit(bool(wrong or other))


if __name__ == "__main__":
    main()
