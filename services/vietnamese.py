"""Dates, times, money and numbers as Vietnamese official papers print and read them."""

from datetime import date, datetime, time

from services.clock import VIETNAM

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
_BILLION = 1_000_000_000


def long_date(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`: a leading zero for days below ten and for the months 1 and 2 only.

    Source of the rule: official print (Nghị định 30/2020/NĐ-CP), so that no digit can be put before them.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date) -> str:
    """`05/02/2026`, for tables and screens."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def time_words(at: time | datetime) -> str:
    """`16 giờ 30 phút`. An aware moment is read on the clock of Vietnam."""
    if isinstance(at, datetime):
        at = _here(at)
    return f"{at.hour:02d} giờ {at.minute:02d} phút"


def moment(at: datetime) -> str:
    """`16 giờ 30 phút, ngày 05 tháng 02 năm 2026`, on the clock of Vietnam."""
    return f"{time_words(at)}, {long_date(_here(at))}"


def thousands(number: int) -> str:
    """`16.000`: dots between groups of three."""
    return f"{number:,}".replace(",", ".")


def money(amount: int) -> str:
    """`16.000 đồng`. The amount is whole đồng."""
    return f"{thousands(amount)} đồng"


def money_in_words(amount: int) -> str:
    """`Mười sáu nghìn đồng`, as a receipt writes the amount beside the figures."""
    words = f"{number_in_words(amount)} đồng"
    return words[0].upper() + words[1:]


def number_in_words(number: int) -> str:
    """A whole number as it is read aloud: 1005 is `một nghìn không trăm linh năm`.

    Every group of three below the first is read in full ("không trăm linh …"); a group of zeros is not read.
    """
    if number < 0:
        return f"âm {number_in_words(-number)}"
    return " ".join(_read(number, inner=False)) if number else _DIGITS[0]


def _here(at: datetime) -> datetime:
    return at.astimezone(VIETNAM) if at.tzinfo else at


def _read(number: int, *, inner: bool) -> list[str]:
    """Words of a number above zero; `inner` when something was already read before it."""
    words: list[str] = []
    if number >= _BILLION:
        # "tỷ" repeats: 10^18 is "một tỷ tỷ", and what stands before it is a number of its own.
        words = [*_read(number // _BILLION, inner=inner), "tỷ"]
    for size, name in _GROUPS:
        group = number % _BILLION // size % 1000
        if group:
            words += _three(group, full=inner or bool(words))
            words += [name] if name else []
    return words


def _three(group: int, *, full: bool) -> list[str]:
    """Words of 1 to 999. `full` reads a missing hundred as "không trăm"."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        if ones:
            words += ["linh", _DIGITS[ones]] if words else [_DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*words, "mốt"]
    if ones == 4 and tens > 1:
        return [*words, "tư"]
    if ones == 5:
        return [*words, "lăm"]
    return [*words, _DIGITS[ones]] if ones else words
