"""The journal of a dossier: append-only events, each chained by hash to the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from services.actors import Actor
from services.figures import tally
from services.figures.life import effective
from services.workflow import Clock

__all__ = ["append", "digest", "effective", "faults", "of"]

GENESIS = "0" * 64
CITIZENS_ANSWER = frozenset({"answer_supplement", "object_draft"})
"""What the office was waiting for: the dossier stands on top until somebody does something about it."""
ANONYMISED = "anonymise"
"""The event that seals what the others say since personal data was taken out of them: facts["sealed"] is
{number: digest as it is now}. Their own hashes stay, so the chain holds, and nobody changes them again."""


def append(
    session: Session,
    dossier: Dossier,
    *,
    actor: Actor,
    action: str,
    from_state: int | None,
    clock: Clock,
    facts: dict[str, Any],
    at: datetime,
    undoes: int | None = None,
) -> Event:
    """Write what just happened to `dossier`. Its version grows by one and is the event's number,
    so a row cut off at the end of the chain shows too. The row is flushed: its id can be referred to.
    What the figures count of the dossier follows at once."""
    last = session.scalar(
        select(Event.hash).where(Event.dossier_id == dossier.id).order_by(Event.seq.desc()).limit(1)
    )
    dossier.version = dossier.version + 1 if last else 1
    event = Event(
        dossier_id=dossier.id,
        seq=dossier.version,
        at=at,
        action=action,
        actor_kind=actor.kind,
        actor_id=actor.account_id,
        actor_name=actor.name,
        from_state=from_state,
        to_state=int(dossier.state),
        clock=str(clock),
        due_at=dossier.due_at,
        undoes=undoes,
        facts=facts,
        prev_hash=last or GENESIS,
    )
    event.hash = digest(event)
    session.add(event)
    session.flush()
    lived = effective(of(session, dossier))
    dossier.answered = lived[-1].action in CITIZENS_ANSWER
    tally.keep(session, dossier, lived)
    return event


_spell = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def digest(event: Event | SimpleNamespace) -> str:
    """SHA-256 over the hash before and everything the row says, in one fixed spelling."""

    def instant(value: datetime | None) -> str | None:
        return value.astimezone(UTC).isoformat() if value else None

    content = [
        event.prev_hash, event.dossier_id, event.seq, instant(event.at), event.action, event.actor_kind,
        event.actor_id, event.actor_name, event.from_state, event.to_state, event.clock,
        instant(event.due_at), event.undoes, event.facts,
    ]  # fmt: skip
    return hashlib.sha256(_spell(content).encode()).hexdigest()


_OF_DOSSIER = select(Event).where(Event.dossier_id == bindparam("dossier")).order_by(Event.seq)


def of(session: Session, dossier: Dossier) -> list[Event]:
    """All events of one dossier, oldest first."""
    return list(session.scalars(_OF_DOSSIER, {"dossier": dossier.id}))


def faults(session: Session) -> Iterator[str]:
    """Every row of the journal that was touched, left out or cut off, in words; read as a stream."""
    rows = session.execute(
        select(Event, Dossier.code, Dossier.version)
        .join(Dossier, Dossier.id == Event.dossier_id)
        .order_by(Event.dossier_id, Event.seq)
        .execution_options(yield_per=1000)
    )
    for _dossier, told in groupby(rows, lambda row: row.Event.dossier_id):
        found = list(told)
        yield from _faults(found[0].code, found[0].version, [row.Event for row in found])
        for row in found:
            session.expunge(row.Event)
    bare = select(Dossier.code).where(~select(Event.id).where(Event.dossier_id == Dossier.id).exists())
    for code in session.scalars(bare):
        yield f"{code}: all events are missing"


def _faults(code: str, version: int, events: list[Event]) -> Iterator[str]:
    sealed: dict[str, str] = {}
    for event in events:
        if event.action == ANONYMISED and event.hash == digest(event):
            sealed |= event.facts["sealed"]
    expected, previous = 1, GENESIS
    for event in events:
        if event.seq != expected:
            yield f"{code}: event {expected} is missing"
        elif event.prev_hash != previous or sealed.get(str(event.seq), event.hash) != digest(event):
            yield f"{code}: event {event.seq} was touched"
        expected, previous = event.seq + 1, event.hash
    if expected != version + 1:
        yield f"{code}: events after {expected - 1} are missing"
