"""Who draws now: Python uses one processor at a time, and an officer's page needs it for milliseconds; pages
that wait for each other are all sooner done than pages that take the processor from each other."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

AT_ONCE = 2
LONG = 0.5
"""Seconds after which nobody waits for a page any more: a colleague's long list must not hold up clicks."""

_guard = threading.Lock()
_waiting: deque[threading.Lock] = deque()
_drawing: dict[threading.Lock, float] = {}
"""Since when each draws that was called in."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait until less than AT_ONCE others draw, not counting what takes LONG; first come, first served."""
    mine = threading.Lock()
    mine.acquire()
    with _guard:
        _waiting.append(mine)
        _call_in()
    while not mine.acquire(timeout=LONG):
        with _guard:
            _call_in()
    try:
        yield
    finally:
        with _guard:
            del _drawing[mine]
            _call_in()


def _call_in() -> None:
    at = monotonic()
    while _waiting and sum(at - begun < LONG for begun in _drawing.values()) < AT_ONCE:
        first = _waiting.popleft()
        _drawing[first] = at
        first.release()
