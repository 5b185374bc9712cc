"""Pages run in a thread of their own: here the clock that a test stops stands still for them too."""

from datetime import datetime

import pytest

from services import clock


class _ForAllThreads:
    """What clock keeps per thread, kept once."""

    def __init__(self) -> None:
        self.value: datetime | None = None

    def get(self) -> datetime | None:
        """The moment at which the clock stands."""
        return self.value

    def set(self, value: datetime | None) -> datetime | None:
        """Stand there; gives what stood before."""
        before, self.value = self.value, value
        return before

    reset = set


@pytest.fixture(autouse=True)
def _one_clock(monkeypatch):
    """Else a page drawn in the afternoon promises another day than one drawn in the morning."""
    monkeypatch.setattr(clock, "_standing", _ForAllThreads())
