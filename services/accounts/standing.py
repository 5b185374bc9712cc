"""Who somebody is today: the person of an account or of a signed-in session, with the roles held now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from db.access import SecondFactor
from db.agencies import Agency
from db.people import Account, RoleGrant, SignInSession
from services import settings
from services.actors import Actor, Grant
from services.workflow import Role


def of_session(connection: Connection, token_hash: str, at: datetime) -> Actor | None:
    """Whom does this signed-in session stand for? One query: session, account, today's roles, agencies."""
    asked = {"token": token_hash, "at": at, "day": at.date()}
    # Straight on the connection: this runs with every click, and the mapper's work is a third of it.
    rows = connection.execute(_STANDS_FOR, asked).all()
    return _actor(*rows[0][:4], (row[4:] for row in rows)) if rows else None


def of_account(session: Session, account: Account, day: date) -> Actor:
    """The account's person with the roles held on this day."""
    grants = session.execute(_GRANTS, {"account": account.id, "day": day}).all()
    kept = session.get(SecondFactor, account.id) if settings.second_factor_roles() else None
    return _actor(account.id, account.username, account.name, kept and kept.confirmed_at, grants)


_DAY = bindparam("day")
_VALID = and_(RoleGrant.valid_from <= _DAY, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= _DAY))
_WHO = (Account.id, Account.username, Account.name)
_GRANT = (RoleGrant.role, RoleGrant.agency_id, Agency.name, Agency.path)

_GRANTS = (
    select(*_GRANT)
    .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
    .where(RoleGrant.account_id == bindparam("account"), _VALID)
    .order_by(RoleGrant.id)
)

_STANDS_FOR = (
    select(*_WHO, SecondFactor.confirmed_at, *_GRANT)
    .select_from(SignInSession)
    .join(Account, Account.id == SignInSession.account_id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .outerjoin(RoleGrant, and_(RoleGrant.account_id == Account.id, _VALID))
    .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
    .where(
        SignInSession.token_hash == bindparam("token"),
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > bindparam("at"),
        Account.is_active,
    )
    .order_by(RoleGrant.id)
)


def _actor(account_id: int, username: str, name: str, factor: Any, grants: Iterable[Sequence[Any]]) -> Actor:
    """Whoever holds a role that demands a second factor and has none yet can do nothing but set it up."""
    held = tuple(
        Grant(Role(role), agency_id, agency_name or "", path or "")
        for role, agency_id, agency_name, path in grants
        if role is not None
    )
    officer = any(grant.role is not Role.CITIZEN for grant in held)
    demanded = settings.second_factor_roles()
    wanting = not factor and any(str(grant.role) in demanded for grant in held)
    if wanting:
        held = tuple(grant for grant in held if grant.role is Role.CITIZEN)
    return Actor(
        "officer" if officer else "citizen", name, account_id, username, held, wanting_factor=wanting
    )
