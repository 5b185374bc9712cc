"""Hoàn tác: the dossier stands as before the actor's last action, or the undo is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from db.dossiers import Dossier
from db.outbox import Notice
from db.session import transaction
from services import casework
from services.clock import standing_at
from services.errors import GuardRefused, NotFound
from services.notices import relay
from services.workflow import Role, State
from tests import records, town
from tests.town import a_dossier, act, actor, given_for, moment

S = State
LATER = town.MONDAY + timedelta(seconds=30)
UNDOABLE = (
    ("receive", S.SUBMITTED, "canbo"),
    ("forward", S.RECEIVED, "canbo"),
    ("finish", S.IN_PROCESS, "lanhdao"),
    ("hand_over", S.READY, "canbo"),
    ("hand_to_post", S.READY, "canbo"),
    ("request_supplement", S.SUBMITTED, "canbo"),
    ("request_supplement", S.RECEIVED, "chuyenvien"),
    ("answer_supplement", S.SUPPLEMENT_ASKED, "canbo"),
    ("refuse", S.SUBMITTED, "lanhdao"),
    ("extend", S.IN_PROCESS, "lanhdao"),
    ("stop", S.IN_PROCESS, "lanhdao"),
    ("withdraw", S.SUPPLEMENT_ASKED, "canbo"),
    ("request_payment", S.RECEIVED, "canbo"),
    ("record_payment", S.PAYMENT_ASKED, "canbo"),
)

pytestmark = pytest.mark.usefixtures("monday")


def too_late(code, who):
    with records.no_trace(), pytest.raises(GuardRefused) as refused:
        act(who, code, "undo")
    assert refused.value.guard == "too_late_to_undo"


@pytest.mark.parametrize(("action", "state", "who"), UNDOABLE)
def test_undo_restores_everything(database, action, state, who):
    """Columns, letters, supplement request, papers and notices count again as they did before."""
    code = town.a_dossier_for(action, state)
    before, version = records.counting(code), town.seen(code)
    given = given_for(action) | ({"result_file": "b" * 64} if action == "finish" else {})
    with standing_at(moment("2026-11-23T09:00:01")):
        act(who, code, action, **given)
        assert records.counting(code) != before
        taken_back = records.last(code)
    with standing_at(LATER):
        done = act(who, code, "undo")
    assert records.counting(code) == before
    assert (done.version, done.state) == (version + 2, state)
    event = records.last(code)
    assert (event.action, event.undoes, event.clock) == ("undo", taken_back.seq, "runs")
    assert (event.from_state, event.to_state) == (taken_back.to_state, state)
    assert {x.withdrawn_at for x in records.letters(code) if x.event_id == taken_back.id} <= {LATER}
    cancelled = [x for x in records.notices(code) if x.event_id == taken_back.id]
    assert cancelled
    assert all(x.cancelled_at for x in cancelled)


def test_the_undo_tests_cover_every_verb():
    """No verb is left out when one is added."""
    assert {action for action, *_ in UNDOABLE} == set(casework.VERBS)


def test_what_was_taken_back_does_not_count_for_the_clock(database):
    """A pause that was taken back adds nothing; the reasons do not tell of it."""
    code = a_dossier(S.RECEIVED)
    due = records.dossier(code).due_at
    act("canbo", code, "request_supplement", **given_for("request_supplement"))
    act("canbo", code, "undo")
    with standing_at(moment("2026-11-23T10:00")):
        act("canbo", code, "request_supplement", **given_for("request_supplement"))
    with standing_at(moment("2026-11-23T10:30")):
        act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    assert records.dossier(code).due_at == moment("2026-11-25T08:00")
    assert due == moment("2026-11-23T17:00")
    assert [line.code for line in records.told(code).lines].count("paused") == 1


def test_an_answer_taken_back_keeps_the_clock_paused(database):
    """Answered, taken back and answered again: the wait counts once, up to the last answer."""
    code = a_dossier(S.RECEIVED)
    act("canbo", code, "request_supplement", **given_for("request_supplement"))
    with standing_at(moment("2026-11-23T10:00")):
        act("canbo", code, "answer_supplement", **given_for("answer_supplement"))
        act("canbo", code, "undo")
        assert records.dossier(code).clock == "paused"
    with standing_at(moment("2026-11-23T11:00")):
        act("canbo", code, "answer_supplement", **given_for("answer_supplement"))
    assert records.dossier(code).due_at == moment("2026-11-25T09:30")


def test_a_taken_back_reception_starts_the_clock_anew(database):
    """Received again later, the later moment counts; the first receipt stays withdrawn."""
    code = a_dossier()
    act("canbo", code, "receive")
    act("canbo", code, "undo")
    with standing_at(moment("2026-11-23T15:30")):
        act("canbo", code, "receive")
    assert records.dossier(code).due_at == records.told(code).due == moment("2026-11-25T17:00")
    assert [(x.number, x.withdrawn_at is None) for x in records.letters(code)] == [
        ("01/TNHS", False), ("02/TNHS", True),
    ]  # fmt: skip


def test_a_taken_back_extension_is_not_used_up(database):
    """Once by default: one that was taken back can be granted again."""
    code = a_dossier(S.IN_PROCESS)
    act("lanhdao", code, "extend", **given_for("extend"))
    act("lanhdao", code, "undo")
    act("lanhdao", code, "extend", new_due=date(2026, 11, 27), reason="Chờ xác minh.")
    assert records.dossier(code).due_at == records.told(code).due == moment("2026-11-27T17:00")


def test_only_within_the_time(database):
    """UNDO_SECONDS (60) after the action it can still be taken back, a moment later not."""
    one, two = a_dossier(), a_dossier(chance=2)
    for code in (one, two):
        act("canbo", code, "receive")
    with standing_at(town.MONDAY + timedelta(seconds=60)):
        act("canbo", one, "undo")
    with standing_at(town.MONDAY + timedelta(seconds=60, microseconds=1)):
        too_late(two, "canbo")


def test_the_time_is_a_setting(sqlite_town, monkeypatch):
    """UNDO_SECONDS is heeded, and delays the notice as long."""
    monkeypatch.setenv("UNDO_SECONDS", "5")
    code = a_dossier(S.RECEIVED)
    assert {x.not_before for x in records.notices(code) if x.kind == "received"} == {
        town.MONDAY + timedelta(seconds=5)
    }
    with standing_at(town.MONDAY + timedelta(seconds=6)):
        too_late(code, "canbo")


def test_only_by_whoever_did_it(database):
    """Neither a colleague nor the leader nor the citizen takes back what another did."""
    code = a_dossier(S.RECEIVED)
    for who in ("chuyenvien", "lanhdao", town.follower(code)):
        too_late(code, who)
    act("canbo", code, "undo")


def test_only_the_last_thing(database):
    """Once something happened after it, an action stays; and an undo is not taken back in its turn."""
    code = a_dossier(S.RECEIVED)
    act("canbo", code, "forward", **given_for("forward"))
    act("chuyenvien", code, "finish")
    too_late(code, "canbo")
    act("chuyenvien", code, "undo")
    too_late(code, "chuyenvien")
    too_late(code, "canbo")


def test_a_submission_and_a_citizens_proof_take_nothing_back(database):
    """Nộp hồ sơ is no action of the office: it is withdrawn, never undone."""
    code = a_dossier()
    too_late(code, "canbo")
    act(town.follower(code), code, "withdraw", reason="Không còn nhu cầu.")
    too_late(code, town.follower(code))


def test_a_citizen_with_an_account_takes_back_the_own_withdrawal(database):
    """Whoever did it: also a citizen who is signed in, as long as the notice waits."""
    code = a_dossier()
    with transaction() as session:
        owner = actor("congdan").account_id
        session.execute(update(Dossier).where(Dossier.code == code).values(account_id=owner))
    before = records.counting(code)
    act("congdan", code, "withdraw", reason="Nhầm.")
    act("congdan", code, "undo")
    assert records.counting(code) == before


@pytest.mark.parametrize(
    "what", [{"sent_at": LATER}, {"claimed_at": LATER}, {"attempts": 1}], ids=["sent", "held", "tried"]
)
def test_not_once_its_notice_has_left(database, what):
    """A notice that was sent, or that a relay holds, or that a server once refused, cannot be called back."""
    code = a_dossier(S.RECEIVED)
    with transaction() as session:
        session.execute(
            update(Notice).where(Notice.kind == "received", Notice.channel == "sms").values(**what)
        )
    with standing_at(LATER):
        too_late(code, "canbo")
    assert all(x.cancelled_at is None for x in records.notices(code)), "the others still go out"


def test_the_relay_sends_nothing_that_can_still_be_taken_back(database):
    """Within the time the notice waits; taken back it never leaves, in time it does."""
    gone, stays = a_dossier(S.RECEIVED), a_dossier(S.RECEIVED, chance=2)
    with standing_at(LATER):
        relay.send_waiting()
        act("canbo", gone, "undo")
    with standing_at(town.MONDAY + timedelta(seconds=61)):
        relay.send_waiting()
    kinds = {code: {x.kind: x.sent_at is not None for x in records.notices(code)} for code in (gone, stays)}
    assert kinds[gone] == {"submitted": True, "received": False}
    assert kinds[stays] == {"submitted": True, "received": True}


@pytest.mark.parametrize("action", ["finish", "stop"])
def test_a_proposal_can_be_taken_back(database, action):
    """Who proposed takes it back while it waits: it is dropped, and another may follow."""
    code = a_dossier(S.IN_PROCESS)
    before = records.counting(code)
    act("chuyenvien", code, action, **given_for(action))
    act("chuyenvien", code, "undo")
    assert records.counting(code) == before
    assert [p.status for p in records.proposals(code)] == ["dropped"]
    assert act("chuyenvien", code, "finish").proposed


def test_an_approval_taken_back_waits_again(database):
    """The proposal stands as before the leader's word: waiting, undecided."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "stop", **given_for("stop"))
    before = records.counting(code)
    act("lanhdao", code, "approve")
    act("lanhdao", code, "undo")
    assert records.counting(code) == before
    assert act("lanhdao", code, "approve").state is S.STOPPED


def test_what_an_action_dropped_waits_again(database):
    """The leader's own action dropped a proposal; taken back, the proposal waits as before."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    before = records.counting(code)
    act("lanhdao", code, "request_supplement", **given_for("request_supplement"))
    act("lanhdao", code, "undo")
    assert records.counting(code) == before
    assert act("lanhdao", code, "approve").state is S.READY


def test_sending_back_is_not_taken_back(database):
    """Trả lại has told the colleague: it stays."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    act("lanhdao", code, "send_back", note="Xem lại.")
    too_late(code, "lanhdao")


def test_who_lost_the_role_takes_nothing_back(database):
    """Rights are read anew at every step: without a role here the dossier is not found."""
    code = a_dossier(S.RECEIVED)
    someone = actor("canbo")
    stripped = type(someone)("officer", someone.name, someone.account_id, someone.username, ())
    with records.no_trace(), pytest.raises(NotFound):
        casework.undo(stripped, code, seen=town.seen(code))
    assert Role.RECEIVER in {grant.role for grant in someone.grants}
