"""How figures are written: counts, rates that are never rounded to all or nothing, periods, and changes."""

from pages.parts.words import _, money, number
from services.figures.board import Board
from services.figures.choice import Period
from services.figures.indicators import DAYS, HOURS, INDICATORS, PERCENT, TIMES
from services.figures.plain import Rate, Value

NONE = "–"
"""Nothing to count a rate or a median of. It is not zero, and not a hundred per cent."""


def period_name(period: Period) -> str:
    """Tháng 11/2026, Quý 4/2026 or Năm 2026."""
    first = period.first
    if period.code.count("-") == 0:
        return _("Năm %(year)d") % {"year": first.year}
    if "Q" in period.code:
        return _("Quý %(quarter)s/%(year)d") % {"quarter": period.code[-1], "year": first.year}
    return _("Tháng %(month)s") % {"month": f"{first:%m/%Y}"}


def value(code: str, found: Value) -> str:
    """A figure with its unit's way of writing."""
    if isinstance(found, Rate):
        unit = INDICATORS[code].unit
        return percent(found) if unit == PERCENT else decimal(found.value) if found.whole else NONE
    return NONE if found is None else number(found)


def with_unit(code: str, found: Value) -> str:
    """The same, days and hours named."""
    said, unit = value(code, found), INDICATORS[code].unit
    if said == NONE or unit not in (DAYS, HOURS, TIMES):
        return said
    return {DAYS: _("%(n)s ngày"), HOURS: _("%(n)s giờ"), TIMES: _("%(n)s lần")}[unit] % {"n": said}


def percent(rate: Rate) -> str:
    """98,1%: as many places as it takes that 100% means all and 0% none."""
    if not rate.whole:
        return NONE
    for places in range(1, 7):
        said = f"{rate.part * 100 / rate.whole:.{places}f}"
        whole = rate.part in (0, rate.whole)
        if whole or float(said) not in (0.0, 100.0):
            break
    return f"{said.replace('.', ',')}%"


def decimal(number_: float | None) -> str:
    """1,25."""
    return NONE if number_ is None else f"{number_:.2f}".replace(".", ",")


def change(code: str, now: Value, then: Value) -> str:
    """How much more or less: +12, −3, or percentage points; empty where one of them is nothing."""
    if isinstance(now, Rate) and isinstance(then, Rate):
        if now.value is None or then.value is None:
            return ""
        points = (now.value - then.value) * 100
        said = f"{abs(points):.1f}".replace(".", ",")
        return f"{_sign(points)}{_('%(n)s điểm') % {'n': said}}"
    if isinstance(now, int) and isinstance(then, int):
        return f"{_sign(now - then)}{number(abs(now - then))}"
    return ""


def _sign(difference: float) -> str:
    return "+" if difference > 0 else "−" if difference < 0 else "±"


def first_line(found: Board) -> str:
    """The page in one sentence."""
    numbers = {
        "period": period_name(found.period), "received": number(found.figures["received"]),
        "rate": value("on_time_rate", found.figures["on_time_rate"]),
        "late": number(found.figures["open_late"]),
    }  # fmt: skip
    if numbers["rate"] == NONE:
        return _("%(period)s: tiếp nhận %(received)s hồ sơ; %(late)s hồ sơ đang quá hạn.") % numbers
    told = _("%(period)s: tiếp nhận %(received)s hồ sơ, %(rate)s đúng hạn; %(late)s hồ sơ đang quá hạn.")
    return told % numbers


def taken(found: Board) -> str:
    """What was paid in the period."""
    total = money(sum(found.money.values()))
    online = money(found.money.get("online", 0))
    told = _("Phí, lệ phí đã thu trong kỳ: **%(total)s**, trong đó trực tuyến %(online)s.")
    return told % {"total": total, "online": online}
