"""What a rerun of the queue costs: real websocket sessions against a served program over many dossiers.

    python -m bench.queue [--dossiers 1000000] [--database-url URL] [--sessions 10] [--seconds 20] [--think 0]
    python -m bench.queue --crowd 50 75 100 125 150

Without an address the database is SQLite in DATA_DIR (var/bench). Missing dossiers are seeded first. Each
session signs in as an officer of a commune of her own and reruns the queue, going from tab to tab, as fast as
answers come or with a pause (--think, mean seconds). Prints server CPU per rerun (from /proc), latency,
statements per rerun, and, measured in the same run, the same page's bare SQL and Streamlit's smallest page:
machines differ and are shared, so the ratios say more than the milliseconds. With --crowd so many officers at
once, who think 1 to 3 seconds, ask one process: their latency, and how many it bears within 300 ms.
"""

import argparse
import asyncio
import multiprocessing
import os
import statistics
import sys
import time
from random import Random
from typing import Any

from bench.machine import cpu, refresh_statistics, serving
from bench.page import Page

LONGEST = 600
AIM_CPU, AIM_STATEMENTS, AIM_P95 = 15.0, 3, 300
CROWD_THINKS = 2.0


def serve(port: int, statements: Any, program: str) -> None:
    """The program as `make run` serves it, with every statement counted (BEGIN is none)."""
    import uvicorn
    from sqlalchemy import event

    from db.session import engine

    @event.listens_for(engine(), "before_cursor_execute")
    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement != "BEGIN":
            with statements.get_lock():  # several reruns count at once
                statements.value += 1

    uvicorn.run(program, host="127.0.0.1", port=port, log_level="error", access_log=False)


