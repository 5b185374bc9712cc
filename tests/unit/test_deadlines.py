"""The return date: the vectors of the domain, the walk over every minute, and the promises that hold."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.minute_walk import FIRST, MINUTES, Walk, random_calendar, random_case
from services.clock import VIETNAM
from services.dates import words as deadlines_words
from services.dates.calendars import default_calendar
from services.dates.deadlines import (
    KINDS,
    Ledger,
    NewDate,
    Paused,
    TimeRule,
    WorkCalendar,
    add_office_time,
    explain,
    office_time_between,
)
from services.dates.words import sentence, sentences

CALENDAR = default_calendar(2025, 2027)
SAME_DAY = TimeRule("SAME_DAY_CUTOFF_15H")
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """An ISO moment in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def pause(start: str, end: str | None = None) -> Paused:
    return Paused(at(start), at(end) if end else None)


def days(n: int) -> TimeRule:
    return TimeRule("WORKING_DAYS", n)


def codes(ledger: Ledger) -> list[str]:
    return [line.code for line in ledger.lines]


@pytest.mark.parametrize(
    ("received", "rule", "due"),
    [
        ("2025-12-31T10:00", days(3), "2026-01-07"),
        ("2026-01-08T10:00", days(2), "2026-01-10"),
        ("2026-02-12T10:00", days(3), "2026-02-24"),
        ("2026-04-23T10:00", days(3), "2026-04-29"),
        ("2026-08-20T10:00", days(3), "2026-08-24"),
        ("2026-08-28T10:00", days(3), "2026-09-07"),
        ("2026-11-20T10:00", days(3), "2026-11-26"),
        ("2026-11-23T10:00", days(5), "2026-12-01"),
        ("2026-11-23T10:00", days(10), "2026-12-08"),
        ("2026-11-23T15:00", SAME_DAY, "2026-11-23"),
        ("2026-11-23T15:01", SAME_DAY, "2026-11-25"),
        ("2026-11-22T20:00", SAME_DAY, "2026-11-23"),
        ("2026-08-21T16:00", SAME_DAY, "2026-08-22"),
    ],
)
def test_vectors_of_the_domain(received: str, rule: TimeRule, due: str) -> None:
    """Domain: test vectors, among them the swapped days of January 2026 and 24 November."""
    assert explain(CALENDAR, rule, at(received)).due == at(f"{due}T17:00")


@pytest.mark.parametrize(
    ("received", "rule", "due"),
    [
        ("2026-11-23T15:00:01", SAME_DAY, "2026-11-25"),  # after is after, by a second too
        ("2026-11-23T15:00:00.900000", SAME_DAY, "2026-11-23"),  # the clock still reads 15:00:00
        ("2026-11-23T15:01", TimeRule("SAME_DAY_OR_VERIFY", 3), "2026-11-25"),
        ("2026-11-23T15:01", days(1), "2026-11-25"),  # no cut-off: received on the 23rd
        ("2026-11-23T15:00", TimeRule("WORKING_DAYS_CUTOFF_15H", 1), "2026-11-25"),
        ("2026-11-23T15:01", TimeRule("WORKING_DAYS_CUTOFF_15H", 1), "2026-11-26"),
        ("2026-11-20T17:00", days(1), "2026-11-23"),  # the last moment of the office is still open
        ("2026-11-20T17:01", days(1), "2026-11-25"),  # after closing: received on Monday, Tuesday is off
        ("2026-11-24T09:00", days(1), "2026-11-26"),  # on a day off: received on Wednesday
        ("2026-11-25T06:00", days(0), "2026-11-25"),  # before opening: received at 07:30
    ],
)
def test_edges_of_reception(received: str, rule: TimeRule, due: str) -> None:
    """Domain: counted from reception; what comes while the office is closed is received when it opens."""
    assert explain(CALENDAR, rule, at(received)).due == at(f"{due}T17:00")


