"""A procedure file becomes a Procedure, or is refused with its file, line and reason."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.catalogue.conditions import Path
from services.catalogue.lines import Document
from services.catalogue.meaning import faults
from services.catalogue.questions import Option
from services.catalogue.schema import Procedure

DATA = File(__file__).parent.parent / "data"
Catalogues = Mapping[str, tuple[Option, ...]]

_lists = TypeAdapter(dict[str, tuple[Option, ...]])


def parse(text: str, filename: str, catalogues: Catalogues | None = None) -> Procedure:
    """Read one procedure. `catalogues` are the named lists, those shipped with the program by default.

    Options named by `catalogue` become part of the procedure, so that a published version keeps them.
    Raises CatalogueRefused with the line in the file.
    """
    document = Document(text, filename)
    lists = shipped_catalogues() if catalogues is None else catalogues
    for at, why in fill(document.values, lists):
        raise document.refuse(at, why)
    try:
        procedure = Procedure.model_validate(document.values)
    except ValidationError as error:
        raise _refusal(document, error) from None
    # What is missing from the whole form comes last: it is often only the shadow of a wrong line.
    for at, why in sorted(faults(procedure), key=lambda fault: (len(fault[0]) < 2, document.line(fault[0]))):
        raise document.refuse(at, why)
    return procedure


def parse_catalogues(text: str, filename: str) -> Catalogues:
    """Read the file of named lists. Raises CatalogueRefused."""
    document = Document(text, filename)
    try:
        lists = _lists.validate_python(document.values)
    except ValidationError as error:
        raise _refusal(document, error) from None
    for name, options in lists.items():
        for number, option in enumerate(options):
            if any(option.value == earlier.value for earlier in options[:number]):
                raise document.refuse((name, number, "value"), f"the value `{option.value}` is there twice")
    return lists


@lru_cache(maxsize=1)
def shipped_catalogues() -> Catalogues:
    """The named lists that come with the program."""
    return parse_catalogues(read_text(DATA / "catalogues.yaml"), "catalogues.yaml")


def read_text(path: File) -> str:
    """The text of a file in UTF-8. Raises CatalogueRefused if it is not, OSError if it cannot be read."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        from services.errors import CatalogueRefused

        raise CatalogueRefused(str(path), line, "the file is not in UTF-8") from None


def fill(values: Mapping[str, Any], catalogues: Catalogues) -> Iterator[tuple[Path, str]]:
    """Put the options of the named list into every field that names one; where and why not, if not."""
    for at, field in each_field(values.get("sections")):
        name = field.get("catalogue")
        if name is None:
            continue
        if "options" in field:
            yield (*at, "catalogue"), "give `catalogue` or `options`, not both"
        elif not isinstance(name, str) or name not in catalogues:
            yield (*at, "catalogue"), f"there is no catalogue `{name}`"
        else:
            field["options"] = catalogues[name]


def each_field(
    items: Any, at: Path = ("sections",), inside: str = "fields"
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every field of sections and groups with its path, as far as the file has the right shape."""
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            if at[-1] == inside:
                yield (*at, number), item
            yield from each_field(item.get(inside), (*at, number, inside), inside)


def is_shadow(one: Any, errors: list[Any]) -> bool:
    """Whether a list is only too short because its own entries are wrong."""
    at = one["loc"]
    inside = (e for e in errors if len(e["loc"]) > len(at) and e["loc"][: len(at)] == at)
    return one["type"] == "too_short" and any(inside)


def _refusal(document: Document, error: ValidationError) -> Exception:
    """The first error in the file, in words."""
    # A list that is too short because its only entry is wrong is a shadow of that entry.
    errors = error.errors(include_url=False)
    first = min(errors, key=lambda one: (is_shadow(one, errors), document.line(one["loc"])))
    return document.refuse(first["loc"], schema_words(first))


def schema_words(error: Any) -> str:
    """One error of the schema as check-catalogue says it."""
    name = next((step for step in reversed(error["loc"]) if isinstance(step, str) and step[0] != "<"), "")
    why = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        return f"`{name}` is missing"
    if error["type"] == "extra_forbidden":
        return f"`{name}` is not part of the format"
    if error["type"] == "value_error":
        return why
    given = error["input"] if isinstance(error["input"], str | int) else None
    return f"`{name}`: {why}" + ("" if given is None else f" (given: {str(given)[:80]!r})")
