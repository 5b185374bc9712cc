"""The carrier's code of a parcel: cleaned, and its check digit reckoned where it has one (UPU S10)."""

import re

_S10 = re.compile(r"([A-Z]{2})(\d{8})(\d)([A-Z]{2})")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_ANY = re.compile(r"[A-Z0-9][A-Z0-9\-]{4,29}")


def clean(typed: str) -> str:
    """As it is kept: capitals, without the blanks and dots between groups."""
    return re.sub(r"[\s.]+", "", typed).upper()


def fault(code: str) -> str:
    """`tracking_shape` or `tracking_digit` for a code that cannot be right, else empty."""
    if not _ANY.fullmatch(code) or not code.isascii():
        return "tracking_shape"
    found = _S10.fullmatch(code)
    return "tracking_digit" if found and check_digit(found[2]) != int(found[3]) else ""


def is_s10(code: str) -> bool:
    """Whether it has the form with a check digit; carriers also give out others."""
    return _S10.fullmatch(code) is not None


def check_digit(serial: str) -> int:
    """The ninth digit of these eight: 11 less the weighted sum modulo 11; 10 becomes 0, and 11 becomes 5."""
    digit = 11 - sum(w * int(d) for w, d in zip(_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(digit, digit)
