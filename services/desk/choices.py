"""What an officer keeps of her queue: saved views, chosen columns; and what a queue can be narrowed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, or_, select
from sqlalchemy.orm import Session

from db.desk import Label
from db.people import Account, RoleGrant
from db.queue import QueueLook, SavedView
from db.session import engine, reading, transaction
from services import needs
from services.actors import Actor
from services.catalogue import store
from services.clock import now, today
from services.desk import narrow
from services.desk.narrow import Narrow
from services.desk.views import TABS
from services.errors import GuardRefused, Missing, NotFound
from services.language import pick
from services.permissions import Permission
from services.workflow import Role

COLUMNS = (
    "nguoi-nop", "thu-tuc", "vi-sao", "trang-thai", "linh-vuc", "ngay-nop", "ngay-nhan", "han", "nguoi-giu",
    "kenh", "muc-do", "phi", "tra",
)  # fmt: skip
"""Codes of the columns beside the dossier's code, in the order in which they stand: applicant, procedure,
why here, state, field, sent, received, due, officer, channel, level, money, delivery."""

USUAL = COLUMNS[:4]
KEPT_SECONDS = 30.0
"""Another copy of the program shows a change after so long; this one at once."""

MOST_VIEWS, NAME_LENGTH = 30, 60


@dataclass(frozen=True)
class Saved:
    """A saved view. `by` is empty for the reader's own."""

    id: int
    name: str
    address: dict[str, str]
    shared: bool
    by: str


@dataclass(frozen=True)
class Choices:
    """Columns in order, whether rows stand close, own views and those that colleagues share."""

    columns: tuple[str, ...] = USUAL
    dense: bool = False
    views: tuple[Saved, ...] = ()


@dataclass(frozen=True)
class Offered:
    """What can be asked for, by code: names of procedures, fields with their procedures, officers, labels."""

    procedures: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    of_field: dict[str, tuple[str, ...]] = field(default_factory=dict)
    officers: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


_kept: WeakKeyDictionary[Engine, dict[int, tuple[float, Choices]]] = WeakKeyDictionary()


def of(actor: Actor) -> Choices:
    """What this officer has chosen; one question in half a minute, two where there are views."""
    actor.require(Permission.QUEUE_READ)
    known, account_id = _kept.setdefault(engine(), {}), actor.account_id or 0
    if (kept := known.get(account_id)) and monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    with reading() as session:
        look = session.get(QueueLook, account_id)
        found = Choices(views=_views(session, actor))
        if look is not None:
            columns = tuple(code for code in COLUMNS if code in look.columns)
            found = Choices(columns or USUAL, look.dense, found.views)
    known[account_id] = (monotonic(), found)
    return found


def _views(session: Session, actor: Actor) -> tuple[Saved, ...]:
    agencies = actor.agencies_for(Permission.QUEUE_READ)
    mine = SavedView.account_id == actor.account_id
    theirs = SavedView.shared & SavedView.agency_id.in_(sorted(agencies))
    rows = session.execute(
        select(SavedView, Account.name)
        .join(Account, Account.id == SavedView.account_id)
        .where(or_(mine, theirs))
        .order_by(mine.desc(), SavedView.name, SavedView.id)
    )
    return tuple(
        Saved(row.id, row.name, row.address, row.shared, "" if row.account_id == actor.account_id else by)
        for row, by in rows
    )


NAMED = ("thu-tuc", "linh-vuc", "nguoi", "nhan")
"""Filters whose codes have their names in the database."""

_OFFICERS = (
    select(Account.id, Account.name)
    .join(RoleGrant, RoleGrant.account_id == Account.id)
    .where(
        RoleGrant.agency_id.in_(bindparam("agencies", expanding=True)),
        RoleGrant.role.in_((Role.RECEIVER, Role.SPECIALIST, Role.LEADER)),
    )
    .order_by(Account.name)
)
_LABELS = (
    select(Label.id, Label.name)
    .where(Label.agency_id.in_(bindparam("agencies", expanding=True)))
    .order_by(Label.folded)
)


def offered(actor: Actor) -> Offered:
    """The choices of the filters, in the reader's language."""
    actor.require(Permission.QUEUE_READ)
    agencies, day = sorted(actor.agencies_for(Permission.QUEUE_READ)), today()
    with reading() as session:
        procedures = [procedure for _, procedure in store.all_current(session, day)]
        officers = session.execute(_OFFICERS, {"agencies": agencies}).all()
        labels = session.execute(_LABELS, {"agencies": agencies}).all()
    of_field: dict[str, tuple[str, ...]] = {}
    fielded = [one for one in procedures if one.field_code]
    for one in fielded:
        of_field[one.field_code] = (*of_field.get(one.field_code, ()), one.code)
    return Offered(
        {one.code: pick(one.short, one.short_en) for one in procedures},
        {one.field_code: pick(one.field, one.field_en) for one in fielded},
        of_field,
        {str(key): name for key, name in officers},
        {str(key): name for key, name in labels},
    )


def narrowed(actor: Actor, asked: Mapping[str, str]) -> Narrow:
    """What an address narrows the queue to. The catalogue is asked only for a field (lĩnh vực)."""
    if not any(name in asked for name in narrow.NAMES):
        return narrow.EVERYTHING
    return narrow.read(asked, offered(actor).of_field if "linh-vuc" in asked else {})


def keep_look(actor: Actor, columns: Sequence[str], *, dense: bool) -> None:
    """The columns this officer wants from now on. Raises NotAllowed; unknown codes are left out."""
    actor.require(Permission.QUEUE_READ)
    with transaction() as session:
        look = session.get(QueueLook, actor.account_id) or QueueLook(account_id=actor.account_id)
        look.columns, look.dense = [code for code in COLUMNS if code in columns], dense
        session.add(look)
    _forget(actor)


def save_view(actor: Actor, name: str, address: Mapping[str, str], *, shared: bool) -> None:
    """Keep a tab with its filters under a name; the same name again replaces it.

    Raises Missing for no name, GuardRefused("views_left") for too many, NotAllowed.
    """
    actor.require(Permission.QUEUE_READ)
    name = " ".join(needs.clean(name).split())[:NAME_LENGTH]
    if not name:
        raise Missing(["view_name"])
    kept = {k: v for k, v in address.items() if k in narrow.NAMES or (k == "tab" and v in TABS)}
    with transaction() as session:
        mine = list(session.scalars(select(SavedView).where(SavedView.account_id == actor.account_id)))
        view = next((one for one in mine if one.name == name), None)
        if view is None and len(mine) >= MOST_VIEWS:
            raise GuardRefused("views_left")
        view = view or SavedView(account_id=actor.account_id, name=name)
        view.agency_id = min(actor.agencies_for(Permission.QUEUE_READ))
        view.address, view.shared, view.saved_at = kept, shared, now()
        session.add(view)
    _forget(actor, everybody=True)


def drop_view(actor: Actor, view_id: int) -> None:
    """Take a view of one's own away. Raises NotFound for any other."""
    actor.require(Permission.QUEUE_READ)
    with transaction() as session:
        view = session.get(SavedView, view_id)
        if view is None or view.account_id != actor.account_id:
            raise NotFound("view")
        session.delete(view)
    _forget(actor, everybody=True)


def _forget(actor: Actor, *, everybody: bool = False) -> None:
    known = _kept.setdefault(engine(), {})
    if everybody:
        known.clear()
    known.pop(actor.account_id or 0, None)