def test_a_saturday_counter_receives_but_does_not_count() -> None:
    """Domain: some counters receive on Saturday; Saturday is still no working day for deadlines."""
    open_on_saturday = WorkCalendar({**CALENDAR.hours, 5: ((time(8), time(11)),)})
    saturday = at("2026-11-28T09:00")
    assert explain(open_on_saturday, SAME_DAY, saturday).due == at("2026-11-30T17:00")
    assert explain(open_on_saturday, days(1), saturday).due == at("2026-11-30T17:00")
    assert explain(open_on_saturday, TimeRule(KINDS[2], 1), saturday).due == at("2026-12-01T17:00")
    assert explain(WorkCalendar(), days(1), saturday).due == at("2026-12-01T17:00")
    assert office_time_between(open_on_saturday, at("2026-11-27T17:00"), at("2026-11-30T07:30")) == 0 * HOUR


def test_eight_hours_after_closing_is_the_next_closing() -> None:
    """The end of a slot stays the end of that slot, never the start of the next."""
    assert add_office_time(CALENDAR, at("2026-11-25T17:00"), 8 * HOUR) == at("2026-11-26T17:00")
    assert add_office_time(CALENDAR, at("2026-11-25T17:00"), 4 * HOUR) == at("2026-11-26T11:30")
    second = timedelta(seconds=1)
    assert add_office_time(CALENDAR, at("2026-11-23T17:00"), second) == at("2026-11-25T07:30:01")
    with pytest.raises(ValueError, match="taken back"):
        add_office_time(CALENDAR, at("2026-11-25T17:00"), -HOUR)


def test_office_time_backwards_is_negative() -> None:
    """How late: the office time from the due moment until now, with a sign."""
    morning, evening = at("2026-11-23T07:30"), at("2026-11-25T17:00")
    assert office_time_between(CALENDAR, morning, evening) == 16 * HOUR
    assert office_time_between(CALENDAR, evening, morning) == -16 * HOUR


def test_pauses_and_new_dates_apply_in_order() -> None:
    """A new date replaces the due moment; only pauses after it move it again."""
    happenings = [
        pause("2026-11-23T10:00", "2026-11-25T10:00"),
        NewDate(at("2026-11-25T11:00"), at("2026-12-02T17:00"), "extended"),
        pause("2026-11-30T13:00", "2026-11-30T17:00"),
        pause("2026-12-01T08:00"),
    ]
    assert explain(CALENDAR, days(3), at("2026-11-20T10:00"), happenings[:1]).due == at("2026-11-27T17:00")
    ledger = explain(CALENDAR, days(3), at("2026-11-20T10:00"), happenings)
    assert ledger.due == at("2026-12-03T11:30")
    assert codes(ledger)[-4:] == ["paused", "date_extended", "paused", "still_paused"]


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        ("2026-11-24T17:00", "2026-11-25T17:00"),  # a day off: to the end of the next working day
        ("2026-11-25T19:00", "2026-11-25T17:00"),  # in the evening: to the end of that day
        ("2026-11-25T10:00", "2026-11-25T10:00"),
    ],
)
def test_a_chosen_date_is_kept_on_working_days(wanted: str, due: str) -> None:
    """The due moment never lies on a day off, whoever set it; a move is said."""
    received_at = at("2026-11-23T08:00")
    ledger = explain(CALENDAR, SAME_DAY, received_at, [NewDate(received_at, at(wanted), "chosen")])
    assert ledger.due == at(due)
    assert ("date_moved" in codes(ledger)) == (wanted != due)


@pytest.mark.parametrize(
    ("happenings", "hours"),
    [
        ([pause("2026-11-25T10:00", "2026-11-25T09:00")], 0),
        ([pause("2026-11-20T10:00", "2026-11-23T09:00")], 1),
        ([pause("2026-11-23T10:00", "2026-11-25T09:00"), pause("2026-11-25T08:30", "2026-11-25T09:30")], 7.5),
    ],
    ids=["ends before it starts", "begins before reception", "overlap"],
)
def test_clocks_set_back_count_nothing_twice(happenings: list[Paused | NewDate], hours: float) -> None:
    """Servers' clocks differ: events out of order stop no dossier, and no time counts twice."""
    ledger = explain(CALENDAR, SAME_DAY, at("2026-11-23T08:00"), happenings)
    assert office_time_between(CALENDAR, at("2026-11-23T17:00"), ledger.due) == hours * HOUR


