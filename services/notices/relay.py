"""The relay: sends what waits in the outbox. Several may run at once, in one process or in many.

Each notice is claimed by an UPDATE that repeats its condition, so only one relay gets it; then it is
rendered and handed over outside any transaction; then it is marked. What is not marked after STALE
belonged to a relay that died, and is claimed again.

Where exactly-once ends: a relay that dies between the server's "taken" and the mark leaves a message that
has gone out and does not show it. After STALE it is sent once more. No order of the two steps avoids this:
marking first would lose the message instead. The repeat carries the same Message-ID (mail), the same
{id} (gateways) or the same file name (files), so that whoever receives it can drop it; files do. A
database that is away for less than a minute at that moment causes no repeat: the mark is tried again.
"""

import os
import random
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import getLogger
from threading import Event, Thread
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.exc import DBAPIError

from db.outbox import Notice
from db.session import reading, transaction
from services import clock
from services.notices import rules, transports
from services.notices import texts as notice_texts
from services.notices.rules import Rules
from services.notices.transports import Fault, Message, NotSent

STALE = timedelta(minutes=5)
"""Longer than any hand-over can take (services/notices/smtp.py cuts it off)."""

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 240, 480))
"""After the first, second, … refusal of a message; when they are used up it has failed."""

Words = dict[tuple[str, str, str], tuple[str, str]]
MAX_ATTEMPTS = len(PAUSES) + 1
LONGEST_OUTAGE_PAUSE = timedelta(minutes=15)
_MARK_AGAIN = (0.2, 1, 5, 15, 30)
"""Seconds between tries to mark what has left, while the database is away."""

_log = getLogger(__name__)


