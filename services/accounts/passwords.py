"""Password hashes and what a password must be."""

from functools import cache

import bcrypt

from services.errors import Invalid, Problem

MIN_LENGTH, MAX_BYTES = 10, 72
"""bcrypt reads 72 bytes; more would be cut without a word."""

ROUNDS = 12
"""bcrypt's cost: about a quarter of a second for one try."""


def hashed(password: str) -> str:
    """The bcrypt hash of a password that is good enough. Raises Invalid (code weak_password)."""
    if password != password.strip() or len(password) < MIN_LENGTH:
        raise Invalid([Problem("password", "weak_password", {"least": MIN_LENGTH})])
    if len(password.encode()) > MAX_BYTES:
        raise Invalid([Problem("password", "long_password", {"most": MAX_BYTES})])
    if len(set(password)) < 4:
        raise Invalid([Problem("password", "weak_password", {"least": MIN_LENGTH})])
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(ROUNDS)).decode()


def fits(password: str, password_hash: str) -> bool:
    """Whether this is the password of the hash. Takes as long for a hash that nothing fits."""
    return bcrypt.checkpw(password.encode()[:MAX_BYTES], password_hash.encode())


@cache
def nobodys() -> str:
    """A hash that no password fits, as costly to check as a real one: an unknown name takes as long."""
    # The salt is real, the digest is not: checking works in full and never agrees.
    return bcrypt.gensalt(ROUNDS).decode() + "." * 31
