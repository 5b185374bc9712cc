"""Why a dossier stands where it stands: one short sentence, and how pressing it is."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.dates.deadlines import WorkCalendar
from services.dates.office_time import DAY, add_office_time, office_time_between
from services.dates.words import span_words
from services.language import _
from services.workflow import ACTIONS, State

FIRST_ANSWER = timedelta(hours=8)
"""Office time within which a new dossier is answered (domain: message text of a live system)."""

LATE, NEAR, CALM = "late", "near", "calm"


class Facts(NamedTuple):
    """What the sentence is made from; moments are aware, `asked_until` is the last day to supply, or
    to pay."""

    state: int
    submitted_at: datetime
    due_at: datetime | None
    ready_at: datetime | None
    closed_at: datetime | None
    rounds: int = 0
    asked_until: date | None = None
    proposed: str | None = None
    draft: str | None = None
    """waiting or objected: what the citizen says of the draft of the result."""
    answered: bool = False
    """Whether the citizen's answer is the last that happened."""


class Standing(NamedTuple):
    """`tone` is late, near or calm; the sentence says the same in words."""

    sentence: str
    tone: str


def of(facts: Facts, calendar: WorkCalendar, at: datetime) -> Standing:
    """Where this dossier stands at this moment, in the reader's language."""
    told = _SAID[State(facts.state)](facts, calendar, at)
    if facts.draft == "objected" and facts.state == State.IN_PROCESS:
        return Standing(f"{_('người dân báo bản nháp sai')}; {told.sentence}", LATE)
    if facts.answered and facts.state in (State.RECEIVED, State.IN_PROCESS):
        told = Standing(f"{_('người dân đã nộp bổ sung, chờ xem lại')}; {told.sentence}", _nearer(told.tone))
    if facts.draft == "waiting" and facts.state == State.IN_PROCESS:
        told = Standing(f"{_('chờ người dân xem bản nháp')}; {told.sentence}", told.tone)
    if facts.proposed is None:
        return told
    waits = _("chờ lãnh đạo duyệt “%(action)s”") % {"action": _(ACTIONS[facts.proposed].label)}
    return Standing(f"{waits}; {told.sentence}", told.tone)


def _nearer(tone: str) -> str:
    return LATE if tone == LATE else NEAR


def soon_until(calendar: WorkCalendar, at: datetime) -> datetime:
    """Up to when a due date counts as near: one working day of eight hours from now."""
    return add_office_time(calendar, at, FIRST_ANSWER)


def _short(day: date, at: datetime) -> str:
    short = f"{day.day:02}/{day.month:02}"  # strftime costs three times that, fifty times a page
    return short if day.year == at.year else f"{short}/{day.year}"


def _day(day: date, at: datetime) -> str:
    if day == at.date():
        return _("hôm nay")
    if day == at.date() + DAY:
        return _("ngày mai")
    return _short(day, at)


