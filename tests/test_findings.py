"""What the checks of the form find for the officer, each with the answer it comes from."""

from datetime import date

from services import desk
from services.clock import standing_at
from services.desk import findings
from tests import town
from tests.town import a_dossier, actor

MALE = {"nd_so_dinh_danh": "033201000001", "nd_gioi_tinh": "1", "nd_ngay_sinh": "2001-05-09"}


def found(day=None, by_now=None, **values):
    with standing_at(town.MONDAY):
        view = desk.dossier(actor("canbo"), a_dossier(**{**MALE, **values}))
    return findings.of_form(view.procedure, {**view.form, **(by_now or {})}, day or view.submitted_at.date())


def test_what_fits_is_not_told(sqlite_town):
    """A right form says nothing: a list that is always there is not read."""
    assert found() == ()


def test_a_doubt_names_the_answer_it_comes_from(sqlite_town):
    """A number that does not fit sex and birth may be sent; the officer sees both, in the form's order."""
    odd = found(nd_gioi_tinh="2", nd_ngay_sinh="1999-05-09")
    assert [(one.key, one.place) for one in odd] == [
        ("nd_ngay_sinh", "Ngày, tháng, năm sinh"), ("nd_gioi_tinh", "Giới tính"),
    ]  # fmt: skip
    assert all("không khớp với số định danh" in one.sentence for one in odd)


def test_what_is_wrong_by_now_is_told_too(sqlite_town):
    """An answer that the form would refuse: kept from before a correction, or typed at the counter."""
    (odd,) = found(by_now={"nyc_dien_thoai": "12"})
    assert (odd.key, odd.place) == ("nyc_dien_thoai", "Số điện thoại")


def test_the_day_of_handing_in_counts(sqlite_town):
    """What was right on that day is not found odd a year later, nor the other way round."""
    assert [one.key for one in found(day=date(2000, 1, 1))] == ["nd_ngay_sinh"]
