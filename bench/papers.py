"""What the process apart costs: checks of papers with it and without it, side by side in one run.

    python -m bench.papers [--seconds 4]

Prints milliseconds for one check (median, 95th percentile), checks per second from one and from four threads,
and the ratio of "apart" to "here" (the same inspection in this process, unprotected).
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import typst

from services import papers
from services.papers.inspection import inspect


def text_pages(number: int) -> bytes:
    """A text document of so many pages, with fonts and tags as office programs write them."""
    page = "= Tờ khai\n" + "#lorem(350)\n"
    return typst.compile(('#set page(paper: "a4")\n' + "#pagebreak()\n".join([page] * number)).encode())


def scan(pages: int, megabytes: float) -> bytes:
    """Pages that hold one picture each, as a scanner writes them."""
    from tests.unit import hostile_pdfs as pdf

    picture = pdf.stream(
        os.urandom(int(megabytes * 2**20 / pages)),
        b"/Subtype /Image /Width 1654 /Height 2339 /ColorSpace /DeviceGray /Filter /DCTDecode",
    )
    shown = [
        (
            b"q 595 0 0 842 0 0 cm /Im0 Do Q",
            pdf.A4 + b"/Resources << /XObject << /Im0 %d 0 R >> >>" % (5000 + n),
        )
        for n in range(pages)
    ]
    return pdf.pages(shown, more={5000 + n: picture for n in range(pages)})


def milliseconds(look: Callable[[], object]) -> float:
    started = time.perf_counter()
    look()
    return (time.perf_counter() - started) * 1000


def rate(look: Callable[[], object], threads: int, seconds: float) -> float:
    """Checks per second from so many threads."""
    until = time.perf_counter() + seconds

    def work() -> int:
        done = 0
        while time.perf_counter() < until:
            look()
            done += 1
        return done

    started = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(lambda _: work(), range(threads)))
    return done / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4, help="for each measurement")
    seconds = parser.parse_args().seconds
    files = {
        "text, 1 page": text_pages(1),
        "text, 100 pages": text_pages(100),
        "scan, 3 pages, 1 MB": scan(3, 1),
        "scan, 200 pages, 19 MB": scan(200, 19),
    }
    cold = milliseconds(papers.start)
    print(f"worker ready after {cold:.0f} ms (once)\n")
    print(f"{'':24}{'apart ms':>10}{'p95':>8}{'here ms':>10}{'p95':>8}{'ratio':>7}"
          f"{'apart/s':>10}{'4 threads':>11}{'here/s':>9}{'4 threads':>11}")  # fmt: skip
    for name, data in files.items():
        ways = {"apart": partial(papers.check, data), "here": partial(inspect, data)}
        assert papers.check(data).refused is None
        times: dict[str, list[float]] = {way: [] for way in ways}
        until = time.perf_counter() + seconds
        while time.perf_counter() < until or len(times["here"]) < 3:
            for way, look in ways.items():  # in turn, so that a busy machine slows both
                times[way].append(milliseconds(look))
        middle = {way: statistics.median(found) for way, found in times.items()}
        high = {way: statistics.quantiles(found, n=20)[-1] for way, found in times.items()}
        rates = {(way, n): rate(look, n, seconds / 2) for way, look in ways.items() for n in (1, 4)}
        print(
            f"{name:24}{middle['apart']:10.1f}{high['apart']:8.1f}{middle['here']:10.1f}{high['here']:8.1f}"
            f"{middle['apart'] / middle['here']:7.2f}{rates['apart', 1]:10.1f}{rates['apart', 4]:11.1f}"
            f"{rates['here', 1]:9.1f}{rates['here', 4]:11.1f}"
        )


if __name__ == "__main__":
    main()
