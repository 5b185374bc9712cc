"""A report as XLSX: the form on A4 with real formulas for its sums, and a second sheet that proves them."""

import io
from typing import Any

from services.reports import printing
from services.reports.sheet import FORMS, SUMS, Cells, Report

_FIRST = 9
"""The row of the first line, counted from 0: the head and the headings stand above."""

_WIDE = len("ABCDEFGHIJKLM")


def xlsx(report: Report) -> bytes:
    """The workbook. Each formula carries its value, so that a preview that does not reckon shows it too."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"title": printing.title(report), "author": report.unit})
    looks = _looks(book)
    form, proof = book.add_worksheet(report.form.upper()), book.add_worksheet("Đối chiếu")
    _page(form)
    _head(form, report, looks)
    last = _body(form, report, looks)
    _foot(form, last + 2, report, looks)
    _proof(proof, report, looks)
    book.close()
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    number = {**font, "border": 1, "num_format": "#,##0", "align": "right"}
    text = {**font, "border": 1, "text_wrap": True}
    bold, grey = {"bold": True}, {"bg_color": "#EEEEEE"}
    middle = {"align": "center", "text_wrap": True}
    return {
        name: book.add_format(look)
        for name, look in {
            "plain": font, "title": {**font, **bold, "align": "center", "font_size": 14},
            "under": {**font, "align": "center", "italic": True},
            "heading": {**text, **middle, **bold, **grey}, "count": {**text, **middle, "italic": True},
            "item": text, "item_number": number, "item_place": {**text, "align": "center"},
            "group": {**text, **bold}, "group_number": {**number, **bold},
            "group_place": {**text, **bold, "align": "center"},
            "note": {**font, "italic": True, "font_size": 10, "text_wrap": True},
        }.items()
    }  # fmt: skip


def _page(sheet: Any) -> None:
    """A4 across, as wide as the page, its headings on every page, pages numbered."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 3, _FIRST - 1)
    sheet.set_footer("&CTrang &P/&N")
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, _WIDE - 1, 10)
    sheet.freeze_panes(_FIRST, 2)


def _head(sheet: Any, report: Report, looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, f"Biểu số {FORMS[report.form]}", looks["plain"])
    sheet.write_string(1, 0, f"Đơn vị báo cáo: {report.unit}", looks["plain"])
    sheet.write_string(2, 0, f"Đơn vị nhận báo cáo: {report.receiver}", looks["plain"])
    sheet.merge_range(3, 0, 3, _WIDE - 1, printing.title(report), looks["title"])
    sheet.merge_range(4, 0, 4, _WIDE - 1, printing.period_line(report), looks["under"])
    sheet.write_string(5, 10, "Đơn vị tính: Số hồ sơ TTHC", looks["plain"])
    top = _FIRST - 3
    for x, (name, number) in enumerate((("TT", "1"), (printing.first_heading(report), "2"))):
        sheet.merge_range(top, x, top + 1, x, name, looks["heading"])
        sheet.write_string(top + 2, x, number, looks["count"])
    x = 2
    for name, columns in printing.HEADINGS:
        sheet.merge_range(top, x, top, x + len(columns) - 1, name, looks["heading"])
        for heading, number in columns:
            sheet.write_string(top + 1, x, heading, looks["heading"])
            sheet.write_string(top + 2, x, number, looks["count"])
            x += 1
    sheet.set_row(top + 1, 64)


def _body(sheet: Any, report: Report, looks: dict[str, Any]) -> int:
    """The lines, a group above its own, the sum of the groups below all; the row of that sum."""
    row, groups = _FIRST, []
    for place, group in enumerate(report.groups, 1):
        groups.append(row)
        inside = range(row + 1, row + 1 + len(group.lines))
        _line(sheet, row, printing.roman(place), group.name, group.cells, inside, looks, "group")
        for number, line in enumerate(group.lines, 1):
            _line(sheet, row + number, str(number), line.name, line.cells, None, looks, "item")
        row = inside.stop
    _line(sheet, row, "", "Tổng cộng", report.cells, groups, looks, "group")
    return row


