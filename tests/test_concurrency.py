"""Many at once, on both engines: one wins, the others are told; numbers stay unique and without gaps."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from db.agencies import Agency
from db.dossiers import Dossier, Draft, Letter, Paper
from db.outbox import Notice
from db.session import reading, transaction
from services import casework, codes, drafts, intake, journal
from services.clock import standing_at
from services.errors import GuardRefused, Refusal, Stale
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor, given_for

S = State

pytestmark = pytest.mark.usefixtures("monday")


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all calls at the same moment, each in a thread; what each returned or how it was refused."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        with standing_at(town.MONDAY):  # a thread has a clock of its own
            start.wait()
            try:
                return call()
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.parametrize("round_", range(3))
def test_two_officers_at_one_version(database, round_):
    """Exactly one wins; the other is told who and what, and nothing of hers is there."""
    code = a_dossier()
    seen, leader, receiver = town.seen(code), actor("lanhdao"), actor("canbo")
    receipts = [
        lambda who=who: casework.receive(who, code, seen=seen) for who in (leader, receiver, leader, receiver)
    ]
    withdrawals = [lambda: casework.withdraw(receiver, code, seen=seen, reason="Không còn nhu cầu.")] * 2
    outcomes = at_once(receipts + withdrawals)
    [won] = [x for x in outcomes if isinstance(x, casework.Done)]
    lost = [x for x in outcomes if isinstance(x, Stale)]
    assert len(lost) == 5
    event = records.last(code)
    assert {(x.facts["by"], x.facts["action"]) for x in lost} == {(event.actor_name, event.action)}
    assert (won.version, town.seen(code), len(records.events(code))) == (2, 2, 2)
    assert len(records.letters(code)) == (1 if event.action == "receive" else 0)


def test_a_proposal_and_the_leaders_own_action_at_once(database):
    """The leader acts while a colleague proposes: one version, one happening."""
    code = a_dossier(S.IN_PROCESS)
    seen, leader, specialist = town.seen(code), actor("lanhdao"), actor("chuyenvien")
    outcomes = at_once(
        [
            lambda: casework.finish(specialist, code, seen=seen),
            lambda: casework.finish(leader, code, seen=seen),
            lambda: casework.stop(specialist, code, seen=seen, reason="Không đủ căn cứ."),
        ]
    )
    assert sorted(type(x).__name__ for x in outcomes) == ["Done", "Stale", "Stale"]
    assert len(records.proposals(code)) <= 1


def test_undo_and_another_step_at_once(database):
    """Who takes back and who goes on at the same version: one of them is told."""
    code = a_dossier(S.RECEIVED)
    seen, receiver, leader = town.seen(code), actor("canbo"), actor("lanhdao")
    forward = given_for("forward")
    outcomes = at_once(
        [
            lambda: casework.undo(receiver, code, seen=seen),
            lambda: casework.forward(leader, code, seen=seen, **forward),
        ]
    )
    assert sorted(type(x).__name__ for x in outcomes) == ["Done", "Stale"]


def test_two_leaders_words_at_once(database):
    """Duyệt twice and Trả lại once: the proposal is decided once."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    seen, leader = town.seen(code), actor("lanhdao")
    outcomes = at_once(
        [
            lambda: casework.approve(leader, code, seen=seen),
            lambda: casework.approve(leader, code, seen=seen),
            lambda: casework.send_back(leader, code, seen=seen, note="Xem lại."),
        ]
    )
    assert sum(isinstance(x, casework.Done) for x in outcomes) == 1
    assert all(isinstance(x, casework.Done | Stale | GuardRefused) for x in outcomes)
    assert [p.status for p in records.proposals(code)] in (["approved"], ["returned"])


def test_one_draft_sent_many_times_makes_one_dossier(database):
    """Two clicks, two tabs, eight at once: one dossier with one set of papers and one notice."""
    for chance in range(3):
        token = town.a_draft(chance=chance)
        outcomes = at_once([lambda token=token: intake.submit(token)] * 8)
        [code] = {x.code for x in outcomes}
        assert [x.again for x in outcomes].count(False) == 1
        assert [e.action for e in records.events(code)] == ["submit"]
        assert len({n.channel for n in records.notices(code)}) == len(records.notices(code))
        slots = [p.slot for p in records.papers(code)]
        assert len(slots) == len(set(slots))
        assert {"to_khai", "giay_to_tuy_than"} <= set(slots)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Dossier)) == 3
        assert not session.scalars(select(Paper).where(Paper.draft_id.is_not(None))).all()


def test_saving_and_sending_at_once(database):
    """A tab that still saves does not bring a sent draft back to life."""
    token = town.a_draft()
    outcomes = at_once([lambda: intake.submit(token), *[lambda: drafts.save(token, {"quan_he": "Mẹ"})] * 4])
    assert isinstance(outcomes[0], intake.Submitted)
    with reading() as session:
        draft = session.scalars(select(Draft).where(Draft.token == token)).one()
    assert (draft.form, draft.step) == ({}, "sent")
    assert records.dossier(outcomes[0].code).form["quan_he"]


def test_forty_submissions_from_eight_threads(database):
    """Codes are unique and without gaps for the agency and the day, whoever sends when."""
    tokens = [[town.a_draft(chance=number * 5 + n) for n in range(5)] for number in range(8)]
    at_once([lambda mine=mine: [intake.submit(token) for token in mine] for mine in tokens])
    with reading() as session:
        found = sorted(session.scalars(select(Dossier.code)))
        assert not list(journal.faults(session))
        told = session.scalar(select(func.count(Notice.dossier_id.distinct())))
    assert found == [f"H31.124-20261123-{n:07d}" for n in range(1, 41)]
    assert told == 40


def test_letters_of_many_officers_have_no_gap(database):
    """Receipts given out at the same moment are numbered one by one."""
    dossiers = [a_dossier(chance=n % 3) for n in range(12)]
    receiver = actor("canbo")
    at_once([lambda code=code: casework.receive(receiver, code, seen=1) for code in dossiers])
    with reading() as session:
        numbers = sorted(session.scalars(select(Letter.number)))
    assert numbers == [f"{n:02d}/TNHS" for n in range(1, 13)]


def test_a_rolled_back_submission_leaves_no_gap(database, monkeypatch):
    """A number belongs to its transaction: what did not come to be gives it back."""
    first, second, third = (town.a_draft(chance=n) for n in range(3))
    assert intake.submit(first).code.endswith("-0000001")
    with monkeypatch.context() as broken:
        broken.setattr(intake.notices, "write", lambda *_a, **_k: 1 / 0)
        with records.no_trace(), pytest.raises(ZeroDivisionError):
            intake.submit(second)
    assert intake.submit(third).code.endswith("-0000002")
    assert intake.submit(second).code.endswith("-0000003"), "the draft is as it was and can be sent"


def test_a_number_waits_for_the_one_before(database):
    """While a number is being given out nobody gets the next: it may still come back."""
    with reading() as session:
        agency = session.scalars(select(Agency).where(Agency.slug == "tam-da")).one()

    def take(fail: bool) -> str | None:
        try:
            with transaction() as session:
                code = codes.next_code(session, agency, town.MONDAY)
                if fail:
                    raise LookupError
                return code
        except LookupError:
            return None

    outcomes = at_once([lambda fail=fail: take(fail) for fail in (True, False) * 8])
    given = sorted(filter(None, outcomes))
    assert given == [f"H31.124-20261123-{n:07d}" for n in range(1, 9)]
