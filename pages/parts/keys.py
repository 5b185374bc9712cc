"""The help sheet of keys (F1), for the queue and for one dossier; drawn only while it is open."""

from html import escape

import streamlit as st

from pages.frame.session import address
from pages.parts.dossier import dossier_keys
from pages.parts.queue import queue_keys
from pages.parts.words import _

OPEN = ("mo", "phim")
"""Name and value in the address while the sheet is open."""


def link() -> str:
    """Markup of the way to the sheet, and away from it."""
    there = escape(address(**{OPEN[0]: "" if _is_open() else OPEN[1]}))
    label = escape(_("Phím tắt"))
    return f'<a class="mc-soft" aria-keyshortcuts="F1" href="{there}">{label} <kbd>F1</kbd></a>'


def sheet() -> None:
    """Every key with what it does, if the address asks for it."""
    if not _is_open():
        return
    sections = dossier_keys.SECTIONS.values()
    named = [*dossier_keys.actions().values(), *dossier_keys.KEYS.values(), *sections]
    groups = (
        (_("Hàng đợi"), [(one.shortcut, _(one.label)) for one in queue_keys.KEYS.values()]),
        (_("Hồ sơ"), [(one.shortcut, _(one.label)) for one in named]),
    )
    parts = "".join(_group(title, rows) for title, rows in groups)
    note = escape(_("Phím luôn đi cùng Alt hoặc Ctrl: máy đọc mã vạch gõ chữ và số sẽ không ra lệnh nào."))
    with st.container(border=True, key="mc-keys"):
        st.html(f'<div class="mc-keys">{parts}</div><p>{note} {link()}</p>')


def _group(title: str, rows: list[tuple[str, str]]) -> str:
    lines = "".join(f"<dt><kbd>{escape(key)}</kbd></dt><dd>{escape(what)}</dd>" for key, what in rows)
    return f"<section><h3>{escape(title)}</h3><dl>{lines}</dl></section>"


def _is_open() -> bool:
    return st.query_params.get(OPEN[0]) == OPEN[1]
