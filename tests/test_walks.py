"""Random walks: 10,000 over the pure table, 200 through the services on each engine; bench/walks.py does
many more. A walk that breaks a rule is shrunk to its shortest form."""

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import walks
from db.session import reading
from services import casework, journal, workflow
from services.money import audit

MANY = settings(
    deadline=None, derandomize=True, database=None, print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def test_walks_over_the_table_come_everywhere():
    """By chance every way is taken that the surface opens: the walks below do not run in a corner."""
    rng = Random(1)
    taken = {way for _ in range(10_000) for way in walks.walk_table(rng.randbytes(40))}
    assert taken == {(a, b) for a, targets in walks.EDGES.items() for b in targets}


@settings(MANY, max_examples=10_000)
@given(st.binary(max_size=40))
def test_no_walk_over_the_table_meets_an_illegal_state(choices):
    """No illegal state, whoever does what in which order, steps back included."""
    walks.walk_table(choices)


def test_every_rule_holds_after_every_step(database):
    """Legal state, version = events, an actor each, no due date on a day off, waits counted exactly,
    paused only while waiting, closed means stopped, the journal whole: after each step of each walk."""
    outcomes = Counter()
    number = iter(range(10**6))

    @settings(MANY, max_examples=200)
    @given(st.binary(min_size=9, max_size=30))
    def walk(choices):
        outcomes.update(walks.walk_services(choices, next(number)))

    walk()
    with reading() as session:
        assert list(journal.faults(session)) == []
        assert list(audit.faults(session)) == []
    # The walks went somewhere: every verb was done and was refused, in every way there is.
    done = {outcome.removesuffix(": done") for outcome in outcomes if outcome.endswith(": done")}
    assert {"receive", "request_supplement", "answer_supplement", "forward", "withdraw", "undo"} <= done
    assert {"request_payment", "record_payment"} <= done
    refused = {outcome.split(": ")[1] for outcome in outcomes} - {"done"}
    assert {"NotFound", "NotAllowed", "WrongState", "Missing"} <= refused


def test_long_walks(database):
    """Forty choices of one dossier: what short walks rarely come to. By chance, but always the same."""
    rng = Random(1)
    outcomes = sum((walks.walk_services(rng.randbytes(120), n) for n in range(6)), Counter())
    assert sum(times for what, times in outcomes.items() if what.endswith(": done")) >= 30


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("paused means waiting", {"clock": "paused"}),
        ("an end stops the clock", {"state": 8}),
        ("the version is", {"version": 9}),
        ("nothing is due on a day off", {"due_at": walks.START.replace(day=22)}),
        ("somebody holds", {"state": 4, "holder_id": None}),
        ("closed is what ended", {"closed_at": walks.START}),
    ],
)
def test_the_rules_see_a_fault(sqlite_town, rule, fault):
    """The test tests itself: a dossier that is wrong in one point is named with that rule."""
    with walks.standing_at(walks.START):
        code = walks.intake.submit(walks.demo.draft("tam-da")).code
        casework.receive(walks.accounts.actor_named("canbo"), code, seen=1)
        scene = walks.look(code)
        walks.check(scene)
        for name, value in fault.items():
            setattr(scene.dossier, name, value)
        with pytest.raises(AssertionError, match=rule):
            walks.check(scene)


def test_the_walk_sees_a_wrong_table(monkeypatch):
    """The test tests itself: a table that leads out of an end is noticed."""
    out_of_an_end = {workflow.Role.RECEIVER: (workflow.State.STOPPED,)}
    wrong = workflow.Transition("Mở lại", out_of_an_end, workflow.State.READY)
    monkeypatch.setitem(workflow.ACTIONS, "reopen", wrong)
    walks._open.cache_clear()
    try:
        rng = Random(1)
        with pytest.raises(AssertionError, match="STOPPED|8"):
            [walks.walk_table(rng.randbytes(40)) for _ in range(5000)]
    finally:
        walks._open.cache_clear()
