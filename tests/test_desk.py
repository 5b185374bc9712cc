"""What an officer may ask at her desk: her own commune's queue in few queries, in order, with reasons."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from db.session import engine
from services import desk
from services.clock import standing_at
from services.desk.dossier_view import ANSWER_DAYS
from services.desk.narrow import read
from services.desk.views import View
from services.errors import NotAllowed, NotFound
from services.post.receivers import BY_POST
from services.workflow import State, open_actions, waits_for_leader
from tests import town
from tests.town import ASKED, a_dossier, act, actor, given_for, moment

S = State
SEARCHES = ("H31.124-20261123-0000001", "0900000123", "033190000123", "nguyen")

pytestmark = pytest.mark.usefixtures("monday")


@contextmanager
def questions() -> Iterator[list[tuple[str, object]]]:
    """Every statement that goes to the database, but for BEGIN."""
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement != "BEGIN":
            asked.append((statement, parameters))

    event.listen(engine(), "before_cursor_execute", note)
    yield asked
    event.remove(engine(), "before_cursor_execute", note)


def codes(page) -> list[str]:
    return [row.code for row in page.rows]


def a_town_at_work() -> dict[State, str]:
    """One dossier of Tam Đa in every state that the desk leads to, and two of Đình Cao."""
    for state in (S.SUBMITTED, S.IN_PROCESS):
        a_dossier(state, agency="dinh-cao", chance=50 + state)
    return {state: a_dossier(state, chance=state) for state in town.WAYS}


def test_the_queue_takes_two_queries(database):
    """The aim of the benchmark: with the sign-in three queries per rerun, whatever is shown."""
    a_town_at_work()
    desk.queue(actor("canbo"), search="an")  # calendar, procedures and agencies are read once and kept
    who = actor("canbo")
    for tab, search in [*((tab, "") for tab in desk.TABS), *(("moi", text) for text in SEARCHES)]:
        with questions() as asked:
            desk.queue(who, tab, search)
        assert len(asked) <= 2, (tab, search)


def test_the_menu_and_the_queue_of_one_run_share_their_numbers(database):
    """The menu asks first, the queue right after it: still two queries together."""
    a_town_at_work()
    who = actor("canbo")
    desk.queue(who)
    with questions() as asked:
        counts = desk.menu_counts(who)
        page = desk.queue(who)
    assert len(asked) <= 2
    assert counts == {"hang-doi": page.counts["moi"] + page.counts["dang-xu-ly"] + page.counts["cho-tra"]}


def test_every_tab_counts_what_it_shows(database):
    """Counts are live and exact."""
    a_town_at_work()
    for who in map(actor, ("canbo", "chuyenvien", "lanhdao")):
        pages = {tab: desk.queue(who, tab) for tab in desk.TABS}
        for tab, page in pages.items():
            assert page.counts[tab] == len(page.rows), tab
            assert page.counts == pages["moi"].counts
    assert pages["moi"].counts["tat-ca"] == len(town.WAYS)


def test_tabs_hold_their_states(database):
    """Mới đến · Đang xử lý · Chờ bổ sung · Chờ phí · Chờ trả · Tất cả."""
    at = a_town_at_work()
    who = actor("canbo")
    assert codes(desk.queue(who, "moi")) == [at[S.SUBMITTED]]
    assert set(codes(desk.queue(who, "dang-xu-ly"))) == {at[S.RECEIVED], at[S.IN_PROCESS]}
    assert codes(desk.queue(who, "bo-sung")) == [at[S.SUPPLEMENT_ASKED]]
    assert codes(desk.queue(who, "phi")) == [at[S.PAYMENT_ASKED]]
    assert codes(desk.queue(who, "cho-tra")) == [at[S.READY]]
    assert set(codes(desk.queue(who, "tat-ca"))) == set(at.values())
    mine = desk.queue(actor("chuyenvien"), "cua-toi")
    assert set(codes(mine)) == {
        at[S.IN_PROCESS], at[S.SUPPLEMENT_ASKED], at[S.PAYMENT_ASKED], at[S.READY],
    }  # fmt: skip


def test_overdue_is_computed_and_never_stored(database):
    """The same rows, looked at a day later, are overdue; nothing was written in between."""
    code = a_dossier(S.IN_PROCESS)
    who = actor("canbo")
    assert codes(desk.queue(who, "sap-han")) == [code]
    assert desk.queue(who, "qua-han").rows == ()
    with standing_at(town.MONDAY + timedelta(days=1)):
        page = desk.queue(who, "qua-han")
        assert codes(page) == [code]
        assert page.rows[0].standing.sentence == "quá hạn 16 giờ"
        assert page.counts["sap-han"] == 0


def test_what_is_due_first_stands_first(database):
    """Work in hand is ordered by its return date, new dossiers by when they came."""
    who = actor("canbo")
    later = a_dossier(chance=1)
    act("canbo", later, "receive", due_at=moment("2026-11-30T17:00"), due_reason="Chờ sổ gốc.")
    first = a_dossier(S.RECEIVED, chance=2)
    assert codes(desk.queue(who, "dang-xu-ly")) == [first, later]
    new = []
    for minutes in (0, 10, 20):
        with standing_at(town.MONDAY + timedelta(minutes=minutes)):
            new.append(a_dossier(chance=10 + minutes))
    assert codes(desk.queue(who, "moi")) == new
    assert codes(desk.queue(who, "tat-ca"))[:3] == new[::-1]


def test_what_the_citizen_answered_stands_on_top(database):
    """Whoever waited for an answer sees it first, whatever is due before, until something is done about it;
    what was done and taken back does not count."""
    earlier, answered = a_dossier(S.RECEIVED, chance=1), a_dossier(S.RECEIVED, chance=2)
    act("chuyenvien", answered, "request_supplement", **given_for("request_supplement"))
    act(town.follower(answered), answered, "answer_supplement", **given_for("answer_supplement"))
    for tab in ("dang-xu-ly", "cua-toi"):
        shown = desk.queue(actor("canbo"), tab).rows
        assert [row.code for row in shown] == [answered, earlier], tab
        assert shown[0].standing.sentence.startswith("người dân đã nộp bổ sung")
    assert desk.neighbours(actor("canbo"), answered, "dang-xu-ly").after == earlier
    act("canbo", answered, "forward", **given_for("forward"))
    assert codes(desk.queue(actor("canbo"), "dang-xu-ly")) == [earlier, answered]
    act("canbo", answered, "undo")
    assert codes(desk.queue(actor("canbo"), "dang-xu-ly")) == [answered, earlier]


def test_an_answer_from_before_receiving_leads_the_new_ones(database):
    """Asked before it was received, it comes back among the new ones and leads those that wait longer."""
    older, answered = a_dossier(chance=1), a_dossier(chance=2)
    act("canbo", answered, "request_supplement", **given_for("request_supplement"))
    act(town.follower(answered), answered, "answer_supplement", **given_for("answer_supplement"))
    assert codes(desk.queue(actor("canbo"), "moi")) == [answered, older]


def test_nobody_sees_another_commune(database):
    """No page and no service answers an officer of another commune; that a dossier exists is not told."""
    at = a_town_at_work()
    other = actor("canbo2")
    assert not set(codes(desk.queue(other, "tat-ca"))) & set(at.values())
    assert desk.queue(other, search=at[S.RECEIVED]).rows == ()
    code = at[S.READY]
    paper = desk.dossier(actor("canbo"), code).papers[0].id
    for ask in (
        lambda: desk.dossier(other, code),
        lambda: desk.paper_bytes(other, code, paper),
        lambda: desk.specialists(other, code),
    ):
        with pytest.raises(NotFound):
            ask()
    theirs = codes(desk.queue(other, "moi"))[0]
    with pytest.raises(NotFound):  # a paper is asked for with its own dossier
        desk.paper_bytes(other, theirs, paper)
    beside = desk.neighbours(other, code, "tat-ca")
    assert (beside.before, beside.after) == (None, None)


@pytest.mark.parametrize("username", ["giamsat", "quantri", "congdan"])
def test_only_officers_have_a_queue(database, username):
    """Supervisors see figures, administrators no dossier, citizens their own."""
    code = a_dossier()
    with pytest.raises(NotAllowed):
        desk.queue(actor(username))
    with pytest.raises(NotFound):
        desk.dossier(actor(username), code)
    assert desk.menu_counts(actor(username)) == {}


def test_search_finds_by_code_number_phone_and_name(database):
    """Search knows barcodes, numbers however they are spaced, and names without their accents."""
    one = a_dossier(nyc_ho_ten="Đặng Thị Huyền Trân", chance=1)
    two = a_dossier(nyc_ho_ten="Đặng Thị Huyền", chance=2)
    a_dossier(nyc_ho_ten="Trần Đặng", chance=3)
    who = actor("canbo")
    view = desk.dossier(who, one)
    assert codes(desk.queue(who, search=f"  {one.lower()} ")) == [one]
    assert one in codes(desk.queue(who, search=view.id_number))
    local = "0" + view.phone[3:]
    assert one in codes(desk.queue(who, search=f"{local[:4]} {local[4:7]} {local[7:]}"))
    assert codes(desk.queue(who, search="dang thi huyen")) == [two, one], "the exact name first"
    assert codes(desk.queue(who, search="ĐẶNG  THỊ HUYỀN TRÂN")) == [one]
    page = desk.queue(who, search="không có ai")
    assert (page.rows, page.found) == ((), 0)


def test_neighbours_follow_the_list(database):
    """Next and previous lead through a tab in its own order, also when the dossier has just left the tab."""
    made = []
    for number in range(4):
        with standing_at(town.MONDAY + timedelta(minutes=number)):
            made.append(a_dossier(chance=number))
    who = actor("canbo")
    for tab, listed in (("moi", made), ("tat-ca", made[::-1])):
        for before, here, after in zip([None, *listed], listed, [*listed[1:], None], strict=False):
            beside = desk.neighbours(who, here, tab)
            assert (beside.before, beside.after) == (before, after)
    act("canbo", made[1], "receive")
    beside = desk.neighbours(who, made[1], "moi")
    assert (beside.before, beside.after) == (made[0], made[2])


def test_pages_are_cut_at_fifty(database, monkeypatch):
    """A page beyond the last is the last, and an unknown tab the first."""
    monkeypatch.setattr(desk, "PAGE_SIZE", 2)
    made = {a_dossier(chance=number) for number in range(5)}
    who = actor("canbo")
    pages = [desk.queue(who, "moi", page=number) for number in (1, 2, 3)]
    assert set(itertools.chain(*map(codes, pages))) == made
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert desk.queue(who, "nothing", page=99).page == 3


@pytest.mark.parametrize("state", list(town.WAYS), ids=lambda state: state.name)
def test_a_dossier_offers_what_the_table_opens(database, state):
    """Buttons come from the workflow table; a guard that would refuse anyway takes its button away."""
    code = a_dossier(state)
    for username in ("canbo", "chuyenvien", "lanhdao"):
        who = actor(username)
        view = desk.dossier(who, code)
        roles = frozenset(grant.role for grant in who.grants)
        offered = {offer.action: offer.proposes for offer in view.offers}
        hopeless = {"refuse"} if view.received_at else set()
        hopeless |= {"hand_to_post"} if view.result_way != BY_POST else set()
        assert set(offered) == set(open_actions(state, roles)) - hopeless
        assert offered == {action: waits_for_leader(action, roles) for action in offered}
        assert view.version == town.seen(code)


@pytest.mark.parametrize("state", list(town.WAYS), ids=lambda state: state.name)
def test_a_dossier_opens_in_nine_questions(sqlite_town, state):
    """One for all that there is one of, one for each list; none for what cannot be there."""
    code, who = a_dossier(state), actor("lanhdao")
    desk.dossier(who, code)
    with questions() as asked:
        desk.dossier(who, code)
    assert len(asked) <= 7, [statement for statement, _ in asked]


def test_a_dossier_tells_its_story(database):
    """Papers, events, the open request and the return date's reasons, in few queries; letters apart."""
    code = a_dossier(S.SUPPLEMENT_ASKED)
    who = actor("chuyenvien")
    desk.dossier(who, code)
    with questions() as asked:
        view = desk.dossier(who, code)
    assert len(asked) <= 7, [statement for statement, _ in asked]
    assert [event.action for event in view.events] == ["submit", "receive", "forward", "request_supplement"]
    assert {letter.kind for letter in desk.outgoing(who, code).letters} >= {"receipt", "supplement"}
    assert view.request
    assert view.request.items[0].reason
    assert view.reasons
    assert desk.paper_bytes(who, code, view.papers[0].id).startswith(b"%PDF")
    assert view.answer_by > town.MONDAY.date() + timedelta(days=ANSWER_DAYS)


