"""Looks at a page for what nobody checks by hand: raw text, a foreign language, what sticks out, axe."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import yaml
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tests.browser.people import settle

ROOT = Path(__file__).parent.parent.parent
PROCEDURES = ROOT / "services" / "data" / "procedures"

RAW = re.compile(
    r"Traceback|StreamlitAPIException|\bNone\b|\bnan\b|\{'|msgid|%\(\w+\)|:red\[|:material/|"
    r"\b(?:nyc|nd|dk|vc)_[a-z]+|\bto_khai\b(?!\.pdf)"
)
"""What a program says to itself: errors, names of fields, marks of a template."""

ENGLISH = re.compile(
    r"\b(Upload|Browse files|Drag and drop|Choose an? |Choose options|No results|Press Enter|required|"
    r"Running|Deploy|Submit|Cancel|Loading|Limit \d+MB|per file|Open|Close|Sidebar|Clear|Show password|"
    r"Next|Previous|Zoom|Search|Remove|Page \d|Select|Increment|Decrement|Main menu|Skip to)\b"
)
"""Words of Streamlit's own that must not meet a Vietnamese reader, on the screen or read aloud."""

STICKS_OUT = """() => {
  const wide = innerWidth, found = [];
  const held = (e) => {
    for (let p = e.parentElement; p; p = p.parentElement) {
      const kind = getComputedStyle(p).overflowX;
      if (kind !== 'visible' && p.getBoundingClientRect().right <= wide + 1 && p.tagName !== 'BODY') {
        // What scrolls sideways on purpose may be longer; what merely hides its rest is cut.
        return kind === 'auto' || kind === 'scroll' ? p : null;
      }
    }
    return null;
  };
  for (const e of [document.documentElement, document.querySelector('[data-testid=stMain]')]) {
    if (e && e.scrollWidth > e.clientWidth) found.push(e.tagName + ' scrolls sideways');
  }
  const head = document.querySelector('[data-testid=stHeader]');
  if (head && getComputedStyle(head).backgroundColor === 'rgba(0, 0, 0, 0)') {
    found.push('what is scrolled shows through the head');
  }
  for (const e of document.querySelectorAll('[data-testid=stMain] *, [data-testid=stBottom] *, .mc-bar *')) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || !box.height || style.visibility === 'hidden' || style.clipPath !== 'none') continue;
    if (box.right > wide + 1 && !held(e)) found.push(e.tagName + ' ' + (e.innerText || '').slice(0, 60));
  }
  return found.slice(0, 5);
}"""

READ_ALOUD = """() => [...document.querySelectorAll('[aria-label],[placeholder],[title],[alt]')]
  .filter((e) => e.checkVisibility())
  .flatMap((e) => ['aria-label', 'placeholder', 'title', 'alt'].map((name) => e.getAttribute(name)))
  .filter(Boolean).join('\\n')"""


SIZES = {"desktop": (1280, 900), "phone": (360, 740)}
"""Width and height of the window, in CSS pixels."""

_looked_at: set[tuple[str, int]] = set()


def look(page: Page, name: str, *, language: str = "vi", data: tuple[str, ...] = ()) -> None:
    """Check what is on the screen. `data` are words that people typed, which keep their language.

    What was looked at once at this width is not looked at again. A picture of the whole page is kept when
    PICTURES names a folder.
    """
    if (name, page.viewport_size["width"]) in _looked_at:
        return
    _looked_at.add((name, page.viewport_size["width"]))
    settle(page)
    with whole(page):
        take_picture(page, name)
        seen = axe(page) if language == "vi" else []
    out = (f"sticks out: {element}" for element in page.evaluate(STICKS_OUT))
    found = [*_words(page, language, data), *out, *seen]
    if os.environ.get("SOFT"):
        print(f"LOOK {name}", *found, sep="\n     ")
        return
    assert not found, f"{name}: " + "\n".join(found)


def look_at_both_sizes(page: Page, name: str) -> None:
    """Check it as on a desktop, then in a window as narrow as a phone: one load for two looks."""
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        look(page, name)


def _words(page: Page, language: str, data: tuple[str, ...]) -> Iterator[str]:
    text = f"{page.locator('body').inner_text()}\n{page.evaluate(READ_ALOUD)}"
    for word in data:
        text = text.replace(word, "")
    yield from (f"raw text: {_around(text, found)}" for found in RAW.finditer(text))
    if language == "vi":
        yield from (f"English: {_around(text, found)}" for found in ENGLISH.finditer(text))
    else:
        yield from (f"Vietnamese: {phrase}" for phrase in vietnamese() if phrase in text)


def axe(page: Page, *rules: str) -> list[str]:
    """The serious and critical findings of axe; only of these rules, where some are named."""
    options: dict = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not page.evaluate("'axe' in window"):  # half a megabyte of it: once for each page that was loaded
        page.evaluate(_axe().axe_script)
    told = page.evaluate("(options) => axe.run(options).then((told) => told.violations)", options)
    return [
        f"{found['id']}: {[node['html'][:200] for node in found['nodes']][:3]}"
        for found in told
        if found["impact"] in ("serious", "critical")
    ]


_axe = cache(Axe)


@contextmanager
def whole(page: Page) -> Iterator[None]:
    """A window as high as the page: Streamlit scrolls inside itself, and axe judges only what is in sight."""
    size = page.viewport_size
    height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
    page.set_viewport_size({**size, "height": max(size["height"], min(height + 120, 4000))})
    page.wait_for_timeout(300)
    yield
    page.set_viewport_size(size)
    settle(page)


def take_picture(page: Page, name: str) -> None:
    """What is on the screen, kept when PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png")


def _around(text: str, found: re.Match) -> str:
    return " ".join(text[max(0, found.start() - 60) : found.end() + 60].split())


@cache
def vietnamese() -> frozenset[str]:
    """Everything that we say in Vietnamese and could say in English: longer pieces of the program's words,
    and what the procedures' files hold in both languages."""
    said = set()
    with (ROOT / "locale/en/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file):
            if message.id and message.string and message.string != message.id:
                said.update(_pieces(message.id))
    for path in sorted(PROCEDURES.glob("*.yaml")):
        said.update(_both(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return frozenset(said)


def _pieces(text: str) -> list[str]:
    """A sentence between its placeholders and markup; short pieces could be part of a name."""
    pieces = (piece.strip(" .,:;()*") for piece in re.split(r"%\(\w+\)s|\*\*|\n", text))
    return [piece for piece in pieces if len(piece) >= 12 and re.search(r"[^\x00-\x7f]", piece)]


def _both(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and isinstance(node.get(f"{key}_en"), str):
                yield from _pieces(value)
            else:
                yield from _both(value)
    elif isinstance(node, list):
        for value in node:
            yield from _both(value)
