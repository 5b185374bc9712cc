"""Reads a bank's statement, CSV or XLSX, whatever its columns are called: the lines of money that came in."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.errors import Invalid, Problem
from services.identity import fold

MOST_BYTES, MOST_LINES = 10 * 1024 * 1024, 20_000
LONGEST_CONTENT, LONGEST_NUMBER = 500, 60

COLUMNS = ("day", "amount", "content", "number", "balance")
"""The last two may be missing."""

_CALLED = {
    "day": ("ngay giao dich", "ngay gd", "ngay hieu luc", "ngay", "transaction date", "date", "trans date"),
    "amount": ("so tien ghi co", "ghi co", "phat sinh co", "credit amount", "credit", "co", "so tien",
               "amount"),
    "content": ("noi dung giao dich", "noi dung", "dien giai", "mo ta", "transaction description",
                "description", "details", "content"),
    "number": ("so tham chieu", "ma giao dich", "so giao dich", "so but toan", "so ct", "reference number",
               "reference", "transaction no", "transaction id", "ref no"),
    "balance": ("so du", "so du sau giao dich", "running balance", "balance"),
}  # fmt: skip
"""Usual headings, folded, the surest first."""

_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_DECIMALS = re.compile(r"[.,]\d{1,2}$")


@dataclass(frozen=True)
class Line:
    """Money that came in; `amount` in đồng. `key` is the same whenever the same line is read."""

    day: date
    amount: int
    content: str
    number: str
    key: str


def table(data: bytes, filename: str) -> tuple[list[str], list[list[str]]]:
    """The headings, and all rows below them, as texts. Raises Invalid."""
    found = rows(data, filename)
    for at, row in enumerate(found[:40]):
        if len(set(guess(row)) & {"day", "amount", "content"}) == 3 or len([c for c in row if c]) >= 4:
            below = [r for r in found[at + 1 :] if any(r)]
            if len(below) > MOST_LINES:
                raise refused("statement_too_big")
            return row, below
    raise refused("statement_unreadable")


def rows(data: bytes, filename: str) -> list[list[str]]:
    """All rows of a CSV or of the first sheet of an XLSX, as texts. Raises Invalid."""
    if len(data) > MOST_BYTES:
        raise refused("statement_too_big")
    return _xlsx(data) if data[:2] == b"PK" or filename.lower().endswith(".xlsx") else _csv(data)


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Which column is what, by its heading; what cannot be told is left out."""
    folded = [re.sub(r"[^a-z0-9]+", " ", fold(h)).strip() for h in headings]
    found: dict[str, int] = {}
    for name, called in _CALLED.items():
        exact = [folded.index(c) for c in called if c in folded]
        within = [i for c in called[:-1] for i, h in enumerate(folded) if len(c) > 3 and h.startswith(c)]
        for place in [*exact, *within]:
            if place not in found.values():
                found[name] = place
                break
    return found


def layout_key(headings: Sequence[str]) -> str:
    """The same for every statement of one bank: its headings, whatever stands below."""
    return hashlib.sha256("|".join(fold(h) for h in headings).encode()).hexdigest()


def lines(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> list[Line]:
    """The rows with money that came in; what went out, sums and empty rows are passed by. Raises Invalid."""
    if missing := {"day", "amount", "content"} - set(columns):
        raise refused("statement_columns", names=tuple(sorted(missing)))
    found, alike = [], Counter[str]()
    for row in rows:
        cell = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
        day, amount = _day(cell["day"]), dong(cell["amount"])
        if day is None or not amount or amount < 0:
            continue
        number = cell.get("number", "")[:LONGEST_NUMBER]
        told = f"{day}|{amount}|{cell['content']}|{cell.get('balance', '')}"
        alike[told] += 1  # two equal lines without a number of the bank are two payments
        key = number or hashlib.sha256(f"{told}|{alike[told]}".encode()).hexdigest()[:40]
        found.append(Line(day, amount, cell["content"].replace("\0", "")[:LONGEST_CONTENT], number, key))
    return found


def dong(text: str) -> int | None:
    """`16.000`, `16,000.00`, `+16000 VND` as whole đồng; None where it is no such amount."""
    plain = re.sub(r"[^\d.,\-]", "", text)
    sign, plain = (-1 if plain.startswith("-") else 1), plain.lstrip("-")
    whole = _DECIMALS.sub("", plain)
    if whole != plain and plain[len(whole) + 1 :].strip("0"):
        return None
    if not re.fullmatch(r"\d+", whole) and not _GROUPED.fullmatch(whole):
        return None
    digits = re.sub(r"\D", "", whole)
    return sign * int(digits) if len(digits) <= 15 else None


def refused(code: str, **facts: object) -> Invalid:
    """A statement that cannot be taken, and why."""
    return Invalid([Problem("statement", code, dict(facts))])


def _day(text: str) -> date | None:
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, day = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _csv(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "utf-16", "cp1258"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            break
    else:
        raise refused("statement_unreadable")
    first = "\n".join(text.splitlines()[:30])
    delimiter = max(",;\t|", key=first.count)
    try:
        return [[c.strip() for c in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise refused("statement_unreadable") from None


def _xlsx(data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        cells = sheet.iter_rows(max_row=MOST_LINES + 100, max_col=60, values_only=True)
        return [[_text(value) for value in row] for row in cells]
    except Exception:  # a damaged archive shows itself in many ways
        raise refused("statement_unreadable") from None


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