def test_a_replaced_paper_stays_readable(database):
    """The citizen's answer replaces a paper; the old one comes last and can still be opened."""
    code = a_dossier(S.SUPPLEMENT_ASKED)
    act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    view = desk.dossier(actor("canbo"), code)
    old = [paper for paper in view.papers if paper.replaced]
    assert old
    assert view.papers[-1].replaced
    assert desk.paper_bytes(actor("canbo"), code, old[0].id)
    assert view.request is None


def test_the_leader_decides_from_one_list(database):
    """Everything that waits for the leader's word, the oldest first, with what was asked."""
    made = [a_dossier(S.IN_PROCESS, chance=number) for number in range(2)]
    for minutes, code in enumerate(made):
        with standing_at(town.MONDAY + timedelta(minutes=minutes)):
            act("chuyenvien", code, "extend", **given_for("extend"))
    leader = actor("lanhdao")
    waiting = desk.approvals(leader)
    assert [one.code for one in waiting] == made
    assert waiting[0].proposal.asks["reason"] == "Chờ xác minh."
    assert desk.menu_counts(leader)["cho-duyet"] == 2
    view = desk.dossier(leader, made[0])
    assert view.decides
    mine = desk.dossier(actor("chuyenvien"), made[0])
    assert not mine.decides
    assert mine.offers == ()
    assert "chờ lãnh đạo duyệt" in mine.standing.sentence
    act("lanhdao", made[0], "approve")
    assert [one.code for one in desk.approvals(leader)] == made[1:]
    with pytest.raises(NotAllowed):
        desk.approvals(actor("canbo"))


