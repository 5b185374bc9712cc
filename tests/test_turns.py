"""Whose page is drawn when: services/server/turns.py."""

import threading
from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import session
from services.server import turns
from tests.house import ROOT
from tests.town import actor

SOON = 5.0


class Page:
    """A page that is drawn for as long as one lets it."""

    def __init__(self, begun: list["Page"]) -> None:
        self._begun, self._enough = begun, threading.Event()
        self.drawing = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)
        self._thread.start()

    def _draw(self) -> None:
        with turns.turn():
            self._begun.append(self)
            self.drawing.set()
            self._enough.wait(2 * SOON)

    def done(self) -> None:
        self._enough.set()
        self._thread.join(SOON)


@pytest.fixture
def pages():
    """Makes pages, which are all waiting in their order before the next is made."""
    made: list[Page] = []
    begun: list[Page] = []

    def make() -> Page:
        known = len(turns._waiting) + len(turns._drawing)
        made.append(Page(begun))
        until = monotonic() + SOON
        while len(turns._waiting) + len(turns._drawing) == known and monotonic() < until:
            sleep(0.001)
        return made[-1]

    make.begun = begun
    yield make
    for page in made:
        page.done()


def test_whoever_came_first_is_drawn_first_and_no_more_at_once_than_may(pages, monkeypatch):
    monkeypatch.setattr(turns, "LONG", SOON)
    order = [pages() for _ in range(turns.AT_ONCE + 3)]
    for ended, page in enumerate(order):
        assert all(one.drawing.wait(SOON) for one in order[: ended + turns.AT_ONCE])
        assert pages.begun == order[: ended + turns.AT_ONCE]
        page.done()


def test_a_long_page_holds_up_nobody(pages, monkeypatch):
    monkeypatch.setattr(turns, "LONG", 0.05)
    for _ in range(turns.AT_ONCE):
        pages()
    assert pages().drawing.wait(SOON)


def test_a_page_that_breaks_off_gives_its_turn_back():
    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(KeyError, match="lost"), turns.turn():
            raise KeyError("lost")
    assert not turns._drawing


@pytest.mark.parametrize(("who", "turn"), [("canbo", 1), (None, 0)])
def test_an_officers_page_takes_a_turn_and_a_citizens_does_not(sqlite_town, monkeypatch, who, turn):
    taken = []

    @contextmanager
    def counted():
        taken.append(who)
        yield

    monkeypatch.setattr(turns, "turn", counted)
    monkeypatch.setattr(session, "actor", lambda: who and actor(who))
    assert not AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run().exception
    assert len(taken) == turn
