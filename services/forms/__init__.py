"""A whole form: what is asked, what was answered, what is wrong, which papers belong to it."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services import clock, partial_dates
from services.catalogue.checks import Given, NumberFitsPaper
from services.catalogue.conditions import holds, is_empty
from services.catalogue.questions import Field, Option
from services.catalogue.schema import Paper, Procedure, Rule
from services.errors import Problem
from services.forms.fields import Wrong, read
from services.plain_text import harmless, plain

__all__ = [
    "CHANNELS",
    "Cleaned",
    "Slot",
    "choices",
    "clean",
    "clean_text",
    "harmless",
    "missing_papers",
    "paper_slots",
    "roles",
    "visible_fields",
]

CHANNELS = {1: "TRUC_TIEP", 2: "TRUC_TUYEN", 3: "BUU_CHINH"}
"""The official channel numbers: 1 at the counter, 2 online, 3 by public post."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Cleaned:
    """Answers as they are stored, what stops the form (problems), what only deserves a look (warnings).

    `where` of a problem is the field's key; inside a group `group.sub`, in a repeated one `group.0.sub`.
    """

    values: dict[str, Any]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Slot:
    """One paper of a dossier, and whether it must be there."""

    paper: Paper
    required: bool


def clean(procedure: Procedure, values: Any, *, today: date | None = None, final: bool = False) -> Cleaned:
    """Read all answers of a form. Never raises, whatever the values are.

    Answers to hidden questions are dropped; an absent answer takes the field's default or prefill. With
    `final` the oath must be ticked too. `today` is the clock's day without it.
    """
    form = _Form(procedure, today or clock.today(), final)
    kept = form.questions(procedure.fields, values if isinstance(values, Mapping) else {}, "", {})
    form.rules(kept)
    return Cleaned(kept, tuple(form.problems), tuple(form.warnings))


def clean_text(text: Any) -> str:
    """One typed text as it is kept, line breaks included; an empty text for what is no text."""
    return plain(text, lines=True) if isinstance(text, str) else ""


class _Form:
    """One reading of one form; collects problems and warnings on the way."""

    def __init__(self, procedure: Procedure, today: date, final: bool) -> None:
        self.procedure, self.today, self.final = procedure, today, final
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.rows: dict[str, tuple[int, ...]] = {}
        """Of each repeated group: which of the typed rows were begun. Empty ones are passed over."""
        checks = (rule.check for rule in procedure.rules)
        self.paper_numbers = {check.number for check in checks if isinstance(check, NumberFitsPaper)}

    def questions(self, fields: tuple[Field, ...], values: Values, at: str, around: Values) -> dict[str, Any]:
        """The stored answers to these questions; conditions see what was answered before, here and around."""
        kept: dict[str, Any] = {}
        for field in fields:
            seen = ChainMap(kept, dict(around))
            if not holds(field.show_if, seen):
                continue
            value = self.answer(field, values, at, seen)
            if not is_empty(value):
                kept[field.key] = value
        return kept

    def answer(self, field: Field, values: Values, at: str, seen: Values) -> Any:
        """One stored answer, or None."""
        where, value = at + field.key, None
        raw = values.get(field.key, field.default)
        try:
            if field.words_of is not None:
                value = partial_dates.in_words(seen.get(field.words_of))
            elif field.type == "group":
                value = self.group(field, raw, where, seen)
            else:
                value, notes = read(field, raw, self.today, choices(self.procedure, field))
                self.warnings += [Problem(where, code, facts) for code, facts in notes]
        except Wrong as wrong:
            self.problems.append(Problem(where, wrong.code, wrong.facts))
            return None
        if isinstance(value, str) and field.key in self.paper_numbers:
            value = value.replace(" ", "").upper()
        if is_empty(value) and field.prefill is not None and holds(field.prefill.when, seen):
            value = seen.get(field.prefill.field)
            if is_empty(value) and any(p.where == field.prefill.field for p in self.problems):
                return None  # it will be there once the answer it is taken from is right
        if is_empty(value) and self.must(field, seen) and not self.wrong_inside(where):
            self.problems.append(Problem(where, "oath" if field.role == "oath" else "required"))
        return value

    def wrong_inside(self, where: str) -> bool:
        """Whether a question inside this group is to be put right: then the group itself says nothing."""
        return any(problem.where.startswith(f"{where}.") for problem in self.problems)

    def must(self, field: Field, seen: Values) -> bool:
        """Whether an empty answer is a problem now."""
        if not field.asked and not (self.final and field.role == "oath"):
            return False
        return field.required or (field.required_if is not None and holds(field.required_if, seen))

    def group(self, field: Field, raw: Any, where: str, seen: Values) -> Any:
        """The answers of a group: a dict, or a list of dicts where it repeats."""
        if field.repeat is None:
            if not is_empty(raw) and not isinstance(raw, Mapping):
                raise Wrong("unreadable")
            if is_empty(raw) and not self.must(field, seen):
                return None  # questions inside an optional group are asked only once it is begun
            return self.questions(field.fields, raw or {}, f"{where}.", seen)
        rows = [] if is_empty(raw) else raw
        if not isinstance(rows, list | tuple) or not all(is_empty(r) or isinstance(r, Mapping) for r in rows):
            raise Wrong("unreadable")
        begun = {number: row for number, row in enumerate(rows) if not is_empty(row)}
        if len(begun) > field.repeat.max:
            raise Wrong("rows_max", max=field.repeat.max)
        if must := self.must(field, seen):  # the first rows are asked even while nothing is in them
            free = [number for number in range(field.repeat.max) if number not in begun]
            begun |= {number: {} for number in free[: max(field.repeat.min - len(begun), 0)]}
        found = len(self.problems)
        read_ = {n: self.questions(field.fields, begun[n], f"{where}.{n}.", seen) for n in sorted(begun)}
        kept = {number: row for number, row in read_.items() if row}
        if must and len(kept) < field.repeat.min and len(self.problems) == found:
            raise Wrong("rows_min", min=field.repeat.min)
        self.rows[field.key] = tuple(kept)
        return list(kept.values())

    def rules(self, kept: Values) -> None:
        """Check what lies between the answers; a rule at a question of a repeated group, row by row."""
        formats = dict(_formats(self.procedure, kept))
        for rule in self.procedure.rules:
            group, _dot, inner = rule.at.partition(".")
            where = [(rule.at, kept)]
            field = self.procedure.by_key.get(group)
            if inner and field is not None and field.repeat is not None:
                rows = zip(self.rows.get(group, ()), kept.get(group, ()), strict=False)
                where = [(f"{group}.{number}.{inner}", {**kept, group: row}) for number, row in rows]
            for at, seen in where:
                if _broken(rule, seen, Given(seen, self.today, formats)):
                    facts = {"rule": rule.id, "text": rule.text, "text_en": rule.text_en}
                    found = self.problems if rule.severity == "block" else self.warnings
                    found.append(Problem(at, "rule", facts))


