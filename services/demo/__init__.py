"""The demo town: agencies, accounts and some three hundred dossiers that lived through a year.

Everything is made through the verbs that people use, while the clock stands at the moment it happened;
chance is seeded, so the same day gives the same town.
"""

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier
from db.outbox import Notice
from db.people import Account
from db.session import reading, transaction
from services import accounts, casework, drafts, forms, intake
from services.accounts import passwords
from services.actors import Actor, citizen
from services.catalogue import Procedure, store
from services.clock import VIETNAM, now, standing_at, today
from services.dates import calendars
from services.dates.office_time import WorkCalendar
from services.demo import answers as demo_forms
from services.demo import plans as demo_plans
from services.demo import scans as demo_papers
from services.demo import town
from services.papers import attachments
from services.papers.attachments import Taken
from services.settings import DEMO_PASSWORD
from services.workflow import Role, State

ACCOUNTS = (
    ("canbo", "Nguyễn Thị Mẫu Một", Role.RECEIVER, "tam-da"),
    ("chuyenvien", "Trần Văn Mẫu Hai", Role.SPECIALIST, "tam-da"),
    ("lanhdao", "Lê Thị Mẫu Ba", Role.LEADER, "tam-da"),
    ("canbo2", "Phạm Văn Mẫu Bốn", Role.RECEIVER, "dinh-cao"),
    ("giamsat", "Hoàng Thị Mẫu Năm", Role.SUPERVISOR, "phu-cu"),
    ("quantri", "Vũ Văn Mẫu Sáu", Role.ADMINISTRATOR, "hung-yen"),
    ("quantri2", "Đỗ Thị Mẫu Chín", Role.ADMINISTRATOR, "hung-yen"),
    ("congdan", "Đặng Thị Mẫu Bảy", Role.CITIZEN, None),
)
"""User name, name, role and agency of everyone who can sign in to the demo."""

MANY = 300
EXTRACT = "2.000635"
MOST_ASKED = "to_khai"
"""The paper of EXTRACT that supplement requests of the demo ask for."""

EVERY_SO_MANY = 50
"""Every fiftieth dossier was sent by the citizen who has an account."""

SCANS = 12
"""Different scans of each paper: making and checking one costs as much as a dossier's whole life."""

COLLEAGUES = {"dinh-cao": ("lanhdao2", "Bùi Thị Mẫu Tám")}
"""Leaders of other communes that hold demo dossiers, so that those can be signed too."""


FOUNDED = datetime(2024, 1, 2, 8, tzinfo=VIETNAM)
"""Before everything that happens in the town."""


def found() -> None:
    """The agencies of the seed's tree and everyone's account."""
    colleagues = ((who, name, Role.LEADER, slug) for slug, (who, name) in COLLEAGUES.items())
    shared = passwords.hashed(DEMO_PASSWORD)  # one for all of them: a hash is slow on purpose
    with standing_at(FOUNDED), transaction() as session:
        places = town.load(session, "seed")
        for username, name, role, slug in (*ACCOUNTS, *colleagues):
            grant = role, places[slug].id if slug else None
            email = f"{username}@example.vn" if role is Role.CITIZEN else None
            accounts.add_account(session, username, name, shared, [grant], email=email)


def unfinished(many: int) -> bool:
    """Whether a build of the town was broken off half way."""
    with reading() as session:
        return _founded(session) and _made(session) < many


def build(many: int = MANY, seed: int = 1) -> None:
    """The whole town with its dossiers, or what is missing of them; says how far it is."""
    began, rng = now(), Random(seed)
    with reading() as session:
        founded, made = _founded(session), _made(session)
    if not founded:
        found()
    crew, owner = {slug: Crew.of(slug) for slug in CREWS}, accounts.actor_named("congdan")
    plans = list(enumerate(demo_plans.plans(rng, began, many), start=1))
    with standing_at(began):  # "now" is one moment for all of it: a slow machine makes the same town
        for number, (slug, start, goal) in plans[made:]:
            _live(crew[slug], start, goal, rng, owner if number % EVERY_SO_MANY == 0 else None)
            if number % 50 == 0:
                print(f"  {number}/{many}", file=sys.stderr, flush=True)
    _all_told(began)


def _founded(session: Session) -> bool:
    return session.scalar(select(Account.id).where(Account.username == ACCOUNTS[0][0])) is not None


def _made(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Dossier)) or 0


def _all_told(before: datetime) -> None:
    """Messages of the past year arrived long ago: the relay must not send thousands of them today."""
    with transaction() as session:
        session.execute(
            update(Notice)
            .where(Notice.not_before < before, Notice.sent_at.is_(None), Notice.cancelled_at.is_(None))
            .values(sent_at=Notice.not_before, attempts=1)
            .execution_options(synchronize_session=False)
        )


CREWS = {"tam-da": ("canbo", "chuyenvien", "lanhdao"), "dinh-cao": ("canbo2", "lanhdao2", "lanhdao2")}


