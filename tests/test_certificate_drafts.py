"""Gửi bản nháp cho người dân (R-CONFIRM-1D): sent before the result is signed, confirmed, objected to, or
agreed to by silence."""

from datetime import timedelta

import pytest

from db.desk_work import CertificateDraft
from services import certificate_drafts, correspondence, desk, journal, silence, tracking
from services.clock import now, standing_at
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, WrongState
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor, moment

S = State
AFTER = moment("2026-11-25T17:01")
"""Monday 23/11 is asked, Tuesday is a day off: the first working day after ends on Wednesday at 17:00."""

pytestmark = pytest.mark.usefixtures("monday")


def sent(code: str, who: str = "chuyenvien", chance: int = 1):
    return act(who, code, "send_draft", draft=town.demo.paper("to_khai", chance))


def drafts(code: str) -> list[CertificateDraft]:
    return records._of(CertificateDraft, code)


def test_a_draft_goes_out_without_a_step_and_the_citizen_agrees(database):
    """No change of state, clock or due date; one message, after the time to undo; then the result."""
    code = a_dossier(S.IN_PROCESS)
    before = records.dossier(code)
    done = sent(code)
    after, event = records.dossier(code), records.last(code)
    assert (done.state, after.clock, after.due_at) == (S.IN_PROCESS, before.clock, before.due_at)
    assert (event.action, event.clock) == ("send_draft", "runs")
    told = [one for one in records.notices(code) if one.kind == "draft_sent"]
    assert told
    assert all(one.facts["answer_by"].startswith("2026-11-25") for one in told)
    assert all(one.not_before > now() for one in told)
    with pytest.raises(GuardRefused, match="draft_waits"):
        act("lanhdao", code, "finish")
    follower = town.follower(code)
    seen = tracking.view(follower, code).draft
    assert seen.answer == "waiting"
    assert correspondence.draft_pdf(follower, code, seen.id)[:4] == b"%PDF"
    act(follower, code, "confirm_draft")
    assert desk.dossier(actor("canbo"), code).draft.answer == "agreed"
    assert act("lanhdao", code, "finish").state is S.READY
    assert journal.digest(records.last(code)) == records.last(code).hash


def test_an_objection_stops_the_result_until_the_next_draft(database):
    """What is wrong stays in the citizen's words and leads the queue's sentence, until the next draft."""
    code = a_dossier(S.IN_PROCESS)
    sent(code)
    follower = town.follower(code)
    with records.no_trace(), pytest.raises(Missing):
        act(follower, code, "object_draft", wrong="  ")
    with records.no_trace(), pytest.raises(Invalid):
        act(follower, code, "object_draft", wrong="a" * 2001)
    act(follower, code, "object_draft", wrong="Sai ngày sinh.")
    view = desk.dossier(actor("canbo"), code)
    assert (view.draft.answer, view.draft.wrong) == ("objected", "Sai ngày sinh.")
    row = desk.queue(actor("canbo"), "dang-xu-ly").rows[0]
    assert (row.standing.sentence.split(";")[0], row.standing.tone) == ("người dân báo bản nháp sai", "late")
    assert view.standing.sentence == row.standing.sentence
    with standing_at(AFTER), pytest.raises(GuardRefused, match="draft_objected"):
        act("lanhdao", code, "finish")
    with standing_at(AFTER):
        assert silence.agree() == 0
    sent(code, "canbo", 2)
    assert [one.answer for one in drafts(code)] == ["replaced", "waiting"]
    with pytest.raises(NotFound):
        correspondence.draft_pdf(follower, code, drafts(code)[0].id)


def test_silence_of_one_working_day_is_agreement_once(database):
    """Until the last minute of the day nobody has agreed; then the system writes it down, once."""
    code = a_dossier(S.IN_PROCESS)
    sent(code)
    with standing_at(moment("2026-11-25T16:59")):
        assert silence.agree() == 0
    with standing_at(AFTER):
        assert (silence.agree(), silence.agree()) == (1, 0)
        last = records.last(code)
        assert (last.action, last.actor_kind) == ("draft_silent", "system")
        assert desk.dossier(actor("canbo"), code).draft.answer == "silent"
        with records.no_trace(), pytest.raises(GuardRefused, match="no_draft_waits"):
            act(town.follower(code), code, "object_draft", wrong="Muộn rồi.")
        assert act("lanhdao", code, "finish").state is S.READY


