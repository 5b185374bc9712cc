"""Whom a dossier is about, kept so that others about the same person are found by an index."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.desk import DossierSubject
from db.dossiers import Dossier
from services import forms
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.identity import name_key


def said(procedure: Procedure, form: Mapping[str, Any], applicant: str, number: str | None) -> dict[str, str]:
    """Name, number, birth, sex and mother of the person; of the applicant where the form names no other."""
    roles = forms.roles(procedure, form)
    if "subject_name" not in roles:
        roles |= {"subject_name": applicant, "subject_id": number or ""}
    names = ("name", "id", "birth", "sex", "mother")
    return {name: str(roles.get(f"subject_{name}") or "") for name in names}


def keep(session: Session, dossier: Dossier) -> None:
    """Write the row of this dossier, as its form says now."""
    procedure = store.version(session, dossier.procedure_version_id)
    person = said(procedure, dossier.form, dossier.applicant_name, dossier.applicant_id_number)
    session.merge(
        DossierSubject(
            dossier_id=dossier.id, agency_id=dossier.agency_id, folded=name_key(person["name"])[:200],
            id_number=person["id"][:20] or None, born=person["birth"][:10] or None,
        )
    )  # fmt: skip
