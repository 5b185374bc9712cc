"""The catalogue as its room shows it: drafts, published versions, one draft with its faults."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from db.catalogue import ProcedureDraft, ProcedureVersion
from db.session import reading
from services.actors import Actor
from services.catalogue import store, yaml_text
from services.catalogue.drafts import examine
from services.catalogue.drafts.draft_steps import OPEN, faults_of, manager
from services.catalogue.drafts.examine import Fault
from services.catalogue.schema import Procedure
from services.clock import today
from services.errors import NotFound

MOST = 200


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list. `faults` as counted when it was kept last."""

    id: int
    code: str
    name: str
    state: str
    base_version: int | None
    edited_by: str
    edited_at: datetime
    valid_from: date | None
    faults: int
    from_release: bool
    """It came with a release of the program and waits for a look."""


@dataclass(frozen=True)
class VersionRow:
    """A published version. `published_by` is empty for what came with the program."""

    version_id: int
    code: str
    version: int
    name: str
    valid_from: date
    valid_to: date | None
    published_at: datetime
    published_by: str
    current: bool
    coming: bool


@dataclass(frozen=True)
class Draft:
    """One draft. `data` is what was typed; `procedure` what it says where nothing is wrong."""

    id: int
    row_version: int
    state: str
    data: dict[str, Any]
    base: Procedure | None
    faults: tuple[Fault, ...]
    edited_by: str
    edited_at: datetime
    author_id: int | None
    asked_by: str
    note: str
    valid_from: date | None
    procedure: Procedure | None
    base_id: int | None
    editors: tuple[int, ...]
    approved_by: str
    outdated: bool
    """A newer version than the base has been published: it can no longer be reviewed or published."""
    published_id: int | None
    from_release: bool


def rows(reader: Actor, *, closed: bool = False) -> tuple[DraftRow, ...]:
    """Drafts under way, the last changed first; with `closed` those that were published or dropped.

    Raises NotAllowed.
    """
    manager(reader)
    wanted = ProcedureDraft.state.in_(OPEN)
    with reading() as session:
        found = session.execute(
            select(ProcedureDraft, ProcedureVersion.version)
            .outerjoin(ProcedureVersion, ProcedureVersion.id == ProcedureDraft.base_id)
            .where(~wanted if closed else wanted)
            .order_by(ProcedureDraft.edited_at.desc(), ProcedureDraft.id.desc())
            .limit(MOST)
        )
        return tuple(
            DraftRow(
                one.id, one.code, one.name, one.state, base, one.edited_by_name, one.edited_at,
                _day(one.data), one.faults, one.shipped_digest is not None,
            )
            for one, base in found
        )  # fmt: skip


def published(reader: Actor) -> tuple[VersionRow, ...]:
    """Every published version, by code, the newest first. Raises NotAllowed."""
    manager(reader)
    with reading() as session:
        day = today()
        current = {version_id for version_id, _ in store.all_current(session, day)}
        found = session.scalars(
            select(ProcedureVersion).order_by(ProcedureVersion.code, ProcedureVersion.version.desc())
        )
        return tuple(
            VersionRow(
                one.id, one.code, one.version, one.data["name"], one.valid_from, one.valid_to,
                one.published_at, one.published_by_name, one.id in current, one.valid_from > day,
            )
            for one in found
        )  # fmt: skip


def procedure(reader: Actor, version_id: int) -> Procedure:
    """A published version, for two to be laid side by side. Raises NotAllowed, NotFound."""
    manager(reader)
    with reading() as session:
        return store.version(session, version_id)


def view(reader: Actor, draft_id: int) -> Draft:
    """One draft with all its faults. Raises NotAllowed, NotFound."""
    manager(reader)
    with reading() as session:
        row = session.get(ProcedureDraft, draft_id)
        if row is None:
            raise NotFound("draft")
        read, found = faults_of(session, row)
        last = session.scalar(
            select(func.max(ProcedureVersion.id)).where(
                ProcedureVersion.code == row.code, ProcedureVersion.id > (row.base_id or 0)
            )
        )
        return Draft(
            row.id, row.row_version, row.state, row.data,
            store.version(session, row.base_id) if row.base_id else None,
            found, row.edited_by_name, row.edited_at, row.author_id, row.asked_by_name, row.note,
            _day(row.data), read, row.base_id, tuple(row.editors), row.approved_by_name,
            row.state in OPEN and last is not None, row.published_id, row.shipped_digest is not None,
        )  # fmt: skip


def export_yaml(reader: Actor, draft_id: int | None = None, *, version_id: int | None = None) -> str:
    """A draft, or a published version, as the file that check-catalogue reads.

    Raises NotAllowed, NotFound.
    """
    manager(reader)
    with reading() as session:
        if version_id is not None:
            return yaml_text.write(examine.file_form(store.as_data(store.version(session, version_id))))
        row = session.get(ProcedureDraft, draft_id)
        if row is None:
            raise NotFound("draft")
        return yaml_text.write(row.data)


def _day(data: dict[str, Any]) -> date | None:
    try:
        return date.fromisoformat(data["valid_from"])
    except (KeyError, TypeError, ValueError):
        return None
