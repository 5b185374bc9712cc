"""Addresses inside the program: what may be opened next, and the names of our own cookies."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

SESSION_COOKIE = "motcua_phien"
"""Names a signed-in session; HttpOnly, checked against the database on every run."""

BROWSER_COOKIE = "motcua_may"
"""A random value per browser: a sign-in ticket works only in the browser it was given to."""

LANGUAGE_COOKIE = "motcua_ngon_ngu"
"""vi or en."""


def local(address: str | None) -> str:
    """The address if it is one of ours, else the front page: nobody is sent to another host from here."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return "/"
    if "\\" in address or any(ord(letter) < 32 for letter in address):
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address


def with_query(path: str, query: Mapping[str, str]) -> str:
    """`/ho-so` and {"ma": "…"} as one address; no question mark when there is nothing to ask."""
    return f"{path}?{urlencode(query)}" if query else path
