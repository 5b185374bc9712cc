"""PDFs made by hand for the tests: good ones, and ones that try to harm."""

import io
import zlib

from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

A4 = b"/MediaBox [0 0 595 842]"
TEXT = b"BT /F1 12 Tf 1 0 0 1 70 700 Tm (Kinh gui Uy ban nhan dan xa) Tj ET"
FONT = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with its length."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    """A stream object, deflated so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, entries + b" /Filter [" + b"/FlateDecode " * times + b"]")


def assemble(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these numbered objects with a true table of places; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    return bytes(
        out + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    )


def one_page(
    content: bytes = TEXT, page: bytes = A4, catalogue: bytes = b"", more: dict[int, bytes] | None = None
) -> bytes:
    """One page of text. `page` and `catalogue` are added to these dictionaries, `more` objects from 10 on."""
    return pages([(content, page)], catalogue, more)


def pages(
    drawn: list[tuple[bytes, bytes]], catalogue: bytes = b"", more: dict[int, bytes] | None = None
) -> bytes:
    """Pages of (content, page entries)."""
    kids = b" ".join(b"%d 0 R" % (100 + 2 * i) for i in range(len(drawn)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(drawn)),
    }
    for i, (content, entries) in enumerate(drawn):
        number = 100 + 2 * i
        if b"/Resources" not in entries:
            entries += FONT
        objects[number] = b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>" % (number + 1, entries)
        objects[number + 1] = stream(content)
    return assemble(objects | (more or {}))


def written(change) -> bytes:  # noqa: ANN001
    """A page of text written by pypdf, after `change(writer)`."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    content = StreamObject()
    content.set_data(TEXT)
    page[NameObject("/Contents")] = writer._add_object(content)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fan(depth: int, width: int = 10) -> bytes:
    """A page tree in which each node lists the next so many times: width ** depth pages in a small file."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth + 2):
        kids = b"%d 0 R " % (number + 1) * width
        objects[number] = b"<< /Type /Pages /Kids [%s] /Count 1 >>" % kids
    objects[depth + 2] = b"<< /Type /Page %s >>" % A4
    return assemble(objects)


def missing_objects(number: int, padding: int) -> bytes:
    """Names so many objects that are nowhere in a file of `padding` bytes; each is searched in all of it."""
    away = b" ".join(b"%d 0 R" % (1000 + i) for i in range(number))
    return one_page(catalogue=b"/Away [%s]" % away, more={10: stream(b"x " * (padding // 2))})
