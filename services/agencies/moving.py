"""How a merger hands work on, a portion at a time: people first, then dossiers, drafts and the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.agencies import Agency, Merger, MovedDossier
from db.desk import DossierLabel, DossierSubject, Label
from db.desk_work import AssignmentRule, CertificateDraft, DueWarning
from db.dossiers import Dossier, Draft, Proposal
from db.fees import StrayRefund
from db.money import MoneyAmendment, OnlinePayment, StatementLine
from db.people import Account, RoleGrant
from db.post import Parcel
from db.queue import SavedView
from services import draft_versions, journal
from services.actors import SYSTEM
from services.clock import now
from services.figures.life import TAKE_OVER
from services.oversight import log
from services.workflow import OPEN, Clock, Role

DOSSIERS, DRAFTS = 100, 200
"""In one portion: on SQLite everybody who writes waits for it."""

WITH_A_DOSSIER: tuple[tuple[Any, ColumnElement[bool]], ...] = (
    (DossierSubject, literal(True)),
    (DueWarning, literal(True)),
    (Proposal, Proposal.status == "waiting"),
    (CertificateDraft, CertificateDraft.settled_at.is_(None)),
    (Parcel, Parcel.closed_at.is_(None)),
    (MoneyAmendment, MoneyAmendment.status == "waiting"),
    (OnlinePayment, OnlinePayment.status == "open"),
)
"""What hangs on an open dossier and is looked for by its agency."""

WAITING: tuple[tuple[Any, ColumnElement[bool]], ...] = (
    (OnlinePayment, OnlinePayment.status.in_(("open", "stray"))),
    (StrayRefund, StrayRefund.status == "waiting"),
    (MoneyAmendment, MoneyAmendment.status == "waiting"),
    (Parcel, Parcel.closed_at.is_(None)),
)
"""What waits for somebody of the agency beside its dossiers."""


def is_open() -> ColumnElement[bool]:
    """The condition on a dossier that somebody still has to do something about."""
    return Dossier.state.in_([int(state) for state in OPEN])


def open_drafts(ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    """The conditions on a form under way at one of these agencies."""
    return Draft.agency_id.in_(ids), Draft.dossier_id.is_(None), Draft.expires_at > now()


def roles(ids: Sequence[int], day: date) -> tuple[ColumnElement[bool], ...]:
    """The conditions on roles at these agencies that would count on this day or later."""
    later = RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day)
    return RoleGrant.agency_id.in_(ids), RoleGrant.role != Role.CITIZEN.value, later


def portion(session: Session, merger: Merger) -> bool:
    """The next piece of this merger, which the caller holds locked; whether something may be left."""
    names = {row.id: row for row in session.scalars(select(Agency).where(Agency.id.in_(merger.ended)))}
    successor = session.get_one(Agency, merger.successor_id) if merger.successor_id else None
    if merger.state == "planned":
        merger.state = "moving"
        _told(merger, roles=_roles(session, merger, names, successor))
        if successor:
            _rules(session, merger, successor)
        return True
    if successor is None:
        return _finish(session, merger, names, None)
    dossiers = session.scalars(
        select(Dossier).where(Dossier.agency_id.in_(merger.ended), is_open())
        .order_by(Dossier.id).limit(DOSSIERS).with_for_update()
    ).all()  # fmt: skip
    for dossier in dossiers:
        _take_over(session, dossier, merger, names[dossier.agency_id], successor)
    if dossiers:
        _told(merger, dossiers=len(dossiers))
        return True
    drafts = session.scalars(
        select(Draft).where(*open_drafts(merger.ended)).order_by(Draft.id).limit(DRAFTS).with_for_update()
    ).all()
    for draft in drafts:
        draft_versions.note_move(session, draft, names[draft.agency_id or 0].name, successor.name)
        draft.agency_id = successor.id
    if drafts:
        _told(merger, drafts=len(drafts))
        return True
    return _finish(session, merger, names, successor)


def _told(merger: Merger, **more: int) -> None:
    merger.moved = {**merger.moved, **{what: merger.moved.get(what, 0) + n for what, n in more.items()}}


def _roles(
    session: Session, merger: Merger, names: dict[int, Agency], successor: Agency | None
) -> int:
    """Every role ends with the day before, and the same begins at the successor; how many began."""
    eve, begun = merger.day - timedelta(days=1), 0
    grants = session.execute(
        select(RoleGrant, Account.username).join(Account, Account.id == RoleGrant.account_id)
        .where(*roles(merger.ended, merger.day)).order_by(RoleGrant.id)
    ).all()  # fmt: skip
    for grant, username in grants:
        first, last = max(merger.day, grant.valid_from), grant.valid_to
        grant.valid_to = eve
        told = {"role": grant.role, "merger": merger.id}
        log.write(session, SYSTEM, "role_ended", username, agency_id=grant.agency_id,
                  agency=grant.agency_id, last=eve.isoformat(), **told)  # fmt: skip
        if successor is None or _held(session, grant, successor, first):
            continue
        session.add(
            RoleGrant(account_id=grant.account_id, role=grant.role, agency_id=successor.id, valid_from=first,
                      valid_to=last, stands_for_id=grant.stands_for_id)
        )  # fmt: skip
        session.flush()
        log.write(session, SYSTEM, "role_given", username, agency_id=successor.id, agency=successor.id,
                  first=first.isoformat(), last=last and last.isoformat(), **told)  # fmt: skip
        begun += 1
    return begun


def _held(session: Session, grant: RoleGrant, successor: Agency, first: date) -> bool:
    """Whether the person has this role there already, from then on and for as long."""
    same = select(RoleGrant.id).where(
        RoleGrant.account_id == grant.account_id, RoleGrant.role == grant.role,
        RoleGrant.agency_id == successor.id, RoleGrant.valid_from <= first, RoleGrant.valid_to.is_(None),
    )  # fmt: skip
    return session.scalar(same.limit(1)) is not None


def _rules(session: Session, merger: Merger, successor: Agency) -> None:
    """Who gets which dossiers goes on, and the views that officers have saved."""
    rules = session.scalars(select(AssignmentRule).where(AssignmentRule.agency_id.in_(merger.ended)))
    for rule in rules.all():
        if session.get(AssignmentRule, (successor.id, rule.subject, rule.account_id)) is None:
            session.add(
                AssignmentRule(agency_id=successor.id, subject=rule.subject, account_id=rule.account_id,
                               last_at=rule.last_at, by_itself=rule.by_itself)
            )  # fmt: skip
            session.flush()
    session.execute(
        update(SavedView).where(SavedView.agency_id.in_(merger.ended)).values(agency_id=successor.id)
    )


def _take_over(
    session: Session, dossier: Dossier, merger: Merger, old: Agency, successor: Agency
) -> None:
    """One dossier with all that hangs on it. Code, state, clock, due date and holder stay as they are."""
    dossier.agency_id = successor.id
    if dossier.pickup_agency_id in merger.ended:
        dossier.pickup_agency_id = successor.id
    for table, waits in WITH_A_DOSSIER:
        session.execute(
            update(table).where(table.dossier_id == dossier.id, waits).values(agency_id=successor.id)
        )
    _labels(session, dossier, successor)
    if (kept := session.get(MovedDossier, dossier.id)) is None:
        session.add(MovedDossier(dossier_id=dossier.id, home_id=old.id, merger_id=merger.id))
    else:
        kept.merger_id = merger.id
    facts = {
        "from": old.name, "from_id": old.id, "to": successor.name, "to_id": successor.id, "merger": merger.id,
    }  # fmt: skip
    journal.append(
        session, dossier, actor=SYSTEM, action=TAKE_OVER, from_state=int(dossier.state), clock=Clock.RUNS,
        facts=facts, at=now(),
    )  # fmt: skip


def _labels(session: Session, dossier: Dossier, successor: Agency) -> None:
    """The words it was sorted by stand at the successor too."""
    mine = session.execute(
        select(DossierLabel, Label).join(Label, Label.id == DossierLabel.label_id)
        .where(DossierLabel.dossier_id == dossier.id, Label.agency_id != successor.id)
    ).all()  # fmt: skip
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for on, label in mine:
        session.execute(
            insert(Label).values(agency_id=successor.id, name=label.name, folded=label.folded)
            .on_conflict_do_nothing(index_elements=["agency_id", "folded"])
        )  # fmt: skip
        same = select(Label.id).where(Label.agency_id == successor.id, Label.folded == label.folded)
        session.merge(
            DossierLabel(dossier_id=dossier.id, label_id=session.scalar(same), by_id=on.by_id, at=on.at)
        )
        session.delete(on)
        session.flush()


def _finish(
    session: Session, merger: Merger, names: dict[int, Agency], successor: Agency | None
) -> bool:
    """What waits beside dossiers, and the line that says how it ended."""
    if successor:
        for table, waits in WAITING:
            session.execute(
                update(table).where(table.agency_id.in_(merger.ended), waits).values(agency_id=successor.id)
            )
        # The same line of a bank may be known to both: then it waits where it is known already.
        known = select(StatementLine.key).where(StatementLine.agency_id == successor.id)
        once = select(func.min(StatementLine.id)).where(
            StatementLine.agency_id.in_(merger.ended), StatementLine.status == "open"
        ).group_by(StatementLine.key)  # fmt: skip
        session.execute(
            update(StatementLine)
            .where(and_(StatementLine.id.in_(once), StatementLine.key.not_in(known)))
            .values(agency_id=successor.id)
            .execution_options(synchronize_session=False)
        )
    merger.state, merger.done_at = "done", now()
    first = names[min(names)]
    log.write(
        session, SYSTEM, "merger_done", (successor or first).code, agency_id=(successor or first).id,
        merger=merger.id, ended=[row.code for row in names.values()], **merger.moved,
    )  # fmt: skip
    return False
