"""The whole life of a dossier, on one screen: every state, every action, who may do it, and what follows.

Everything else is derived from this table: buttons and their forms, permission checks, the diagram,
the groups of states, the test that walks action x state x role. Source of states: the ten official
statuses of the National Public Service Portal. The transitions are this project's own reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


def N_(text: str) -> str:  # noqa: N802  (gettext's usual name: marks a text that is translated later)
    return text


class State(IntEnum):
    """Numbers are the official codes."""

    SUBMITTED = 1
    RECEIVED = 2
    NOT_ACCEPTED = 3
    IN_PROCESS = 4
    SUPPLEMENT_ASKED = 5
    PAYMENT_ASKED = 6
    WITHDRAWN = 7
    STOPPED = 8
    READY = 9
    RETURNED = 10


class Role(StrEnum):
    """LEADER may do all that RECEIVER and SPECIALIST may."""

    RECEIVER = "receiver"
    SPECIALIST = "specialist"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    CITIZEN = "citizen"


class Clock(StrEnum):
    """What an action does to the legal clock."""

    RUNS = "runs"
    STARTS = "starts"
    PAUSES = "pauses"
    RESUMES = "resumes"
    MOVES = "moves"
    STOPS = "stops"


@dataclass(frozen=True)
class Look:
    """How a state is shown: official name, icon and tone; never colour alone."""

    label: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Need:
    """One thing a form asks. `kind` is how it is drawn and checked (services/needs.py)."""

    name: str
    kind: str
    required: bool = True


@dataclass(frozen=True)
class Transition:
    """One action. `target` None goes back to where the dossier waited from (or, for UNDO, came from); from a
    state that does not wait it stays where it is."""

    label: str
    who: Mapping[Role, tuple[State, ...]]
    target: State | None
    needs: tuple[Need, ...] = ()
    guards: tuple[str, ...] = ()
    clock: Clock = Clock.RUNS
    letter: str | None = None
    notice: str | None = None
    in_parts: bool = False
    """Done in part only, the dossier goes on waiting."""
    leader: bool = False
    """Pressed by another, it becomes a proposal that waits for the leader."""
    by_itself: tuple[State, ...] = ()
    """From where the program does it too, where that is configured (unanswered.py, unpaid.py,
    assignment_rules.py)."""
    tone: str = "plain"
    icon: str = "arrow_forward"
    shortcut: str | None = None
    sources: tuple[State, ...] = field(init=False)

    def __post_init__(self) -> None:
        sources = {state for states in self.who.values() for state in states}
        object.__setattr__(self, "sources", tuple(sorted(sources)))


S, R = State, Role

STATES: dict[State, Look] = {
    S.SUBMITTED: Look(N_("Mới đăng ký"), "inbox", "blue"),
    S.RECEIVED: Look(N_("Được tiếp nhận"), "task_alt", "blue"),
    S.NOT_ACCEPTED: Look(N_("Không được tiếp nhận"), "block", "red"),
    S.IN_PROCESS: Look(N_("Đang xử lý"), "pending_actions", "blue"),
    S.SUPPLEMENT_ASKED: Look(N_("Yêu cầu bổ sung giấy tờ"), "assignment_late", "orange"),
    S.PAYMENT_ASKED: Look(N_("Yêu cầu thực hiện nghĩa vụ tài chính"), "payments", "orange"),
    S.WITHDRAWN: Look(N_("Công dân yêu cầu rút hồ sơ"), "undo", "gray"),
    S.STOPPED: Look(N_("Dừng xử lý"), "cancel", "red"),
    S.READY: Look(N_("Đã xử lý xong"), "mark_email_read", "green"),
    S.RETURNED: Look(N_("Đã trả kết quả"), "verified", "green"),
}

REASON = Need("reason", "text")

ACTIONS: dict[str, Transition] = {
    "receive": Transition(
        N_("Tiếp nhận"),
        {R.RECEIVER: (S.SUBMITTED,)},
        S.RECEIVED,
        needs=(Need("due_at", "due", required=False), Need("due_reason", "text", required=False)),
        clock=Clock.STARTS, letter="receipt", notice="received",
        tone="main", icon="task_alt", shortcut="Ctrl+Enter",
    ),
    "forward": Transition(
        N_("Chuyển xử lý"),
        {R.RECEIVER: (S.RECEIVED,)},
        S.IN_PROCESS,
        needs=(Need("specialist", "specialist"),), by_itself=(S.RECEIVED,),
        letter="control_slip", notice="in_process", tone="main", icon="forward", shortcut="Ctrl+Enter",
    ),
    "finish": Transition(
        N_("Đã có kết quả"),
        {R.SPECIALIST: (S.IN_PROCESS,)},
        S.READY,
        needs=(Need("result_file", "file", required=False),), guards=("draft_settled",),
        clock=Clock.STOPS, notice="ready", leader=True, tone="main", icon="mark_email_read",
        shortcut="Ctrl+Enter",
    ),
    "hand_over": Transition(
        N_("Trả kết quả"),
        {R.RECEIVER: (S.READY,)},
        S.RETURNED,
        needs=(
            Need("way", "way"), Need("taken_by", "text"), Need("paper_shown", "text"),
            Need("originals_seen", "tick"),
        ),
        guards=("not_with_the_post",),
        notice="returned", tone="main", icon="verified", shortcut="Ctrl+Enter",
    ),
    "request_supplement": Transition(
        N_("Yêu cầu bổ sung"),
        {R.RECEIVER: (S.SUBMITTED, S.RECEIVED), R.SPECIALIST: (S.RECEIVED, S.IN_PROCESS)},
        S.SUPPLEMENT_ASKED,
        needs=(
            Need("items", "items"), Need("answer_by", "day"), Need("told", "told", required=False),
        ),
        clock=Clock.PAUSES, letter="supplement", notice="supplement_asked",
        icon="assignment_late", shortcut="Ctrl+B",
    ),
    "answer_supplement": Transition(
        N_("Nộp bổ sung"),
        {R.CITIZEN: (S.SUPPLEMENT_ASKED,), R.RECEIVER: (S.SUPPLEMENT_ASKED,)},
        None,
        needs=(Need("papers", "papers", required=False), Need("fields", "fields", required=False)),
        guards=("all_asked_answered",),
        clock=Clock.RESUMES, notice="supplement_answered", tone="main", icon="upload_file",
        shortcut="Ctrl+Enter",
    ),
    "refuse": Transition(
        N_("Từ chối tiếp nhận"),
        {R.RECEIVER: (S.SUBMITTED, S.SUPPLEMENT_ASKED)},
        S.NOT_ACCEPTED,
        needs=(REASON,), guards=("not_yet_received",), by_itself=(S.SUPPLEMENT_ASKED,),
        clock=Clock.STOPS, letter="refusal", notice="refused", leader=True, tone="rare", icon="block",
        shortcut="Alt+T",
    ),
    "extend": Transition(
        N_("Gia hạn"),
        {R.SPECIALIST: (S.IN_PROCESS,)},
        S.IN_PROCESS,
        needs=(Need("new_due", "later_day"), REASON), guards=("not_overdue", "extension_left"),
        clock=Clock.MOVES, letter="extension", notice="extended", leader=True, icon="update",
        shortcut="Alt+G",
    ),
    "stop": Transition(
        N_("Dừng xử lý"),
        {R.SPECIALIST: (S.IN_PROCESS,)},
        S.STOPPED,
        needs=(REASON,), by_itself=(S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED),
        clock=Clock.STOPS, letter="stop", notice="stopped", leader=True, tone="rare", icon="cancel",
        shortcut="Alt+S",
    ),
    "request_payment": Transition(
        N_("Yêu cầu nộp phí"),
        {R.RECEIVER: (S.RECEIVED, S.IN_PROCESS, S.READY), R.SPECIALIST: (S.RECEIVED, S.IN_PROCESS, S.READY)},
        S.PAYMENT_ASKED,
        needs=(Need("lines", "lines"), Need("pay_by", "day")), guards=("not_with_the_post",),
        clock=Clock.PAUSES, letter="payment_request", notice="payment_asked",
        icon="payments", shortcut="Alt+Y",
    ),
    "record_payment": Transition(
        N_("Ghi nhận thanh toán"),
        {R.RECEIVER: (S.RECEIVED, S.IN_PROCESS, S.PAYMENT_ASKED, S.READY)},
        None,
        needs=(Need("amount", "money"), Need("pay_way", "pay_way"), Need("receipt_number", "receipt")),
        guards=("something_to_pay",), in_parts=True,
        clock=Clock.RESUMES, letter="payment_slip", notice="paid", icon="price_check", shortcut="Alt+M",
    ),
    "withdraw": Transition(
        N_("Rút hồ sơ"),
        {
            R.CITIZEN: (S.SUBMITTED, S.RECEIVED, S.IN_PROCESS, S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED),
            R.RECEIVER: (S.SUBMITTED, S.RECEIVED, S.IN_PROCESS, S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED),
        },
        S.WITHDRAWN,
        needs=(REASON,),
        clock=Clock.STOPS, notice="withdrawn", tone="rare", icon="undo", shortcut="Alt+U",
    ),
    "hand_to_post": Transition(
        N_("Giao bưu điện"),
        {R.RECEIVER: (S.READY,)},
        S.READY,
        needs=(Need("tracking_code", "tracking_code"),), guards=("goes_by_post", "not_with_the_post"),
        notice="posted", icon="local_post_office", shortcut="Alt+V",
    ),
}

UNDO = "undo"
UNDO_LABEL = N_("Hoàn tác")
"""Takes back the last action of the same actor within UNDO_SECONDS, while its notice has not left."""

APPROVE_LABEL, SEND_BACK_LABEL = N_("Duyệt"), N_("Trả lại")
"""What a leader answers to a proposal. Trả lại (to a colleague) is not Trả kết quả (to the citizen)."""

FINAL = frozenset(State) - {s for t in ACTIONS.values() for s in t.sources}
"""States nothing leads out of."""

OPEN = frozenset(State) - FINAL
WAITING_FOR_CITIZEN = frozenset(t.target for t in ACTIONS.values() if t.clock is Clock.PAUSES)


def acting_roles(roles: frozenset[Role]) -> frozenset[Role]:
    """The roles someone acts with: a leader also acts as receiver and specialist."""
    return roles | {R.RECEIVER, R.SPECIALIST} if R.LEADER in roles else roles


def may(action: str, state: State, roles: frozenset[Role]) -> bool:
    """Whether someone with these roles (at the dossier's agency) may do this action in this state."""
    who = ACTIONS[action].who
    return any(state in who.get(role, ()) for role in acting_roles(roles))


def open_actions(state: State, roles: frozenset[Role]) -> tuple[str, ...]:
    """The actions offered in this state to these roles, in the table's order (the first is the main one)."""
    return tuple(a for a in ACTIONS if may(a, state, roles))


def waits_for_leader(action: str, roles: frozenset[Role]) -> bool:
    """Whether this action, pressed with these roles, becomes a proposal."""
    return ACTIONS[action].leader and R.LEADER not in roles


def _targets(transition: Transition, source: State) -> set[State]:
    """Every state that this action may lead to from `source`."""
    if transition.target is not None:
        return {transition.target}
    if source not in WAITING_FOR_CITIZEN:
        return {source}
    waited_from = {s for t in ACTIONS.values() if t.target is source for s in t.sources}
    return waited_from | {source} if transition.in_parts else waited_from


def mermaid() -> str:
    """The picture of the table, for the help page and the documents."""
    lines = ["stateDiagram-v2", "    [*] --> S1: Nộp hồ sơ"]
    lines += [f'    state "{s.value}. {look.label}" as S{s.value}' for s, look in STATES.items()]
    for transition in ACTIONS.values():
        for source in transition.sources:
            targets = _targets(transition, source)
            mark = " (L)" if transition.leader else ""
            lines += [f"    S{source} --> S{target}: {transition.label}{mark}" for target in sorted(targets)]
        left = sorted(set(transition.by_itself) - set(transition.sources))
        lines += [f"    S{source} --> S{transition.target}: {transition.label} (tự động)" for source in left]
    lines += [f"    S{s.value} --> [*]" for s in sorted(FINAL)]
    return "\n".join(lines) + "\n"
