"""Return dates found by walking minute by minute: slow, dull, the measure of services/dates/deadlines.py.

Works on whole minutes inside a window of days around FIRST; nothing of the calculator is used but its types.
"""

import random
from datetime import date, datetime, time, timedelta
from itertools import islice

from services.clock import VIETNAM
from services.dates.deadlines import KINDS, NewDate, Paused, TimeRule, WorkCalendar

FIRST = date(2026, 1, 1)
MINUTES = 24 * 60


class Walk:
    """Every minute of `days` days from FIRST: does the counter receive, does it count as office time?"""

    def __init__(self, cal: WorkCalendar, days: int) -> None:
        self.counter = bytearray(days * MINUTES)
        self.office = bytearray(days * MINUTES)
        self.works = [False] * days
        for n in range(days):
            day = FIRST + timedelta(days=n)
            if day in cal.off:
                continue
            made_up = day in cal.make_up
            hours = cal.hours.get(0 if made_up else day.weekday(), ())
            self.works[n] = bool(hours) and (made_up or day.weekday() < 5)
            for begin, end in hours:
                a, b = (n * MINUTES + t.hour * 60 + t.minute for t in (begin, end))
                self.counter[a:b] = b"\1" * (b - a)
                if self.works[n]:
                    self.office[a:b] = b"\1" * (b - a)

    def minute(self, at: datetime) -> int:
        """Whole minutes since FIRST began."""
        return int((at - datetime.combine(FIRST, time(), VIETNAM)).total_seconds()) // 60

    def moment(self, minute: int) -> datetime:
        return datetime.combine(FIRST, time(), VIETNAM) + timedelta(minutes=minute)

    def waited(self, a: int, b: int) -> int:
        """Minutes of office time from minute a to minute b."""
        return sum(self.office[a:b])

    def later(self, at: int, minutes: int) -> int:
        """The minute at whose beginning so much office time has passed since `at`."""
        while minutes:
            minutes -= self.office[at]
            at += 1
        return at

    def working_day(self, n: int) -> int:
        """Day n, or the next that is a working day."""
        while not self.works[n]:
            n += 1
        return n

    def closing(self, n: int) -> int:
        """The end of the last minute of office time of day n."""
        minute = (n + 1) * MINUTES
        while not self.office[minute - 1]:
            minute -= 1
        return minute

    def due(self, rule: TimeRule, received_at: datetime, happenings: list[Paused | NewDate]) -> datetime:
        """What services.dates.deadlines.explain must say."""
        at = self.minute(received_at)
        while not self.counter[at] and not (at and self.counter[at - 1]):
            at += 1
        day = at // MINUTES
        late = at % MINUTES > rule.cutoff.hour * 60 + rule.cutoff.minute
        if rule.has_cutoff and (late or not self.works[day]):
            day = self.working_day(day + 1)
        for _ in range(0 if rule.same_day else rule.working_days):
            day = self.working_day(day + 1)
        due = self.closing(self.working_day(day))
        for happening in happenings:
            if isinstance(happening, Paused):
                assert happening.end is not None
                due = self.later(due, self.waited(self.minute(happening.start), self.minute(happening.end)))
                continue
            due = self.minute(happening.due)
            if not self.works[due // MINUTES]:
                due = self.closing(self.working_day(due // MINUTES))
            due = min(due, self.closing(due // MINUTES))
        return self.moment(due)


def random_calendar(rng: random.Random, days: int) -> WorkCalendar:
    """Odd offices: hours that differ by weekday, closed weekdays, Saturday counters, many exceptions."""

    def slots() -> tuple[tuple[time, time], ...]:
        marks = sorted(rng.sample(range(6 * 60, 20 * 60), 2 * rng.choice((1, 1, 2, 2, 2, 3))))
        times = [time(m // 60, m % 60) for m in marks]
        return tuple(zip(times[::2], times[1::2], strict=True))

    hours = {w: slots() for w in range(7) if w == 0 or rng.random() < (0.9 if w < 5 else 0.25)}
    odd = rng.sample(range(days), rng.randrange(0, days // 4))
    half = rng.randrange(len(odd) + 1)
    off, make_up = ({FIRST + timedelta(days=n) for n in part} for part in (odd[:half], odd[half:]))
    return WorkCalendar(hours, frozenset(off), frozenset(make_up))


def random_case(
    rng: random.Random, first_minute: int, last_minute: int
) -> tuple[TimeRule, datetime, list[Paused | NewDate]]:
    """A rule, a reception and up to four happenings, all between two minutes."""
    kind = rng.choice(KINDS)
    rule = TimeRule(kind, rng.randrange(0, 7))
    walk_from = datetime.combine(FIRST, time(), VIETNAM)
    count = rng.choice((0, 0, 1, 1, 2, 3, 4))
    marks = sorted(rng.randrange(first_minute, last_minute) for _ in range(1 + 2 * count))
    moments = [walk_from + timedelta(minutes=m) for m in marks]
    happenings: list[Paused | NewDate] = []
    for start, end in zip(islice(moments, 1, None, 2), islice(moments, 2, None, 2), strict=True):
        if rng.random() < 0.2:
            later = end + timedelta(minutes=rng.randrange(4 * MINUTES))
            happenings.append(NewDate(start, later, rng.choice(("chosen", "extended"))))
        else:
            happenings.append(Paused(start, end))
    return rule, moments[0], happenings
