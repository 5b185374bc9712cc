"""What the checks of the form find in a dossier that was handed in, each with the answer it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services import forms
from services.catalogue.schema import Procedure
from services.forms import words


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the key of the question it stands at, that question's name, and what is odd."""

    key: str
    place: str
    sentence: str


def of_form(procedure: Procedure, form: Mapping[str, Any], day: date) -> tuple[Finding, ...]:
    """What is wrong with these answers and what deserves a look, in the order of the form, in the reader's
    language. `day` is the day they were handed in: a child who has turned 16 since was right then.

    The citizen was told most of it and sent the form all the same: the officer who decides must see it too.
    """
    cleaned = forms.clean(procedure, form, today=day)
    found = [
        Finding(
            problem.where.partition(".")[0],
            words.where(problem, procedure),
            words.say(problem, words.field_at(problem, procedure)),
        )
        for problem in (*cleaned.problems, *cleaned.warnings)
    ]
    order = {field.key: n for n, field in enumerate(procedure.fields)}
    return tuple(sorted(found, key=lambda one: order.get(one.key, len(order))))
