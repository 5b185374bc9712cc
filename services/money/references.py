"""Short references that survive banks: letters nobody mistakes, and a last one that checks the others."""

import re
import secrets
from itertools import pairwise

from services.identity import fold

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O, 1 I L. Thirty-one, a prime: one wrong letter or two swapped neighbours never pass the check."""

LENGTH = 7
PREFIX = "DVC"
"""What stands before the reference on a transfer."""

_SHAPE = f"[{ALPHABET}]{{{LENGTH}}}"
_MARKED = re.compile(f"(?={PREFIX}({_SHAPE}))")
_ALONE = re.compile(f"(?<![A-Z0-9]){_SHAPE}(?![A-Z0-9])")


def make() -> str:
    """A new random reference; whoever stores it makes sure that it is the only one."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check(body)


def is_right(reference: str) -> bool:
    """Whether the last letter fits the others."""
    return bool(re.fullmatch(_SHAPE, reference)) and _check(reference[:-1]) == reference[-1]


def purpose(reference: str) -> str:
    """What the citizen writes on the transfer."""
    return f"{PREFIX} {reference}"


def find(content: str) -> tuple[str, ...]:
    """Every right reference in the text of a transfer, each once, in order: after the prefix wherever it
    stands, whatever a bank did to blanks, case and punctuation; without the prefix only as a word of its own.
    """
    plain = fold(content).upper()
    joined = re.sub(r"[^A-Z0-9]", "", plain)
    marked = [m for m in _MARKED.findall(joined) if is_right(m)]
    alone = [m for m in _ALONE.findall(plain) if is_right(m)]
    return tuple(dict.fromkeys([*marked, *alone]))


def looks_marked(content: str) -> bool:
    """Whether somebody at least began to write a reference: the prefix, then a letter or figure."""
    words = re.findall(r"[A-Z0-9]+", fold(content).upper())
    return any(w == PREFIX and n for w, n in pairwise([*words, ""])) or any(
        w.startswith(PREFIX) and len(w) > len(PREFIX) for w in words
    )


def _check(body: str) -> str:
    return ALPHABET[sum(place * ALPHABET.index(letter) for place, letter in enumerate(body, 1)) % 31]
