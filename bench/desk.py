"""The officer's pages beside a competent Django admin over the same rows, in one run.

    pip install -r bench/requirements.txt
    python -m bench.desk [--dossiers 1000000] [--database-url URL] [--officers 4] [--seconds 10]

Without an address the database is SQLite in DATA_DIR (var/bench). Both read the same tables by the same
indexes, one process each: the program as `make run` serves it, Django by one gunicorn worker. Every officer
sees her own commune, 50 rows at a time. Prints server CPU per answer (from /proc, all that the server started
included) and p95 for each thing an officer does, and what of Django's CPU ours is. Django sends a page anew
each time; ours sends what changed, and counts its nine tabs on every page of the queue.
"""

import argparse
import asyncio
import http.client
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from bench.machine import cpu, serving, wait_for
from bench.page import Page
from bench.queue import prepare, serve
from tests.postgres import free_port

WARM_SECONDS = 2.0


@dataclass(frozen=True)
class Deed:
    """One thing an officer does: our address and Django's. {code} and {id} are a dossier of hers."""

    name: str
    room: str
    query: str
    django: str


DEEDS = (
    Deed("queue, first page", "hang-doi", "tab=tat-ca", "/desk/dossier/"),
    Deed(
        "filter: state, channel", "hang-doi", "tab=tat-ca&trang-thai=4&kenh=2",
        "/desk/dossier/?state__exact=4&channel__exact=2",
    ),
    Deed("counts of all states", "hang-doi", "tab=moi", "/desk/dossier/?state__exact=1&_facets=True"),
    Deed("search: two fragments", "hang-doi", "tim=hoa+thi", "/desk/dossier/?q=hoa+thi"),
    Deed("deep page (the last)", "hang-doi", "tab=tat-ca&trang={page}", "/desk/dossier/?p={page}"),
    Deed("open a dossier", "ho-so", "ma={code}", "/desk/dossier/{id}/change/"),
)  # fmt: skip


@dataclass(frozen=True)
class Officer:
    """Who asks: her cookie at either, and a dossier and the last page of hers."""

    ours: str
    django: str
    code: str
    id: int
    page: int


