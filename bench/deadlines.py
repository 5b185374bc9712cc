"""Return dates against a walk over every minute: python -m bench.deadlines [CASES] [SEED]."""

import random
import sys
from time import perf_counter

from bench.minute_walk import MINUTES, Walk, random_calendar, random_case
from services.dates.deadlines import explain

DAYS = 120
CASES_PER_CALENDAR = 100


def main(cases: int, seed: int) -> int:
    """Prints counts; returns how many cases differ."""
    rng = random.Random(seed)
    done = wrong = paused = calendars = 0
    spent = 0.0
    while done < cases:
        calendar = random_calendar(rng, DAYS)
        walk = Walk(calendar, DAYS)
        calendars += 1
        for _ in range(min(CASES_PER_CALENDAR, cases - done)):
            rule, received_at, happenings = random_case(rng, 0, 21 * MINUTES)
            began = perf_counter()
            due = explain(calendar, rule, received_at, happenings).due
            spent += perf_counter() - began
            expected = walk.due(rule, received_at, happenings)
            done += 1
            paused += bool(happenings)
            if due != expected or not calendar.is_working_day(due.date()):
                wrong += 1
                print(f"differs: {calendar} {rule} {received_at} {happenings}: {due}, by minutes {expected}")
    print(f"cases {done}, calendars {calendars}, with pauses or new dates {paused}, different {wrong}")
    print(f"{spent / done * 1e6:.0f} microseconds per date")
    return wrong


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    sys.exit(bool(main(*(arguments + [100_000, 1][len(arguments) :]))))
