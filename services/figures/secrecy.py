"""What may be told of a count without telling of a person, and of a total without telling a hidden count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST = 5
"""A count under this is hidden, also a zero."""


@dataclass
class Cell:
    """What happened at one commune in one month, as it was: no page ever gets it. `days` are summed."""

    received: int = 0
    on_time: int = 0
    late: int = 0
    days: int = 0


@dataclass(frozen=True)
class Shown:
    """What is published of a cell. None is a number that is hidden, or cannot be."""

    received: int | None
    on_time: int | None
    late: int | None
    average: float | None

    @property
    def rate(self) -> float | None:
        """On time among all that were done, 0 to 1. Only of two published counts: else it would tell one."""
        if self.on_time is None or self.late is None:
            return None
        return self.on_time / (self.on_time + self.late)


NOTHING = Shown(None, None, None, None)
"""A cell of which nothing may be told."""


def shown(cell: Cell) -> Shown:
    """What may be published of one cell.

    An average needs a published count beside it: alone it would say how many there are at least.
    """
    on_time, late = _told(cell.on_time), _told(cell.late)
    done = cell.on_time + cell.late
    average = cell.days / done if on_time is not None or late is not None else None
    return Shown(_told(cell.received), on_time, late, average)


def total(cells: Sequence[Cell]) -> Shown:
    """The sum of a column, unless somebody could subtract the published numbers from it and learn more of a
    hidden one than that it is under LEAST. The average is told with the counts it belongs to."""
    received = _sum([cell.received for cell in cells])
    on_time = _sum([cell.on_time for cell in cells])
    late = _sum([cell.late for cell in cells])
    done = sum(cell.on_time + cell.late for cell in cells)
    told = on_time is not None or late is not None
    return Shown(received, on_time, late, sum(cell.days for cell in cells) / done if told else None)


def _told(count: int) -> int | None:
    return count if count >= LEAST else None


def _sum(counts: Iterable[int]) -> int | None:
    """None unless, the sum being known, each hidden count can still be anything below LEAST."""
    hidden, open_ = [], []
    for count in counts:
        (hidden if count < LEAST else open_).append(count)
    rest, most = sum(hidden), LEAST - 1
    if hidden and not most <= rest <= most * (len(hidden) - 1):
        return None
    return _told(rest + sum(open_))
