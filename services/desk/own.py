"""The one way to a dossier at the desk: an officer finds those of the own agency, and no other."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from services.actors import Actor
from services.errors import NotFound
from services.permissions import Permission

_BY_CODE = select(Dossier).where(Dossier.code == bindparam("code"))


def find(session: Session, actor: Actor, code: str, *, lock: bool = False) -> Dossier:
    """An officer's own agency's dossier; the existence of any other is not told. Raises NotFound."""
    found = session.scalar(_BY_CODE.with_for_update() if lock else _BY_CODE, {"code": code})
    if found is None or found.agency_id not in actor.agencies_for(Permission.DOSSIER_READ):
        raise NotFound("dossier")
    return found
