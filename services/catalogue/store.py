"""Published versions of procedures: written once from the shipped files, read by everyone, never edited."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.catalogue import ProcedureDraft, ProcedureVersion
from services.catalogue.reading import DATA, parse, read_text
from services.catalogue.schema import Procedure
from services.clock import now
from services.errors import CatalogueRefused, NotFound

# By engine, so that two databases in one process (tests, a restore) never answer for each other.
_loaded: WeakKeyDictionary[Engine, dict[int, Procedure]] = WeakKeyDictionary()
_loading = Lock()

FROM_RELEASE = "Bản phát hành mới của nhà cung cấp, chờ xem xét: thủ tục này đã được sửa tại đây."
"""The note of a draft that came with a release."""


@lru_cache(maxsize=1)
def shipped() -> tuple[tuple[str, Procedure], ...]:
    """Every shipped file with what it says, by file name. Raises CatalogueRefused, and so stops the start."""
    files = sorted((DATA / "procedures").glob("*.yaml"))
    read = tuple((str(path), parse(read_text(path), str(path))) for path in files)
    seen: dict[tuple[str, int], str] = {}
    for name, procedure in read:
        earlier = seen.setdefault((procedure.code, procedure.version), name)
        if earlier != name:
            raise CatalogueRefused(name, _version_line(name), f"the same code and version as in {earlier}")
    return read


@lru_cache(maxsize=1)
def bundled() -> dict[str, Procedure]:
    """The newest shipped version of every procedure, by code."""
    return {one.code: one for _, one in sorted(shipped(), key=lambda pair: pair[1].version)}


def as_data(procedure: Procedure) -> dict[str, Any]:
    """The procedure as JSON values. Defaults are left out, so that a grown format keeps old digests."""
    return procedure.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def digest(procedure: Procedure) -> str:
    """SHA-256 of what the procedure says, comments and order of the file aside."""
    text = json.dumps(as_data(procedure), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def publish_all(session: Session) -> int:
    """Publish every shipped version that is not published yet, and say how many were.

    Raises CatalogueRefused when a file changed something that is published under its version number.
    """
    return publish(session, shipped())


def publish(session: Session, files: Iterable[tuple[str, Procedure]]) -> int:
    """Publish these (file name, procedure) pairs as publish_all does.

    Where an administrator has published versions of a procedure here, a file never counts by itself: what
    is new in it waits as a draft for a look, once.
    """
    known = _published(session)
    ours = {code for (code, _version), (_digest, by) in known.items() if by is not None}
    added = 0
    for name, procedure in files:
        mine, place = digest(procedure), (procedure.code, procedure.version)
        if place not in known and procedure.code not in ours and _insert(session, procedure):
            added += 1
            continue
        # Another replica may start at the same moment and have been quicker: it must have meant the same.
        there = known.get(place) or _published(session, procedure.code).get(place)
        if there is not None and there[0] == mine:
            continue
        if there is None or there[1] is not None:
            _wait_for_a_look(session, procedure, mine)
        else:
            why = f"version {procedure.version} is published, and a published version is never edited"
            raise CatalogueRefused(name, _version_line(name), f"{why}: raise `version`")
    return added


def _published(session: Session, code: str | None = None) -> dict[tuple[str, int], tuple[str, int | None]]:
    """Of every version (or those of one procedure): its digest, and who published it here."""
    row = ProcedureVersion
    asked = select(row.code, row.version, row.digest, row.published_by)
    if code is not None:
        asked = asked.where(row.code == code)
    return {(code, number): (known, by) for code, number, known, by in session.execute(asked)}


def _wait_for_a_look(session: Session, procedure: Procedure, mine: str) -> None:
    """A draft of what the release says, unless there has been one."""
    from services.catalogue.drafts.examine import (
        file_form,  # which reads files by way of this module's neighbours
    )

    if session.scalar(select(ProcedureDraft.id).where(ProcedureDraft.shipped_digest == mine)) is not None:
        return
    of_code = select(ProcedureVersion.id).where(ProcedureVersion.code == procedure.code)
    base = session.scalar(of_code.order_by(ProcedureVersion.version.desc()).limit(1))
    draft = ProcedureDraft(
        code=procedure.code, name=procedure.name[:200], base_id=base, data=file_form(as_data(procedure)),
        faults=0, shipped_digest=mine, editors=[], edited_by_name="", edited_at=now(), note=FROM_RELEASE,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:  # another replica was quicker
        return


def _insert(session: Session, procedure: Procedure) -> bool:
    try:
        with session.begin_nested():
            session.add(as_row(procedure))
    except IntegrityError:
        return False
    return True


def as_row(procedure: Procedure) -> ProcedureVersion:
    """The row of a version that is published now."""
    return ProcedureVersion(
        code=procedure.code,
        version=procedure.version,
        valid_from=procedure.valid_from,
        valid_to=procedure.valid_to,
        digest=digest(procedure),
        data=as_data(procedure),
        published_at=now(),
        published_by_name="",
    )


def _version_line(name: str) -> int:
    """The line where a file says its version."""
    lines = read_text(Path(name)).splitlines() if Path(name).exists() else []
    return next((n for n, line in enumerate(lines, 1) if line.startswith("version:")), 1)


def version(session: Session, version_id: int) -> Procedure:
    """The procedure of a published version; a dossier stays on the one it was submitted under.

    Raises NotFound.
    """
    return versions(session, [version_id])[version_id]


def current(session: Session, code: str, on: date) -> tuple[int, Procedure]:
    """The version of a procedure that is valid on this day, and its key. Raises NotFound."""
    for version_id, procedure in all_current(session, on, code=code):
        return version_id, procedure
    raise NotFound("procedure")


def all_current(session: Session, on: date, *, code: str | None = None) -> list[tuple[int, Procedure]]:
    """The versions valid on this day with their keys, one per procedure (or of one), sorted by code."""
    wanted = (
        select(ProcedureVersion.code, ProcedureVersion.id)
        .where(ProcedureVersion.valid_from <= on)
        .where(or_(ProcedureVersion.valid_to.is_(None), ProcedureVersion.valid_to >= on))
        .order_by(ProcedureVersion.version)
    )
    if code is not None:
        wanted = wanted.where(ProcedureVersion.code == code)
    newest = {row.code: row.id for row in session.execute(wanted)}
    found = versions(session, list(newest.values()))
    return [(newest[one], found[newest[one]]) for one in sorted(newest)]


def versions(session: Session, version_ids: Collection[int]) -> dict[int, Procedure]:
    """These versions, from memory where they were read before: a version never changes. Raises NotFound."""
    with _loading:
        known = _loaded.setdefault(session.get_bind().engine, {})
        missing = [version_id for version_id in version_ids if version_id not in known]
        if missing:
            asked = select(ProcedureVersion.id, ProcedureVersion.data).where(ProcedureVersion.id.in_(missing))
            for version_id, data in session.execute(asked):
                known[version_id] = Procedure.model_validate(data)
        if any(version_id not in known for version_id in version_ids):
            raise NotFound("procedure")
        return {version_id: known[version_id] for version_id in version_ids}
