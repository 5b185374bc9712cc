"""Phân công tự động: the leader's rule says whose turn it is, and sending on offers that officer first."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.people import RoleGrant
from db.session import transaction
from services import assignment_rules, casework, counter_intake, desk, drafts
from services.clock import standing_at, today
from services.desk import bulk
from services.errors import GuardRefused, Invalid, NotAllowed, NotFound
from services.figures import life
from services.workflow import Role, State
from tests import records, town
from tests.test_concurrency import at_once
from tests.town import a_dossier, a_draft, act, actor

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


# --- a rule that works by itself ------------------------------------------------------------------------


def by_itself(*names: str, subject: str = SUBJECT) -> list[int]:
    people = [actor(name).account_id for name in names]
    assignment_rules.set_rule(actor("lanhdao"), subject, people, by_itself=True)
    return people


def stand_in(for_whom: int, first, last=None) -> None:
    """Somebody stands in at Tam Đa for this person between two days."""
    with transaction() as session:
        theirs = session.scalars(
            select(RoleGrant).where(
                RoleGrant.account_id == for_whom, RoleGrant.role == Role.SPECIALIST
            )
        ).first()
        session.add(
            RoleGrant(
                account_id=actor("canbo").account_id, role=theirs.role, agency_id=theirs.agency_id,
                valid_from=first, valid_to=last, stands_for_id=for_whom,
            )
        )  # fmt: skip


def test_receiving_sends_on_by_itself(database):
    """One press: received by the officer, sent on by the rule, with the control slip and one message."""
    [specialist] = by_itself("chuyenvien")
    code = a_dossier()
    done = act("canbo", code, "receive")
    assert done.state is State.IN_PROCESS
    now, [_submit, received, sent] = records.dossier(code), records.events(code)
    assert (now.holder_id, now.version, done.version) == (specialist, 3, 3)
    assert (received.action, received.actor_id) == ("receive", actor("canbo").account_id)
    assert (sent.action, sent.actor_kind, sent.actor_name) == ("forward", "system", "Phân công tự động")
    assert (sent.from_state, sent.to_state) == (State.RECEIVED, State.IN_PROCESS)
    assert [x.kind for x in records.letters(code)] == ["receipt", "control_slip"]
    assert done.letter_id == records.letters(code)[0].id
    [block] = records.letters(code)[1].facts["handovers"]
    assert (block["giver"], block["receiver"]) == (actor("canbo").name, actor("chuyenvien").name)
    assert {x.kind for x in records.notices(code)} == {"submitted", "received"}
    assert [row.code for row in desk.queue(actor("chuyenvien"), "cua-toi").rows] == [code]


def test_a_rule_offers_only_unless_it_is_told_to_send(database):
    """Off by default; and what the leader switches off stays with the counter again."""
    leader, specialist = actor("lanhdao"), actor("chuyenvien").account_id
    assignment_rules.set_rule(leader, SUBJECT, [specialist])
    assert act("canbo", a_dossier(), "receive").state is State.RECEIVED
    by_itself("chuyenvien")
    assert assignment_rules.rules(leader)[0].by_itself
    assignment_rules.set_rule(leader, SUBJECT, [specialist])
    assert not assignment_rules.rules(leader)[0].by_itself
    assert act("canbo", a_dossier(chance=2), "receive").state is State.RECEIVED


def test_the_rule_of_the_procedure_comes_before_that_of_its_field(database):
    """A field sends by itself, its one procedure only offers: then the counter chooses."""
    by_itself("chuyenvien", subject="linh-vuc:G15-TP07")
    assert act("canbo", a_dossier(), "receive").state is State.IN_PROCESS
    assignment_rules.set_rule(actor("lanhdao"), SUBJECT, [actor("lanhdao").account_id])
    assert act("canbo", a_dossier(chance=2), "receive").state is State.RECEIVED


def test_who_is_stood_in_for_is_passed_over(database):
    """Away from tomorrow: still in turn; away today: passed over, and with nobody left nothing is sent."""
    specialist, leader = by_itself("chuyenvien", "lanhdao")
    stand_in(specialist, today() + timedelta(days=1))
    for n in (1, 2):
        act("canbo", code := a_dossier(chance=n), "receive")
    stand_in(specialist, today(), today())
    for n in (3, 4):
        act("canbo", code := a_dossier(chance=n), "receive")
        assert records.dossier(code).holder_id == leader
    by_itself("chuyenvien")
    code = a_dossier(chance=5)
    assert act("canbo", code, "receive").state is State.RECEIVED
    assert desk.specialists(actor("canbo"), code)  # by hand everybody can still be chosen


def test_taking_back_the_reception_takes_back_what_the_rule_did(database):
    """One Hoàn tác: as before the officer's press, letters withdrawn; then it is received anew."""
    by_itself("chuyenvien")
    code = a_dossier()
    before = records.counting(code)
    act("canbo", code, "receive")
    done = act("canbo", code, "undo")
    assert (done.state, records.counting(code)) == (State.SUBMITTED, before)
    assert [e.undoes for e in records.events(code)[-2:]] == [3, 2]
    assert [e.action for e in life.effective(records.events(code))] == ["submit"]
    assert all(x.withdrawn_at for x in records.letters(code))
    assert act("canbo", code, "receive").state is State.IN_PROCESS


