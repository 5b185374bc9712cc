"""Plain lists as files: XLSX and CSV that a spreadsheet opens rightly, written row by row as they come."""

import csv
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_LETTERS = 32_000
"""A cell holds 32,767; a text that is longer is cut rather than the file refused."""

MOST_ROWS = 1_000_000
"""A sheet of Excel holds 1,048,576."""

Rows = Iterable[Sequence[str]]


def xlsx(titles: Sequence[str], rows: Rows) -> BinaryIO:
    """A sheet of texts as an open file. Every cell is text, so that none is ever reckoned as a formula; the
    file waits on the disk and not in memory."""
    from xlsxwriter import Workbook

    target = _file()
    book = Workbook(target, {"constant_memory": True})
    sheet, head = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
    plain, quoted = book.add_format(), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for x, title in enumerate(titles):
        sheet.set_column(x, x, max(12, min(40, len(title) + 4)))
        sheet.write_string(0, x, title, head)
    for y, row in enumerate(rows, 1):
        for x, text in enumerate(row):
            cell = _UNPRINTABLE.sub("", text)[:_MOST_LETTERS]
            sheet.write_string(y, x, cell, quoted if text.startswith(_FORMULA) else plain)
    book.close()
    return _from_start(target)


def as_csv(titles: Sequence[str], rows: Rows) -> BinaryIO:
    """The same as CSV: with a mark of UTF-8, and a quote before whatever would be taken for a formula."""
    target = _file()
    target.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Lines(target.write))
    writer.writerow(titles)
    writer.writerows([_tame(text) for text in row] for row in rows)
    return _from_start(target)


def _file() -> BinaryIO:
    return tempfile.TemporaryFile()  # noqa: SIM115  (whoever asked for the list reads and closes it)


def _from_start(target: BinaryIO) -> BinaryIO:
    """What was written, to be read: Streamlit takes plain readers alone, not files open for both."""
    with target:
        target.flush()
        read = open(os.dup(target.fileno()), "rb")  # noqa: SIM115
    read.seek(0)
    return read


class _Lines:
    """What the csv module writes to: each line as UTF-8."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, line: str) -> None:
        self._write(line.encode("utf-8"))


def _tame(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