def test_a_result_after_the_day_needs_no_job(sqlite_town):
    """What counts is the moment, not whether the timed job came by; afterwards it finds nothing to write."""
    code = a_dossier(S.IN_PROCESS)
    sent(code)
    with standing_at(AFTER):
        act("lanhdao", code, "finish")
        assert silence.agree() == 0
    assert drafts(code)[0].answer == "dropped"


def test_undo_takes_the_draft_back(database):
    """Within its time: the message never leaves, the citizen sees none; what it had replaced stands again."""
    code = a_dossier(S.IN_PROCESS)
    before = records.counting(code)
    sent(code)
    act("chuyenvien", code, "undo")
    assert records.counting(code) == before
    assert tracking.view(town.follower(code), code).draft is None
    sent(code)
    act(town.follower(code), code, "object_draft", wrong="Sai tên.")
    sent(code, chance=2)
    act("chuyenvien", code, "undo")
    assert desk.dossier(actor("canbo"), code).draft.wrong == "Sai tên."


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("canbo2", NotFound), ("giamsat", NotFound), ("quantri", NotFound), ("congdan", NotFound)],
)
def test_only_the_offices_own_officers_send(sqlite_town, who, refusal):
    """Role x action: strangers find nothing, and nothing is written."""
    code = a_dossier(S.IN_PROCESS)
    with records.no_trace(), pytest.raises(refusal):
        sent(code, who)


def test_who_asks_does_not_answer(sqlite_town):
    """The citizen does not send, the office does not answer for the citizen."""
    code = a_dossier(S.IN_PROCESS)
    with records.no_trace(), pytest.raises(NotAllowed):
        sent(code, town.follower(code))
    sent(code)
    for who in ("canbo", "chuyenvien", "lanhdao"):
        for action, given in (("confirm_draft", {}), ("object_draft", {"wrong": "Sai."})):
            with records.no_trace(), pytest.raises(NotAllowed):
                act(who, code, action, **given)


def test_where_a_draft_is_asked(sqlite_town, monkeypatch):
    """State 4 only, online only, by the procedure's data, and not where the office switched it off."""
    early, code = a_dossier(S.RECEIVED), a_dossier(S.IN_PROCESS, chance=2)
    with records.no_trace(), pytest.raises(WrongState):
        sent(early)
    with records.no_trace(), pytest.raises(Missing):
        act("chuyenvien", code, "send_draft", draft=None)
    assert desk.dossier(actor("canbo"), code).sends_draft
    monkeypatch.setenv("CONFIRM_DRAFT_DAYS", "0")
    assert not desk.dossier(actor("canbo"), code).sends_draft
    with records.no_trace(), pytest.raises(GuardRefused, match="no_draft_asked"):
        sent(code)
    procedure = desk.dossier(actor("canbo"), code).procedure
    monkeypatch.delenv("CONFIRM_DRAFT_DAYS")
    assert not certificate_drafts.asked_of(procedure, 1)
    assert not certificate_drafts.asked_of(procedure.model_copy(update={"remarks": ()}), 2)


def test_a_proposal_comes_first(sqlite_town):
    """What waits for the leader is decided before another draft goes out."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    with records.no_trace(), pytest.raises(GuardRefused, match="proposal_waiting"):
        sent(code)
    assert not desk.dossier(actor("lanhdao"), code).sends_draft


def test_more_days_where_the_office_gives_them(sqlite_town, monkeypatch):
    """CONFIRM_DRAFT_DAYS counts working days of the agency."""
    monkeypatch.setenv("CONFIRM_DRAFT_DAYS", "3")
    code = a_dossier(S.IN_PROCESS)
    sent(code)
    assert drafts(code)[0].answer_by == moment("2026-11-27T17:00")
    assert drafts(code)[0].sent_at + timedelta(days=4) < drafts(code)[0].answer_by
