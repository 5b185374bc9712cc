"""How many clicks, taps and uploads a citizen needs, from the first page of the form to the code.

    python -m bench.clicks [--phone] [--pictures DIR]

Serves the program over a new town and lets Chromium hand in one dossier of each procedure: every page is
turned by its button, every needed paper uploaded, the tick set, the form sent. Fields and lists do not count,
so their answers (of a made-up person) are put into the draft beforehand. Ends with status 1 when the extract
(2.000635) needs more than 8.
"""

import argparse
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from playwright.sync_api import Page, sync_playwright

from bench.wire import served
from services import demo, drafts, forms, intake, offers, setup
from services.catalogue import Procedure, store
from services.clock import today
from services.demo import answers as demo_answers
from services.demo import scans
from services.language import pick

EXTRACT, MOST = "2.000635", 8
SIZES = {False: (1280, 900), True: (360, 740)}
ON, SEND = "Đồng ý và tiếp tục", "Nộp hồ sơ"


@dataclass
class Walk:
    """One dossier on its way: what was clicked so far."""

    page: Page
    pages: int = 0
    uploads: int = 0
    ticks: int = 0

    @property
    def clicks(self) -> int:
        """All that counts."""
        return self.pages + self.uploads + self.ticks

    def settle(self) -> None:
        """Wait until the page has drawn what the last click asked for."""
        app = self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
        app.wait_for(timeout=60_000)
        self.page.wait_for_timeout(150)
        app.wait_for(timeout=60_000)

    def press(self, name: str) -> None:
        """Turn the page."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.pages += 1
        self.settle()


def hand_in(page: Page, url: str, procedure: Procedure, pictures: Path | None) -> Walk:
    """The whole way of one procedure. Raises AssertionError when there is no code at its end."""
    office = offers.offices(procedure)[0]
    token = intake.start(procedure.code, office.id)
    values = demo_answers.fill(procedure, Random(3), today())
    drafts.save(token, values)
    walk = Walk(page)
    page.goto(f"{url}/nop-ho-so?nhap={token}&buoc=t1")
    walk.settle()
    heading = page.get_by_role("heading", name="Giấy tờ", exact=True)
    for number in range(1, 20):
        _picture(page, pictures, f"{procedure.code}-{number}")
        if heading.count():
            break
        walk.press(ON)
    for paper in forms.missing_papers(procedure, values, intake.ONLINE, set()):
        slot = page.get_by_test_id("stFileUploader").filter(has_text=pick(paper.label, paper.label_en)[:60])
        data = scans.scan(paper.key, 1 + walk.uploads)
        file = {"name": f"{paper.key}.pdf", "mimeType": "application/pdf", "buffer": data}
        slot.first.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        walk.uploads += 1
        page.locator("strong", has_text=f"{paper.key}.pdf").wait_for(timeout=60_000)
        walk.settle()
    walk.press(ON)
    _picture(page, pictures, f"{procedure.code}-review")
    oath = next(field.label for field in procedure.fields if field.role == "oath")
    page.get_by_test_id("stCheckbox").filter(has_text=oath[:60]).locator("label").first.click()
    walk.ticks += 1
    page.get_by_label("Mã xác nhận *").fill(drafts.view(token).captcha)
    walk.press(SEND)
    _picture(page, pictures, f"{procedure.code}-sent")
    code = page.get_by_role("heading", name=re.compile("^Mã hồ sơ: ")).inner_text(timeout=30_000)
    assert drafts.view(token).code in code
    return walk


def _picture(page: Page, folder: Path | None, name: str) -> None:
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def main() -> None:
    """Print the count of every procedure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--phone", action="store_true", help="360 pixels wide, by touch")
    parser.add_argument("--pictures", type=Path, help="keep a picture of every page in this folder")
    asked = parser.parse_args()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="clicks-") as folder:
        os.environ.update({"DEMO": "1", "DATA_DIR": folder, "CAPTCHA": "on"})
        os.environ.pop("DATABASE_URL", None)
        setup.prepare_tables()
        demo.found()
        command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--port", "{port}"]
        with served(command, folder) as url, sync_playwright() as playwright:
            sys.exit(_all(playwright.chromium, url, asked))


def _all(chromium, url: str, asked: argparse.Namespace) -> int:  # noqa: ANN001 (a browser type)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    browser = chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
    width, height = SIZES[asked.phone]
    found = {}
    for code, procedure in sorted(store.bundled().items()):
        view = {"width": width, "height": height}
        context = browser.new_context(viewport=view, locale="vi-VN", has_touch=asked.phone)
        walk = hand_in(context.new_page(), url, procedure, asked.pictures)
        context.close()
        found[code] = walk.clicks
        told = f"{walk.pages} page turns, {walk.uploads} uploads, {walk.ticks} tick"
        print(f"{code}: {walk.clicks} ({told}) {procedure.short}", flush=True)
    browser.close()
    return int(found[EXTRACT] > MOST)


if __name__ == "__main__":
    main()
