"""Giao việc: who may give an open dossier to which officer of the same agency."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.people import Account, RoleGrant
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, Problem, WrongState
from services.workflow import OPEN, Role, State

ASSIGN = "assign"
"""Changes neither state nor clock, so it stands beside the workflow table, as the leader's answers do."""

OFFICERS = frozenset({Role.RECEIVER, Role.SPECIALIST, Role.LEADER})


def checked(
    session: Session, dossier: Dossier, roles: frozenset[Role], given: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The officer, as an account id. Raises NotAllowed, WrongState, Missing, Invalid or GuardRefused."""
    if not OFFICERS & roles:
        raise NotAllowed(ASSIGN)
    if dossier.state not in OPEN:
        raise WrongState(ASSIGN, State(dossier.state))
    officer = given.get("officer")
    if officer is None:
        raise Missing(["officer"])
    if officer not in {account.id for account in officers(session, dossier.agency_id, at.date())}:
        raise Invalid([Problem("officer", "not_an_officer")])
    if officer == dossier.holder_id:
        raise GuardRefused("holds_it_already")
    return {"officer": officer}


def officers(session: Session, agency_id: int, day: date) -> list[Account]:
    """Who works at this agency on this day, by name."""
    grants = select(RoleGrant.account_id).where(
        RoleGrant.agency_id == agency_id,
        RoleGrant.role.in_(sorted(OFFICERS)),
        RoleGrant.valid_from <= day,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
    )
    return list(
        session.scalars(
            select(Account).where(Account.is_active, Account.id.in_(grants)).order_by(Account.name)
        )
    )
