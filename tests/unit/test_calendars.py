"""The calendar of an office: default days, the stored table, hours inherited down the tree of agencies."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from db.base import Base
from db.calendar import CalendarDay
from services import agencies
from services.clock import VIETNAM
from services.dates import calendars
from services.errors import NotFound


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty database in memory."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    calendars.forget()
    with Session(engine) as session:
        yield session
    calendars.forget()


def test_default_days_of_2026() -> None:
    """Domain: the off days of 2026, the Prime Minister's two swaps, and 24 November."""
    days = calendars.default_days(2026, 2026)
    off = {f"{d.day.day}/{d.day.month}" for d in days if d.kind == "off"}
    assert off == set(
        "1/1 2/1 16/2 17/2 18/2 19/2 20/2 26/4 27/4 30/4 1/5 31/8 1/9 2/9 24/11".split()  # noqa: SIM905 (short)
    )
    assert [d.day for d in days if d.kind == "work"] == [date(2026, 1, 10), date(2026, 8, 22)]
    assert {d.day: d.name for d in days}[date(2026, 11, 24)] == "Ngày Văn hóa Việt Nam"
    assert all(d.source for d in days)


@pytest.mark.parametrize(
    ("year", "made_up"), [(2024, date(2024, 5, 4)), (2025, date(2025, 4, 26)), (2026, date(2026, 8, 22))]
)
def test_swapped_saturdays_are_worked(year: int, made_up: date) -> None:
    """Domain: weekend workdays of the package, for every year that is asked for."""
    assert calendars.default_calendar(year, year).is_working_day(made_up)


def test_years_not_announced_are_marked_as_estimates() -> None:
    """Domain: the package's 2027 is an estimate; whoever edits the calendar must see that."""
    assert all("dự kiến" in d.source for d in calendars.default_days(2027, 2027))


def test_seed_enters_only_what_is_missing(session: Session) -> None:
    """A day that the office has edited stays as it was edited."""
    culture_day = date(2026, 11, 24)
    session.add(
        CalendarDay(
            day=culture_day, kind="work", name="Làm bù", source="Công văn 1",
            changed_at=datetime(2026, 11, 1, tzinfo=VIETNAM),
        )
    )  # fmt: skip
    assert calendars.seed(session, 2026, 2027) == len(calendars.default_days(2026, 2027)) - 1
    assert calendars.seed(session, 2026, 2027) == 0
    assert session.get_one(CalendarDay, culture_day).source == "Công văn 1"
    assert calendars.load(session).is_working_day(culture_day)


def test_years_nobody_entered_have_the_default_days(session: Session) -> None:
    """An old or a coming year without rows must not count its holidays as working days."""
    calendars.seed(session, 2026, 2026)
    calendar = calendars.load(session)
    assert not calendar.is_working_day(date(2025, 9, 2))
    assert not calendar.is_working_day(date(2026, 9, 2))


def test_hours_come_from_the_nearest_agency_above(session: Session) -> None:
    """Office hours are inherited down the tree, and the nearest agency wins."""
    since = date(2020, 1, 1)
    hours = {"mon": [["08:00", "12:00"]], "tue": [["08:00", "12:00"], ["13:30", "17:30"]]}
    province = agencies.add(
        session, code="P", slug="p", name="P", kind="province", valid_from=since, office_hours=hours
    )
    commune = agencies.add(
        session, code="C", slug="c", name="C", kind="commune", valid_from=since, parent=province
    )
    own = agencies.add(
        session, code="O", slug="o", name="O", kind="commune", valid_from=since, parent=province,
        office_hours={"wed": [["07:00", "11:00"]]},
    )  # fmt: skip
    monday, wednesday = date(2026, 11, 23), date(2026, 11, 25)
    assert calendars.load(session, commune).slots(monday) == ((time(8), time(12)),)
    assert not calendars.load(session, commune).is_working_day(wednesday)
    assert calendars.for_agency(session, "O").slots(wednesday) == ((time(7), time(11)),)
    assert calendars.for_agency(session, own) is calendars.for_agency(session, "O")
    with pytest.raises(NotFound):
        calendars.for_agency(session, "nowhere")


def test_a_code_that_moved_means_the_agency_of_the_day(session: Session) -> None:
    """Domain: the same number can mean another unit later; the key is code and date."""
    for year, opens in ((2020, "07:00"), (2025, "08:00")):
        agencies.add(
            session, code="X", slug=f"x{year}", name="X", kind="commune", valid_from=date(year, 7, 1),
            office_hours={"mon": [[opens, "11:00"]]},
        )  # fmt: skip
    monday = date(2026, 11, 23)

    def opening(on: date) -> time:
        return calendars.for_agency(session, "X", on).slots(monday)[0][0]

    assert [opening(date(y, 1, 1)) for y in (2019, 2022, 2026)] == [time(7), time(7), time(8)]


def test_a_calendar_is_kept_for_a_while(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for on every page: read once in half a minute, at once again after an edit."""
    first = calendars.load(session)
    calendars.seed(session, 2026, 2026)
    assert calendars.load(session) is first
    calendars.forget()
    second = calendars.load(session)
    assert second is not first
    monkeypatch.setattr(calendars, "monotonic", lambda: float("inf"))
    assert calendars.load(session) is not second


@pytest.mark.parametrize(
    "wrong", [{"day": []}, {"mon": [["25:00", "26:00"]]}, {"mon": [["08:00"]]}, {"mon": [["a", "b"]]}]
)
def test_wrong_hours_are_refused(wrong: dict) -> None:
    """Hours are typed by people: an unknown weekday or hour is named, not skipped."""
    with pytest.raises(ValueError, match=r"weekday|hour|isoformat|values"):
        calendars.parse_hours(wrong)
