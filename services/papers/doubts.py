"""Hears where pypdf had to guess at a broken place: a viewer may guess otherwise and run what we did not see.

pypdf reads on after most faults and tells its log. Most of that is harmless and common in real scans (a
table of places that is off by some bytes). Three things are not: a dictionary of which the rest was lost,
an entry that stands twice where it decides (pypdf keeps the first, viewers the last), and an object that it
gave up for want of stack or memory.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_DECIDING = {
    "/A", "/AA", "/AF", "/AcroForm", "/Annots", "/Contents", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript",
    "/Kids", "/Names", "/Next", "/OpenAction", "/Pages", "/Root", "/S", "/XFA",
}  # fmt: skip


_WANTS = (MemoryError, RecursionError, SystemError)
"""Of stack or memory. CPython raises the last when there was no memory left for a MemoryError."""
_SIGNS = ("Error reading PDF file.", "SystemError(")
"""The same where pypdf tells them as text."""


class Doubts(logging.Handler):
    """What was heard so far."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.torn = False
        """Something that decides was lost or stands twice."""
        self.exhausted = False
        """Something was given up for want of stack or memory."""

    def emit(self, record: logging.LogRecord) -> None:
        """Judge one line by its facts, never by its wording."""
        facts = record.args if isinstance(record.args, dict) else {}
        error = facts.get("exception", facts.get("exc"))
        if isinstance(error, Exception):
            self.exhausted |= exhausted(error)
            self.torn |= "exc" in facts
        elif error is not None:  # the rest of a dictionary, told as text only
            self.torn = True
            self.exhausted |= any(sign in str(error) for sign in _SIGNS)
        elif facts.get("key") in _DECIDING:
            self.torn = True


def exhausted(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, is a want of stack or memory."""
    while error is not None:
        if isinstance(error, _WANTS):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def listening() -> Iterator[Doubts]:
    """Listen to pypdf in this process, and keep its log to ourselves: it quotes the file."""
    doubts, log = Doubts(), logging.getLogger("pypdf")
    log.addHandler(doubts)
    before, log.propagate = log.propagate, False
    try:
        yield doubts
    finally:
        log.removeHandler(doubts)
        log.propagate = before
