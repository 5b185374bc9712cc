"""Brings a database up to the newest shape, from empty or from any release before."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from db.session import engine

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_202_611_22


def upgrade(revision: str = "head") -> None:
    """Run what is missing. Several copies may start at once: on PostgreSQL one works, the others wait."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine().connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
