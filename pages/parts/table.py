"""The table of every room: real markup, which a phone shows row by row."""

from collections.abc import Iterable, Sequence
from html import escape


def table(
    caption: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    safe: bool = False,
    more: str = "",
    look: str = "mc-figures",
) -> str:
    """A real table that scrolls sideways in its own frame where it must. `safe`: cells are markup already."""

    def cell(text: str) -> str:
        return text if safe else escape(text)

    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    lines = ((cell(row[0]), _cells(titles[1:], map(cell, row[1:]))) for row in rows)
    body = "".join(f'<tr><th scope="row">{first}</th>{rest}</tr>' for first, rest in lines)
    return (
        f'<div class="mc-scroll" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f'<table class="{look}"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{more}{body}</tbody></table></div>"
    )


def _cells(titles: Sequence[str], cells: Iterable[str]) -> str:
    """Each with its column's title, which a phone shows beside it."""
    pairs = zip(titles, cells, strict=True)
    return "".join(f'<td data-title="{escape(title, quote=True)}">{text}</td>' for title, text in pairs)
