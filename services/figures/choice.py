"""What a figure is asked about: a period, and which dossiers. One value makes the number and its list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.figures.life import Life


@dataclass(frozen=True)
class Period:
    """From the day `first` to before the day `after`. `code` is its spelling in an address, if it has one."""

    first: date
    after: date
    code: str = ""

    def holds(self, day: date | None) -> bool:
        """Whether this day lies in it."""
        return day is not None and self.first <= day < self.after

    def seen_from(self, today: date) -> date:
        """The day by which "late" is judged: its end, or today while it runs."""
        return min(self.after, today)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def is_whole_months(self) -> bool:
        """Whether the sums by month can answer it."""
        return self.first.day == 1 and self.after.day == 1

    @property
    def before(self) -> "Period":
        """The period of the same length right before."""
        if not self.is_whole_months:
            return Period(self.first - (self.after - self.first), self.first)
        return months(_back(self.first, self._length), self._length)

    @property
    def year_before(self) -> "Period":
        """The same period of the year before."""
        if not self.is_whole_months:
            return Period(_year_back(self.first), _year_back(self.after))
        return months(_back(self.first, 12), self._length)

    @property
    def _length(self) -> int:
        return (self.after.year - self.first.year) * 12 + self.after.month - self.first.month


def months(first: date, many: int) -> Period:
    """A month, a quarter or a year from this first day on; its code, as 2026-11, 2026-Q4 or 2026."""
    after = _back(first, -many)
    codes = {1: f"{first:%Y-%m}", 3: f"{first.year}-Q{(first.month + 2) // 3}", 12: f"{first.year}"}
    return Period(first, after, codes.get(many, ""))


def coded(period: Period) -> Period:
    """The same days, with the code that a month, a quarter or a year has."""
    for many in (1, 3, 12):
        one = months(period.first, many) if period.first.day == 1 else period
        if one.after == period.after and (period.first.month - 1) % many == 0:
            return one
    return period


def months_back(after: date, many: int) -> Period:
    """The single month that begins so many months before this first day."""
    return months(_back(after, many), 1)


def period(code: str, today: date) -> Period:
    """What an address asks for; the running month where it asks for nothing that there is."""
    return next((one for one in periods(today) if one.code == code), months(today.replace(day=1), 1))


def periods(today: date) -> list[Period]:
    """What can be chosen: the running month and the 24 before it, then quarters, then years."""
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [
        *(months(_back(month, n), 1) for n in range(25)),
        *(months(_back(quarter, 3 * n), 3) for n in range(9)),
        *(months(date(today.year - n, 1, 1), 12) for n in range(5)),
    ]


def _back(month: date, many: int) -> date:
    """The first day so many months earlier (later, where negative)."""
    number = month.year * 12 + month.month - 1 - many
    return date(number // 12, number % 12 + 1, 1)


def _year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day - timedelta(days=366)


@dataclass(frozen=True)
class Choice:
    """Which dossiers, and when. Empty `procedures`, and 0 for level or channel, mean any."""

    period: Period
    agencies: frozenset[int]
    today: date
    procedures: frozenset[str] = frozenset()
    level: int = 0
    channel: int = 0

    def holds(self, one: Life) -> bool:
        """Whether this dossier is among the chosen ones."""
        return (
            one.agency_id in self.agencies
            and (not self.procedures or one.procedure_code in self.procedures)
            and self.level in (0, one.level)
            and self.channel in (0, one.channel)
        )

    def at(self, period: Period) -> "Choice":
        """The same dossiers in another period."""
        return replace(self, period=period)


def rank(sorted_counts: Sequence[tuple[int, int]], share: float) -> int | None:
    """The smallest value that at least this share does not exceed (nearest rank), of (value, how many) in
    order: a whole number that really occurred. None of nothing."""
    total = sum(n for _, n in sorted_counts)
    reached = 0
    for value, n in sorted_counts:
        reached += n
        if total and reached >= share * total:
            return value
    return None
