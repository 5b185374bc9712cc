"""Why a dossier stands where it stands: one short sentence per state and moment."""

from datetime import date, datetime, timedelta

import pytest

from services import language
from services.clock import VIETNAM
from services.dates.calendars import default_calendar
from services.desk import urgency
from services.desk.urgency import CALM, LATE, NEAR, Facts
from services.workflow import State

CALENDAR = default_calendar(2025, 2027)
S = State


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


MONDAY = at("2026-11-23T15:00")


def facts(state: State, **known) -> Facts:
    base = {"submitted_at": at("2026-11-23T14:50"), "due_at": None, "ready_at": None, "closed_at": None}
    return Facts(state, **{**base, **known})


@pytest.mark.parametrize(
    ("given", "sentence", "tone"),
    [
        (facts(S.SUBMITTED), "mới nộp 10 phút trước, cần trả lời trong 8 giờ làm việc", CALM),
        (
            facts(S.SUBMITTED, submitted_at=at("2026-11-23T08:00")),
            "nộp 7 giờ trước, còn 2 giờ làm việc để trả lời",
            CALM,
        ),
        (
            facts(S.SUBMITTED, submitted_at=at("2026-11-20T15:30")),
            "nộp 3 ngày trước, còn 30 phút làm việc để trả lời",
            NEAR,
        ),
        (
            facts(S.SUBMITTED, submitted_at=at("2026-11-19T08:00")),
            "nộp 4 ngày trước, đã quá 8 giờ làm việc chưa trả lời",
            LATE,
        ),
        (facts(S.SUBMITTED, rounds=1), "đã nộp bổ sung, chờ xem lại; nộp lần đầu 10 phút trước", NEAR),
        (facts(S.RECEIVED, due_at=at("2026-11-23T17:00")), "hạn 17:00 hôm nay, còn 2 giờ", NEAR),
        (
            facts(S.IN_PROCESS, due_at=at("2026-12-01T17:00"), answered=True),
            "người dân đã nộp bổ sung, chờ xem lại; hạn 17:00 01/12, còn 5 ngày làm việc",
            NEAR,
        ),
        (
            # 24/11 is a holiday: one working day, on the day after tomorrow
            facts(S.IN_PROCESS, due_at=at("2026-11-25T17:00")),
            "hạn 17:00 25/11, còn 1 ngày làm việc",
            CALM,
        ),
        (
            facts(S.IN_PROCESS, due_at=at("2026-11-25T10:00")),
            "hạn 10:00 25/11, còn 1 ngày làm việc",
            NEAR,
        ),
        (facts(S.IN_PROCESS, due_at=at("2026-11-22T17:00")), "quá hạn 22 giờ", LATE),
        (facts(S.IN_PROCESS, due_at=at("2026-11-20T17:00")), "quá hạn 3 ngày", LATE),
        (
            facts(S.SUPPLEMENT_ASKED, asked_until=date(2026, 11, 30)),
            "chờ người dân bổ sung đến 30/11",
            CALM,
        ),
        (
            facts(S.SUPPLEMENT_ASKED, asked_until=date(2026, 11, 20)),
            "quá hạn bổ sung 20/11, người dân chưa nộp",
            NEAR,
        ),
        (facts(S.PAYMENT_ASKED), "chờ người dân nộp phí, lệ phí", CALM),
        (facts(S.READY, ready_at=at("2026-11-20T16:00")), "có kết quả từ 20/11, chờ trả", CALM),
        (facts(S.RETURNED, closed_at=at("2025-12-31T16:00")), "đã trả 31/12/2025", CALM),
        (facts(S.WITHDRAWN, closed_at=at("2026-11-23T09:00")), "đã rút hôm nay", CALM),
        (
            facts(S.IN_PROCESS, due_at=at("2026-11-23T17:00"), proposed="extend"),
            "chờ lãnh đạo duyệt “Gia hạn”; hạn 17:00 hôm nay, còn 2 giờ",
            NEAR,
        ),
    ],
)
def test_a_row_says_why_it_stands_here(given, sentence, tone):
    """Issue: each row says in one short sentence why it stands where it stands."""
    language.use("vi")
    assert urgency.of(given, CALENDAR, MONDAY) == urgency.Standing(sentence, tone)


@pytest.mark.parametrize("state", list(State), ids=lambda state: state.name)
def test_every_state_has_a_sentence(state):
    """No state, with as little known as can be, leaves a row without its reason."""
    assert urgency.of(facts(state), CALENDAR, MONDAY).sentence


def test_soon_is_one_working_day():
    """Sắp hạn: within eight office hours from now, over holidays and weekends."""
    assert urgency.soon_until(CALENDAR, at("2026-11-23T15:00")) == at("2026-11-25T15:00")
    assert urgency.soon_until(CALENDAR, MONDAY) - MONDAY == timedelta(days=2)
