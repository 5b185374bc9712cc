"""What the drawing commands of a page tell without drawing them: empty, upright, the same as another."""

import hashlib
import re
from typing import Any

from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

_LOOKED_AT = 64 * 1024
"""Bytes; a page with more commands than this draws something."""
_LOOKED_AT_FOR_TEXT = 1024 * 1024

_SPACES_SHOWN = re.compile(rb"\(\s*\)\s*Tj|\[(?:\s|\(\s*\)|[-+.\d])*\]\s*TJ")
"""Word processors write a lone space on an empty page."""
_STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>|%[^\r\n]*", re.DOTALL)
_MARK = re.compile(rb"(?<![^\s\])>])(?:Tj|TJ|'|\"|S|s|f\*?|F|B\*?|b\*?|sh|Do|EI)(?![^\s\[(</])")
_NUMBER = rb"(?<![-+.\d])([-+.\d]+)\s+"
_MATRIX = re.compile(_NUMBER * 4 + rb"[-+.\d]+\s+[-+.\d]+\s+(?:Tm|cm)(?![^\s\[(</])")
_TEXT = re.compile(rb"(?<![^\s\])>])(?:Tj|TJ)(?![^\s\[(</])")


def draws_nothing(content: bytes) -> bool:
    """Whether no command leaves a mark. A white picture or a white box counts as a mark: not judged here."""
    if len(content) > _LOOKED_AT:
        return False
    return not _MARK.search(_STRING.sub(b" ", _SPACES_SHOWN.sub(b" ", content)))


def writes_upright(content: bytes) -> bool:
    """Whether the page has text and all of it runs left to right before the page is turned.

    Then a turned page shows its text sideways or upside down. Scans without text are not judged here.
    """
    if len(content) > _LOOKED_AT_FOR_TEXT or not _TEXT.search(content):
        return False
    try:
        matrices = [tuple(float(n) for n in found.groups()) for found in _MATRIX.finditer(content)]
    except ValueError:
        return False
    return all(a > 0 and abs(b) < 0.01 * a and abs(c) < 0.01 * abs(d) for a, b, c, d in matrices)


class Fingerprint:
    """Tells whether two things of one file are the same, down to the bytes of pictures and fonts."""

    _DEEPEST = 20
    _BESIDE = {"/Parent", "/P", "/StructParents", "/StructParent", "/Metadata", "/Length", "/Name"}

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def of(self, thing: Any, depth: int = 0) -> bytes:
        """A hash of the thing and all it refers to."""
        if isinstance(thing, IndirectObject):
            key = (thing.idnum, thing.generation)
            if key not in self._known:
                self._known[key] = b"a circle"
                self._known[key] = self.of(thing.get_object(), depth + 1)
            return self._known[key]
        digest = hashlib.sha256(type(thing).__name__.encode())
        if depth > self._DEEPEST:
            return digest.digest()
        if isinstance(thing, DictionaryObject):
            for key in sorted(set(thing) - self._BESIDE):
                digest.update(str(key).encode() + self.of(thing.raw_get(key), depth + 1))
            if isinstance(thing, StreamObject):
                digest.update(thing._data)
        elif isinstance(thing, list):
            for part in thing:
                digest.update(self.of(part, depth + 1))
        else:
            digest.update(repr(thing).encode("utf-8", "backslashreplace"))
        return digest.digest()
