"""Who acts: read from the database on every run, so that a change of rights counts at once."""

from dataclasses import dataclass

from services.errors import NotAllowed
from services.permissions import POLICY, Permission
from services.workflow import Role


@dataclass(frozen=True)
class Grant:
    """One role at one agency. `path` names the agency and, as a prefix, all below it; empty for a citizen."""

    role: Role
    agency_id: int | None
    agency_name: str = ""
    path: str = ""


@dataclass(frozen=True)
class Actor:
    """A person (or the system) at work. `kind` is officer, citizen or system."""

    kind: str
    name: str
    account_id: int | None = None
    username: str = ""
    grants: tuple[Grant, ...] = ()
    proven_code: str = ""
    """The one dossier whose second factor a citizen has shown (services/tracking.py)."""
    wanting_factor: bool = False
    """A role demands codes of a telephone, and none is set up yet: until then the officer's roles rest."""
    inherited: frozenset[int] = frozenset()
    """Ended agencies whose dossiers this actor may read (services/inherited.py); there is no role there."""

    def roles_at(self, agency_id: int) -> frozenset[Role]:
        """The roles held at exactly this agency; a supervisor of the district holds none at a commune."""
        return frozenset(g.role for g in self.grants if g.agency_id == agency_id)

    def holds(self, permission: Permission) -> bool:
        """Whether any role of this actor carries the permission."""
        return any(permission in POLICY[g.role] for g in self.grants)

    def agencies_for(self, permission: Permission) -> frozenset[int]:
        """The agencies at which this actor holds the permission."""
        own = frozenset(
            g.agency_id for g in self.grants if permission in POLICY[g.role] and g.agency_id is not None
        )
        return own | self.inherited if permission is Permission.DOSSIER_READ else own

    def require(self, permission: Permission) -> None:
        """Raises NotAllowed."""
        if not self.holds(permission):
            raise NotAllowed(str(permission))


def citizen(name: str, account_id: int | None = None, proven_code: str = "") -> Actor:
    """A citizen at the public side; with an account, or bound to one dossier by its second factor."""
    return Actor("citizen", name, account_id, grants=(Grant(Role.CITIZEN, None),), proven_code=proven_code)


SYSTEM = Actor("system", "Hệ thống")
