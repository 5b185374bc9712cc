"""Who works at the agencies below an administrator: the list, and one person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.access import Invitation, SecondFactor
from db.agencies import Agency
from db.dossiers import Dossier
from db.office import OfficeEvent
from db.people import Account, RoleGrant, SignInSession
from db.session import reading
from services import agencies, assignment
from services.accounts import passwords
from services.actors import Actor
from services.clock import now, today
from services.errors import NotFound
from services.identity import fold
from services.people import rules
from services.permissions import Permission
from services.workflow import OPEN, Role

PAGE = 50
ACTIVE, INVITED, LOCKED, ENDED = "active", "invited", "locked", "ended"


@dataclass(frozen=True)
class Held:
    """One role of a person; `last` counts. `now` says whether it counts today, `over` that it has ended."""

    id: int
    role: str
    agency_id: int | None
    agency: str
    first: date
    last: date | None
    stands_for: str
    within_reach: bool

    @property
    def now(self) -> bool:
        """Whether it counts today."""
        return self.first <= today() and not self.over

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.last is not None and self.last < today()


@dataclass(frozen=True)
class Person:
    """A line of the list. `standing` is active, invited (no password yet), locked or ended (no role left)."""

    id: int
    username: str
    name: str
    email: str
    standing: str
    factor: bool
    roles: tuple[Held, ...]


@dataclass(frozen=True)
class People:
    """One page of the list, and how many are found in all."""

    rows: tuple[Person, ...]
    found: int
    page: int

    @property
    def page_count(self) -> int:
        """At least one."""
        return max(1, -(-self.found // PAGE))


@dataclass(frozen=True)
class Work:
    """Open dossiers that a person holds at one agency, and who there can take them."""

    agency_id: int
    agency: str
    dossiers: int
    colleagues: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Line:
    """One thing that was done to an account."""

    at: datetime
    by: str
    action: str


@dataclass(frozen=True)
class Detail:
    """One person: sessions that are open now, the link that waits, open work, and the last things done."""

    person: Person
    own: bool
    sessions: int
    link_until: datetime | None
    work: tuple[Work, ...]
    log: tuple[Line, ...]


def people(actor: Actor, search: str = "", role: str = "", agency_id: int = 0, page: int = 1) -> People:
    """Who holds or held an officer's role in reach, by name. Raises NotAllowed."""
    actor.require(Permission.PEOPLE_MANAGE)
    with reading() as session:
        asked = (
            select(Account.id, Account.username, Account.name)
            .join(RoleGrant, RoleGrant.account_id == Account.id)
            .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
            .where(RoleGrant.role != Role.CITIZEN.value, rules.reach(actor))
            .distinct()
        )
        if role:
            asked = asked.where(RoleGrant.role == role)
        if agency_id:
            asked = asked.where(RoleGrant.agency_id == agency_id)
        if role or agency_id:
            asked = asked.where(RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= today()))
        # Found without accents, which the engines' LIKE cannot do alike; officers are thousands at most.
        wanted = fold(search)
        all_ = [(row.name, row.id) for row in session.execute(asked)
                if not wanted or wanted in fold(f"{row.name} {row.username}")]  # fmt: skip
        all_.sort(key=lambda one: (fold(one[0]), one[1]))
        page = min(max(page, 1), max(1, -(-len(all_) // PAGE)))
        shown = [id_ for _name, id_ in all_[(page - 1) * PAGE : page * PAGE]]
        return People(_persons(session, actor, shown), len(all_), page)


def person(actor: Actor, account_id: int) -> Detail:
    """Everything about one person's account. Raises NotAllowed, NotFound."""
    actor.require(Permission.PEOPLE_MANAGE)
    with reading() as session:
        found = _persons(session, actor, [account_id])
        if not found or not any(one.within_reach for one in found[0].roles):
            raise NotFound("account")
        live = select(func.count()).where(
            SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None),
            SignInSession.expires_at > now(),
        )  # fmt: skip
        link = select(func.max(Invitation.expires_at)).where(
            Invitation.account_id == account_id, Invitation.used_at.is_(None), Invitation.expires_at > now()
        )
        lines = session.scalars(
            select(OfficeEvent).where(OfficeEvent.subject == found[0].username)
            .order_by(OfficeEvent.id.desc()).limit(10)
        )  # fmt: skip
        return Detail(
            found[0], account_id == actor.account_id, session.scalar(live) or 0, session.scalar(link),
            _work(session, actor, account_id), tuple(Line(x.at, x.actor_name, x.action) for x in lines),
        )  # fmt: skip


def offices(actor: Actor) -> tuple[tuple[int, str], ...]:
    """The agencies of today that this administrator gives roles at. Raises NotAllowed."""
    actor.require(Permission.PEOPLE_MANAGE)
    with reading() as session:
        rows = session.execute(
            select(Agency.id, Agency.name)
            .where(rules.reach(actor), agencies.valid_on(today()))
            .order_by(Agency.path)
        )
        return tuple((row.id, row.name) for row in rows)


def _persons(session: Session, actor: Actor, ids: list[int]) -> tuple[Person, ...]:
    rows = session.execute(
        select(Account, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(Account.id.in_(ids))
    ).all()
    held = _held(session, actor, ids)
    known = {
        account.id: Person(
            account.id, account.username, account.name, account.email or "",
            _standing(account, held[account.id]), confirmed is not None, tuple(held[account.id]),
        )
        for account, confirmed in rows
    }  # fmt: skip
    return tuple(known[id_] for id_ in ids if id_ in known)


def _held(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, list[Held]]:
    away = aliased(Account)
    rows = session.execute(
        select(RoleGrant, Agency.name, Agency.path, away.name)
        .outerjoin(Agency, Agency.id == RoleGrant.agency_id)
        .outerjoin(away, away.id == RoleGrant.stands_for_id)
        .where(RoleGrant.account_id.in_(ids), RoleGrant.role != Role.CITIZEN.value)
        .order_by(RoleGrant.valid_from, RoleGrant.id)
    )
    found: dict[int, list[Held]] = defaultdict(list)
    for grant, name, path, stands_for in rows:
        found[grant.account_id].append(
            Held(grant.id, grant.role, grant.agency_id, name or "", grant.valid_from, grant.valid_to,
                 stands_for or "", rules.covers(actor, path or ""))
        )  # fmt: skip
    return found


def _standing(account: Account, roles: list[Held]) -> str:
    if not account.is_active:
        return LOCKED
    if all(one.over for one in roles):
        return ENDED
    return INVITED if account.password_hash.endswith(passwords.NEVER) else ACTIVE


def _work(session: Session, actor: Actor, account_id: int) -> tuple[Work, ...]:
    rows = session.execute(
        select(Agency, func.count())
        .join(Dossier, Dossier.agency_id == Agency.id)
        .where(Dossier.holder_id == account_id, Dossier.state.in_([int(s) for s in OPEN]))
        .group_by(Agency.id)
    ).all()
    return tuple(
        Work(agency.id, agency.name, count, tuple(
            (one.id, one.name) for one in assignment.officers(session, agency.id, today())
            if one.id != account_id
        ))
        for agency, count in rows if rules.covers(actor, agency.path)
    )  # fmt: skip
