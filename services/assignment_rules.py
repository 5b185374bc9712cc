"""Phân công tự động: who is offered first for dossiers of a procedure or a field; several take turns.

A rule names nobody by itself: Chuyển xử lý offers whose turn it is, and the officer may choose another.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.desk_work import AssignmentRule
from db.dossiers import Dossier
from db.people import Account
from db.session import reading, transaction
from services import needs
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import today
from services.errors import Invalid, NotAllowed, NotFound, Problem
from services.oversight import log
from services.permissions import Permission
from services.workflow import Role

PROCEDURE, FIELD = "thu-tuc:", "linh-vuc:"


@dataclass(frozen=True)
class Rule:
    """Who takes turns at a subject: thu-tuc:<code> or linh-vuc:<code>; people as (account id, name)."""

    subject: str
    people: tuple[tuple[int, str], ...]


def rules(actor: Actor) -> tuple[Rule, ...]:
    """The rules of the leader's agency, by subject. Raises NotAllowed."""
    agency_id = _led(actor)
    query = (
        select(AssignmentRule.subject, Account.id, Account.name)
        .join(Account, Account.id == AssignmentRule.account_id)
        .where(AssignmentRule.agency_id == agency_id)
        .order_by(AssignmentRule.subject, Account.name)
    )
    found: dict[str, list[tuple[int, str]]] = {}
    with reading() as session:
        for subject, account_id, name in session.execute(query):
            found.setdefault(subject, []).append((account_id, name))
    return tuple(Rule(subject, tuple(people)) for subject, people in found.items())


def specialists(actor: Actor) -> dict[int, str]:
    """Whom a rule may name. Raises NotAllowed."""
    agency_id = _led(actor)
    with reading() as session:
        return {one.id: one.name for one in needs.specialists(session, agency_id, today())}


def set_rule(actor: Actor, subject: str, people: Collection[int]) -> None:
    """Exactly these take turns at this subject; nobody ends the rule. Who stays keeps the place in the row.

    Raises NotAllowed, NotFound (no such procedure or field), Invalid (somebody who does not work on dossiers
    of the agency).
    """
    agency_id = _led(actor)
    with transaction() as session:
        known = [one for _id, one in store.all_current(session, today())]
        subjects = {PROCEDURE + one.code for one in known} | {FIELD + one.field_code for one in known}
        if subject not in subjects or subject == FIELD:
            raise NotFound("subject")
        if set(people) - {one.id for one in needs.specialists(session, agency_id, today())}:
            raise Invalid([Problem("officer", "not_a_specialist")])
        here = AssignmentRule.agency_id == agency_id, AssignmentRule.subject == subject
        there = set(session.scalars(select(AssignmentRule.account_id).where(*here)))
        session.execute(delete(AssignmentRule).where(*here, AssignmentRule.account_id.not_in(people)))
        session.add_all(
            AssignmentRule(agency_id=agency_id, subject=subject, account_id=one)
            for one in sorted(set(people) - there)
        )
        log.write(session, actor, "assignment_rule_changed", subject, people=sorted(people))


def turn(session: Session, dossier: Dossier, procedure: Procedure) -> int | None:
    """A shared step: whose turn it is for this dossier, by the rule of its procedure or else of its field;
    None without a rule. Who waited longest is next, and nobody who does not work there any more."""
    allowed = {one.id for one in needs.specialists(session, dossier.agency_id, today())}
    rows = session.execute(
        select(AssignmentRule.subject, AssignmentRule.account_id, AssignmentRule.last_at).where(
            AssignmentRule.agency_id == dossier.agency_id, AssignmentRule.subject.in_(_subjects(procedure))
        )
    ).all()
    for subject in _subjects(procedure):
        named = [row for row in rows if row.subject == subject and row.account_id in allowed]
        if named:
            first = min(named, key=lambda row: (row.last_at is not None, row.last_at or 0, row.account_id))
            return int(first.account_id)
    return None


def took(session: Session, dossier: Dossier, procedure: Procedure, account_id: int, at: datetime) -> None:
    """A shared step: this officer got one now, so the others are next."""
    session.execute(
        update(AssignmentRule)
        .where(
            AssignmentRule.agency_id == dossier.agency_id,
            AssignmentRule.subject.in_(_subjects(procedure)),
            AssignmentRule.account_id == account_id,
        )
        .values(last_at=at)
        .execution_options(synchronize_session=False)
    )


def _subjects(procedure: Procedure) -> tuple[str, str]:
    return PROCEDURE + procedure.code, FIELD + procedure.field_code


def _led(actor: Actor) -> int:
    """The agency that this actor leads. Raises NotAllowed."""
    actor.require(Permission.PROPOSAL_DECIDE)
    led = [g.agency_id for g in actor.grants if g.role is Role.LEADER and g.agency_id is not None]
    if not led:
        raise NotAllowed("assignment_rule")
    return min(led)
