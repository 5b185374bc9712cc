"""What every step of a draft of the catalogue shares: who may, which draft, what is wrong with it."""

import json
import math
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.catalogue import ProcedureDraft, ProcedureVersion
from services.actors import Actor
from services.catalogue import store
from services.catalogue.drafts import examine
from services.catalogue.drafts.examine import Fault
from services.catalogue.schema import Procedure
from services.clock import now
from services.errors import GuardRefused, Invalid, NotAllowed, NotFound, Problem, Stale
from services.oversight import log
from services.permissions import POLICY, Permission

EDITING, REVIEW, APPROVED, PUBLISHED, DROPPED = "editing", "review", "approved", "published", "dropped"
OPEN = (EDITING, REVIEW, APPROVED)
BIGGEST, DEEPEST = 900_000, 40
"""Characters of a draft as JSON, and how deep it goes: as far as a file may."""


def manager(reader: Actor) -> None:
    """Procedures count in the whole province: only an administrator at the top of the tree changes them.

    Raises NotAllowed.
    """
    reader.require(Permission.CATALOGUE_MANAGE)
    tops = [g for g in reader.grants if Permission.CATALOGUE_MANAGE in POLICY[g.role]]
    if not any(len(g.path.strip("/").split("/")) == 1 for g in tops):
        raise NotAllowed(str(Permission.CATALOGUE_MANAGE))


def held(session: Session, draft_id: int, row_version: int, *states: str) -> ProcedureDraft:
    """The draft, held to the end, as its user saw it. Raises NotFound, Stale, GuardRefused (draft_state)."""
    draft = session.scalar(select(ProcedureDraft).where(ProcedureDraft.id == draft_id).with_for_update())
    if draft is None:
        raise NotFound("draft")
    if draft.row_version != row_version:
        raise Stale(draft.edited_by_name, "catalogue_edited", draft.edited_at)
    if draft.state not in states:
        raise GuardRefused("draft_state", state=draft.state)
    return draft


def touch(draft: ProcedureDraft, reader: Actor) -> None:
    """Somebody changed it just now."""
    draft.row_version += 1
    draft.edited_by, draft.edited_by_name, draft.edited_at = reader.account_id, reader.name, now()


def tell(session: Session, reader: Actor, action: str, draft: ProcedureDraft, **facts: Any) -> None:
    """One line of the office's log."""
    log.write(session, reader, action, draft.code or f"#{draft.id}", draft=draft.id, **facts)


def put(session: Session, draft: ProcedureDraft, data: dict[str, Any]) -> None:
    """The draft says this now, right or wrong."""
    draft.data = data
    draft.code, draft.name = _text(data, "code")[:40], _text(data, "name")[:200]
    draft.faults = len(faults_of(session, draft)[1])


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def faults_of(session: Session, draft: ProcedureDraft) -> tuple[Procedure | None, tuple[Fault, ...]]:
    """What the draft says if it is right, and what is wrong."""
    codes = set(session.scalars(select(Agency.code))) if draft.data.get("offered_by") else None
    return examine.read(draft.data, codes=codes)


def newest(session: Session, code: str) -> ProcedureVersion | None:
    """The newest published version of a procedure, valid yet or not."""
    asked = select(ProcedureVersion).where(ProcedureVersion.code == code)
    return session.scalar(asked.order_by(ProcedureVersion.version.desc()).limit(1))


def ready(session: Session, draft: ProcedureDraft) -> Procedure:
    """The procedure of a draft that is right and still begins at the newest version.

    Raises GuardRefused (draft_faults, draft_outdated, draft_unchanged).
    """
    procedure, found = faults_of(session, draft)
    if procedure is None:
        raise GuardRefused("draft_faults", count=len(found))
    last = newest(session, procedure.code)
    if last is not None and last.id != draft.base_id:
        raise GuardRefused("draft_outdated")
    if last is not None and last.digest == store.digest(dated(procedure, last.version, last.valid_from)):
        raise GuardRefused("draft_unchanged")
    return procedure


def dated(procedure: Procedure, version: int, valid_from: date) -> Procedure:
    """The same under this number and from this day. Raises ValidationError where the day is after its end."""
    data = store.as_data(procedure) | {"version": version, "valid_from": valid_from.isoformat()}
    return Procedure.model_validate(data)


def next_number(session: Session, code: str) -> int:
    """The number of the version that comes next."""
    asked = select(func.max(ProcedureVersion.version)).where(ProcedureVersion.code == code)
    return (session.scalar(asked) or 0) + 1


def plain(data: Any, depth: int = 0) -> Any:
    """What was typed as JSON values that both databases keep: NFC, no control characters, no odd numbers.

    Raises Invalid for what is too deep or too big.
    """
    if depth > DEEPEST:
        raise Invalid([Problem("", "draft_too_big")])
    if isinstance(data, str):
        text = unicodedata.normalize("NFC", data.replace("\r\n", "\n"))
        return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    if isinstance(data, Mapping):
        return {plain(str(key)): plain(part, depth + 1) for key, part in data.items()}
    if isinstance(data, list | tuple | set | frozenset):
        return [plain(part, depth + 1) for part in data]
    if data is None or isinstance(data, bool):
        return data
    if isinstance(data, int):
        return data if abs(data) < 10**15 else str(data)
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    return str(data)


def small(data: dict[str, Any]) -> dict[str, Any]:
    """The draft's data made plain. Raises Invalid when it is too big."""
    made = plain(data)
    if len(json.dumps(made, ensure_ascii=False)) > BIGGEST:
        raise Invalid([Problem("", "draft_too_big")])
    return made
