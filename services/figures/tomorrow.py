"""Tomorrow: how likely an open dossier is late if nothing changes, by how long others still took. Pure.

What others took is counted in whole working days of the office from their arrival at a step to the result,
without the days on which they waited for the citizen: while that clock stands, so does the due day.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

LIKELY = 0.3
"""From here on a dossier is listed: three of ten like it came late. bench/tomorrow.py prints how right that
is and how many of the late it finds, beside one half and beside "80 % of the time is used"."""

FEW = 30
"""Of fewer like it the wider group is asked as well; a wider group weighs as much as so many dossiers."""


@dataclass(frozen=True)
class Place:
    """Where a dossier stands. `waited`: whether the citizen was waited for before; `given`: the time from its
    arrival there until it was due (services/figures/stays.py, `time_given`)."""

    agency_id: int
    procedure_code: str
    step: str
    waited: bool
    given: int


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of one dossier; days are working days. `like` is how many of its kind are known:
    of those that had stood as long, half needed `typical` more days or fewer."""

    chance: float
    typical: int
    left: int
    like: int

    @property
    def listed(self) -> bool:
        """Whether it is on the list."""
        return self.chance >= LIKELY


_Group = tuple[object, ...]


def _groups(place: Place) -> tuple[_Group, ...]:
    """From the widest to the narrowest."""
    at = place.step, place.waited, place.given
    return at, (place.procedure_code, *at), (place.agency_id, place.procedure_code, *at)


@dataclass(frozen=True)
class _Known:
    """How many took at least so many days, from 0 on: all of them, and those that came late."""

    all: tuple[int, ...]
    late: tuple[int, ...]


class Forecaster:
    """What is known of those that have a result: built once from sums, then asked for any dossier."""

    def __init__(self, history: Iterable[tuple[Place, bool, int, int]]) -> None:
        """`history`: rows (place, whether it came late, working days to the result, how many dossiers)."""
        counted: dict[_Group, tuple[dict[int, int], dict[int, int]]] = defaultdict(
            lambda: (defaultdict(int), defaultdict(int))
        )
        for place, late, days, n in history:
            for group in _groups(place):
                counted[group][0][days] += n
                if late:
                    counted[group][1][days] += n
        self._known = {group: _Known(*map(_took_least, both)) for group, both in counted.items()}

    def outlook(self, place: Place, stood: int, left: int) -> Outlook | None:
        """Of a dossier that has stood there for `stood` working days and has `left` until its due day (0 on
        that day). None where none like it has ever stood so long."""
        told, chance = None, 0.0
        for group in _groups(place):
            known = self._known.get(group)
            like = _at(known.all, stood) if known else 0
            if not known or not like:
                break
            late = _at(known.late, stood)
            chance = (late + FEW * chance) / (like + FEW) if told else late / like
            if told is None or like >= FEW:
                told = like, _typical(known.all, stood, like)
        return Outlook(chance, told[1], left, told[0]) if told else None


def _took_least(by_days: dict[int, int]) -> tuple[int, ...]:
    found, more = [], 0
    for days in range(max(by_days, default=0), -1, -1):
        more += by_days.get(days, 0)
        found.append(more)
    return tuple(reversed(found))


def _at(took: tuple[int, ...], days: int) -> int:
    return took[days] if days < len(took) else 0


def _typical(took: tuple[int, ...], stood: int, like: int) -> int:
    """The fewest further days within which half of them were done."""
    return next(more for more in range(len(took) + 1) if 2 * (like - _at(took, stood + more + 1)) >= like)