@dataclass(frozen=True)
class Crew:
    """Who does what at one agency, and when it is open."""

    slug: str
    receiver: Actor
    specialist: Actor
    leader: Actor
    calendar: WorkCalendar

    @classmethod
    def of(cls, slug: str) -> "Crew":
        """The crew of one of the demo's communes."""
        with reading() as session:
            calendar = calendars.load(session, _agency(slug))
        return cls(slug, *(accounts.actor_named(username) for username in CREWS[slug]), calendar)


def _live(crew: Crew, start: datetime, goal: State, rng: Random, owner: Actor | None) -> None:
    """One dossier from its form to where it has come by now; `owner` sent it while signed in."""
    start = start.replace(hour=rng.choice((7, 8, 9, 10, 13, 14, 15, 16, 20)), minute=rng.randint(0, 59))
    if start >= now():
        start = now() - timedelta(minutes=rng.randint(3, 90))
    with standing_at(start):
        code = intake.submit(draft(crew.slug, rng=rng, owner=owner)).code
    at = start
    for action in demo_plans.way_to(goal, rng):
        at = demo_plans.later(crew.calendar, at, rng)
        if at >= now():
            return
        with standing_at(at):
            act(crew, code, action, rng)


REASONS = (
    "Bản quét bị mờ, không đọc được số. Đề nghị chụp lại rõ nét.",
    "Thiếu trang thứ hai.",
    "Tờ khai chưa có chữ ký.",
    "Thông tin không khớp với giấy tờ tùy thân.",
)


def act(crew: Crew, code: str, action: str, rng: Random) -> None:
    """Do one action the way its usual person does it, with plausible answers to what its form asks."""
    follower = citizen("Công dân", proven_code=code)
    state, seen = _standing(code)
    asked = [{"paper": MOST_ASKED, "field": None, "reason": rng.choice(REASONS)}]
    handed = {"way": "TRUC_TIEP", "taken_by": "Người yêu cầu", "paper_shown": "Thẻ căn cước"}
    ways: dict[str, tuple[Actor, dict[str, Any]]] = {
        "receive": (crew.receiver, {}),
        "forward": (crew.receiver, {"specialist": crew.specialist.account_id}),
        "request_supplement": (
            crew.receiver if state < State.IN_PROCESS else crew.specialist,
            {"items": asked, "answer_by": today() + timedelta(days=7)},
        ),
        "answer_supplement": (follower, {"papers": [paper(MOST_ASKED)]}),
        "request_payment": (
            crew.receiver,
            {"lines": [{"line": "fee"}], "pay_by": today() + timedelta(days=7)},
        ),
        "refuse": (crew.leader, {"reason": "Không tìm được thông tin đăng ký theo tờ khai."}),
        "stop": (crew.leader, {"reason": "Người yêu cầu không thuộc diện được cấp."}),
        "withdraw": (follower, {"reason": "Không còn nhu cầu."}),
        "finish": (crew.leader, {}),
        "hand_over": (crew.receiver, {**handed, "originals_seen": True}),
    }
    who, given = ways[action]
    casework.VERBS[action](who, code, seen=seen, **given)


def draft(
    slug: str, rng: Random | None = None, procedure: str = EXTRACT, owner: Actor | None = None, **given: Any
) -> str:
    """A complete draft of a made-up person, or of this citizen, with its papers; the draft's token."""
    rng = rng or Random(0)
    definition = _procedure(procedure)
    token = intake.start(procedure, _agency(slug).id, account_id=owner.account_id if owner else None)
    if owner is not None:
        given = {f.key: owner.name for f in definition.fields if f.role == "applicant_name"} | given
    values = demo_forms.fill(definition, rng, today(), **given)
    drafts.save(token, values)
    # Asked as intake asks: an answer such as "acting for another" can call for a paper that is optional else.
    for needed in forms.missing_papers(definition, values, intake.ONLINE, set()):
        drafts.attach(token, paper(needed.key, rng.randint(1, SCANS)))
    return token


@cache
def paper(slot: str, number: int = 1) -> Taken:
    """A real PDF of one to three pages, checked and stored like an upload. The same number, the same file."""
    return attachments.take(demo_papers.scan(slot, number), f"{slot}.pdf", slot)


def version_of(code: str) -> int:
    """The version somebody who looks now would see."""
    return _standing(code)[1]


def _standing(code: str) -> tuple[State, int]:
    """Where a dossier is, and its version."""
    with reading() as session:
        state, version = session.execute(
            select(Dossier.state, Dossier.version).where(Dossier.code == code)
        ).one()
        return State(state), version


def _agency(slug: str) -> Agency:
    with reading() as session:
        return session.scalars(select(Agency).where(Agency.slug == slug)).one()


def _procedure(code: str = EXTRACT) -> Procedure:
    with reading() as session:
        return store.current(session, code, today())[1]
