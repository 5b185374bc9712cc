"""Takes chosen dossiers out of the program: their receipts as one PDF, or the list's own cells as a file."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from db.dossiers import Letter
from db.session import reading
from services import letters, sheets
from services.actors import Actor
from services.desk import bulk
from services.desk.bulk import Chosen
from services.errors import Invalid, Missing, NotAllowed, Problem
from services.oversight import log
from services.permissions import Permission
from services.workflow import Role

PURPOSE_LETTERS = 10
"""A purpose has at least so many letters."""


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


PERSONAL = frozenset({"nguoi-nop"})
"""Columns of the queue in which a person stands."""


def may_take_personal(actor: Actor) -> bool:
    """Whether this actor leads every office whose queue she reads."""
    leads = {grant.agency_id for grant in actor.grants if grant.role is Role.LEADER}
    return actor.agencies_for(Permission.QUEUE_READ) <= leads


def taken(
    actor: Actor, kind: str, titles: Sequence[str], rows: Sequence[Sequence[str]], *,
    columns: Sequence[str], purpose: str = "",
) -> bytes:  # fmt: skip
    """The list as xlsx or csv; the office's log tells who took it, how many dossiers and for what. A column
    of PERSONAL needs the leader and a purpose. Raises NotAllowed, Missing, Invalid."""
    if PERSONAL & set(columns):
        if not may_take_personal(actor):
            raise NotAllowed("report:personal")
        if not purpose.strip():
            raise Missing(["purpose"])
        if len(purpose.strip()) < PURPOSE_LETTERS:
            raise Invalid([Problem("purpose", "purpose_short", {"letters": PURPOSE_LETTERS})])
    told = {"purpose": purpose.strip()} if purpose.strip() else {}
    log.took(actor, "list_taken", kind, dossiers=len(rows), columns=list(titles), **told)
    return xlsx(titles, rows) if kind == "xlsx" else as_csv(titles, rows)


def xlsx(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet of texts, none of which is ever reckoned as a formula."""
    with sheets.xlsx(titles, rows) as file:
        return file.read()


def as_csv(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The same as CSV that a spreadsheet opens rightly."""
    with sheets.as_csv(titles, rows) as file:
        return file.read()
