"""The one check that every uploaded paper meets: taken, taken with warnings, or refused with a reason."""

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from services.papers import isolation as paper_isolation

MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 120

start = paper_isolation.start


@dataclass(frozen=True)
class Finding:
    """Something about a file; `code` names the sentence (services/papers/words.py), `facts` fill it."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """`refused` says why the file is not taken, or None. Warnings never block. `size` in bytes.

    `pdf` is what was made of a photo and is kept in its place; size and hash are those of what is kept.
    """

    refused: Finding | None
    warnings: tuple[Finding, ...]
    pages: int
    size: int
    sha256: str
    pdf: bytes | None = field(default=None, repr=False)


def check(data: bytes, filename: str = "") -> Verdict:
    """Look at an upload. Takes milliseconds for an ordinary scan, at most 10 s and 512 MB for a hostile one.

    The name serves only to say what was sent instead of a PDF. Raises Unavailable("papers") when the
    machine is too busy to look; then nothing is said about the file.
    """
    refused = _at_a_glance(data, filename)
    found: dict[str, Any] = {"warnings": (), "pages": 0}
    if refused is None:
        found = paper_isolation.examine(data)
        refused = Finding(*found["refused"]) if found["refused"] else None
    made = base64.b64decode(found["pdf"]) if "pdf" in found else None
    kept = data if made is None else made
    return Verdict(
        refused=refused,
        warnings=tuple(Finding(*warning) for warning in found["warnings"]),
        pages=found["pages"],
        size=len(kept),
        sha256=hashlib.sha256(kept).hexdigest(),
        pdf=made,
    )


def _at_a_glance(data: bytes, filename: str) -> Finding | None:
    """What can be refused without opening the file."""
    if not data:
        return Finding("empty_file")
    if len(data) > MAX_BYTES:
        return Finding("too_large", {"size": len(data), "limit": MAX_BYTES})
    if _is_photo(data):
        return None
    if b"%PDF-" not in data[:1024]:  # readers allow some rubbish before the mark
        return Finding("not_pdf", {"kind": _kind(data, filename)})
    return None


_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}


def _is_photo(data: bytes) -> bool:
    """A kind of photo that is taken: JPEG, PNG or HEIC, told by its first bytes and never by its name."""
    heic = data[4:8] == b"ftyp" and data[8:12] in _HEIC
    return heic or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


_MARKS = {
    b"II*\x00": "photo",
    b"MM\x00*": "photo",
    b"BM": "photo",
    b"GIF8": "photo",
    b"\xd0\xcf\x11\xe0": "office",
    b"{\\rtf": "office",
}
_ENDINGS = {
    "photo": (".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff", ".webp", ".bmp", ".gif"),
    "office": (".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods"),
}


def _kind(data: bytes, filename: str) -> str:
    """photo, office or other: what the sender most likely has, so that the sentence can help."""
    for mark, kind in _MARKS.items():
        if data.startswith(mark):
            return kind
    if data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "photo"
    for kind, endings in _ENDINGS.items():
        if filename.lower().endswith(endings):
            return kind
    return "other"


def clean_filename(name: str) -> str:
    """The name as it may be stored and shown: NFC, no folders, nothing invisible, at most 120 characters.

    The ending is kept when the name is cut. Signs that turn the direction of reading are dropped, because
    they make `fdp.exe` look like `exe.pdf`. Empty names become `tep.pdf`.
    """
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    name = re.split(r"[/\\]", name)[-1]
    shown = "".join(
        " " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    shown = re.sub(r'[<>:"|?*]', "_", " ".join(shown.split())).strip(". ")
    stem, dot, ending = shown.rpartition(".")
    if not stem or len(ending) > 8:
        stem, dot, ending = shown, "", ""
    return (stem[: MAX_NAME - len(dot + ending)].rstrip() + dot + ending) or "tep.pdf"
