"""Yêu cầu bổ sung and Nộp bổ sung: what may be asked, what an answer changes, and what waiting adds."""

from datetime import date

import pytest

from services import demo
from services.clock import standing_at
from services.dates.office_time import add_office_time, office_time_between
from services.errors import GuardRefused, Invalid, Missing, WrongState
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, given_for, moment

S = State
FIELD = {"paper": None, "field": "quan_he", "reason": "Ghi rõ quan hệ."}
PAPER = {"paper": "to_khai", "field": None, "reason": "Bản quét bị mờ."}

pytestmark = pytest.mark.usefixtures("monday")


def ask(code, who="canbo", items=(PAPER,)):
    return act(who, code, "request_supplement", items=list(items), answer_by=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("state", "who"),
    [(S.SUBMITTED, "canbo"), (S.RECEIVED, "canbo"), (S.RECEIVED, "chuyenvien"), (S.IN_PROCESS, "chuyenvien")],
)
def test_an_answer_leads_back_to_where_it_was_asked(database, state, who):
    """5 goes back to the state before: 1, 2 or 4, and the request is closed."""
    code = a_dossier(state)
    ask(code, who)
    asked = records.dossier(code)
    assert (asked.state, asked.resume_state, asked.rounds) == (S.SUPPLEMENT_ASKED, state, 1)
    act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    now = records.dossier(code)
    assert (now.state, now.resume_state) == (state, None)
    assert [r.answered_at for r in records.requests(code)] == [town.MONDAY]


def test_asked_before_reception_the_clock_does_not_start(database):
    """From 1: the clock is not started, not by the answer either; it starts at Tiếp nhận."""
    code = a_dossier()
    ask(code)
    assert (records.dossier(code).clock, records.last(code).clock) == ("waiting", "runs")
    with standing_at(moment("2026-11-25T08:00")):
        act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    answered = records.dossier(code)
    assert (answered.clock, answered.due_at, records.last(code).clock) == ("waiting", None, "runs")
    assert records.told(code) is None
    with standing_at(moment("2026-11-25T10:00")):
        act("canbo", code, "receive")
    assert records.dossier(code).due_at == moment("2026-11-25T17:00")


# Paused Monday 10:00, a day off on Tuesday: 1:30 + 4:00 + 0 + 2:00 of office time until Wednesday 9:30.
PAUSES = (
    ("2026-11-23T10:00", "2026-11-25T09:30", "2026-11-25T16:30"),
    ("2026-11-23T10:00", "2026-11-23T10:00", "2026-11-23T17:00"),
    ("2026-11-23T11:30", "2026-11-23T13:00", "2026-11-23T17:00"),  # lunch is no office time
    ("2026-11-23T11:00", "2026-11-23T13:30", "2026-11-25T08:30"),
    ("2026-11-23T17:30", "2026-11-24T23:00", "2026-11-23T17:00"),  # evening and day off
    ("2026-11-23T16:59", "2026-11-28T12:00", "2026-11-30T07:31"),  # three working days and a minute
)


@pytest.mark.parametrize(("asked", "answered", "due"), PAUSES)
def test_waiting_adds_exactly_the_office_time_waited(database, asked, answered, due):
    """From 2 and 4 the clock pauses; the answer adds the waited office time to the minute, no more."""
    code = a_dossier(S.IN_PROCESS)
    before = records.dossier(code).due_at
    with standing_at(moment(asked)):
        ask(code, "chuyenvien")
        paused = records.dossier(code)
        assert (paused.clock, paused.due_at, records.last(code).clock) == ("paused", before, "pauses")
    with standing_at(moment(answered)):
        act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    now, calendar = records.dossier(code), records.calendar(code)
    assert (now.clock, now.due_at) == ("running", moment(due))
    waited = office_time_between(calendar, moment(asked), moment(answered))
    assert add_office_time(calendar, before, waited) == now.due_at
    assert records.told(code).due == now.due_at
    assert records.last(code).due_at == now.due_at