def test_undo_is_offered_to_whoever_acted(database):
    """Hoàn tác stands open to the same person, for a while."""
    code = a_dossier(S.SUBMITTED)
    act("canbo", code, "receive")
    assert desk.dossier(actor("canbo"), code).undo.action == "receive"
    assert desk.dossier(actor("lanhdao"), code).undo is None
    with standing_at(town.MONDAY + timedelta(minutes=2)):
        assert desk.dossier(actor("canbo"), code).undo is None


def test_specialists_come_before_leaders(database):
    """Who does the work is offered first."""
    code = a_dossier(S.RECEIVED)
    names = [name for _, name in desk.specialists(actor("canbo"), code)]
    assert names == ["Trần Văn Mẫu Hai", "Lê Thị Mẫu Ba"]


def test_what_may_be_asked_is_what_the_procedure_lists(database):
    """A supplement asks for papers of this channel and answers of this form, nothing else (R-DOC-EXTRA)."""
    view = desk.dossier(actor("canbo"), a_dossier())
    listed = {one.key for one in view.askable}
    assert ASKED[0]["paper"] in listed
    assert "mau_dien_tu" not in listed
    assert listed <= set(view.procedure.paper_by_key) | set(view.procedure.by_key)


def test_no_question_reads_a_whole_table(sqlite_town):
    """Every plan of the queue goes through an index: at a million dossiers nothing scans them."""
    who = actor("canbo")
    code = a_dossier()
    with questions() as asked:
        for tab, search in [*((tab, "") for tab in desk.TABS), *(("moi", text) for text in SEARCHES)]:
            desk.queue(who, tab, search)
            desk.neighbours(who, code, tab, search)
        desk.approvals(actor("lanhdao"))
    plans = []
    with engine().connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans += [(row[-1], statement) for row in rows]
    big = ("dossier", "supplement_request", "proposal", "event", "paper")
    scans = [(plan, sql) for plan, sql in plans for name in big if plan.split()[:2] == ["SCAN", name]]
    assert not scans
    assert len(plans) > 50


