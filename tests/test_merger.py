"""Agencies that end and the one that goes on: the merger of 2025-07-01 as data, and one on the town."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from db.agencies import Agency, Merger, MovedDossier
from db.dossiers import Dossier, Event
from db.figures import DossierFact, Tally
from db.people import RoleGrant
from db.session import reading, transaction
from services import agencies, desk, drafts, intake, journal, offers, tracking
from services.agencies import merger, moving, upkeep
from services.clock import VIETNAM, standing_at
from services.demo import town as towns
from services.errors import GuardRefused, Invalid, NotAllowed, NotFound
from services.figures import board, published, tally
from services.figures.scene import Asked
from services.money import audit
from services.oversight import chain
from services.reports import units
from services.workflow import State
from tests import town
from tests.town import a_dossier, act, actor

DAY = date(2026, 11, 25)
THE_DAY = datetime(2026, 11, 25, 9, 0, tzinfo=VIETNAM)
NEW = {"name": "UBND xã Tống Trân", "code": "H31.204", "place_code": "12427",
       "code_pattern": "{agency}-{day:%y%m%d}-{number:05d}"}  # fmt: skip
STATES = (State.SUBMITTED, State.RECEIVED, State.IN_PROCESS, State.SUPPLEMENT_ASKED, State.PAYMENT_ASKED,
          State.READY, State.RETURNED, State.WITHDRAWN)  # fmt: skip


def id_of(slug: str) -> int:
    with reading() as session:
        return session.scalars(select(Agency.id).where(Agency.slug == slug)).one()


def new_commune(day: date = DAY) -> int:
    return upkeep.add(actor("quantri"), id_of("hung-yen"), "commune", day, NEW)


def ended() -> list[int]:
    return [id_of(slug) for slug in ("tam-da", "nguyen-hoa", "tong-tran")]


def sums() -> Counter[tuple[int, str, int]]:
    """Every sum of the figures, whoever's."""
    with reading() as session:
        rows = session.execute(select(Tally.month, Tally.what, Tally.value, func.sum(Tally.n)).group_by(
            Tally.month, Tally.what, Tally.value))  # fmt: skip
        return +Counter({(month, what, value): int(n) for month, what, value, n in rows})


def intact() -> None:
    with reading() as session:
        for faults in (journal.faults, tally.faults, audit.faults, chain.faults):
            assert list(faults(session)) == []


@pytest.fixture
def monday(database):
    with standing_at(town.MONDAY):
        yield


def test_the_merger_of_2025_is_data_and_a_number_names_a_place_only_on_a_day(database):
    """The present shape loads beside the seed's; 12427 was Nguyên Hòa and is Tống Trân; districts end."""
    with transaction() as session:
        for one in session.scalars(select(Agency)):
            one.code, one.slug = f"X{one.id}", f"x{one.id}"
        places = towns.load(session, "present")
        assert agencies.by_place(session, "12427", date(2025, 6, 30)).slug == "nguyen-hoa"
        assert agencies.by_place(session, "12427", date(2025, 7, 1)).slug == "tong-tran-moi"
        assert agencies.by_place(session, "12421", date(2025, 7, 1)) is None
        heirs = agencies.heirs(session, date(2025, 7, 1))
        assert heirs[places["tam-da"].id] == heirs[places["nguyen-hoa"].id] == places["tong-tran-moi"].id
        assert agencies.heirs(session, date(2025, 6, 30)) == {}
        assert places["phu-cu"].valid_to == date(2025, 7, 1)


