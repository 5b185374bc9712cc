"""Counts tries in the database, so that all copies of the program agree on who tried too often."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.people import Throttle
from services import settings
from services.clock import now
from services.errors import LockedOut, TooOften

WRONG_PASSWORDS = 5
"""After so many wrong passwords in a row the name is locked …"""

LOCK_LASTS = timedelta(minutes=15)
"""… for so long."""

_STANDING = datetime(2000, 1, 1, tzinfo=UTC)
"""The window of a count that does not end by itself."""


def throttle(session: Session, key: str, *, limit: int, window: timedelta) -> None:
    """Count one try under `key` (as "track:<visitor>") in the present window of time.

    Raises TooOften once more than `limit` tries fall into it. The key is kept as a hash.
    """
    length = int(window.total_seconds())
    start = datetime.fromtimestamp(int(now().timestamp()) // length * length, UTC)
    if _add_one(session, _hidden(key), start) > limit:
        raise TooOften(start.astimezone(now().tzinfo) + window)


def count_sign_in(session: Session, username: str) -> None:
    """Count a try *before* the password is checked: tries sent at the same moment cannot outrun the lock.

    The count's row stays locked until this transaction ends, so tries on one name queue up. A name that
    nobody has is counted in the same way: the lock does not tell which names exist. Raises LockedOut.
    """
    count, lock = _hidden(f"sign-in:{username}"), _hidden(f"locked:{username}")
    tries = _add_one(session, count, _STANDING)
    since = session.scalar(select(Throttle.window_start).where(Throttle.key == lock))
    if since is not None:
        if since + LOCK_LASTS > now():
            raise LockedOut(since + LOCK_LASTS)
        session.execute(delete(Throttle).where(Throttle.key == lock))
    if tries >= WRONG_PASSWORDS:
        session.execute(delete(Throttle).where(Throttle.key == count))
        _add_one(session, lock, now())


def locked_until(session: Session, username: str) -> datetime | None:
    """Until when this name is locked; None when it is not."""
    lock = _hidden(f"locked:{username}")
    since = session.scalar(select(Throttle.window_start).where(Throttle.key == lock))
    return since + LOCK_LASTS if since is not None and since + LOCK_LASTS > now() else None


def forget_sign_in(session: Session, username: str) -> None:
    """The right password was given (or a new one set): wrong ones before it no longer count."""
    keys = [_hidden(f"sign-in:{username}"), _hidden(f"locked:{username}")]
    session.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def forget_old(session: Session, before: datetime) -> None:
    """Drop counts whose window began before this moment, and the standing ones of names tried in passing."""
    session.execute(delete(Throttle).where(Throttle.window_start < before))


def _add_one(session: Session, key: str, window_start: datetime) -> int:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(Throttle)
        .values(key=key, window_start=window_start, tries=1)
        .on_conflict_do_update(
            index_elements=[Throttle.key, Throttle.window_start], set_={"tries": Throttle.tries + 1}
        )
        .returning(Throttle.tries)
    )
    return session.execute(statement).scalar_one()


def _hidden(key: str) -> str:
    """The key's readable beginning and a keyed hash of the rest: names and addresses are not kept."""
    kind = key.partition(":")[0]
    digest = hmac.new(settings.secret_key().encode(), key.encode(), hashlib.sha256).hexdigest()
    return f"{kind}:{digest[:40]}"
