"""Who looked at my papers: what officers opened or carried out of one's dossiers, and own downloads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier
from db.office import OfficeEvent
from db.people import AccountEvent
from db.session import reading
from services.actors import Actor
from services.catalogue import store
from services.citizens import owner
from services.permissions import Permission

OPENED, CARRIED, OWN = "paper_opened", "papers_taken", "exported"
MOST = 50


@dataclass(frozen=True)
class Look:
    """One look at the papers. `paper` is its name for one that was opened; `who` and `office` are empty for
    what the citizen did."""

    at: datetime
    action: str
    who: str
    office: str
    code: str
    paper: str


def looks(actor: Actor) -> tuple[Look, ...]:
    """The newest looks at the papers of one's own dossiers, and downloads of one's own data. Raises
    NotAllowed."""
    actor.require(Permission.ACCOUNT_OWN)
    who = owner(actor)
    own = select(AccountEvent.at).where(AccountEvent.account_id == who, AccountEvent.action == OWN)
    with reading() as session:
        found = of_account(session, who)
        found += [Look(at, OWN, "", "", "", "") for at in session.scalars(own)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST])


def of_account(session: Session, who: int) -> list[Look]:
    """What officers opened and carried out of the dossiers of this account, newest first."""
    rows: Any = session.execute(
        select(OfficeEvent, Agency.name, Dossier.code, Dossier.procedure_version_id)
        .join(Dossier, Dossier.code == OfficeEvent.subject)
        .outerjoin(Agency, Agency.id == OfficeEvent.agency_id)
        .where(Dossier.account_id == who, OfficeEvent.action.in_((OPENED, CARRIED)))
        .order_by(OfficeEvent.at.desc(), OfficeEvent.id.desc()).limit(MOST)
    ).all()  # fmt: skip
    procedures = store.versions(session, {version for *_, version in rows})
    return [
        Look(event.at, event.action, event.actor_name, office or "", code,
             _paper(procedures[version], event.facts.get("slot", "")))
        for event, office, code, version in rows
    ]  # fmt: skip


def _paper(procedure: Any, slot: str) -> str:
    paper = procedure.paper_by_key.get(slot)
    return paper.label if paper else ""
