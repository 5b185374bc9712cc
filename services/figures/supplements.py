"""What was asked for once more in a period, and why: by procedure, paper and field, with the list."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.dossiers import SupplementRequest
from db.figures import DossierFact
from db.session import reading
from services import unlisted
from services.actors import Actor
from services.desk.verdicts import NOT_IN, REASONS
from services.errors import NotFound
from services.figures import lists
from services.figures.board import PAGE_SIZE, Listing, list_rows
from services.figures.choice import Choice, Period
from services.figures.lists import F
from services.figures.published import midnight
from services.figures.scene import Asked, Options, Scene
from services.letter_book import label_of
from services.permissions import Permission
from services.workflow import N_

LIST = "supplements"
"""Their table; with `:procedure:key` behind it the list of dossiers that were asked for this."""

EVERYBODY = f"{LIST}:"

BEYOND = "*"
"""The key of papers that the procedure does not list: each has a name of its own."""

USUAL = (
    *REASONS.values(), NOT_IN, N_("không khớp thông tin"), N_("sai mẫu"), N_("thiếu chữ ký"),
    N_("không khớp giấy tờ"), N_("ghi chưa đầy đủ"), N_("sai chính tả"), N_("chưa điền"),
)  # fmt: skip
"""The reasons that officers pick from; a reason that holds none of them is another."""

OTHER = N_("lý do khác")


@dataclass(frozen=True)
class Thing:
    """A paper or field that was asked for. `why`: (reason, how often), the most frequent first."""

    procedure_code: str
    procedure: str
    key: str
    name: str
    is_field: bool
    dossiers: int
    why: tuple[tuple[str, int], ...]

    @property
    def list_code(self) -> str:
        """The list of these dossiers."""
        return f"{LIST}:{self.procedure_code}:{self.key}"


@dataclass(frozen=True)
class Supplements:
    """What was asked for in a period, most often first. `dossiers`: on how many in all."""

    options: Options
    period: Period
    things: tuple[Thing, ...]
    dossiers: int


@dataclass
class _Found:
    item: dict[str, Any]
    dossiers: dict[int, None] = field(default_factory=dict)
    why: Counter[str] = field(default_factory=Counter)


def table(actor: Actor, asked: Asked) -> Supplements:
    """What was asked for in the period, within what this actor may see. Raises NotAllowed."""
    actor.require(Permission.FIGURES_READ)
    with reading(replica=True) as session:
        scene = Scene.of(session, actor, asked)
        found = _found(session, scene.wanted)
    everybody = {one for thing in found.values() for one in thing.dossiers}
    things = [_thing(scene, procedure, key, one) for (procedure, key), one in found.items()]
    things.sort(key=lambda one: (-one.dossiers, one.procedure_code, one.key))
    return Supplements(scene.options, scene.wanted.period, tuple(things), len(everybody))


def listing(actor: Actor, asked: Asked, code: str, page: int = 1) -> Listing:
    """The dossiers that were asked for one thing (`Thing.list_code`), or for anything (EVERYBODY). Raises
    NotAllowed; NotFound for a thing that cannot be."""
    actor.require(Permission.FIGURES_READ)
    named = tuple(code.split(":")[1:])
    if code != EVERYBODY and len(named) != 2:
        raise NotFound("figure")
    with reading(replica=True) as session:
        scene = Scene.of(session, actor, asked)
        found = _found(session, scene.wanted)
        wanted = [one for key, one in found.items() if code == EVERYBODY or key == named]
        ids = list({one: None for thing in wanted for one in thing.dossiers})
        pages = max(1, -(-len(ids) // PAGE_SIZE))
        page = min(max(1, page), pages)
        here = ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        rows = session.execute(lists.those(here)).all()
    shown = list_rows(actor, scene, rows)
    return Listing(scene.options, scene.wanted.period, shown, len(ids), page, pages)


def requests(asked: Choice) -> Select[Any]:
    """Those of the period that were not taken back, oldest first."""
    return (
        select(SupplementRequest.dossier_id, SupplementRequest.items, F.procedure_code)
        .join(DossierFact, DossierFact.dossier_id == SupplementRequest.dossier_id)
        .where(
            SupplementRequest.asked_at >= midnight(asked.period.first),
            SupplementRequest.asked_at < midnight(asked.period.after),
            SupplementRequest.withdrawn_at.is_(None), *lists.chosen(asked),
        )
        .order_by(SupplementRequest.asked_at, SupplementRequest.id)
    )  # fmt: skip


def _found(session: Session, asked: Choice) -> dict[tuple[str, str], _Found]:
    found: dict[tuple[str, str], _Found] = {}
    for row in session.execute(requests(asked)):
        for item in row.items:
            one = found.setdefault((row.procedure_code, _key(item)), _Found(item))
            one.dossiers[row.dossier_id] = None
            one.why.update(_reasons(item.get("reason") or ""))
    return found


def _key(item: dict[str, Any]) -> str:
    return BEYOND if unlisted.is_one(item) else item.get("paper") or item.get("field") or ""


def _reasons(said: str) -> Iterator[str]:
    """The usual reasons that it holds."""
    known = [reason for reason in USUAL if reason in said.lower()]
    yield from known or [OTHER]


def _thing(scene: Scene, procedure_code: str, key: str, found: _Found) -> Thing:
    procedure = scene.procedures.get(procedure_code)
    name = "" if key == BEYOND else (label_of(procedure, found.item) if procedure else "") or key
    return Thing(
        procedure_code, scene.name(procedure_code), key, name, bool(found.item.get("field")),
        len(found.dossiers), tuple(found.why.most_common(4)),
    )  # fmt: skip
