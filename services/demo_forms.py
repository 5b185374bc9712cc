"""Fills in any procedure's form with a made-up person: by type and role of each field, never by its key."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from services import forms, places
from services.catalogue.schema import Field, Procedure
from services.demo_people import Person, person

PROVINCE = "33"


TRIES = 30
"""Chance meets a cross-field rule now and then; the next throw does not."""


def fill(procedure: Procedure, rng: Random, today: date, **given: Any) -> dict[str, Any]:
    """Answers in which services.forms finds nothing wrong, cleaned as intake cleans them; `given` ones stand.

    Raises LookupError for a procedure whose rules chance cannot meet.
    """
    for _ in range(TRIES):
        answers = _throw(procedure, rng, today) | given
        cleaned = forms.clean(procedure, answers, today=today)
        if not cleaned.problems:
            return cleaned.values
    raise LookupError(procedure.code)


def _throw(procedure: Procedure, rng: Random, today: date) -> dict[str, Any]:
    applicant, subject = person(rng), person(rng)
    answers: dict[str, Any] = {}
    for field in procedure.fields:
        who = subject if field.role and field.role.startswith("subject") else applicant
        wanted = field.required or (field.required_if is not None) or rng.random() < 0.3
        copied = field.prefill is not None and field.type != "person_name"
        if field.asked and wanted and not copied:
            answers[field.key] = _answer(procedure, field, who, rng, today)
    return answers


def _answer(procedure: Procedure, field: Field, who: Person, rng: Random, today: date) -> Any:
    by_role = {
        "applicant_name": who.name, "applicant_phone": who.phone, "applicant_email": who.email,
        "applicant_id": who.id_number, "subject_name": who.name, "subject_birth": who.born.isoformat(),
        "subject_sex": str(who.sex), "result_way": "TRUC_TIEP",
    }  # fmt: skip
    if field.role in by_role:
        return by_role[field.role]
    if field.default is not None:
        return field.default
    if field.type in ("select", "radio"):
        return rng.choice(forms.choices(procedure, field)[:3]).value
    if field.type == "multi":
        return [forms.choices(procedure, field)[0].value]
    if field.type == "group":
        inner = {f.key: _answer(procedure, f, who, rng, today) for f in field.fields if f.required}
        return [inner] if field.repeat else inner
    maker = _MAKERS.get(field.type, _text)
    return maker(field, person(rng), rng)


def _text(field: Field, _who: Person, rng: Random) -> str:
    return rng.choice(field.suggestions) if field.suggestions else f"{rng.randint(1, 90):02d}/2019"


def _address(_field: Field, who: Person, rng: Random) -> dict[str, str]:
    commune = rng.choice(places.communes(PROVINCE))
    return {"province": PROVINCE, "commune": commune.code, "detail": who.hamlet}


_MAKERS: dict[str, Callable[[Field, Person, Random], Any]] = {
    "person_name": lambda _f, who, _r: who.name,
    "id12": lambda _f, who, _r: who.id_number,
    "phone_vn": lambda _f, who, _r: who.phone,
    "email": lambda _f, who, _r: who.email,
    "date": lambda _f, _w, rng: date(rng.randint(2015, 2023), rng.randint(1, 12), 15).isoformat(),
    "date_partial": lambda _f, _w, rng: str(rng.randint(2005, 2023)),
    "time": lambda _f, _w, rng: f"{rng.randint(0, 23):02d}:30",
    "address": _address,
    "area": _address,
    "integer": lambda f, _w, rng: rng.randint(f.min or 1, min(f.max or 3, (f.min or 1) + 2)),
    "checkbox": lambda _f, _w, _r: True,
    "agency_or_text": lambda _f, _w, rng: f"Ủy ban nhân dân xã Mẫu {rng.randint(1, 9)}",
}
