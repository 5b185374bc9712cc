"""The closed dossiers of agencies that have ended: read where their work goes on, by nobody else, and changed
by nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.agencies import Agency, AgencySuccessor
from db.dossiers import Dossier
from db.office import OfficeEvent
from db.session import reading, transaction
from services import casework, correspondence, desk, inherited, tracking
from services.agencies import merger, upkeep
from services.clock import standing_at
from services.desk import bundle, leases, queries, remarks
from services.desk.rows import RESULT, Neighbours
from services.errors import NotFound
from services.figures import board
from services.figures.scene import Asked
from services.permissions import Permission
from services.workflow import State
from tests import records, town
from tests.test_merger import DAY, NEW, THE_DAY, ended, id_of, intact, new_commune, sums
from tests.town import a_dossier, actor

READS = {
    "desk.dossier": desk.dossier,
    "desk.outgoing": desk.outgoing,
    "desk.paper_bytes": lambda who, code: desk.paper_bytes(who, code, records.papers(code)[0].id),
    "desk.paper_bytes (result)": lambda who, code: desk.paper_bytes(who, code, RESULT),
    "bundle.zipped": bundle.zipped,
    "correspondence.pdf": lambda who, code: [
        correspondence.pdf(who, code, letter.id) for letter in records.letters(code)
    ],
    "correspondence.submission_pdf": correspondence.submission_pdf,
}
WRITES = {
    "casework.undo": lambda who, code: casework.undo(who, code, seen=town.seen(code)),
    "casework.add_scans": lambda who, code: casework.add_scans(
        who, code, seen=town.seen(code), papers=[town.a_paper()]
    ),
    "leases.hold": leases.hold,
    "remarks.add_note": lambda who, code: remarks.add_note(who, code, "Đã xem."),
    "remarks.set_labels": lambda who, code: remarks.set_labels(who, code, set()),
    **{
        f"casework.{action}": lambda who, code, action=action: casework.VERBS[action](
            who, code, seen=town.seen(code), **town.given_for(action)
        )
        for action in casework.VERBS
    },
}


@pytest.fixture
def left(database):
    """The code of a dossier that was handed over at Tam Đa, which has ended since; it is the day after."""
    with standing_at(town.MONDAY):
        code, new = a_dossier(State.RETURNED), new_commune()
        with transaction() as session:
            session.execute(update(Dossier).values(result_sha256=records.papers(code)[0].sha256))
    with standing_at(THE_DAY):
        merger.merge(actor("quantri"), ended(), new, DAY)
        yield code


def told() -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.scalars(select(OfficeEvent).where(OfficeEvent.subject.like("H31.124-%")))
        return [(row.action, row.actor_name) for row in rows]


def test_the_successor_reads_and_the_log_tells_who_looked(left):
    """Page, letters, papers, result and the whole zip; who did it stands in the office's log, once a day."""
    for way, read in READS.items():
        assert read(actor("canbo"), left), way
    desk.dossier(actor("chuyenvien"), left)
    for who in ("canbo", "chuyenvien"):
        assert told().count(("dossier_read", actor(who).name)) == 1
    for day, read in enumerate(READS.values(), start=1):
        with standing_at(THE_DAY + timedelta(days=day)):
            read(actor("lanhdao"), left)
    assert told().count(("dossier_read", actor("lanhdao").name)) == len(READS)
    intact()


def test_nobody_else_reads_what_an_ended_agency_left(left):
    """Another commune's officers, the district and administrators get it as little as before, and the log
    has no line of it."""
    for way, read in READS.items():
        for who in ("canbo2", "lanhdao2", "giamsat", "quantri"):
            with pytest.raises(NotFound):
                pytest.fail(f"{who}: {way}: {read(actor(who), left)}")
    assert told() == []


def test_nobody_changes_what_an_ended_agency_left(left):
    """Not even its leader of before: reading is all that came over."""
    version = town.seen(left)
    for way, write in WRITES.items():
        for who in ("canbo", "chuyenvien", "lanhdao"):
            with pytest.raises(NotFound):
                pytest.fail(f"{who}: {way}: {write(actor(who), left)}")
    assert town.seen(left) == version
    assert told() == []


def test_the_page_offers_nothing_to_do(left):
    """What the service refuses is not offered, to the leader neither."""
    seen = desk.dossier(actor("lanhdao"), left)
    assert (seen.agency, seen.offers, seen.undo) == ("UBND xã Tam Đa", (), None)
    assert (seen.decides, seen.retires_labels, seen.sends_draft) == (False, False, False)


def test_the_control_slip_stays_inside_the_office(left):
    """The successor is the office; the applicant never sees the slip."""
    kinds = {one.kind for one in desk.outgoing(actor("canbo"), left).letters}
    assert "control_slip" in kinds
    slip = next(one.id for one in records.letters(left) if one.kind == "control_slip")
    with pytest.raises(NotFound):
        correspondence.pdf(town.follower(left), left, slip)
    assert kinds - {one.kind for one in tracking.view(town.follower(left), left).letters} == {"control_slip"}


