"""The process apart in which papers are opened: it forks one child for each file, and the child may die.

Started by services/papers/isolation.py as `python -m services.papers.worker FD`. It holds one thread, pypdf
and nothing of the office: no database, no secrets in its environment. Forking it costs milliseconds where a
new interpreter would cost a quarter of a second, and a file cannot spoil anything for the next one.

Talk, over the socket FD: the server sends `Limits` with one end of a socket pair. On that pair the server
sends the file and closes its sending half; the child answers with one line of JSON (the findings; of a photo
also the PDF that it became), and when the child has ended, well or not, this process adds a second line:
{"signal", "cpu" in seconds, "mb"}. When no child could be forked, the only line is {"busy": true}.
"""

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
from typing import Any, NamedTuple

_SHAPE = struct.Struct("!dIIi")


class Limits(NamedTuple):
    """What one look at one file may use: seconds on the wall, whole CPU seconds, MB of address space."""

    wall: float
    cpu: int
    memory: int
    nice: int

    def pack(self) -> bytes:
        return _SHAPE.pack(*self)


def serve(door: socket.socket) -> None:
    """Fork a child for each file until the server hangs up."""
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.collect()
    gc.freeze()
    gc.disable()  # the children live too short to profit; collecting would copy the shared pages
    looks: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([door, woken], [], [])
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(woken, 4096)
        _bury(looks)
        if door not in ready:
            continue
        message, descriptors, _, _ = socket.recv_fds(door, _SHAPE.size, 1)
        if not message:
            return
        line = socket.socket(fileno=descriptors[0])
        try:
            child = os.fork()
        except OSError:  # no memory or no processes left
            _tell(line, {"busy": True})
            continue
        if child == 0:
            door.close()
            for other in looks.values():
                other.close()
            _look(line, Limits(*_SHAPE.unpack(message)))
        looks[child] = line


def _bury(looks: dict[int, socket.socket]) -> None:
    """Tell the server of each child that ended, and how."""
    while looks:
        child, status, usage = os.wait4(-1, os.WNOHANG)
        if child == 0:
            return
        end = {
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "cpu": round(usage.ru_utime + usage.ru_stime, 3),
            "mb": usage.ru_maxrss // 1024,
        }
        _tell(looks.pop(child), end)


def _tell(line: socket.socket, end: dict[str, Any]) -> None:
    with line, contextlib.suppress(OSError):
        line.setblocking(False)
        line.sendall(json.dumps(end).encode() + b"\n")


def _look(line: socket.socket, limits: Limits) -> None:
    """In the child: shut oneself off, open the file, tell what was found, end."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limits.wall)  # the kernel ends us, whatever the parser is doing
        shut_off(limits)
        with line.makefile("rb") as sent:
            data = sent.read()
        from services.papers.inspection import look

        line.sendall(json.dumps(look(data)).encode() + b"\n")
    except BaseException:
        os._exit(1)
    os._exit(0)


def shut_off(limits: Limits) -> None:
    """Bind this process to the limits for good. Their signals must end it, so they are not handled."""
    bounds: dict[int, Any] = {
        resource.RLIMIT_CPU: (limits.cpu, limits.cpu + 1),
        resource.RLIMIT_AS: (limits.memory * 2**20,) * 2,
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NOFILE: (32, 32),
    }
    for kind, bound in bounds.items():
        resource.setrlimit(kind, bound)
    os.nice(limits.nice)


if __name__ == "__main__":
    from services.papers.inspection import warm_up

    warm_up()  # every child begins with what is loaded and known by now
    serve(socket.socket(fileno=int(sys.argv[1])))
