"""Two languages through gettext's manner: the Vietnamese text is the key, English lies in locale/."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
_LOCALE = Path(__file__).parent.parent / "locale"
_current: ContextVar[str] = ContextVar("language", default="vi")


def use(language: str) -> None:
    """Speak this language from here on, in this run of a page or this message."""
    _current.set(language if language in LANGUAGES else "vi")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language within the block: official papers stay Vietnamese whoever prints them."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> str:
    """vi or en."""
    return _current.get()


@cache
def _catalogue(language: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    path = _LOCALE / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


def gettext(text: str) -> str:
    """The text in the reader's language; the Vietnamese itself where a translation is missing."""
    language = _current.get()
    return text if language == "vi" else _catalogue(language).get(text, text)


_ = gettext


def pick(vietnamese: str, english: str | None) -> str:
    """One of two texts that come as data, such as a field's label."""
    return english if _current.get() == "en" and english else vietnamese
