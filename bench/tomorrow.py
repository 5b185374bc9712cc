"""Are those late of whom it was said? A year is held back, and forecast day by day from the years before.

    python -m bench.tomorrow [--year 2025] [--dossiers 40000] [--database-url URL]

Without an address the database is SQLite in DATA_DIR (var/bench-tomorrow), seeded up to --dossiers. For every
dossier with a result in that year, on the day it came to a step of the office and on every working day it
stood there in time: the forecast of services/figures/tomorrow.py, made from what the sums of the years before
tell, beside what then happened. Printed are the Brier score (the mean square of what was forecast less what
came; smaller is better) beside three others: everybody at the base rate, "late when 80 % of the time is used"
taken at its word, and the same rule with the two shares of the years before in place of yes and no; and how
often those came late of whom it was said so.
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

from services.clock import VIETNAM
from services.dates.office_time import WorkCalendar, each_day, office_time_between

USED = 0.8
BANDS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True)
class Case:
    """One dossier on one day. `used`: the part of its legal office time that was over."""

    place: Any
    stood: int
    left: int
    used: float
    late: bool


def cases(session: Any, years: tuple[int, int]) -> Iterator[Case]:
    """Every day of every dossier that had its result from the first of these years to the second."""
    from sqlalchemy import select

    from db.agencies import Agency
    from db.dossiers import Dossier, Event
    from db.figures import DossierFact
    from services.dates import calendars
    from services.figures import life

    rows = session.execute(
        select(
            Event.dossier_id, Event.seq, Event.at, Event.action, Event.to_state, Event.clock, Event.due_at,
            Event.undoes, Dossier.agency_id, Dossier.procedure_code, DossierFact.ending, DossierFact.ended_on,
        )
        .join(Dossier, Dossier.id == Event.dossier_id)
        .join(DossierFact, DossierFact.dossier_id == Event.dossier_id)
        .where(
            DossierFact.ending.in_(life.SOLVED),
            DossierFact.ended_on >= date(years[0], 1, 1), DossierFact.ended_on < date(years[1] + 1, 1, 1),
        )
        .order_by(Event.dossier_id, Event.seq)
        .execution_options(yield_per=5000)
    )  # fmt: skip
    for _id, told in groupby(rows, lambda row: row.dossier_id):
        events = life.effective(list(told))
        calendar = calendars.load(session, session.get_one(Agency, events[0].agency_id))
        yield from _days(calendar, events)


def _days(calendar: WorkCalendar, events: list[Any]) -> Iterator[Case]:
    from services.figures import life, stays
    from services.figures.tomorrow import Place

    received = next(event for event in events if event.action == "receive")
    legal = office_time_between(calendar, received.at, received.due_at) or timedelta(minutes=1)
    waited = False
    for (step, began), (_next, left) in pairwise(life.arrivals(events, received)):
        waited = waited or life.STEPS.get(step) == "citizen"
        if step in life.OFFICE_STEPS:
            first = _day(began.at)
            for day in each_day(first, _day(left.at)):
                if day != first and not calendar.is_working_day(day):
                    continue
                moment = began.at if day == first else datetime.combine(day, time(7), VIETNAM)
                due = [event for event in events if event.at <= max(moment, began.at)][-1].due_at
                if _day(due) < day:
                    break  # it is late: nothing to forecast
                hours = office_time_between(calendar, began.at, due) // timedelta(hours=1)
                given = stays.time_given(max(0, hours))
                place = Place(began.agency_id, began.procedure_code, step, waited, given)
                over = 1 - office_time_between(calendar, moment, due) / legal
                stood = life.working_days(calendar, first, day)
                left_days = life.working_days(calendar, day, _day(due))
                yield Case(place, stood, left_days, over, began.ending == "late")
        if _next == "ready":
            return


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def brier(told: list[tuple[float, bool]]) -> float:
    """The mean square of what was forecast less what came."""
    return sum((chance - late) ** 2 for chance, late in told) / len(told)


def forecasts(session: Any, year: int, held_back: list[Case]) -> list[float]:
    """What is said of each of them by what the sums of the years before tell."""
    from services.figures import forecast

    known = forecast.learn(session, 0, year * 100 + 1)
    found = []
    for case in held_back:
        outlook = known.outlook(case.place, case.stood, case.left)
        found.append(outlook.chance if outlook else 0.5)
    return found


def shares(before: list[Case]) -> dict[bool, float]:
    """How often those came late who had used 80 % of their time, and the others."""
    late, all_ = Counter(), Counter()
    for case in before:
        all_[case.used >= USED] += 1
        late[case.used >= USED] += case.late
    return {used: late[used] / all_[used] if all_[used] else 0.0 for used in (False, True)}


def measure(year: int) -> None:
    """Print what came of what was said."""
    from sqlalchemy import select

    from db.figures import DossierFact
    from db.session import reading
    from services.figures.tomorrow import LIKELY

    with reading() as session:
        first = session.scalar(select(DossierFact.ended_on).where(DossierFact.ended_on.is_not(None))
                               .order_by(DossierFact.ended_on).limit(1))  # fmt: skip
        held_back, before = list(cases(session, (year, year))), list(cases(session, (first.year, year - 1)))
        said = forecasts(session, year, held_back)
    came = [case.late for case in held_back]
    learned, rate = shares(before), sum(case.late for case in before) / len(before)
    rows = {
        "own history of the step": said,
        "base rate of the years before": [rate] * len(came),
        "80 % used: late, else not": [float(case.used >= USED) for case in held_back],
        "80 % used: share of the years before": [learned[case.used >= USED] for case in held_back],
    }
    print(f"{year} held back, learned from {first.year} to {year - 1}: {len(came):,} days of dossiers,")
    print(f"{sum(came) / len(came):.1%} of them of dossiers that came late; {len(before):,} days before")
    print(f"  {'':<38}{'Brier':>8}{'of base rate':>14}")
    worst = brier(list(zip(rows["base rate of the years before"], came, strict=True)))
    for name, told in rows.items():
        score = brier(list(zip(told, came, strict=True)))
        print(f"  {name:<38}{score:>8.4f}{score / worst:>14.1%}")
    print(f"  {'said':<14}{'days':>10}{'mean said':>12}{'came late':>12}")
    for low, high in pairwise(BANDS):
        band = [(chance, late) for chance, late in zip(said, came, strict=True) if low <= chance < high]
        if band:
            mean, share = (sum(one[n] for one in band) / len(band) for n in (0, 1))
            print(f"  {low:>4.0%} to {min(high, 1):>4.0%} {len(band):>11,}{mean:>12.1%}{share:>12.1%}")
    for name, told in (("own history, 30 % or more (listed)", [chance >= LIKELY for chance in said]),
                       ("own history, 50 % or more", [chance >= 0.5 for chance in said]),
                       ("80 % used", [case.used >= USED for case in held_back])):  # fmt: skip
        hit = sum(a and b for a, b in zip(told, came, strict=True))
        right, found = hit / max(1, sum(told)), hit / max(1, sum(came))
        print(f"  {name}: {sum(told):,} named, {right:.0%} came late; {found:.0%} of the late were named")


def main() -> None:
    """Seed where there is little, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--dossiers", type=int, default=40_000)
    parser.add_argument("--database-url", default="")
    options = parser.parse_args()
    os.environ.setdefault("DATA_DIR", "var/bench-tomorrow")
    os.environ["DEMO"] = "1"
    if options.database_url:
        os.environ["DATABASE_URL"] = options.database_url
    from bench.figures import seeded

    seeded(options.dossiers)
    measure(options.year)


if __name__ == "__main__":
    main()
