"""What a list is narrowed to: tab, search and page, kept in the address as codes."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from pages.frame import session
from pages.parts.words import _, number, plain
from services.desk.narrow import NAMES as NARROW
from services.identity import fold
from services.server.addresses import with_query

TAB, SEARCH, PAGE = "tab", "tim", "trang"
_KEYS = {SEARCH: "list-search", PAGE: "list-page"}
SHORT = 10
"""On a phone Streamlit opens a list of so many without the keyboard; typing into it is for longer ones."""
NAMED = 5
"""So many names are told where what was typed fits several."""


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
        icon=":material/search:", on_change=_search,
    )  # fmt: skip


def choice(name: str, label: str, options: Mapping[str, str], *, typed: bool = False) -> str:
    """A choice that the address carries as a code, so that it reads the same in both languages; the first
    option stands for an address without one. The address leads, also after Back.

    Streamlit's own list finds only equal letters. Where a list is long or `typed`, what it does not know
    comes here as it was typed, and is found without its accents too.
    """
    codes, wanted, key = list(options), st.query_params.get(name, ""), f"filter-{name}"
    chosen = wanted if wanted in options else codes[0]
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.selectbox(
        label, codes, key=key, format_func=lambda code: options.get(code, code),
        accept_new_options=typed or len(codes) > SHORT, on_change=_choose_one, args=(name, key, options),
    )  # fmt: skip
    return chosen


def several(name: str, label: str, options: Mapping[str, str], placeholder: str) -> None:
    """A choice of several, which the address carries as codes with dots between them."""
    key, asked = f"filter-{name}", st.query_params.get(name, "").split(".")
    wanted = [code for code in options if code in asked]
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.multiselect(
        label, list(options), key=key, format_func=lambda code: options.get(code, code),
        placeholder=placeholder, accept_new_options=True, on_change=_choose_several,
        args=(name, key, options),
    )  # fmt: skip


def pick(key: str, label: str, options: Mapping[str, str], placeholder: str, width: int) -> str | None:
    """A choice that stays on the page, found without accents too; None until something is chosen."""
    return st.selectbox(
        label, list(options), index=None, key=key, format_func=lambda code: options.get(code, code),
        placeholder=placeholder, accept_new_options=True, label_visibility="collapsed", width=width,
        on_change=_pick, args=(key, options),
    )  # fmt: skip


def meant(typed: str, options: Mapping[str, str]) -> str:
    """The code that was typed, or whose name has these words in any order, with or without accents; empty
    (and a message says why) where none has them, or more than one that is not just these words."""
    if typed in options:
        return typed
    wanted = fold(typed)
    names = {code: fold(name) for code, name in options.items()}
    exact = [code for code, name in names.items() if name == wanted]
    found = exact or [code for code, name in names.items() if all(word in name for word in wanted.split())]
    if len(found) == 1:
        return found[0]
    told = _("Không có lựa chọn nào khớp “%(typed)s”.")
    if found:
        told = _("Có %(n)s lựa chọn khớp “%(typed)s”: %(names)s. Hãy gõ thêm chữ.")
    shown = "; ".join(options[code] for code in found[:NAMED]) + ("; …" if len(found) > NAMED else "")
    session.say_later("info", told % {"n": number(len(found)), "typed": plain(typed), "names": plain(shown)})
    return ""


def text(name: str, label: str, placeholder: str = "") -> None:
    """A few typed words, which the address carries as they are."""
    key, wanted = f"filter-{name}", st.query_params.get(name, "")
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.text_input(
        label, key=key, placeholder=placeholder, max_chars=80, autocomplete="off",
        on_change=_choose, args=(name, key, ""),
    )  # fmt: skip


def day(name: str, label: str) -> None:
    """A day, which the address carries as 2026-11-23; none is none."""
    key, asked = f"filter-{name}", st.query_params.get(name, "")
    try:
        wanted = date.fromisoformat(asked)
    except ValueError:
        wanted = None
    if st.session_state.get(key) != wanted:
        st.session_state[key] = wanted
    st.date_input(label, value=None, key=key, format="DD/MM/YYYY", on_change=_choose_day, args=(name, key))


def tabs(
    path: str, names: Mapping[str, str], counts: Mapping[str, int], chosen: str, kept: Mapping[str, str],
    name: str = TAB, first: int = 1,
) -> str:
    """Tabs by code with their numbers, as links that keep the rest of the address; the keys are Alt+`first`
    and on. Markup for the page's own element: Streamlit's tabs would be ten messages per click instead of
    none, and draw what nobody looks at.
    """
    links = "".join(
        f'<a class="mc-soft" aria-keyshortcuts="Alt+{place % 10}" title="Alt+{place % 10}" role="tab"'
        f' aria-selected="{"true" if code == chosen else "false"}"'
        f' href="{escape(with_query(path, {name: code, **kept}))}">'
        f"{escape(title)}{f' <span>{number(counts[code])}</span>' if code in counts else ''}</a>"
        for place, (code, title) in enumerate(names.items(), first)
    )  # fmt: skip
    return f'<div class="mc-tabs" role="tablist">{links}</div>'


def pages(page: int, page_count: int) -> None:
    """Page numbers below a list that is longer than one page."""
    if page_count > 1:
        if _KEYS[PAGE] in st.session_state:
            _show(PAGE, page)
        st.pagination(page_count, default=page, key=_KEYS[PAGE], on_change=_turn)


def kept() -> dict[str, str]:
    """The list's place as a query, for addresses that shall lead back to it."""
    asked = st.query_params.to_dict()
    return {name: asked[name] for name in (TAB, SEARCH, PAGE, *NARROW) if asked.get(name)}


def _show(name: str, value: Any) -> None:
    """The address leads: a widget that says something else (after Back, or a link) follows it."""
    if st.session_state.get(_KEYS[name]) != value:
        st.session_state[_KEYS[name]] = value


def _search() -> None:
    _ask(SEARCH, st.session_state[_KEYS[SEARCH]] or "")
    _ask(PAGE, "")


def _turn() -> None:
    _ask(PAGE, str(st.session_state[_KEYS[PAGE]]))


def _choose(name: str, key: str, usual: str) -> None:
    chosen = st.session_state[key]
    _ask(name, chosen if chosen != usual else "")
    _ask(PAGE, "")


def _choose_one(name: str, key: str, options: Mapping[str, str]) -> None:
    if code := meant(st.session_state[key], options) if st.session_state[key] else next(iter(options)):
        _ask(name, code if code != next(iter(options)) else "")
        _ask(PAGE, "")


def _pick(key: str, options: Mapping[str, str]) -> None:
    st.session_state[key] = (meant(st.session_state[key], options) if st.session_state[key] else "") or None


def _choose_several(name: str, key: str, options: Mapping[str, str]) -> None:
    chosen = [meant(one, options) for one in st.session_state[key]]
    _ask(name, ".".join(dict.fromkeys(code for code in chosen if code)))
    _ask(PAGE, "")


def _choose_day(name: str, key: str) -> None:
    chosen = st.session_state[key]
    _ask(name, chosen.isoformat() if chosen else "")
    _ask(PAGE, "")


def _ask(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
