"""Small pieces of look that Streamlit has no word for: a link out of the run, an empty state, a headline."""

from html import escape

import streamlit as st


def way_on(label: str, address: str) -> None:
    """One button-like link that opens the address afresh (cookies and language are read anew)."""
    st.html(f'<a class="mc-way" href="{escape(address)}" target="_self">{escape(label)}</a>')


def open_now(label: str, address: str) -> None:
    """Opens the address at once (assets/words.js follows the link); the link stays for where that fails."""
    st.html(f'<a class="mc-way mc-now" href="{escape(address)}" target="_self">{escape(label)}</a>')


def empty_state(title: str, what_to_do: str, icon: str = "inbox") -> None:
    """A list with nothing in it says so, and says what to do next."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"#### :material/{icon}: {title}\n\n{what_to_do}")


def head(title: str, lead: str = "") -> None:
    """The one heading of a room, and under it the answer to its reader's first question."""
    st.title(title, anchor=False)
    if lead:
        st.markdown(lead)
