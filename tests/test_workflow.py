"""The workflow table against the public surface, written down here a second time and by hand.

Nothing below is derived from services/workflow.py: who changes the table has to change this file too, and
so says aloud that people outside will see another program.
"""

import itertools
import re
from dataclasses import dataclass

import pytest

from services import casework_steps, letter_book, letters, needs, notices, sentences, workflow
from services.guards import GUARDS
from services.workflow import ACTIONS, STATES, Clock, Role, State

OFFICIAL_NAMES = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}

CANBO, CHUYENVIEN, CITIZEN = "receiver", "specialist", "citizen"
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Row:
    """One row of "Who may do what". `to` holds every state the dossier may then be in, by state before."""

    label: str
    who: dict[str, frozenset[int]]
    to: dict[int, set[int]]
    asks: set[str]
    clock: str
    letter: str | None = None
    leader: bool = False


def _s(*states: int) -> frozenset[int]:
    return frozenset(states)


SURFACE = {
    "receive": Row(
        "Tiếp nhận", {CANBO: _s(1)}, {1: {2}}, {"due_at", "due_reason"}, "starts", letter="receipt"
    ),
    "request_supplement": Row(
        "Yêu cầu bổ sung",
        {CANBO: _s(1, 2), CHUYENVIEN: _s(2, 4)},
        {1: {5}, 2: {5}, 4: {5}},
        {"items", "answer_by", "told"},
        "pauses",
        letter="supplement",
    ),
    "answer_supplement": Row(
        "Nộp bổ sung",
        {CITIZEN: _s(5), CANBO: _s(5)},
        {5: {1, 2, 4}},
        {"papers", "fields"},
        "resumes",
    ),
    "refuse": Row(
        "Từ chối tiếp nhận",
        {CANBO: _s(1, 5)},
        {1: {3}, 5: {3}},
        {"reason"},
        "stops",
        letter="refusal",
        leader=True,
    ),
    "forward": Row("Chuyển xử lý", {CANBO: _s(2)}, {2: {4}}, {"specialist"}, "runs", letter="control_slip"),
    "request_payment": Row(
        "Yêu cầu nộp phí",
        {CANBO: _s(2, 4, 9), CHUYENVIEN: _s(2, 4, 9)},
        {2: {6}, 4: {6}, 9: {6}},
        {"lines", "pay_by"},
        "pauses",
        letter="payment_request",
    ),
    "record_payment": Row(
        "Ghi nhận thanh toán",
        {CANBO: _s(2, 4, 6, 9)},
        {2: {2}, 4: {4}, 6: {2, 4, 6, 9}, 9: {9}},
        {"amount", "pay_way", "receipt_number"},
        "resumes",
        letter="payment_slip",
    ),
    "extend": Row(
        "Gia hạn",
        {CHUYENVIEN: _s(4)},
        {4: {4}},
        {"new_due", "reason"},
        "moves",
        letter="extension",
        leader=True,
    ),
    "stop": Row("Dừng xử lý", {CHUYENVIEN: _s(4)}, {4: {8}}, {"reason"}, "stops", "stop", leader=True),
    "finish": Row("Đã có kết quả", {CHUYENVIEN: _s(4)}, {4: {9}}, {"result_file"}, "stops", leader=True),
    "hand_over": Row(
        "Trả kết quả",
        {CANBO: _s(9)},
        {9: {10}},
        {"way", "taken_by", "paper_shown", "originals_seen"},
        "runs",
    ),
    "hand_to_post": Row("Giao bưu điện", {CANBO: _s(9)}, {9: {9}}, {"tracking_code"}, "runs"),
    "withdraw": Row(
        "Rút hồ sơ",
        {CITIZEN: _s(1, 2, 4, 5, 6), CANBO: _s(1, 2, 4, 5, 6)},
        {1: {7}, 2: {7}, 4: {7}, 5: {7}, 6: {7}},
        {"reason"},
        "stops",
    ),
}
ROLES = ("receiver", "specialist", "leader", "supervisor", "administrator", "citizen")
OPEN_NOW = set(ACTIONS)


def expected_states(action: str, roles: set[str]) -> set[int]:
    """The states in which these roles together may do the action: a leader may do all that officers may."""
    acting = roles | ({CANBO, CHUYENVIEN} if "leader" in roles else set())
    return set().union(*(SURFACE[action].who.get(role, NOBODY) for role in acting))


def test_states_carry_the_official_numbers_and_names():
    """The ten official statuses, by number and name."""
    assert {s.value: look.label for s, look in STATES.items()} == OFFICIAL_NAMES
    assert {s.value for s in State} == set(OFFICIAL_NAMES)


def test_a_state_is_never_told_by_colour_alone():
    """Every state has an icon and a tone beside its name."""
    assert all(look.icon and look.tone for look in STATES.values())


def test_the_table_holds_exactly_the_actions_of_the_surface():
    """No action more, none less; labels are what outside checks press."""
    assert {name: t.label for name, t in ACTIONS.items()} == {n: r.label for n, r in SURFACE.items()}
    assert (workflow.UNDO_LABEL, workflow.APPROVE_LABEL, workflow.SEND_BACK_LABEL) == (
        "Hoàn tác",
        "Duyệt",
        "Trả lại",
    )


@pytest.mark.parametrize("action", SURFACE)
def test_who_may_do_it_in_which_state(action):
    """Action x state x role: open to exactly whom and when the surface says."""
    wrong = [
        (state.name, role)
        for state, role in itertools.product(State, ROLES)
        if workflow.may(action, state, frozenset({Role(role)})) != (state in expected_states(action, {role}))
    ]
    assert not wrong


