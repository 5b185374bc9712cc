"""The named checks a rule may use: their typed parameters, and whether given values break them.

A partial date breaks a check only when it surely does. What was not given breaks nothing here: `required`
is there for that.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, StringConstraints

from services.catalogue.conditions import Part, is_empty, look
from services.identity import check_id12
from services.partial_dates import days_between, earliest, full_months, latest

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?$")]
DATES = frozenset({"date", "date_partial"})
IDS = frozenset({"id12", "text"})
CHOICES = frozenset({"select", "radio"})
ANY: frozenset[str] = frozenset()
"""Empty: a field of any type."""
SHAPES = {"id12": r"[0-9]{12}", "cmnd9": r"[0-9]{9}", "passport": r"[A-Z][0-9]{7,8}"}


@dataclass(frozen=True)
class Given:
    """What a check looks at: the answers, the day, and `number_format` of the options chosen (by field)."""

    values: Mapping[str, Any]
    today: date
    formats: Mapping[str, str | None] = field(default_factory=dict)

    def of(self, key: str | None) -> Any:
        """The answer to one question; None if there is none."""
        return look(self.values, key) if key else None

    def filled(self, keys: tuple[str, ...]) -> list[Any]:
        """The answers that were given, in order."""
        return [found for key in keys if not is_empty(found := look(self.values, key))]


class IdsDistinct(Part):
    """No two of these personal numbers are the same."""

    kind: Literal["ids_distinct"]
    fields: tuple[Key, ...] = Field(min_length=2)
    takes: ClassVar = {"fields": IDS}

    def broken(self, given: Given) -> bool:
        numbers = given.filled(self.fields)
        return len(set(numbers)) < len(numbers)


class SexMatchesId(Part):
    """The sex digit of a personal number is that of the sex field, or of the fixed value `is`."""

    kind: Literal["sex_matches_id"]
    id: Key
    sex: Key | None = None
    is_: Literal["1", "2"] | None = Field(None, alias="is")
    takes: ClassVar = {"id": IDS, "sex": CHOICES}

    def broken(self, given: Given) -> bool:
        sex = self.is_ or given.of(self.sex)
        return "sex" in check_id12(given.of(self.id), sex=sex)


class BirthMatchesId(Part):
    """Century and year in a personal number are those of the birth date."""

    kind: Literal["birth_matches_id"]
    id: Key
    birth: Key
    takes: ClassVar = {"id": IDS, "birth": DATES}

    def broken(self, given: Given) -> bool:
        born = earliest(given.of(self.birth))
        return "birth_year" in check_id12(given.of(self.id), birth_year=born.year if born else None)


class MinAge(Part):
    """Full years reached on the day `at` (a date field; today without it)."""

    kind: Literal["min_age"]
    field: Key
    years: int = Field(ge=0, le=150)
    at: Key | None = None
    takes: ClassVar = {"field": DATES, "at": DATES}

    def broken(self, given: Given) -> bool:
        months = full_months(given.of(self.field), given.of(self.at) or given.today)
        return months is not None and months[1] < self.years * 12


class AgeUnder(Part):
    """Younger than this many months on the day `at` (a date field; today without it)."""

    kind: Literal["age_under"]
    field: Key
    months: int = Field(ge=1, le=1800)
    at: Key | None = None
    takes: ClassVar = {"field": DATES, "at": DATES}

    def broken(self, given: Given) -> bool:
        months = full_months(given.of(self.field), given.of(self.at) or given.today)
        return months is not None and months[0] >= self.months


class DatesInOrder(Part):
    """Each date is not after the next one; a partial date breaks this only when it surely does."""

    kind: Literal["dates_in_order"]
    fields: tuple[Key, ...] = Field(min_length=2)
    takes: ClassVar = {"fields": DATES}

    def broken(self, given: Given) -> bool:
        spans = [(earliest(value), latest(value)) for value in given.filled(self.fields)]
        return any(
            first[0] and second[1] and first[0] > second[1]
            for number, first in enumerate(spans)
            for second in spans[number + 1 :]
        )


class WithinDays(Part):
    """At most this many days lie between two dates; `to` is today without it."""

    kind: Literal["within_days"]
    field: Key
    days: int = Field(ge=0, le=36_500)
    to: Key | None = None
    takes: ClassVar = {"field": DATES, "to": DATES}

    def broken(self, given: Given) -> bool:
        days = days_between(given.of(self.field), given.of(self.to) or given.today)
        return days is not None and days > self.days


class YearsBetween(Part):
    """At least this many full years lie between two dates (a parent's birth and the child's)."""

    kind: Literal["years_between"]
    field: Key
    to: Key
    years: int = Field(ge=0, le=150)
    takes: ClassVar = {"field": DATES, "to": DATES}

    def broken(self, given: Given) -> bool:
        months = full_months(given.of(self.field), given.of(self.to))
        return months is not None and months[1] < self.years * 12


class RequiredTogether(Part):
    """If one of these is given, all are."""

    kind: Literal["required_together"]
    fields: tuple[Key, ...] = Field(min_length=2)
    takes: ClassVar = {"fields": ANY}

    def broken(self, given: Given) -> bool:
        return len({is_empty(given.of(key)) for key in self.fields}) == 2


class AtLeastOne(Part):
    """One of these is given, at least."""

    kind: Literal["at_least_one"]
    fields: tuple[Key, ...] = Field(min_length=2)
    takes: ClassVar = {"fields": ANY}

    def broken(self, given: Given) -> bool:
        return all(is_empty(given.of(key)) for key in self.fields)


class SameAsOneOf(Part):
    """The answer is also that of one of the others (a child's ethnic group is its father's or mother's)."""

    kind: Literal["same_as_one_of"]
    field: Key
    others: tuple[Key, ...] = Field(min_length=1)
    takes: ClassVar = {"field": ANY, "others": ANY}

    def broken(self, given: Given) -> bool:
        others, mine = given.filled(self.others), given.of(self.field)
        return bool(others) and not is_empty(mine) and mine not in others


class NumberFitsPaper(Part):
    """The number has the shape that `number_format` of the chosen kind of paper asks for."""

    kind: Literal["number_fits_paper"]
    type: Key
    number: Key
    takes: ClassVar = {"type": CHOICES, "number": IDS}

    def broken(self, given: Given) -> bool:
        shape, number = SHAPES.get(given.formats.get(self.type) or ""), given.of(self.number)
        return bool(shape and isinstance(number, str) and number and not re.fullmatch(shape, number))


Check = Annotated[
    IdsDistinct
    | SexMatchesId
    | BirthMatchesId
    | MinAge
    | AgeUnder
    | DatesInOrder
    | WithinDays
    | YearsBetween
    | RequiredTogether
    | AtLeastOne
    | SameAsOneOf
    | NumberFitsPaper,
    Discriminator("kind"),
]


def fields_of(check: Check) -> Iterator[tuple[tuple[str | int, ...], str, frozenset[str]]]:
    """Every field a check names: its path inside the check, its key, the types that fit (empty = any)."""
    for name, types in check.takes.items():
        given = getattr(check, name)
        if isinstance(given, str):
            yield (name,), given, types
        elif given:
            yield from (((name, number), key, types) for number, key in enumerate(given))
