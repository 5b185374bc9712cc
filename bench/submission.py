"""What one citizen's submission costs, and how many a minute the program takes: real pages, real uploads.

    python -m bench.submission [--database-url URL] [--citizens 60] [--at-once 20]

Every citizen opens each page of the form of 2.000635, uploads three scans of 1 MB on the page of papers (by
the addresses and the check that a browser uses), reads everything once more, answers the picture's letters
and sends. The answers of the form are in the drafts beforehand. Prints server CPU per submission (with the
processes that open the papers, from /proc), submissions a minute and latency. At the end each acknowledged
code is looked for in the database: once, with all its papers, each of which is in the storage.
"""

import argparse
import asyncio
import io
import multiprocessing
import os
import statistics
import tempfile
import time
from random import Random
from typing import Any
from uuid import uuid4

from bench.machine import cpu, serving
from bench.page import Page
from bench.queue import serve

SCAN_BYTES = 1_000_000
SLOTS = ("to_khai", "giay_to_tuy_than", "giay_to_tuy_than")


def a_scan(seed: int) -> bytes:
    """One A4 page at 150 dpi as a scanner writes it: writing and grain, a JPEG in a PDF of about 1 MB."""
    from PIL import Image, ImageDraw

    from services.papers import photos

    rng = Random(seed)
    page = Image.effect_noise((1240, 1754), 58).point(lambda value: min(255, value + 95))
    pen = ImageDraw.Draw(page)
    for line in range(40):
        pen.text((90, 80 + line * 40), f"{rng.random():.16f} " * 6, fill=10)
    kept = io.BytesIO()
    page.save(kept, "JPEG", quality=86, dpi=(150, 150))
    return photos.as_pdf(kept.getvalue())


def _all(drawn: list[Any], kind: str) -> list[Any]:
    return [getattr(element, kind) for element in drawn if element.WhichOneof("type") == kind]


async def submit(port: int, token: str, steps: list[str], scans: list[bytes]) -> tuple[str, float]:
    """The whole way of one citizen; the code that was shown, and the seconds it took."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    from services.server.addresses import BROWSER_COOKIE

    started = time.perf_counter()
    page = Page(port, "nop-ho-so", **{BROWSER_COOKIE: uuid4().hex})
    await page.open(f"nhap={token}")
    for step in steps:
        drawn = await page.run(f"nhap={token}&buoc={step}")
    for number, (slot, data) in enumerate(zip(SLOTS, scans, strict=True)):
        drawn = await page.run(f"nhap={token}&buoc=giay-to")
        uploader = next(w for w in _all(drawn, "file_uploader") if f"-{slot}" in w.id)
        state = await page.upload(uploader.id, f"{slot}-{number}.pdf", data)
        page.widgets = {uploader.id: state}
        await page.run(f"nhap={token}&buoc=giay-to")
        page.widgets = {}
    drawn = await page.run(f"nhap={token}&buoc=xem-lai")
    button = next(w for w in _all(drawn, "button") if w.is_form_submitter)
    for box in _all(drawn, "checkbox"):
        page.widgets[box.id] = WidgetState(bool_value=True)
    page.widgets[button.id] = WidgetState(trigger_value=True)
    drawn = await page.run(f"nhap={token}&buoc=xem-lai")
    said = " ".join(heading.body for heading in _all(drawn, "heading"))
    await page.close()
    code = said.rpartition("Mã hồ sơ: ")[2].split()[0] if "Mã hồ sơ: " in said else ""
    return code, time.perf_counter() - started


async def drive(port: int, drafts: list[str], at_once: int, steps: list[str]) -> list[tuple[str, float]]:
    """All citizens, so many at a time."""
    places = asyncio.Semaphore(at_once)
    scans = [a_scan(number) for number in range(len(SLOTS))]

    async def one(token: str) -> tuple[str, float]:
        async with places:
            return await submit(port, token, steps, [pdf + os.urandom(8).hex().encode() for pdf in scans])

    return await asyncio.gather(*(one(token) for token in drafts))


def missing(codes: list[str]) -> list[str]:
    """What is wrong with the acknowledged dossiers."""
    from sqlalchemy import func, select

    from db.dossiers import Dossier, Paper
    from db.session import reading
    from services import storage

    found = [f"{code} acknowledged twice" for code in {c for c in codes if codes.count(c) > 1}]
    with reading() as session:
        for code in codes:
            dossier = session.scalar(select(Dossier).where(Dossier.code == code))
            if dossier is None:
                found.append(f"{code} is not there")
                continue
            papers = session.scalars(select(Paper).where(Paper.dossier_id == dossier.id)).all()
            found += [f"{code} has {len(papers)} papers"] if len(papers) < len(SLOTS) else []
            found += [f"{code}: file lost" for paper in papers if not storage.exists(paper.sha256)]
        several = session.execute(select(Dossier.code).group_by(Dossier.code).having(func.count() > 1)).all()
    return found + [f"{code} stands twice" for (code,) in several]


def main() -> None:
    """Prepare drafts, serve, drive, look for what was acknowledged, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url")
    parser.add_argument("--citizens", type=int, default=60)
    parser.add_argument("--at-once", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DEMO": "1", "CAPTCHA": "off"}
        if options.database_url:
            os.environ["DATABASE_URL"] = options.database_url
        measure(options.citizens, options.at_once)


def measure(citizens: int, at_once: int) -> None:
    """Everything in one run: the first citizen only warms up."""
    from db.session import engine
    from pages.parts.form.steps import steps
    from services import demo, drafts, setup

    setup.prepare_tables()
    demo.found()
    tokens = [demo.draft("tam-da", Random(number)) for number in range(citizens + 1)]
    for token in tokens:
        for paper in drafts.view(token).papers:
            if paper.slot in SLOTS:  # whoever acts for another keeps the authorisation
                drafts.detach(token, paper.id)
    rooms = [step.key for step in steps(drafts.view(tokens[0]).procedure)]
    statements = multiprocessing.get_context("spawn").Value("q", 0)
    with serving(serve, "_stcore/health", statements, "dashboard:app") as (port, pid):
        first = asyncio.run(drive(port, tokens[:1], 1, rooms))
        idle = cpu(pid)
        time.sleep(5)
        idle = (cpu(pid) - idle) / 5
        used, started = cpu(pid), time.monotonic()
        done = asyncio.run(drive(port, tokens[1:], at_once, rooms))
        took = time.monotonic() - started
        used = cpu(pid) - used - idle * took
    times = sorted(seconds for _code, seconds in done)
    codes = [code for code, _seconds in first + done]
    faults = missing([code for code in codes if code])
    print(f"{citizens} submissions, {at_once} at once, {engine().dialect.name}, {os.cpu_count()} cores")
    print(f"  server CPU per submission   {used / citizens * 1000:.0f} ms (pages, uploads, checks, sending)")
    print(f"  submissions a minute        {citizens / took * 60:.0f}")
    print(f"  seconds p50 / p95           {statistics.median(times):.1f} / {times[int(citizens * 0.95)]:.1f}")
    refused = codes.count("")
    print(f"  without a code              {refused}")
    print(f"  acknowledged and at fault   {len(codes) - refused} and {len(faults)}", *faults, sep="\n    ")


if __name__ == "__main__":
    main()
