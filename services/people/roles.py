"""Roles of a person: given from one day to another, ended, or lent to a stand-in while somebody is away."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.people import Account, RoleGrant
from db.session import transaction
from services.actors import Actor
from services.clock import today
from services.errors import GuardRefused, Invalid, NotFound, Problem
from services.people import rules
from services.workflow import Role

ROLES = tuple(role for role in Role if role is not Role.CITIZEN)
LONGEST_STAND_IN = timedelta(days=366)


def give(actor: Actor, account_id: int, role: str, agency_id: int, first: date, last: date | None) -> None:
    """One more role at an agency, from `first` to `last` (which counts; None for no end).

    Raises NotAllowed, NotFound, Invalid (last), GuardRefused (own_rights, held_already).
    """
    with transaction() as session:
        me = rules.administrator(session, actor)
        account = rules.person(session, me, account_id)
        add(session, me, account, role, agency_id, first, last)


def end(actor: Actor, grant_id: int, last: date) -> None:
    """A role ends with this day; with one before its first day it never counts.

    Raises NotAllowed, NotFound, GuardRefused (own_rights, last_administrator).
    """
    with transaction() as session:
        me = rules.administrator(session, actor)
        grant = session.get(RoleGrant, grant_id)
        if grant is None or grant.role == Role.CITIZEN or not rules.covers(me, _path(session, grant)):
            raise NotFound("role")
        account = rules.person(session, me, grant.account_id)
        lost = rules.administered(session, account.id) if grant.role == Role.ADMINISTRATOR else []
        before, grant.valid_to = grant.valid_to, max(last, today() - timedelta(days=1))
        rules.somebody_stays(session, lost)
        rules.write(session, me, "role_ended", account, role=grant.role, agency=grant.agency_id,
                    last=grant.valid_to.isoformat(), before=before and before.isoformat())  # fmt: skip


def lend(actor: Actor, away_id: int, deputy_id: int, first: date, last: date) -> int:
    """The deputy gets, from `first` to `last`, every role in reach that the person who is away holds and the
    deputy does not; how many they were. An administrator's role is never lent.

    Raises NotAllowed, NotFound, Invalid (last), GuardRefused (own_rights, nothing_to_lend).
    """
    if last < first or last - first > LONGEST_STAND_IN:
        raise Invalid([Problem("last", "stand_in_days")])
    with transaction() as session:
        me = rules.administrator(session, actor)
        away, deputy = (rules.person(session, me, who) for who in (away_id, deputy_id))
        theirs = {(g.role, g.agency_id) for g in _valid(session, deputy, first, last)}
        lent = {
            (g.role, g.agency_id) for g in _valid(session, away, first, last)
            if g.role not in (Role.CITIZEN, Role.ADMINISTRATOR) and rules.covers(me, _path(session, g))
        } - theirs  # fmt: skip
        if not lent or away.id == deputy.id:
            raise GuardRefused("nothing_to_lend")
        for role, agency_id in sorted(lent):
            session.add(
                RoleGrant(account_id=deputy.id, role=role, agency_id=agency_id, valid_from=first,
                          valid_to=last, stands_for_id=away.id)
            )  # fmt: skip
            rules.write(session, me, "stand_in", deputy, role=role, agency=agency_id, away=away.username,
                        first=first.isoformat(), last=last.isoformat())  # fmt: skip
        return len(lent)


# --- shared steps -------------------------------------------------------------------------------------------


def add(
    session: Session, me: Actor, account: Account, role: str, agency_id: int, first: date, last: date | None
) -> None:
    """A role of `account`, which the caller may change. Raises NotFound, Invalid, GuardRefused."""
    if role not in ROLES:
        raise NotFound("role")
    if last is not None and last < max(first, today()):
        raise Invalid([Problem("last", "last_before_first")])
    rules.agency(session, me, agency_id)
    same = select(RoleGrant.id).where(
        RoleGrant.account_id == account.id, RoleGrant.role == role, RoleGrant.agency_id == agency_id,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= first),
        RoleGrant.valid_from <= (last or date.max),
    )  # fmt: skip
    if session.scalar(same.limit(1)) is not None:
        raise GuardRefused("held_already")
    session.add(
        RoleGrant(account_id=account.id, role=role, agency_id=agency_id, valid_from=first, valid_to=last)
    )
    rules.write(session, me, "role_given", account, role=role, agency=agency_id,
                first=first.isoformat(), last=last and last.isoformat())  # fmt: skip


def _valid(session: Session, account: Account, first: date, last: date) -> list[RoleGrant]:
    """Roles that count on every day from `first` to `last`."""
    return list(
        session.scalars(
            select(RoleGrant).where(
                RoleGrant.account_id == account.id, RoleGrant.valid_from <= first,
                RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= last),
            )
        )
    )  # fmt: skip


def _path(session: Session, grant: RoleGrant) -> str:
    return session.get_one(Agency, grant.agency_id).path if grant.agency_id else ""
