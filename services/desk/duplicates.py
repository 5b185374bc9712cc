"""Finds records that are likely about the same thing twice: pure, the same for the desk and for a file.

Evidence for and against is added up (after Fellegi and Sunter): what is not known counts for nothing. Names
are compared without accents, without the order of their middle words, and with i for y.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from services.identity import name_key

BIRTH, MARRIAGE, MARITAL_STATUS = "1.001193", "1.000894", "1.004873"
LIKELY = 0.6
"""From this score on a pair is shown."""
CLOSE = 88.0
"""Per cent of likeness from which two names are spelled nearly alike."""
BLOCK = 200
"""A key that more records share tells nothing: everybody called Nguyễn Văn Nam."""

WEIGHTS = {
    "same_name": 0.35, "close_name": 0.25, "other_name": -0.5,
    "same_id": 0.5, "close_id": 0.4, "other_id": -0.45,
    "same_birth": 0.3, "close_birth": 0.2, "other_birth": -0.35,
    "same_mother": 0.3, "close_mother": 0.2, "other_mother": -0.35,
    "other_sex": -0.2, "birth_twice": 0.5, "marriage_and_status": 0.1,
}  # fmt: skip
"""What each finding adds to the score; those above zero are told as reasons."""
BEYOND_NAMES = {"same_id", "close_id", "same_birth", "close_birth", "same_mother", "close_mother"}
"""One of these is needed: many people share a name."""


@dataclass(frozen=True)
class Record:
    """Whom a dossier is about, as far as it is known. `born` in ISO, as exact as known; `sex` 1 or 2;
    `procedure` the code of the procedure, empty if unknown."""

    id: str
    name: str
    id_number: str = ""
    born: str = ""
    sex: str = ""
    mother: str = ""
    procedure: str = ""

    @cached_property
    def name_key(self) -> str:
        """The name as it is compared; reckoned once, for one record meets many."""
        return name_key(self.name)

    @cached_property
    def mother_key(self) -> str:
        """The mother's name as it is compared."""
        return name_key(self.mother)


@dataclass(frozen=True)
class Match:
    """Two records, how likely they are the same (0 to 1), and the names of the reasons."""

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]


def compare(a: Record, b: Record) -> Match | None:
    """The two as a likely duplicate, or None."""
    kind = _kinds(a.procedure, b.procedure)
    if kind is None:
        return None
    mother = _names(a.mother_key, b.mother_key, "mother")
    births = _births(a.born, b.born)
    names, numbers = _names(a.name_key, b.name_key, "name"), _numbers(a.id_number, b.id_number)
    found = [*kind, *names, *numbers, *births, *mother]
    if a.sex and b.sex and a.sex != b.sex:
        found.append("other_sex")
    if a.procedure == b.procedure == BIRTH and births == ["same_birth"] and mother == ["same_mother"]:
        found.append("birth_twice")
    score = sum(WEIGHTS[one] for one in found)
    if score < LIKELY - 1e-9 or not BEYOND_NAMES & set(found):
        return None
    reasons = tuple(one for one in found if WEIGHTS[one] > 0)
    return Match(a.id, b.id, round(min(score, 1.0), 2), reasons)


def pairs(records: Sequence[Record]) -> Iterator[Match]:
    """Every likely pair of a file, found by what its records share."""
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for key in _keys(record):
            blocks[key].append(at)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) > BLOCK:
            continue
        for pair in combinations(members, 2):
            if pair not in seen:
                seen.add(pair)
                if match := compare(records[pair[0]], records[pair[1]]):
                    yield match


def _keys(record: Record) -> Iterable[tuple[str, ...]]:
    name = record.name_key
    if record.id_number:
        yield ("id", record.id_number)
    if name:
        yield ("name", name)
    if record.born:
        yield ("born", record.born)
        if record.mother:
            yield ("mother", record.mother_key, record.born[:4])


def _kinds(a: str, b: str) -> tuple[str, ...] | None:
    """The same procedure; or a marriage beside a marital status, which are of one person at one time."""
    if {a, b} == {MARRIAGE, MARITAL_STATUS}:
        return ("marriage_and_status",)
    return () if a == b or not a or not b else None


def _names(one: str, other: str, whose: str) -> list[str]:
    if not one or not other:
        return []
    if one == other:
        return [f"same_{whose}"]
    from rapidfuzz import fuzz

    return [f"close_{whose}" if fuzz.ratio(one, other) >= CLOSE else f"other_{whose}"]


def _numbers(a: str, b: str) -> list[str]:
    return [f"{_digits(a, b)}_id"] if a and b else []


def _births(a: str, b: str) -> list[str]:
    """Days are compared as exactly as both are known."""
    if not a or not b:
        return []
    least = min(len(a), len(b))
    if a[:least] == b[:least]:
        return ["same_birth"] if least > 4 else []
    return [f"{_digits(a, b)}_birth"] if len(a) == len(b) else ["other_birth"]


def _digits(a: str, b: str) -> str:
    """same; close when two neighbouring digits changed places or one is another; other."""
    if a == b:
        return "same"
    from rapidfuzz.distance import OSA

    return "close" if OSA.distance(a, b, score_cutoff=1) <= 1 else "other"
