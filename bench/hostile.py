"""Hostile values and forms, and the judges of what becomes of them: stored plainly or refused in words."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from services import drafts, forms, intake, language
from services.catalogue import Field, Option, Procedure
from services.errors import Invalid, Problem
from services.forms import fields
from services.forms import words as forms_words

TEXTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>', "&lt;b&gt;",
    "=cmd|'/c calc'!A1", "=1+1", "+SUM(A1)", "-2+3", "@SUM(A1)", "\t=1", "${7*7}", "{{7*7}}", "%(x)s",
    "%s%n",
    "#import \"/etc/passwd\"", "$x$ :red[x] [x](https://evil.example)", "' OR 1=1--", "../../etc/passwd",
    "\u202egnp.exe", "\u2066x\u2069", "\u200f\u061c", "\u200b\ufeff", "\x00", "a\x00b", "\x1b[31m",
    "\x85\u2028",
    "\ud800", "\udfff\ud800", "\ue000", "\uffff", "\U0010ffff", "e" + "\u0301" * 900, "ﷺ" * 90, "Ａ１２",
    "٣٤",
    "Subject: x\r\nBcc: y@example.vn", "a\n\n\n\nb", " " * 500, "x" * 30_000, "NaN", "Infinity", "1e999",
    "-0", "0" * 500, "9" * 5000, "null", "[]", "{}", "true", "2024-02-30", "31/12/9999", "00/00/0000",
    "12/0000",
    "0000", "29/2/1900", "24:00", "25:61", "+84", "0912345678;ext=1", "0900000123 <b>", "@", "a@b",
    "a@b@c.vn",
    "x@" + "a" * 300 + ".vn", "\"<x>\"@example.vn", "a@example.vn\nBcc:b@example.vn", "033200001234 ",
    "03320000123x",
    "🇻🇳👨‍👩‍👧‍👦", "Nguyễn", "Nguyễn", "không", "1", "2", "KHAI_SINH", "33", "12427", "Con",
)  # fmt: skip
KEYS = ("province", "commune", "detail", "old_text", "agency", "text", "so_luong", "__class__", "", "\x00")
FORBIDDEN = frozenset({"Cf", "Cs", "Co", "Cn"})


def value(rng: Random, depth: int = 0) -> Any:
    """One value of any kind."""
    kind = rng.randint(0, 11 if depth < 3 else 7)
    if kind <= 3:
        return "".join(rng.choice(TEXTS) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    if kind == 4:
        return "".join(chr(rng.randint(0, rng.choice((0x250, 0x10FFFF)))) for _ in range(rng.randint(0, 20)))
    if kind == 5:
        return rng.choice((None, True, False, 0, 1, -1, 2**63, -(10**400), -9, 42, b"\xff", object()))
    if kind == 6:
        return rng.choice((0.5, 2.0, -0.0, 1e308, float("nan"), float("inf"), 1e16, rng.uniform(-9, 9)))
    if kind == 7:
        day = date.min + timedelta(days=rng.randint(0, 3_652_058))
        return rng.choice((day, datetime.combine(day, time(rng.randint(0, 23))), time(rng.randint(0, 23), 5)))
    if kind in (8, 9):
        return [value(rng, depth + 1) for _ in range(rng.choice((0, 1, 2, 30)))]
    return {rng.choice((*KEYS, rng.choice(TEXTS))): value(rng, depth + 1) for _ in range(rng.randint(0, 5))}


def form(rng: Random, procedure: Procedure) -> dict[str, Any]:
    """A whole form: mostly something hostile, here and there a right choice, and keys nobody asked for."""
    answers: dict[str, Any] = {}
    for field in procedure.fields:
        options = forms.choices(procedure, field)
        what = rng.random()
        if what < 0.25 and options:
            answers[field.key] = rng.choice(options).value
        elif what < 0.85:
            answers[field.key] = value(rng)
        if what > 0.8:
            answers[f"{field.key}.{rng.choice((*KEYS, '0', '99', '-1', '0.x.0'))}"] = value(rng)
    answers[rng.choice(("state", "__init__", "a.b.c", "..", ""))] = value(rng)
    return answers


def poisoned(rng: Random, procedure: Procedure, right: Mapping[str, Any]) -> dict[str, Any]:
    """A right form in which everything that may be any text is hostile, and which is still right."""
    known = procedure.by_key
    spoilt = {key: _spoil(rng, known[key], answer) for key, answer in right.items() if key in known}
    wrong = {problem.where.split(".")[0] for problem in forms.clean(procedure, spoilt).problems}
    return spoilt | {key: right[key] for key in wrong if key in right}


def _spoil(rng: Random, field: Field, answer: Any) -> Any:
    evil = rng.choice(TEXTS[:24]) + " \u202e\x07\u200b=cmd|calc <b>x</b>"
    if field.type in ("text", "textarea") and isinstance(answer, str):
        return evil
    if field.type in ("address", "area") and isinstance(answer, dict):
        return {**answer, "detail": evil, "old_text": evil}
    if field.type == "agency_or_text":
        return {"text": evil}
    return answer


# --- judges: each gives what is wrong, in words ----------------------------------------------------------


def plain_faults(text: str) -> Iterator[str]:
    """Whatever in this text could hide, turn round or break out."""
    for letter in set(text) - {"\n"}:
        if unicodedata.category(letter) in FORBIDDEN or unicodedata.category(letter) == "Cc":
            yield f"U+{ord(letter):04X} is left in {text[:60]!r}"


def texts(stored: Any) -> Iterator[str]:
    """Every text in a stored value, keys included."""
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict):
        for key, inner in stored.items():
            yield from (key, *texts(inner))
    elif isinstance(stored, list):
        for inner in stored:
            yield from texts(inner)


def say_faults(problem: Problem, field: Field | None) -> Iterator[str]:
    """A refusal needs a whole sentence, in both languages."""
    for spoken in language.LANGUAGES:
        language.use(spoken)
        said = forms_words.say(problem, field)
        if not said or "%(" in said or "None" in said:
            yield f"no sentence in {spoken} for {problem}: {said!r}"
    language.use("vi")


def field_of(type_: str) -> Field:
    """A question of this type."""
    options = (Option(value="1", label="Một"), Option(value="KHAI_SINH", label="Hai"))
    more = {"options": options} if type_ in ("select", "radio", "multi") else {}
    return Field.model_validate({"key": "x", "type": type_, "label": "x", "label_en": "x", **more})


def value_faults(field: Field, raw: Any, day: date) -> Iterator[str]:
    """What is wrong with the answer to one value; a traceback goes to the caller."""
    try:
        stored, notes = fields.read(field, raw, day, field.options)
    except fields.Wrong as wrong:
        stored, notes = None, [(wrong.code, wrong.facts)]
    json.dumps(stored, allow_nan=False).encode()
    for text in texts(stored):
        yield from plain_faults(text)
    for code, facts in notes:
        yield from say_faults(Problem("x", code, facts), field)
    if stored is not None:
        yield from plain_faults(forms_words.show(field, stored))
        if fields.read(field, stored, day, field.options)[0] != stored:
            yield f"read again it is another: {stored!r}"


def form_faults(procedure: Procedure, agency_id: int, answers: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong when this form is kept as a draft, looked at and sent."""
    token = intake.start(procedure.code, agency_id)
    try:
        drafts.save(token, answers)
    except Invalid as refusal:
        if [problem.code for problem in refusal.problems] != ["too_long"]:
            yield f"not kept: {refusal}"
    draft = drafts.view(token)
    for text in texts(draft.form):
        yield from plain_faults(text)
    for problem in intake.problems(procedure, draft.form, set()):
        if problem.code != "paper_missing":
            yield from say_faults(problem, forms_words.field_at(problem, procedure))
    try:
        intake.submit(token)
        yield "sent without its papers"
    except Invalid as refusal:
        if not refusal.problems:
            yield "refused without a reason"
