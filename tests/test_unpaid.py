"""The last day to pay passes: reminded once, seen by people, ended only where that is set."""

from datetime import date

import pytest

from services import desk, unpaid
from services.clock import standing_at
from services.notices import texts
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor, moment

S = State
LAST = date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("monday")


def asked(state=S.IN_PROCESS, chance=1):
    code = a_dossier(state, chance=chance)
    act("canbo", code, "request_payment", lines=town.ONE_COPY, pay_by=LAST)
    return code


def reminders(code):
    return [one for one in records.notices(code) if one.kind == "payment_reminder"]


def test_a_citizen_is_reminded_once_of_each_last_day(database):
    """PAYMENT_REMINDER_DAYS before; once, however many copies look; with the sum that is left; SMS ≤ 160."""
    code = asked()
    with standing_at(moment("2026-11-28T09:00")):
        assert unpaid.remind() == 0
    with standing_at(moment("2026-11-29T09:00")):
        assert (unpaid.remind(), unpaid.remind()) == (1, 0)
    told = reminders(code)
    assert told
    for one in told:
        assert (one.facts["pay_by"], one.facts["amount"]) == ("2026-12-01", 8000)
        for spoken in ("vi", "en"):
            _subject, body = texts.render(one.kind, "sms", spoken, one.facts)
            assert "8.000d" in body
            assert len(body) <= 160


def test_nobody_is_reminded_of_what_is_paid_or_switched_off(sqlite_town, monkeypatch):
    """PAYMENT_REMINDER_DAYS=0 is never; paid waits for nothing; asked a moment ago is not reminded."""
    with standing_at(moment("2026-11-30T08:00")):
        asked(chance=2)
    code = asked()
    with standing_at(moment("2026-11-30T09:00")):
        monkeypatch.setenv("PAYMENT_REMINDER_DAYS", "0")
        assert unpaid.remind() == 0
        monkeypatch.delenv("PAYMENT_REMINDER_DAYS")
        act("canbo", code, "record_payment", **town.given_for("record_payment"))
        assert unpaid.remind() == 0


def test_it_is_shown_and_stays_unless_configured(database):
    """Past its last day the queue says so; by default nothing else happens."""
    code = asked()
    with standing_at(moment("2026-12-07T09:00")):
        [row] = desk.queue(actor("canbo"), "phi").rows
        assert (row.code, row.standing.tone) == (code, "near")
        assert "01/12" in row.standing.sentence
        assert desk.dossier(actor("canbo"), code).standing == row.standing
        with records.no_trace():
            assert unpaid.end() == 0


def test_it_is_stopped_where_configured_but_never_with_a_result(database, monkeypatch):
    """PAYMENT_END_DAYS working days after the last day it stops and owes nothing; the reason names it."""
    monkeypatch.setenv("PAYMENT_END_DAYS", "3")
    code, ready = asked(), asked(S.READY, chance=2)
    with standing_at(moment("2026-12-04T09:00")):
        assert unpaid.end() == 0
    with standing_at(moment("2026-12-07T09:00")):
        assert (unpaid.end(), unpaid.end()) == (1, 0)
    now, last = records.dossier(code), records.last(code)
    assert (now.state, now.clock, now.pay_by, last.actor_kind) == (S.STOPPED, "stopped", None, "system")
    assert "01/12/2026" in last.facts["reason"]
    assert records.dossier(ready).state == S.PAYMENT_ASKED
