"""What no administrator may do: raise the own rights, reach above the own agency, lock out the last one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.people import Account, RoleGrant
from services.accounts import passwords, standing
from services.actors import Actor
from services.clock import now, today
from services.errors import GuardRefused, NotAllowed, NotFound
from services.oversight import chain
from services.permissions import Permission
from services.workflow import Role


def administrator(session: Session, actor: Actor) -> Actor:
    """The actor with the rights of this very moment; administrators wait for each other until the end.

    Two who act at once are one after the other: the second is read again after the first has written, so
    each cannot take the rights of the other. Raises NotAllowed.
    """
    ids = select(RoleGrant.account_id).where(RoleGrant.role == Role.ADMINISTRATOR.value)
    locked = select(Account.id).where(Account.id.in_(ids)).order_by(Account.id)
    session.execute(locked.with_for_update()).all()
    account = session.get(Account, actor.account_id) if actor.account_id else None
    if account is None or not account.is_active:
        raise NotAllowed(str(Permission.PEOPLE_MANAGE))
    present = standing.of_account(session, account, today())
    present.require(Permission.PEOPLE_MANAGE)
    return present


def covers(actor: Actor, path: str) -> bool:
    """Whether the agency of this path stands below one that the actor administers ('' for no agency)."""
    return any(g.role is Role.ADMINISTRATOR and path.startswith(g.path) for g in actor.grants)


def reach(actor: Actor) -> ColumnElement[bool]:
    """The condition on agencies that the actor administers."""
    paths = [g.path for g in actor.grants if g.role is Role.ADMINISTRATOR]
    return true() if "" in paths else or_(*(Agency.path.startswith(path) for path in paths))


def agency(session: Session, actor: Actor, agency_id: int) -> Agency:
    """An agency in reach. Raises NotFound."""
    found = session.get(Agency, agency_id)
    if found is None or not covers(actor, found.path):
        raise NotFound("agency")
    return found


def person(session: Session, actor: Actor, account_id: int) -> Account:
    """Another person of an agency in reach. Raises NotFound, GuardRefused (own_rights)."""
    account = session.scalar(select(Account).where(Account.id == account_id).with_for_update())
    if account is None or not any(covers(actor, path) for _grant, path in _held(session, account_id)):
        raise NotFound("account")
    if account_id == actor.account_id:
        raise GuardRefused("own_rights")
    return account


def whole_person(session: Session, actor: Actor, account_id: int) -> Account:
    """A person all of whose present and coming roles are in reach: only then is the account itself touched,
    so that nobody takes over one who may do more. Raises as `person`, and GuardRefused (works_elsewhere)."""
    account = person(session, actor, account_id)
    for grant, path in _held(session, account_id):
        if (grant.valid_to is None or grant.valid_to >= today()) and not covers(actor, path):
            raise GuardRefused("works_elsewhere")
    return account


def administered(session: Session, account_id: int) -> list[str]:
    """The paths of agencies that this person administers without an end."""
    return [
        path for grant, path in _held(session, account_id)
        if grant.role == Role.ADMINISTRATOR and grant.valid_to is None and grant.valid_from <= today()
    ]  # fmt: skip


def somebody_stays(session: Session, paths: Iterable[str]) -> None:
    """After a change, before its end: each of these agencies still has an administrator, its own or one
    above, who can sign in and has no last day. Raises GuardRefused (last_administrator)."""
    session.flush()
    left = session.execute(
        select(Agency.path)
        .select_from(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR.value, RoleGrant.valid_to.is_(None),
            RoleGrant.valid_from <= today(), Account.is_active,
            Account.password_hash.not_like(f"%{passwords.NEVER}"),
        )
    )  # fmt: skip
    tops = [path or "" for (path,) in left]
    if not all(any(path.startswith(top) for top in tops) for path in paths):
        raise GuardRefused("last_administrator")


def write(session: Session, actor: Actor, action: str, account: Account, **facts: Any) -> None:
    """One line of the office's log: who did what to whose account."""
    own = next((g.agency_id for g in actor.grants if g.role is Role.ADMINISTRATOR), None)
    chain.add(session, {
        "at": now(), "actor_id": actor.account_id, "actor_name": actor.name, "agency_id": own,
        "action": action, "subject": account.username, "facts": facts,
    })  # fmt: skip


def _held(session: Session, account_id: int) -> list[tuple[RoleGrant, str]]:
    """Every role of an officer that this account ever held, with the path of its agency."""
    rows = session.execute(
        select(RoleGrant, Agency.path)
        .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
        .where(RoleGrant.account_id == account_id, RoleGrant.role != Role.CITIZEN.value)
    )
    return [(grant, path or "") for grant, path in rows]
