"""Labels and values as a list that reads well at any width."""

from collections.abc import Iterable
from html import escape

import streamlit as st


def facts(lines: Iterable[tuple[str, str]]) -> None:
    """Typed text stays text, whatever signs are in it; its line breaks are kept."""
    rows = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value).replace(chr(10), '<br>') or '–'}</dd></div>"
        for label, value in lines
    )
    st.html(f'<dl class="mc-facts">{rows}</dl>')
