"""What an administrator sets of messages: the office's own words, the hours they rest, how many one gets."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.office import MessageRule, MessageText
from db.outbox import Notice
from db.session import reading, transaction
from services import language, notices
from services.actors import Actor
from services.clock import now
from services.errors import Invalid, NotFound, Overtaken, Problem
from services.notices import rules, texts, wording
from services.notices.rules import Rules
from services.notices.wording import Own
from services.oversight import log
from services.permissions import Permission

CHANNELS = ("email", "sms")
MOST_PER_HOUR = 1000
_SHOWN = 20
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Version:
    """Who changed the words when; `restored` where the built-in ones came back."""

    by: str
    at: datetime
    restored: bool


@dataclass(frozen=True)
class Text:
    """The words in force: the office's own, or the built-in ones as a text with placeholders. `seen` is to be
    given back with a change."""

    subject: str
    body: str
    own: bool
    seen: int
    history: tuple[Version, ...]


def kinds() -> tuple[str, ...]:
    """The messages whose words may be changed."""
    return tuple(kind for kind in notices.KINDS if kind not in wording.FIXED)


def read(actor: Actor, kind: str, channel: str, spoken: str) -> Text:
    """The words of one message. Raises NotAllowed, NotFound."""
    _must(actor, kind, channel, spoken)
    query = select(MessageText).where(*_key(kind, channel, spoken)).order_by(MessageText.id.desc())
    with reading() as session:
        rows = list(session.scalars(query.limit(_SHOWN)))
    newest = rows[0] if rows else None
    own = newest is not None and newest.body != ""
    subject, body = (newest.subject, newest.body) if own else built_in(kind, channel, spoken)
    history = tuple(Version(row.changed_by_name, row.changed_at, row.body == "") for row in rows)
    return Text(subject, body, own, newest.id if newest else 0, history)


def built_in(kind: str, channel: str, spoken: str) -> Own:
    """The built-in words as a text with placeholders."""
    with language.speaking(spoken):
        return wording.as_template(*texts.render(kind, channel, spoken, wording.SAMPLE), channel)


def preview(kind: str, channel: str, spoken: str, own: Own) -> Own:
    """The message about a made-up dossier, as it would leave."""
    return texts.render(kind, channel, spoken, wording.SAMPLE, own)


def preview_of(actor: Actor, kind: str, channel: str, spoken: str, own: Own, code: str) -> Own:
    """The message about a real dossier that this actor may read as an officer: as it was told then, or as it
    would be told now. Raises NotAllowed, NotFound."""
    from services import journal, letter_book
    from services.desk.own import find

    _must(actor, kind, channel, spoken)
    with reading() as session:
        dossier = find(session, actor, code.strip().upper())
        newest = select(Notice.facts).where(Notice.dossier_id == dossier.id, Notice.kind == kind)
        facts = session.scalar(newest.order_by(Notice.id.desc()).limit(1))
        if facts is None:
            last = journal.of(session, dossier)[-1]
            facts = letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, last))
    return texts.render(kind, channel, spoken, facts, own)


def save(actor: Actor, kind: str, channel: str, spoken: str, subject: str, body: str, *, seen: int) -> None:
    """New words for one message; every earlier version is kept.

    Raises NotAllowed, NotFound, Invalid at `subject` and `body`, Overtaken when somebody else changed them.
    """
    _must(actor, kind, channel, spoken)
    own = (" ".join(subject.split()) if channel == "email" else "", body.strip().replace("\r\n", "\n"))
    if found := wording.problems(kind, channel, own):
        raise Invalid(found)
    _add(actor, kind, channel, spoken, own, seen, "message_text_changed")


def restore(actor: Actor, kind: str, channel: str, spoken: str, *, seen: int) -> None:
    """The built-in words again. Raises NotAllowed, NotFound, Overtaken."""
    _must(actor, kind, channel, spoken)
    _add(actor, kind, channel, spoken, ("", ""), seen, "message_text_restored")


def rules_now(actor: Actor) -> Rules:
    """The rules in force. Raises NotAllowed."""
    actor.require(Permission.MESSAGE_MANAGE)
    with reading() as session:
        return rules.current(session)


def set_rules(actor: Actor, quiet_from: str, quiet_to: str, per_hour: int) -> None:
    """When messages rest and how many one address gets in an hour. Raises NotAllowed, Invalid."""
    actor.require(Permission.MESSAGE_MANAGE)
    found = []
    both = bool(quiet_from) == bool(quiet_to) and (not quiet_from or quiet_from != quiet_to)
    if not both or any(one and not _CLOCK.fullmatch(one) for one in (quiet_from, quiet_to)):
        found.append(Problem("quiet", "quiet_hours"))
    if not 0 <= per_hour <= MOST_PER_HOUR:
        found.append(Problem("per_hour", "per_hour", {"most": MOST_PER_HOUR}))
    if found:
        raise Invalid(found)
    with transaction() as session:
        session.add(
            MessageRule(
                quiet_from=quiet_from, quiet_to=quiet_to, per_hour=per_hour, changed_at=now(),
                changed_by=actor.account_id, changed_by_name=actor.name,
            )
        )  # fmt: skip
        changed = [f"{quiet_from or '–'}…{quiet_to or '–'}", str(per_hour)]
        log.write(session, actor, "message_rule_changed", "messages", changed=changed)


def _must(actor: Actor, kind: str, channel: str, spoken: str) -> None:
    actor.require(Permission.MESSAGE_MANAGE)
    if kind not in kinds() or channel not in CHANNELS or spoken not in language.LANGUAGES:
        raise NotFound("message")


def _key(kind: str, channel: str, spoken: str) -> tuple:
    return MessageText.kind == kind, MessageText.channel == channel, MessageText.language == spoken


def _add(actor: Actor, kind: str, channel: str, spoken: str, own: Own, seen: int, action: str) -> None:
    with transaction() as session:
        _unchanged(session, kind, channel, spoken, seen)
        session.add(
            MessageText(
                kind=kind, channel=channel, language=spoken, subject=own[0], body=own[1], changed_at=now(),
                changed_by=actor.account_id, changed_by_name=actor.name,
            )
        )  # fmt: skip
        log.write(session, actor, action, kind, channel=channel, language=spoken)


def _unchanged(session: Session, kind: str, channel: str, spoken: str, seen: int) -> None:
    newest = session.scalar(select(func.max(MessageText.id)).where(*_key(kind, channel, spoken))) or 0
    if newest != seen:
        row = session.get_one(MessageText, newest)
        raise Overtaken(row.changed_by_name, row.changed_at)