def test_nothing_follows_an_open_pause() -> None:
    """A dossier that waits cannot wait again or be extended before it goes on."""
    waits = [pause("2026-11-23T10:00"), pause("2026-11-25T09:00")]
    with pytest.raises(ValueError, match="still open"):
        explain(CALENDAR, SAME_DAY, at("2026-11-23T08:00"), waits)


def test_times_need_a_zone_and_any_zone_will_do() -> None:
    """08:01 in UTC is 15:01 in Vietnam."""
    assert explain(CALENDAR, SAME_DAY, datetime(2026, 11, 23, 8, 1, tzinfo=UTC)).due == at("2026-11-25T17:00")
    with pytest.raises(ValueError, match="time zone"):
        explain(CALENDAR, SAME_DAY, datetime(2026, 11, 23, 8, 1))


def test_impossible_calendars_and_rules_are_refused() -> None:
    """A calendar without a working day would be walked for ever."""
    for hours in (
        {},
        {0: ()},
        {5: ((time(8), time(11)),)},
        {0: ((time(9), time(8)),)},
        {0: ((time(8), time(10)), (time(9), time(11)))},
    ):
        with pytest.raises(ValueError, match="office hours"):
            WorkCalendar(hours)
    with pytest.raises(ValueError, match="time rule"):
        TimeRule("SOON")


def test_a_make_up_day_has_mondays_hours_and_off_wins() -> None:
    """A made-up Saturday is worked like a Monday; a day entered as both is off."""
    saturday = date(2026, 11, 28)
    hours = {0: ((time(8), time(12)),), 1: ((time(9), time(10)),)}
    assert WorkCalendar(hours, make_up=frozenset({saturday})).slots(saturday) == hours[0]
    assert not WorkCalendar(hours, frozenset({saturday}), frozenset({saturday})).is_working_day(saturday)


def test_years_of_waiting_are_quick() -> None:
    """No loop over minutes: a pause of four years is a matter of milliseconds."""
    start, end = at("2026-11-25T10:00"), at("2030-11-25T10:00")
    ledger = explain(CALENDAR, days(3), at("2026-11-20T10:00"), [Paused(start, end)])
    assert office_time_between(CALENDAR, at("2026-11-26T17:00"), ledger.due) == office_time_between(
        CALENDAR, start, end
    )


# Promises that hold for every calendar

SEEDS = st.integers(0, 2**32)
WINDOW = 90


@settings(max_examples=2000, deadline=None)
@given(SEEDS)
def test_equals_the_walk_over_every_minute(seed: int) -> None:
    """Whatever the calendar, hours, rule and pauses: the same as counting minutes one by one."""
    rng = random.Random(seed)
    calendar = random_calendar(rng, WINDOW)
    rule, received_at, happenings = random_case(rng, 0, 14 * MINUTES)
    ledger = explain(calendar, rule, received_at, happenings)
    assert ledger.due == Walk(calendar, WINDOW).due(rule, received_at, happenings)
    assert calendar.is_working_day(ledger.due.date())
    assert all(sentences(ledger.lines))


@settings(max_examples=1000, deadline=None)
@given(SEEDS, st.integers(0, 20 * 24 * 3600), st.integers(0, 5 * 24 * 3600))
def test_who_comes_later_is_never_due_earlier(seed: int, first: int, wait: int) -> None:
    """The due moment is monotone in the moment of reception, to the second."""
    rng = random.Random(seed)
    calendar, rule = random_calendar(rng, WINDOW), TimeRule(rng.choice(KINDS), rng.randrange(7))
    earlier = datetime.combine(FIRST, time(), VIETNAM) + timedelta(seconds=first)
    later = earlier + timedelta(seconds=wait)
    assert explain(calendar, rule, earlier).due <= explain(calendar, rule, later).due


