"""What is known of a signed-in citizen, filled into a new form so that nobody types it twice."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.people import Account, AccountEvent
from services import forms
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.identity import fold, say_phone

_PERSONAL = ("applicant_name", "applicant_phone", "applicant_email", "applicant_id", "applicant_address")
"""Roles of fields that speak of the applicant; what a dossier is about is asked anew each time."""


def answers(session: Session, account_id: int, procedure: Procedure) -> dict[str, Any]:
    """Answers by field key: from the last own dossier, and above it what the account says.

    A dossier under another name (claimed for a parent, say) is not copied from, and after a change of name
    none from before it: a name that was chosen to fit a claimed dossier shows nothing of it.
    """
    account = session.get(Account, account_id)
    if account is None:
        return {}
    said = _said_before(session, account)
    ours = {
        "applicant_name": account.name,
        "applicant_phone": say_phone(account.phone),
        "applicant_email": account.email,
    }
    said |= {role: value for role, value in ours.items() if value}
    return {field.key: said[field.role] for field in procedure.fields if field.role in said}


def _said_before(session: Session, account: Account) -> dict[str, Any]:
    renamed = session.scalar(
        select(func.max(AccountEvent.at)).where(
            AccountEvent.account_id == account.id, AccountEvent.action == "name_changed"
        )
    )
    since = [Dossier.submitted_at > renamed] if renamed else []
    last = session.scalar(
        select(Dossier)
        .where(
            Dossier.account_id == account.id, Dossier.applicant_folded == fold(account.name)[:200], *since
        )
        .order_by(Dossier.submitted_at.desc(), Dossier.id.desc())
        .limit(1)
    )
    if last is None:
        return {}
    said = forms.roles(store.version(session, last.procedure_version_id), last.form)
    return {role: said[role] for role in _PERSONAL if role in said}