def test_a_search_finds_them_and_no_tab_or_figure_does(left):
    """By code, name and number; the tabs' numbers, the sums and the board are the same as without."""
    who, kept = actor("canbo"), records.dossier(left)
    before, figures, numbers = sums(), board.board(who, Asked()).figures, desk.queue(who).counts
    for text in (left, kept.applicant_name, kept.applicant_id_number):
        page = desk.queue(who, search=text)
        assert ([row.code for row in page.rows], page.found) == ([left], 1)
        assert page.counts == numbers
        assert not desk.queue(actor("canbo2"), search=text).rows
    assert not any(numbers.values())
    assert [desk.queue(who, tab).rows for tab in desk.TABS] == [()] * len(desk.TABS)
    assert (sums(), board.board(who, Asked()).figures) == (before, figures)


def test_next_and_previous_of_a_search_and_likely_duplicates_reach_them(left):
    """The same person asks again at the successor: both are found by name, and each is told of on the other's
    page, so a birth is not registered a second time because of a merger."""
    with reading() as session:
        slug = session.get_one(Agency, records.dossier(left).agency_id).slug
        new = session.scalars(select(Agency.slug).where(Agency.code == NEW["code"])).one()
    assert slug == "tam-da"
    again, who = a_dossier(State.SUBMITTED, new), actor("canbo")
    name = records.dossier(left).applicant_name
    first, second = (row.code for row in desk.queue(who, search=name).rows)
    assert {first, second} == {left, again}
    assert desk.neighbours(who, first, search=name) == Neighbours(None, second)
    for code, other in ((left, again), (again, left)):
        assert other in {one.code for one in desk.dossier(who, code).related.linked}


def test_chains_count_and_what_was_divided_does_not(left):
    """Two mergers on, the last agency reads what the first left. Divided among two, neither does. Before its
    day a merger gives nothing."""
    with reading() as session:
        new = session.scalars(select(Agency.id).where(Agency.code == NEW["code"])).one()
    third = {**NEW, "name": "UBND phường Phù Cừ", "code": "H31.301", "place_code": "12999"}
    later = THE_DAY + timedelta(days=7)
    last = upkeep.add(actor("quantri"), id_of("hung-yen"), "commune", later.date(), third)
    merger.merge(actor("quantri"), [new], last, later.date())
    with standing_at(later):
        merger.take_effect()
        assert {grant.agency_id for grant in actor("canbo").grants} == {last}
        assert desk.dossier(actor("canbo"), left).code == left
        assert desk.queue(actor("canbo"), search=left).found == 1
    with standing_at(later + timedelta(days=1)):
        with transaction() as session:
            session.add(AgencySuccessor(agency_id=new, successor_id=id_of("dinh-cao")))
        for who in ("canbo", "canbo2"):
            with pytest.raises(NotFound):
                desk.dossier(actor(who), left)


def test_a_merger_to_come_gives_nothing(database):
    """Until its day each reads her own."""
    with standing_at(town.MONDAY):
        code, new = a_dossier(State.RETURNED, "dinh-cao"), new_commune()
        merger.merge(actor("quantri"), [id_of("dinh-cao")], id_of("tam-da"), DAY)
        with pytest.raises(NotFound):
            desk.dossier(actor("canbo"), code)
    with standing_at(THE_DAY):
        merger.take_effect()
        assert desk.dossier(actor("canbo"), code).code == code
    assert new


@pytest.mark.parametrize("text", ["", "Nguyễn", "H31.124-20261123-0000001", "0900000777"])
def test_an_office_without_predecessors_is_asked_for_as_one(left, text, monkeypatch):
    """The queue's statements of such an office name its agency alone: an index serves their order. So do all
    tabs of the successor."""
    shapes = []
    monkeypatch.setattr(queries, "page", lambda shape, page=queries.page: shapes.append(shape) or page(shape))
    monkeypatch.setattr(
        queries, "counts", lambda shape, counts=queries.counts: shapes.append(shape) or counts(shape)
    )
    a_dossier(agency="dinh-cao", chance=5)
    desk.queue(actor("canbo2"), "tat-ca", text)
    if not text:
        desk.queue(actor("canbo"), "tat-ca")
    assert shapes
    assert not any(shape.several for shape in shapes)


def test_rights_to_write_never_reach_an_ended_agency(left):
    """Only reading dossiers does; without an own agency there is nothing to inherit."""
    with reading() as session:
        wide = inherited.reader(session, actor("lanhdao"))
        assert inherited.reader(session, actor("giamsat")).inherited == frozenset()
    assert set(ended()) == wide.inherited
    for permission in Permission:
        assert wide.agencies_for(permission) & wide.inherited == (
            wide.inherited if permission is Permission.DOSSIER_READ else frozenset()
        )
    assert not any(wide.roles_at(one) for one in wide.inherited)
