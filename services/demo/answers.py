"""Fills in any procedure's form with a made-up person: by type and role of each field, never by its key."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from services import forms, places
from services.catalogue.schema import Field, Procedure
from services.demo.people import Person, person

PROVINCE = "33"


TRIES = 1000
"""A throw that breaks a rule is thrown again where it broke it, and all of it now and then; few rules need
more than a handful, the days of a marriage that is registered again sometimes need hundreds."""


def fill(procedure: Procedure, rng: Random, today: date, **given: Any) -> dict[str, Any]:
    """Answers in which services.forms finds nothing wrong, cleaned as intake cleans them; `given` ones stand.

    Raises LookupError for a procedure whose rules chance cannot meet.
    """
    applicant, subject = person(rng), _subject(rng, today)

    def throw(field: Field) -> Any:
        who = subject if field.role and field.role.startswith("subject") else applicant
        return _answer(procedure, field, who, rng, today)

    answers = {field.key: throw(field) for field in procedure.fields if _wanted(field, rng)}
    for number in range(1, TRIES + 1):
        cleaned = forms.clean(procedure, answers | given, today=today)
        if not cleaned.problems:
            return cleaned.values
        wrong = {problem.where.split(".")[0] for problem in cleaned.problems} & procedure.by_key.keys()
        # A rule between answers names some of them, and others may be what is wrong.
        if len(wrong) == 1 or number % 10 == 0:
            applicant, subject = person(rng), _subject(rng, today)
            wrong |= set(answers)
        answers |= {field.key: throw(field) for field in procedure.fields if field.key in wrong}
    raise LookupError(procedure.code)


def _subject(rng: Random, today: date) -> Person:
    """Whom the dossier is about: a grown-up, or one time in three a small child."""
    child = rng.random() < 1 / 3
    return person(rng, first_year=today.year - 5, last_year=today.year - 1) if child else person(rng)


def _wanted(field: Field, rng: Random) -> bool:
    """What must be answered, and a third of the rest; what is copied from elsewhere is left to be copied."""
    copied = field.prefill is not None and field.type != "person_name"
    wanted = field.required or field.required_if is not None or rng.random() < 0.3
    return field.asked and wanted and not copied


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
    if field.type in ("date", "date_partial"):
        return _date(field, rng, today)
    maker = _MAKERS.get(field.type, _text)
    return maker(field, person(rng), rng)


def _text(field: Field, _who: Person, rng: Random) -> str:
    return rng.choice(field.suggestions) if field.suggestions else f"{rng.randint(1, 90):02d}/2019"


def _date(field: Field, rng: Random, today: date) -> str:
    """A day of any age: of a grandparent's birth, a child's, or last month's; to come where it must be."""
    if field.not_past:
        return (today + timedelta(days=rng.randint(1, 20))).isoformat()
    years = rng.choice((1, 5, 25, 60))
    return (today - timedelta(days=rng.randint(1, years * 365))).isoformat()


def _address(_field: Field, who: Person, rng: Random) -> dict[str, str]:
    commune = rng.choice(places.communes(PROVINCE))
    return {"province": PROVINCE, "commune": commune.code, "detail": who.hamlet}


_MAKERS: dict[str, Callable[[Field, Person, Random], Any]] = {
    "person_name": lambda _f, who, _r: who.name,
    "id12": lambda _f, who, _r: who.id_number,
    "phone_vn": lambda _f, who, _r: who.phone,
    "email": lambda _f, who, _r: who.email,
    "time": lambda _f, _w, rng: f"{rng.randint(0, 23):02d}:30",
    "address": _address,
    "area": _address,
    "integer": lambda f, _w, rng: rng.randint(f.min or 1, min(f.max or 3, (f.min or 1) + 2)),
    "checkbox": lambda _f, _w, _r: True,
    "agency_or_text": lambda _f, _w, rng: f"Ủy ban nhân dân xã Mẫu {rng.randint(1, 9)}",
}
