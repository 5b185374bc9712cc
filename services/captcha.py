"""The picture with letters that keeps machines from submitting dossiers. It remembers nothing."""

import hmac
import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from services import settings

if TYPE_CHECKING:
    from captcha.image import ImageCaptcha

ALPHABET = "34679ACDEFHJKMNPRTWXY"
"""Digits and letters that are not taken for one another: no 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V, G."""
LENGTH = 5

is_off = settings.captcha_off


@cache
def _painter() -> "ImageCaptcha":
    from captcha.image import ImageCaptcha  # late: it loads a picture library that most pages never need

    painter = ImageCaptcha(width=220, height=80)
    painter.character_rotate = (-20, 20)
    # The library lets dark letters fade into the paper, using their brightness as a stencil. Ours print.
    painter.lookup_table = [0] + [255] * 255
    return painter


def challenge() -> str:
    """A new answer, to be kept where the browser cannot see it. Its picture is painted when it is shown."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def picture(answer: str) -> bytes:
    """A picture of this answer, another one each time (PNG, 220 x 80)."""
    dark = tuple(secrets.randbelow(80) for _ in range(3))
    return _painter().generate(answer, bg_color=(255, 255, 255), fg_color=(*dark, 255)).getvalue()


def right(answer: str, typed: str) -> bool:
    """Whether the typed text is the answer; case, spaces and full-width letters are forgiven."""
    return bool(answer) and hmac.compare_digest(_plain(answer), _plain(typed))


def _plain(text: str) -> bytes:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper().encode("utf-8", "replace")
