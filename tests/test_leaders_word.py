"""What needs the leader's word: pressed by another it waits, and Duyệt or Trả lại answers it."""

from datetime import date

import pytest
from sqlalchemy import select

from db.dossiers import Proposal
from db.session import reading
from services import casework
from services.clock import standing_at
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, WrongState
from services.workflow import ACTIONS, State
from tests import records, town
from tests.town import a_dossier, act, actor, given_for, moment

S = State
PROPOSED = {
    "refuse": ("canbo", S.SUBMITTED, S.NOT_ACCEPTED),
    "finish": ("chuyenvien", S.IN_PROCESS, S.READY),
    "extend": ("chuyenvien", S.IN_PROCESS, S.IN_PROCESS),
    "stop": ("chuyenvien", S.IN_PROCESS, S.STOPPED),
}

pytestmark = pytest.mark.usefixtures("monday")


def test_these_are_all_the_actions_that_need_the_leader():
    """No action that needs the leader goes untested."""
    assert set(PROPOSED) == {action for action, t in ACTIONS.items() if t.leader}


@pytest.mark.parametrize("action", PROPOSED)
def test_pressed_by_another_it_becomes_a_proposal(database, action):
    """The state, the clock, letters and notices stay; the proposal and its event are written."""
    who, state, _ = PROPOSED[action]
    code = a_dossier(state)
    before = records.counting(code)
    done = act(who, code, action, **given_for(action))
    assert (done.proposed, done.state, done.letter_id) == (True, state, None)
    [proposal] = records.proposals(code)
    assert (proposal.action, proposal.status, proposal.proposed_by, proposal.proposed_at) == (
        action, "waiting", actor(who).account_id, town.MONDAY,
    )  # fmt: skip
    assert {**records.counting(code), "proposals": []} == before
    assert (records.last(code).action, records.last(code).clock) == ("propose", "runs")


@pytest.mark.parametrize("action", PROPOSED)
def test_approved_it_is_done_in_the_leaders_name(database, action):
    """Duyệt does what was proposed, with what the proposal's form said; letter and notice follow."""
    who, state, after = PROPOSED[action]
    code = a_dossier(state)
    act(who, code, action, **given_for(action))
    with standing_at(moment("2026-11-23T09:30")):
        done = act("lanhdao", code, "approve")
    assert (done.state, done.proposed) == (after, False)
    [proposal] = records.proposals(code)
    assert (proposal.status, proposal.decided_by, proposal.decided_at) == (
        "approved", actor("lanhdao").account_id, moment("2026-11-23T09:30"),
    )  # fmt: skip
    event = records.last(code)
    assert (event.action, event.actor_id) == (action, actor("lanhdao").account_id)
    assert event.facts["proposed_by"] == actor(who).account_id
    transition = ACTIONS[action]
    issued = [x.kind for x in records.letters(code) if x.event_id == event.id]
    assert issued == ([transition.letter] if transition.letter else [])
    assert {x.kind for x in records.notices(code) if x.event_id == event.id} == {transition.notice}


def test_an_approved_extension_has_the_proposed_date(database):
    """The date that waited in the proposal is the one that is granted."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "extend", new_due=date(2026, 11, 26), reason="Chờ xác minh.")
    act("lanhdao", code, "approve")
    assert records.dossier(code).due_at == records.told(code).due == moment("2026-11-26T17:00")


def test_an_extension_approved_too_late_is_refused(database):
    """Guards are asked again at Duyệt: before the deadline means the leader too."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "extend", **given_for("extend"))
    with standing_at(moment("2026-11-23T17:01")), records.no_trace():
        with pytest.raises(GuardRefused) as refused:
            act("lanhdao", code, "approve")
        assert refused.value.guard == "not_overdue"


