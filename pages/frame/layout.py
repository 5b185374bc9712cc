"""Draws the frame: who is asking, the menu, the bar on top, the message place, and then the open room."""

import time
from contextlib import nullcontext
from html import escape

import streamlit as st

from pages.frame import menu, session
from pages.parts.words import _
from services.actors import Actor
from services.server import metrics, turns


def draw() -> None:
    """One run of the program for one reader."""
    start, cpu = time.perf_counter(), time.thread_time()
    room = "?"
    try:
        session.begin()
        reader, problem = _reader()
        pages = menu.pages(reader)
        officer = menu.is_officer(reader)
        # Declared before anything may stop the run: otherwise an address loses its room.
        page = st.navigation(_grouped(pages), position="sidebar" if officer else "top")
        here = next(r for r, p in pages.items() if p is page)
        room = f"/{here.url_path}"
        session.stand_in(room)
        st.set_page_config(page_title=" – ".join((_(here.title), _("Một cửa"))), layout="wide")
        if problem is not None:
            raise problem
        _bar(reader, officer)
        _message_place()
        with turns.turn() if officer else nullcontext():
            page.run()
    finally:
        metrics.run_done(room, time.perf_counter() - start, time.thread_time() - cpu)


def _reader() -> tuple[Actor | None, Exception | None]:
    """Who is asking; an error of the database is kept until the menu stands."""
    try:
        return session.actor(), None
    except Exception as problem:
        return None, problem


def _grouped(pages: dict[menu.Room, st.Page]) -> dict[str, list[st.Page]]:
    """One list without headings; the officers' own rooms come first in their menu."""
    return {"": [pages[room] for room in sorted(pages, key=lambda room: room.group == "public")]}


def _bar(reader: Actor | None, officer: bool) -> None:
    """Brand, language and sign-in in the header of every page; under an officer's menu name and office.

    One element: every further one costs each click a message.
    """
    other, label = ("vi", "Tiếng Việt") if session.language() == "en" else ("en", "English")
    parts = [_link("/", _("Một cửa"), "mc-brand")]
    if reader is not None:
        parts.append(_link("/bao-mat", reader.name, "mc-name"))
    parts.append(_link(session.address(lang=other), label))
    parts.append(
        _link("/dang-nhap", _("Đăng nhập"), "mc-main")
        if reader is None
        else _link("/dang-xuat", _("Đăng xuất"))
    )
    name = _("Tài khoản và ngôn ngữ")
    bar = f'<nav class="mc-bar" aria-label="{name}">{"".join(parts)}</nav>'
    st.html(bar + (_who(reader) if officer else ""))


def _link(address: str, label: str, look: str = "mc-plain") -> str:
    return f'<a class="{look}" href="{escape(address)}" target="_self">{escape(label)}</a>'


def _who(reader: Actor) -> str:
    offices = dict.fromkeys(grant.agency_name for grant in reader.grants if grant.agency_name)
    lines = "<br>".join(escape(office) for office in offices)
    own = _link("/bao-mat", _("Bảo mật tài khoản"))
    return f'<div class="mc-who"><b>{escape(reader.name)}</b>{lines}<br>{own}</div>'


def _message_place() -> None:
    """One message per page, above the room; its place is always there, so that nothing below it moves."""
    with st.container():
        if (message := session.take_message()) is not None:
            kind, text = message
            {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}[kind](text)
