"""What is kept: tables, sessions and migrations. This floor knows nothing of the ones above it."""

from db import agencies, calendar, catalogue, desk, dossiers, money, outbox, people  # noqa: F401  (register every table)
from db.base import Base, Instant

__all__ = ["Base", "Instant"]
