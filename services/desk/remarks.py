"""Notes inside the office and labels: for colleagues alone; nothing that a citizen sees reads them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.desk import DossierLabel, Label, OfficeNote
from db.dossiers import Dossier
from db.session import reading, transaction
from services.actors import Actor
from services.clock import now
from services.desk.own import find
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, Problem
from services.identity import fold
from services.needs import MAX_TEXT, clean
from services.permissions import Permission
from services.workflow import Role

MAX_LABEL = 40
MAX_LABELS = 60
"""Of one agency, retired ones left out: a list that nobody can read sorts nothing."""


@dataclass(frozen=True)
class NoteRow:
    """One remark."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LabelRow:
    """A label of the agency. `on` when the dossier in question has it, `retired` when no longer offered."""

    id: int
    name: str
    on: bool = False
    retired: bool = False


def add_note(actor: Actor, code: str, text: str) -> None:
    """Write a remark; it is never changed again. Raises NotFound, Missing, Invalid."""
    if not (text := clean(text)):
        raise Missing(["office_note"])
    if len(text) > MAX_TEXT:
        raise Invalid([Problem("office_note", "too_long", {"limit": MAX_TEXT})])
    with transaction() as session:
        dossier = find(session, actor, code)
        session.add(
            OfficeNote(
                dossier_id=dossier.id, text=text, by_id=actor.account_id, by_name=actor.name, at=now()
            )
        )  # fmt: skip


def set_labels(actor: Actor, code: str, wanted: set[int]) -> None:
    """The dossier has exactly these labels. Raises NotFound, also for a label of another agency."""
    with transaction() as session:
        dossier = find(session, actor, code, lock=True)
        offered = {row.id: row for row in of(session, dossier)[0]}
        if wanted - set(offered):
            raise NotFound("label")
        for row in offered.values():
            if row.on and row.id not in wanted:
                session.delete(session.get_one(DossierLabel, (dossier.id, row.id)))
        at, have = now(), {row.id for row in offered.values() if row.on}
        session.add_all(
            DossierLabel(dossier_id=dossier.id, label_id=one, by_id=actor.account_id, at=at)
            for one in sorted(wanted - have)
        )


def add_label(actor: Actor, name: str) -> tuple[LabelRow, ...]:
    """A new word for the actor's agency, or an old one offered again; the labels of the agency then.

    Raises NotAllowed, Missing, Invalid (too long, or too many labels).
    """
    agency_id, name = _agency_of(actor), " ".join(clean(name).split())
    if not name:
        raise Missing(["label"])
    if len(name) > MAX_LABEL:
        raise Invalid([Problem("label", "too_long", {"limit": MAX_LABEL})])
    with transaction() as session:
        offered = select(func.count()).where(Label.agency_id == agency_id, Label.retired_at.is_(None))
        if (session.scalar(offered) or 0) >= MAX_LABELS:
            raise Invalid([Problem("label", "too_many_labels", {"limit": MAX_LABELS})])
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(Label).values(
            agency_id=agency_id, name=name, folded=fold(name)[:MAX_LABEL]
        )
        again = {"name": name, "retired_at": None}
        session.execute(statement.on_conflict_do_update(index_elements=["agency_id", "folded"], set_=again))
        return _of_agency(session, agency_id)


def retire_label(actor: Actor, label_id: int) -> None:
    """The leader takes a word off the list; dossiers that have it keep it. Raises NotAllowed, NotFound."""
    with transaction() as session:
        label = session.get(Label, label_id)
        if label is None or label.agency_id not in actor.agencies_for(Permission.DOSSIER_READ):
            raise NotFound("label")
        if Role.LEADER not in actor.roles_at(label.agency_id):
            raise NotAllowed("retire_label")
        label.retired_at = now()


def labels(actor: Actor) -> tuple[LabelRow, ...]:
    """The labels that the actor's agency offers, by name. Raises NotAllowed."""
    agency_id = _agency_of(actor)
    with reading() as session:
        return _of_agency(session, agency_id)


# --- many dossiers at once (services/desk/bulk.py) -------------------------------------------------------


def check_label(session: Session, actor: Actor, dossier: Dossier, label_id: int) -> Label:
    """A shared step: the label that this dossier can get. Raises NotFound for another agency's dossier or
    label, GuardRefused where the label is retired or there already."""
    if dossier.agency_id not in actor.agencies_for(Permission.DOSSIER_READ):
        raise NotFound("dossier")
    label = session.get(Label, label_id)
    if label is None or label.agency_id != dossier.agency_id:
        raise NotFound("label")
    if label.retired_at is not None:
        raise GuardRefused("label_retired")
    if session.get(DossierLabel, (dossier.id, label_id)):
        raise GuardRefused("has_the_label")
    return label


def put_label(session: Session, actor: Actor, code: str, label_id: int) -> None:
    """A shared step: this label beside those that the dossier has. Raises as check_label does."""
    dossier = find(session, actor, code, lock=True)
    check_label(session, actor, dossier, label_id)
    session.add(DossierLabel(dossier_id=dossier.id, label_id=label_id, by_id=actor.account_id, at=now()))


# --- shared steps ----------------------------------------------------------------------------------------


HERE = and_(DossierLabel.label_id == Label.id, DossierLabel.dossier_id == bindparam("dossier"))
NOTES = select(
    literal("note").label("what"), OfficeNote.id, OfficeNote.text, OfficeNote.by_name, OfficeNote.at,
    OfficeNote.at.label("until"),
)  # fmt: skip
LABELS = select(literal("label"), Label.id, Label.name, Label.folded, DossierLabel.at, Label.retired_at)
REMARKS = union_all(
    NOTES.where(OfficeNote.dossier_id == bindparam("dossier")),
    LABELS.outerjoin(DossierLabel, HERE).where(Label.agency_id == bindparam("agency")),
)


def of(session: Session, dossier: Dossier) -> tuple[tuple[LabelRow, ...], tuple[NoteRow, ...]]:
    """What the agency offers and what the dossier has of labels, by name, and its remarks, newest first; one
    query for both."""
    found = session.execute(REMARKS, {"dossier": dossier.id, "agency": dossier.agency_id}).all()
    offered = [row for row in found if row[0] == "label" and (row[4] or not row[5])]
    written = sorted((row for row in found if row[0] == "note"), key=lambda row: -row[1])
    return (
        tuple(
            LabelRow(row[1], row[2], row[4] is not None, row[5] is not None)
            for row in sorted(offered, key=lambda row: row[3])
        ),
        tuple(NoteRow(row[2], row[3], row[4]) for row in written),
    )


def _of_agency(session: Session, agency_id: int) -> tuple[LabelRow, ...]:
    query = select(Label.id, Label.name).where(Label.agency_id == agency_id, Label.retired_at.is_(None))
    return tuple(LabelRow(row.id, row.name) for row in session.execute(query.order_by(Label.folded)))


def _agency_of(actor: Actor) -> int:
    """Where this actor works on dossiers; of several the first. Raises NotAllowed."""
    actor.require(Permission.DOSSIER_READ)
    return min(actor.agencies_for(Permission.DOSSIER_READ))
