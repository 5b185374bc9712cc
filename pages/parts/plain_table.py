"""A table that only tells: on a narrow screen each row is a card that names its columns."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A column per title, all cells as plain text."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = ""
    for cells in rows:
        told = zip(titles, cells, strict=True)
        row = "".join(f'<td data-title="{escape(title)}">{escape(cell)}</td>' for title, cell in told)
        body += f"<tr>{row}</tr>"
    st.html(f'<table class="mc-queue mc-named"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
