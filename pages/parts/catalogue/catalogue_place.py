"""Where in the catalogue somebody is, as the address says it: the list, a draft, a version, and its tab."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from pages.parts.words import _, number
from services.server.addresses import with_query

ROOM, DRAFT, VERSION, TAB, QUESTION = "/danh-muc", "ban", "xem", "muc", "cau"


def asked(name: str) -> int:
    """The number under this name in the address; 0 for none."""
    text = st.query_params.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def draft_address(draft_id: int, tab: str = "", **more: str) -> str:
    """Where a draft is worked on."""
    return with_query(ROOM, {DRAFT: str(draft_id)} | ({TAB: tab} if tab else {}) | more)


def version_address(version_id: int, tab: str = "") -> str:
    """Where a published version is read."""
    return with_query(ROOM, {VERSION: str(version_id)} | ({TAB: tab} if tab else {}))


def open_draft(draft_id: int) -> None:
    """Go there now."""
    st.query_params.from_dict({DRAFT: str(draft_id)})
    st.rerun()


def chosen(names: Mapping[str, str]) -> str:
    """The tab in the address; the first one for any other."""
    tab = st.query_params.get(TAB, "")
    return tab if tab in names else next(iter(names))


def tabs(names: Mapping[str, str], here: str, wrong: Mapping[str, int], name: str, id_: int) -> str:
    """The tabs as links, each with how many places in it are not right yet."""
    kept = {QUESTION: st.query_params[QUESTION]} if QUESTION in st.query_params else {}
    links = "".join(
        f'<a class="mc-soft" role="tab" aria-selected="{"true" if tab == here else "false"}"'
        f' href="{escape(with_query(ROOM, {name: str(id_), TAB: tab, **kept}))}">{escape(label)}'
        f"{f' <span>{number(wrong[tab])}</span>' if wrong.get(tab) else ''}</a>"
        for tab, label in names.items()
    )
    return f'<div class="mc-tabs mc-tabs-many" role="tablist">{links}</div>'


def way_back() -> str:
    """To the list."""
    return f'<p class="mc-back"><a class="mc-soft" href="{ROOM}">← {escape(_("Danh mục thủ tục"))}</a></p>'
