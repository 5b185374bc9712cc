"""What a procedure file may say about its questions: fields, options, sections."""

from typing import Annotated, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from services.catalogue.conditions import Condition, Part, Scalar

Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9A-Z.\-]{0,39}$")]
Mark = Literal["found", "derived", "verify"]
"""How sure a fact is: seen in a source, this project's own conclusion, or still to be verified."""

FieldType = Literal[
    "text",
    "textarea",
    "person_name",
    "id12",
    "date",
    "date_partial",
    "time",
    "phone_vn",
    "email",
    "address",
    "area",
    "select",
    "radio",
    "multi",
    "group",
    "checkbox",
    "integer",
    "agency",
    "agency_or_text",
    "signature",
]
Role = Literal[
    "applicant_name",
    "applicant_phone",
    "applicant_email",
    "applicant_id",
    "applicant_address",
    "submitter_name",
    "subject_name",
    "subject_birth",
    "subject_sex",
    "subject_id",
    "subject_mother",
    "result_way",
    "postal_address",
    "receiver_name",
    "receiver_phone",
    "oath",
]


class Option(Part):
    """One choice of a list."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    label: Words
    label_en: Words | None = None
    help: Words | None = None
    help_en: Words | None = None
    number_format: Literal["id12", "cmnd9", "passport", "any"] | None = None
    min_level: int | None = Key(None, ge=1, le=4)


class Repeat(Part):
    """A group that is filled in several times."""

    min: int = Key(0, ge=0, le=50)
    max: int = Key(10, ge=1, le=50)
    add: Words | None = None
    add_en: Words | None = None


class Prefill(Part):
    """Where a value comes from when the field was left empty."""

    field: Name
    when: Condition | None = None


class Field(Part):
    """One question of the form."""

    key: Name
    type: FieldType
    label: Words
    label_en: Words
    required: bool = False
    required_if: Condition | None = None
    show_if: Condition | None = None
    catalogue: str | None = None
    options: tuple[Option, ...] = ()
    suggestions: tuple[Words, ...] = ()
    default: Scalar | None = None
    prefill: Prefill | None = None
    words_of: Name | None = None
    role: Role | None = None
    placeholder: Words | None = None
    help: Words | None = None
    help_en: Words | None = None
    max_length: int | None = Key(None, ge=1, le=5000)
    min: int | None = None
    max: int | None = None
    not_future: bool = False
    not_past: bool = False
    needs_detail: bool = False
    sensitive: bool = False
    repeat: Repeat | None = None
    fields: tuple["Field", ...] = ()
    form_number: Words | None = None
    mark: Mark | None = None

    @property
    def asked(self) -> bool:
        """Whether the citizen is asked: an agency is filled in, a signature is on paper, the oath is last."""
        return self.type not in ("agency", "signature") and self.role != "oath" and self.words_of is None


class Section(Part):
    """A group of questions that fits one screen of a phone."""

    key: Name
    title: Words
    title_en: Words
    why: Words
    why_en: Words
    fields: tuple[Field, ...] = Key(min_length=1)
