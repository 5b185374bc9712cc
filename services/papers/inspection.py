"""What a PDF must not hold, and what looks wrong in it. Runs only inside the process of the worker.

Nothing here draws a page. Of a page that is one picture, as scanners write it, the picture is looked at; of
others only what the structure of the file tells reliably.
"""

import base64
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdf import PageObject, PasswordType, PdfReader, PdfWriter, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from services.papers import marks as paper_marks
from services.papers import photos, scans
from services.papers.doubts import exhausted, listening
from services.papers.forbidden import Fault, get, refuse_forbidden, unpack

PHOTO_MARKS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
MAX_PAGES = 200
SMALL_POINTS = 142
"""A page whose shorter side is under 5 cm. An identity card scanned at its own size is 5.4 cm high."""


def look(data: bytes) -> dict[str, Any]:
    """What `inspect` finds in a PDF. A photo is made a PDF first, which comes along as `pdf` in base64."""
    if data.startswith(PHOTO_MARKS) or data[4:8] == b"ftyp":
        try:
            data = photos.as_pdf(data)
        except Fault as refused:
            return _refuse(*refused.finding)
        except MemoryError:
            return _refuse("too_heavy", {"limit": "memory"})
        found = inspect(data)
        return found if found["refused"] else found | {"pdf": base64.b64encode(data).decode()}
    return inspect(data)


def inspect(data: bytes) -> dict[str, Any]:
    """{"refused": (code, facts) | None, "warnings": [(code, facts), …], "pages": number}, ready for JSON.

    Codes are told as sentences by services/papers/words.py.
    """
    with listening() as doubts:
        found = _inspect(data)
    # A file that is refused anyway keeps its reason, unless that is a part we could not read for want of
    # memory; an accepted one must not rest on a guess.
    if doubts.exhausted and (found["refused"] is None or found["refused"][0] in ("damaged", "no_pages")):
        return _refuse("too_heavy", {"limit": "memory"}, found["pages"])
    if doubts.torn and found["refused"] is None:
        return _refuse("damaged", pages=found["pages"])
    return found


def warm_up() -> None:
    """Look at a page of our own a few times: a child that starts from there is a third quicker."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    content = StreamObject()
    content.set_data(b"BT 1 0 0 1 70 700 Tm (Kinh gui) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    file = io.BytesIO()
    writer.write(file)
    photo = io.BytesIO()
    Image.new("RGB", (900, 1200), "white").save(photo, "JPEG")
    for _ in range(10):
        inspect(file.getvalue())
        look(photo.getvalue())


def _inspect(data: bytes) -> dict[str, Any]:
    pages = 0
    try:
        with apply_configuration(page_tree_maximum_entries=10_000, jbig2dec_binary=None):
            found = _pages(_reader(data))
            pages = len(found)
            return {"refused": None, "warnings": _warnings(found), "pages": pages}
    except Fault as refused:
        return _refuse(*refused.finding, pages=pages)
    except (FileNotDecryptedError, DependencyError):
        return _refuse("encrypted")
    except LimitReachedError:
        return _refuse("too_heavy", {"limit": "parser"}, pages)
    except Exception as error:  # pypdf says itself that broken files raise other errors than its own
        if exhausted(error):
            return _refuse("too_heavy", {"limit": "memory"}, pages)
        return _refuse("damaged", pages=pages)


def _refuse(code: str, facts: dict[str, Any] | None = None, pages: int = 0) -> dict[str, Any]:
    return {"refused": (code, facts or {}), "warnings": [], "pages": pages}


def _reader(data: bytes) -> PdfReader:
    """The opened file. One that only limits printing or copying opens without a password and may pass."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Fault("encrypted")
    return reader


def _pages(reader: PdfReader) -> list[PageObject]:
    """The pages of a file that holds nothing forbidden."""
    root = reader.root_object
    told = get(get(root, "/Pages"), "/Count")
    if isinstance(told, int) and told > MAX_PAGES:
        raise Fault("too_many_pages", pages=int(told), limit=MAX_PAGES)
    refuse_forbidden(root)
    pages = list(reader.pages)
    if not pages:
        raise Fault("no_pages")
    if len(pages) > MAX_PAGES:
        raise Fault("too_many_pages", pages=len(pages), limit=MAX_PAGES)
    return pages


def _content(page: PageObject) -> bytes:
    """What the page draws. Refuses as damaged when the part is missing: the file was cut off."""
    content = get(page, "/Contents")
    parts = content if isinstance(content, list) else [] if content is None else [content]
    if content is None and "/Contents" in page:
        raise Fault("damaged")
    streams = [part.get_object() for part in parts]
    if not all(isinstance(stream, StreamObject) for stream in streams):
        raise Fault("damaged")
    pictures = get(get(page, "/Resources"), "/XObject")
    if isinstance(pictures, DictionaryObject) and any(get(pictures, name) is None for name in pictures):
        raise Fault("damaged")
    return b"\n".join(unpack(stream) for stream in streams)


def _warnings(pages: list[PageObject]) -> list[tuple[str, dict[str, Any]]]:
    blank: list[int] = []
    small: list[int] = []
    turned: list[int] = []
    alike: dict[bytes, list[int]] = defaultdict(list)
    seen: dict[str, list[int]] = {"blank_page": blank, "small_page": small, "rotated_page": turned}
    seen |= {"dark_page": [], "blurred_page": [], "coarse_page": []}
    scanned = scans.Scans()
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
        for code in scanned.doubts(page, content):
            seen[code].append(number)
        alike[hashlib.sha256(content + repr((box, page.rotation)).encode()).digest()].append(number)
    warnings: list[tuple[str, dict[str, Any]]] = [
        (code, {"pages": numbers}) for code, numbers in seen.items() if numbers
    ]
    warnings += [("same_page", {"pages": same}) for same in _same(pages, alike)]
    return warnings


def _has_notes(page: PageObject) -> bool:
    """Filled form fields, stamps and hand-drawn notes count as content; links do not."""
    notes = get(page, "/Annots")
    return isinstance(notes, list) and any(get(note.get_object(), "/Subtype") != "/Link" for note in notes)


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
