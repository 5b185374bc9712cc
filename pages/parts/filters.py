"""What a list is narrowed to: tab, search and page, kept in the address as codes."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.words import number
from services.addresses import with_query

TAB, SEARCH, PAGE = "tab", "tim", "trang"
_TABS = "tabs"


def place(tabs: Mapping[str, str]) -> tuple[str, str, int]:
    """Tab, search and page that the address names; whatever it does not know is the first."""
    asked = st.query_params.to_dict()
    tab = asked.get(TAB, "")
    page = st.session_state.get(PAGE) or asked.get(PAGE, "1")
    page = int(page) if str(page).isdecimal() and len(str(page)) < 7 else 1
    return tab if tab in tabs else next(iter(tabs)), asked.get(SEARCH, ""), page


def search(label: str, placeholder: str) -> str:
    """The search field; what is typed stands in the address, and a new search begins on its first page."""
    return st.text_input(
        label, type="search", key=SEARCH, bind="query-params", live="300ms", placeholder=placeholder,
        icon=":material/search:", max_chars=100, on_change=_first_page,
    ) or ""  # fmt: skip


def tabs(names: Mapping[str, str], counts: Mapping[str, int], chosen: str) -> DeltaGenerator:
    """Tabs by code with their numbers; gives the chosen one's container."""
    labels = {code: f"{name} :gray-badge[{number(counts[code])}]" for code, name in names.items()}
    codes = {name: code for code, name in names.items()}
    places = st.tabs(
        list(labels.values()), default=labels[chosen], key=_TABS, on_change=_open_tab, args=(codes,)
    )
    return places[list(labels).index(chosen)]


def pages(page_count: int) -> None:
    """Page numbers below a list that is longer than one page."""
    if page_count > 1:
        st.pagination(page_count, key=PAGE, bind="query-params")


def address(path: str, **query: str) -> str:
    """An address that carries the list's place along, so that the way back leads there."""
    kept = {name: st.query_params.get(name, "") for name in (TAB, SEARCH, PAGE)}
    return with_query(path, {name: value for name, value in {**query, **kept}.items() if value})


def _open_tab(codes: Mapping[str, str]) -> None:
    # The number in the label may have changed meanwhile, so the name alone says which tab was meant.
    name = st.session_state[_TABS].split(" :")[0]
    st.query_params[TAB] = codes[name]
    _first_page()


def _first_page() -> None:
    st.session_state.pop(PAGE, None)
    st.query_params.pop(PAGE, None)
