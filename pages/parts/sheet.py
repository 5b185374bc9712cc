"""One readable column in the middle of the page, and the small things that stand on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.parts.words import _, plain

WIDTH = 760
"""Pixels; a narrower screen takes its own width."""


@contextmanager
def sheet() -> Iterator[None]:
    """What is drawn in here stands in one column that the eye can follow."""
    with st.container(horizontal_alignment="center"), st.container(width=WIDTH):
        yield


def star(label: str, required: bool) -> str:
    """The label, and for a required answer a red star behind it."""
    return f"{label} :red[*]" if required else label


def told_why(reason: str) -> None:
    """Why an officer asks for this, in the officer's words."""
    said = _("Lý do: %(reason)s") % {"reason": plain(reason)}
    st.markdown(f":orange[:material/assignment_late:] {said}")


def told_wrong(sentence: str) -> None:
    """What is wrong, right under its place."""
    st.markdown(f":red[:material/error: {sentence}]")


def told_doubtful(sentence: str) -> None:
    """What deserves a look and stops nobody."""
    st.markdown(f":orange[:material/info: {sentence}]")