def _ago(since: datetime, at: datetime) -> str:
    """Elapsed time in its largest unit."""
    minutes = max(0, int((at - since).total_seconds()) // 60)
    if minutes < 60:
        return _("%(n)d phút") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d giờ") % {"n": minutes // 60}
    return _("%(n)d ngày") % {"n": (at.date() - since.date()).days}


def _new(facts: Facts, calendar: WorkCalendar, at: datetime) -> Standing:
    until = add_office_time(calendar, facts.submitted_at, FIRST_ANSWER)
    ago = _ago(facts.submitted_at, at)
    if facts.rounds:
        return Standing(_("đã nộp bổ sung, chờ xem lại; nộp lần đầu %(ago)s trước") % {"ago": ago}, NEAR)
    if until < at:
        return Standing(_("nộp %(ago)s trước, đã quá 8 giờ làm việc chưa trả lời") % {"ago": ago}, LATE)
    left = office_time_between(calendar, at, until)
    if left >= FIRST_ANSWER - timedelta(hours=1):
        return Standing(_("mới nộp %(ago)s trước, cần trả lời trong 8 giờ làm việc") % {"ago": ago}, CALM)
    said = _("nộp %(ago)s trước, còn %(left)s làm việc để trả lời") % {"ago": ago, "left": _about(left)}
    return Standing(said, NEAR if left <= timedelta(hours=2) else CALM)


def _about(left: timedelta) -> str:
    """Office time as people say it: whole hours, or minutes below one hour."""
    minutes = int(left.total_seconds()) // 60
    return span_words(timedelta(hours=minutes // 60) if minutes >= 60 else timedelta(minutes=max(1, minutes)))


def _running(facts: Facts, calendar: WorkCalendar, at: datetime) -> Standing:
    due = facts.due_at
    if due is None:
        return Standing(_("chưa có ngày hẹn trả"), CALM)
    if due < at:
        return Standing(_("quá hạn %(ago)s") % {"ago": _ago(due, at)}, LATE)
    when = {"time": f"{due:%H:%M}", "day": _day(due.date(), at)}
    if due.date() == at.date():
        left = _about(office_time_between(calendar, at, due))
        return Standing(_("hạn %(time)s %(day)s, còn %(left)s") % {**when, "left": left}, NEAR)
    ahead = range(1, (due.date() - at.date()).days + 1)
    days = sum(calendar.is_working_day(at.date() + n * DAY) for n in ahead)
    tone = NEAR if due <= soon_until(calendar, at) else CALM
    return Standing(_("hạn %(time)s %(day)s, còn %(n)d ngày làm việc") % {**when, "n": days}, tone)


def _asked(facts: Facts, _calendar: WorkCalendar, at: datetime) -> Standing:
    until = facts.asked_until
    if until is None:
        return Standing(_("chờ người dân bổ sung"), CALM)
    if until < at.date():
        said = _("quá hạn bổ sung %(day)s, người dân chưa nộp") % {"day": _short(until, at)}
        return Standing(said, NEAR)
    return Standing(_("chờ người dân bổ sung đến %(day)s") % {"day": _short(until, at)}, CALM)


def _unpaid(facts: Facts, _calendar: WorkCalendar, at: datetime) -> Standing:
    until = facts.asked_until
    if until is None:
        return Standing(_("chờ người dân nộp phí, lệ phí"), CALM)
    if until < at.date():
        return Standing(_("quá hạn nộp phí %(day)s, chưa nộp đủ") % {"day": _short(until, at)}, NEAR)
    return Standing(_("chờ người dân nộp phí, lệ phí đến %(day)s") % {"day": _short(until, at)}, CALM)


def _ready(facts: Facts, _calendar: WorkCalendar, at: datetime) -> Standing:
    if facts.ready_at is None:
        return Standing(_("có kết quả, chờ trả"), CALM)
    return Standing(_("có kết quả từ %(day)s, chờ trả") % {"day": _day(facts.ready_at.date(), at)}, CALM)


def _closed(facts: Facts, at: datetime) -> str:
    return _day(facts.closed_at.date(), at) if facts.closed_at else "–"


_SAID = {
    State.SUBMITTED: _new,
    State.RECEIVED: _running,
    State.IN_PROCESS: _running,
    State.SUPPLEMENT_ASKED: _asked,
    State.PAYMENT_ASKED: _unpaid,
    State.READY: _ready,
    State.RETURNED: lambda f, c, at: Standing(_("đã trả %(day)s") % {"day": _closed(f, at)}, CALM),
    State.NOT_ACCEPTED: lambda f, c, at: Standing(
        _("không tiếp nhận từ %(day)s") % {"day": _closed(f, at)}, CALM
    ),
    State.WITHDRAWN: lambda f, c, at: Standing(_("đã rút %(day)s") % {"day": _closed(f, at)}, CALM),
    State.STOPPED: lambda f, c, at: Standing(_("đã dừng %(day)s") % {"day": _closed(f, at)}, CALM),
}
