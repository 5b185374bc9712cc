"""When messages rest, and how many one person gets: what the office set, as the relay asks it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.office import MessageRule, MessageText
from db.outbox import Notice

AT_ONCE = frozenset({"one_time_code", "invitation", "draft_link"})
"""Somebody sits in front of the screen and waits for these."""

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Rules:
    """As the office set them; empty hours and 0 are no limit."""

    quiet_from: str = ""
    quiet_to: str = ""
    per_hour: int = 0

    def quiet(self, at: datetime) -> bool:
        """Whether messages rest now. The hours may go over midnight."""
        clock = f"{at:%H:%M}"
        if not self.quiet_from or self.quiet_from == self.quiet_to:
            return False
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to


def current(session: Session) -> Rules:
    """The rules in force."""
    row = session.scalar(select(MessageRule).order_by(MessageRule.id.desc()).limit(1))
    return Rules(row.quiet_from, row.quiet_to, row.per_hour) if row else Rules()


def own_texts(session: Session) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Kind, channel and language → subject and body, where the office has words of its own."""
    newest = select(func.max(MessageText.id)).group_by(
        MessageText.kind, MessageText.channel, MessageText.language
    )
    rows = session.scalars(select(MessageText).where(MessageText.id.in_(newest), MessageText.body != ""))
    return {(r.kind, r.channel, r.language): (r.subject, r.body) for r in rows}


def waits_until(session: Session, notice: Notice, rules: Rules, at: datetime) -> datetime | None:
    """When the next message may go to this address; None where this one may go now.

    Relays that claim at the same moment do not see each other's message: the limit may be passed by as many
    messages as there are relays, and none is lost.
    """
    if not rules.per_hour or notice.kind in AT_ONCE:
        return None
    last = session.scalar(
        select(Notice.sent_at)
        .where(Notice.recipient == notice.recipient, Notice.sent_at > at - AN_HOUR)
        .order_by(Notice.sent_at.desc())
        .offset(rules.per_hour - 1)
        .limit(1)
    )
    return last + AN_HOUR if last else None
