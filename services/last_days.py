"""What follows a last day that a citizen was given, for papers or for money: shared by both."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select

from db.dossiers import Dossier
from db.session import reading, transaction
from services import carrying, ledger
from services.actors import SYSTEM
from services.clock import now, today
from services.dates.office_time import nth_working_day

A_DAY = timedelta(days=1)

Waiting = Callable[[], Select[Any]]
"""Rows with a Dossier of everything that waits now, the longest waiting first."""


Ending = Callable[[Row[Any]], tuple[date, str, str]]
"""The last day of such a row, the action that ends its dossier, and the reason."""


def end(waiting: Waiting, last_day: Any, days: int, ending: Ending, limit: int) -> int:
    """End what is `days` working days past `last_day`; how many they were. 0 days is never.

    What waits for the leader is left to the leader. Each dossier is one transaction, and looked at again in
    it.
    """
    if days == 0:
        return 0
    query = waiting().where(last_day < today() - (days - 1) * A_DAY).limit(limit)
    with reading() as session:
        late = [row.Dossier.id for row in session.execute(query)]
    return sum(_end(one, waiting, days, ending) for one in late)


def _end(dossier_id: int, waiting: Waiting, days: int, ending: Ending) -> bool:
    with transaction() as session:
        locked = waiting().where(Dossier.id == dossier_id).with_for_update(skip_locked=True)
        row = session.execute(locked).one_or_none()
        if row is None or carrying.proposal_of(session, row.Dossier):
            return False
        until, action, reason = ending(row)
        if nth_working_day(ledger.calendar_of(session, row.Dossier), until, days) >= today():
            return False
        carrying.settle(session, row.Dossier, SYSTEM, action, {"reason": reason}, now())
    return True
