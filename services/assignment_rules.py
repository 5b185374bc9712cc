"""Phân công tự động: who gets dossiers of a procedure or a field; several take turns.

Chuyển xử lý offers whose turn it is first, and the officer may choose another. A rule that works by itself
does Chuyển xử lý at once when a dossier is received (services/carrying.py). Whoever has a stand-in is passed
over.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from db.desk_work import AssignmentRule
from db.dossiers import Dossier, Event
from db.people import Account, RoleGrant
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

RULE = Actor("system", "Phân công tự động")
"""Who does what a rule does by itself."""


@dataclass(frozen=True)
class Rule:
    """Who takes turns at a subject: thu-tuc:<code> or linh-vuc:<code>; people as (account id, name)."""

    subject: str
    people: tuple[tuple[int, str], ...]
    by_itself: bool
    """Whether receiving sends the dossier on at once."""


def rules(actor: Actor) -> tuple[Rule, ...]:
    """The rules of the leader's agency, by subject. Raises NotAllowed."""
    agency_id = _led(actor)
    query = (
        select(AssignmentRule.subject, AssignmentRule.by_itself, Account.id, Account.name)
        .join(Account, Account.id == AssignmentRule.account_id)
        .where(AssignmentRule.agency_id == agency_id)
        .order_by(AssignmentRule.subject, Account.name)
    )
    with reading() as session:
        found = {one: list(rows) for one, rows in groupby(session.execute(query), lambda row: row.subject)}
    return tuple(
        Rule(subject, tuple((row.id, row.name) for row in rows), all(row.by_itself for row in rows))
        for subject, rows in found.items()
    )


def specialists(actor: Actor) -> dict[int, str]:
    """Whom a rule may name. Raises NotAllowed."""
    agency_id = _led(actor)
    with reading() as session:
        return {one.id: one.name for one in needs.specialists(session, agency_id, today())}


def set_rule(actor: Actor, subject: str, people: Collection[int], *, by_itself: bool = False) -> None:
    """Exactly these take turns at this subject; nobody ends the rule. Who stays keeps the place in the row.
    `by_itself`: receiving sends the dossier on at once.

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
        session.execute(update(AssignmentRule).where(*here).values(by_itself=by_itself))
        session.add_all(
            AssignmentRule(agency_id=agency_id, subject=subject, account_id=one, by_itself=by_itself)
            for one in sorted(set(people) - there)
        )
        told = {"people": sorted(people), "by_itself": by_itself}
        log.write(session, actor, "assignment_rule_changed", subject, **told)


def turn(session: Session, dossier: Dossier, procedure: Procedure) -> int | None:
    """A shared step: whose turn it is for this dossier, by the rule of its procedure or else of its field;
    None without a rule."""
    named = _named(_rows(session, dossier, procedure), _at_work(session, dossier.agency_id), procedure)
    return named[0].account_id if named else None


def sends_itself(session: Session, dossier: Dossier) -> int | None:
    """A shared step: to whom receiving sends this dossier at once; None where the officer chooses.

    The rule is held until the transaction ends: two that are received at once go to two people.
    """
    if not will_send(session, dossier):
        return None
    return _sends(session, dossier, hold=True)


def will_send(session: Session, dossier: Dossier) -> bool:
    """A shared step: whether receiving would send this dossier on at once; nothing is held."""
    return _sends(session, dossier, hold=False) is not None


def _sends(session: Session, dossier: Dossier, *, hold: bool) -> int | None:
    procedure = store.version(session, dossier.procedure_version_id)
    rows = _rows(session, dossier, procedure, hold=hold)
    if not any(row.by_itself for row in rows):
        return None
    named = _named(rows, _at_work(session, dossier.agency_id), procedure)
    return named[0].account_id if named and all(row.by_itself for row in named) else None


def sent_itself(event: Event) -> bool:
    """Whether a rule did this, as a part of what came before it."""
    return event.action == "forward" and event.actor_kind == RULE.kind


def took(session: Session, dossier: Dossier, procedure: Procedure, account_id: int, at: datetime) -> None:
    """A shared step: this officer got one now, so the others are next, even within the same moment."""
    rows = _rows(session, dossier, procedure, hold=True)
    last = [row.last_at + timedelta(microseconds=1) for row in rows if row.last_at]
    session.execute(
        update(AssignmentRule)
        .where(
            AssignmentRule.agency_id == dossier.agency_id,
            AssignmentRule.subject.in_(_subjects(procedure)),
            AssignmentRule.account_id == account_id,
        )
        .values(last_at=max([at, *last]))
        .execution_options(synchronize_session=False)
    )


def _rows(
    session: Session, dossier: Dossier, procedure: Procedure, *, hold: bool = False
) -> Sequence[Row[Any]]:
    """The rows of the rules for this dossier, in one order: two who hold them wait, and do not block each
    other."""
    rule = AssignmentRule
    query = (
        select(rule.subject, rule.account_id, rule.last_at, rule.by_itself)
        .where(rule.agency_id == dossier.agency_id, rule.subject.in_(_subjects(procedure)))
        .order_by(rule.subject, rule.account_id)
    )
    return session.execute(query.with_for_update() if hold else query).all()


def _named(rows: Sequence[Row[Any]], at_work: Collection[int], procedure: Procedure) -> list[Row[Any]]:
    """Who takes turns at the procedure, or else at its field; whoever waited longest is first."""
    for subject in _subjects(procedure):
        if named := [row for row in rows if row.subject == subject and row.account_id in at_work]:
            return sorted(named, key=lambda row: (row.last_at is not None, row.last_at or 0, row.account_id))
    return []


def _at_work(session: Session, agency_id: int) -> set[int]:
    """Who takes on work of this agency today: nobody who left, and nobody in whose place somebody stands."""
    day = today()
    away = select(RoleGrant.stands_for_id).where(
        RoleGrant.agency_id == agency_id,
        RoleGrant.stands_for_id.is_not(None),
        RoleGrant.valid_from <= day,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
    )
    return {one.id for one in needs.specialists(session, agency_id, day)} - set(session.scalars(away))


def _subjects(procedure: Procedure) -> tuple[str, str]:
    return PROCEDURE + procedure.code, FIELD + procedure.field_code


def _led(actor: Actor) -> int:
    """The agency that this actor leads. Raises NotAllowed."""
    actor.require(Permission.PROPOSAL_DECIDE)
    led = [g.agency_id for g in actor.grants if g.role is Role.LEADER and g.agency_id is not None]
    if not led:
        raise NotAllowed("assignment_rule")
    return min(led)
