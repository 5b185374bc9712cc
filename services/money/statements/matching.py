"""Which line of a statement pays which dossier: by its reference, never by the amount alone. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.money import references
from services.money.statements.reading import Line

OUTCOMES = ("matched", "too_little", "too_much", "twice", "unknown", "no_reference")


@dataclass
class Owed:
    """What a dossier still owes while a statement is matched: `left` sinks line by line."""

    code: str
    left: int
    paid: int = 0


@dataclass(frozen=True)
class Match:
    """What a line is. `shares` says what it pays: (reference, đồng) each; empty where nothing is sure."""

    line: Line
    outcome: str
    references: tuple[str, ...]
    codes: tuple[str, ...]
    shares: tuple[tuple[str, int], ...] = ()


def match(lines: Iterable[Line], owed: dict[str, Owed]) -> Iterator[Match]:
    """Each line with its outcome, in order. `owed` holds every known reference that the lines may name.

    Two references in one line are paid both when the amount is exactly their sum, or when only one of them
    still owes anything; otherwise people decide.
    """
    for line in lines:
        found = references.find(line.content)
        known = [r for r in found if r in owed]
        waiting = [r for r in known if owed[r].left] or known[:1]
        codes = tuple(owed[r].code for r in known)
        if not known:
            marked = found or references.looks_marked(line.content)
            yield Match(line, "unknown" if marked else "no_reference", found, ())
            continue
        left = sum(owed[r].left for r in waiting)
        outcome = _outcome(line.amount, left, owed[waiting[0]].paid)
        shares: tuple[tuple[str, int], ...] = ()
        if outcome == "matched":
            shares = tuple((r, owed[r].left) for r in waiting)
        elif outcome == "too_little" and len(waiting) == 1:
            shares = ((waiting[0], line.amount),)
        if outcome == "matched":
            for reference, amount in shares:
                owed[reference].left -= amount
                owed[reference].paid += amount
        yield Match(line, outcome, tuple(known), codes, shares)


def _outcome(amount: int, left: int, paid: int) -> str:
    if not left:
        return "twice" if paid else "too_much"
    if amount == left:
        return "matched"
    return "too_little" if amount < left else "too_much"