def test_nobody_else_takes_back_what_the_rule_did(database):
    """Neither the specialist who got it, nor the officer once the message has left."""
    by_itself("chuyenvien")
    code = a_dossier()
    act("canbo", code, "receive")
    with records.no_trace(), pytest.raises(GuardRefused):
        act("chuyenvien", code, "undo")
    with standing_at(town.MONDAY + timedelta(seconds=61)), records.no_trace(), pytest.raises(GuardRefused):
        act("canbo", code, "undo")


def test_many_received_at_once_are_shared_fairly(database):
    """Six at the same moment, two people: three each, on both engines."""
    people = by_itself("chuyenvien", "lanhdao")
    codes, receiver = [a_dossier(chance=n) for n in range(6)], actor("canbo")
    outcomes = at_once([lambda code=code: casework.receive(receiver, code, seen=1) for code in codes])
    assert {type(one) for one in outcomes} == {casework.Done}
    assert Counter(records.dossier(code).holder_id for code in codes) == dict.fromkeys(people, 3)


def test_the_dry_run_of_many_says_what_the_rule_will_do(database):
    """Before anything happens, beside each dossier that it concerns; not where the counter chooses."""
    by_itself("chuyenvien")
    code, receiver = a_dossier(), actor("canbo")
    run = bulk.plan(receiver, "receive", bulk.Chosen(tab="moi"))
    [item] = bulk.run(receiver, run).items
    assert (item.code, item.status) == (code, bulk.PLANNED)
    assert item.why == "Rồi chuyển xử lý theo phân công tự động."
    assert bulk.step(receiver, run) == 0
    assert records.dossier(code).state == State.IN_PROCESS
    assignment_rules.set_rule(actor("lanhdao"), SUBJECT, [])
    a_dossier(chance=2)
    [item] = bulk.run(receiver, bulk.plan(receiver, "receive", bulk.Chosen(tab="moi"))).items
    assert item.why == ""


def test_the_counter_sends_on_by_itself_too(database):
    """A walk-in dossier goes on as one that came over the net; its receipt is the letter to print."""
    [specialist] = by_itself("chuyenvien")
    token = counter_intake.start(actor("canbo"), "2.000635")
    draft = drafts.view(a_draft())
    counter_intake.save(actor("canbo"), token, draft.form)
    for slot in counter_intake.view(actor("canbo"), token).slots:
        counter_intake.tick(actor("canbo"), token, slot.paper.key, 1, 0)
    received = counter_intake.submit(actor("canbo"), token, oath=True)
    assert records.dossier(received.code).holder_id == specialist
    assert received.letter_id == next(x.id for x in records.letters(received.code) if x.kind == "receipt")
