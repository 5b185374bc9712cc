"""The sentence for each line of a return date's ledger, in the reader's language."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from services.dates.deadlines import Line
from services.language import gettext as _

Facts = dict[str, Any]


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _clock(at: datetime | time) -> str:
    return at.strftime("%H:%M")


def _when(at: datetime, clock: str = "%H:%M") -> str:
    return _("%(time)s ngày %(day)s") % {"time": at.strftime(clock), "day": _day(at)}


def _off_name(name: str) -> str:
    """A public holiday's name, which comes as Vietnamese data, in the reader's language."""
    bare = name.removesuffix(" (nghỉ bù)")
    known = {
        "Tết Dương lịch": _("Tết Dương lịch"),
        "29 Tết": _("29 Tết"),
        "Giao thừa Tết Nguyên Đán": _("Giao thừa Tết Nguyên Đán"),
        "Tết Nguyên Đán": _("Tết Nguyên Đán"),
        "Mùng hai Tết Nguyên Đán": _("Mùng hai Tết Nguyên Đán"),
        "Mùng ba Tết Nguyên Đán": _("Mùng ba Tết Nguyên Đán"),
        "Mùng bốn Tết Nguyên Đán": _("Mùng bốn Tết Nguyên Đán"),
        "Mùng năm Tết Nguyên Đán": _("Mùng năm Tết Nguyên Đán"),
        "Ngày Giỗ Tổ Hùng Vương": _("Ngày Giỗ Tổ Hùng Vương"),
        "Ngày Chiến thắng": _("Ngày Chiến thắng"),
        "Ngày Quốc tế Lao động": _("Ngày Quốc tế Lao động"),
        "Quốc khánh": _("Quốc khánh"),
        "Ngày Văn hóa Việt Nam": _("Ngày Văn hóa Việt Nam"),
        "Ngày nghỉ hoán đổi": _("Ngày nghỉ hoán đổi"),
    }
    said = known.get(bare, bare)
    return said if bare == name else _("%(name)s (nghỉ bù)") % {"name": said}


def span_words(span: timedelta) -> str:
    """Office time in hours and minutes: "8 giờ", "1 giờ 30 phút"; seconds only below a minute."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if not hours and not minutes:
        return _("%(n)d giây") % {"n": seconds} if seconds else _("%(n)d giờ") % {"n": 0}
    parts = [_("%(n)d giờ") % {"n": hours}] if hours else []
    parts += [_("%(n)d phút") % {"n": minutes}] if minutes else []
    return " ".join(parts)


def _received(facts: Facts) -> str:
    return _("Nhận lúc %(when)s; ngày nhận không tính, đếm từ ngày làm việc kế tiếp") % {
        "when": _when(facts["at"])
    }


def _same_day(facts: Facts) -> str:
    return _("Nhận lúc %(when)s, không sau %(cutoff)s nên trả kết quả trong ngày") % {
        "when": _when(facts["at"]),
        "cutoff": _clock(facts["cutoff"]),
    }


def _after_cutoff(facts: Facts) -> str:
    at, cutoff = facts["at"], _clock(facts["cutoff"])
    # Half a minute after 15:00 is after 15:00, and the reader must see why.
    when = _when(at, "%H:%M:%S" if _clock(at) == cutoff else "%H:%M")
    return _("Nhận lúc %(when)s, sau %(cutoff)s nên tính từ ngày làm việc kế tiếp") % {
        "when": when,
        "cutoff": cutoff,
    }


def _counter_only_day(facts: Facts) -> str:
    return _("Nhận lúc %(when)s, ngày chỉ tiếp nhận tại quầy nên tính từ ngày làm việc kế tiếp") % {
        "when": _when(facts["at"])
    }


def _while_closed(facts: Facts) -> str:
    return _("Nộp lúc %(when)s, ngoài giờ làm việc nên tính là nhận lúc mở cửa, %(opening)s") % {
        "when": _when(facts["at"]),
        "opening": _when(facts["opening"]),
    }


def _day_off(facts: Facts) -> str:
    day = _day(facts["day"])
    if not facts["name"]:
        return _("%(day)s là ngày nghỉ") % {"day": day}
    return _("%(day)s là ngày nghỉ (%(name)s)") % {"day": day, "name": _off_name(facts["name"])}


def _make_up_day(facts: Facts) -> str:
    return _("%(day)s là ngày làm bù, tính như ngày làm việc") % {"day": _day(facts["day"])}


def _not_in_week(facts: Facts) -> str:
    first, last = facts["first"], facts["last"]
    if first == last:
        return _("%(day)s không phải ngày làm việc trong tuần") % {"day": _day(first)}
    return _("Từ %(first)s đến %(last)s không phải ngày làm việc trong tuần") % {
        "first": _day(first),
        "last": _day(last),
    }


def _working_days(facts: Facts) -> str:
    return _("Thời hạn %(count)d ngày làm việc sau ngày %(day_zero)s: đến hết ngày %(day)s") % {
        "count": facts["count"],
        "day_zero": _day(facts["day_zero"]),
        "day": _day(facts["day"]),
    }


def _due(facts: Facts) -> str:
    return _("Hẹn trả kết quả lúc %(due)s, khi hết giờ làm việc") % {"due": _when(facts["due"])}


def _paused(facts: Facts) -> str:
    said = _("Tạm dừng từ %(start)s đến %(end)s: cộng %(span)s làm việc, hẹn trả lúc %(due)s") % {
        "start": _when(facts["start"]),
        "end": _when(facts["end"]),
        "span": span_words(facts["span"]),
        "due": _when(facts["due"]),
    }
    if not facts["off"]:
        return said
    return _("%(said)s (không tính ngày nghỉ %(days)s)") % {
        "said": said,
        "days": ", ".join(_day(day) for day in facts["off"]),
    }


def _still_paused(facts: Facts) -> str:
    return _("Đang tạm dừng từ %(start)s: thời gian chờ sẽ được cộng khi tiếp tục") % {
        "start": _when(facts["start"])
    }


def _date_chosen(facts: Facts) -> str:
    return _("Cán bộ hẹn ngày khác khi tiếp nhận: %(due)s") % {"due": _when(facts["due"])}


def _date_extended(facts: Facts) -> str:
    return _("Gia hạn lúc %(at)s: hẹn lại %(due)s") % {"at": _when(facts["at"]), "due": _when(facts["due"])}


def _date_moved(facts: Facts) -> str:
    return _("%(wanted)s ngoài giờ làm việc nên chuyển sang %(due)s") % {
        "wanted": _when(facts["wanted"]),
        "due": _when(facts["due"]),
    }


SENTENCES: dict[str, Callable[[Facts], str]] = {
    "received": _received,
    "same_day": _same_day,
    "after_cutoff": _after_cutoff,
    "counter_only_day": _counter_only_day,
    "while_closed": _while_closed,
    "day_off": _day_off,
    "make_up_day": _make_up_day,
    "not_in_week": _not_in_week,
    "working_days": _working_days,
    "due": _due,
    "paused": _paused,
    "still_paused": _still_paused,
    "date_chosen": _date_chosen,
    "date_extended": _date_extended,
    "date_moved": _date_moved,
}


def sentence(line: Line) -> str:
    """What this line of the ledger says, without a full stop."""
    return SENTENCES[line.code](line.facts)


def sentences(lines: Iterable[Line]) -> list[str]:
    """The whole ledger, one sentence per rule."""
    return [sentence(line) for line in lines]
