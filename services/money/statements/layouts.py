"""Which column of a bank's statement is what, kept per agency and bank: asked once, known from then on."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.money import StatementLayout
from services.money.statements.reading import layout_key


def kept(session: Session, agency_id: int, headings: Sequence[str]) -> StatementLayout | None:
    """What an officer of this agency once said of these headings."""
    query = select(StatementLayout).where(
        StatementLayout.agency_id == agency_id, StatementLayout.key == layout_key(headings)
    )
    return session.scalar(query)


def keep(
    session: Session, agency_id: int, headings: Sequence[str], columns: Mapping[str, int]
) -> None:
    """Keep it for the next statement of this bank."""
    known = kept(session, agency_id, headings)
    if known is None:
        session.add(
            StatementLayout(agency_id=agency_id, key=layout_key(headings), columns=dict(columns))
        )  # fmt: skip
    else:
        known.columns = dict(columns)
    session.flush()

