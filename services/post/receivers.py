"""Who gets the result by post, and where: as the citizen answered, or as an officer changed it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.dossiers import Dossier
from services import forms, places
from services.catalogue import store
from services.catalogue.schema import Procedure

BY_POST, ONLINE = "BUU_CHINH", "DIEN_TU"
LEVEL = 4
"""Only dossiers of this level go by post or online."""


@dataclass(frozen=True)
class Receiver:
    """One line each, as they stand on the parcel."""

    name: str
    phone: str
    address: str

    @property
    def complete(self) -> bool:
        """Whether a postman finds this person."""
        return bool(self.name and self.phone and self.address)


def of(procedure: Procedure, form: Mapping[str, Any]) -> Receiver:
    """The receiver that these answers name; empty where the citizen chose another way."""
    said = forms.roles(procedure, form)
    return Receiver(
        str(said.get("receiver_name") or "")[:200],
        str(said.get("receiver_phone") or "")[:20],
        places.address_line(said.get("postal_address"))[:400],
    )


def of_dossier(session: Session, dossier: Dossier) -> Receiver:
    """The receiver of this dossier."""
    return of(store.version(session, dossier.procedure_version_id), dossier.form)
