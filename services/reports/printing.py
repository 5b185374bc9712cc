"""What a report says around its numbers, in the Vietnamese of an official paper; its PDF and CSV."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from services import sheets
from services.figures.choice import Period
from services.letters import press
from services.reports import sheet
from services.reports.sheet import BY_UNIT, FORMS, Cells, Report
from services.vietnamese import short_date, thousands

HEADINGS = sheet.HEADINGS


def title(report: Report) -> str:
    """The heading of the form."""
    return sheet.TITLE.upper()


def period_line(report: Report) -> str:
    """From when to when."""
    first, last = short_date(report.period.first), short_date(report.last)
    return f"Kỳ báo cáo: {_name(report)}(Từ ngày {first} đến ngày {last})"


def _name(report: Report) -> str:
    code = report.period.code
    if not code:
        return ""
    year, _dash, rest = code.partition("-")
    if not rest:
        return f"Năm {year} "
    return f"Quý {rest[1:]} năm {year} " if rest.startswith("Q") else f"Tháng {int(rest)} năm {year} "


def first_heading(report: Report) -> str:
    """Column 2."""
    if report.form == BY_UNIT:
        return "Đơn vị trực thuộc, lĩnh vực giải quyết"
    return "Lĩnh vực, công việc giải quyết theo cấp"


def notes(report: Report) -> list[str]:
    """What the reader must know of the numbers: printed below them."""
    cells = report.cells
    found = [
        "Trước hạn, đúng hạn, quá hạn tính theo ngày: ngày có kết quả so với ngày hẹn trả. Hồ sơ đang chờ"
        " người dân bổ sung hoặc nộp phí tính là trong hạn.",
        f"Ngoài biểu: công dân rút {thousands(cells.withdrawn)} hồ sơ, dừng xử lý {thousands(cells.stopped)}"
        " hồ sơ; không tính vào cột 7. Cột 3 = cột 7 + cột 11 + rút + dừng ở mọi dòng.",
    ]
    if report.runs:
        found.append(f"Kỳ báo cáo chưa kết thúc: số liệu tính đến ngày {short_date(report.seen_on)}.")
    return found


def lines(report: Report) -> Iterator[tuple[str, str, Cells, str]]:
    """Every line in the order of the form: (number, name, cells, look), the total last."""
    for place, group in enumerate(report.groups, 1):
        yield roman(place), group.name, group.cells, "group"
        for number, line in enumerate(group.lines, 1):
            yield str(number), line.name, line.cells, "item"
    yield "", "Tổng cộng", report.cells, "group"


def pdf(report: Report) -> bytes:
    """The form on A4 across. The same report gives the same bytes."""
    return press.print_pdf("report", {
        "title": title(report), "form": FORMS[report.form], "unit": report.unit, "receiver": report.receiver,
        "period": period_line(report), "first": first_heading(report), "notes": notes(report),
        "headings": [[name, [list(one) for one in columns]] for name, columns in HEADINGS],
        "lines": [
            [place, name, [thousands(n) for n in cells.columns], look == "group"]
            for place, name, cells, look in lines(report)
        ],
    })  # fmt: skip


def register(unit: str, period: Period, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> BinaryIO:
    """A list with chosen columns on A4 across; each column as wide as what stands in it needs."""
    widths = [_width(title, [row[x] for row in rows]) for x, title in enumerate(titles)]
    return BytesIO(press.print_pdf("register", {
        "title": "SỔ THEO DÕI HỒ SƠ", "unit": unit, "titles": list(titles),
        "rows": [list(row) for row in rows], "widths": widths,
        "period": f"Từ ngày {short_date(period.first)} đến ngày {short_date(period.last)}",
    }))  # fmt: skip


def _width(title: str, texts: Sequence[str]) -> int:
    """Letters that a column needs: no word may run into the next one, a longer text may take lines."""
    words = (len(word) for text in (title, *texts) for word in text.split())
    return max(4, *words, min(18, max(map(len, texts), default=0)))


def csv(report: Report) -> bytes:
    """The columns of the form, and beside them what stands outside it."""
    titles = ["TT", first_heading(report)]
    titles += [f"{name}: {heading} ({number})" for name, columns in HEADINGS for heading, number in columns]
    rows = [
        [place, name, *map(str, cells.columns), str(cells.withdrawn), str(cells.stopped)]
        for place, name, cells, _look in lines(report)
    ]
    return sheets.as_csv([*titles, "Ngoài biểu: công dân rút", "Ngoài biểu: dừng xử lý"], rows).read()


def roman(number: int) -> str:
    """1 to 3999 as Roman numerals."""
    found = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        while number >= value:
            found, number = found + letters, number - value
    return found