@contextmanager
def django(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """One sync worker, as the documentation of Django and gunicorn has it; its port and process id."""
    port = free_port()
    options = ["-w", "1", "-b", f"127.0.0.1:{port}", "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options, "bench.django_admin.wsgi:application"],
        env={**os.environ, **environment},
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/login/")
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(15)


def django_users(agencies: dict[str, int], folder: str) -> tuple[dict[str, str], dict[str, str]]:
    """The environment of Django's server, and a session cookie for each of these officers."""
    from db.session import engine

    office = engine().url.render_as_string(hide_password=False)
    environment = {
        "DJANGO_SETTINGS_MODULE": "bench.django_admin.settings",
        "BENCH_USERS": f"{folder}/users.sqlite3",
        "BENCH_OFFICE": office if "postgresql" in office else f"sqlite:///{engine().url.database}",
        "BENCH_OFFICERS": json.dumps(agencies),
    }
    made = subprocess.run(
        [sys.executable, "-m", "bench.django_admin.users"], env={**os.environ, **environment}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return environment, json.loads(made.stdout)


def officers(many: int, folder: str) -> tuple[list[Officer], dict[str, str]]:
    """So many officers, each of a commune of her own, known to both servers."""
    from sqlalchemy import func, select

    from db.dossiers import Dossier
    from db.session import reading
    from services.permissions import Permission

    prepared = prepare(0, many)
    agencies = {f"bench{n}": min(a.agencies_for(Permission.QUEUE_READ)) for n, (_, a) in enumerate(prepared)}
    environment, cookies = django_users(agencies, folder)
    found = []
    with reading() as session:
        for number, (token, _actor) in enumerate(prepared):
            mine = Dossier.agency_id == agencies[f"bench{number}"]
            newest = select(Dossier.id, Dossier.code).where(mine).order_by(Dossier.submitted_at.desc())
            key, code = session.execute(newest.limit(1)).one()
            pages = (session.scalar(select(func.count()).where(mine)) or 0) // 50
            found.append(Officer(token, cookies[f"bench{number}"], code, key, pages))
    return found, environment


async def ours(port: int, pid: int, deed: Deed, all_of: list[Officer], seconds: float) -> tuple[float, float]:
    """CPU milliseconds per run and p95 milliseconds of this deed."""
    from services.server.addresses import SESSION_COOKIE

    pages = [Page(port, deed.room, **{SESSION_COOKIE: one.ours}) for one in all_of]
    queries = [deed.query.format(code=one.code, page=one.page) for one in all_of]
    for page, query in zip(pages, queries, strict=True):
        await page.open(query)

    async def work(page: Page, query: str, until: float) -> list[float]:
        times = []
        while time.monotonic() < until:
            started = time.perf_counter()
            await page.run(query)
            times.append((time.perf_counter() - started) * 1000)
        return times

    async def all_work(length: float) -> list[float]:
        until = time.monotonic() + length
        done = await asyncio.gather(*(work(p, q, until) for p, q in zip(pages, queries, strict=True)))
        return [one for part in done for one in part]

    await all_work(WARM_SECONDS)
    before = cpu(pid)
    times = await all_work(seconds)
    used = cpu(pid) - before
    for page in pages:
        await page.close()
    return _told(times, used)


def theirs(port: int, pid: int, deed: Deed, all_of: list[Officer], seconds: float) -> tuple[float, float]:
    """The same of Django's page."""

    def work(one: Officer, until: float) -> list[float]:
        path, times = deed.django.format(id=one.id, page=one.page), []
        while time.monotonic() < until:
            started = time.perf_counter()
            wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            wire.request("GET", path, headers={"Cookie": f"sessionid={one.django}"})
            answer = wire.getresponse()
            body = answer.read()
            if answer.status != 200 or b"logout" not in body:
                raise SystemExit(f"Django answered {answer.status} to {path}")
            wire.close()
            times.append((time.perf_counter() - started) * 1000)
        return times

    with ThreadPoolExecutor(len(all_of)) as hands:

        def all_work(length: float) -> list[float]:
            until = time.monotonic() + length
            return [one for part in hands.map(lambda o: work(o, until), all_of) for one in part]

        all_work(WARM_SECONDS)
        before = cpu(pid)
        times = all_work(seconds)
        return _told(times, cpu(pid) - before)


def _told(times: list[float], used: float) -> tuple[float, float]:
    return used / len(times) * 1000, sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    """Prepare, serve both, measure deed by deed, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--database-url")
    parser.add_argument("--officers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    os.environ.setdefault("DATA_DIR", "var/bench")
    os.environ["DEMO"] = "1"
    if asked.database_url:
        os.environ["DATABASE_URL"] = asked.database_url
    prepare(asked.dossiers, 1)
    with tempfile.TemporaryDirectory(prefix="django-") as folder:
        everyone, environment = officers(asked.officers, folder)
        measure(everyone, environment, asked)


def measure(everyone: list[Officer], environment: dict[str, str], asked: argparse.Namespace) -> None:
    """Both servers stand side by side; each deed is done at one, then at the other."""
    from db.session import engine

    statements = multiprocessing.get_context("spawn").Value("q", 0)
    print(f"{asked.dossiers:,} dossiers, {engine().dialect.name}, {asked.officers} officers at once")
    print(f"  {'':<26}{'CPU ms':>8}{'p95 ms':>9}   {'Django':>8}{'p95 ms':>9}   CPU ours / Django's")
    with (
        serving(serve, "_stcore/health", statements, "dashboard:app") as (port, pid),
        django(environment) as (django_port, django_pid),
    ):
        for deed in DEEDS:
            mine, p95 = asyncio.run(ours(port, pid, deed, everyone, asked.seconds))
            its, its_p95 = theirs(django_port, django_pid, deed, everyone, asked.seconds)
            row = f"  {deed.name:<26}{mine:>8.1f}{p95:>9.1f}   {its:>8.1f}{its_p95:>9.1f}"
            print(f"{row}   {mine / its:.2f}", flush=True)


if __name__ == "__main__":
    main()
