"""What the demo town's dossiers live through: where each begins, how far it comes, and by which actions."""

from datetime import datetime, timedelta
from random import Random

from services.dates.office_time import WorkCalendar, add_office_time
from services.workflow import State


def plans(rng: Random, end: datetime, many: int) -> list[tuple[str, datetime, State]]:
    """Where, when and how far: a year of closed dossiers, and the open ones of two weeks.

    Most open ones came in the last days, so that few are late: an office that keeps its word, with sorrows.
    """
    ended = [State.RETURNED] * 14 + [State.WITHDRAWN, State.NOT_ACCEPTED, State.STOPPED]
    open_ = [
        State.SUBMITTED, State.SUBMITTED, State.RECEIVED, State.IN_PROCESS, State.IN_PROCESS,
        State.SUPPLEMENT_ASKED, State.PAYMENT_ASKED, State.READY, State.RETURNED,
    ]  # fmt: skip
    made = []
    for number in range(many):
        recent = number % 4 == 0
        back = timedelta(days=12 * max(0.002, rng.random() ** 4) if recent else rng.uniform(13, 360))
        goal = rng.choice(open_ if recent else ended)
        made.append(("dinh-cao" if number % 5 == 4 else "tam-da", end - back, goal))
    return sorted(made, key=lambda plan: plan[1])


def later(calendar: WorkCalendar, at: datetime, rng: Random) -> datetime:
    """A moment of office time some hours on; now and then someone is slow."""
    hours = rng.choice((0.3, 0.5, 1, 1.5, 2, 3)) if rng.random() < 0.93 else rng.choice((9, 14, 20))
    return add_office_time(calendar, at, timedelta(hours=hours))


def way_to(goal: State, rng: Random) -> list[str]:
    """The actions that lead to `goal`, now and then with a round of supplement on the way."""
    detour = ["request_supplement", "answer_supplement"] if rng.random() < 0.15 else []
    begun = [*detour, "receive", "forward"]
    ways = {
        State.SUBMITTED: [],
        State.RECEIVED: ["receive"],
        State.NOT_ACCEPTED: [*detour, "refuse"],
        State.IN_PROCESS: begun,
        State.SUPPLEMENT_ASKED: rng.choice((["request_supplement"], [*begun, "request_supplement"])),
        State.PAYMENT_ASKED: [*begun, *rng.choice(([], ["finish"])), "request_payment"],
        State.WITHDRAWN: ["receive", "withdraw"],
        State.STOPPED: [*begun, "stop"],
        State.READY: [*begun, "finish"],
        State.RETURNED: [*begun, "finish", "hand_over"],
    }
    return ways[goal]
