"""The chain of the office's own log: each row carries the hash of the one before, as a dossier's events do.

There are two: `office`, and `scans` for opened papers, which many officers write all day. The rows of a
chain are numbered from 1; a counter holds the last number, so rows cut off at the end show. What retention
takes away is always the beginning, and a later row says how far and with which hash.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.numbers import Counter
from db.office import OfficeEvent
from db.people import Account
from db.session import at_the_end
from services import codes

OFFICE, SCANS = "office", "scans"
CHAINS = (OFFICE, SCANS)
GENESIS = "0" * 64
CUT = "log_cut"
"""The action of the row that says where a chain begins now."""

_ROWS = "rows of the office log"
_SIGNED = ("at", "actor_id", "actor_name", "agency_id", "action", "subject", "facts", "once")
_spell = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def add(session: Session, row: dict[str, Any], *, chain: str = OFFICE) -> None:
    """One row more, as the last thing of this transaction. Two copies of the program write one after the
    other: the counter is the turn. A row whose `once` is known is left out."""
    if _ROWS not in session.info:
        session.info[_ROWS] = []
        at_the_end(session, _write)
    session.info[_ROWS].append((chain, {"once": None, **row, "facts": json.loads(json.dumps(row["facts"]))}))


def digest(row: OfficeEvent | SimpleNamespace) -> str:
    """SHA-256 over the hash before and everything the row says, in one fixed spelling."""
    said = [getattr(row, name) for name in _SIGNED]
    said[0] = row.at.astimezone(UTC).isoformat()
    return hashlib.sha256(_spell([row.prev_hash, row.chain, row.seq, *said]).encode()).hexdigest()


def faults(session: Session) -> Iterator[str]:
    """Every row of the office's log that was touched, left out or cut off, in words; read as a stream."""
    for chain in CHAINS:
        yield from _faults(session, chain)


def take_away(session: Session, chain: str, before: datetime, row: dict[str, Any]) -> int:
    """Delete the beginning of a chain, up to `before`; how many rows that were. `row` is who does it, when.
    A new line tells of it, and tells again what lines that go now had told of the other chain."""
    kept = select(func.min(OfficeEvent.seq)).where(OfficeEvent.chain == chain, OfficeEvent.at >= before)
    first = session.scalar(kept)
    gone = [OfficeEvent.chain == chain, *([OfficeEvent.seq < first] if first is not None else [])]
    last = session.execute(
        select(OfficeEvent.seq, OfficeEvent.hash).where(*gone).order_by(OfficeEvent.seq.desc()).limit(1)
    ).first()
    if last is None:
        return 0
    cuts = {name: (max(cut), cut[max(cut)]) for name in CHAINS if (cut := _cut(session, name))}
    count = session.scalar(select(func.count()).select_from(OfficeEvent).where(*gone)) or 0
    session.execute(delete(OfficeEvent).where(*gone).execution_options(synchronize_session=False))
    cuts[chain] = (last.seq, last.hash)
    for name in cuts if chain == OFFICE else (chain,):
        up_to, digest_ = cuts[name]
        add(session, {**row, "action": CUT, "subject": name, "facts": {"up_to": up_to, "hash": digest_}})
    return count


def _write(session: Session) -> None:
    rows = session.info.pop(_ROWS)
    session.flush()
    # PostgreSQL looks at these when a row is written: locked before the turn, nobody waits in a ring.
    for table, name in ((Account, "actor_id"), (Agency, "agency_id")):
        keys = {row[name] for _chain, row in rows} - {None}
        held = select(table.id).where(table.id.in_(keys)).order_by(table.id)
        session.execute(held.with_for_update(read=True, key_share=True))
    for chain, row in sorted(rows, key=lambda one: one[0]):
        _append(session, chain, row)


def _append(session: Session, chain: str, row: dict[str, Any]) -> None:
    seq = codes.next_number(session, counter(chain))
    if row["once"] is not None and _known(session, row["once"]):
        codes.raise_counters(session, {counter(chain): seq - 1})  # told before: the number goes back
        return
    before = select(OfficeEvent.hash).where(OfficeEvent.chain == chain, OfficeEvent.seq == seq - 1)
    told = row["facts"] if (row["action"], row["subject"]) == (CUT, chain) else {}
    begins = _cut(session, chain) | {told.get("up_to"): told.get("hash")}  # also where nothing else is left
    event = OfficeEvent(**row, chain=chain, seq=seq)
    event.prev_hash = session.scalar(before) or begins.get(seq - 1, GENESIS)
    event.hash = digest(event)
    session.add(event)
    session.flush()


def _known(session: Session, once: str) -> bool:
    return session.scalar(select(OfficeEvent.id).where(OfficeEvent.once == once)) is not None


def counter(chain: str) -> str:
    """The name of the counter that a chain is numbered by."""
    return f"office_log/{chain}"


def _cut(session: Session, chain: str) -> dict[int, str]:
    """{number of the last row that was taken away: its hash}, for every time that was done."""
    told = select(OfficeEvent.facts).where(OfficeEvent.action == CUT, OfficeEvent.subject == chain)
    return {facts["up_to"]: facts["hash"] for facts in session.scalars(told)}


def _faults(session: Session, chain: str) -> Iterator[str]:
    cut = _cut(session, chain)
    expected, previous = 1, GENESIS
    rows = session.scalars(
        select(OfficeEvent).where(OfficeEvent.chain == chain).order_by(OfficeEvent.seq)
        .execution_options(yield_per=1000)
    )  # fmt: skip
    for row in rows:
        if expected == 1 and row.seq - 1 in cut:
            expected, previous = row.seq, cut[row.seq - 1]
        if row.seq != expected:
            yield f"office log ({chain}): row {expected} is missing"
        elif row.prev_hash != previous or row.hash != digest(row):
            yield f"office log ({chain}): row {row.seq} was touched"
        expected, previous = row.seq + 1, row.hash
        session.expunge(row)
    last = session.scalar(select(Counter.value).where(Counter.name == counter(chain))) or 0
    if expected == 1 and last in cut:
        return
    if expected != last + 1:
        yield f"office log ({chain}): rows after {expected - 1} are missing"
