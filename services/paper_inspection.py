"""What a PDF must not hold, and what looks wrong in it. Runs only inside the process of paper_worker.py.

Nothing here draws a page or looks into a picture: only what the structure of the file tells reliably.
"""

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PasswordType, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, NullObject, StreamObject

from services import paper_marks

MAX_PAGES = 200
MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes that all streams but pictures may unpack to, together. Real scans and letters stay under 20 MB."""
MAX_PIXELS = 200_000_000
"""Of one picture: A4 in colour at 1200 dpi has 139 million; more would exhaust the browser of the officer."""
SMALL_POINTS = 142
"""A page whose shorter side is under 5 cm. An identity card scanned at its own size is 5.4 cm high."""

_OUTSIDE = {"/Launch", "/SubmitForm", "/ImportData"}
_ATTACHED = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_NOT_WALKED = {"/StructTreeRoot"}
"""The tags for screen readers: no viewer takes actions from them, and they are most of a long document."""


class _Refused(Exception):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.finding = (code, facts)


def inspect(data: bytes) -> dict[str, Any]:
    """{"refused": (code, facts) | None, "warnings": [(code, facts), …], "pages": number}, ready for JSON.

    Codes are told as sentences by services/papers_words.py.
    """
    pages = 0
    try:
        with apply_configuration(page_tree_maximum_entries=10_000, jbig2dec_binary=None):
            found = _pages(_reader(data))
            pages = len(found)
            return {"refused": None, "warnings": _warnings(found), "pages": pages}
    except _Refused as refused:
        return _refuse(*refused.finding, pages=pages)
    except (FileNotDecryptedError, DependencyError):
        return _refuse("encrypted")
    except MemoryError:
        return _refuse("too_heavy", {"limit": "memory"})
    except RecursionError:
        return _refuse("too_heavy", {"limit": "nesting"}, pages)
    except LimitReachedError:
        return _refuse("too_heavy", {"limit": "parser"}, pages)
    except Exception:  # pypdf says itself that broken files raise other errors than its own
        return _refuse("damaged", pages=pages)


def _refuse(code: str, facts: dict[str, Any] | None = None, pages: int = 0) -> dict[str, Any]:
    return {"refused": (code, facts or {}), "warnings": [], "pages": pages}


def _reader(data: bytes) -> PdfReader:
    """The opened file. One that only limits printing or copying opens without a password and may pass."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise _Refused("encrypted")
    return reader


def _pages(reader: PdfReader) -> list[PageObject]:
    """The pages of a file that holds nothing forbidden."""
    root = reader.root_object
    told = _get(_get(root, "/Pages"), "/Count")
    if isinstance(told, int) and told > MAX_PAGES:
        raise _Refused("too_many_pages", pages=int(told), limit=MAX_PAGES)
    _refuse_forbidden(root)
    pages = list(reader.pages)
    if not pages:
        raise _Refused("no_pages")
    if len(pages) > MAX_PAGES:
        raise _Refused("too_many_pages", pages=len(pages), limit=MAX_PAGES)
    return pages


def _get(thing: Any, key: str) -> Any:
    """The entry behind its reference, or None where there is no such thing."""
    if not isinstance(thing, DictionaryObject) or key not in thing:
        return None
    value = thing[key]
    return None if isinstance(value, NullObject) else value


def _refuse_forbidden(root: DictionaryObject) -> None:
    if _get(_get(root, "/AcroForm"), "/XFA") is not None:
        raise _Refused("dynamic_form")
    scripts = _get(_get(root, "/Names"), "/JavaScript")
    if _get(scripts, "/Names") or _get(scripts, "/Kids"):
        raise _Refused("scripts")
    unpacked = 0
    for thing in _everything(root):
        action = _get(thing, "/S")
        if action == "/JavaScript" or (action == "/Rendition" and "/JS" in thing):
            raise _Refused("scripts")
        if action in _OUTSIDE:
            raise _Refused("outside_actions")
        if _get(thing, "/Type") == "/EmbeddedFile" or _get(thing, "/Subtype") in _ATTACHED or _holds_file(thing):
            raise _Refused("embedded_files")
        if isinstance(thing, StreamObject):
            unpacked += _weigh(thing)
            if unpacked > MAX_UNPACKED:
                raise _Refused("too_heavy", limit="unpacked")


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
    held = _get(thing, "/EF")
    return isinstance(held, DictionaryObject) and not isinstance(held, StreamObject) and bool(held)


