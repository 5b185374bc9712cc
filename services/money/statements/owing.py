"""What the dossiers owe that the lines of a statement name."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.money import MoneyEntry, PaymentReference
from services.money import books, references
from services.money.statements.matching import Owed
from services.money.statements.reading import Line
from services.workflow import State


def owed(
    session: Session, found: Sequence[Line], agency_id: int | None, *, lock: bool = False
) -> dict[str, Owed]:
    """What the dossiers owe that these lines name, by reference; of one agency, or of all."""
    named = sorted({r for line in found for r in references.find(line.content)})
    known: dict[str, Owed] = {}
    for start in range(0, len(named), 500):
        query = (
            select(PaymentReference.reference, Dossier)
            .join(Dossier, Dossier.id == PaymentReference.dossier_id)
            .where(PaymentReference.reference.in_(named[start : start + 500]))
            .order_by(Dossier.id)
        )
        if agency_id is not None:
            query = query.where(Dossier.agency_id == agency_id)
        rows = session.execute(query.with_for_update(of=Dossier) if lock else query).all()
        sums = _sums(session, [dossier.id for _reference, dossier in rows])
        for reference, dossier in rows:
            asked, paid = sums.get(dossier.id, (0, 0))
            left = asked - paid if dossier.state == State.PAYMENT_ASKED else 0
            known[reference] = Owed(dossier.code, left, paid)
    return known


def _sums(session: Session, ids: list[int]) -> dict[int, tuple[int, int]]:
    by_dossier: dict[int, list[MoneyEntry]] = {}
    for entry in session.scalars(select(MoneyEntry).where(MoneyEntry.dossier_id.in_(ids))):
        by_dossier.setdefault(entry.dossier_id, []).append(entry)
    return {key: (s.asked, s.paid) for key, s in ((k, books.sums(v)) for k, v in by_dossier.items())}
