"""Where a dossier stood and how long, as its facts keep it: new:0 received:1:7 work:3:22. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.figures.life import OFFICE_STEPS, STEPS, Stay

NUMBERS, NAMES = {step: number for number, step in enumerate(STEPS)}, tuple(STEPS)
"""The steps in the sums, which hold numbers."""

HOURS = 1, 2, 4, 8
"""Office hours given, below which a day is told in parts; from a day on by whole days of eight hours."""


@dataclass(frozen=True)
class Rest:
    """What an arrival at a step of the office came to. `waited`: whether the citizen was waited for before;
    `given`: the time until it was due, as `time_given` tells it; `days`: working days of the office to the
    result, without those on which the citizen was waited for."""

    step: str
    waited: bool
    given: int
    late: bool
    days: int


def stays(told: str) -> list[Stay]:
    """What `Life.stays` says, in turn: step, working days there, and the office hours given or None."""
    found: list[Stay] = []
    for one in told.split():
        step, days, *hours = one.split(":")
        found.append((step, int(days), int(hours[0]) if hours else None))
    return found


def waited(stood: Sequence[Stay]) -> bool:
    """Whether it has waited for the citizen."""
    return any(STEPS[step] == "citizen" for step, *_rest in stood)


def time_given(hours: int) -> int:
    """Parts of a day (0 to 3), then 4 for one day and so on to 30."""
    return next((n for n, below in enumerate(HOURS) if hours < below), 3 + min(hours // 8, 30))


def rests(told: str, late: bool) -> list[Rest]:
    """Of a dossier with a result: every arrival at a step in which the legal clock ran."""
    found, left, stood = [], 0, stays(told)
    for place in range(len(stood) - 1, -1, -1):
        step, days, hours = stood[place]
        if STEPS[step] != "citizen":
            left += days
        if step in OFFICE_STEPS and hours is not None:
            found.append(Rest(step, waited(stood[:place]), time_given(hours), late, min(left, 99)))
    return found


def stay_number(step: str, days: int) -> int:
    """A step and the days it took, in one number of the sums; more than 999 days count as 999."""
    return NUMBERS[step] * 1000 + min(days, 999)


def stay_of(number: int) -> tuple[str, int]:
    """What `stay_number` has put together."""
    return NAMES[number // 1000], number % 1000


def rest_number(rest: Rest) -> int:
    """A rest in one number of the sums."""
    return (((NUMBERS[rest.step] * 2 + rest.waited) * 64 + rest.given) * 2 + rest.late) * 100 + rest.days


def rest_of(number: int) -> Rest:
    """What `rest_number` has put together."""
    number, days = divmod(number, 100)
    number, late = divmod(number, 2)
    number, given = divmod(number, 64)
    step, again = divmod(number, 2)
    return Rest(NAMES[step], bool(again), given, bool(late), days)
