"""How long things take in the communes of `seed`: who works fast, who is overloaded, what is asked again.

Nothing here is measured on a real office. What makes a dossier late there is meant to be there too: the
procedure and its legal time, the specialist and how much lies on the desk in that week, Mondays, a weekend in
between, a round of supplement, and that people hurry when a deadline is near.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import exp
from random import Random

from services.catalogue import Procedure
from services.dates.deadlines import TimeRule, explain
from services.dates.office_time import WorkCalendar, add_office_time, office_time_between

DAY = 8
"""Office hours of a day."""

SHARES = {
    "2.000635": 46, "1.001193": 14, "1.000656": 8, "1.000894": 6, "1.004873": 14, "2.001023": 6,
    "1.001776": 5, "1.004746": 1,
}  # fmt: skip
"""Of a hundred dossiers of a commune."""

ASKED_AGAIN = {"1.001776": 0.3, "1.004873": 0.14, "2.001023": 0.16, "1.004746": 0.25}
"""How often a supplement is asked for once the specialist has looked; others 0.05."""

MONDAY, FORGOTTEN, HURRIES = 1.5, 0.02, 0.6
"""How much longer the counter needs on a Monday; how often a dossier is left lying; how often one that would
be a day late is done on its last day."""


@dataclass(frozen=True)
class Specialist:
    """One who works on dossiers: below 1 faster than others. `wave` moves how much lies on the desk."""

    speed: float
    wave: float

    def load(self, day: date) -> float:
        """How much longer than usual things take in this week: there are quiet and busy ones."""
        return _load(self.wave, *day.isocalendar()[:2]) * (1.25 if day.month in (1, 6, 12) else 1)


@lru_cache(maxsize=100_000)
def _load(wave: float, year: int, week: int) -> float:
    return exp(Random(f"{wave}/{year}/{week}").gauss(0, 0.25))


@lru_cache(maxsize=10_000)
def specialists(agency_id: int) -> tuple[Specialist, ...]:
    """Those of a commune, the same in every run."""
    chance = Random(f"specialists/{agency_id}")
    return tuple(
        Specialist(exp(chance.gauss(0, 0.35)), chance.random()) for _ in range(chance.randint(1, 3))
    )


def ends_at(calendar: WorkCalendar, at: datetime, hours: float) -> datetime:
    """So many office hours later, on the second."""
    return add_office_time(calendar, at, timedelta(seconds=int(hours * 3600)))


def due_at(calendar: WorkCalendar, procedure: Procedure, at: datetime) -> datetime:
    """The legal end of what was received at this moment of office time, by the rule of the procedure."""
    key = procedure.time.rule, procedure.time.working_days, at.date(), at.time() > TimeRule.cutoff
    if key not in _due:
        _due[key] = explain(calendar, TimeRule(*key[:2]), at).due
    return _due[key]


_due: dict[tuple[str, int, date, bool], datetime] = {}


def counter(rng: Random, at: datetime) -> float:
    """Office hours until the counter has looked."""
    return rng.lognormvariate(0, 0.8) * (MONDAY if at.weekday() == 0 else 1)


def work(rng: Random, procedure: Procedure, who: Specialist, at: datetime, again: bool) -> float:
    """Office hours until the specialist is done; after a supplement the most is done already."""
    days = 0.16 if procedure.time.rule.startswith("SAME_DAY") else 0.45 * procedure.time.working_days
    hours = rng.lognormvariate(0, 0.55) * days * DAY * who.speed * who.load(at.date())
    if rng.random() < FORGOTTEN:
        hours += rng.uniform(1, 6) * DAY
    return hours * (0.45 if again else 1)


def citizen(rng: Random) -> float:
    """Office hours until the citizen has answered."""
    return rng.lognormvariate(0.6, 0.9) * DAY


def hurried(rng: Random, calendar: WorkCalendar, at: datetime, due: datetime) -> datetime:
    """The moment of the result: what would be a day late is often done on its last day after all."""
    if at <= due or rng.random() > HURRIES or office_time_between(calendar, due, at) > timedelta(hours=DAY):
        return at
    return due - timedelta(minutes=rng.randint(1, 90))


def asked_again(rng: Random, procedure: Procedure) -> bool:
    """Whether the specialist asks for a supplement."""
    return rng.random() < ASKED_AGAIN.get(procedure.code, 0.05)
