"""The return date: counted in office time, pausable, and able to say each rule it applied.

Pure: no database, no clock; office time itself is in services/dates/office_time.py. Rules (domain: texts of
the civil-status procedures, the 15 o'clock rule): n working days are counted after the day of reception;
a same-day result asked for after the cut-off is due on the next working day; what arrives while the office
is closed is received when it opens next; waiting for the citizen adds exactly the office time waited.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from services.dates.office_time import (
    DAY,
    WEEKEND,
    WorkCalendar,
    add_office_time,
    closing,
    each_day,
    first_working_day,
    moment,
    next_opening,
    nth_working_day,
    office_time_between,
)

__all__ = [
    "KINDS",
    "Ledger",
    "Line",
    "NewDate",
    "Paused",
    "TimeRule",
    "WorkCalendar",
    "add_office_time",
    "explain",
    "office_time_between",
]

KINDS = ("SAME_DAY_CUTOFF_15H", "WORKING_DAYS", "WORKING_DAYS_CUTOFF_15H", "SAME_DAY_OR_VERIFY")


@dataclass(frozen=True)
class TimeRule:
    """How long a procedure may take. `kind` is one of KINDS; raises ValueError on another."""

    kind: str
    working_days: int = 0
    cutoff: time = time(15)

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.working_days < 0:
            raise ValueError(f"no such time rule: {self.kind} {self.working_days}")

    @property
    def same_day(self) -> bool:
        return self.kind.startswith("SAME_DAY")

    @property
    def has_cutoff(self) -> bool:
        return self.kind != "WORKING_DAYS"


@dataclass(frozen=True)
class Paused:
    """The office waited for the citizen. `end` None: it still waits."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True)
class NewDate:
    """A date set by people. `code` is chosen (at reception) or extended (gia hạn)."""

    at: datetime
    due: datetime
    code: str


@dataclass(frozen=True)
class Line:
    """One rule that was applied; services/dates/words.py says it."""

    code: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """Why the result is due when it is."""

    lines: tuple[Line, ...]
    due: datetime


def _within_office(cal: WorkCalendar, due: datetime) -> datetime:
    """A date set by people, moved off a day on which nobody could keep it."""
    day = first_working_day(cal, due.date())
    return closing(cal, day) if day != due.date() else min(due, closing(cal, day))


def _special_days(cal: WorkCalendar, first: date, last: date) -> list[Line]:
    """A line for each day off and make-up day from first to last, and for each run of days like a weekend."""
    lines: list[Line] = []
    for day in each_day(first, last):
        name = cal.names.get(day, "")
        if cal.is_working_day(day):
            if day in cal.make_up:
                lines.append(Line("make_up_day", {"day": day, "name": name}))
        elif day in cal.off and (name or day.weekday() not in WEEKEND):
            lines.append(Line("day_off", {"day": day, "name": name}))
        elif lines and lines[-1].code == "not_in_week" and lines[-1].facts["last"] == day - DAY:
            lines[-1] = Line("not_in_week", lines[-1].facts | {"last": day})
        else:
            lines.append(Line("not_in_week", {"first": day, "last": day}))
    return lines


def _reception(cal: WorkCalendar, received_at: datetime) -> tuple[list[Line], datetime]:
    opening = next_opening(cal, received_at)
    if opening == received_at:
        return [], opening
    lines = _special_days(cal, received_at.date(), opening.date() - DAY)
    return [*lines, Line("while_closed", {"at": received_at, "opening": opening})], opening


def _count(cal: WorkCalendar, rule: TimeRule, at: datetime) -> tuple[list[Line], date]:
    """Which rule counts from this reception, and the day that is due by it."""
    facts: dict[str, Any] = {"at": at, "cutoff": rule.cutoff, "count": rule.working_days}
    day = at.date()
    if not rule.has_cutoff:
        code = "received"
    elif not cal.is_working_day(day):
        # Day 0 is Monday, as for Friday after the cut-off: else who comes later would be due earlier.
        code, day = "counter_only_day", nth_working_day(cal, day, 1)
    elif at.time() > rule.cutoff:
        code, day = "after_cutoff", nth_working_day(cal, day, 1)
    else:
        code = "same_day" if rule.same_day else "received"
    due_day = first_working_day(cal, day if rule.same_day else nth_working_day(cal, day, rule.working_days))
    lines = [Line(code, facts), *_special_days(cal, at.date() + DAY, due_day)]
    if not rule.same_day:
        lines.append(Line("working_days", {"count": rule.working_days, "day_zero": day, "day": due_day}))
    return lines, due_day


def _pause(cal: WorkCalendar, pause: Paused, due: datetime) -> tuple[list[Line], datetime]:
    if pause.end is None:
        return [Line("still_paused", {"start": pause.start})], due
    span = office_time_between(cal, pause.start, pause.end)
    later = add_office_time(cal, due, span)
    off = tuple(d for d in each_day(pause.start.date(), pause.end.date()) if d in cal.off and d.weekday() < 5)
    facts = {"start": pause.start, "end": pause.end, "span": span, "off": off, "due": later}
    return [Line("paused", facts), *_special_days(cal, due.date() + DAY, later.date())], later


def _in_order(received_at: datetime, happenings: Iterable[Paused | NewDate]) -> list[Paused | NewDate]:
    """The happenings in Vietnam's time, each beginning where the one before ended at the earliest.

    Clocks of two servers differ by a moment, and a demo's clock is set back: that must not stop a dossier,
    and no time may count twice. Raises ValueError on anything after a pause that is still open.
    """
    clean: list[Paused | NewDate] = []
    before: datetime | None = received_at
    for happening in happenings:
        if before is None:
            raise ValueError("nothing can follow a pause that is still open")
        if isinstance(happening, NewDate):
            before = max(before, moment(happening.at))
            clean.append(NewDate(before, moment(happening.due), happening.code))
        else:
            start = max(before, moment(happening.start))
            before = None if happening.end is None else max(start, moment(happening.end))
            clean.append(Paused(start, before))
    return clean


def explain(
    cal: WorkCalendar,
    rule: TimeRule,
    received_at: datetime,
    happenings: Iterable[Paused | NewDate] = (),
) -> Ledger:
    """When the result is due, and why. Happenings come in the order in which they happened.

    The due moment always lies on a working day. A pause adds to the due moment that was valid when it began;
    a new date replaces it (moved to the end of the next working day when set on a day off).
    Raises ValueError on times without a zone and on anything after a pause that is still open.
    """
    received_at = moment(received_at).replace(microsecond=0)  # a clock that reads 15:00:00 is not past it
    ordered = _in_order(received_at, happenings)
    lines, opening = _reception(cal, received_at)
    counted, due_day = _count(cal, rule, opening)
    due = closing(cal, due_day)
    lines += [*counted, Line("due", {"due": due})]
    for happening in ordered:
        if isinstance(happening, Paused):
            more, due = _pause(cal, happening, due)
        else:
            wanted, due = happening.due, _within_office(cal, happening.due)
            more = [Line(f"date_{happening.code}", {"at": happening.at, "due": wanted})]
            if due != wanted:
                more.append(Line("date_moved", {"wanted": wanted, "due": due}))
        lines += more
    return Ledger(tuple(lines), due)
