"""Password hashes and what a password must be."""

from collections.abc import Sequence
from functools import cache

import bcrypt

from services.errors import Invalid, Problem
from services.identity import fold

MIN_LENGTH, MAX_BYTES = 10, 72
"""bcrypt reads 72 bytes; more would be cut without a word."""

ROUNDS = 12
"""bcrypt's cost: about a quarter of a second for one try."""


NEVER = "." * 31
"""The end of a hash that nothing fits."""

STRONG_ENOUGH = 3
"""Of zxcvbn's 0 to 4: safe against whoever got hold of the slow hashes, for the time it takes to notice."""

_EVERYBODYS = (
    "matkhau", "anhyeuem", "emyeuanh", "vietnam", "hanoi", "canbo", "chuyenvien", "lanhdao", "quantri",
    "congdan", "ubnd", "khongbiet", "maiyeu",
)  # fmt: skip
"""Words that come to everybody's mind here and that an English list of leaked passwords does not know."""


def hashed(password: str, about: Sequence[str] = ()) -> str:
    """The bcrypt hash of a password that is good enough; `about` are words of its owner, such as the name.

    Looked up among leaked passwords that lie beside the program, so nothing leaves the house.
    Raises Invalid (codes weak_password, long_password, leaked_password, guessable_password).
    """
    if password != password.strip() or len(password) < MIN_LENGTH:
        raise Invalid([Problem("password", "weak_password", {"least": MIN_LENGTH})])
    if len(password.encode()) > MAX_BYTES:
        raise Invalid([Problem("password", "long_password", {"most": MAX_BYTES})])
    if len(set(password)) < 4:
        raise Invalid([Problem("password", "weak_password", {"least": MIN_LENGTH})])
    if fault := _guessed(password, about):
        raise Invalid([Problem("password", fault)])
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(ROUNDS)).decode()


def _guessed(password: str, about: Sequence[str]) -> str:
    from zxcvbn import zxcvbn
    from zxcvbn.matching import RANKED_DICTIONARIES

    if password.lower() in RANKED_DICTIONARIES["passwords"]:
        return "leaked_password"
    own = [word for text in about for word in (*fold(text).split(), "".join(fold(text).split()))]
    found = zxcvbn(password, [*_EVERYBODYS, *own])
    return "guessable_password" if found["score"] < STRONG_ENOUGH else ""


def fits(password: str, password_hash: str) -> bool:
    """Whether this is the password of the hash. Takes as long for a hash that nothing fits."""
    return bcrypt.checkpw(password.encode()[:MAX_BYTES], password_hash.encode())


@cache
def nobodys() -> str:
    """A hash that no password fits, as costly to check as a real one: an unknown name takes as long."""
    # The salt is real, the digest is not: checking works in full and never agrees.
    return bcrypt.gensalt(ROUNDS).decode() + NEVER
