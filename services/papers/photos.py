"""Makes one upright A4 page of a photo. Runs only inside the process of services/papers/worker.py.

What the phone wrote beside the picture (place, time, owner, preview) does not come along. The same photo
gives the same bytes, so that a photo sent twice is told as the same file.
"""

import io
from typing import Any

import pi_heif
from PIL import Image, ImageOps

from services.papers.forbidden import Fault

MAX_PIXELS = 120_000_000
"""The largest phones take 108 million; more is no photo of a paper."""
LONGEST = 2400
"""Pixels of the longer side that are kept: 205 dpi on A4, and small print still reads well."""
QUALITY = 80
A4 = (595, 842)
"""Points, upright; a picture that is wider than high lies on the page turned."""
MARGIN = 14

_FORMATS = ("JPEG", "PNG", "HEIF")
_CLEAR = {"RGBA", "LA", "PA", "La", "RGBa"}
"""Modes where parts may let the ground through: paper is white."""

pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
Image.MAX_IMAGE_PIXELS = None  # our own bound is asked first, and says both sides
Image.preinit()


def as_pdf(data: bytes) -> bytes:
    """The photo as a PDF of one page. Raises Fault: `photo_too_large` or `damaged`."""
    try:
        picture = _upright(data)
    except (Fault, MemoryError):
        raise
    except Exception as error:  # decoders raise what they like about a broken picture
        raise Fault("damaged") from error
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return _page(picture.size, picture.mode, kept.getvalue())


def _upright(data: bytes) -> Image.Image:
    """The picture as it was held, in grey or colour, at most LONGEST."""
    picture: Any = Image.open(io.BytesIO(data), formats=_FORMATS)
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise Fault("photo_too_large", width=width, height=height)
    picture.draft(None, (LONGEST, LONGEST))  # a JPEG decodes at half or quarter size: no need of the whole
    picture = ImageOps.exif_transpose(picture)
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if (factor := max(picture.size) // LONGEST) > 1 and picture.mode in {"L", "RGB", "RGBA"}:
        picture = picture.reduce(factor)
    if picture.mode.startswith("I"):  # sixteen bits of grey
        picture = picture.convert("I").point(lambda light: light * (1 / 256)).convert("L")
    if picture.mode in _CLEAR or "transparency" in picture.info:
        above = picture.convert("RGBA")
        picture = Image.new("RGB", above.size, "white")
        picture.paste(above, mask=above.getchannel("A"))
    picture = picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return picture


def _page(size: tuple[int, int], mode: str, jpeg: bytes) -> bytes:
    """A PDF with nothing in it but the picture, in the middle of the page."""
    page = A4 if size[1] >= size[0] else A4[::-1]
    scale = min((page[0] - 2 * MARGIN) / size[0], (page[1] - 2 * MARGIN) / size[1])
    wide, high = size[0] * scale, size[1] * scale
    draw = f"q {wide:.2f} 0 0 {high:.2f} {(page[0] - wide) / 2:.2f} {(page[1] - high) / 2:.2f} cm /Im0 Do Q"
    colour = "DeviceGray" if mode == "L" else "DeviceRGB"
    picture = (
        f"/Type /XObject /Subtype /Image /Width {size[0]} /Height {size[1]} /ColorSpace /{colour} "
        "/BitsPerComponent 8 /Filter /DCTDecode"
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /XObject << /Im0 5 0 R >> >> >>" % page,
        _stream("", draw.encode()),
        _stream(picture, jpeg),
    ]
    file, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, entries = len(file), len(parts) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (entries, table)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (entries, start)
    return bytes(file)


def _stream(entries: str, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries.encode(), len(data), data)