def prepare(dossiers: int, sessions: int) -> list[tuple[str, Any]]:
    """Tables, dossiers and an officer per session; gives (cookie token, actor)."""
    from sqlalchemy import func, select

    from db.agencies import Agency
    from db.dossiers import Dossier
    from db.people import Account
    from db.session import reading, transaction
    from services import accounts, setup
    from services.demo import seed
    from services.workflow import Role

    setup.prepare_tables()
    with reading() as session:
        known = session.scalar(select(func.count()).select_from(Dossier)) or 0
    if known < dossiers:
        for done, _rows in seed.add(dossiers - known, 1):
            print(f"\r  {known + done:,} dossiers", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        refresh_statistics()
    with transaction() as session:
        communes = session.scalars(
            select(Agency.id).where(Agency.kind == "commune").order_by(Agency.id.desc()).limit(sessions)
        ).all()
        taken = set(session.scalars(select(Account.username)))
        for number, commune in enumerate(communes):
            if f"bench{number}" not in taken:
                name, role = f"Cán bộ thử {number}", [(Role.RECEIVER, commune)]
                accounts.add_account(session, f"bench{number}", name, "ThuTai@2026", role)
    officers = []
    for number in range(sessions):
        name = f"bench{number % len(communes)}"
        signed_in = accounts.sign_in(name, "bench")
        officers.append((accounts.claim(signed_in.ticket, "bench"), signed_in.actor))
    return officers


def bare_sql(actors: list[Any], tabs: tuple[str, ...]) -> float:
    """Median milliseconds of the same page's statements alone, on one warm connection."""
    from sqlalchemy import event

    from db.session import engine
    from services import desk

    caught: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement != "BEGIN":
            caught.append((statement, parameters))

    times = []
    for actor in actors[:10]:
        for tab in tabs:
            desk.queue(actor, tab)  # reads the calendar and the procedures, which stay
            caught.clear()
            event.listen(engine(), "before_cursor_execute", note)
            desk.queue(actor, tab)
            event.remove(engine(), "before_cursor_execute", note)
            with engine().connect() as connection:
                for _ in range(5):
                    started = time.perf_counter()
                    for statement, parameters in caught:
                        connection.exec_driver_sql(statement, parameters).fetchall()
                    times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


async def work(
    officer: Page, tabs: tuple[str, ...], until: float, think: float, rng: Random
) -> list[float]:
    """Rerun from tab to tab until the time is up; milliseconds of each."""
    times = []
    for number in range(100_000):
        if time.monotonic() >= until:
            break
        if think:
            await asyncio.sleep(rng.uniform(0.5, 1.5) * think)
        started = time.perf_counter()
        await officer.run(f"tab={tabs[number % len(tabs)]}")
        times.append((time.perf_counter() - started) * 1000)
    return times


async def measure(
    port: int,
    pid: int,
    officers: list[Page],
    tabs: tuple[str, ...],
    options: argparse.Namespace,
    statements: Any,
) -> dict[str, float]:
    """All sessions at once, after a warm-up; figures of the measured time alone."""
    for officer in officers:
        await officer.open()
    rng = Random(1)
    await asyncio.gather(*(work(o, tabs, time.monotonic() + 3, 0, rng) for o in officers))
    used_before, asked, started = cpu(pid), statements.value, time.monotonic()
    until = started + min(options.seconds, LONGEST)
    done = await asyncio.gather(*(work(o, tabs, until, options.think, rng) for o in officers))
    took, used, questions = time.monotonic() - started, cpu(pid) - used_before, statements.value - asked
    times = sorted(one for part in done for one in part)
    before = officers[0].received
    await officers[0].run("tab=tat-ca")
    size = officers[0].received - before
    for officer in officers:
        await officer.close()
    return {
        "reruns": len(times),
        "reruns/s": len(times) / took,
        "cpu": used / len(times) * 1000,
        "p50": statistics.median(times),
        "p95": times[int(len(times) * 0.95)],
        "statements": questions / len(times),
        "kB": size / 1000,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--database-url")
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--think", type=float, default=0, help="mean pause between reruns, in seconds")
    parser.add_argument("--crowd", type=int, nargs="+", help="so many officers at once, one by one")
    return parser.parse_args()


def serve_and_measure(
    program: str, room: str, tokens: list[str], tabs: tuple[str, ...], options: argparse.Namespace
) -> dict[str, float]:
    """Figures of one room of one program, which is served for as long as it takes."""
    from services.server.addresses import SESSION_COOKIE

    statements = multiprocessing.get_context("spawn").Value("q", 0)
    with serving(serve, "_stcore/health", statements, program) as (port, pid):
        officers = [Page(port, room, **{SESSION_COOKIE: token}) for token in tokens]
        return asyncio.run(measure(port, pid, officers, tabs, options, statements))


def crowd(tokens: list[str], tabs: tuple[str, ...], options: argparse.Namespace) -> None:
    """One process, ever more officers who think between two clicks; says how many it bears."""
    options.think, borne = CROWD_THINKS, 0
    print(f"one process, {options.dossiers:,} dossiers, officers who think 1 to 3 s; aim p95 {AIM_P95} ms")
    for size in sorted(options.crowd):
        everyone = [tokens[n % len(tokens)] for n in range(size)]
        found = serve_and_measure("dashboard:app", "hang-doi", everyone, tabs, options)
        borne = size if found["p95"] <= AIM_P95 else borne
        print(
            f"  {size:>4} officers  {found['reruns/s']:>5.1f} reruns/s  p50 {found['p50']:>6.0f} ms  "
            f"p95 {found['p95']:>6.0f} ms  CPU {found['cpu']:>5.1f} ms each",
            flush=True,
        )
    print(f"  borne within the aim: {borne}")


def main() -> None:
    """Prepare, serve, measure, print."""
    options = _options()
    os.environ.setdefault("DATA_DIR", "var/bench")
    os.environ["DEMO"] = "1"
    if options.database_url:
        os.environ["DATABASE_URL"] = options.database_url
    officers = prepare(options.dossiers, max(1, min(max(options.crowd or [options.sessions]), 500)))
    from services.desk import TABS

    tokens = [token for token, _ in officers]
    if options.crowd:
        crowd(tokens, TABS, options)
        return
    blank = serve_and_measure("bench.blank:app", "", tokens, TABS, options)
    found = serve_and_measure("dashboard:app", "hang-doi", tokens, TABS, options)
    bare = bare_sql([actor for _, actor in officers], TABS)
    from db.session import engine

    rows = (
        ("reruns", f"{found['reruns']:.0f} ({found['reruns/s']:.0f}/s, {len(officers)} sessions)", ""),
        ("server CPU per rerun", f"{found['cpu']:.1f} ms", f"aim {AIM_CPU:.0f} ms"),
        ("latency p50 / p95", f"{found['p50']:.1f} / {found['p95']:.1f} ms", ""),
        ("statements per rerun", f"{found['statements']:.2f}", f"aim {AIM_STATEMENTS}"),
        ("bare SQL of the page", f"{bare:.2f} ms", f"CPU is {found['cpu'] / bare:.1f} times that"),
        (
            "CPU of an empty page",
            f"{blank['cpu']:.1f} ms",
            f"ours is {found['cpu'] / blank['cpu']:.1f} times that",
        ),
        ("sent per rerun", f"{found['kB']:.0f} kB", ""),
    )
    print(f"queue of {options.dossiers:,} dossiers, {engine().dialect.name}, think {options.think:g} s")
    for name, value, note in rows:
        print(f"  {name:<24}{value:<34}{note}")


if __name__ == "__main__":
    main()
