"""Who has a dossier open now: a row per reader that ends by itself, seen by every copy of the program."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from db.desk import DossierLease
from db.dossiers import Dossier
from db.session import reading, transaction
from services.actors import Actor
from services.clock import now
from services.desk.own import find

LASTS = timedelta(seconds=75)
"""How long somebody who says nothing more counts as reading."""
RENEW = timedelta(seconds=20)
"""A row younger than this is not written again."""


@dataclass(frozen=True)
class Presence:
    """Who else has the dossier open, and the version it has by now."""

    others: tuple[str, ...]
    version: int


def hold(actor: Actor, code: str) -> Presence:
    """Say that this officer has the dossier open; one query, and one row written at most every RENEW.

    Raises NotFound.
    """
    at = now()
    with reading() as session:
        dossier = find(session, actor, code)
        query = select(DossierLease).where(DossierLease.dossier_id == dossier.id, DossierLease.until > at)
        rows = list(session.scalars(query))
    mine = next((row for row in rows if row.account_id == actor.account_id), None)
    if mine is None or mine.until - at < LASTS - RENEW:
        _write(actor, dossier)
    return Presence(tuple(sorted(r.name for r in rows if r.account_id != actor.account_id)), dossier.version)


def _write(actor: Actor, dossier: Dossier) -> None:
    at = now()
    with transaction() as session:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        values = {"name": actor.name, "until": at + LASTS}
        statement = dialect.insert(DossierLease).values(
            dossier_id=dossier.id, account_id=actor.account_id, **values
        )
        keys = ["dossier_id", "account_id"]
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


def tidy() -> None:
    """Take away the rows that ended."""
    with transaction() as session:
        session.execute(delete(DossierLease).where(DossierLease.until < now() - LASTS))
