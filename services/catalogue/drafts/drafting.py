"""The verbs of the catalogue: a draft is begun, kept, reviewed by a second person and published at a day."""

from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.catalogue import ProcedureDraft, ProcedureVersion
from db.session import transaction
from services.actors import Actor
from services.catalogue import store
from services.catalogue.drafts import examine
from services.catalogue.drafts.draft_steps import (
    APPROVED,
    DROPPED,
    EDITING,
    OPEN,
    PUBLISHED,
    REVIEW,
    dated,
    held,
    manager,
    newest,
    next_number,
    put,
    ready,
    small,
    tell,
    touch,
)
from services.catalogue.drafts.draft_views import (
    Draft,
    DraftRow,
    VersionRow,
    export_yaml,
    procedure,
    published,
    rows,
    view,
)
from services.catalogue.drafts.examine import Fault
from services.catalogue.lines import Document
from services.clock import now, today
from services.errors import GuardRefused, Invalid, Problem

__all__ = [
    "Draft", "DraftRow", "Fault", "VersionRow", "approve", "ask_review", "begin_empty", "begin_from", "drop",
    "export_yaml", "import_yaml", "keep", "procedure", "publish", "published", "rows", "send_back", "view",
]  # fmt: skip


def begin_empty(reader: Actor) -> int:
    """A new procedure with nothing in it yet; the draft's id. Raises NotAllowed."""
    manager(reader)
    with transaction() as session:
        return _begin(session, reader, {}, None, "catalogue_begun")


def begin_from(reader: Actor, version_id: int, *, as_new: bool = False) -> int:
    """The next version of a procedure, or with `as_new` another one that starts as its copy.

    Begun from an earlier version it says what that one said, and is to follow the newest one.
    Raises NotAllowed, NotFound.
    """
    manager(reader)
    with transaction() as session:
        old = store.version(session, version_id)
        base = None if as_new else newest(session, old.code)
        data = examine.file_form(store.as_data(old))
        for name in ("version", "valid_from", *(("code", "key") if as_new else ())):
            data.pop(name, None)
        return _begin(session, reader, data, base.id if base else None, "catalogue_begun")


def import_yaml(reader: Actor, text: str) -> int:
    """A draft from a file, however wrong: what is wrong stands beside it. Its base is the newest version.

    Raises NotAllowed, Invalid; CatalogueRefused with the line for what is no YAML, or more of YAML than the
    format has.
    """
    manager(reader)
    data = small(Document(text.removeprefix("\ufeff"), "tệp").values)
    with transaction() as session:
        code = data.get("code")
        base = newest(session, code) if isinstance(code, str) else None
        return _begin(session, reader, data, base.id if base else None, "catalogue_imported")


def keep(reader: Actor, draft_id: int, row_version: int, data: dict[str, Any]) -> int:
    """Keep what was typed, right or wrong; the new row version. What was reviewed has to be reviewed again.

    Nothing is written where nothing changed. Raises NotAllowed, NotFound, Stale, Invalid, GuardRefused.
    """
    manager(reader)
    data = small(data)
    with transaction() as session:
        draft = held(session, draft_id, row_version, *OPEN)
        if data == draft.data:
            return draft.row_version
        first = (
            draft.state != EDITING
            or draft.edited_by != reader.account_id
            or draft.edited_at.date() != today()
        )
        put(session, draft, data)
        if first:  # one line for a morning's typing, not one for every field
            tell(session, reader, "catalogue_edited", draft, state=draft.state)
        draft.state, draft.asked_by_name, draft.approved_by_name = EDITING, "", ""
        draft.editors = sorted({*draft.editors, reader.account_id})
        touch(draft, reader)
        return draft.row_version


def ask_review(reader: Actor, draft_id: int, row_version: int) -> int:
    """Nothing is wrong: a second person is to look. The new row version.

    Raises NotAllowed, NotFound, Stale, GuardRefused (draft_state, draft_faults, draft_outdated,
    draft_unchanged).
    """
    manager(reader)
    with transaction() as session:
        draft = held(session, draft_id, row_version, EDITING)
        ready(session, draft)
        # Whoever asks stands for it: he is one of its editors from here on.
        draft.editors = sorted({*draft.editors, reader.account_id})
        draft.state, draft.asked_by_name = REVIEW, reader.name
        touch(draft, reader)
        tell(session, reader, "catalogue_asked", draft)
        return draft.row_version


