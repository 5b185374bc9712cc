"""Every public function that answers about dossiers, asked by everyone who must get nothing of xã Tam Đa."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select, update

from db.agencies import Agency
from db.dossiers import Dossier, Letter
from db.session import reading, transaction
from services import casework, correspondence, desk, tracking
from services.actors import Actor, Grant, citizen
from services.clock import standing_at
from services.desk.rows import RESULT
from services.errors import NotAllowed, NotFound
from services.workflow import Role, State
from tests import records, town
from tests.town import a_dossier, act

Ask = Callable[[Actor, str], Any]

ABOUT_ONE: dict[str, Ask] = {
    "desk.dossier": desk.dossier,
    "desk.outgoing": desk.outgoing,
    "desk.paper_bytes": lambda who, code: desk.paper_bytes(who, code, papers_of(code)[0]),
    "desk.paper_bytes (result)": lambda who, code: desk.paper_bytes(who, code, RESULT),
    "desk.specialists": desk.specialists,
    "correspondence.pdf": lambda who, code: correspondence.pdf(who, code, letters_of(code)[0]),
    "correspondence.submission_pdf": correspondence.submission_pdf,
    "tracking.view": tracking.view,
    "casework.proposed_due": casework.proposed_due,
    "casework.approve": lambda who, code: casework.approve(who, code, seen=town.seen(code)),
    "casework.send_back": lambda who, code: casework.send_back(
        who, code, seen=town.seen(code), note="Không."
    ),
    "casework.assign": lambda who, code: casework.assign(
        who, code, seen=town.seen(code), officer=town.actor("lanhdao").account_id
    ),
    "casework.add_scans": lambda who, code: casework.add_scans(
        who, code, seen=town.seen(code), papers=[town.a_paper()]
    ),
    "casework.send_draft": lambda who, code: casework.send_draft(
        who, code, seen=town.seen(code), draft=town.a_paper()
    ),
    "casework.confirm_draft": lambda who, code: casework.confirm_draft(who, code, seen=town.seen(code)),
    "casework.object_draft": lambda who, code: casework.object_draft(
        who, code, seen=town.seen(code), wrong="Sai."
    ),
    "correspondence.draft_pdf": lambda who, code: correspondence.draft_pdf(who, code, 1),
    "casework.undo": lambda who, code: casework.undo(who, code, seen=town.seen(code)),
    **{
        f"casework.{action}": lambda who, code, action=action: casework.VERBS[action](
            who, code, seen=town.seen(code), **town.given_for(action)
        )
        for action in casework.VERBS
    },
}
"""Each function that answers about one dossier, asked rightly."""

ABOUT_MANY: dict[str, Ask] = {
    "desk.queue": lambda who, code: [desk.queue(who, tab) for tab in desk.TABS],
    "desk.queue (code)": lambda who, code: desk.queue(who, search=code),
    "desk.queue (name)": lambda who, code: desk.queue(who, search=records.dossier(code).applicant_name),
    "desk.queue (number)": lambda who, code: desk.queue(
        who, search=records.dossier(code).applicant_id_number
    ),
    "desk.menu_counts": lambda who, code: {k: v for k, v in desk.menu_counts(who).items() if v},
    "desk.neighbours": desk.neighbours,
    "desk.approvals": lambda who, code: desk.approvals(who),
}
"""Each that answers about many: what it answers must hold nothing of Tam Đa."""

INSIDE = {
    "desk.told": "turns a ledger that somebody holds into sentences",
    "correspondence.rows": "a shared step: takes the session and a dossier that was found for this actor",
    "tracking.prove": "a shared step of verify and of claiming; answers only to the second factor",
    "tracking.verify": "the way in: asks for the second factor, tests/test_tracking.py holds it",
}
"""Public functions that answer nobody about a dossier by its code, each with its reason."""


def papers_of(code: str) -> list[int]:
    return [paper.id for paper in records.papers(code)]


def letters_of(code: str) -> list[int]:
    return [letter.id for letter in records.letters(code)]


@pytest.fixture
def tam_da(sqlite_town) -> Iterator[str]:
    """A dossier of Tam Đa with papers, letters, a draft, a result and a proposal that waits; its code."""
    with standing_at(town.MONDAY):
        code = a_dossier(State.IN_PROCESS)
        act("chuyenvien", code, "send_draft", draft=town.a_paper())
        act("chuyenvien", code, "stop", reason="Không đủ căn cứ.")
        with transaction() as session:
            session.execute(update(Dossier).values(result_sha256=records.papers(code)[0].sha256))
        yield code


def nobody() -> Actor:
    return citizen("Người lạ")


def follower_of_another() -> Actor:
    return town.follower(a_dossier(agency="dinh-cao", chance=4))


def officer_without_office() -> Actor:
    return Actor("officer", "Người cũ", town.actor("canbo").account_id, "canbo")


def leader_of_dinh_cao() -> Actor:
    return town.actor("lanhdao2")


STRANGERS: dict[str, Callable[[], Actor]] = {
    **{name: lambda name=name: town.actor(name) for name in ("canbo2", "giamsat", "quantri", "congdan")},
    **{
        one.__name__: one for one in (nobody, follower_of_another, officer_without_office, leader_of_dinh_cao)
    },
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_nobody_else_gets_an_answer_about_a_dossier(tam_da, stranger):
    """Refused as if it were not there, whoever asks from outside the commune, and nothing is written."""
    who = STRANGERS[stranger]()
    answered = []
    with records.no_trace():
        for name, ask in ABOUT_ONE.items():
            with suppress(NotFound, NotAllowed):
                ask(who, tam_da)
                answered.append(name)
    assert answered == []


@pytest.mark.parametrize("stranger", STRANGERS)
def test_lists_and_counts_hold_nothing_of_another_commune(tam_da, stranger):
    """Neither a row nor a number; those without a queue are refused."""
    who = STRANGERS[stranger]()
    for name, ask in ABOUT_MANY.items():
        with suppress(NotFound, NotAllowed):
            said = repr(ask(who, tam_da))
            assert tam_da not in said, name
            assert "Tam Đa" not in said, name
            assert records.dossier(tam_da).applicant_name not in said, name


def test_its_own_officers_get_every_answer(tam_da):
    """The questions above are asked rightly: the leader of the commune is answered, and the way the table
    opens is taken."""
    who = town.actor("lanhdao")
    for name, ask in {**ABOUT_ONE, **ABOUT_MANY}.items():
        if not name.startswith("casework."):
            assert ask(who, tam_da), name
    assert ABOUT_ONE["casework.approve"](who, tam_da).state is State.STOPPED


@pytest.mark.parametrize("module", [desk, correspondence, casework, tracking], ids=lambda m: m.__name__)
def test_every_public_function_is_asked(module):
    """A new function gets its line in the table, or its reason why it needs none."""
    asked = {name.partition(" ")[0] for name in (*ABOUT_ONE, *ABOUT_MANY, *INSIDE)}
    assert [name for name in public(module) if name not in asked] == [], "add it to ABOUT_ONE or ABOUT_MANY"
    known = {f"casework.{action}" for action in casework.VERBS}
    own = {name for name in asked if name.startswith(module.__name__.split(".")[-1] + ".")}
    assert own - set(public(module)) - known == set(), "it is gone: drop its line"


def public(module: ModuleType) -> list[str]:
    short = module.__name__.split(".")[-1]
    return [
        f"{short}.{name}"
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
    ]


# --- one's own code does not open another's things ----------------------------------------------------------


def test_a_paper_or_letter_of_another_dossier_is_not_found_under_ones_own(tam_da):
    """The number in the question is checked against the dossier in it, also inside one commune."""
    other = a_dossier(State.IN_PROCESS, chance=7)
    leader, mine = town.actor("lanhdao"), a_dossier(State.IN_PROCESS, agency="dinh-cao", chance=5)
    for who, code in ((leader, other), (leader_of_dinh_cao(), mine), (town.follower(other), other)):
        for ask in (desk.paper_bytes, correspondence.pdf):
            with pytest.raises(NotFound):
                ask(who, code, (papers_of if ask is desk.paper_bytes else letters_of)(tam_da)[0])


def test_what_stays_in_the_office_stays_there(tam_da):
    """The control slip is for those who work on the dossier: not for its applicant, nor for an officer of
    another commune who is the applicant."""
    with reading() as session:
        slip = session.scalar(select(Letter.id).join(Dossier, Dossier.id == Letter.dossier_id).where(
            Dossier.code == tam_da, Letter.kind == "control_slip"))  # fmt: skip
    elsewhere = town.actor("canbo2")
    with transaction() as session:
        session.execute(update(Dossier).values(account_id=elsewhere.account_id))
    assert correspondence.pdf(town.actor("canbo"), tam_da, slip)[1].startswith(b"%PDF")
    for who in (town.follower(tam_da), elsewhere):
        with pytest.raises(NotFound):
            correspondence.pdf(who, tam_da, slip)
        assert "control_slip" not in {letter.kind for letter in tracking.view(who, tam_da).letters}


def test_a_role_above_is_no_role_at_the_commune(tam_da):
    """A leader of the district leads the district: no dossier of a commune below opens."""
    with reading() as session:
        path = session.scalar(select(Agency.path).where(Agency.slug == "phu-cu"))
    district = int(path.strip("/").split("/")[-1])
    who = Actor("officer", "Cấp trên", 999, "captren", (Grant(Role.LEADER, district, "UBND huyện", path),))
    for ask in ABOUT_ONE.values():
        with pytest.raises((NotFound, NotAllowed)):
            ask(who, tam_da)
