"""A backup while citizens send, killed once in the middle, and restored on an empty place.

    python -m bench.backup [--engine sqlite|postgresql] [--dossiers 5000] [--rate 20] [--seconds 20]

A town is seeded with so many dossiers. Then a second process sends `rate` dossiers a second, each with a file
of its own that is stored in the same moment, and writes down every code that it was given, with its file.
`backup` runs beside it twice: the first is killed (SIGKILL) in the middle, after which nothing may look like
an archive; the second is timed. It is restored into an empty place: verify-journal, verify-figures must hold,
and every dossier and file that was acknowledged before the backup began must be there. The drafts are made
before, so what is measured is storing the file, putting it into its slot and sending.
"""

import argparse
import hashlib
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any

FILE = 60_000
"""Bytes of the file that each sent dossier brings."""


def services(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One of our own commands, as whoever runs the program starts it."""
    own = [sys.executable, "-m", "services", *command]
    return subprocess.run(own, env={**os.environ, **more}, capture_output=True, text=True)


def prepare(dossiers: int, sendings: int) -> list[str]:
    """Town, seeded dossiers, and drafts that only wait to be sent; their tokens."""
    from services import demo, setup

    setup.prepare_tables()
    demo.found()
    done = services("seed", "--dossiers", str(dossiers))
    if done.returncode:
        sys.exit(done.stderr)
    return [demo.draft("tam-da", Random(number)) for number in range(sendings)]


def send(tokens: list[str], rate: float, acknowledged: str, stop: Any) -> None:
    """At each tick the next citizen sends; code, hash of the file, moment, how long it took, line by line."""
    from services import drafts, intake, storage
    from services.papers.attachments import Taken

    begun = time.monotonic()
    with open(acknowledged, "a", buffering=1) as out:
        for number, token in enumerate(tokens):
            if stop.is_set():
                return
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            at = time.monotonic()
            data = b"%PDF-1.4\n" + os.urandom(FILE)
            sha256 = storage.put(data)
            drafts.attach(token, Taken("to_khai", f"{number}.pdf", sha256, len(data), 1))
            code = intake.submit(token).code
            out.write(f"{code} {sha256} {time.time()} {time.monotonic() - at}\n")


def killed_in_the_middle(folder: Path) -> str:
    """Start a backup and kill it once it writes its archive; what it left, in words."""
    running = subprocess.Popen(
        [sys.executable, "-m", "services", "backup", str(folder)], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while running.poll() is None:
        parts = [one for one in folder.glob("*.part") if one.stat().st_size > 0]
        if parts:
            size = parts[0].stat().st_size
            running.kill()
            running.wait()
            if whole := list(folder.glob("*.motcua")):
                sys.exit(f"a killed backup left what looks whole: {whole}")
            return f"killed after {size} bytes of the archive; nothing there looks whole"
        time.sleep(0.005)
    sys.exit("the backup was over before it could be killed: take more --dossiers")


def missing(acknowledged: list[list[str]]) -> tuple[list[str], int, int]:
    """In the database and storage that are set now: what is not there of these, all dossiers, all files."""
    from sqlalchemy import func, select

    from db.dossiers import Dossier, Paper
    from db.session import reading
    from services import storage

    with reading() as session:
        rows = select(Dossier.code, Paper.sha256).join(Paper, Paper.dossier_id == Dossier.id)
        there = {tuple(row) for row in session.execute(rows)}
        files = {sha256 for _code, sha256 in there}
        dossiers = session.scalar(select(func.count()).select_from(Dossier)) or 0
    found = [code for code, sha256, *_ in acknowledged if (code, sha256) not in there]
    found += [sha256 for sha256 in sorted(files) if not whole(storage.get(sha256), sha256)]
    return found, dossiers, len(files)


def whole(data: bytes, sha256: str) -> bool:
    """Whether a file is what its name says."""
    return hashlib.sha256(data).hexdigest() == sha256


@contextmanager
def places(engine: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Addresses of two empty databases of this engine."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'a' / 'motcua.sqlite3'}", f"sqlite:///{folder / 'b' / 'motcua.sqlite3'}"
        return
    from sqlalchemy import create_engine, make_url, text

    from tests import postgres

    os.environ["PATH"] = f"{postgres._binaries()}:{os.environ['PATH']}"
    with postgres.server() as url:
        server = create_engine(url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            for name in ("bench_a", "bench_b"):
                connection.execute(text(f"CREATE DATABASE {name}"))
        server.dispose()
        a, b = (make_url(url).set(database=name) for name in ("bench_a", "bench_b"))
        yield a.render_as_string(hide_password=False), b.render_as_string(hide_password=False)


def settle(folder: Path, url: str) -> None:
    """The program, and every process that it starts, is set to this place."""
    from db import session

    folder.mkdir(exist_ok=True)
    os.environ |= {"DATA_DIR": str(folder), "STORAGE_URL": str(folder / "files"), "DATABASE_URL": url}
    session._engine_of.cache_clear()


def main() -> None:
    """Seed, send, kill, back up, restore, look, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--dossiers", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    os.environ |= {"DEMO": "1", "CAPTCHA": "off"}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        first, second = stack.enter_context(places(given.engine, folder))
        settle(folder / "a", first)
        tokens = prepare(given.dossiers, int(given.rate * given.seconds))
        kept, told = folder / "kept", folder / "acknowledged"
        kept.mkdir()
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        sender = context.Process(target=send, args=(tokens, given.rate, str(told), stop))
        sender.start()
        while not told.exists() or not told.stat().st_size:
            time.sleep(0.05)
        begun = time.monotonic()
        print(killed_in_the_middle(kept))
        at, clock = time.time(), time.monotonic()
        done = services("backup", str(kept))
        took = time.monotonic() - clock
        if done.returncode:
            sys.exit(done.stderr)
        until = time.time()
        stop.set()
        sender.join()
        lines = [line.split() for line in told.read_text().splitlines()]
        before = [line for line in lines if float(line[2]) <= at]
        during = [line for line in lines if at < float(line[2]) <= until]
        [archive] = kept.glob("*.motcua")
        size = archive.stat().st_size
        settle(folder / "b", second)
        clock = time.monotonic()
        for command in (["restore", str(archive)], ["verify-journal"], ["verify-figures"]):
            done = services(*command)
            if done.returncode:
                sys.exit(f"{command[0]}: {done.stderr[-500:]}")
            if command[0] == "restore":
                restored = time.monotonic() - clock
        lost, dossiers, files = missing(before)
        waits = sorted(float(line[3]) for line in during) or [0.0]
        per = 100_000 / max(1, dossiers)
        print(f"{given.engine}: {dossiers} dossiers, {files} files restored")
        print(f"meanwhile {len(during) / took:.1f} dossiers/s came in ({given.rate:g} asked), "
              f"median {statistics.median(waits) * 1000:.0f} ms, slowest {waits[-1] * 1000:.0f}")  # fmt: skip
        print(f"backup {took:.1f} s, restore {restored:.1f} s, archive {size / 1e6:.1f} MB")
        print(f"per 10⁵ dossiers, reckoned from this size: backup {took * per:.0f} s, "
              f"restore {restored * per:.0f} s, {size * per / 1e6:.0f} MB "
              f"(with {files / max(1, dossiers):.2f} files a dossier)")  # fmt: skip
        print(f"acknowledged before the backup: {len(before)}, missing of these: {len(lost)}")
        print("verify-journal intact, verify-figures equal")
        print(f"{time.monotonic() - begun:.0f} s in all")
        sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
