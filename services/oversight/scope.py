"""Which agencies an administrator watches: the own one and all below it."""

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from db.agencies import Agency
from services.actors import Actor
from services.permissions import POLICY, Permission
from services.workflow import Role


def paths(actor: Actor, permission: Permission) -> tuple[str, ...]:
    """The beginnings of the paths of all agencies where this permission counts for an administrator."""
    return tuple(
        grant.path
        for grant in actor.grants
        if grant.role is Role.ADMINISTRATOR and permission in POLICY[grant.role] and grant.path
    )


def below(paths_: tuple[str, ...]) -> ColumnElement[bool]:
    """The condition on an agency of a query."""
    return or_(*(Agency.path.startswith(path, autoescape=True) for path in paths_))


def sees_all(paths_: tuple[str, ...]) -> bool:
    """Whether one of them is the root of the tree: then no agency has to be asked."""
    return any(path.count("/") == 2 for path in paths_)


def agencies(session: Session, paths_: tuple[str, ...]) -> tuple[Agency, ...]:
    """Those agencies, in the order of the tree."""
    return tuple(session.scalars(select(Agency).where(below(paths_)).order_by(Agency.path)))


def watched(column: object, paths_: tuple[str, ...]) -> ColumnElement[bool]:
    """The condition that a row belongs to one of them; `column` holds the agency's id."""
    if sees_all(paths_):
        return true()
    return column.in_(select(Agency.id).where(below(paths_)))  # type: ignore[attr-defined]
