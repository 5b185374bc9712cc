"""The plain definition of every figure, dossier by dossier: slow and clear. The quick way says the same."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.figures.choice import Choice, rank
from services.figures.life import (
    FIRST_STEPS,
    GIVEN_UP,
    OWING,
    PAID_ONLINE,
    REFUSED,
    SOLVED,
    STEPS,
    STOPPED,
    WITHDRAWN,
    Life,
)

WAITING_STEPS = tuple(step for step, whose in STEPS.items() if whose == "citizen")
PENDING_STEPS = ("new", "sign_refusal", "supplement_first")


@dataclass(frozen=True)
class Rate:
    """A part of a whole; without a whole it is nothing, not zero and not a hundred."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1 (or more, for an average), or None."""
        return self.part / self.whole if self.whole else None


Value = int | Rate | None
"""A count or a whole number of days or hours, a rate, or nothing to tell."""


def _open(one: Life, asked: Choice) -> bool:
    begun = one.received_on is not None and one.received_on < asked.period.after
    return begun and (one.ended_on is None or one.ended_on >= asked.period.after)


def _open_late(one: Life, asked: Choice) -> bool:
    seen = asked.period.seen_from(asked.today)
    return _open(one, asked) and one.due_on is not None and one.due_on < seen


def _carried(one: Life, asked: Choice) -> bool:
    begun = one.received_on is not None and one.received_on < asked.period.first
    return begun and (one.ended_on is None or one.ended_on >= asked.period.first)


def _received(one: Life, asked: Choice) -> bool:
    return asked.period.holds(one.received_on)


def _ended(*endings: str) -> Callable[[Life, Choice], bool]:
    return lambda one, asked: one.ending in endings and asked.period.holds(one.ended_on)


_done = _ended(*SOLVED)

BELONGS: dict[str, Callable[[Life, Choice], bool]] = {
    "carried": _carried,
    "received": _received,
    "online": lambda one, asked: _received(one, asked) and one.channel == 2,
    "counter": lambda one, asked: _received(one, asked) and one.channel == 1,
    "post": lambda one, asked: _received(one, asked) and one.channel == 3,
    "level_4": lambda one, asked: _received(one, asked) and one.level == 4,
    "level_3": lambda one, asked: _received(one, asked) and one.level == 3,
    "done": _done,
    **{ending: _ended(ending) for ending in (*SOLVED, WITHDRAWN, STOPPED, REFUSED, GIVEN_UP)},
    "open": _open,
    "open_late": _open_late,
    "open_in_time": lambda one, asked: _open(one, asked) and not _open_late(one, asked),
    "submitted": lambda one, asked: asked.period.holds(one.submitted_on),
    "pending": lambda one, asked: one.step in PENDING_STEPS,
    "waiting": lambda one, asked: one.step in WAITING_STEPS,
    "answered": lambda one, asked: asked.period.holds(one.answered_on),
    "owing": lambda one, asked: _done(one, asked) and one.paying >= OWING,
    "paid_online": lambda one, asked: _done(one, asked) and one.paying == PAID_ONLINE,
    "digital": lambda one, asked: _done(one, asked) and one.digital,
    "supplemented": lambda one, asked: _done(one, asked) and one.rounds > 0,
    **{f"at_{step}": lambda one, asked, step=step: one.step == step for step in STEPS},
    **{f"slow_{step}": lambda one, asked, step=step: _done(one, asked) and one.slowest == step
       for step in FIRST_STEPS},
}
"""Whether a dossier counts, by indicator; `at_…` are the steps where dossiers stand now, `slow_…` those where
dossiers with a result stood longest."""


def figures(lives: Iterable[Life], asked: Choice) -> dict[str, Value]:
    """Every figure of these dossiers."""
    chosen = [one for one in lives if asked.holds(one)]
    found: dict[str, Value] = {
        code: sum(belongs(one, asked) for one in chosen) for code, belongs in BELONGS.items()
    }
    done = [one for one in chosen if _done(one, asked)]
    answered = [one for one in chosen if asked.period.holds(one.answered_on)]
    days = sorted(Counter(one.days or 0 for one in done).items())
    hours = sorted(Counter(one.answer_hours or 0 for one in answered).items())
    n = len(done)
    return found | {
        "on_time_rate": Rate(sum(one.ending != "late" for one in done), n),
        "median_days": rank(days, 0.5),
        "p90_days": rank(days, 0.9),
        "answer_hours": rank(hours, 0.5),
        "rounds": Rate(sum(one.rounds for one in done), n),
        "online_rate": Rate(int(found["online"]), int(found["received"])),
        "post_rate": Rate(int(found["post"]), int(found["received"])),
        "online_payment_rate": Rate(int(found["paid_online"]), int(found["owing"])),
        "digital_rate": Rate(int(found["digital"]), n),
        "supplement_rate": Rate(int(found["supplemented"]), n),
    }
