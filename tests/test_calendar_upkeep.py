"""Lịch làm việc: who changes it, what moves with it, and that it is told and done once."""

from datetime import date

import pytest
from sqlalchemy import func, select

from db.agencies import Agency
from db.calendar import CalendarDay
from db.dossiers import Event
from db.office import OfficeEvent
from db.session import reading, transaction
from services import journal
from services.clock import standing_at
from services.dates import calendars, office_hours, upkeep
from services.dates.upkeep import DayChange, HoursChange
from services.errors import GuardRefused, Invalid, Missing, NotAllowed
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, actor

CULTURE_DAY = date(2026, 11, 24)
WORKED = DayChange(CULTURE_DAY, "work", "Làm bù", "Văn bản mẫu 01")
USUAL = DayChange(CULTURE_DAY, "usual", "", "")


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY.replace(hour=15, minute=30)):
        yield
    calendars.forget()


def agency_of(username: str) -> int:
    return actor(username).grants[0].agency_id


def moved(effect: upkeep.Effect) -> list[tuple[str, str, str]]:
    return [(one.code, f"{one.old:%d/%m %H:%M}", f"{one.new:%d/%m %H:%M}") for one in effect.moved]


def test_a_dry_run_changes_nothing_and_saving_does_it_once(database):
    """Issue: how many due dates change, old and new; then an event each with the reason; again: nothing."""
    code, admin = a_dossier(State.RECEIVED), actor("quantri")
    ended = a_dossier(State.WITHDRAWN, chance=2)
    assert records.dossier(code).due_at == town.moment("2026-11-25T17:00")
    with records.no_trace():
        effect = upkeep.dry_run(admin, WORKED)
    assert moved(effect) == [(code, "25/11 17:00", "24/11 17:00")]
    upkeep.save(admin, WORKED, reason="Chính phủ hoán đổi", expects=1)
    event = records.last(code)
    assert (event.action, event.due_at) == ("recompute_due", town.moment("2026-11-24T17:00"))
    assert event.facts["reason"] == "Chính phủ hoán đổi"
    assert event.facts["old_due"].startswith("2026-11-25T17:00")
    assert records.dossier(code).due_at == records.told(code).due == event.due_at
    assert records.last(ended).action == "withdraw"
    again = upkeep.save(admin, WORKED, reason="Chính phủ hoán đổi", expects=0)
    assert again.moved == ()
    with reading() as session:
        assert session.scalar(select(func.count()).where(Event.action == "recompute_due")) == 1
        assert session.scalar(select(func.count()).where(OfficeEvent.action == "calendar_changed")) == 2
        assert not list(journal.faults(session))


def test_a_day_off_that_was_taken_back_stays_away(sqlite_town):
    """Known fault: the next start brought a deleted default day back."""
    upkeep.save(actor("quantri"), USUAL, reason="Không nghỉ", expects=0)
    with transaction() as session:
        assert calendars.seed(session, 2020, 2027) == 0
        assert session.get_one(CalendarDay, CULTURE_DAY).kind == "usual"
        assert calendars.load(session).is_working_day(CULTURE_DAY)
    assert CULTURE_DAY not in {one.day for one in upkeep.days(actor("quantri"), 2026)}


def test_a_dry_run_that_is_out_of_date_is_refused(sqlite_town):
    """What was looked at is what is saved: a dossier that came between asks for another look."""
    admin = actor("quantri")
    looked = len(upkeep.dry_run(admin, WORKED).moved)
    a_dossier(State.RECEIVED)
    with records.no_trace(), pytest.raises(GuardRefused):
        upkeep.save(admin, WORKED, reason="Hoán đổi", expects=looked)


def test_dates_that_have_passed_stay(sqlite_town):
    """What was late stays late: only dates still to come are computed anew."""
    code = a_dossier(State.RECEIVED)
    with standing_at(town.moment("2026-11-26T09:00")):
        assert upkeep.dry_run(actor("quantri"), WORKED).moved == ()
    assert upkeep.dry_run(actor("quantri"), WORKED).moved[0].code == code


