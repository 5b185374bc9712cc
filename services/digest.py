"""The officers' daily mail: what waits, in numbers and without a name; one a day, to whoever wants it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.base import VIETNAM
from db.digest import DigestChoice, DigestRule, DigestSent
from db.dossiers import Dossier, Event, Proposal
from db.people import Account, RoleGrant
from db.session import reading, transaction
from services import notices, settings
from services.actors import Actor
from services.clock import now, today
from services.dates import calendars
from services.errors import Invalid, Problem
from services.oversight import log
from services.permissions import Permission
from services.workflow import Role, State

OFFICERS = (Role.RECEIVER, Role.SPECIALIST, Role.LEADER)
RUNNING = (State.RECEIVED, State.IN_PROCESS)
A_DAY = timedelta(days=1)
HOURS = tuple(f"{hour:02d}:00" for hour in range(5, 13))


@dataclass(frozen=True)
class Rule:
    """What whoever never said gets, and from what time of the day the mails are written."""

    wanted: bool = False
    not_before: str = "07:00"


@dataclass(frozen=True)
class Choice:
    """What this person gets; `said` None: as the office set it. Without an address there is no mail."""

    said: bool | None
    wanted: bool
    not_before: str
    email: str


def choice(actor: Actor) -> Choice:
    """Of the officer who asks. Raises NotAllowed."""
    actor.require(Permission.QUEUE_READ)
    with reading() as session:
        rule, kept = _rule(session), session.get(DigestChoice, actor.account_id)
        account = session.get_one(Account, actor.account_id)
        said = kept.wanted if kept else None
        return Choice(said, rule.wanted if said is None else said, rule.not_before, account.email or "")


def choose(actor: Actor, wanted: bool) -> None:
    """The officer's own word, whatever the office set. Raises NotAllowed."""
    actor.require(Permission.QUEUE_READ)
    with transaction() as session:
        session.merge(DigestChoice(account_id=actor.account_id, wanted=wanted, changed_at=now()))


def rule_now(actor: Actor) -> Rule:
    """What the office set. Raises NotAllowed."""
    actor.require(Permission.MESSAGE_MANAGE)
    with reading() as session:
        return _rule(session)


def set_rule(actor: Actor, wanted: bool, not_before: str) -> None:
    """For whoever never said; and the hour for all. Raises NotAllowed, Invalid."""
    actor.require(Permission.MESSAGE_MANAGE)
    if not_before not in HOURS:
        raise Invalid([Problem("not_before", "not_listed")])
    with transaction() as session:
        session.add(
            DigestRule(
                wanted=wanted, not_before=not_before, changed_at=now(), changed_by=actor.account_id,
                changed_by_name=actor.name,
            )
        )  # fmt: skip
        log.write(session, actor, "digest_rule_changed", "messages", changed=[not_before, str(wanted)])


def send() -> int:
    """Write today's mails into the outbox; how many. Several copies of the program may do this at once: the
    row of person and day decides who writes. Nothing waits: nothing is written. Not on days off."""
    at = now()
    with reading() as session:
        rule = _rule(session)
        if f"{at:%H:%M}" < rule.not_before or not calendars.load(session).is_working_day(at.date()):
            return 0
        wanting = [row.id for row in session.execute(_wanting(rule))]
    return sum(_send(one, at) for one in wanting)


def _send(account_id: int, at: datetime) -> bool:
    with transaction() as session:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        row = insert(DigestSent).values(account_id=account_id, day=at.date(), at=at)
        claimed = row.on_conflict_do_nothing().returning(DigestSent.account_id)
        if session.scalar(claimed) is None:
            return False
        account = session.get_one(Account, account_id)
        waits = {name: n for name, n in _waits(session, account_id, at).items() if n}
        if waits:
            items = [{"name": name, "reason": str(n)} for name, n in waits.items()]
            url = f"{settings.public_url()}/hang-doi"
            notices.write_digest(session, account.email or "", {"items": items, "track_url": url})
        return bool(waits)


def _wanting(rule: Rule) -> Any:
    """Officers with an address who want it and have not had today's."""
    day = today()
    here = select(RoleGrant.account_id).where(
        RoleGrant.role.in_(OFFICERS),
        RoleGrant.valid_from <= day,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
    )
    had = select(DigestSent.account_id).where(DigestSent.day == day)
    said = select(DigestChoice.wanted).where(DigestChoice.account_id == Account.id).scalar_subquery()
    wants: ColumnElement[bool] = func.coalesce(said, rule.wanted) == true()
    return select(Account.id).where(
        Account.is_active, Account.email.is_not(None), Account.email != "", Account.id.in_(here),
        Account.id.not_in(had), wants,
    )  # fmt: skip


def _waits(session: Session, account_id: int, at: datetime) -> Mapping[str, int]:
    """Desk and leader see their office, a specialist what is in hand."""
    day = at.date()
    grants = session.execute(
        select(RoleGrant.agency_id, RoleGrant.role).where(
            RoleGrant.account_id == account_id, RoleGrant.valid_from <= day,
            RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
        )
    ).all()  # fmt: skip
    whole = {key for key, role in grants if role in (Role.RECEIVER, Role.LEADER)}
    led = {key for key, role in grants if role == Role.LEADER}
    mine = or_(Dossier.agency_id.in_(whole), Dossier.holder_id == account_id)
    ends = datetime.combine(day + A_DAY, time.min, VIETNAM)
    answered = select(Event.id).where(
        Event.dossier_id == Dossier.id, Event.action == "answer_supplement", Event.at > at - A_DAY
    )

    def count(*where: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(Dossier).where(mine, *where)) or 0

    running = Dossier.state.in_(RUNNING)
    open_ = Dossier.state.in_((State.SUBMITTED, *RUNNING))
    waiting = select(func.count()).select_from(Proposal).where(
        Proposal.agency_id.in_(led), Proposal.status == "waiting"
    )
    return {
        "new": count(Dossier.state == State.SUBMITTED),
        "due_today": count(running, Dossier.due_at >= at, Dossier.due_at < ends),
        "overdue": count(running, Dossier.due_at < at),
        "answers": count(open_, answered.exists()),
        "approvals": session.scalar(waiting) or 0,
    }


def _rule(session: Session) -> Rule:
    row = session.scalar(select(DigestRule).order_by(DigestRule.id.desc()).limit(1))
    return Rule(row.wanted, row.not_before) if row else Rule()
