"""The return date of one dossier with its reasons, read off the dossier's own events."""

from datetime import datetime

from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Event
from services import journal
from services.catalogue import store
from services.dates import calendars
from services.dates.deadlines import Ledger, NewDate, Paused, TimeRule, WorkCalendar, explain
from services.workflow import Clock


def calendar_of(session: Session, dossier: Dossier) -> WorkCalendar:
    """The working calendar of the competent agency."""
    return calendars.load(session, session.get_one(Agency, dossier.agency_id))


def rule_of(session: Session, dossier: Dossier) -> TimeRule:
    """The time rule of the version that the dossier was submitted under."""
    time = store.version(session, dossier.procedure_version_id).time
    return TimeRule(time.rule, time.working_days)


def of(session: Session, dossier: Dossier) -> Ledger | None:
    """How `dossier.due_at` came about, a rule per line; None while the clock has not started."""
    return from_events(
        calendar_of(session, dossier), rule_of(session, dossier), journal.of(session, dossier)
    )


def resumed(session: Session, dossier: Dossier, at: datetime) -> datetime:
    """The due moment once the pause that is still open ends now: the office time waited is added."""
    events = journal.effective(journal.of(session, dossier))
    paused = next(e.at for e in reversed(events) if e.clock == Clock.PAUSES)
    told = from_events(
        calendar_of(session, dossier), rule_of(session, dossier), events, and_then=(Paused(paused, at),)
    )
    assert told is not None, "a pause comes after the start"
    return told.due


def from_events(
    calendar: WorkCalendar, rule: TimeRule, events: list[Event], *, and_then: tuple[Paused, ...] = ()
) -> Ledger | None:
    """The ledger that these events tell, and what happens right now (`and_then`).

    Events taken back do not count; a pause still open adds nothing yet.
    """
    started, paused, happenings = None, None, []
    for event in journal.effective(events):
        match event.clock:
            case Clock.STARTS:
                started = event.at
                if event.facts.get("due_reason"):
                    happenings.append(NewDate(event.at, event.due_at, "chosen"))
            case Clock.PAUSES if started:
                paused = event.at
            case Clock.RESUMES if paused:
                happenings.append(Paused(paused, event.at))
                paused = None
            case Clock.MOVES:
                happenings.append(NewDate(event.at, event.due_at, "extended"))
    return explain(calendar, rule, started, [*happenings, *and_then]) if started else None
