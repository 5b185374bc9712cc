"""Takes chosen dossiers out of the program: their receipts as one PDF, or the list's own cells as a file."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from db.dossiers import Letter
from db.session import reading
from services import letters
from services.actors import Actor
from services.desk import bulk
from services.desk.bulk import Chosen
from services.oversight import log

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Receipts:
    """Codes with a receipt and the letters' keys, and codes that have none yet."""

    ready: tuple[tuple[str, int], ...]
    without: tuple[str, ...]


def receipts(actor: Actor, chosen: Chosen) -> Receipts:
    """Which of the chosen dossiers have a receipt (Mẫu 01) that counts. Raises NotAllowed."""
    listed = bulk.rows(actor, chosen)
    with reading() as session:
        newest = dict(
            session.execute(
                select(Letter.dossier_id, func.max(Letter.id))
                .where(
                    Letter.dossier_id.in_([row.id for row in listed]),
                    Letter.kind == "receipt",
                    Letter.withdrawn_at.is_(None),
                )
                .group_by(Letter.dossier_id)
            ).all()
        )
    return Receipts(
        tuple((row.code, newest[row.id]) for row in listed if row.id in newest),
        tuple(row.code for row in listed if row.id not in newest),
    )


def printed(actor: Actor, chosen: Chosen, progress: Callable[[int, int], None]) -> bytes:
    """The receipts of the chosen dossiers as one PDF, in the order of the list. Raises NotAllowed.

    `progress(done, all)` is told after each.
    """
    from pypdf import PdfWriter

    keys = [key for _, key in receipts(actor, chosen).ready]
    with reading() as session:
        facts = dict(session.execute(select(Letter.id, Letter.facts).where(Letter.id.in_(keys))).all())
    writer, target = PdfWriter(), io.BytesIO()
    for place, key in enumerate(keys, 1):
        writer.append(io.BytesIO(letters.render("receipt", facts[key])))
        progress(place, len(keys))
    log.took(actor, "receipts_taken", f"{len(keys)}", dossiers=len(keys))
    writer.write(target)
    return target.getvalue()


def taken(actor: Actor, kind: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The list as xlsx or csv; the office's log tells who took it, and how many dossiers."""
    made = xlsx(titles, rows) if kind == "xlsx" else as_csv(titles, rows)
    log.took(actor, "list_taken", kind, dossiers=len(rows), columns=list(titles))
    return made


def xlsx(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet of texts. Every cell is written as text, so that none is ever reckoned as a formula."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, target = Workbook(), io.BytesIO()
    sheet = book.active
    for y, row in enumerate([titles, *rows], 1):
        for x, text in enumerate(row, 1):
            cell = sheet.cell(y, x)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type, cell.quotePrefix = "s", text.startswith(_FORMULA)
    sheet.freeze_panes = "A2"
    book.save(target)
    return target.getvalue()


def as_csv(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as CSV that a spreadsheet opens rightly: with a mark of UTF-8, and a quote before whatever it
    would take for a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(titles)
    writer.writerows([[_tame(text) for text in row] for row in rows])
    return target.getvalue().encode("utf-8-sig")


def _tame(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
