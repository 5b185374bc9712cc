"""Who has a dossier open now: a row per reader that ends by itself, seen by every copy of the program."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from db.desk import DossierLease
from db.dossiers import Dossier
from db.session import looking, transaction
from services.actors import Actor
from services.clock import now
from services.errors import NotFound
from services.permissions import Permission

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
    with looking() as connection:
        rows = connection.execute(_HELD, {"code": code, "at": at}).all()
    if not rows or rows[0].agency_id not in actor.agencies_for(Permission.DOSSIER_READ):
        raise NotFound("dossier")
    mine = next((row for row in rows if row.account_id == actor.account_id), None)
    if mine is None or mine.until - at < LASTS - RENEW:
        _write(actor, rows[0].id)
    others = sorted(row.name for row in rows if row.account_id not in (None, actor.account_id))
    return Presence(tuple(others), rows[0].version)


_RUNS = and_(DossierLease.dossier_id == Dossier.id, DossierLease.until > bindparam("at"))
_HELD = (
    select(
        Dossier.id, Dossier.agency_id, Dossier.version, DossierLease.account_id, DossierLease.name,
        DossierLease.until,
    )
    .outerjoin(DossierLease, _RUNS)
    .where(Dossier.code == bindparam("code"))
)  # fmt: skip
"""The dossier with whoever has it open, a row each; one row where nobody has."""


def _write(actor: Actor, dossier_id: int) -> None:
    at = now()
    with transaction() as session:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        values = {"name": actor.name, "until": at + LASTS}
        statement = dialect.insert(DossierLease).values(
            dossier_id=dossier_id, account_id=actor.account_id, **values
        )
        keys = ["dossier_id", "account_id"]
        session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))


def tidy() -> None:
    """Take away the rows that ended."""
    with transaction() as session:
        session.execute(delete(DossierLease).where(DossierLease.until < now() - LASTS))