def test_a_proposal_is_checked_when_it_is_made(database):
    """Nothing reaches the leader that could not be done: needs and guards are asked at once."""
    code = a_dossier(S.IN_PROCESS)
    with records.no_trace():
        with pytest.raises(Missing):
            act("chuyenvien", code, "stop", reason=" ")
        with pytest.raises(Invalid):
            act("chuyenvien", code, "extend", new_due=date(2026, 11, 24), reason="Chờ.")
        with standing_at(moment("2026-11-23T18:00")), pytest.raises(GuardRefused):
            act("chuyenvien", code, "extend", **given_for("extend"))


def test_sent_back_it_goes_to_the_colleague_with_a_note(database):
    """Trả lại: the state stays, the note says why, and another proposal may follow."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "stop", **given_for("stop"))
    before = records.counting(code)
    with records.no_trace(), pytest.raises(Missing) as refused:
        act("lanhdao", code, "send_back", note="  ")
    assert refused.value.facts == {"names": ("note",)}
    done = act("lanhdao", code, "send_back", note=" Nêu rõ căn cứ. ")
    assert done.state is S.IN_PROCESS
    [proposal] = records.proposals(code)
    assert (proposal.status, proposal.note) == ("returned", "Nêu rõ căn cứ.")
    assert proposal.decided_by == actor("lanhdao").account_id
    assert records.counting(code) == {**before, "proposals": []}
    assert records.last(code).facts["note"] == "Nêu rõ căn cứ."
    assert act("chuyenvien", code, "finish").proposed


def test_one_proposal_waits_at_a_time(database):
    """A second proposal is refused, and so is any other action of a colleague while one waits."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    for action in ("finish", "stop", "request_supplement"):
        with records.no_trace(), pytest.raises(GuardRefused) as refused:
            act("chuyenvien", code, action, **given_for(action))
        assert refused.value.guard == "proposal_waiting"
    with records.no_trace(), pytest.raises(GuardRefused):
        act("canbo", code, "withdraw", **given_for("withdraw"))


@pytest.mark.parametrize("who", ["lanhdao", "citizen"])
def test_the_leader_and_the_citizen_are_not_held_up(database, who):
    """Their own action drops what waited: it was about a dossier that no longer stands so."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    act(town.follower(code) if who == "citizen" else who, code, "withdraw", **given_for("withdraw"))
    assert [p.status for p in records.proposals(code)] == ["dropped"]
    with records.no_trace(), pytest.raises(GuardRefused) as refused:
        act("lanhdao", code, "approve")
    assert refused.value.guard == "nothing_to_decide"


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "citizen"])
def test_only_the_leader_decides(database, who):
    """Duyệt and Trả lại are the leader's; who proposed cannot approve."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    someone = town.follower(code) if who == "citizen" else who
    with records.no_trace():
        with pytest.raises(NotAllowed):
            act(someone, code, "approve")
        with pytest.raises(NotAllowed):
            act(someone, code, "send_back", note="Xem lại.")


def test_nothing_is_decided_twice(database):
    """A decided proposal is no longer there to decide."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    act("lanhdao", code, "approve")
    with records.no_trace():
        for verb, given in (("approve", {}), ("send_back", {"note": "x"})):
            with pytest.raises(GuardRefused) as refused:
                act("lanhdao", code, verb, **given)
            assert refused.value.guard == "nothing_to_decide"


def test_the_leader_pressing_it_does_it(database):
    """Pressed by the leader it is done, without a proposal."""
    code = a_dossier(S.IN_PROCESS)
    assert act("lanhdao", code, "finish") == casework.Done(code, 4, S.READY)
    assert records.proposals(code) == []


def test_the_waiting_list_holds_only_open_dossiers(database):
    """A proposal never outlives the state it was made in."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "stop", **given_for("stop"))
    act("lanhdao", code, "stop", **given_for("stop"))
    with reading() as session:
        assert not session.scalars(select(Proposal).where(Proposal.status == "waiting")).all()
    with pytest.raises(WrongState):
        act("chuyenvien", code, "stop", **given_for("stop"))
