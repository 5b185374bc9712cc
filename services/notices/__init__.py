"""Notices to the citizen: written into the outbox with the change they tell of, taken back with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Event
from db.outbox import Notice
from services import identity, settings
from services.clock import now

KINDS = (
    "submitted",
    "received",
    "in_process",
    "supplement_asked",
    "supplement_answered",
    "supplement_reminder",
    "refused",
    "extended",
    "stopped",
    "withdrawn",
    "ready",
    "delivery_changed",
    "posted",
    "returned",
    "payment_asked",
    "payment_reminder",
    "paid",
    "draft_sent",
    "draft_link",
    "draft_reminder",
    "one_time_code",
    "invitation",
    "officer_digest",
)
"""Every kind has a mail and a text message in services/notices/texts.py and services/notices/sms.py."""

FACTS = frozenset(
    (
        "code", "applicant_short", "agency_name", "agency_phone", "office_sms", "procedure_name",
        "submitted_at", "received_at", "due_at", "new_due_at", "reason", "items", "answer_by",
        "pickup", "steps", "track_url", "draft_url", "keep_until", "amount", "left", "pay_by",
        "code_seed", "tracking_code", "result_way",
    )
)  # fmt: skip
"""All that a notice may know. Anything else that is handed in (names, numbers, addresses) is left behind:
a message travels unprotected, so it tells no more of a person than the code and a short name."""


def write(
    session: Session,
    dossier: Dossier,
    event: Event,
    kind: str,
    facts: Mapping[str, Any],
    *,
    not_before: datetime,
) -> None:
    """One notice per channel that reaches the applicant, in the transaction of the change itself.

    `facts` are plain JSON values (dates as ISO text); keys outside FACTS are dropped. An event tells one
    person once per channel: the table's unique key holds that. Nothing is sent before `not_before`.
    """
    for channel, recipient in ways_to(dossier.applicant_email, dossier.applicant_phone, dossier.tell_by):
        _add(
            session, channel, recipient, kind, facts, dossier.language, not_before,
            dossier_id=dossier.id, event_id=event.id,
        )  # fmt: skip


def remind(session: Session, dossier: Dossier, kind: str, facts: Mapping[str, Any]) -> None:
    """One notice per channel that tells of no new event; the caller sees to it that it is written once."""
    for channel, recipient in ways_to(dossier.applicant_email, dossier.applicant_phone, dossier.tell_by):
        language = dossier.language
        _add(session, channel, recipient, kind, facts, language, now(), dossier_id=dossier.id)


def write_draft_mail(
    session: Session, email: str, kind: str, facts: Mapping[str, Any], *, language: str, not_before: datetime
) -> None:
    """The private link of a draft (`kind` draft_link), or a reminder of it (draft_reminder).

    By mail only: a link that opens a form has no place in a text message. `facts`: draft_url, and if known
    keep_until (ISO date), agency_name, agency_phone, procedure_name.
    """
    _add(session, "email", email.strip(), kind, facts, language, not_before)


def write_one_time_code(session: Session, channel: str, recipient: str, seed: str, *, language: str) -> None:
    """A code that proves this address. Only its seed waits here: the digits are made when it is sent."""
    _add(session, channel, recipient, "one_time_code", {"code_seed": seed}, language, now())


def write_invitation(session: Session, email: str, seed: str) -> None:
    """The link by which an officer sets the own password; it is made when the mail is sent."""
    _add(session, "email", email, "invitation", {"code_seed": seed}, "vi", now())


def write_digest(session: Session, email: str, facts: Mapping[str, Any]) -> None:
    """An officer's daily mail; it heeds the quiet hours as every message that nobody waits for."""
    _add(session, "email", email, "officer_digest", facts, "vi", now())


def cancel(session: Session, event_id: int) -> bool:
    """Take back all notices of an event. False when one has left, or may have left: then do not undo.

    A notice that a relay holds, or that a server has once refused, may be on its way; the caller refuses
    the undo and its transaction rolls back, so that the other notices of the event still go out.
    """
    session.execute(
        update(Notice)
        .where(
            Notice.event_id == event_id,
            Notice.claimed_at.is_(None),
            Notice.sent_at.is_(None),
            Notice.cancelled_at.is_(None),
            Notice.attempts == 0,
        )
        .values(cancelled_at=now())
        .execution_options(synchronize_session=False)
    )
    left = select(func.count()).where(Notice.event_id == event_id, Notice.cancelled_at.is_(None))
    return session.scalar(left) == 0


def ways_to(email: str | None, phone: str | None, only: str | None = None) -> list[tuple[str, str]]:
    """Channel and recipient for each way that reaches this person; of several the one that was asked for.

    A text message goes only to a mobile number, and only where the office has a gateway; the demo, which
    has none, writes it to a file so that it can be read.
    """
    ways = []
    if email and email.strip():
        ways.append(("email", email.strip()))
    number = identity.normal_phone(phone)
    if number and identity.is_mobile(number) and (settings.notify_url("sms") or settings.demo()):
        ways.append(("sms", number))
    return [way for way in ways if way[0] == only] or ways


def _add(
    session: Session,
    channel: str,
    recipient: str,
    kind: str,
    facts: Mapping[str, Any],
    language: str,
    not_before: datetime,
    **belongs_to: int,
) -> None:
    session.add(
        Notice(
            channel=channel, recipient=recipient, kind=kind, language=language, created_at=now(),
            not_before=not_before, facts={k: _plain(v) for k, v in facts.items() if k in FACTS and v},
            **belongs_to,
        )
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """Days and moments as ISO text: facts are kept as JSON."""
    return value.isoformat() if isinstance(value, date) else value
