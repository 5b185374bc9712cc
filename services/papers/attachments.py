"""Takes a file in: checked first, then stored; the database hears of it only afterwards."""

from dataclasses import dataclass

from services import papers, storage
from services.errors import PaperRefused


@dataclass(frozen=True)
class Taken:
    """A checked and stored file, ready to be put into a slot. `size` in bytes."""

    slot: str
    filename: str
    sha256: str
    size: int
    pages: int
    warnings: tuple[papers.Finding, ...] = ()


def take(data: bytes, filename: str, slot: str) -> Taken:
    """Check and store one upload; outside of any transaction, because storage cannot be rolled back.

    Raises PaperRefused with the finding's code, Unavailable when storage is away.
    """
    verdict = papers.check(data, filename)
    if verdict.refused is not None:
        raise PaperRefused(verdict.refused.code, slot=slot, filename=filename, **verdict.refused.facts)
    sha256 = storage.put(data)
    return Taken(
        slot, papers.clean_filename(filename), sha256, verdict.size, verdict.pages, verdict.warnings
    )
