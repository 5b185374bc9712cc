"""Takes a file in: checked first, then stored; the database hears of it only afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services import papers, storage
from services.errors import PaperRefused

MAX_FILES = 10
"""In one slot: the sides of a family book as photos, one by one, with some to spare."""


@dataclass(frozen=True)
class Taken:
    """A checked and stored file, ready to be put into a slot. `size` in bytes."""

    slot: str
    filename: str
    sha256: str
    size: int
    pages: int
    warnings: tuple[papers.Finding, ...] = ()

    def as_row(self) -> dict[str, Any]:
        """The columns of table paper that are known by now."""
        doubts = [[finding.code, dict(finding.facts)] for finding in self.warnings]
        return {
            "slot": self.slot, "filename": self.filename, "sha256": self.sha256, "size": self.size,
            "pages": self.pages, "doubts": doubts or None,
        }  # fmt: skip


def take(data: bytes, filename: str, slot: str) -> Taken:
    """Check and store one upload; outside of any transaction, because storage cannot be rolled back.

    Raises PaperRefused with the finding's code, Unavailable when storage is away.
    """
    verdict = papers.check(data, filename)
    if verdict.refused is not None:
        raise PaperRefused(verdict.refused.code, slot=slot, filename=filename, **verdict.refused.facts)
    name = papers.clean_filename(filename)
    if verdict.pdf is not None:
        name = papers.clean_filename(name.rpartition(".")[0] + ".pdf") if "." in name else f"{name}.pdf"
    sha256 = storage.put(data if verdict.pdf is None else verdict.pdf)
    return Taken(slot, name, sha256, verdict.size, verdict.pages, verdict.warnings)


def warnings_of(doubts: Sequence[Any] | None) -> tuple[papers.Finding, ...]:
    """What stands in the column `doubts`, as findings again."""
    return tuple(papers.Finding(code, facts) for code, facts in doubts or ())


def twice(files: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Of pairs (slot, sha256): the hashes that stand in more than one slot, with these slots in order."""
    slots: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for slot, sha256 in files:
        slots[sha256][slot] = None
    return {sha256: tuple(where) for sha256, where in slots.items() if len(where) > 1}
