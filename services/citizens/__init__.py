"""A citizen's account: the list of one's own dossiers, and taking in one that was sent without it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, update

from db.agencies import Agency
from db.dossiers import Dossier, SupplementRequest
from db.session import reading, transaction
from services import tracking
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.citizens import account_log
from services.errors import NotFound
from services.permissions import Permission
from services.workflow import State

PAGE = 20
"""Dossiers on one page of the list."""


@dataclass(frozen=True)
class Mine:
    """One own dossier in the list. `asked` counts what is to be supplied, until the end of `answer_by`."""

    code: str
    procedure: Procedure
    agency: str
    state: State
    clock: str
    submitted_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    asked: int
    answer_by: date | None


@dataclass(frozen=True)
class MyDossiers:
    """One page of the list, newest first; `more` says that an older page follows."""

    rows: tuple[Mine, ...]
    more: bool


def dossiers(actor: Actor, page: int = 1) -> MyDossiers:
    """What have I handed in, and what is asked of me? Pages count from 1. Raises NotAllowed."""
    actor.require(Permission.ACCOUNT_OWN)
    with reading() as session:
        found = session.execute(
            select(Dossier, Agency.name, SupplementRequest)
            .join(Agency, Agency.id == Dossier.agency_id)
            .outerjoin(
                SupplementRequest,
                (SupplementRequest.dossier_id == Dossier.id)
                & (Dossier.state == State.SUPPLEMENT_ASKED)
                & SupplementRequest.answered_at.is_(None)
                & SupplementRequest.withdrawn_at.is_(None),
            )
            .where(Dossier.account_id == owner(actor))
            .order_by(Dossier.submitted_at.desc(), Dossier.id.desc())
            .offset((max(page, 1) - 1) * PAGE)
            .limit(PAGE + 1)
        ).all()
        procedures = store.versions(session, {dossier.procedure_version_id for dossier, *_ in found})
        rows = tuple(
            Mine(
                dossier.code, procedures[dossier.procedure_version_id], agency, State(dossier.state),
                dossier.clock, dossier.submitted_at, dossier.due_at, dossier.closed_at,
                len(request.items) if request else 0, request.answer_by if request else None,
            )
            for dossier, agency, request in found[:PAGE]
        )  # fmt: skip
    return MyDossiers(rows, more=len(found) > PAGE)


def claim(actor: Actor, code: str, last4: str, visitor: str) -> str:
    """Take a dossier that was sent without an account to the own ones; its code.

    The way in is that of tracking, counted together with it. Raises NotAllowed; TooOften; NotFound alike for
    a wrong code, wrong digits and a dossier of another account.
    """
    actor.require(Permission.ACCOUNT_OWN)
    with transaction() as session:
        dossier = tracking.prove(session, code, last4, visitor)
        mine = (
            dossier is not None
            and session.execute(
                update(Dossier)
                .where(
                    Dossier.id == dossier.id,
                    or_(Dossier.account_id.is_(None), Dossier.account_id == owner(actor)),
                )
                .values(account_id=owner(actor))
                .execution_options(synchronize_session=False)
            ).rowcount
        )
        if dossier is not None and mine:
            account_log.write(session, owner(actor), "claimed", code=dossier.code)
    if dossier is None or not mine:
        raise NotFound("dossier")
    return dossier.code


def owner(actor: Actor) -> int:
    """The account of somebody who is signed in. Raises NotFound."""
    if actor.account_id is None:
        raise NotFound("account")
    return actor.account_id
