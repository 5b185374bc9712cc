"""Phân công tự động: the leader's rule says whose turn it is, and sending on offers that officer first."""

import pytest

from services import assignment_rules, desk
from services.clock import standing_at
from services.errors import Invalid, NotAllowed, NotFound
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor

SUBJECT = "thu-tuc:2.000635"


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield


def test_several_take_turns(database):
    """Who waited longest stands first, then the other; an empty rule is none."""
    leader, codes = actor("lanhdao"), [a_dossier(State.RECEIVED, chance=n) for n in (1, 2, 3)]
    people = [actor("chuyenvien").account_id, leader.account_id]
    assignment_rules.set_rule(leader, SUBJECT, people)
    assert [one.subject for one in assignment_rules.rules(leader)] == [SUBJECT]
    offered = []
    for code in codes:
        first = desk.specialists(actor("canbo"), code)[0][0]
        offered.append(first)
        act("canbo", code, "forward", specialist=first)
    assert offered[0] != offered[1]
    assert set(offered) == set(people)
    assignment_rules.set_rule(leader, SUBJECT, [])
    assert assignment_rules.rules(leader) == ()


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "quantri", "giamsat", "congdan"])
def test_only_the_leader_sets_rules(sqlite_town, who):
    """Role x action."""
    for ask in (
        assignment_rules.rules, assignment_rules.specialists,
        lambda one: assignment_rules.set_rule(one, SUBJECT, []),
    ):  # fmt: skip
        with records.no_trace(), pytest.raises(NotAllowed):
            ask(actor(who))


def test_a_rule_names_only_the_agencys_own_people(sqlite_town):
    """Nobody of another commune, no procedure that is not there; other communes keep their own rules."""
    leader, stranger = actor("lanhdao"), actor("canbo2").account_id
    with records.no_trace(), pytest.raises(Invalid):
        assignment_rules.set_rule(leader, SUBJECT, [stranger])
    with records.no_trace(), pytest.raises(NotFound):
        assignment_rules.set_rule(leader, "thu-tuc:9.999999", [])
    assignment_rules.set_rule(leader, SUBJECT, [leader.account_id])
    assert assignment_rules.rules(actor("lanhdao2")) == ()
