"""What the schema cannot see by itself: that names exist, are given once, come in order, fit their types."""

from collections.abc import Iterator

from services import partial_dates
from services.catalogue.checks import fields_of
from services.catalogue.conditions import Condition, Path, Test, comparisons
from services.catalogue.schema import Field, Procedure

Fault = tuple[Path, str]
Known = dict[str, Field]

_TEXT = frozenset({"eq", "ne", "in", "not_in", "empty", "filled"})
_ORDERED = _TEXT | {"lt", "le", "gt", "ge"}
_GIVEN = frozenset({"empty", "filled"})
OPERATORS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("text", "textarea", "person_name", "id12", "phone_vn", "email", "agency"), _TEXT),
    **dict.fromkeys(("select", "radio"), _TEXT),
    **dict.fromkeys(("integer", "date", "date_partial", "time"), _ORDERED),
    "checkbox": frozenset({"eq", "ne", "empty", "filled"}),
    "multi": frozenset({"in", "not_in", "empty", "filled"}),
    **dict.fromkeys(("address", "area", "group", "agency_or_text"), _GIVEN),
    "signature": frozenset(),
}
"""Which operators fit which type of field."""

FAMILY = {"date": "date", "date_partial": "date", "integer": "number", "time": "time", "checkbox": "box"}
AS_TEXT = {"text": ("person_name", "id12", "phone_vn", "email")}
CHOICES = ("select", "radio", "multi")
NEEDED = ("applicant_name", "applicant_phone", "applicant_email", "oath")
ROLE_TYPES = {
    "applicant_phone": ("phone_vn",),
    "receiver_phone": ("phone_vn",),
    "applicant_email": ("email",),
    "applicant_address": ("address",),
    "postal_address": ("address",),
    "result_way": ("select", "radio"),
    "oath": ("checkbox",),
    "subject_birth": ("date", "date_partial"),
    "subject_sex": ("select", "radio"),
}


def faults(procedure: Procedure) -> Iterator[Fault]:
    """Everything that is wrong, in the order of the file: path and reason."""
    yield from _fields(procedure)
    known = named(procedure.fields)
    yield from _roles(procedure)
    yield from _fees(procedure, known)
    yield from _papers(procedure, known)
    yield from _rules(procedure)


def named(fields: tuple[Field, ...], row_of: str = "") -> Known:
    """The fields by the names that conditions use: `group.question` inside a group that does not repeat.

    Of a repeated group (`row_of`) only a rule at one of its questions sees those of the row it looks at.
    """
    open_ones = (field for field in fields if not field.repeat or field.key == row_of)
    inner = {f"{field.key}.{sub.key}": sub for field in open_ones for sub in field.fields}
    return {field.key: field for field in fields} | inner


def _fields(procedure: Procedure) -> Iterator[Fault]:
    known: Known = {}
    yield from _twice([section.key for section in procedure.sections], ("sections",), "key")
    for number, section in enumerate(procedure.sections):
        at: Path = ("sections", number, "fields")
        yield from _questions(section.fields, at, known, {})


def _questions(fields: tuple[Field, ...], at: Path, known: Known, around: Known) -> Iterator[Fault]:
    """The questions of a section, or of a group (`around` = what stands outside of it). Grows `known`."""
    for number, field in enumerate(fields):
        here = (*at, number)
        if field.key in known or field.key in around:
            yield (*here, "key"), f"the field `{field.key}` is there twice"
        earlier = around | known
        for name in ("show_if", "required_if"):
            yield from _condition(getattr(field, name), (*here, name), earlier, "an earlier field")
        yield from _one(field, here, earlier)
        if field.type == "group":
            if not field.fields:
                yield here, "a group needs `fields`"
            if field.repeat is not None and field.repeat.min > field.repeat.max:
                yield (*here, "repeat", "max"), "`max` is less than `min`"
            if at.count("fields") > 1:
                yield here, "a group stands in no other group"
            yield from _questions(field.fields, (*here, "fields"), {}, earlier)
        elif field.fields or field.repeat:
            yield here, "only a group has `fields` or `repeat`"
        known |= named((field,))


def _one(field: Field, at: Path, earlier: Known) -> Iterator[Fault]:
    if (field.type in CHOICES) != bool(field.options):
        why = "needs" if field.type in CHOICES else "takes no"
        yield at, f"a field of type {field.type} {why} `options` or `catalogue`"
    yield from _twice([option.value for option in field.options], (*at, "options"), "value")
    if field.required and field.required_if is not None:
        yield (*at, "required_if"), "`required_if` says nothing where `required: true` stands"
    if field.prefill is not None:
        yield from _condition(field.prefill.when, (*at, "prefill", "when"), earlier, "an earlier field")
        source = earlier.get(field.prefill.field)
        if source is None or source.type not in (field.type, *AS_TEXT.get(field.type, ())):
            why = f"`{field.prefill.field}` is not an earlier field of a fitting type"
            yield (*at, "prefill", "field"), why
    if field.words_of is not None:
        source = earlier.get(field.words_of)
        if source is None or source.type not in ("date", "date_partial"):
            yield (*at, "words_of"), f"`{field.words_of}` is not an earlier date"
    if field.default is not None and not fits(field, field.default):
        yield (*at, "default"), f"the default `{field.default}` is no value of a field of type {field.type}"
    if field.min is not None and field.max is not None and field.min > field.max:
        yield (*at, "max"), "`max` is less than `min`"
    if field.role is not None and field.type not in ROLE_TYPES.get(field.role, (field.type,)):
        yield (*at, "role"), f"a field of type {field.type} cannot be the {field.role}"