def _broken(rule: Rule, seen: Values, given: Given) -> bool:
    if not holds(rule.when, seen) or (rule.unless is not None and holds(rule.unless, seen)):
        return False
    return rule.check is None or rule.check.broken(given)


def _formats(procedure: Procedure, values: Values) -> Iterator[tuple[str, str | None]]:
    for field in procedure.fields:
        for option in field.options:
            if option.value == values.get(field.key) and option.number_format:
                yield field.key, option.number_format


def choices(procedure: Procedure, field: Field) -> tuple[Option, ...]:
    """The options this procedure offers for the field: some are open only from a level of service on."""
    return tuple(o for o in field.options if o.min_level is None or o.min_level <= procedure.level)


def visible_fields(procedure: Procedure, values: Values) -> tuple[Field, ...]:
    """The questions these answers open, in order. `field.asked` says which of them the citizen answers."""
    return tuple(field for field in procedure.fields if holds(field.show_if, values))


def roles(procedure: Procedure, values: Values) -> dict[str, Any]:
    """Answers by the role of their field (applicant_name, applicant_phone, …), of visible fields only."""
    return {
        field.role: values[field.key]
        for field in procedure.fields
        if field.role and not is_empty(values.get(field.key)) and holds(field.show_if, values)
    }


def paper_slots(procedure: Procedure, values: Values, channel: int) -> tuple[Slot, ...]:
    """The papers of this dossier handed in over this channel (1 counter, 2 online, 3 post), in order.

    Online only what is uploaded has a slot; elsewhere what the office looks up itself has none.
    """
    online = CHANNELS[channel] == "TRUC_TUYEN"
    found = []
    for paper in procedure.papers:
        if CHANNELS[channel] not in paper.channels or not holds(paper.show_if, values):
            continue
        if paper.upload == "none" if online else paper.kind == "tra_cuu":
            continue
        required = paper.upload == "required" if online else paper.required
        asked_for = paper.required_if is not None and holds(paper.required_if, values)
        found.append(Slot(paper, required or asked_for))
    return tuple(found)


def missing_papers(procedure: Procedure, values: Values, channel: int, have: set[str]) -> tuple[Paper, ...]:
    """The required papers that are neither there (`have`: their keys) nor replaced by one that is."""
    replaced = {paper.replaces for paper in procedure.papers if paper.key in have}
    slots = paper_slots(procedure, values, channel)
    return tuple(s.paper for s in slots if s.required and s.paper.key not in have | replaced)
