"""Warnings of due dates: by shares of the legal time, once each, to who holds the dossier and the leader."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.desk_work import DueWarning
from db.session import reading
from services import desk
from services.clock import standing_at
from services.dates import office_time
from services.dates.calendars import default_calendar
from services.dates.office_time import add_office_time, office_time_between, take_office_time
from services.desk import warnings
from services.errors import NotAllowed
from services.workflow import State
from tests import town
from tests.test_desk import questions
from tests.town import a_dossier, act, actor, moment

S = State
CALENDAR = default_calendar(2026, 2027)


@pytest.fixture(autouse=True)
def late_monday():
    """After 15:00 on Monday 23/11, the 24th is a day off: due on Wednesday 17:00."""
    with standing_at(town.MONDAY.replace(hour=15, minute=30)):
        warnings._glances.clear()
        yield


def told(who: str) -> list[tuple[str, int]]:
    return [(one.code, one.share) for one in warnings.waiting(actor(who))]


def rows() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(DueWarning))


def test_each_threshold_is_told_once_to_holder_and_leader(database):
    """50 %, 20 % and the deadline; what was seen is not told again, the next is; a stranger hears none."""
    code = a_dossier(S.IN_PROCESS)
    assert (warnings.reckon(), warnings.reckon()) == (1, 0)
    assert told("chuyenvien") == []
    with reading() as session:
        found = dict(session.execute(select(DueWarning.share, DueWarning.at)).all())
    due = moment("2026-11-25T17:00")
    assert found[0] == due
    assert found[50] < found[20] < due
    for at, share in ((found[50], 50), (found[20], 20), (due, 0)):
        with standing_at(at - timedelta(seconds=1)):
            assert told("chuyenvien") == []
        with standing_at(at):
            assert told("chuyenvien") == told("lanhdao") == [(code, share)]
            assert told("canbo") == told("canbo2") == []
            warnings.seen(actor("chuyenvien"))
            warnings.seen(actor("lanhdao"))
    with standing_at(due + timedelta(hours=1)):
        assert told("chuyenvien") == []


def test_another_due_date_begins_anew_and_an_end_forgets(database):
    """A threshold belongs to its due date; rows of what has ended go away."""
    code = a_dossier(S.IN_PROCESS)
    warnings.reckon()
    act("lanhdao", code, "extend", **town.given_for("extend"))
    with standing_at(moment("2026-11-25T16:50")):
        assert told("chuyenvien") == []
        assert warnings.reckon() == 1
    with standing_at(moment("2026-11-26T17:00")):
        assert told("chuyenvien") == [(code, 0)]
        act("lanhdao", code, "stop", reason="Không đủ căn cứ.")
        assert told("chuyenvien") == []
        warnings.reckon()
        assert rows() == 0


def test_shares_are_configured(sqlite_town, monkeypatch):
    """DUE_WARNINGS; the deadline always warns."""
    a_dossier(S.IN_PROCESS)
    monkeypatch.setenv("DUE_WARNINGS", "30")
    warnings.reckon()
    assert rows() == 2
    monkeypatch.setenv("DUE_WARNINGS", "120")
    with pytest.raises(ValueError, match="between"):
        warnings.settings.due_warnings()


@pytest.mark.parametrize("who", ["giamsat", "quantri", "congdan"])
def test_who_has_no_queue_has_no_warnings(sqlite_town, who):
    """Role x action."""
    for ask in (warnings.waiting, warnings.seen, warnings.glance):
        with pytest.raises(NotAllowed):
            ask(actor(who))


def test_a_glance_asks_twice_and_then_rests(sqlite_town):
    """The queue's rerun stays as it was: both answers are kept for some seconds; an objection is in it."""
    code, who = a_dossier(S.IN_PROCESS), actor("chuyenvien")
    act("chuyenvien", code, "send_draft", draft=town.a_paper())
    act(town.follower(code), code, "object_draft", wrong="Sai tên.")
    with questions() as asked:
        assert [one.code for one in warnings.glance(who).objected] == [code]
        assert warnings.glance(who).warned == ()
    assert len(asked) == 2


def test_the_dossier_says_what_is_left(sqlite_town):
    """The sentence comes with the first threshold."""
    code = a_dossier(S.IN_PROCESS)
    assert desk.dossier(actor("canbo"), code).warned == ""
    with standing_at(moment("2026-11-25T16:59")):
        assert "20 %" in desk.dossier(actor("canbo"), code).warned


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60 * 24 * 40), st.integers(0, 60 * 60))
def test_office_time_is_taken_as_it_is_added(minute, span):
    """The moment found is the latest from which exactly so much is left."""
    at = datetime(2026, 11, 1, tzinfo=office_time.VIETNAM) + timedelta(minutes=minute)
    left = timedelta(minutes=span)
    found = take_office_time(CALENDAR, at, left)
    assert office_time_between(CALENDAR, found, at) == left
    if span:
        assert add_office_time(CALENDAR, found, left) <= at
        assert office_time_between(CALENDAR, found + timedelta(minutes=1), at) < left
