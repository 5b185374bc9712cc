"""What is kept: tables, sessions and migrations. This floor knows nothing of the ones above it."""

from db import (  # noqa: F401  (register every table)
    access,
    agencies,
    calendar,
    catalogue,
    counter,
    desk,
    desk_work,
    digest,
    dossiers,
    fees,
    figures,
    keeping,
    money,
    numbers,
    office,
    outbox,
    people,
    post,
    queue,
    reports,
)
from db.base import Base, Instant

__all__ = ["Base", "Instant"]