def test_what_waits_is_found_without_reading_the_past(sqlite_town):
    """Ten years of ended dossiers must not be read for fifty new ones, nor for one person's number: neither
    along the index of their days, nor through all that the agency has."""
    who = actor("canbo")
    a_dossier()
    with questions() as asked:
        for tab in set(desk.TABS) - {"tat-ca"}:
            desk.queue(who, tab)
        for number in ("0900000001", "033068931692"):
            desk.queue(who, search=number)
        desk.queue(who, "tat-ca", narrow=read({"ngay": "han", "tu": "2026-11-01"}, {}))
    with engine().connect() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = [row[-1] for row in rows]
            assert not [line for line in plan if "ix_dossier_newest" in line], statement
            if "applicant_phone = " in statement:
                assert [line for line in plan if "ix_dossier_applicant_phone" in line], plan


def test_a_dossier_is_opened_without_reading_a_whole_telephone(sqlite_town):
    """Somebody who sends for a village has thousands of dossiers under one telephone: others of the same
    person are found by the name, and whether it is the same telephone is seen on those."""
    code = a_dossier()
    with questions() as asked:
        desk.dossier(actor("canbo"), code)
    with engine().connect() as connection:
        plans = [
            row[-1]
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert [line for line in plans if "ix_dossier_name" in line]
    assert not [line for line in plans if "ix_dossier_applicant_phone" in line]


def test_the_tabs_are_the_agreed_ones():
    """Their codes stand in addresses that people keep."""
    assert desk.TABS == (
        "moi", "dang-xu-ly", "bo-sung", "phi", "sap-han", "qua-han", "cho-tra", "cua-toi", "tat-ca"
    )  # fmt: skip


def test_offices_share_the_statements_of_a_view():
    """Built for each office they would fall out of their cache where a hundred offices meet at one copy."""
    views = [View(frozenset(of), 1, "moi", "", town.MONDAY, town.MONDAY) for of in ({1}, {2}, {1, 2}, {3, 4})]
    one, other, two, other_two = (view.shape for view in views)
    assert one == other != two == other_two