def test_a_leader_sets_the_hours_of_the_own_agency_alone(sqlite_town):
    """Hours of one agency move its own dossiers; another's, and the days of all, are refused."""
    mine, other = a_dossier(State.RECEIVED), a_dossier(State.RECEIVED, agency="dinh-cao", chance=2)
    leader = actor("lanhdao")
    short = office_hours.read(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "7:30-11:30, 13g00-16:30"))
    change = HoursChange(agency_of("lanhdao"), short)
    assert moved(upkeep.dry_run(leader, change)) == [(mine, "25/11 17:00", "25/11 16:30")]
    upkeep.save(leader, change, reason="Giờ mùa đông", expects=1)
    assert records.dossier(other).due_at == town.moment("2026-11-25T17:00")
    with pytest.raises(NotAllowed):
        upkeep.dry_run(leader, HoursChange(agency_of("canbo2"), short))
    with pytest.raises(NotAllowed):
        upkeep.save(leader, WORKED, reason="x", expects=0)
    assert [one.agency_id for one in office_hours.of_all(leader)] == [agency_of("lanhdao")]
    assert len(office_hours.of_all(actor("quantri"))) > 3


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "giamsat", "congdan"])
def test_others_are_refused(sqlite_town, who):
    """Who may: administrators and leaders."""
    stranger = actor(who)
    for ask in (
        lambda: upkeep.days(stranger, 2026),
        lambda: upkeep.dry_run(stranger, WORKED),
        lambda: upkeep.save(stranger, WORKED, reason="x", expects=0),
        lambda: office_hours.of_all(stranger),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_what_is_missing_or_unreadable_is_said(sqlite_town):
    """A day has its name and its paper, a change its reason, hours can be read."""
    admin = actor("quantri")
    with pytest.raises(Missing):
        upkeep.dry_run(admin, DayChange(CULTURE_DAY, "off", " ", ""))
    with pytest.raises(Missing):
        upkeep.save(admin, WORKED, reason=" ", expects=0)
    with pytest.raises(Invalid):
        upkeep.dry_run(admin, DayChange(CULTURE_DAY, "fest", "a", "b"))
    for text in ("sáng", "11:30-07:30", "07:30-11:30, 11:00-17:00", "25:00-26:00"):
        with pytest.raises(Invalid):
            office_hours.read({"mon": text})
    with pytest.raises(Invalid):
        office_hours.read({"sat": "07:30-11:30"})


def test_a_day_of_one_agency_moves_its_dossiers_alone(database):
    """The leader sets a holiday of the place: that agency's dossiers move, once, logged; others stay."""
    here, there = a_dossier(State.RECEIVED), a_dossier(State.RECEIVED, agency="dinh-cao", chance=2)
    leader, agency = actor("lanhdao"), agency_of("lanhdao")
    local = DayChange(date(2026, 11, 25), "off", "Lễ hội làng", "Quyết định mẫu", agency)
    effect = upkeep.dry_run(leader, local)
    assert moved(effect) == [(here, "25/11 17:00", "26/11 17:00")]
    upkeep.save(leader, local, reason="Lễ hội", expects=1)
    assert records.last(here).action == "recompute_due"
    assert records.told(here).due == records.dossier(here).due_at == town.moment("2026-11-26T17:00")
    assert records.dossier(there).due_at == town.moment("2026-11-25T17:00")
    assert [one.name for one in upkeep.days_of(leader, agency, 2026)] == ["Lễ hội làng"]
    back = DayChange(date(2026, 11, 25), "usual", "", "", agency)
    assert len(upkeep.dry_run(leader, back).moved) == 1
    assert upkeep.save(leader, local, reason="Lễ hội", expects=0).moved == ()


def test_a_day_from_above_is_inherited_and_undone_below(sqlite_town):
    """The district's day counts for its communes; one commune says otherwise for the same day."""
    day, admin = date(2026, 11, 26), actor("quantri")
    district, commune = agency_of("giamsat"), agency_of("lanhdao")
    upkeep.save(admin, DayChange(day, "off", "Ngày của huyện", "Mẫu", district), reason="Huyện", expects=0)
    with reading() as session:
        assert not calendars.load(session, session.get_one(Agency, commune)).is_working_day(day)
        assert calendars.load(session).is_working_day(day)
    upkeep.save(actor("lanhdao"), DayChange(day, "usual", "", "", commune), reason="Làm việc", expects=0)
    with reading() as session:
        assert calendars.load(session, session.get_one(Agency, commune)).is_working_day(day)
        assert not calendars.load(session, session.get_one(Agency, agency_of("canbo2"))).is_working_day(day)


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "canbo2", "giamsat", "congdan", "lanhdao2"])
def test_only_who_may_sets_a_day_of_an_agency(sqlite_town, who):
    """Role x action: another commune's leader does not either."""
    local = DayChange(date(2026, 11, 25), "off", "Lễ hội", "Mẫu", agency_of("lanhdao"))
    with records.no_trace(), pytest.raises(NotAllowed):
        upkeep.save(actor(who), local, reason="Lễ hội", expects=0)
    with pytest.raises(NotAllowed):
        upkeep.days_of(actor(who), agency_of("lanhdao"), 2026)