@settings(max_examples=300, deadline=None)
@given(SEEDS, st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_pause_adds_exactly_the_time_waited(seed: int, until_start: int, length: int) -> None:
    """To the microsecond, and never onto a day off."""
    rng = random.Random(seed)
    calendar, rule = random_calendar(rng, WINDOW), TimeRule(rng.choice(KINDS), rng.randrange(7))
    received_at = datetime.combine(FIRST, time(), VIETNAM) + timedelta(minutes=rng.randrange(14 * MINUTES))
    start = received_at + timedelta(microseconds=until_start)
    end = start + timedelta(microseconds=length)
    before = explain(calendar, rule, received_at).due
    after = explain(calendar, rule, received_at, [Paused(start, end)]).due
    assert office_time_between(calendar, before, after) == office_time_between(calendar, start, end)
    assert calendar.is_working_day(after.date())


# Words

def test_the_ledger_in_plain_vietnamese() -> None:
    """Every line names its rule, with the days it skipped."""
    ledger = explain(CALENDAR, SAME_DAY, at("2026-11-23T15:01"))
    assert sentences(ledger.lines) == [
        "Nhận lúc 15:01 ngày 23/11/2026, sau 15:00 nên tính từ ngày làm việc kế tiếp",
        "24/11/2026 là ngày nghỉ (Ngày Văn hóa Việt Nam)",
        "Hẹn trả kết quả lúc 17:00 ngày 25/11/2026, khi hết giờ làm việc",
    ]
    ledger = explain(
        CALENDAR, days(2), at("2026-11-22T20:00"), [pause("2026-11-23T10:00", "2026-11-25T10:30")]
    )
    assert sentences(ledger.lines)[-2:] == [
        "Tạm dừng từ 10:00 ngày 23/11/2026 đến 10:30 ngày 25/11/2026: cộng 8 giờ 30 phút làm việc, "
        "hẹn trả lúc 08:00 ngày 30/11/2026 (không tính ngày nghỉ 24/11/2026)",
        "Từ 28/11/2026 đến 29/11/2026 không phải ngày làm việc trong tuần",
    ]


def test_every_line_can_be_said() -> None:
    """Whatever code the calculator writes has a sentence, and no placeholder stays unfilled."""
    saturday_counter = WorkCalendar(
        {**CALENDAR.hours, 5: ((time(8), time(11)),)}, CALENDAR.off, CALENDAR.make_up, CALENDAR.names
    )
    chosen = NewDate(at("2026-11-23T16:00"), at("2026-11-29T17:00"), "chosen")
    extended = NewDate(at("2026-11-30T09:00"), at("2026-12-04T17:00"), "extended")
    waiting, waited = pause("2026-12-01T09:00"), pause("2026-12-01T09:00", "2026-12-01T09:20")
    ledgers = [
        explain(saturday_counter, SAME_DAY, at("2026-11-28T09:00")),
        explain(CALENDAR, SAME_DAY, at("2026-08-21T16:00")),
        explain(CALENDAR, SAME_DAY, at("2026-11-23T09:00")),
        explain(CALENDAR, days(3), at("2026-11-20T20:00"), [chosen, extended, waiting]),
        explain(CALENDAR, days(3), at("2026-11-20T09:00"), [waited]),
        explain(CALENDAR, SAME_DAY, at("2026-11-23T15:01")),
    ]
    lines = [line for ledger in ledgers for line in ledger.lines]
    assert {line.code for line in lines} == set(deadlines_words.SENTENCES)
    assert not [said for said in map(sentence, lines) if "%(" in said]


def test_spans_are_said_in_hours_and_minutes() -> None:
    """Short spans keep their seconds, so that a pause never seems to add nothing when it adds something."""
    words = deadlines_words.span_words
    spans = (0 * HOUR, 8 * HOUR, 1.5 * HOUR, timedelta(minutes=5), timedelta(seconds=9))
    assert [words(s) for s in spans] == ["0 giờ", "8 giờ", "1 giờ 30 phút", "5 phút", "9 giây"]