def test_two_pauses_add_up(database):
    """A second request pauses again; both waits count, each once."""
    code = a_dossier(S.RECEIVED)
    for asked, answered in (("23T10:00", "23T11:00"), ("23T14:00", "23T14:30")):
        with standing_at(moment(f"2026-11-{asked}")):
            ask(code)
        with standing_at(moment(f"2026-11-{answered}")):
            act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    assert records.dossier(code).due_at == moment("2026-11-25T09:00")
    assert [r.round for r in records.requests(code)] == [1, 2]


def test_a_pause_after_an_extension_adds_to_the_new_date(database):
    """What waits after Gia hạn is added to the date that was valid then."""
    code = a_dossier(S.IN_PROCESS)
    act("lanhdao", code, "extend", **given_for("extend"))
    ask(code, "chuyenvien")
    with standing_at(moment("2026-11-23T11:00")):
        act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    assert records.dossier(code).due_at == moment("2026-11-27T09:30")


def test_a_chosen_date_takes_the_pause_too(database):
    """A date that the officer chose at reception is moved by the waited time as a computed one is."""
    code = a_dossier()
    act("canbo", code, "receive", due_at=moment("2026-11-26T16:00"), due_reason="Phải xác minh.")
    ask(code)
    with standing_at(moment("2026-11-23T10:00")):
        act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    assert records.dossier(code).due_at == moment("2026-11-26T17:00")


def test_the_answer_replaces_only_the_asked_paper(database):
    """The old file stays on record as replaced, the other papers stay as they were."""
    code = a_dossier(S.RECEIVED)
    before = {p.slot: p for p in records.papers(code)}
    ask(code)
    act(town.follower(code), code, "answer_supplement", papers=[demo.paper("to_khai", 99)])
    papers = records.papers(code)
    current = {p.slot: p for p in papers if p.replaced_at is None}
    assert current.keys() == before.keys()
    assert (current["to_khai"].round, current["to_khai"].sha256) == (1, demo.paper("to_khai", 99).sha256)
    assert [p.id for p in papers if p.replaced_at] == [before["to_khai"].id]
    assert all(current[slot].id == before[slot].id for slot in before.keys() - {"to_khai"})


def test_an_asked_field_is_corrected_and_nothing_else(database):
    """A corrected field is checked with the whole form and kept in its place."""
    code = a_dossier(S.RECEIVED, quan_he="Con")
    before = records.dossier(code).form
    ask(code, items=[FIELD])
    act(town.follower(code), code, "answer_supplement", fields={"quan_he": " Mẹ "})
    assert records.dossier(code).form == {**before, "quan_he": "Mẹ"}


def test_a_wrong_correction_is_refused(database):
    """A field's answer meets the same check as in the form."""
    code = a_dossier(S.RECEIVED)
    ask(code, items=[{"paper": None, "field": "nyc_dien_thoai", "reason": "Không gọi được."}])
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act(town.follower(code), code, "answer_supplement", fields={"nyc_dien_thoai": "12"})
    assert refused.value.problems[0].where == "nyc_dien_thoai"


def test_a_half_answer_is_not_taken(database):
    """One complete answer to one complete request: what is left is named."""
    code = a_dossier(S.RECEIVED)
    ask(code, items=[PAPER, FIELD])
    for half, left in (
        ({}, ("to_khai", "quan_he")),
        ({"papers": [town.a_paper("to_khai")]}, ("quan_he",)),
        ({"fields": {"quan_he": "Mẹ"}}, ("to_khai",)),
        ({"fields": {"quan_he": "  "}, "papers": [town.a_paper("to_khai")]}, ("quan_he",)),
    ):
        with records.no_trace(), pytest.raises((GuardRefused, Invalid)) as refused:
            act(town.follower(code), code, "answer_supplement", **half)
        if isinstance(refused.value, GuardRefused):
            assert refused.value.facts == {"guard": "all_asked_answered", "keys": left}
    act(
        town.follower(code), code, "answer_supplement",
        papers=[town.a_paper("to_khai")], fields={"quan_he": "Mẹ"},
    )  # fmt: skip


