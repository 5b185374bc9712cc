"""How long each kind of thing is kept: rules in the database, off until an administrator sets one."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.catalogue import ProcedureVersion
from db.dossiers import Dossier, Draft
from db.keeping import RetentionRule
from db.money import MoneyAmendment, PaymentCall
from db.office import OfficeEvent
from db.outbox import Notice
from db.post import Parcel
from db.session import reading, transaction
from services.actors import Actor
from services.clock import now
from services.errors import Invalid, NotAllowed, NotFound, Problem
from services.oversight import chain, log, scope
from services.permissions import Permission

DRAFTS, DOSSIERS, MESSAGES = "drafts", "dossiers", "messages"
OFFICE_LOG, SCANS_LOG, PAYMENT_CALLS = "office_log", "scans_log", "payment_calls"

LIMITS = {
    DRAFTS: (1, 30), DOSSIERS: (12, 1200), MESSAGES: (3, 1200), OFFICE_LOG: (12, 1200),
    SCANS_LOG: (12, 1200), PAYMENT_CALLS: (12, 1200),
}  # fmt: skip
"""Least and most of each kind: days for drafts (they end after 30 by themselves), months for the others. What
the law asks is for the office to know: only the obviously wrong is refused."""

GRACE = timedelta(days=1)
"""A rule counts a day after it was set: a mistyped number can be put right before anything is gone."""

Key = tuple[str, str]
"""Kind, and for dossiers the code of the procedure; empty for every procedure without a rule of its own."""


@dataclass(frozen=True)
class Rule:
    """One rule that is in force or will be; `keep` 0 is for ever."""

    kind: str
    procedure_code: str
    keep: int
    by: str
    changed_at: datetime

    @property
    def counts_from(self) -> datetime:
        """Not before the first night after this."""
        return self.changed_at + GRACE


@dataclass(frozen=True)
class Found:
    """How many of one kind (and procedure) are past their time, and of which days the first and the last."""

    kind: str
    procedure_code: str
    keep: int
    count: int
    oldest: datetime | None
    newest: datetime | None


def rules(actor: Actor) -> tuple[Rule, ...]:
    """Every rule that was ever set, as it is now. Raises NotAllowed."""
    _must(actor)
    with reading() as session:
        return tuple(current(session).values())


def procedures(actor: Actor) -> dict[str, str]:
    """{code: name} of every procedure that a rule may be set for. Raises NotAllowed."""
    _must(actor)
    query = select(ProcedureVersion.code, ProcedureVersion.data).order_by(ProcedureVersion.id)
    with reading() as session:
        return {code: str(data.get("name", code)) for code, data in session.execute(query)}


def change(actor: Actor, new: Mapping[Key, int]) -> tuple[Key, ...]:
    """Set these rules; what is the same already is left alone. Which were changed.

    Raises NotAllowed, NotFound for an unknown kind or procedure, Invalid at `kind` or `kind/procedure`.
    """
    _must(actor)
    _check(new)
    with transaction() as session:
        now_set, at = current(session), now()
        before = {key: now_set[key].keep if key in now_set else 0 for key in new}
        # A procedure without a rule goes by the one for all: to keep it for ever is a rule, too.
        changed = tuple(k for k, keep in new.items() if keep != before[k] or (k[1] and k not in now_set))
        for kind, code in changed:
            session.add(
                RetentionRule(kind=kind, procedure_code=code, keep=new[kind, code], changed_at=at,
                              changed_by=actor.account_id, changed_by_name=actor.name)
            )  # fmt: skip
            told = [f"{before[kind, code]} → {new[kind, code]}"]
            log.write(session, actor, "retention_changed", code or kind, kind=kind, changed=told)
    return changed


def dry_run(actor: Actor, new: Mapping[Key, int] | None = None) -> tuple[Found, ...]:
    """What would go by the rules as they are, with `new` in place of theirs; nothing is written.

    Raises NotAllowed, NotFound, Invalid.
    """
    _must(actor)
    _check(new or {})
    with reading() as session:
        keeps = {key: rule.keep for key, rule in current(session).items()} | dict(new or {})
        return look(session, keeps, now())


# --- shared steps -------------------------------------------------------------------------------------------


def current(session: Session) -> dict[Key, Rule]:
    """The newest row of every kind and procedure."""
    newest = select(func.max(RetentionRule.id)).group_by(RetentionRule.kind, RetentionRule.procedure_code)
    rules = select(RetentionRule).where(RetentionRule.id.in_(newest)).order_by(RetentionRule.id)
    return {
        (r.kind, r.procedure_code): Rule(r.kind, r.procedure_code, r.keep, r.changed_by_name, r.changed_at)
        for r in session.scalars(rules)
    }


def in_force(session: Session, at: datetime) -> dict[Key, int]:
    """What counts at this moment. Under a rule of today nothing goes until tomorrow, nor by the old one."""
    return {key: rule.keep if rule.counts_from <= at else 0 for key, rule in current(session).items()}


def look(session: Session, keeps: Mapping[Key, int], at: datetime) -> tuple[Found, ...]:
    """Everything past its time, a line per kind and for dossiers per procedure."""
    found = []
    for (kind, code), keep in sorted(keeps.items()):
        if keep and not code and kind != DOSSIERS:
            count, oldest, newest = session.execute(_count(kind, cut(kind, keep, at))).one()
            found.append(Found(kind, "", keep, count, oldest, newest))
    if (past := dossiers(keeps, at)) is not None:
        query = select(
            Dossier.procedure_code, func.count(), func.min(Dossier.closed_at), func.max(Dossier.closed_at)
        )
        grouped = query.where(past).group_by(Dossier.procedure_code).order_by(Dossier.procedure_code)
        for code, count, oldest, newest in session.execute(grouped):
            keep = keeps.get((DOSSIERS, code), keeps.get((DOSSIERS, ""), 0))
            found.append(Found(DOSSIERS, code, keep, count, oldest, newest))
    return tuple(found)


def cut(kind: str, keep: int, at: datetime) -> datetime:
    """What is older than this is past its time."""
    if kind == DRAFTS:
        return at - timedelta(days=keep)
    year, month = divmod(at.year * 12 + at.month - 1 - keep, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def dossiers(keeps: Mapping[Key, int], at: datetime) -> ColumnElement[bool] | None:
    """The condition on a closed dossier whose time is over; None where no rule asks for any. One with a
    refund that waits or a parcel under way is not over yet."""
    own = {code: keep for (kind, code), keep in keeps.items() if kind == DOSSIERS and code}
    parts = [
        and_(Dossier.procedure_code == code, Dossier.closed_at < cut(DOSSIERS, keep, at))
        for code, keep in own.items() if keep
    ]  # fmt: skip
    if everyone := keeps.get((DOSSIERS, ""), 0):
        rest = Dossier.closed_at < cut(DOSSIERS, everyone, at)
        parts.append(and_(Dossier.procedure_code.not_in(list(own)), rest) if own else rest)
    if not parts:
        return None
    waits = select(MoneyAmendment.id).where(
        MoneyAmendment.dossier_id == Dossier.id, MoneyAmendment.status == "waiting"
    )
    under_way = select(Parcel.id).where(Parcel.dossier_id == Dossier.id, Parcel.closed_at.is_(None))
    return and_(
        Dossier.anonymised_at.is_(None), or_(*parts), ~waits.exists(), ~under_way.exists()
    )  # fmt: skip


def past(kind: str, before: datetime) -> tuple[Any, tuple[ColumnElement[bool], ...], Any]:
    """Table, conditions and the moment that counts of one kind, dossiers apart."""
    ended = or_(Notice.sent_at.is_not(None), Notice.failed_at.is_not(None), Notice.cancelled_at.is_not(None))
    unsent = (Draft.dossier_id.is_(None), Draft.expires_at > now())
    table, at, more = {
        DRAFTS: (Draft, Draft.saved_at, unsent),
        MESSAGES: (Notice, Notice.created_at, (ended,)),
        OFFICE_LOG: (OfficeEvent, OfficeEvent.at, (OfficeEvent.chain == chain.OFFICE,)),
        SCANS_LOG: (OfficeEvent, OfficeEvent.at, (OfficeEvent.chain == chain.SCANS,)),
        PAYMENT_CALLS: (PaymentCall, PaymentCall.at, ()),
    }[kind]
    return table, (at < before, *more), at


def _count(kind: str, before: datetime) -> Select[Any]:
    _table, conditions, at = past(kind, before)
    return select(func.count(), func.min(at), func.max(at)).where(*conditions)


def may(actor: Actor) -> bool:
    """The rules are those of the whole installation: the administrator at the root alone sets them."""
    return scope.sees_all(scope.paths(actor, Permission.RETENTION_MANAGE))


def _must(actor: Actor) -> None:
    if not may(actor):
        raise NotAllowed(str(Permission.RETENTION_MANAGE))


def _check(new: Mapping[Key, int]) -> None:
    codes = {code for _kind, code in new if code}
    with reading() as session:
        known = set(session.scalars(select(ProcedureVersion.code).where(ProcedureVersion.code.in_(codes))))
    faults = []
    for (kind, code), keep in new.items():
        if kind not in LIMITS or (code and (kind != DOSSIERS or code not in known)):
            raise NotFound("retention")
        least, most = LIMITS[kind]
        if keep and not least <= keep <= most:
            where = f"{kind}/{code}" if code else kind
            faults.append(Problem(where, "retention", {"least": least, "most": most}))
    if faults:
        raise Invalid(faults)