def test_a_merger_moves_all_that_is_open_once_and_leaves_every_sum(monday):
    """Open dossiers: none lost, none double; codes, states and due dates stay; the sums of all figures are
    the same after as before, journal, figures and money intact; the same people go on with the same work."""
    codes = {state: a_dossier(state, chance=n) for n, state in enumerate(STATES, start=1)}
    act("chuyenvien", codes[State.IN_PROCESS], "stop", reason="Không đủ căn cứ.")
    token, other = town.a_draft(chance=30), a_dossier(State.RECEIVED, "dinh-cao", chance=40)
    before, pages = sums(), published_cells()
    with reading() as session:
        was = {d.code: (d.state, d.due_at, d.holder_id) for d in session.scalars(select(Dossier))}
    new = new_commune()
    plan = merger.plan_merger(actor("quantri"), ended(), new, DAY)
    share = next(one for one in plan.shares if one.name == "UBND xã Tam Đa")
    assert (share.dossiers, share.closed, share.drafts, share.people) == (6, 2, 1, 3)
    assert (share.waiting_for_money, share.proposals, plan.dossiers) == (1, 1, 6)
    with standing_at(THE_DAY):
        done = merger.merge(actor("quantri"), ended(), new, DAY)
        assert (done.state, done.moved) == ("done", {"roles": 3, "dossiers": 6, "drafts": 1})
        assert merger.take_effect() == 0
        with reading() as session:
            now = {d.code: (d.state, d.due_at, d.holder_id) for d in session.scalars(select(Dossier))}
            at = dict(session.execute(select(Dossier.code, Dossier.agency_id)).all())
            events = session.scalar(select(func.count()).where(Event.action == "take_over"))
            moved = session.scalar(select(func.count()).select_from(MovedDossier))
            homes = set(session.scalars(select(DossierFact.agency_id)))
        assert now == was
        assert (events, moved) == (6, 6)
        assert {state for state, code in codes.items() if at[code] == new} == set(STATES[:6])
        assert at[other] == id_of("dinh-cao")
        assert homes == {id_of("tam-da"), id_of("dinh-cao")}
        assert sums() == before
        assert published_cells() == pages
        intact()
        assert {row.code for row in desk.queue(actor("canbo"), "tat-ca").rows} >= {codes[State.SUBMITTED]}
        assert desk.dossier(actor("canbo"), codes[State.SUBMITTED]).code == codes[State.SUBMITTED]
        act("canbo", codes[State.SUBMITTED], "receive")
        act("lanhdao", codes[State.IN_PROCESS], "approve")
        act("canbo", codes[State.PAYMENT_ASKED], "record_payment", **town.given_for("record_payment"))
        draft = drafts.view(token)
        assert draft.changes.moved == ("UBND xã Tam Đa", "UBND xã Tống Trân")
        assert draft.changes.only_moved
        assert intake.submit(token).code == "H31.204-261125-00001"
        found = tracking.view(town.follower(codes[State.READY]), codes[State.READY])
        assert "Tống Trân" in str(found)
        assert "tam-da" not in {office.slug for office in offers.offices()}
        intact()


def published_cells():
    with reading() as session:
        places = published._places(session)
        cells = published._cells(session, places, date(2026, 1, 1), date(2027, 1, 1))
        return {key: cell for key, cell in cells.items() if cell != published.Cell()}


def test_figures_roll_up_or_stand_apart_with_the_same_sum(monday):
    """The district's supervisor sees the successor with all that its predecessors did, or each alone; both
    come to the same. The successor's report counts with them too."""
    for n, state in enumerate((State.RECEIVED, State.READY, State.RETURNED), start=1):
        a_dossier(state, chance=n)
    new = new_commune()
    with standing_at(THE_DAY):
        merger.merge(actor("quantri"), ended(), new, DAY)
        act("canbo", a_dossier_at(new), "receive")
        joined = board.board(actor("giamsat"), Asked())
        apart = board.board(actor("giamsat"), Asked(apart="1"))
        rows = {side.name: (side.received, side.open) for side in joined.communes}
        alone = {side.name: (side.received, side.open) for side in apart.communes}
        assert joined.figures == apart.figures
        assert joined.options.merged
        assert "Xã Tam Đa (đến 24/11/2026)" in alone
        assert alone["Xã Tống Trân"] == (1, 1)
        assert not [name for name in rows if "đến" in name]
        both = zip(alone["Xã Tống Trân"], alone["Xã Tam Đa (đến 24/11/2026)"], strict=True)
        assert rows["Xã Tống Trân"] == tuple(map(sum, both))
        slug = next(slug for slug, name in joined.options.communes if name == "Xã Tống Trân")
        assert board.board(actor("canbo"), Asked()).figures == board.board(
            actor("giamsat"), Asked(commune=slug)).figures  # fmt: skip
        with reading() as session:
            unit = units.unit(session, actor("lanhdao"), slug)
        assert unit.agencies == {new, *ended()}


