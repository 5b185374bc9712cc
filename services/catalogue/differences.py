"""Two versions of a procedure side by side: what differs, in the words of the reader."""

from dataclasses import dataclass

from services.catalogue.schema import Procedure


@dataclass(frozen=True)
class Difference:
    """One thing that differs: where, and how it was and is; empty where it was not there, or is no longer."""

    path_words: str
    before: str
    after: str


def compare(old: Procedure | None, new: Procedure) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the file; without an old version everything is new."""
    return ()