def approve(reader: Actor, draft_id: int, row_version: int) -> int:
    """A second person has looked: nobody who changed it. The new row version.

    Raises NotAllowed, NotFound, Stale, GuardRefused (as ask_review, and draft_own).
    """
    manager(reader)
    with transaction() as session:
        draft = held(session, draft_id, row_version, REVIEW)
        if reader.account_id is None or reader.account_id in draft.editors:
            raise GuardRefused("draft_own")
        ready(session, draft)
        draft.state, draft.approved_by_name, draft.note = APPROVED, reader.name, ""
        touch(draft, reader)
        tell(session, reader, "catalogue_approved", draft)
        return draft.row_version


def send_back(reader: Actor, draft_id: int, row_version: int, note: str) -> int:
    """Something is to be done again, and the note says what. The new row version.

    Raises NotAllowed, NotFound, Stale, Invalid (note), GuardRefused (draft_state).
    """
    manager(reader)
    note = str(small({"note": note})["note"]).strip()[:2000]
    if not note:
        raise Invalid([Problem("note", "note_needed")])
    with transaction() as session:
        draft = held(session, draft_id, row_version, REVIEW, APPROVED)
        draft.state, draft.asked_by_name, draft.approved_by_name, draft.note = EDITING, "", "", note
        touch(draft, reader)
        tell(session, reader, "catalogue_sent_back", draft, note=note[:200])
        return draft.row_version


def publish(reader: Actor, draft_id: int, row_version: int, valid_from: date) -> int:
    """An approved draft becomes the next version, valid from a day on; the version's id.

    It is never edited from here on. Raises NotAllowed, NotFound, Stale, Invalid (valid_from), GuardRefused.
    """
    manager(reader)
    with transaction() as session:
        draft = held(session, draft_id, row_version, APPROVED)
        made = ready(session, draft)
        last = newest(session, made.code)
        _check_day(valid_from, last)
        number = next_number(session, made.code)
        try:
            final = dated(made, number, valid_from)
        except ValidationError:
            raise Invalid([Problem("valid_from", "publish_after_end")]) from None
        row = store.as_row(final)
        row.published_by, row.published_by_name = reader.account_id, reader.name
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:  # another draft of it was published in this very moment
            raise GuardRefused("draft_outdated") from None
        draft.state, draft.published_id = PUBLISHED, row.id
        draft.data = {**draft.data, "version": number, "valid_from": valid_from.isoformat()}
        touch(draft, reader)
        tell(session, reader, "catalogue_published", draft, version=number, valid_from=valid_from.isoformat())
        return row.id


def _check_day(day: date, last: ProcedureVersion | None) -> None:
    if day < today():
        raise Invalid([Problem("valid_from", "publish_past")])
    if last is not None and day < last.valid_from:
        raise Invalid([Problem("valid_from", "publish_too_early", {"day": last.valid_from})])


def drop(reader: Actor, draft_id: int, row_version: int) -> None:
    """The draft is no longer wanted; what it said is kept.

    Raises NotAllowed, NotFound, Stale, GuardRefused.
    """
    manager(reader)
    with transaction() as session:
        draft = held(session, draft_id, row_version, *OPEN)
        draft.state = DROPPED
        touch(draft, reader)
        tell(session, reader, "catalogue_dropped", draft)


def _begin(session: Session, reader: Actor, data: dict[str, Any], base_id: int | None, action: str) -> int:
    draft = ProcedureDraft(
        code="", name="", data={}, faults=0, base_id=base_id, author_id=reader.account_id,
        editors=[reader.account_id], edited_by=reader.account_id, edited_by_name=reader.name, edited_at=now(),
    )  # fmt: skip
    put(session, draft, data)
    session.add(draft)
    session.flush()
    tell(session, reader, action, draft)
    return draft.id
