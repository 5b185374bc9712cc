"""Which calls of a provider are kept as rows: whatever books money, and of the others the first of a day."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.fees import PaymentCallCount

BOOKING = frozenset({"paid", "late", "stray", "failed"})
"""Each of them can happen only so often as there are orders: they are always kept."""

KEPT, KEPT_FORGED = 1000, 100
"""Rows of one day, source and outcome; whoever cannot sign gets fewer."""

SOURCES = 1000
"""Sources that are told apart on a day; those beyond share one count."""

OTHERS = "*"


def is_kept(session: Session, outcome: str, source: str, at: datetime) -> bool:
    """Whether this call becomes a row; counted in any case where it is worth nothing."""
    if outcome in BOOKING:
        return True
    day, source = at.date(), _network(source)
    known = session.get(PaymentCallCount, (day, source, outcome))
    if known is None:
        here = select(func.count()).select_from(PaymentCallCount).where(PaymentCallCount.day == day)
        source = OTHERS if (session.scalar(here) or 0) >= SOURCES else source
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(PaymentCallCount).values(day=day, source=source, outcome=outcome, calls=1)
    counted = row.on_conflict_do_update(
        index_elements=["day", "source", "outcome"], set_={"calls": PaymentCallCount.calls + 1}
    ).returning(PaymentCallCount.calls)
    return (session.scalar(counted) or 1) <= (KEPT_FORGED if outcome == "forged" else KEPT)


def _network(source: str) -> str:
    """An address, of the sixth version its /64: one house has billions of those."""
    try:
        address = ip_address(source)
    except ValueError:
        return source[:45]
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
