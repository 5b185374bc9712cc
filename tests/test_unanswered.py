"""Supplements that nobody answers: reminded once, and ended by themselves only where that is configured."""

from datetime import date, timedelta

import pytest

from services import journal, unanswered
from services.clock import standing_at
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, moment

S = State
LAST = date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("monday")


def asked(state=S.SUBMITTED, who="canbo", chance=1):
    code = a_dossier(state, chance=chance)
    act(who, code, "request_supplement", items=town.ASKED, answer_by=LAST)
    return code


def reminders(code):
    return [one for one in records.notices(code) if one.kind == "supplement_reminder"]


def test_a_citizen_is_reminded_once_before_the_last_day(database):
    """Two days before; each request once, however often and by how many copies it is looked for."""
    code = asked()
    with standing_at(moment("2026-11-28T09:00")):
        assert unanswered.remind() == 0
    with standing_at(moment("2026-11-29T09:00")):
        assert (unanswered.remind(), unanswered.remind()) == (1, 0)
    assert reminders(code)
    assert all(one.facts["answer_by"] == "2026-12-01" for one in reminders(code))


def test_nobody_is_reminded_of_what_is_answered_or_switched_off(sqlite_town, monkeypatch):
    """SUPPLEMENT_REMINDER_DAYS=0 is never; an answered request needs none."""
    code = asked()
    with standing_at(moment("2026-11-30T09:00")):
        monkeypatch.setenv("SUPPLEMENT_REMINDER_DAYS", "0")
        assert unanswered.remind() == 0
        monkeypatch.delenv("SUPPLEMENT_REMINDER_DAYS")
        act(town.follower(code), code, "answer_supplement", **town.given_for("answer_supplement"))
        assert unanswered.remind() == 0


def test_nothing_ends_by_itself_unless_configured(sqlite_town):
    """Off by default."""
    asked()
    with standing_at(town.MONDAY + timedelta(days=400)), records.no_trace():
        assert unanswered.end() == 0


@pytest.mark.parametrize(
    ("state", "who", "ended", "letter"),
    [(S.SUBMITTED, "canbo", S.NOT_ACCEPTED, "refusal"), (S.IN_PROCESS, "chuyenvien", S.STOPPED, "stop")],
)
def test_an_unanswered_dossier_ends_after_n_working_days(database, monkeypatch, state, who, ended, letter):
    """Asked before reception it is not received, later it is stopped; the reason names the day; once."""
    monkeypatch.setenv("SUPPLEMENT_END_DAYS", "3")
    code = asked(state, who)
    with standing_at(moment("2026-12-04T09:00")):  # the third working day after 1/12: not over yet
        assert unanswered.end() == 0
    with standing_at(moment("2026-12-07T09:00")):
        assert (unanswered.end(), unanswered.end()) == (1, 0)
    now, last = records.dossier(code), records.last(code)
    assert (now.state, now.clock, last.actor_kind) == (ended, "stopped", "system")
    assert "01/12/2026" in last.facts["reason"]
    assert letter in [one.kind for one in records.letters(code)]
    assert journal.digest(last) == last.hash


def test_what_waits_for_the_leader_is_left_to_the_leader(sqlite_town, monkeypatch):
    """A proposal is decided by people."""
    monkeypatch.setenv("SUPPLEMENT_END_DAYS", "1")
    code = asked()
    act("canbo", code, "refuse", reason="Không bổ sung.")
    with standing_at(moment("2026-12-20T09:00")):
        assert unanswered.end() == 0
