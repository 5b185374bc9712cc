"""What a procedure file may say: its models, each field documented in docs/catalogue.md."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field as Key
from pydantic import StringConstraints, model_validator

from services.catalogue.checks import Check
from services.catalogue.checks import Key as FieldKey
from services.catalogue.conditions import Condition, Part
from services.catalogue.questions import Code, Field, Mark, Name, Section, Words

Channel = Literal["TRUC_TIEP", "TRUC_TUYEN", "BUU_CHINH"]


class Time(Part):
    """How long the office has."""

    rule: Literal["SAME_DAY_CUTOFF_15H", "WORKING_DAYS", "WORKING_DAYS_CUTOFF_15H", "SAME_DAY_OR_VERIFY"]
    working_days: int = Key(ge=1, le=250)
    max_working_days: int | None = Key(None, ge=1, le=250)
    note: Words
    note_en: Words

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.max_working_days is not None and self.max_working_days < self.working_days:
            raise ValueError("`max_working_days` is less than `working_days`")
        return self


class Rate(Part):
    """Another price for dossiers submitted from a day on (to a day, over some channels)."""

    valid_from: date
    valid_to: date | None = None
    amount: int = Key(ge=0, le=1_000_000_000)
    channels: tuple[Channel, ...] = Key(("TRUC_TIEP", "TRUC_TUYEN", "BUU_CHINH"), min_length=1)

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("`valid_to` is before `valid_from`")
        return self


class Exemption(Part):
    """Who pays nothing: by the answers (`when`), or granted by an officer who has seen the proof."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    label: Words
    label_en: Words
    when: Condition | None = None


class Fee(Part):
    """Money in whole đồng: `amount`, times the number in the field `multiplier` if there is one."""

    amount: int = Key(ge=0, le=1_000_000_000)
    unit: Words
    unit_en: Words
    multiplier: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)?$")] | None = None
    note: Words
    note_en: Words
    set_by_province: bool = False
    rates: tuple[Rate, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


class Result(Part):
    """What the citizen gets."""

    code: str = ""
    name: Words
    name_en: Words
    originals: int = Key(1, ge=0, le=20)


class Paper(Part):
    """One paper of the dossier. `upload` says what happens to it online."""

    key: Name
    label: Words
    label_en: Words
    kind: Literal["nop", "xuat_trinh", "tra_cuu"]
    required: bool = False
    required_if: Condition | None = None
    show_if: Condition | None = None
    originals: int = Key(1, ge=0, le=20)
    copies: int = Key(0, ge=0, le=20)
    channels: tuple[Channel, ...] = Key(("TRUC_TIEP", "TRUC_TUYEN", "BUU_CHINH"), min_length=1)
    upload: Literal["required", "optional", "none"] = "optional"
    role: Literal["declaration", "identity"] | None = None
    replaces: Name | None = None
    sensitive: bool = False
    note: Words | None = None
    note_en: Words | None = None
    mark: Mark | None = None


class Step(Part):
    """One step of the way, in plain words."""

    text: Words
    text_en: Words


class Rule(Part):
    """A rule over several fields, with the sentence shown next to the field `at` when it is broken."""

    id: Code
    severity: Literal["block", "warn"]
    at: FieldKey
    when: Condition | None = None
    unless: Condition | None = None
    check: Check | None = None
    text: Words
    text_en: Words
    mark: Mark | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.when is None and self.check is None:
            raise ValueError("a rule needs `when` or `check`")
        return self


class Remark(Part):
    """A rule that people apply: for the citizen to know, for the officer to check, or declared by signing."""

    id: Code
    audience: Literal["citizen", "officer", "declared"]
    text: Words
    text_en: Words
    mark: Mark | None = None


class Variant(Part):
    """Another name under which people look for the procedure."""

    key: Name
    label: Words
    label_en: Words


class Procedure(Part):
    """One administrative procedure, in one version."""

    code: Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]
    version: int = Key(ge=1, le=100_000)
    valid_from: date
    valid_to: date | None = None
    key: Name
    name: Words
    name_en: Words
    short: Words
    short_en: Words
    variants: tuple[Variant, ...] = ()
    field: Words
    field_en: Words
    field_code: str = ""
    tiers: tuple[Literal["tinh", "huyen", "xa"], ...] = Key(min_length=1)
    offered_by: tuple[Annotated[str, StringConstraints(min_length=1, max_length=40)], ...] = ()
    """Codes of the agencies that take it in, each with all below it; empty for every agency of its tiers."""
    level: int = Key(ge=1, le=4)
    level_now: tuple[Literal["toan_trinh", "mot_phan"], ...] = Key(min_length=1)
    time: Time
    fee: Fee
    copy_fee: Fee | None = None
    postage: Fee | None = None
    results: tuple[Result, ...] = Key(min_length=1)
    papers: tuple[Paper, ...] = Key(min_length=1)
    legal_bases: tuple[Words, ...] = Key(min_length=1)
    steps: tuple[Step, ...] = Key(min_length=1)
    sections: tuple[Section, ...] = Key(min_length=1)
    rules: tuple[Rule, ...] = ()
    remarks: tuple[Remark, ...] = ()
    marks: dict[str, Mark] = Key(default_factory=dict)
    sources: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("`valid_to` is before `valid_from`")
        return self

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All questions in their order; those inside groups stay inside their group."""
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The questions by key."""
        return {field.key: field for field in self.fields}

    @cached_property
    def paper_by_key(self) -> dict[str, Paper]:
        """The papers by key."""
        return {paper.key: paper for paper in self.papers}

    def unsure(self, what: str) -> bool:
        """Whether the fact `what` (level, time, fee…) is still to be verified, and not to be shown as law."""
        return self.marks.get(what) == "verify"