def fits(field: Field, value: object) -> bool:
    """Whether a fixed value in the file can be an answer to this field."""
    if field.type in CHOICES:
        return any(option.value == value for option in field.options)
    if field.type == "checkbox":
        return isinstance(value, bool)
    if field.type == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if field.type in ("date", "date_partial"):
        return isinstance(value, str) and partial_dates.read(value, partial=True) == value
    return isinstance(value, str) and field.type not in ("address", "area", "group", "signature")


def _condition(condition: Condition | None, at: Path, known: Known, what: str = "a field") -> Iterator[Fault]:
    for here, test in comparisons(condition, at):
        yield from comparison_faults(test, here, known, what)


def comparison_faults(test: Test, at: Path, known: Known, what: str) -> Iterator[Fault]:
    field = known.get(test.field)
    if field is None:
        yield (*at, "field"), f"`{test.field}` is not {what} of this form"
        return
    if test.op not in OPERATORS[field.type]:
        fitting = ", ".join(sorted(OPERATORS[field.type])) or "none"
        yield (*at, "op"), f"`{test.op}` does not fit a field of type {field.type} (fitting: {fitting})"
    elif test.other is not None:
        other = known.get(test.other)
        if other is None:
            yield (*at, "other"), f"`{test.other}` is not {what} of this form"
        elif FAMILY.get(other.type, "text") != FAMILY.get(field.type, "text"):
            yield (*at, "other"), f"a {field.type} cannot be compared with a {other.type}"
    elif test.value is not None:
        for value in test.value if isinstance(test.value, tuple) else (test.value,):
            if not fits(field, value):
                yield (*at, "value"), f"`{value}` is no value of `{field.key}` (type {field.type})"


def _roles(procedure: Procedure) -> Iterator[Fault]:
    seen: dict[str, Field] = {}
    for number, section in enumerate(procedure.sections):
        for place, field in enumerate(section.fields):
            earlier = seen.get(field.role or "")
            if earlier is not None and (field.show_if is None or earlier.show_if is None):
                at = ("sections", number, "fields", place, "role")
                yield at, f"`{earlier.key}` is the {field.role} already, and both can be shown at once"
            if field.role:
                seen[field.role] = field
    for role in NEEDED:
        if role not in seen:
            yield ("sections",), f"no field has the role {role}"


def _fees(procedure: Procedure, known: Known) -> Iterator[Fault]:
    for name in ("fee", "copy_fee", "postage"):
        fee = getattr(procedure, name)
        for number, exemption in enumerate(fee.exemptions if fee else ()):
            yield from _condition(exemption.when, (name, "exemptions", number, "when"), known)
        if fee is None or fee.multiplier is None:
            continue
        outer, _, inner = fee.multiplier.partition(".")
        field: Field | None = known.get(outer)
        if inner and field is not None:
            field = next((one for one in field.fields if one.key == inner), None)
        if field is None or field.type != "integer":
            yield (name, "multiplier"), f"`{fee.multiplier}` is not a field of type integer"


def _papers(procedure: Procedure, known: Known) -> Iterator[Fault]:
    keys = [paper.key for paper in procedure.papers]
    yield from _twice(keys, ("papers",), "key")
    for number, paper in enumerate(procedure.papers):
        at: Path = ("papers", number)
        yield from _condition(paper.show_if, (*at, "show_if"), known)
        yield from _condition(paper.required_if, (*at, "required_if"), known)
        if paper.replaces is not None and (paper.replaces not in keys or paper.replaces == paper.key):
            yield (*at, "replaces"), f"`{paper.replaces}` is not another paper"
        if paper.kind == "tra_cuu" and paper.upload != "none":
            yield (*at, "upload"), "what the office looks up (tra_cuu) is not uploaded: `upload: none`"
    for role in ("declaration", "identity"):
        yield from _uploaded_online(procedure, role)


def _uploaded_online(procedure: Procedure, role: str) -> Iterator[Fault]:
    """Online, the signed declaration and an identity paper are uploaded, one slot each (R-ONLINE-SCAN)."""
    mine = [(n, p) for n, p in enumerate(procedure.papers) if p.role == role and "TRUC_TUYEN" in p.channels]
    for number, paper in mine[:1]:
        if paper.upload != "required" or paper.show_if is not None:
            yield ("papers", number, "role"), f"the {role} needs `upload: required` and no `show_if`"
    for number, _paper in mine[1:]:
        yield ("papers", number, "role"), f"another paper has the role {role} online"
    if not mine:
        yield ("papers",), f"no paper handed in online has the role {role}"


def _rules(procedure: Procedure) -> Iterator[Fault]:
    yield from _twice([rule.id for rule in procedure.rules], ("rules",), "id")
    yield from _twice([remark.id for remark in procedure.remarks], ("remarks",), "id")
    for number, rule in enumerate(procedure.rules):
        at: Path = ("rules", number)
        known = named(procedure.fields, row_of=rule.at.partition(".")[0])
        if rule.at not in known:
            yield (*at, "at"), f"`{rule.at}` is not a field of this form"
        yield from _condition(rule.when, (*at, "when"), known)
        yield from _condition(rule.unless, (*at, "unless"), known)
        for path, key, types in fields_of(rule.check) if rule.check else ():
            if key not in known:
                yield (*at, "check", *path), f"`{key}` is not a field of this form"
            elif types and known[key].type not in types:
                why = f"takes no field of type {known[key].type}"
                yield (*at, "check", *path), f"{rule.check.kind if rule.check else ''} {why}"


def _twice(names: list[str], at: Path, key: str) -> Iterator[Fault]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield (*at, number, key), f"the {key} `{name}` is there twice"
