"""Mail about a form that is not sent yet: its private link once the address is known, and one reminder.

The link opens the draft to whoever has it, so it leaves a little later: until then a mistyped address is
still mended, and a form that is sent at once needs no link. After it has left it is never sent again.
"""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Draft
from db.outbox import Notice
from db.session import transaction
from services import forms, notices, settings
from services.accounts import tries
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import now
from services.errors import TooOften
from services.server.addresses import with_query

PER_ADDRESS, WINDOW = 5, timedelta(days=1)
"""Links to one address: nobody can have a stranger's mailbox filled from here."""


def remind(limit: int = 200) -> int:
    """Remind of drafts that nobody has touched for DRAFT_REMINDER_DAYS, each once; how many they were.

    Several copies of the program may do this at the same time: each draft is held while it is written of.
    """
    days, at = settings.draft_reminder_days(), now()
    if days == 0:
        return 0
    with transaction() as session:
        query = select(Draft).where(
            Draft.dossier_id.is_(None), Draft.linked_to.is_not(None), Draft.reminded_at.is_(None),
            Draft.saved_at <= at - timedelta(days=days), Draft.expires_at > at,
        )  # fmt: skip
        drafts = list(
            session.scalars(query.order_by(Draft.id).limit(limit).with_for_update(skip_locked=True))
        )
        for draft in drafts:
            _write(session, draft, store.version(session, draft.procedure_version_id), "draft_reminder")
            draft.reminded_at = at
    return len(drafts)


# --- shared steps ----------------------------------------------------------------------------------------


def link(session: Session, draft: Draft, procedure: Procedure) -> None:
    """Write the mail with the draft's link, if its address is known by now and no link has left yet."""
    key = next((field.key for field in procedure.fields if field.role == "applicant_email"), None)
    if key is None or not isinstance(draft.form.get(key), str):
        return
    said = forms.roles(procedure, forms.clean(procedure, draft.form).values)
    email = said.get("applicant_email")
    if not email or email == draft.linked_to or (draft.linked_to and not stop(session, draft)):
        return
    draft.linked_to = None
    try:
        tries.throttle(session, f"draft-link:{email}", limit=PER_ADDRESS, window=WINDOW)
    except TooOften:
        return
    draft.linked_to = email
    _write(session, draft, procedure, "draft_link")


def stop(session: Session, draft: Draft) -> bool:
    """Take back what has not left yet; whether there was something."""
    waiting = session.scalars(
        select(Notice).where(
            Notice.sent_at.is_(None), Notice.failed_at.is_(None), Notice.cancelled_at.is_(None),
            Notice.claimed_at.is_(None), Notice.attempts == 0, Notice.dossier_id.is_(None),
            Notice.recipient == (draft.linked_to or ""),
        )
    )  # fmt: skip
    ours = [notice.id for notice in waiting if notice.facts.get("draft_url") == _url(draft)]
    unclaimed = delete(Notice).where(
        Notice.id.in_(ours), Notice.claimed_at.is_(None), Notice.attempts == 0, Notice.sent_at.is_(None)
    )
    return bool(ours) and session.execute(unclaimed).rowcount > 0


def _write(session: Session, draft: Draft, procedure: Procedure, kind: str) -> None:
    agency = session.get(Agency, draft.agency_id) if draft.agency_id else None
    facts = {
        "draft_url": _url(draft),
        "keep_until": draft.expires_at.date(),
        "procedure_name": procedure.name,
        "agency_name": agency.letter_head.get("office_name") or agency.name if agency else None,
        "agency_phone": agency.letter_head.get("phone") if agency else None,
    }
    wait = timedelta(seconds=settings.undo_seconds())
    notices.write_draft_mail(
        session, draft.linked_to or "", kind, facts, language=draft.language, not_before=now() + wait
    )


def _url(draft: Draft) -> str:
    return settings.public_url() + with_query("/nop-ho-so", {"nhap": draft.token})
