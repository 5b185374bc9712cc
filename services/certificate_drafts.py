"""Gửi bản nháp cho người dân: the draft of a result goes to its citizen before it is signed (R-CONFIRM-1D).

Sending it and the citizen's answer change neither state nor clock, so they stand beside the workflow table.
Silence until the end of the n-th working day counts as agreement (CONFIRM_DRAFT_DAYS).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.desk_work import CertificateDraft
from db.dossiers import Dossier, Event
from services import ledger, needs, settings
from services.actors import Actor
from services.catalogue.schema import Procedure
from services.dates.office_time import closing, nth_working_day
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, Problem, WrongState
from services.papers.attachments import Taken
from services.scanning import ONLINE
from services.workflow import Role, State, acting_roles

SEND, CONFIRM, OBJECT, SILENT = "send_draft", "confirm_draft", "object_draft", "draft_silent"
RULE = "R-CONFIRM-1D"
"""A procedure with this remark asks for it."""

WAITING, AGREED, OBJECTED, SAID_NOTHING = "waiting", "agreed", "objected", "silent"
REPLACED, WITHDRAWN, DROPPED = "replaced", "withdrawn", "dropped"
GONE = (WITHDRAWN, REPLACED)
"""Drafts that nobody reads any more."""


@dataclass(frozen=True)
class DraftRow:
    """The newest draft of a dossier. `answer` is waiting, agreed, objected or silent; `wrong` is what the
    citizen says is wrong. With no answer by `answer_by` it counts as right."""

    id: int
    sent_at: datetime
    answer_by: datetime
    answer: str
    answered_at: datetime | None
    wrong: str


def asked_of(procedure: Procedure, channel: int) -> bool:
    """Whether the draft of this procedure's result goes to the citizen: online, where its data say so."""
    online = channel == ONLINE and settings.confirm_draft_days() > 0
    return online and any(remark.id == RULE for remark in procedure.remarks)


def newest(session: Session, dossier: Dossier) -> DraftRow | None:
    """A shared step: the draft that counts, also one that is settled."""
    draft = session.scalar(
        select(CertificateDraft)
        .where(
            CertificateDraft.dossier_id == dossier.id,
            CertificateDraft.answer.not_in(GONE),
        )
        .order_by(CertificateDraft.id.desc())
        .limit(1)
    )
    return row(draft)


def row(draft: CertificateDraft | None) -> DraftRow | None:
    """A shared step: the same of one that somebody holds."""
    if draft is None:
        return None
    return DraftRow(
        draft.id, draft.sent_at, draft.answer_by, draft.answer, draft.answered_at, draft.wrong or ""
    )


def send(
    session: Session, dossier: Dossier, roles: frozenset[Role], actor: Actor, given: Mapping[str, Any],
    procedure: Procedure, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """A shared step of casework.send_draft: keep the draft; the facts of its event. A draft that was open
    makes way. Raises NotAllowed, WrongState, GuardRefused, Missing."""
    if not {Role.RECEIVER, Role.SPECIALIST} & acting_roles(roles):
        raise NotAllowed(SEND)
    if dossier.state != State.IN_PROCESS:
        raise WrongState(SEND, State(dossier.state))
    if not asked_of(procedure, dossier.channel):
        raise GuardRefused("no_draft_asked")
    file = given.get("draft")
    if not isinstance(file, Taken):
        raise Missing(["draft"])
    before = _open(session, dossier)
    if before is not None:
        replaced = before.answer
        before.answer, before.settled_at = REPLACED, at
        session.flush()
    calendar = ledger.calendar_of(session, dossier)
    until = closing(calendar, nth_working_day(calendar, at.date(), settings.confirm_draft_days()))
    draft = CertificateDraft(
        dossier_id=dossier.id, agency_id=dossier.agency_id, filename=file.filename, sha256=file.sha256,
        sent_at=at, sent_by=actor.account_id, answer_by=until,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    facts = {"certificate_draft": draft.id, "confirm_by": until, "before": {}}
    return facts | ({"replaces": before.id, "answer_before": replaced} if before is not None else {})


def answer(
    session: Session, dossier: Dossier, roles: frozenset[Role], action: str, wrong: str, at: datetime
) -> dict[str, Any]:
    """A shared step of confirm_draft and object_draft: the citizen's word. Raises NotAllowed, GuardRefused,
    Missing or Invalid."""
    if Role.CITIZEN not in roles:
        raise NotAllowed(action)
    draft = _open(session, dossier)
    if draft is None or draft.answer != WAITING or dossier.state != State.IN_PROCESS:
        raise GuardRefused("no_draft_waits")
    if action == CONFIRM:
        draft.answer, draft.answered_at, draft.settled_at = AGREED, at, at
        return {"certificate_draft": draft.id}
    text = needs.clean(wrong or "")
    if not text:
        raise Missing(["wrong"])
    if len(text) > needs.MAX_TEXT:
        raise Invalid([Problem("wrong", "too_long", {"limit": needs.MAX_TEXT})])
    draft.answer, draft.answered_at, draft.wrong = OBJECTED, at, text
    return {"certificate_draft": draft.id, "reason": text}


def silence(draft: CertificateDraft, at: datetime) -> dict[str, Any]:
    """A shared step: nobody answered in time."""
    draft.answer, draft.answered_at, draft.settled_at = SAID_NOTHING, at, at
    return {"certificate_draft": draft.id}


def settled(scene: needs.Scene, _asks: dict[str, Any]) -> None:
    """The guard of Đã có kết quả: nothing is signed while the citizen may still answer or has objected."""
    draft = _open(scene.session, scene.dossier)
    if draft is None:
        return
    if draft.answer == OBJECTED:
        raise GuardRefused("draft_objected")
    if scene.at <= draft.answer_by:
        raise GuardRefused("draft_waits")


def taken_back(session: Session, event: Event, at: datetime) -> None:
    """A shared step of Hoàn tác: the draft was never sent, and the one before it stands again."""
    if event.action != SEND:
        return
    draft = session.get_one(CertificateDraft, event.facts["certificate_draft"])
    draft.answer, draft.settled_at = WITHDRAWN, at
    session.flush()
    if before := event.facts.get("replaces"):
        old = session.get_one(CertificateDraft, before)
        old.answer, old.settled_at = event.facts["answer_before"], None


def late(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Drafts that nobody answered until now."""
    draft = CertificateDraft
    return draft.settled_at.is_(None), draft.answer == WAITING, draft.answer_by < at


def _open(session: Session, dossier: Dossier) -> CertificateDraft | None:
    return session.scalar(
        select(CertificateDraft).where(
            CertificateDraft.dossier_id == dossier.id, CertificateDraft.settled_at.is_(None)
        )
    )