def _foot(sheet: Any, row: int, report: Report, looks: dict[str, Any]) -> None:
    """What must be known of the numbers, and where it is signed."""
    for place, note in enumerate(printing.notes(report), row):
        sheet.merge_range(place, 0, place, _WIDE - 1, note, looks["note"])
        sheet.set_row(place, _high(note, 170))
        row = place
    for first, last, who in ((0, 4, "NGƯỜI LẬP BIỂU"), (7, _WIDE - 1, "THỦ TRƯỞNG ĐƠN VỊ")):
        sheet.merge_range(row + 2, first, row + 2, last, who, looks["title"])
        sheet.merge_range(row + 3, first, row + 3, last, "(Ký, ghi rõ họ tên)", looks["under"])


def _high(text: str, letters: int) -> int:
    """Points for a text in a cell that so many letters fill: a spreadsheet made by hand does not measure."""
    return 16 * -(-max(1, len(text)) // letters)


def _line(
    sheet: Any, row: int, place: str, name: str, cells: Cells, of: Any, looks: dict[str, Any], look: str
) -> None:
    """One line; `of` are the rows it is the sum of, None for a line of its own numbers."""
    sheet.set_row(row, _high(name, 42))
    sheet.write_string(row, 0, place, looks[f"{look}_place"])
    sheet.write_string(row, 1, name, looks[look])
    for x, value in enumerate(cells.columns):
        if x in SUMS:
            first, last = column(x + 1), column(x + len(SUMS[x]))
            formula = f"=SUM({first}{row + 1}:{last}{row + 1})"
        elif of:
            formula = "=" + _sum(column(x), of)
        else:
            sheet.write_number(row, x + 2, value, looks[f"{look}_number"])
            continue
        sheet.write_formula(row, x + 2, formula, looks[f"{look}_number"], value)


def _sum(letter: str, rows: Any) -> str:
    """Rows that follow each other as a range; others one by one, not more at once than SUM takes."""
    if isinstance(rows, range):
        return f"SUM({letter}{rows.start + 1}:{letter}{rows.stop})"
    parts = [rows[n : n + 200] for n in range(0, len(rows), 200)]
    return "+".join(f"SUM({','.join(f'{letter}{row + 1}' for row in part)})" for part in parts)


def column(place: int) -> str:
    """The letter of one of the eleven numbers."""
    return "CDEFGHIJKLM"[place]


def _proof(sheet: Any, report: Report, looks: dict[str, Any]) -> None:
    """Column 3 = 7 + 11 + withdrawn + stopped, for every line; the last column must be 0."""
    titles = ("TT", printing.first_heading(report), "Cột 3", "Cột 7", "Cột 11", "Công dân rút", "Dừng xử lý",
              "Chênh lệch")  # fmt: skip
    _page(sheet)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    for x, title in enumerate(titles):
        sheet.write_string(0, x, title, looks["heading"])
    for row, (place, name, cells, look) in enumerate(printing.lines(report), 1):
        there, here, number = _FIRST + row, row + 1, looks[f"{look}_number"]
        sheet.set_row(row, _high(name, 42))
        sheet.write_string(row, 0, place, looks[f"{look}_place"])
        sheet.write_string(row, 1, name, looks[look])
        for x, (letter, value) in enumerate(
            (("C", cells.taken_in), ("G", cells.solved), ("K", cells.open)), 2
        ):
            sheet.write_formula(row, x, f"='{report.form.upper()}'!{letter}{there}", number, value)
        sheet.write_number(row, 5, cells.withdrawn, number)
        sheet.write_number(row, 6, cells.stopped, number)
        formula = f"=C{here}-D{here}-E{here}-F{here}-G{here}"
        sheet.write_formula(row, 7, formula, number, cells.left_over)
