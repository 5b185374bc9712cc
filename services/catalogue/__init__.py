"""Procedures as data: read, checked and looked at here; published and kept by services.catalogue.store."""

from services.catalogue.conditions import holds, is_empty
from services.catalogue.questions import Field, Option, Section
from services.catalogue.reading import parse, parse_catalogues, shipped_catalogues
from services.catalogue.schema import (
    Fee,
    Paper,
    Procedure,
    Remark,
    Result,
    Rule,
    Step,
    Time,
)

__all__ = [
    "Fee",
    "Field",
    "Option",
    "Paper",
    "Procedure",
    "Remark",
    "Result",
    "Rule",
    "Section",
    "Step",
    "Time",
    "holds",
    "is_empty",
    "parse",
    "parse_catalogues",
    "shipped_catalogues",
]
