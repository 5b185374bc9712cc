"""Finds what no paper may hold: scripts, actions that reach outside, hidden files, decompression bombs."""

from collections.abc import Iterator
from typing import Any

from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, NullObject, StreamObject

MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes that all streams but pictures may unpack to, together. Real scans and letters stay under 20 MB."""
MAX_PIXELS = 200_000_000
"""Of one picture: A4 in colour at 1200 dpi has 139 million; more would exhaust the browser of the officer."""

_OUTSIDE = {"/Launch", "/SubmitForm", "/ImportData"}
_ATTACHED = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_NOT_WALKED = {"/StructTreeRoot"}
"""The tags for screen readers: no viewer takes actions from them, and they are most of a long document."""


class Fault(Exception):
    """A reason to refuse the file; `finding` is its code and facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.finding = (code, facts)


def get(thing: Any, key: str) -> Any:
    """The entry behind its reference, or None where there is no such thing."""
    if not isinstance(thing, DictionaryObject) or key not in thing:
        return None
    value = thing[key]
    return None if isinstance(value, NullObject) else value


def _name(thing: DictionaryObject, key: str) -> str:
    """The entry where it is a name; pictures and fonts may be *called* S or Type, and are no names."""
    value = get(thing, key)
    return value if isinstance(value, str) else ""


def refuse_forbidden(root: DictionaryObject) -> None:
    """Look through the whole file from its catalogue. Raises Fault."""
    if get(get(root, "/AcroForm"), "/XFA") is not None:
        raise Fault("dynamic_form")
    scripts = get(get(root, "/Names"), "/JavaScript")
    if get(scripts, "/Names") or get(scripts, "/Kids"):
        raise Fault("scripts")
    unpacked = 0
    for thing in _everything(root):
        action = _name(thing, "/S")
        if action == "/JavaScript" or (action == "/Rendition" and "/JS" in thing):
            raise Fault("scripts")
        if action in _OUTSIDE:
            raise Fault("outside_actions")
        subtype = _name(thing, "/Subtype")
        if subtype in _ATTACHED or _name(thing, "/Type") == "/EmbeddedFile" or _holds_file(thing):
            raise Fault("embedded_files")
        if isinstance(thing, StreamObject):
            unpacked += _weigh(thing)
            if unpacked > MAX_UNPACKED:
                raise Fault("too_heavy", limit="unpacked")


def _everything(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Each dictionary and stream that a viewer can reach from the catalogue, once.

    An action can hang on the file, a page, a note, a form field, a bookmark or on another action, so no
    list of places is complete; all of them are reached from here.
    """
    waiting: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            key = (thing.idnum, thing.generation)
            if key not in seen:
                seen.add(key)
                waiting.append(thing.get_object())
        elif isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(value for key, value in thing.items() if key not in _NOT_WALKED)
        elif isinstance(thing, list):
            waiting.extend(thing)


def _holds_file(thing: DictionaryObject) -> bool:
    """A file specification with the file itself. A picture may be *named* EF, but that is a stream."""
    held = get(thing, "/EF")
    return isinstance(held, DictionaryObject) and not isinstance(held, StreamObject) and bool(held)


def _weigh(stream: StreamObject) -> int:
    """Bytes that the stream unpacks to; pictures are weighed by their size in pixels and count nothing."""
    if get(stream, "/Subtype") == "/Image":
        width, height = get(stream, "/Width"), get(stream, "/Height")
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
            raise Fault("too_heavy", limit="picture")
        return 0
    try:
        return len(unpack(stream))
    except (MemoryError, RecursionError, LimitReachedError):
        raise
    except Exception:
        return 0  # a broken font does not spoil a page; what the page itself says is read again below


def unpack(stream: StreamObject) -> bytes:
    """What the stream holds when its filters are undone."""
    data = stream.get_data()
    if hasattr(stream, "decoded_self"):
        stream.decoded_self = None  # pypdf would keep every unpacked stream until the end
    return data
