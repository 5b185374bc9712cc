"""An engine for PostgreSQL that gives up a silent server, and comes back by itself when it speaks again."""

from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event

PATIENCE = 4
"""Seconds for a server to answer at all. A run waits for two answers at most: its ping, a new connection."""


class Connection(psycopg.Connection[Any]):
    """A connection whose waiting can be limited: a ping must come back, a statement may take its time."""

    limit: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or self.limit)
        except psycopg.Error:
            if self.limit is not None:
                self.pgconn.finish()  # the answer may still come: nobody must take it for another's
            raise


def make_engine(url: str, pool: dict[str, Any]) -> Engine:
    """An engine whose pool asks each connection whether it still lives before it is used."""
    # TCP notices a machine that has vanished; a process stopped in its tracks acknowledges and is silent.
    patience = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000}
    engine = create_engine(url, **pool, pool_timeout=8, pool_pre_ping=True, connect_args=patience)
    ping = engine.dialect.do_ping

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: list[Any], named: dict[str, Any]) -> Connection:
        return Connection.connect(*arguments, **named)

    def limited_ping(connection: Connection) -> bool:
        connection.limit = PATIENCE
        try:
            return ping(connection)
        finally:
            connection.limit = None

    engine.dialect.do_ping = limited_ping
    return engine