@pytest.mark.parametrize("action", SURFACE)
def test_several_roles_of_one_account_add_up(action):
    """One account may hold several roles: it may do what any of them may, and nothing more."""
    wrong = [
        (state.name, roles)
        for state in State
        for size in (0, 2, 3)
        for roles in itertools.combinations(ROLES, size)
        if workflow.may(action, state, frozenset(map(Role, roles)))
        != (state in expected_states(action, set(roles)))
    ]
    assert not wrong


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_supervisors_and_administrators_act_on_no_dossier(role):
    """They see figures or manage the catalogue; no state opens an action to them."""
    assert all(workflow.open_actions(state, frozenset({Role(role)})) == () for state in State)


@pytest.mark.parametrize("action", SURFACE)
def test_what_an_action_leads_to_asks_and_does_to_the_clock(action):
    """Target, form, clock, letter and leader's word are those of the surface."""
    row, transition = SURFACE[action], ACTIONS[action]
    assert set(transition.sources) == set(row.to)
    back_to_where_it_waited_from = action in ("answer_supplement", "record_payment")
    assert (transition.target is None) == back_to_where_it_waited_from
    if transition.target is not None:
        assert set().union(*row.to.values()) == {transition.target}
    assert {need.name for need in transition.needs} == row.asks
    assert (transition.clock, transition.letter) == (row.clock, row.letter)
    assert transition.leader == row.leader


def test_only_the_named_actions_wait_for_the_leader():
    """The mark L: pressed by another it becomes a proposal, pressed by the leader it is done."""
    for action, row in SURFACE.items():
        for role in (Role.RECEIVER, Role.SPECIALIST):
            assert workflow.waits_for_leader(action, frozenset({role})) == row.leader
            assert not workflow.waits_for_leader(action, frozenset({role, Role.LEADER}))


def test_groups_are_computed():
    """3, 7, 8 and 10 are final; 5 and 6 wait for the citizen; the rest follows."""
    assert {3, 7, 8, 10} == workflow.FINAL
    assert {1, 2, 4, 5, 6, 9} == workflow.OPEN
    assert {5, 6} == workflow.WAITING_FOR_CITIZEN


def test_nothing_leads_out_of_a_final_state():
    """There is no reopening for now, for whatever mix of roles."""
    assert all(not workflow.may(a, s, frozenset(Role)) for a in ACTIONS for s in workflow.FINAL)


def test_every_state_can_be_reached_and_left_towards_an_end():
    """From a new dossier each of the ten is reachable, and from each open one an end is."""
    edges = {(a, b) for row in SURFACE.values() for a, targets in row.to.items() for b in targets}

    def from_(start: int) -> set[int]:
        found = {start}
        while more := {b for a, b in edges if a in found} - found:
            found |= more
        return found

    assert from_(1) == set(OFFICIAL_NAMES)
    assert all(from_(state) & {3, 7, 8, 10} for state in OFFICIAL_NAMES)


def test_everything_in_the_picture_is_on_a_button():
    """No action of the surface is left out."""
    offered = {a for s in State for a in workflow.open_actions(s, frozenset(Role))}
    assert offered == set(SURFACE)


def test_the_first_button_is_the_main_one():
    """In each open state a leader's first action is the usual next step; nothing rare comes first."""
    first = {s: workflow.open_actions(s, frozenset({Role.LEADER}))[:1] for s in State}
    assert {s.value: a for s, (a,) in ((s, a) for s, a in first.items() if a)} == {
        1: "receive", 2: "forward", 4: "finish", 5: "answer_supplement", 6: "record_payment", 9: "hand_over",
    }  # fmt: skip


def test_the_picture_shows_every_transition():
    """The mermaid diagram lists each way of each action with its label, leader's actions marked."""
    picture = workflow.mermaid()
    drawn = set(re.findall(r"^    S(\d+) --> S(\d+): (.+)$", picture, re.MULTILINE))
    assert drawn == {
        (str(a), str(b), row.label + (" (L)" if row.leader else ""))
        for row in SURFACE.values()
        for a, targets in row.to.items()
        for b in targets
    } | {(source, "8", "Dừng xử lý (tự động)") for source in ("5", "6")}
    assert set(re.findall(r"^    S(\d+) --> \[\*\]$", picture, re.MULTILINE)) == {"3", "7", "8", "10"}
    named = dict(re.findall(r'^    state "(.+)" as S(\d+)$', picture, re.MULTILINE))
    assert named == {f"{number}. {name}": str(number) for number, name in OFFICIAL_NAMES.items()}
    assert picture.startswith("stateDiagram-v2\n    [*] --> S1: ")


@pytest.mark.parametrize("action", sorted(OPEN_NOW))
def test_every_open_action_has_all_that_it_names(action):
    """What the table names exists: a step, a check for each need, guards, letter, notice, words."""
    transition = ACTIONS[action]
    assert action in casework_steps.STEPS
    assert {need.kind for need in transition.needs} <= set(needs._KINDS)
    assert set(transition.guards) <= set(GUARDS)
    assert transition.notice in notices.KINDS
    if transition.letter:
        assert letters.title(transition.letter, "2025")
        assert transition.letter == "control_slip" or letter_book.NUMBER_SUFFIX[transition.letter]
    assert sentences.action_name(action)
    assert all(sentences.need_name(need.name) for need in transition.needs)


def test_steps_and_guards_hold_nothing_that_the_table_does_not_name():
    """One table tells the life: no step without its action, no guard that nobody asks."""
    assert set(casework_steps.STEPS) == OPEN_NOW
    assert set(GUARDS) == {guard for t in ACTIONS.values() for guard in t.guards}


def test_clock_words_are_all_used():
    """A clock word that no action uses would be a rule that nobody keeps."""
    assert {t.clock for t in ACTIONS.values()} == set(Clock)
