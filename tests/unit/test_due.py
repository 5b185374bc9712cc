"""What is due, line by line, from the procedure's data alone."""

from datetime import date
from typing import Any

import pytest

from services.catalogue import Procedure, store
from services.catalogue.schema import Exemption, Fee, Rate
from services.money import due
from tests.unit.test_forms import GROUPED

DAY = date(2026, 11, 23)
FEE: dict[str, Any] = {"amount": 8000, "unit": "x", "unit_en": "x", "note": "x", "note_en": "x"}


def extract(**fee: Any) -> Procedure:
    """The extract with another fee."""
    one = store.bundled()["2.000635"]
    other = FEE | {"multiplier": "trich_luc.so_luong"} | fee
    return one.model_copy(update={"fee": Fee(**other)}) if fee else one


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({"trich_luc": [{"so_luong": 1}]}, 8000),
        ({"trich_luc": [{"so_luong": 3}, {"so_luong": 2}]}, 40000),
        ({}, 0),
        ({"trich_luc": []}, 0),
        ({"trich_luc": [{"so_luong": "3"}]}, 0),
        ({"trich_luc": [{"so_luong": -1}, {"so_luong": 1}, "x"]}, 8000),
        ({"trich_luc": [{"so_luong": True}]}, 0),
        ({"trich_luc": "3"}, 0),
    ],
)
def test_fee_of_an_extract(values: dict[str, Any], total: int) -> None:
    """8.000 đồng for each copy."""
    assert due.total(extract(), values, day=DAY) == total


def test_fee_of_copies_inside_another_procedure() -> None:
    """Birth is free, copies asked for with it are not; rows of a group are added up."""
    birth = store.bundled()["1.001193"]
    assert due.total(birth, {"cap_ban_sao": "KHONG"}, day=DAY) == 0
    lines = due.lines(birth, {"cap_ban_sao": "CO", "so_luong_ban_sao": 2}, day=DAY)
    assert [(line.line, line.quantity, line.amount) for line in lines] == [("fee", 1, 0), ("copy", 2, 16000)]
    assert due.total(GROUPED, {"ban": [{"so": 2}, {"so": 3}, {}]}, day=DAY) == 40000


@pytest.mark.parametrize(
    ("day", "channel", "total"),
    [("2026-08-07", 2, 8000), ("2026-08-08", 2, 0), ("2026-08-08", 1, 8000), ("2027-01-01", 2, 5000)],
)
def test_a_price_counts_from_its_day_and_on_its_channel(day: str, channel: int, total: int) -> None:
    """Online free from a day on: a dossier submitted before it, or at the counter, keeps the old fee."""
    rates = (
        Rate(valid_from=date(2026, 8, 8), amount=0, channels=("TRUC_TUYEN",)),
        Rate(valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31), amount=5000),
    )
    on = date.fromisoformat(day)
    assert due.total(extract(rates=rates), {"trich_luc": [{"so_luong": 1}]}, day=on, channel=channel) == total
    assert due.total(extract(rates=rates[1:]), {"trich_luc": [{"so_luong": 1}]}, day=date(2028, 1, 1)) == 8000


def test_an_exemption_by_the_answers_alone() -> None:
    """Where the data says when, nothing is due and the line says why; else an officer grants it."""
    poor = Exemption(
        value="HO_NGHEO", label="x", label_en="x", when={"field": "quan_he", "op": "eq", "value": "Con"}
    )
    copies = {"trich_luc": [{"so_luong": 2}]}
    (line,) = due.lines(extract(exemptions=(poor,)), copies | {"quan_he": "Con"}, day=DAY)
    assert (line.amount, line.exempt) == (0, "HO_NGHEO")
    assert due.total(extract(exemptions=(poor,)), copies | {"quan_he": "Cha"}, day=DAY) == 16000
    assert due.total(extract(), copies | {"quan_he": "Con"}, day=DAY) == 16000


def test_postage_is_due_only_for_the_post() -> None:
    """A line of its own, where the data names it and the citizen chose the post."""
    one = extract().model_copy(update={"postage": Fee(**FEE | {"amount": 30000})})
    way = next(field.key for field in one.fields if field.role == "result_way")
    assert due.total(one, {"trich_luc": [{"so_luong": 1}], way: "TRUC_TIEP"}, day=DAY) == 8000
    assert due.total(one, {"trich_luc": [{"so_luong": 1}], way: "BUU_CHINH"}, day=DAY) == 38000