def a_dossier_at(agency_id: int) -> str:
    with reading() as session:
        slug = session.get_one(Agency, agency_id).slug
    return intake.submit(town.a_draft(slug, chance=77)).code


def test_a_coming_day_is_written_down_done_on_that_day_and_can_be_dropped_before(monday):
    """Until the day all goes on as before; the timed job then does it once, however many copies run it, and
    goes on where it was broken off."""
    codes = [a_dossier(State.SUBMITTED, chance=n) for n in range(1, 3)]
    new = new_commune()
    first = merger.merge(actor("quantri"), ended(), new, DAY)
    assert (first.state, first.moved) == ("planned", {})
    with pytest.raises(Invalid):
        merger.merge(actor("quantri"), ended(), new, DAY)
    merger.drop(actor("quantri"), first.merger_id)
    with pytest.raises(GuardRefused):
        merger.drop(actor("quantri"), first.merger_id)
    merger.merge(actor("quantri"), ended(), new, DAY)
    assert merger.take_effect() == 0
    act("canbo", codes[0], "receive")
    with standing_at(THE_DAY), pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving, "DOSSIERS", 1)
        with reading() as session:
            planned = session.scalars(select(Merger.id).where(Merger.state == "planned")).one()
        # Broken off after one dossier.
        assert (merger._portion(planned), merger._portion(planned)) == (True, True)
        assert merger.take_effect() == 1
        assert merger.take_effect() == 0
        with reading() as session:
            assert session.scalar(select(func.count()).where(Event.action == "take_over")) == 2
            assert session.get_one(Merger, planned).moved == {"roles": 3, "dossiers": 2}
        intact()


def test_roles_end_with_the_eve_and_begin_on_the_day(monday):
    """Nobody loses or gains a right by a merger: the same roles, dated; a role with a last day keeps it."""
    with transaction() as session:
        grant = session.scalars(select(RoleGrant).where(RoleGrant.role == "specialist")).one()
        grant.valid_to = DAY + timedelta(days=9)
    new = new_commune()
    merger.merge(actor("quantri"), ended(), new, DAY)
    assert {g.agency_name for g in actor("canbo").grants} == {"UBND xã Tam Đa"}
    with standing_at(THE_DAY):
        merger.take_effect()
        for username, role in (("canbo", "receiver"), ("chuyenvien", "specialist"), ("lanhdao", "leader")):
            assert [(str(g.role), g.agency_id) for g in actor(username).grants] == [(role, new)]
    with standing_at(THE_DAY + timedelta(days=20)):
        assert actor("chuyenvien").grants == ()


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"])
def test_only_administrators_merge(sqlite_town, who):
    """The right is asked for in the service, whatever page calls it."""
    asks = (
        lambda one: merger.plan_merger(one, [1], 2, DAY), lambda one: merger.merge(one, [1], 2, DAY),
        lambda one: merger.drop(one, 1),
    )  # fmt: skip
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask(actor(who))


def test_what_cannot_be_merged_is_refused_by_name(monday):
    """A past day, nobody, a successor among the ended, a district above living communes, an agency with open
    work and no successor; nothing is written."""
    chief, new = actor("quantri"), new_commune()
    a_dossier(State.SUBMITTED)

    def why(*asked) -> set[str]:
        with pytest.raises(Invalid) as refused:
            merger.merge(chief, *asked)
        return {problem.code for problem in refused.value.problems}

    tam_da = id_of("tam-da")
    assert why([tam_da], new, date(2026, 11, 22)) >= {"merger_day"}
    assert why([], new, DAY) == {"merger_nobody"}
    assert why([tam_da], tam_da, DAY) == {"merger_successor"}
    assert why([id_of("phu-cu")], None, DAY) == {"merger_below"}
    assert why([tam_da], None, DAY) == {"merger_left"}
    assert why([tam_da], id_of("phu-cu"), DAY) >= {"merger_kind"}
    with pytest.raises(NotFound):
        merger.merge(chief, [10**6], new, DAY)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Merger)) == 0
        assert session.scalar(select(func.count()).where(Agency.valid_to.is_not(None))) == 0
