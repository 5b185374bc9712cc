"""What the administrator watches: who did what, failed messages sent again, jobs and the chain."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from db.dossiers import Event
from db.office import OfficeEvent
from db.outbox import Notice
from db.session import reading, transaction
from services import desk
from services.clock import now, standing_at
from services.desk import bundle, takeout
from services.errors import GuardRefused, NotAllowed, NotFound
from services.oversight import jobs, listing, messages, standing
from services.oversight.listing import Asked
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, actor

pytestmark = pytest.mark.usefixtures("monday")


def log() -> list[OfficeEvent]:
    with reading() as session:
        return list(session.scalars(select(OfficeEvent).order_by(OfficeEvent.id)))


def failed(code: str) -> int:
    """A message about this dossier that failed for good; its id."""
    with transaction() as session:
        first = records.notices(code)[0].id
        session.execute(update(Notice).values(sent_at=now()))
        values = {"sent_at": None, "failed_at": now(), "attempts": 8, "last_error": "RCPT: 550"}
        session.execute(update(Notice).where(Notice.id == first).values(**values))
    return first


def test_opening_a_scan_is_told_once_a_day(database):
    """Personal papers: who read which is written down, also when the page is drawn a hundred times."""
    code = a_dossier()
    paper = records.papers(code)[0]
    for _ in range(3):
        desk.paper_bytes(actor("canbo"), code, paper.id)
    desk.paper_bytes(actor("lanhdao"), code, paper.id)
    told = [(e.action, e.actor_name, e.subject, e.facts) for e in log()]
    names = [actor("canbo").name, actor("lanhdao").name]
    assert told == [("paper_opened", name, code, {"slot": paper.slot}) for name in names]
    with standing_at(town.MONDAY + timedelta(days=1)):
        desk.paper_bytes(actor("canbo"), code, paper.id)
    assert len(log()) == 3


def test_nothing_is_told_of_a_scan_that_was_refused(sqlite_town):
    """The log holds what happened."""
    code = a_dossier()
    with pytest.raises(NotFound):
        desk.paper_bytes(actor("canbo2"), code, records.papers(code)[0].id)
    assert log() == []


def test_carrying_data_out_is_told(sqlite_town):
    """Export: who took how many dossiers, and as what."""
    code = a_dossier()
    bundle.zipped(actor("canbo"), code)
    takeout.taken(actor("canbo"), "csv", ["Mã hồ sơ"], [[code]], columns=[])
    assert [(e.action, e.subject) for e in log()] == [("papers_taken", code), ("list_taken", "csv")]
    assert log()[1].facts == {"dossiers": 1, "columns": ["Mã hồ sơ"]}


def test_the_list_mixes_all_logs_newest_first_and_names_no_citizen(database):
    """Journal: steps of dossiers and what was opened, in one order; applicants are not named to an
    administrator, who sees no dossier."""
    code = a_dossier(State.RECEIVED)
    with standing_at(town.MONDAY + timedelta(minutes=5)):
        desk.paper_bytes(actor("canbo"), code, records.papers(code)[0].id)
        found = listing.page(actor("quantri"), Asked())
    rows = [(row.action, row.who, row.subject) for row in found.rows]
    officer = actor("canbo").name
    assert rows == [("paper_opened", officer, code), ("receive", officer, code), ("submit", "", code)]
    assert records.dossier(code).applicant_name not in repr(found)
    assert found.more is None


NARROWED = [
    (Asked(source="office"), ["paper_opened"]),
    (Asked(action="receive"), ["receive"]),
    (Asked(person="canbo"), ["paper_opened", "receive"]),
    (Asked(person="nobody"), []),
    (Asked(code="H31.124-20261123-0000001"), ["paper_opened", "receive", "submit"]),
    (Asked(code="H31.124-20261123-0000009"), []),
    (Asked(last=date(2026, 11, 22)), []),
    (Asked(first=date(2026, 11, 24)), []),
    (Asked(before=town.MONDAY), []),
]


@pytest.fixture
def some_work(sqlite_town) -> str:
    code = a_dossier(State.RECEIVED)
    with standing_at(town.MONDAY + timedelta(minutes=5)):
        desk.paper_bytes(actor("canbo"), code, records.papers(code)[0].id)
    return code


def test_each_filter_narrows_the_list(some_work):
    """Filters: source, action, person, code, days, and the moment a page begins before."""
    for asked, actions in NARROWED:
        assert [row.action for row in listing.page(actor("quantri"), asked).rows] == actions, asked


def test_pages_leave_nothing_out(sqlite_town, monkeypatch):
    """The next page begins where the last ended, and what happened at one moment stays on one page."""
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    for minutes in range(4):
        with standing_at(town.MONDAY + timedelta(minutes=minutes)):
            a_dossier(State.RECEIVED, chance=minutes + 1)  # two events at one moment
    seen, before = [], None
    while True:
        found = listing.page(actor("quantri"), Asked(before=before))
        seen += [(row.subject, row.action) for row in found.rows]
        if (before := found.more) is None:
            break
    assert len(seen) == len(set(seen)) == 8


def test_an_administrator_of_a_commune_watches_that_commune(sqlite_town):
    """Scope: the own agency and all below it; messages of no dossier belong to the root."""
    from services.actors import Actor, Grant
    from services.workflow import Role

    code, other = a_dossier(), a_dossier(agency="dinh-cao", chance=3)
    place = next(grant for grant in actor("canbo2").grants)
    grant = Grant(Role.ADMINISTRATOR, place.agency_id, place.agency_name, place.path)
    local = Actor("officer", "Quản trị xã", actor("quantri").account_id, "quantrixa", (grant,))
    assert {row.subject for row in listing.page(local, Asked()).rows} == {other}
    mine, theirs = failed(other), records.notices(code)[0].id
    with transaction() as session:
        session.execute(update(Notice).where(Notice.id == theirs).values(failed_at=now()))
    assert messages.standing(local).failed == 1
    assert messages.standing(actor("quantri")).failed == 2
    with pytest.raises(NotFound):
        messages.send_again(local, theirs)
    messages.send_again(local, mine)


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"])
def test_only_administrators_read_the_journal(sqlite_town, who):
    """Permission journal:read, asked in the service."""
    for ask in (
        lambda one: listing.page(one, Asked()), messages.standing, lambda one: messages.queue(one, ""),
        standing.look, jobs.check_chain,
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            ask(actor(who))


def test_a_failed_message_is_sent_again_once(database):
    """Gửi lại: it starts from the first attempt, the log tells who asked, a second press is refused."""
    code = a_dossier()
    message = failed(code)
    row = messages.queue(actor("quantri"), "").rows[0]
    assert (row.id, row.state, row.code) == (message, "failed", code)
    assert records.dossier(code).applicant_email not in repr(row)
    messages.send_again(actor("canbo"), message)
    kept = next(one for one in records.notices(code) if one.id == message)
    assert (kept.failed_at, kept.attempts, kept.not_before) == (None, 0, now())
    assert [(e.action, e.subject, e.actor_name) for e in log()] == [
        ("message_again", code, actor("canbo").name)
    ]
    with pytest.raises(GuardRefused):
        messages.send_again(actor("canbo"), message)
    assert messages.standing(actor("quantri")).failed == 0


@pytest.mark.parametrize("who", ["canbo2", "lanhdao2", "giamsat", "congdan"])
def test_nobody_else_sends_it_again(sqlite_town, who):
    """Permission message:again, at the agency of the dossier."""
    message = failed(a_dossier())
    with records.no_trace(), pytest.raises((NotAllowed, NotFound)):
        messages.send_again(actor(who), message)


def test_a_dossier_tells_its_messages(sqlite_town):
    """Delivery log: every message with its state, also those taken back."""
    code = a_dossier()
    failed(code)
    states = {row.state for row in desk.outgoing(actor("canbo"), code).messages}
    assert states == {"failed", "sent"}


def test_jobs_leave_their_last_run_also_when_they_fail(database):
    """A job that stopped is seen by its last run; an error is kept by its kind and raised on."""
    jobs.run("drafts.tidy", lambda: 3)
    jobs.run("drafts.tidy", lambda: 5)
    with pytest.raises(ZeroDivisionError):
        jobs.run("leases.tidy", lambda: 1 // 0)
    told = [(run.name, run.failed, run.said) for run in standing.look(actor("quantri")).jobs]
    assert told == [("drafts.tidy", False, "5"), ("leases.tidy", True, "ZeroDivisionError")]


def test_the_chain_is_looked_through_when_asked(database):
    """The chain's state: intact with its count, or what was touched; kept until it is asked again."""
    code = a_dossier(State.RECEIVED)
    assert jobs.check_chain(actor("quantri")) == jobs.Chain(2, ())
    assert not standing.look(actor("quantri")).chain.failed
    with transaction() as session:
        session.execute(update(Event).where(Event.action == "receive").values(actor_name="Người khác"))
    assert jobs.check_chain(actor("quantri")).faults == (f"{code}: event 2 was touched",)
    assert standing.look(actor("quantri")).chain.failed


def test_ways_out_tell_their_trouble(sqlite_town):
    """Health: what waits per channel, since when nothing left, and why."""
    code = a_dossier()
    failed(code)
    with transaction() as session:
        values = {"failed_at": None, "not_before": now(), "last_error": "the mail server cannot be reached"}
        session.execute(update(Notice).where(Notice.failed_at.is_not(None)).values(**values))
    ways = {one.channel: one for one in standing.look(actor("quantri")).ways}
    assert sum(one.waiting for one in ways.values()) == 1
    assert any(one.trouble.startswith("the mail server") for one in ways.values())
    assert all(one.by == "file" for one in ways.values())
