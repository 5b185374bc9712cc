"""A table of the fee room: on a narrow screen each row is a card that names its columns."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from services.server.addresses import with_query


def table(titles: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> None:
    """The first column opens the dossier of each row's code; a row without a code has a dash there."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = ""
    for code, cells in rows:
        address = escape(with_query("/ho-so", {"ma": code}))
        link = f'<a class="mc-soft" href="{address}">{escape(code)}</a>' if code else "–"
        rest = "".join(
            f'<td data-title="{escape(title)}">{escape(cell)}</td>'
            for title, cell in zip(titles[1:], cells, strict=True)
        )
        body += f'<tr><td class="mc-code">{link}</td>{rest}</tr>'
    st.html(
        f'<table class="mc-queue mc-named"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
