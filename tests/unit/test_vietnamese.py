"""Dates, money and numbers read as on official Vietnamese papers."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services import vietnamese as vi

_ONES = {"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_ONES |= {"mốt": 1, "tư": 4, "lăm": 5}


def _listen(words: str) -> int:
    """Reads the words back, as a clerk would who writes down what he hears."""
    total = section = group = 0
    heard = 0
    for word in words.split():
        if word in _ONES:
            heard = _ONES[word]
            group += heard
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += heard * 9
        elif word == "trăm":
            group += heard * 99
        elif word == "linh":
            assert group % 100 == 0
        elif word in ("nghìn", "triệu"):
            section += group * (1_000 if word == "nghìn" else 1_000_000)
            group = 0
        else:
            assert word == "tỷ"
            total = (total + section + group) * 1_000_000_000
            section = group = 0
    return total + section + group


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 12), "ngày 12 tháng 3 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 11, 9), "ngày 09 tháng 11 năm 2026"),
    ],
)
def test_long_date_pads_days_below_ten_and_the_first_two_months(day: date, printed: str) -> None:
    """Official print: leading zero for day < 10 and for months 1 and 2, for no other month."""
    assert vi.long_date(day) == printed


def test_times_are_told_on_the_clock_of_vietnam() -> None:
    """A moment kept in UTC prints as the hour the citizen saw on the wall."""
    assert vi.time_words(time(7, 30)) == "07 giờ 30 phút"
    assert vi.moment(datetime(2026, 2, 4, 17, 5, tzinfo=UTC)) == "00 giờ 05 phút, ngày 05 tháng 02 năm 2026"
    assert vi.moment(datetime(2026, 11, 23, 16, 30)) == "16 giờ 30 phút, ngày 23 tháng 11 năm 2026"


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(0, "0 đồng"), (999, "999 đồng"), (16_000, "16.000 đồng"), (1_250_000, "1.250.000 đồng")],
)
def test_money_has_dots_and_no_decimals(amount: int, printed: str) -> None:
    """Money is whole đồng, printed with dots."""
    assert vi.money(amount) == printed


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1005, "một nghìn không trăm linh năm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (16_000, "mười sáu nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (2_000_000_000, "hai tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (3_000_000_015, "ba tỷ không trăm mười lăm"),
        (-7, "âm bảy"),
    ],
)
def test_numbers_are_read_the_official_way(number: int, words: str) -> None:
    """Inner zero hundred is read "không trăm"; mốt, tư, lăm after a ten; linh between."""
    assert vi.number_in_words(number) == words


def test_money_in_words_begins_with_a_capital() -> None:
    """Amounts in words as receipts write them beside the figures."""
    assert vi.money_in_words(16_000) == "Mười sáu nghìn đồng"


@given(some.integers(0, 10**18 - 1))
def test_words_say_exactly_the_number(number: int) -> None:
    """Reading the words back gives the number, for every number."""
    assert _listen(vi.number_in_words(number)) == number
