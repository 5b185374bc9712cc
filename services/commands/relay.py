"""The command `relay`: sends what waits in the outbox, until it is stopped."""

import signal
from threading import Event
from types import FrameType

import click

from services.notices import relay as outbox
from services.server import logs


@click.command()
def relay() -> None:
    """Send what waits in the outbox, until stopped (SIGTERM or Ctrl+C). The server runs one too."""
    logs.set_up()
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    # The message in hand is finished and marked first: a relay that is stopped never sends twice.
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    click.echo("relay: at work")
    outbox.run(stop)
    click.echo("relay: stopped")