@dataclass
class Counts:
    """What one round did. `away` names the channels whose server nobody can reach now."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    away: set[str] = field(default_factory=set)


def send_waiting(now: datetime | None = None, limit: int = 50, stop: Event | None = None) -> Counts:
    """One round: send up to `limit` notices that are due at `now` (the program's clock if None).

    A server that is away delays its channel and costs no attempt; a message that is refused for good, or
    refused MAX_ATTEMPTS times, fails. Raises sqlalchemy.exc.DBAPIError while the database is away.
    """
    counts = Counts()
    due, words, limits = _due_ones(now or clock.now(), limit)
    for notice_id, channel in due:
        if stop is not None and stop.is_set():
            break
        if channel in counts.away:
            continue
        at = now or clock.now()
        if (notice := _claim(notice_id, at, limits)) is not None:
            _deliver(notice, at, counts, words)
    return counts


def waiting_count() -> int:
    """How many notices have neither left, failed nor been taken back."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Notice).where(is_open())) or 0


def run(stop: Event, *, every: float = 1.0) -> None:
    """Rounds until `stop` is set, with growing pauses (up to 30 s) while database or servers are away."""
    pause, trouble = every, ""
    while not stop.is_set():
        try:
            counts = send_waiting(stop=stop)
        except Exception as error:  # a relay that dies of a surprise would silence the office
            pause = min(pause * 2, 30.0)
            if trouble != type(error).__name__:
                trouble = type(error).__name__
                _log.error("relay: waiting", exc_info=True)
        else:
            if trouble:
                _log.warning("relay: at work again")
            trouble = ""
            pause = min(pause * 2, 30.0) if counts.away else every
            if counts.sent:
                pause = 0 if counts.sent >= 50 else every
        stop.wait(pause)
        pause = max(pause, every)


def run_in_background(stop: Event) -> Thread:
    """The relay as a thread of the server; it ends soon after `stop` is set."""
    thread = Thread(target=run, args=(stop,), name="relay", daemon=True)
    thread.start()
    return thread


# --- claim, deliver, mark --------------------------------------------------------------------------------


def is_open() -> ColumnElement[bool]:
    """The condition that a notice has neither left, failed nor been taken back."""
    return and_(Notice.sent_at.is_(None), Notice.failed_at.is_(None), Notice.cancelled_at.is_(None))


def _claimable(at: datetime) -> ColumnElement[bool]:
    free = or_(Notice.claimed_at.is_(None), Notice.claimed_at < at - STALE)
    return and_(is_open(), Notice.not_before <= at, free)


def _due_ones(at: datetime, limit: int) -> tuple[list[tuple[int, str]], Words, Rules]:
    """Which notices to try now, the longest due first (another relay may be quicker); in quiet hours only
    those that somebody waits for. With them the office's own words and its rules."""
    query = select(Notice.id, Notice.channel).where(_claimable(at)).order_by(Notice.not_before).limit(limit)
    with reading() as session:
        limits = rules.current(session)
        if limits.quiet(at.astimezone(clock.VIETNAM)):
            query = query.where(Notice.kind.in_(rules.AT_ONCE))
        due = [(row.id, row.channel) for row in session.execute(query)]
        return due, rules.own_texts(session) if due else {}, limits


def _claim(notice_id: int, at: datetime, limits: Rules) -> Notice | None:
    """The notice, if it is ours now. The attempt is counted here, so that one which kills its relay ends.
    One too many for its reader in this hour is put off instead: it costs no attempt."""
    me = f"{socket.gethostname()[:30]}/{os.getpid()}/{secrets.token_hex(6)}"
    with transaction() as session:
        claimed = session.execute(
            update(Notice)
            .where(Notice.id == notice_id, _claimable(at))
            .values(claimed_at=at, claimed_by=me, attempts=Notice.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        notice = session.get(Notice, notice_id) if claimed.rowcount == 1 else None
        if notice is not None and (later := rules.waits_until(session, notice, limits, at)):
            notice.claimed_at = notice.claimed_by = None
            notice.attempts, notice.not_before = notice.attempts - 1, later
            return None
        return notice


def _deliver(notice: Notice, at: datetime, counts: Counts, words: Words) -> None:
    try:
        if notice.attempts > MAX_ATTEMPTS:
            raise NotSent(Fault.NEVER, "interrupted at every attempt")
        transports.send(_message(notice, words))
    except NotSent as refusal:
        _mark_not_sent(notice, refusal, at, counts)
    except Exception as error:  # one message that cannot be made must not hold up the others
        _log.error("notice %s cannot be made", notice.id, exc_info=True)
        _mark_not_sent(notice, NotSent(Fault.LATER, type(error).__name__), at, counts)
    else:
        _mark(notice, sent_at=at, last_error=None)
        counts.sent += 1


def _message(notice: Notice, words: Words) -> Message:
    own = words.get((notice.kind, notice.channel, notice.language))
    subject, body = notice_texts.render(notice.kind, notice.channel, notice.language, notice.facts, own)
    key = f"{notice.id}.{int(notice.created_at.timestamp())}"
    return Message(notice.id, key, notice.channel, notice.recipient, subject, body)


def _mark_not_sent(notice: Notice, refusal: NotSent, at: datetime, counts: Counts) -> None:
    free: dict[str, Any] = {"claimed_at": None, "claimed_by": None, "last_error": refusal.why[:300]}
    if refusal.fault is Fault.AWAY:
        # Nobody's message would have left: no attempt is counted, and none is ever lost to a dead server.
        counts.away.add(notice.channel)
        counts.delayed += 1
        _mark(notice, **free, attempts=notice.attempts - 1, not_before=at + outage_pause(notice, at))
    elif refusal.fault is Fault.NEVER or notice.attempts >= MAX_ATTEMPTS:
        counts.failed += 1
        _mark(notice, **free, failed_at=at)
        _log.warning("notice %s (%s) failed: %s", notice.id, notice.channel, refusal.why)
    else:
        counts.delayed += 1
        pause = PAUSES[notice.attempts - 1] * random.uniform(1, 1.25)
        _mark(notice, **free, not_before=at + pause)


def outage_pause(notice: Notice, at: datetime) -> timedelta:
    """A quarter of the time it has waited already, between one minute and fifteen, and a little by chance."""
    waited = (at - notice.created_at) / 4
    pause = max(PAUSES[0], min(waited, LONGEST_OUTAGE_PAUSE))
    return pause * random.uniform(1, 1.25)


def _mark(notice: Notice, **values: Any) -> None:
    """Write down what became of a notice, if it is still ours."""

    def write() -> int:
        with transaction() as session:
            marked = session.execute(
                update(Notice)
                .where(Notice.id == notice.id, Notice.claimed_by == notice.claimed_by)
                .values(**values)
                .execution_options(synchronize_session=False)
            )
            return marked.rowcount

    if _surely(write) == 0:
        _log.warning("notice %s was taken over by another relay", notice.id)


def _surely(write: Callable[[], int]) -> int:
    """What has left must be marked, or it leaves again: try through a short absence of the database."""
    for wait in _MARK_AGAIN:
        try:
            return write()
        except DBAPIError:
            time.sleep(wait)
    return write()
