"""When the office works, and time counted in its hours. Pure: no database, no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from services.clock import VIETNAM

Slots = tuple[tuple[time, time], ...]
DAY = timedelta(days=1)
NOTHING = timedelta(0)
MORNING_AND_AFTERNOON: Slots = ((time(7, 30), time(11, 30)), (time(13), time(17)))
DEFAULT_HOURS: Mapping[int, Slots] = dict.fromkeys(range(5), MORNING_AND_AFTERNOON)
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class WorkCalendar:
    """When the office works. `hours` by weekday (Monday is 0); `names` says what an exceptional day is.

    Hours on a Saturday or Sunday are for receiving only (`reception_only`): such a day is no working day
    for deadlines. A day that is both off and made up for is off. Raises ValueError on hours that overlap
    or run backwards, and where no weekday is a working day.
    """

    hours: Mapping[int, Slots] = field(default_factory=lambda: DEFAULT_HOURS)
    off: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict)
    reception_only: frozenset[int] = WEEKEND

    def __post_init__(self) -> None:
        for slots in self.hours.values():
            ends = [time.min, *(end for _, end in slots)]
            if any(not before <= begin < end for before, (begin, end) in zip(ends, slots, strict=False)):
                raise ValueError("office hours overlap or run backwards")
        if not any(slots for weekday, slots in self.hours.items() if weekday not in self.reception_only):
            raise ValueError("no weekday has office hours")

    def slots(self, day: date) -> Slots:
        """The office hours of this day that count for deadlines; empty on a day that is no working day."""
        if day in self.off:
            return ()
        if day in self.make_up:
            working = sorted(w for w, slots in self.hours.items() if slots and w not in self.reception_only)
            return self.hours[working[0]]  # Monday's, where Monday is worked at all
        weekday = day.weekday()
        return () if weekday in self.reception_only else self.hours.get(weekday, ())

    def counter_slots(self, day: date) -> Slots:
        """The hours in which the counter receives: office hours, or a Saturday's reception hours."""
        return self.slots(day) or (() if day in self.off else self.hours.get(day.weekday(), ()))

    def is_working_day(self, day: date) -> bool:
        """Whether this day counts for deadlines."""
        return bool(self.slots(day))


def moment(at: datetime) -> datetime:
    """The same moment in Vietnam's time. Raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(VIETNAM)


def _clock(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, VIETNAM)


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included; none if last is before first."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def closing(cal: WorkCalendar, day: date) -> datetime:
    """The end of office hours of this working day."""
    return _clock(day, cal.slots(day)[-1][1])


def nth_working_day(cal: WorkCalendar, day: date, n: int) -> date:
    """The n-th working day after `day`, which itself is day 0 and need not be a working day."""
    while n > 0:
        day += DAY
        n -= cal.is_working_day(day)
    return day


def first_working_day(cal: WorkCalendar, day: date) -> date:
    """This day, or the next one that is a working day."""
    return day if cal.is_working_day(day) else nth_working_day(cal, day, 1)


def next_opening(cal: WorkCalendar, at: datetime) -> datetime:
    """`at` if the counter is open then (the last moment of a slot is still open), else its next opening."""
    at = moment(at)
    day = at.date()
    while True:
        for begin, end in cal.counter_slots(day):
            if at <= _clock(day, end):
                return max(at, _clock(day, begin))
        day += DAY


def office_time_between(cal: WorkCalendar, a: datetime, b: datetime) -> timedelta:
    """The office time from a to b; negative when b is before a."""
    a, b = moment(a), moment(b)
    if b < a:
        return -office_time_between(cal, b, a)
    total = NOTHING
    for day in each_day(a.date(), b.date()):
        for begin, end in cal.slots(day):
            total += max(NOTHING, min(b, _clock(day, end)) - max(a, _clock(day, begin)))
    return total


def add_office_time(cal: WorkCalendar, at: datetime, span: timedelta) -> datetime:
    """The moment when `span` of office time has passed since `at`.

    A span that just fills a slot ends at the end of that slot, not at the start of the next: 8 hours after
    Wednesday 17:00 is Thursday 17:00. Raises ValueError on a negative span.
    """
    at = moment(at)
    if span < NOTHING:
        raise ValueError("office time cannot be taken back")
    if span == NOTHING:
        return at
    day = at.date()
    while True:
        for begin, end in cal.slots(day):
            start = max(at, _clock(day, begin))
            free = max(NOTHING, _clock(day, end) - start)
            if span <= free:
                return start + span
            span -= free
        day += DAY


def take_office_time(cal: WorkCalendar, at: datetime, span: timedelta) -> datetime:
    """The latest moment from which `span` of office time is left until `at`. Raises ValueError on a negative
    span."""
    at = moment(at)
    if span < NOTHING:
        raise ValueError("office time cannot be given back")
    if span == NOTHING:
        return at
    day = at.date()
    while True:
        for begin, end in reversed(cal.slots(day)):
            stop = min(at, _clock(day, end))
            free = max(NOTHING, stop - _clock(day, begin))
            if span <= free:
                return stop - span
            span -= free
        day -= DAY
