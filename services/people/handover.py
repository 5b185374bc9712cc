"""Open work of a person who leaves or is away goes to a colleague, without anyone reading a dossier."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.session import transaction
from services import assignment, carrying
from services.actors import Actor
from services.clock import now, today
from services.errors import GuardRefused, Invalid, Problem
from services.people import rules
from services.workflow import OPEN

MOST = 300
"""Dossiers in one transaction; more are handed over by pressing again."""


def hand_over(actor: Actor, account_id: int, agency_id: int, to: int) -> tuple[int, int]:
    """Every open dossier of this person at this agency is assigned to a colleague there, each with its event
    in the journal; how many went, and how many are left (beyond MOST).

    Raises NotAllowed, NotFound, Invalid (officer), GuardRefused (nothing_held). All of it or nothing.
    """
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.person(session, me, account_id)
        rules.agency(session, me, agency_id)
        if to == account_id or to not in {one.id for one in assignment.officers(session, agency_id, today())}:
            raise Invalid([Problem("officer", "not_an_officer")])
        theirs = held(account_id, agency_id)
        dossiers = session.scalars(
            select(Dossier).where(*theirs).order_by(Dossier.id).limit(MOST).with_for_update()
        ).all()
        if not dossiers:
            raise GuardRefused("nothing_held")
        for dossier in dossiers:
            carrying.give_to(session, dossier, me, to, now())
        session.flush()
        left = _count(session, account_id, agency_id)
        rules.write(session, me, "work_handed_over", account, agency=agency_id, to=to, dossiers=len(dossiers))
        return len(dossiers), left


def held(account_id: int, agency_id: int) -> tuple:
    """The conditions on dossiers that this person holds open at this agency."""
    states = [int(state) for state in OPEN]
    return Dossier.holder_id == account_id, Dossier.state.in_(states), Dossier.agency_id == agency_id


def _count(session: Session, account_id: int, agency_id: int) -> int:
    return session.scalar(
        select(func.count()).select_from(Dossier).where(*held(account_id, agency_id))
    ) or 0
