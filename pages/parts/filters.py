"""What a list is narrowed to: tab, search and page, kept in the address as codes."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.words import number
from services.addresses import with_query

TAB, SEARCH, PAGE = "tab", "tim", "trang"
_KEYS = {TAB: "list-tab", SEARCH: "list-search", PAGE: "list-page"}


def place(tabs: Mapping[str, str]) -> tuple[str, str, int]:
    """Tab, search and page that the address names; whatever it does not know is the first."""
    asked = st.query_params.to_dict()
    tab, page = asked.get(TAB, ""), asked.get(PAGE, "")
    number_ = int(page) if page.isdecimal() and len(page) < 7 else 1
    return tab if tab in tabs else next(iter(tabs)), asked.get(SEARCH, ""), max(1, number_)


def search(label: str, placeholder: str) -> None:
    """The search field; what is typed goes into the address, and a new search begins on its first page."""
    _show(SEARCH, st.query_params.get(SEARCH, ""))
    st.text_input(
        label, type="search", key=_KEYS[SEARCH], live="300ms", placeholder=placeholder,
        icon=":material/search:", max_chars=100, on_change=_search,
    )  # fmt: skip


def tabs(names: Mapping[str, str], counts: Mapping[str, int], chosen: str) -> DeltaGenerator:
    """Tabs by code with their numbers; gives the chosen one's container."""
    labels = {code: f"{name} :gray-badge[{number(counts[code])}]" for code, name in names.items()}
    codes = {name: code for code, name in names.items()}
    places = st.tabs(
        list(labels.values()), default=labels[chosen], key=_KEYS[TAB], on_change=_open_tab, args=(codes,)
    )
    return places[list(labels).index(chosen)]


def pages(page: int, page_count: int) -> None:
    """Page numbers below a list that is longer than one page."""
    if page_count > 1:
        _show(PAGE, page)
        st.pagination(page_count, key=_KEYS[PAGE], on_change=_turn)


def address(path: str, **query: str) -> str:
    """An address that carries the list's place along, so that the way back leads there."""
    kept = {name: st.query_params.get(name, "") for name in (TAB, SEARCH, PAGE)}
    return with_query(path, {name: value for name, value in {**query, **kept}.items() if value})


def _show(name: str, value: Any) -> None:
    """The address leads: a widget that says something else (after Back, or a link) follows it."""
    if st.session_state.get(_KEYS[name]) != value:
        st.session_state[_KEYS[name]] = value


def _open_tab(codes: Mapping[str, str]) -> None:
    # The number in the label may have changed meanwhile, so the name alone says which tab was meant.
    _ask(TAB, codes[st.session_state[_KEYS[TAB]].split(" :")[0]])
    _ask(PAGE, "")


def _search() -> None:
    _ask(SEARCH, st.session_state[_KEYS[SEARCH]] or "")
    _ask(PAGE, "")


def _turn() -> None:
    _ask(PAGE, str(st.session_state[_KEYS[PAGE]]))


def _ask(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
