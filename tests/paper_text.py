"""What tests of printed papers share: the text layer read back, and facts of any shape."""

import unicodedata
from io import BytesIO

from hypothesis import strategies as some
from pypdf import PdfReader


def read(pdf: bytes) -> list[str]:
    """The text layer, page by page, on one line each."""
    texts = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return [" ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split()) for text in texts]


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=60),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["name", "at"]), inner),
    max_leaves=4,
)
