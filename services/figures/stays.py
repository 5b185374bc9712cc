"""Where a dossier stood and how long, as its facts keep it: new:0 received:1 work:3. Pure."""

from collections.abc import Sequence

from services.figures.life import STEPS

OFFICE_STEPS = "received", "work", "sign"
"""Those in which the legal clock runs."""

NUMBERS, NAMES = {step: number for number, step in enumerate(STEPS)}, tuple(STEPS)
"""The steps in the sums, which hold numbers."""


def stays(told: str) -> list[tuple[str, int]]:
    """What `Life.stays` says: (step, working days) in turn."""
    return [(step, int(days)) for step, days in (one.split(":") for one in told.split())]


def rests(told: str) -> list[tuple[str, bool, int]]:
    """Of a dossier with a result: (step, whether the citizen was waited for before, working days of the office
    from there to the result) for each arrival at a step in which the legal clock runs."""
    found, left, stood = [], 0, stays(told)
    for place in range(len(stood) - 1, -1, -1):
        step, days = stood[place]
        if STEPS[step] != "citizen":
            left += days
        if step in OFFICE_STEPS:
            found.append((step, waited(stood[:place]), left))
    return found


def waited(stood: Sequence[tuple[str, int]]) -> bool:
    """Whether it has waited for the citizen."""
    return any(STEPS[step] == "citizen" for step, _days in stood)


def days_at(step: str, days: int, waited: bool = False) -> int:
    """A step and days in one number; more than 999 count as 999."""
    return (NUMBERS[step] * 2 + waited) * 1000 + min(days, 999)


def step_of(value: int) -> tuple[str, bool, int]:
    """What `days_at` has put together: step, whether the citizen was waited for before, days."""
    return NAMES[value // 2000], bool(value // 1000 % 2), value % 1000
