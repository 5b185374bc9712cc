"""Conditions of a procedure as structured data: what they look like, and whether they hold."""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

Op = Literal["eq", "ne", "in", "not_in", "empty", "filled", "lt", "le", "gt", "ge"]
Scalar = str | int | bool
Path = tuple[str | int, ...]


class Part(BaseModel):
    """Base of everything read from a procedure file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Test(Part):
    """One comparison of a field with a fixed value, or with another field."""

    __test__ = False  # the name is the format's, not pytest's

    field: str
    op: Op
    value: Scalar | tuple[Scalar, ...] | None = None
    other: str | None = None

    @model_validator(mode="after")
    def _shape(self) -> "Test":
        if self.op in ("empty", "filled"):
            if self.value is not None or self.other is not None:
                raise ValueError(f"`{self.op}` takes neither `value` nor `other`")
        elif self.op in ("in", "not_in"):
            if not isinstance(self.value, tuple) or not self.value or self.other is not None:
                raise ValueError(f"`{self.op}` takes a list in `value`")
        elif (self.value is None) == (self.other is None):
            raise ValueError(f"`{self.op}` takes either `value` or `other`")
        elif isinstance(self.value, tuple):
            raise ValueError(f"`{self.op}` takes one value, not a list")
        return self


class All(Part):
    """Every one of the conditions holds."""

    all: tuple["Condition", ...] = Field(min_length=1)


class Any_(Part):  # noqa: N801  (`Any` is taken by typing)
    """At least one of the conditions holds."""

    any: tuple["Condition", ...] = Field(min_length=1)


class Not(Part):
    """The condition does not hold."""

    not_: "Condition" = Field(alias="not")


def _shape_of(data: Any) -> str:
    for key, model in (("all", All), ("any", Any_), ("not", Not)):
        if isinstance(data, model) or (isinstance(data, Mapping) and key in data):
            return f"<{key}>"
    return "<test>"


Condition = Annotated[
    Annotated[All, Tag("<all>")]
    | Annotated[Any_, Tag("<any>")]
    | Annotated[Not, Tag("<not>")]
    | Annotated[Test, Tag("<test>")],
    Discriminator(_shape_of),
]
for _model in (All, Any_, Not):
    _model.model_rebuild()


def is_empty(value: Any) -> bool:
    """Nothing was given: None, an unticked box, blank text, or a composite of which every part is empty."""
    if value is None or value is False:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return all(is_empty(part) for part in value)
    return False


def look(values: Mapping[str, Any], name: str) -> Any:
    """The answer to a question; `group.question` looks into a group that does not repeat. None if absent."""
    outer, _, inner = name.partition(".")
    found = values.get(outer)
    if not inner:
        return found
    return found.get(inner) if isinstance(found, Mapping) else None


def _ordered(left: Any, right: Any, fits: Callable[[Any, Any], bool]) -> bool:
    """Compare two numbers, or two ISO dates (whole or partial) as far as both are known."""
    if isinstance(left, str) and isinstance(right, str) and left and right:
        known = min(len(left), len(right))
        return fits(left[:known], right[:known])
    numbers = all(isinstance(side, int) and not isinstance(side, bool) for side in (left, right))
    return numbers and fits(left, right)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def _among(value: Any, wanted: tuple[Scalar, ...]) -> bool:
    """A choice is one of these; of several choices, at least one is."""
    given = value if isinstance(value, list | tuple) else (value,)
    return any(_same(one, want) for one in given for want in wanted)


def _same(left: Any, right: Any) -> bool:
    # In Python True == 1; on a form a tick is not the number one.
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def holds(condition: Condition | None, values: Mapping[str, Any]) -> bool:
    """Whether the condition is true of these values. No condition holds always; an unanswered
    field equals nothing and is neither before nor after anything."""
    match condition:
        case None:
            return True
        case All():
            return all(holds(part, values) for part in condition.all)
        case Any_():
            return any(holds(part, values) for part in condition.any)
        case Not():
            return not holds(condition.not_, values)
    left = look(values, condition.field)
    if condition.op in ("empty", "filled"):
        return is_empty(left) == (condition.op == "empty")
    if condition.op in ("in", "not_in"):
        assert isinstance(condition.value, tuple)
        return _among(left, condition.value) == (condition.op == "in")
    right = look(values, condition.other) if condition.other else condition.value
    if condition.op in ("eq", "ne"):
        return (not is_empty(left) and _same(left, right)) == (condition.op == "eq")
    return _ordered(left, right, _ORDER[condition.op])


def comparisons(condition: Condition | None, at: Path) -> Iterator[tuple[Path, Test]]:
    """Every single comparison inside the condition, with its path in the file."""
    match condition:
        case None:
            return
        case All():
            for number, part in enumerate(condition.all):
                yield from comparisons(part, (*at, "all", number))
        case Any_():
            for number, part in enumerate(condition.any):
                yield from comparisons(part, (*at, "any", number))
        case Not():
            yield from comparisons(condition.not_, (*at, "not"))
        case Test():
            yield at, condition
