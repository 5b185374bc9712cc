"""Opens papers in processes apart, so that a file which hangs or eats memory harms nobody else.

Not multiprocessing: its children import the `__main__` of the server again, which under Streamlit is a page.
Each file gets a short look first. The few that need longer wait for one of two places of a slower lane, so
ten bad files hold up only each other. Works from any thread, and in several server processes side by side.
"""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.errors import Unavailable
from services.papers.worker import Limits

_ROOT = Path(__file__).parent.parent.parent
_PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME")
"""Of the environment; secrets stay here."""


class _Lane:
    """So many looks at once, each with these limits; `patience` seconds to wait for a place."""

    def __init__(self, places: int, patience: float, limits: Limits) -> None:
        self._number = places
        self.patience = patience
        self.limits = limits
        self.clear()

    def clear(self) -> None:
        """Nobody looks."""
        self.places = threading.BoundedSemaphore(self._number)


# The two looks together end within 10 s. An ordinary scan needs under 0.1 s and 80 MB (bench/papers.py).
QUICK = _Lane(4, 15, Limits(wall=2.0, cpu=1, memory=256, nice=0))
THOROUGH = _Lane(2, 30, Limits(wall=7.0, cpu=5, memory=512, nice=10))


_FAIR = 0.5
"""CPU seconds that any ordinary file can be told by."""


class _Worker:
    """The forking process: started when first needed, and again when it was killed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def forget(self) -> None:
        """Let go without ending it."""
        self._lock = threading.Lock()
        if self._door:
            self._door.close()
        self._door = self._process = None

    def close(self) -> None:
        """End the worker. Looks under way still come to their verdict."""
        with self._lock:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._door:
            self._door.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._door = self._process = None

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.papers.worker", str(theirs.fileno())],
                cwd=_ROOT,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C at the terminal must not end it before the server
            )
        self._door = ours

    @contextlib.contextmanager
    def line(self, limits: Limits) -> Iterator[socket.socket]:
        """A line to a new child. When it breaks or stays silent, the worker is given up."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                if self._process is None:
                    self._start()
                process, door = self._process, self._door
                assert door is not None
                # The worker may be gone without our knowing: then the answer will be empty.
                with contextlib.suppress(OSError):
                    socket.send_fds(door, [limits.pack()], [theirs.fileno()])
            try:
                yield ours
            except (ConnectionError, TimeoutError):
                with self._lock:
                    if self._process is process:
                        self._hang_up()
                raise


_worker = _Worker()


def _begin_anew() -> None:
    """In a server process that was forked off: worker and places belong to the parent."""
    _worker.forget()
    QUICK.clear()
    THOROUGH.clear()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(_worker.close)


def start() -> None:
    """Have the worker ready before the first file comes (a quarter of a second). Raises Unavailable."""
    examine(b"%PDF-")


def examine(data: bytes) -> dict[str, Any]:
    """What paper_inspection.inspect finds, or too_heavy. Raises Unavailable when there is no place free."""
    for lane in (QUICK, THOROUGH):
        if not lane.places.acquire(timeout=lane.patience):
            raise Unavailable("papers")
        try:
            found, starved = _look(data, lane.limits)
        finally:
            lane.places.release()
        if found:
            return found
    if starved:
        raise Unavailable("papers")
    return {"refused": ("too_heavy", {"limit": "time"}), "warnings": [], "pages": 0}


def _look(data: bytes, limits: Limits) -> tuple[dict[str, Any] | None, bool]:
    """The findings, or None when a limit ended the look; and whether it was starved: the clock on the wall
    ran out while the machine was too busy to let it work, which is no fault of the file. Raises Unavailable.
    """
    try:
        try:
            answer = _ask(data, limits)
        except ConnectionError:  # the worker itself was killed: once more with a new one
            answer = _ask(data, limits)
    except TimeoutError:
        return None, True
    except OSError as error:
        raise Unavailable("papers") from error
    if "refused" in answer:
        out_of_memory = answer["refused"] == ["too_heavy", {"limit": "memory"}]
        return (None if out_of_memory else answer), False
    if "signal" not in answer:
        raise Unavailable("papers")
    return None, answer["signal"] == signal.SIGALRM and answer["cpu"] < _FAIR


def _ask(data: bytes, limits: Limits) -> dict[str, Any]:
    """Both lines of the answer as one. Raises TimeoutError, ConnectionError (worker lost), OSError."""
    with _worker.line(limits) as line:
        line.settimeout(limits.wall + 2)
        if not (answer := _exchange(line, data)):
            raise ConnectionError
        return answer


def _exchange(line: socket.socket, data: bytes) -> dict[str, Any]:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # ended while we were sending
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while part := line.recv(65536):
            said += part
    return {key: value for row in said.splitlines() for key, value in json.loads(row).items()}