def _weigh(stream: StreamObject) -> int:
    """Bytes that the stream unpacks to; pictures are weighed by their size in pixels and count nothing."""
    if _get(stream, "/Subtype") == "/Image":
        width, height = _get(stream, "/Width"), _get(stream, "/Height")
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS:
            raise _Refused("too_heavy", limit="picture")
        return 0
    try:
        return len(_unpack(stream))
    except (MemoryError, RecursionError, LimitReachedError):
        raise
    except Exception:
        return 0  # a broken font does not spoil a page; what the page itself says is read again below


def _unpack(stream: StreamObject) -> bytes:
    data = stream.get_data()
    if hasattr(stream, "decoded_self"):
        stream.decoded_self = None  # pypdf would keep every unpacked stream until the end
    return data


def _content(page: PageObject) -> bytes:
    """What the page draws. Refuses as damaged when the part is missing: the file was cut off."""
    content = _get(page, "/Contents")
    parts = content if isinstance(content, list) else [] if content is None else [content]
    if content is None and "/Contents" in page:
        raise _Refused("damaged")
    streams = [part.get_object() for part in parts]
    if not all(isinstance(stream, StreamObject) for stream in streams):
        raise _Refused("damaged")
    pictures = _get(_get(page, "/Resources"), "/XObject")
    if isinstance(pictures, DictionaryObject) and any(_get(pictures, name) is None for name in pictures):
        raise _Refused("damaged")
    return b"\n".join(_unpack(stream) for stream in streams)


def _warnings(pages: list[PageObject]) -> list[tuple[str, dict[str, Any]]]:
    blank: list[int] = []
    small: list[int] = []
    turned: list[int] = []
    alike: dict[bytes, list[int]] = defaultdict(list)
    for number, page in enumerate(pages, start=1):
        content = _content(page)
        box, unit = page.cropbox, page.user_unit
        if min(abs(box.width), abs(box.height)) * unit < SMALL_POINTS:
            small.append(number)
        if paper_marks.draws_nothing(content) and not _has_notes(page):
            blank.append(number)
            continue
        if page.rotation % 360 and paper_marks.writes_upright(content):
            turned.append(number)
        alike[hashlib.sha256(content + repr((box, page.rotation)).encode()).digest()].append(number)
    found = [("blank_page", blank), ("small_page", small), ("rotated_page", turned)]
    warnings = [(code, {"pages": numbers}) for code, numbers in found if numbers]
    warnings += [("same_page", {"pages": same}) for same in _same(pages, alike)]
    return warnings


def _has_notes(page: PageObject) -> bool:
    """Filled form fields, stamps and hand-drawn notes count as content; links do not."""
    notes = _get(page, "/Annots")
    return isinstance(notes, list) and any(_get(note.get_object(), "/Subtype") != "/Link" for note in notes)


def _same(pages: list[PageObject], alike: dict[bytes, list[int]]) -> Iterator[list[int]]:
    """Groups of pages that draw the same with the same pictures and fonts.

    Scanned pages all draw "the picture named Im0", so what is behind the names is compared as well.
    """
    fingerprint = paper_marks.Fingerprint()
    for numbers in alike.values():
        if len(numbers) > 1:
            groups = defaultdict(list)
            for number in numbers:
                groups[fingerprint.of(pages[number - 1].get("/Resources"))].append(number)
            yield from (group for group in groups.values() if len(group) > 1)
