"""Takes the picture out of a page that is nothing but a picture, and has it judged.

Pages of text, or of several pictures, are not judged: without drawing them nothing could be said for sure.
"""

import io
import re
from math import hypot
from typing import Any

from PIL import Image
from pypdf import PageObject
from pypdf.generic import DictionaryObject, StreamObject

from services.papers import pictures
from services.papers.forbidden import get

MAX_LOOKED = 6
"""Pages of one file. Each takes some hundredths of a second; most papers end here, the rest goes unjudged."""
MAX_PIXELS = 40_000_000
"""Of one picture: A4 at 600 dpi has 35 million."""
COVERS = 0.4
"""Of the page: a photo in the middle of a page counts, a coat of arms above a letter does not."""

_CM = re.compile(rb"(?<![-+.\d])" + rb"([-+.\d]+)\s+" * 6 + rb"cm(?![^\s\[(</])")
_TEXT = re.compile(rb"(?<![^\s\])>])(?:Tj|TJ|'|\")(?![^\s\[(</])")
_UNSEEN = re.compile(rb"(?<![^\s])3\s+Tr(?![^\s\[(</])")
_PLAIN = {"/FlateDecode", "/CCITTFaxDecode", "/LZWDecode", "/RunLengthDecode"}


class Scans:
    """The scanned pages of one file, as many as are looked at."""

    def __init__(self) -> None:
        self.looked = 0

    def doubts(self, page: PageObject, content: bytes) -> list[str]:
        """Codes of what deserves a look; none where the page is no single picture, or too much was seen."""
        if self.looked >= MAX_LOOKED:
            return []
        try:
            return self._doubts(page, content)
        except MemoryError:
            raise
        except Exception:
            return []  # a picture that we cannot open may open elsewhere: nothing is said about it

    def _doubts(self, page: PageObject, content: bytes) -> list[str]:
        stream = _only_picture(page)
        placed = _placed(content)
        if stream is None or placed is None or (_TEXT.search(content) and not _UNSEEN.search(content)):
            return []
        wide, high, turned = placed
        paper = abs(page.cropbox.width * page.cropbox.height)
        if wide * high < COVERS * paper or (picture := _opened(stream)) is None:
            return []
        self.looked += 1
        if turned != (page.rotation % 180 == 90):
            picture = picture.transpose(Image.Transpose.ROTATE_90)
        longest = max(get(stream, "/Width"), get(stream, "/Height"))
        enough = pictures.COARSE * min(1.0, max(wide, high) * page.user_unit / 842)
        return pictures.doubts(pictures.measure(picture), longest, enough)


def _only_picture(page: PageObject) -> StreamObject | None:
    drawn = get(get(page, "/Resources"), "/XObject")
    if not isinstance(drawn, DictionaryObject) or len(drawn) != 1:
        return None
    stream = get(drawn, next(iter(drawn)))
    is_picture = isinstance(stream, StreamObject) and get(stream, "/Subtype") == "/Image"
    return stream if is_picture and not get(stream, "/ImageMask") else None


def _placed(content: bytes) -> tuple[float, float, bool] | None:
    """Width and height of the picture in points, and whether it lies turned by a quarter."""
    a, b, c, d = 1.0, 0.0, 0.0, 1.0
    found = _CM.findall(content[:4096])
    if not found or len(found) > 4:
        return None
    for matrix in reversed(found):  # what comes later is done first
        e, f, g, h = (float(number) for number in matrix[:4])
        a, b, c, d = a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h
    return hypot(a, b), hypot(c, d), abs(b) > abs(a)


def _opened(stream: Any) -> Image.Image | None:
    """The picture in grey, decoded no larger than needed, or None where that is too much or not ours."""
    width, height = get(stream, "/Width"), get(stream, "/Height")
    if not isinstance(width, int) or not isinstance(height, int) or not 0 < width * height <= MAX_PIXELS:
        return None
    filters = get(stream, "/Filter")
    names = [str(name) for name in filters] if isinstance(filters, list) else [str(filters)]
    if names == ["/DCTDecode"] and get(stream, "/Decode") is None:
        picture: Image.Image = Image.open(io.BytesIO(stream._data), formats=("JPEG",))
        if picture.size != (width, height):
            return None
        scale = pictures.LONGEST / max(width, height)
        # Asked for by both sides: one size for a square would have a page decoded whole.
        picture.draft("L", (int(width * scale), int(height * scale)))
        return picture.convert("L")
    if set(names) <= _PLAIN:
        return stream.decode_as_image().convert("L")
    return None
