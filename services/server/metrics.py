"""Figures for whoever runs the program, as Prometheus reads them: runs, errors, notices, sessions."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from services.notices import relay

__all__ = ["CONTENT_TYPE_LATEST", "count_waiting_notices", "error", "run_done", "text"]

_registry = CollectorRegistry()
ProcessCollector(registry=_registry)
_RUNS = Histogram(
    "motcua_run_seconds", "Time of one run of a room, until everything was sent.", ["room"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10), registry=_registry,
)  # fmt: skip
_CPU = Counter("motcua_run_cpu_seconds", "Processor time of runs of a room.", ["room"], registry=_registry)
_ERRORS = Counter("motcua_script_errors", "Runs that ended in an error nobody expected.", registry=_registry)
_WAITING = Gauge("motcua_notices_waiting", "Notices that have not left the house yet.", registry=_registry)
_SESSIONS = Gauge("motcua_sessions", "Open browser pages.", registry=_registry)


def run_done(room: str, seconds: float, cpu_seconds: float) -> None:
    """One run of a room has ended."""
    _RUNS.labels(room).observe(seconds)
    _CPU.labels(room).inc(cpu_seconds)


def error() -> None:
    """A run has ended in an error nobody expected."""
    _ERRORS.inc()


def count_waiting_notices() -> None:
    """Ask the database once for what waits in the outbox."""
    _WAITING.set(relay.waiting_count())


def text(sessions: int) -> bytes:
    """Everything, as Prometheus reads it."""
    _SESSIONS.set(sessions)
    return generate_latest(_registry)
