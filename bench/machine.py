"""What the benches of a running server share: serve it as a process, and read what it used."""

import multiprocessing
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.postgres import free_port

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """Processor seconds that a process has used, with all that it started."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    used = sum(int(field) for field in fields[11:15]) / _TICKS
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # a thread may end while one looks
            used += sum(cpu(int(child)) for child in (task / "children").read_text().split())
    return used


@contextmanager
def serving(serve: Callable[..., None], path: str, *given: Any) -> Iterator[tuple[int, int]]:
    """Run `serve(port, *given)` as a process until the block ends; gives port and process id.

    `path` is what answers once it is up. Raises SystemExit when nothing answers for a minute."""
    port = free_port()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, *given))
    server.start()
    try:
        wait_for(f"http://127.0.0.1:{port}/{path}")
        yield port, server.pid or 0
    finally:
        server.terminate()
        server.join(15)


def refresh_statistics() -> None:
    """What the planner knows of the tables, as a database that has lived a while knows it."""
    from db.session import engine

    if engine().dialect.name == "postgresql":  # without VACUUM the first minutes read rows for counts
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    else:
        with engine().begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def wait_for(url: str) -> None:
    """Until something answers there. Raises SystemExit when nothing does for a minute."""
    for _ in range(120):
        with suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.5)
    raise SystemExit("the server did not come up")
