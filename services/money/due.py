"""What a dossier costs, line by line: computed from the procedure's data and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services import forms
from services.catalogue.conditions import holds
from services.catalogue.schema import Fee, Procedure
from services.forms import CHANNELS

BY_POST = "BUU_CHINH"


@dataclass(frozen=True)
class DueLine:
    """One line: `line` is fee, copy or postage, `price` whole đồng for each of `quantity`.

    `exempt` names (as in the data) why nothing is to be paid for it.
    """

    line: str
    fee: Fee
    quantity: int
    price: int
    exempt: str = ""

    @property
    def amount(self) -> int:
        """The sum of the line in đồng."""
        return 0 if self.exempt else self.quantity * self.price


def lines(
    procedure: Procedure,
    values: Mapping[str, Any],
    *,
    day: date,
    channel: int = 2,
    postage: int | None = None,
) -> tuple[DueLine, ...]:
    """Every line that the procedure's data names for this form, also those of 0 đồng.

    `day` is the day of submission: a dossier keeps the prices of that day (domain: a resolution that changes
    a fee leaves dossiers filed before it as they were). `channel` as in CHANNELS. Postage is a line only
    where the citizen chose the post, and the office takes it (`postage`, services/post/postage.py) or the
    procedure's data names it.
    """
    wanted = [("fee", procedure.fee), ("copy", procedure.copy_fee)]
    if forms.roles(procedure, values).get("result_way") == BY_POST:
        wanted.append(("postage", procedure.postage if postage is None else _taken(postage)))
    return tuple(
        DueLine(line, fee, _quantity(fee, values), _price(fee, day, channel), _exempt(fee, values))
        for line, fee in wanted
        if fee is not None
    )


def total(
    procedure: Procedure,
    values: Mapping[str, Any],
    *,
    day: date,
    channel: int = 2,
    postage: int | None = None,
) -> int:
    """The whole sum in đồng."""
    return sum(line.amount for line in lines(procedure, values, day=day, channel=channel, postage=postage))


def _taken(postage: int) -> Fee:
    """The office's own price for a parcel, as data of the kind that procedures have."""
    return Fee(
        amount=postage, unit="bưu gửi", unit_en="parcel", note="Cước bưu chính.", note_en="Postage."
    )


def _price(fee: Fee, day: date, channel: int) -> int:
    """The price of the newest rate that is valid on this day for this channel; without one, `amount`."""
    valid = [
        rate
        for rate in fee.rates
        if rate.valid_from <= day
        and (rate.valid_to is None or day <= rate.valid_to)
        and CHANNELS[channel] in rate.channels
    ]
    return max(valid, key=lambda rate: rate.valid_from).amount if valid else fee.amount


def _exempt(fee: Fee, values: Mapping[str, Any]) -> str:
    """The first exemption whose condition the answers meet; those without one are granted by an officer."""
    met = (one.value for one in fee.exemptions if one.when is not None and holds(one.when, values))
    return next(met, "")


def _quantity(fee: Fee, values: Mapping[str, Any]) -> int:
    """How many: 1, or the number in the multiplying field, summed over the rows of a repeated group."""
    if fee.multiplier is None:
        return 1
    outer, _, inner = fee.multiplier.partition(".")
    found = values.get(outer)
    rows = found if isinstance(found, list) else [found]
    numbers = [row.get(inner) if inner and isinstance(row, Mapping) else row for row in rows]
    return sum(n for n in numbers if isinstance(n, int) and not isinstance(n, bool) and n > 0)
