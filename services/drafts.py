"""A form under way: kept from its first step, saved field by field, found again by its private link."""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.catalogue import DraftChange
from db.counter import CounterVisit
from db.dossiers import Draft, Paper
from db.session import reading, transaction
from services import captcha, draft_mail, draft_versions, forms, loose_files
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import now
from services.draft_view import DraftView, look, papers_of
from services.errors import Invalid, NotFound, PaperRefused, Problem
from services.forms.places import put
from services.offers import competent
from services.papers import attachments
from services.papers.attachments import Taken
from services.plain_text import plain

LASTS = timedelta(days=30)
"""After so long a draft and its private link end."""

LONGEST = 200_000
"""Characters of a whole form as JSON: hundreds of full answers, and no place to store films."""


def view(token: str) -> DraftView:
    """The draft behind a private link, carried over to the version of today if that is another one by now.

    Raises NotFound when there is none, or it has ended.
    """
    found, late = look(token)
    if not late:
        return found
    with transaction() as session:
        draft = locked(session, token)
        if draft.dossier_id is None:
            draft_versions.bring(session, draft)
    return look(token)[0]


def changes_read(token: str) -> None:
    """What became of the form was read; it is not told again. Raises NotFound."""
    with transaction() as session:
        if (change := session.get(DraftChange, locked(session, token).id)) is not None:
            change.read_at = now()


def save(token: str, answers: Mapping[str, Any]) -> None:
    """Keep these answers beside those that are there: two tabs never wipe each other's fields.

    Keys are those of the procedure's fields, or places inside them: `home.province`, `copies.0.number`.
    Whatever the values are, only harmless plain ones are kept; they are checked when they are read. A draft
    that was sent stays as it is. Raises NotFound; Invalid when the whole grows beyond LONGEST.
    """
    with transaction() as session:
        draft = locked(session, token)
        if draft.dossier_id is not None:
            return
        procedure = store.version(session, draft.procedure_version_id)
        keep(draft, procedure, answers)
        draft_mail.link(session, draft, procedure)


def drop_row(token: str, group: str, number: int) -> None:
    """Take one row out of a repeated group. Raises NotFound."""
    with transaction() as session:
        draft = locked(session, token)
        rows = draft.form.get(group)
        if draft.dossier_id is None and isinstance(rows, list) and 0 <= number < len(rows):
            draft.form = {**draft.form, group: [*rows[:number], *rows[number + 1 :]]}
            draft.saved_at = now()


def choose_office(token: str, agency_id: int) -> None:
    """Another office is to decide. Raises NotFound for one that does not take this procedure in."""
    with transaction() as session:
        draft = locked(session, token)
        procedure = store.version(session, draft.procedure_version_id)
        if draft.dossier_id is None:
            if competent(session, procedure, agency_id, now().date()) is None:
                raise NotFound("agency")
            draft.agency_id, draft.saved_at = agency_id, now()


def go(token: str, step: str) -> None:
    """Remember how far this draft has come, for whoever comes back by its link. Raises NotFound."""
    with transaction() as session:
        draft = locked(session, token)
        draft.step = step[:20]


def attach(token: str, taken: Taken) -> bool:
    """Put a checked and stored file into its slot, behind those that are there.

    Whether it was added: the same content twice in one slot stays one file. Raises NotFound for a draft or a
    slot that is not there, PaperRefused when the slot is full.
    """
    with transaction() as session:
        draft = locked(session, token)
        if taken.slot not in store.version(session, draft.procedure_version_id).paper_by_key:
            raise NotFound("paper")
        beside = [paper for paper in papers_of(session, draft) if paper.slot == taken.slot]
        if draft.dossier_id is not None or any(paper.sha256 == taken.sha256 for paper in beside):
            return False
        if len(beside) >= attachments.MAX_FILES:
            limit = attachments.MAX_FILES
            raise PaperRefused("slot_full", slot=taken.slot, filename=taken.filename, limit=limit)
        session.add(Paper(draft_id=draft.id, added_at=now(), **taken.as_row()))
        draft.saved_at = now()
        return True


def detach(token: str, paper_id: int) -> None:
    """Take one file out of its slot; a file of another draft stays. Raises NotFound."""
    with transaction() as session:
        draft = locked(session, token)
        session.execute(delete(Paper).where(Paper.draft_id == draft.id, Paper.id == paper_id))


def new_challenge(token: str) -> None:
    """Another picture to read off, in place of the present one. Raises NotFound."""
    with transaction() as session:
        locked(session, token).captcha = captcha.challenge()


def tidy() -> int:
    """Forget drafts that have ended, and their files where nothing else refers to them; how many they were.

    Raises Unavailable while the storage is away: then they are forgotten later.
    """
    with reading() as session:
        ended = set(session.scalars(select(Draft.id).where(Draft.expires_at <= now()).limit(200)))
    ended -= loose_files.let_go(ended)
    with transaction() as session:
        session.execute(delete(Paper).where(Paper.draft_id.in_(ended), Paper.dossier_id.is_(None)))
        for beside in (CounterVisit, DraftChange):
            session.execute(delete(beside).where(beside.draft_id.in_(ended)))
        session.execute(delete(Draft).where(Draft.id.in_(ended)))
        return len(ended)


# --- shared steps -------------------------------------------------------------------------------------------


def keep(draft: Draft, procedure: Procedure, answers: Mapping[str, Any]) -> None:
    """Put these answers beside those that are there. Raises Invalid when the whole grows beyond LONGEST."""
    form = json.loads(json.dumps(draft.form))
    for path, value in answers.items():
        if path.partition(".")[0] in procedure.by_key:
            put(form, [plain(name)[:80] for name in path.split(".")], forms.harmless(value))
    if len(json.dumps(form)) > LONGEST:
        raise Invalid([Problem(next(iter(answers)), "too_long", {"limit": LONGEST})])
    draft.form, draft.saved_at = form, now()


def begin(session: Session, version_id: int, agency_id: int, language: str, account_id: int | None) -> Draft:
    """A new, empty draft."""
    at = now()
    draft = Draft(
        token=secrets.token_urlsafe(24), procedure_version_id=version_id, agency_id=agency_id, form={},
        language=language, account_id=account_id, created_at=at, saved_at=at, expires_at=at + LASTS,
        captcha=captcha.challenge(),
    )  # fmt: skip
    session.add(draft)
    session.flush()
    return draft


def locked(session: Session, token: str) -> Draft:
    """The draft, held until this transaction ends. Raises NotFound when there is none, or it has ended."""
    query = select(Draft).where(Draft.token == token, Draft.expires_at > now()).with_for_update()
    if (draft := session.scalar(query)) is None:
        raise NotFound("draft")
    return draft
