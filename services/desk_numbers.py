"""The numbers on the tabs and in the menu: one question to the database, remembered for the menu."""

from collections.abc import Iterable
from time import monotonic

from sqlalchemy.orm import Session

from db.agencies import Agency
from db.session import database_url
from services import calendars, desk_queries, standing
from services.actors import Actor
from services.clock import now
from services.deadlines import WorkCalendar
from services.desk_queries import RUNNING, TABS, View
from services.permissions import Permission
from services.workflow import State

MENU_SECONDS = 10
"""How old the numbers in the menu may be."""

SAME_RUN_SECONDS = 0.05
"""The frame and the room of one run ask one right after the other: one question serves both."""

CALENDAR_SECONDS = 30

Numbers = dict[str, int]
Key = tuple[str, frozenset[int], int]

_kept: dict[Key, tuple[float, Numbers]] = {}
_fresh: dict[Key, float] = {}
_calendars: dict[tuple[str, int], tuple[float, WorkCalendar]] = {}


def view(session: Session, actor: Actor, tab: str = TABS[0], search: str = "") -> View:
    """What this actor looks at now. An unknown tab is the first one."""
    agencies, at = actor.agencies_for(Permission.QUEUE_READ), now()
    soon = standing.soon_until(calendar(session, agencies), at)
    tab = tab if tab in TABS else TABS[0]
    return View(agencies, actor.account_id or 0, tab, " ".join(search.split())[:100], at, soon)


def calendar(session: Session, agencies: Iterable[int]) -> WorkCalendar:
    """The calendar of the (first) agency, kept for a while: every row's sentence counts with it."""
    key = (database_url(), min(agencies))
    kept = _calendars.get(key)
    if kept is None or monotonic() - kept[0] > CALENDAR_SECONDS:
        kept = (monotonic(), calendars.load(session, session.get_one(Agency, key[1])))
        _calendars[key] = kept
    return kept[1]


def remembered(actor: Actor) -> Numbers | None:
    """The last numbers of this actor, if they are not too old for a menu."""
    kept = _kept.get((database_url(), actor.agencies_for(Permission.QUEUE_READ), actor.account_id or 0))
    return kept[1] if kept and monotonic() - kept[0] < MENU_SECONDS else None


def for_menu(session: Session, actor: Actor) -> Numbers:
    """Fresh numbers, which the queue drawn in the same run may use too."""
    looking = view(session, actor)
    numbers = _count(session, looking)
    _fresh[_key(looking)] = monotonic()
    return numbers


def for_queue(session: Session, looking: View) -> Numbers:
    """Fresh numbers by tab, and `proposals` and `found` (how many a search finds)."""
    just_now = monotonic() - _fresh.pop(_key(looking), 0.0) < SAME_RUN_SECONDS
    return _kept[_key(looking)][1] if just_now and not looking.search else _count(session, looking)


def _key(looking: View) -> Key:
    return database_url(), looking.agencies, looking.account_id


def _count(session: Session, looking: View) -> Numbers:
    found = session.execute(desk_queries.counts(looking))
    rows = {what: (int(every), int(late), int(near)) for what, every, late, near in found}

    def count(*whats: int) -> int:
        return sum(rows.get(what, (0,))[0] for what in whats)

    numbers = {
        "moi": count(State.SUBMITTED),
        "dang-xu-ly": count(*RUNNING),
        "bo-sung": count(State.SUPPLEMENT_ASKED),
        "phi": count(State.PAYMENT_ASKED),
        "sap-han": sum(near for _, _, near in rows.values()),
        "qua-han": sum(late for _, late, _ in rows.values()),
        "cho-tra": count(State.READY),
        "cua-toi": count(desk_queries.MINE),
        "tat-ca": count(*State),
        "proposals": count(desk_queries.PROPOSALS),
        "found": count(desk_queries.FOUND),
    }
    _kept[_key(looking)] = (monotonic(), numbers)
    return numbers
