"""An officer clears her new dossiers by keys alone: how many she presses, how long she waits for the machine.

    python -m bench.replay [--dossiers 100] [--incomplete 3]

A fresh demo town with so many new dossiers of all eight procedures, every third of them incomplete, and a
real Chromium. A complete one is received; of an incomplete one the open paper is found blurred, and the
supplement that follows from the verdict is asked for. After a decision the next dossier opens by itself. What
the officer reads and thinks takes no time here: a key is pressed as soon as the page has drawn what the last
one asked for. Prints the median keys and seconds of both kinds, how long a verdict and the opening of a form
take to be seen, beside a key of Streamlit's smallest page in the same browser, and what became of the
dossiers in the database.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from random import Random

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import func, select

from bench import one_button
from bench.wire import served
from db.dossiers import Dossier
from db.session import reading
from pages.parts.dossier.dossier_keys import actions, shortcut
from services import demo, intake, setup
from services.catalogue import store
from services.settings import DEMO_PASSWORD
from services.workflow import State

CODE = "nav.mc-top > a + span"
DRAWN = "[data-testid=stApp][data-test-script-state=notRunning]"


WATCH = """([sign, old]) => {
  window.painted = new Promise((resolve, reject) => {
    let pressed = null;
    addEventListener("keydown", (event) => { pressed ??= event.timeStamp; }, { capture: true });
    const look = () => {
      const there = [...document.querySelectorAll(sign)].some((one) => !old || one.textContent !== old);
      if (pressed === null || !there) return;
      watcher.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
    setTimeout(() => reject(new Error("nothing like " + sign)), 30000);
  });
}"""
"""Looks after every change of the page whether the sign is there, saying something else than the old text,
then waits until that picture is painted."""


class Hand:
    """One officer at a keyboard; counts the keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str, sign: str, old: str = "") -> float:
        """Press a key and wait until `sign` is to be seen (with another text than `old`); the milliseconds
        from key to painted picture, by the browser's own clock."""
        # What the shortcut belongs to must stand there before: a person sees that, a script has to ask.
        self.page.locator(DRAWN).wait_for(timeout=30_000)
        self.page.evaluate(WATCH, [sign, old])
        self.page.keyboard.press(key.replace("Ctrl", "Control"))
        took = self.page.evaluate("window.painted")
        self.keys += 1
        return took


def receive(hand: Hand, code: str, last: bool) -> dict[str, float]:
    """Tiếp nhận: the form opens with the computed day of return, and is sent."""
    opened = hand.press(actions()["receive"].shortcut, ".st-key-mc-form")
    hand.press(shortcut("send"), *_decided(code, last))
    return {"a form": opened}


def ask_again(hand: Hand, code: str, last: bool) -> dict[str, float]:
    """Mờ on the open paper; Yêu cầu bổ sung has it ticked already, with its reason; sent."""
    said = hand.press(shortcut("blurred"), ".st-key-mc-verdicts button:disabled")
    opened = hand.press(actions()["request_supplement"].shortcut, ".st-key-mc-form")
    hand.press(shortcut("send"), *_decided(code, last))
    return {"a verdict": said, "a form": opened}


def _decided(code: str, last: bool) -> tuple[str, str]:
    """The head of another dossier, or the word that it is done when there is none."""
    return ("[data-testid=stAlertContentSuccess]", "") if last else (CODE, code)


def town(many: int) -> None:
    """A demo town whose officer has so many new dossiers, of all procedures in turn."""
    setup.prepare_tables()
    demo.found()
    codes = sorted(store.bundled())
    for number in range(many):
        intake.submit(demo.draft("tam-da", Random(number), codes[number % len(codes)]))


def replay(page: Page, url: str, many: int, every: int) -> tuple[dict[str, list], dict[str, list[float]]]:
    """Work through the queue; (keys, seconds) per dossier by kind, and milliseconds by kind of action."""
    page.goto(f"{url}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("canbo")
    page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hàng đợi").wait_for(timeout=60_000)
    hand = Hand(page)
    hand.press("Alt+Enter", ".st-key-mc-commands button")
    done: dict[str, list] = {"complete": [], "incomplete": []}
    seen: dict[str, list[float]] = {"a verdict": [], "a form": []}
    for number in range(1, many + 1):
        code = page.locator(CODE).inner_text()
        kind, work = ("incomplete", ask_again) if number % every == 0 else ("complete", receive)
        before, started = hand.keys, time.perf_counter()
        for action, took in work(hand, code, number == many).items():
            seen[action].append(took)
        done[kind].append((hand.keys - before, time.perf_counter() - started))
    return done, seen


def smallest(browser: Browser, folder: str, times: int = 30) -> float:
    """Median milliseconds from a key to the painted answer of Streamlit's smallest page."""
    command = [sys.executable, "-m", "uvicorn", "bench.one_button:app", "--port", "{port}"]
    with served(command, folder) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(url)
        page.locator(one_button.SIGN).wait_for(timeout=60_000)
        hand = Hand(page)
        return statistics.median(
            hand.press(one_button.KEY, one_button.SIGN, str(number)) for number in range(times)
        )


def states() -> list[tuple[State, int]]:
    """How many dossiers are in which state."""
    with reading() as session:
        found = session.execute(select(Dossier.state, func.count()).group_by(Dossier.state)).all()
        return [(State(state), many) for state, many in found]


def main() -> None:
    """Build the town, replay, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=100)
    parser.add_argument("--incomplete", type=int, default=3, help="every how-manieth dossier is incomplete")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="replay-") as folder:
        os.environ.update({"DEMO": "1", "DATA_DIR": folder, "CAPTCHA": "off"})
        os.environ.pop("DATABASE_URL", None)
        town(asked.dossiers)
        command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", "{port}"]
        with served(command, folder) as url, sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
            done, seen = replay(page, url, asked.dossiers, asked.incomplete)
            least = smallest(browser, folder)
            browser.close()
        became = states()
    for kind, rows in done.items():
        if rows:
            keys, seconds = zip(*rows, strict=True)
            worst = max(seconds)
            print(
                f"{kind:<11}{len(rows):>4} dossiers   {statistics.median(keys):g} keys   median "
                f"{statistics.median(seconds):.2f} s of the machine, worst {worst:.2f} s"
            )
    for action, took in seen.items():
        if took:
            print(f"{action} in the open page is seen after {statistics.median(took):.0f} ms, of {len(took)}")
    print(f"a key of Streamlit's smallest page after {least:.0f} ms")
    print("in the database:", ", ".join(f"{many} {state.name}" for state, many in became))


if __name__ == "__main__":
    main()
