"""The small town of the tests: the demo's agencies and accounts without its dossiers, and builders that
speak the domain. `a_dossier(state)` goes there through the verbs, so an impossible world is refused."""

from datetime import date, datetime
from random import Random
from typing import Any

from services import accounts, casework, demo, drafts, intake, settings, setup
from services.actors import Actor, citizen
from services.clock import VIETNAM
from services.papers.attachments import Taken
from services.workflow import State

PASSWORD = settings.DEMO_PASSWORD

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
"""A working Monday before a holiday (24/11): where the tests' clock stands unless they say otherwise."""

WAYS: dict[State, tuple[str, ...]] = {
    State.SUBMITTED: (),
    State.RECEIVED: ("receive",),
    State.NOT_ACCEPTED: ("refuse",),
    State.IN_PROCESS: ("receive", "forward"),
    State.SUPPLEMENT_ASKED: ("receive", "forward", "request_supplement"),
    State.WITHDRAWN: ("withdraw",),
    State.STOPPED: ("receive", "forward", "stop"),
    State.READY: ("receive", "forward", "finish"),
    State.RETURNED: ("receive", "forward", "finish", "hand_over"),
    State.PAYMENT_ASKED: ("receive", "forward", "request_payment"),
}


def found() -> None:
    """Migrate and found the town in the configured database."""
    setup.prepare_tables()
    demo.found()


def actor(username: str) -> Actor:
    """One of the cast of services/demo by user name."""
    return accounts.actor_named(username)


def a_paper(slot: str = "to_khai") -> Taken:
    """A real, stored PDF in this slot."""
    return demo.paper(slot)


def a_draft(agency: str = "tam-da", chance: int = 1, **values) -> str:
    """A complete draft; its token."""
    return demo.draft(agency, Random(chance), **values)


def without(token: str, slot: str) -> None:
    """Take every file out of a slot of this draft."""
    for paper in drafts.view(token).papers:
        if paper.slot == slot:
            drafts.detach(token, paper.id)


def a_dossier(state: State = State.SUBMITTED, agency: str = "tam-da", chance: int = 1, **values) -> str:
    """A dossier that has come to `state` through the verbs; its code."""
    code = intake.submit(a_draft(agency, chance, **values)).code
    for action in WAYS[state]:
        demo.act(demo.Crew.of(agency), code, action, Random(chance))
    return code


def seen(code: str) -> int:
    """The dossier's present version."""
    return demo.version_of(code)


def follower(code: str) -> Actor:
    """The citizen who has proven this code."""
    return citizen("Công dân", proven_code=code)


def act(who: str | Actor, code: str, action: str, **given: Any) -> casework.Done:
    """Somebody who has just looked does an action of the workflow table, or approve, send_back or undo."""
    verb = casework.VERBS.get(action) or getattr(casework, action)
    return verb(actor(who) if isinstance(who, str) else who, code, seen=seen(code), **given)


def moment(text: str) -> datetime:
    """A moment in Vietnam, as 2026-11-23T15:01."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


BY_POST = {
    "phuong_thuc_nhan": "BUU_CHINH", "nguoi_nhan_ho_ten": "Người Nhận Mẫu",
    "nguoi_nhan_dien_thoai": "0900000777",
    "dia_chi_nhan": {"province": "33", "commune": "12427", "detail": "Thôn Mẫu"},
}  # fmt: skip
"""Answers of a citizen who chose the post."""


def a_dossier_for(action: str, state: State, **values) -> str:
    """A dossier in `state` for which this action is open: what goes to the post is to go by post."""
    return a_dossier(state, **(BY_POST if action == "hand_to_post" else {}), **values)


ASKED = [{"paper": "to_khai", "field": None, "reason": "Bản quét bị mờ."}]
ONE_COPY = [{"line": "fee", "amount": 8000, "reason": "Một bản."}]
HANDED = {
    "way": "TRUC_TIEP", "taken_by": "Nguyễn Văn Mẫu", "paper_shown": "Thẻ căn cước", "originals_seen": True,
}  # fmt: skip


def given_for(action: str) -> dict[str, Any]:
    """A complete, right form for each action at Tam Đa, seen from MONDAY."""
    return {
        "receive": {},
        "forward": {"specialist": actor("chuyenvien").account_id},
        "finish": {},
        "hand_over": dict(HANDED),
        "request_supplement": {"items": ASKED, "answer_by": date(2026, 12, 1)},
        "answer_supplement": {"papers": [a_paper("to_khai")]},
        "request_payment": {"lines": ONE_COPY, "pay_by": date(2026, 12, 1)},
        "record_payment": {"amount": 8000, "pay_way": "cash", "receipt_number": "0000123"},
        "hand_to_post": {"tracking_code": "RB473124829VN"},
        "refuse": {"reason": "Không thuộc thẩm quyền."},
        "extend": {"new_due": date(2026, 11, 26), "reason": "Chờ xác minh."},
        "stop": {"reason": "Không đủ căn cứ."},
        "withdraw": {"reason": "Không còn nhu cầu."},
    }[action]
