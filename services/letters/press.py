"""The press: a Typst template and its data become a PDF, with our own fonts and the same bytes every time."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

_HOME = Path(__file__).parent


@cache
def _fonts() -> "typst.Fonts":
    # Typst is loaded with the first letter, not with the program. No system fonts: letters look the same
    # everywhere.
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_HOME / "fonts"])


def print_pdf(template: str, data: dict[str, Any]) -> bytes:
    """PDF of `<template>.typ` with this data, which the template reads as JSON.

    Nothing of the data is ever Typst source, so that `#`, `$` or `@` in a name print as they are.
    """
    return _printed(template, json.dumps(data, ensure_ascii=False, sort_keys=True))


def drawing(svg: str) -> bytes:
    """A drawing as a PNG with a clear ground; no other file is opened. Raises ValueError for what is none."""
    import typst

    try:
        return typst.compile(_SHEET, sys_inputs={"svg": svg}, format="png", ppi=300)
    except typst.TypstError as fault:
        raise ValueError(str(fault)) from None


_SHEET = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", height: 30mm)"""


@lru_cache(maxsize=32)
def _printed(template: str, data: str) -> bytes:
    """The last few papers are kept: a page that offers one for download asks for it at every run."""
    import typst

    return typst.compile(
        _HOME / f"{template}.typ",
        root=_HOME,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
    )
