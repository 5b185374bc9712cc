"""The program's one clock."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache

from db.base import VIETNAM
from services import settings

__all__ = ["VIETNAM", "now", "standing_at", "today"]

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


@cache
def _shift(fake: str) -> float:
    """Seconds between the fake start and the real moment it was first asked for."""
    start = datetime.fromisoformat(fake)
    return (start if start.tzinfo else start.replace(tzinfo=VIETNAM)).timestamp() - time.time()


def now() -> datetime:
    """This moment in Vietnam. FAKE_NOW starts the clock elsewhere and lets it run on."""
    if at := _standing.get():
        return at
    fake = settings.fake_now()
    return datetime.fromtimestamp(time.time() + (_shift(fake) if fake else 0), VIETNAM)


def today() -> date:
    """This day in Vietnam."""
    return now().date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """In this thread's block the clock stands: how the demo town and the tests live through a past year."""
    token = _standing.set(moment.astimezone(VIETNAM))
    try:
        yield
    finally:
        _standing.reset(token)
