"""The numbers on the tabs and in the menu: one question to the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.agencies import Agency
from services.actors import Actor
from services.clock import now
from services.dates import calendars
from services.dates.deadlines import WorkCalendar
from services.desk import queries as desk_queries
from services.desk import urgency
from services.desk.narrow import EVERYTHING, Narrow
from services.desk.queries import RUNNING
from services.desk.views import TABS, View
from services.permissions import Permission
from services.workflow import State

SAME_RUN_SECONDS = 0.05
"""The frame and the room of one run ask one right after the other: one question serves both."""

CALENDAR_SECONDS = 30

Numbers = dict[str, int]
Key = tuple[frozenset[int], int]


@dataclass
class _Memory:
    """What is remembered of one database: each with the moment it was read."""

    fresh: dict[Key, tuple[float, Numbers]] = field(default_factory=dict)
    calendars: dict[int, tuple[float, WorkCalendar]] = field(default_factory=dict)


_memories: WeakKeyDictionary[Engine, _Memory] = WeakKeyDictionary()


def _memory(of: Engine) -> _Memory:
    return _memories.setdefault(of, _Memory())


def view(
    session: Session, actor: Actor, tab: str = TABS[0], search: str = "", narrow: Narrow = EVERYTHING
) -> View:
    """What this actor looks at now. An unknown tab is the first one."""
    agencies, at = actor.agencies_for(Permission.QUEUE_READ), now()
    soon = urgency.soon_until(calendar(session, agencies), at)
    tab = tab if tab in TABS else TABS[0]
    return View(agencies, actor.account_id or 0, tab, " ".join(search.split())[:200], at, soon, narrow)


def calendar(session: Session, agencies: Iterable[int]) -> WorkCalendar:
    """The calendar of the (first) agency, kept for a while: every row's sentence counts with it."""
    agency_id, known = min(agencies), _memory(session.get_bind().engine).calendars
    kept = known.get(agency_id)
    if kept is None or monotonic() - kept[0] > CALENDAR_SECONDS:
        kept = (monotonic(), calendars.load(session, session.get_one(Agency, agency_id)))
        known[agency_id] = kept
    return kept[1]


def for_menu(session: Session, actor: Actor) -> Numbers:
    """Fresh numbers, which the queue drawn in the same run may use too."""
    looking = view(session, actor)
    numbers = _count(session, looking)
    _memory(session.get_bind().engine).fresh[_key(looking)] = (monotonic(), numbers)
    return numbers


def for_queue(session: Session, looking: View) -> Numbers:
    """Fresh numbers by tab, and `proposals` and `found` (how many a search finds)."""
    kept = _memory(session.get_bind().engine).fresh.pop(_key(looking), None)
    if kept and not looking.search and not looking.narrow and monotonic() - kept[0] < SAME_RUN_SECONDS:
        return kept[1]
    return _count(session, looking)


def _key(looking: View) -> Key:
    return looking.agencies, looking.account_id


def _count(session: Session, looking: View) -> Numbers:
    found = session.execute(desk_queries.counts(looking.shape), looking.values)
    rows = {what: (int(every), int(late), int(near)) for what, every, late, near in found}

    def count(*whats: int) -> int:
        return sum(rows.get(what, (0,))[0] for what in whats)

    return {
        "moi": count(State.SUBMITTED),
        "dang-xu-ly": count(*RUNNING),
        "bo-sung": count(State.SUPPLEMENT_ASKED),
        "phi": count(State.PAYMENT_ASKED),
        "sap-han": sum(near for _, _, near in rows.values()),
        "qua-han": sum(late for _, late, _ in rows.values()),
        "cho-tra": count(State.READY),
        "cua-toi": count(desk_queries.MINE),
        "tat-ca": count(desk_queries.ALL),
        "proposals": count(desk_queries.PROPOSALS),
        "found": count(desk_queries.FOUND),
    }
