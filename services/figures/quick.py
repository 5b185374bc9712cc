"""The figures from the sums by month: what the page shows. services/figures/plain.py says what they mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, select, union_all
from sqlalchemy.orm import Session

from db.figures import Tally
from services.figures.choice import Choice, Period, rank
from services.figures.life import (
    ENDED_RECEIVED,
    FIRST_STEPS,
    GIVEN_UP,
    OWING,
    PAID_ONLINE,
    REFUSED,
    SOLVED,
    STEPS,
)
from services.figures.plain import PENDING_STEPS, WAITING_STEPS, Rate, Value
from services.figures.stays import NUMBERS, stay_of
from services.figures.tally import STOCK, month_of

Sums = dict[tuple[int, str], Counter[int]]
"""By month and what: how many of each value."""

T = Tally.__table__.c


def chosen(asked: Choice) -> list[ColumnElement[bool]]:
    """The conditions of a choice on the sums, its period aside."""
    found = [T.agency_id.in_(sorted(asked.agencies))]
    if asked.procedures:
        found.append(T.procedure_code.in_(sorted(asked.procedures)))
    if asked.level:
        found.append(T.level == asked.level)
    if asked.channel:
        found.append(T.channel == asked.channel)
    return found


FLOW = ("received", *ENDED_RECEIVED, "overdue")
"""Needed of every month since the first: what is open at a day is counted back from now."""

INSIDE = (REFUSED, GIVEN_UP, "reached", "answered", "rounds", "digital", "paying", "slowest", "stay")
"""Needed only of the months of the periods themselves."""

NOW = ("open", "due", *STEPS)


def sums_since(asked: Choice, first: date, periods: Sequence[Period]) -> CompoundSelect:
    """Rows (month, what, value, n): flows from this month on, the rest of these periods, and what is so now.
    Three ranges of the key, each read on its own."""
    inside = [m for m in _months(periods) if m >= month_of(first)]
    ranges = (
        and_(T.what.in_(FLOW), T.month >= month_of(first), T.month < STOCK),
        and_(T.what.in_(INSIDE), T.month.in_(inside)),
        and_(T.what.in_(NOW), T.month == STOCK),
    )
    grouped = select(T.month, T.what, T.value, func.sum(T.n)).group_by(T.month, T.what, T.value)
    return union_all(*(grouped.where(one, *chosen(asked)) for one in ranges))


def _months(periods: Sequence[Period]) -> list[int]:
    """Every month that lies in one of the periods."""
    found = set()
    for period in periods:
        month = period.first
        while month < period.after:
            found.add(month_of(month))
            month = (month + timedelta(days=31)).replace(day=1)
    return sorted(found)


def read(session: Session, asked: Choice, first: date, *periods: Period) -> Sums:
    """All that `figures` needs of these periods, none before the month of `first`; one query."""
    found: Sums = defaultdict(Counter)
    for month, what, value, n in session.execute(sums_since(asked, first, periods or (asked.period,))):
        found[month, what][value] += n
    return found


def figures(sums: Sums, asked: Choice) -> dict[str, Value]:
    """Every figure of a period of whole months that `read` has covered."""
    period, stock = asked.period, {what: values for (m, what), values in sums.items() if m == STOCK}

    def within(what: str) -> Counter[int]:
        return _merged(sums, what, period)

    def since(what: str, day: date) -> int:
        month = month_of(day)
        return sum(v.total() for (m, w), v in sums.items() if w == what and month <= m < STOCK)

    def now(*steps: str) -> int:
        return sum(stock.get(step, Counter()).total() for step in steps)

    def open_at(day: date) -> int:
        """Counted back from now: what is open, less what came since, and what ended since."""
        ended = sum(since(ending, day) for ending in ENDED_RECEIVED)
        return now("open") - since("received", day) + ended

    received, paying = within("received"), within("paying")
    ends = {ending: within(ending) for ending in (*ENDED_RECEIVED, REFUSED, GIVEN_UP)}
    days = sorted(sum((ends[ending] for ending in SOLVED), Counter()).items())
    done = sum(n for _, n in days)
    rounds, digital, hours = within("rounds"), within("digital"), within("answered")
    open_, late = open_at(period.after), _open_late(stock, since, period, asked.today)
    by_channel = {channel: sum(n for v, n in received.items() if v % 10 == channel) for channel in (1, 2, 3)}
    by_level = {level: sum(n for v, n in received.items() if v // 10 == level) for level in (3, 4)}
    owing = sum(n for v, n in paying.items() if v >= OWING)
    slowest, supplemented = within("slowest"), sum(n for v, n in rounds.items() if v)
    return {
        "carried": open_at(period.first), "received": received.total(), "online": by_channel[2],
        "counter": by_channel[1], "post": by_channel[3], "level_4": by_level[4], "level_3": by_level[3],
        "done": done, **{ending: values.total() for ending, values in ends.items()},
        "open": open_, "open_late": late, "open_in_time": open_ - late,
        "submitted": within("reached").total(), "answered": hours.total(),
        "pending": now(*PENDING_STEPS), "waiting": now(*WAITING_STEPS),
        "owing": owing, "paid_online": paying[PAID_ONLINE], "digital": digital[1],
        **{f"at_{step}": now(step) for step in STEPS},
        **{f"slow_{step}": slowest[NUMBERS[step]] for step in FIRST_STEPS}, "supplemented": supplemented,
        "on_time_rate": Rate(done - ends["late"].total(), done),
        "median_days": rank(days, 0.5), "p90_days": rank(days, 0.9),
        "answer_hours": rank(sorted(hours.items()), 0.5),
        "rounds": Rate(sum(v * n for v, n in rounds.items()), done),
        "online_rate": Rate(by_channel[2], received.total()),
        "post_rate": Rate(by_channel[3], received.total()),
        "online_payment_rate": Rate(paying[PAID_ONLINE], owing),
        "digital_rate": Rate(digital[1], done), "supplement_rate": Rate(supplemented, done),
    }  # fmt: skip


def _open_late(stock: dict[str, Counter[int]], since: Any, period: Period, today: date) -> int:
    due = stock.get("due", Counter())
    if period.after > today:  # it runs: what is open now, by the day
        return sum(n for day, n in due.items() if day < today.toordinal())
    return due.total() - since("overdue", period.after)


def _merged(sums: Sums, what: str, period: Period) -> Counter[int]:
    first, after = month_of(period.first), month_of(period.after)
    found: Counter[int] = Counter()
    for (month, known), values in sums.items():
        if known == what and first <= month < after:
            found.update(values)
    return +found


def days(sums: Sums, period: Period) -> list[tuple[int, int]]:
    """How many dossiers with a result took how many working days, in order."""
    return sorted(sum((_merged(sums, ending, period) for ending in SOLVED), Counter()).items())


def month(sums: Sums, period: Period) -> tuple[int, dict[str, int]]:
    """How many were received, and by ending how many have a result."""
    return _merged(sums, "received", period).total(), {
        ending: _merged(sums, ending, period).total() for ending in SOLVED
    }


def reached(sums: Sums, period: Period) -> list[int]:
    """Of the dossiers submitted in the period: how many came to each stage (submitted … handed over)."""
    far = _merged(sums, "reached", period)
    return [sum(n for stage, n in far.items() if stage >= least) for least in range(1, 6)]


def standing(sums: Sums, today: date) -> dict[str, list[tuple[int, int]]]:
    """By step: (calendar days that dossiers have stood there, how many), in order."""
    return {
        step: sorted((today.toordinal() - day, n) for day, n in (+sums.get((STOCK, step), Counter())).items())
        for step in STEPS
    }


def stood(sums: Sums, period: Period) -> dict[str, list[tuple[int, int]]]:
    """By step: (working days that dossiers with a result stood there in all, how many), in order."""
    found: dict[str, list[tuple[int, int]]] = {step: [] for step in FIRST_STEPS}
    for number, n in sorted(_merged(sums, "stay", period).items()):
        step, days = stay_of(number)
        found[step].append((days, n))
    return found


def side_by_side(asked: Choice, by: str) -> CompoundSelect:
    """Rows (agency_id or procedure_code, what, n) of the period; open and late ones as they are now."""
    column, month, period = T[by], T.month, asked.period
    late_now = and_(T.what == "due", T.value < asked.today.toordinal())
    inside = and_(
        T.what.in_(("received", *ENDED_RECEIVED)),
        month >= month_of(period.first), month < month_of(period.after),
    )  # fmt: skip
    ranges = inside, and_(T.what == "open", month == STOCK), and_(late_now, month == STOCK)
    grouped = select(column, T.what, func.sum(T.n)).group_by(column, T.what)
    return union_all(*(grouped.where(one, *chosen(asked)) for one in ranges))


def table(rows: Iterable[Any]) -> dict[Any, Counter[str]]:
    """`side_by_side` by its first column."""
    found: dict[Any, Counter[str]] = defaultdict(Counter)
    for key, what, n in rows:
        found[key][what] += n
    return found