def test_an_answer_changes_nothing_that_was_not_asked(database):
    """What the office has looked at already cannot be changed along with the answer."""
    code = a_dossier(S.RECEIVED)
    ask(code)
    paper, other = town.a_paper("to_khai"), town.a_paper("giay_to_tuy_than")
    for more in ({"papers": [paper, other]}, {"papers": [paper], "fields": {"nyc_ho_ten": "Ai Khác"}}):
        with records.no_trace(), pytest.raises(Invalid) as refused:
            act(town.follower(code), code, "answer_supplement", **more)
        assert refused.value.problems[0].code == "not_asked"


@pytest.mark.parametrize(
    "item",
    [
        {"paper": "so_ho_khau", "field": None},
        {"paper": None, "field": "mau_toc"},
        {"paper": "so_ho_khau", "field": "quan_he"},
        {"paper": "to_khai", "field": "mau_toc"},
        {"paper": "to_khai", "field": "quan_he"},
        {"paper": None, "field": None},
        {},
    ],
)
def test_only_what_the_procedure_lists_can_be_asked(sqlite_town, item):
    """R-DOC-EXTRA: no paper and no field beyond the procedure's own, one thing per item."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        ask(code, items=[PAPER, {**item, "reason": "Vì sao"}])
    assert [(p.where, p.code) for p in refused.value.problems] == [("items", "not_listed")]


def test_each_asked_thing_has_its_reason(sqlite_town):
    """A reason for each paper or field; without items there is no request."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        ask(code, items=[PAPER, {**FIELD, "reason": " "}])
    assert refused.value.problems[0].facts == {"key": "quan_he"}
    with records.no_trace(), pytest.raises(Missing):
        ask(code, items=[])


def test_nobody_answers_what_is_not_asked(database):
    """Without an open request there is nothing to answer."""
    code = a_dossier(S.RECEIVED)
    with records.no_trace(), pytest.raises(WrongState):
        act("canbo", code, "answer_supplement", **given_for("answer_supplement"))


def test_a_file_must_have_been_checked(sqlite_town):
    """A verb takes only what services.papers.attachments has checked and stored, for a slot that exists."""
    code = a_dossier(S.SUPPLEMENT_ASKED)
    taken = town.a_paper("to_khai")
    for paper in ({"slot": "to_khai"}, type(taken)("khac", "a.pdf", taken.sha256, 1, 1)):
        with records.no_trace(), pytest.raises(Invalid) as refused:
            act("canbo", code, "answer_supplement", papers=[paper])
        assert refused.value.problems[0].code == "not_listed"


def test_refusing_to_receive_is_only_for_what_was_never_received(database):
    """Từ chối tiếp nhận from 5 only when it was asked from 1; later a dossier is stopped instead."""
    never, received = a_dossier(), a_dossier(S.RECEIVED, chance=2)
    ask(never)
    ask(received)
    with records.no_trace(), pytest.raises(GuardRefused) as refused:
        act("lanhdao", received, "refuse", reason="Không bổ sung.")
    assert refused.value.guard == "not_yet_received"
    done = act("lanhdao", never, "refuse", reason="Không bổ sung.")
    assert done.state is S.NOT_ACCEPTED


def test_a_dossier_that_waits_can_be_withdrawn(database):
    """Rút hồ sơ from 5, whichever state it was asked from; the clock stops and stays where it was."""
    for number, state in enumerate((S.SUBMITTED, S.RECEIVED)):
        code = a_dossier(state, chance=number)
        ask(code)
        due = records.dossier(code).due_at
        done = act(town.follower(code), code, "withdraw", reason="Không còn nhu cầu.")
        now = records.dossier(code)
        assert (done.state, now.clock, now.due_at, now.resume_state) == (S.WITHDRAWN, "stopped", due, None)


def test_the_desk_answers_for_one_who_comes(database):
    """canbo takes in the papers of one who comes or calls; the event says who did it."""
    code = a_dossier(S.SUPPLEMENT_ASKED)
    done = act("canbo", code, "answer_supplement", **given_for("answer_supplement"))
    assert (done.state, records.last(code).actor_kind) == (S.IN_PROCESS, "officer")
