"""Checks what a form of the workflow table gave, one small check per kind of need."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import VIETNAM
from db.dossiers import Dossier
from db.people import Account, RoleGrant
from services import forms, unlisted
from services.catalogue import store
from services.dates.deadlines import WorkCalendar
from services.errors import Invalid, Missing, PaperRefused, Problem
from services.forms import fields
from services.money import checks
from services.papers import attachments
from services.papers.attachments import Taken
from services.post import parcels
from services.workflow import Need, Role, Transition

MAX_TEXT = 2000
TOLD = ("letter", "phone", "in_person")
RESULT_WAYS = ("TRUC_TIEP", "BUU_CHINH", "DIEN_TU")


@dataclass(frozen=True)
class Scene:
    """What a check may look at."""

    session: Session
    dossier: Dossier
    calendar: WorkCalendar
    at: datetime


def check(scene: Scene, transition: Transition, given: Mapping[str, Any]) -> dict[str, Any]:
    """The asks as clean plain values.

    Raises Missing with the names that are empty, Invalid with what cannot be right.
    """
    unknown = set(given) - {need.name for need in transition.needs}
    if unknown:
        raise TypeError(f"not asked for: {sorted(unknown)}")
    values, missing, problems = {}, [], []
    for need in transition.needs:
        try:
            value = _KINDS[need.kind](scene, need, given.get(need.name))
        except Invalid as refusal:
            problems += refusal.problems
            continue
        if value in (None, "", [], {}, False) and need.required:
            missing.append(need.name)
        values[need.name] = value
    if missing:
        raise Missing(missing)
    if problems:
        raise Invalid(problems)
    return values


def clean(text: str) -> str:
    """Typed text as it is kept: NFC, no control or direction characters, no blank edges."""
    return fields.plain(text, lines=True)


def _wrong(need: Need, code: str, **facts: Any) -> Invalid:
    return Invalid([Problem(need.name, code, facts)])


def _text(_scene: Scene, need: Need, value: Any) -> str:
    text = clean(value or "")
    if len(text) > MAX_TEXT:
        raise _wrong(need, "too_long", limit=MAX_TEXT)
    return text


def _tick(_scene: Scene, _need: Need, value: Any) -> bool:
    return value is True


def _moment(value: Any) -> datetime | None:
    """A day, a moment or the ISO text of one (a proposal keeps texts), as a moment in Vietnam."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if value else None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if value is None:
        return None
    return value.astimezone(VIETNAM) if value.tzinfo else value.replace(tzinfo=VIETNAM)


def _day(scene: Scene, need: Need, value: Any) -> date | None:
    if (at := _moment(value)) is None:
        return None
    if at.date() < scene.at.date():
        raise _wrong(need, "day_is_past")
    return at.date()


def _end_of_office(scene: Scene, need: Need, day: date) -> datetime:
    if not scene.calendar.is_working_day(day):
        raise _wrong(need, "day_is_off", day=day)
    return datetime.combine(day, scene.calendar.slots(day)[-1][1], VIETNAM)


def _later_day(scene: Scene, need: Need, value: Any) -> datetime | None:
    if (day := _day(scene, need, value)) is None:
        return None
    due = _end_of_office(scene, need, day)
    if scene.dossier.due_at and due <= scene.dossier.due_at:
        raise _wrong(need, "day_not_later", due=scene.dossier.due_at)
    return due


def _due(scene: Scene, need: Need, value: Any) -> datetime | None:
    """The computed date stands for nothing given. Another one must be a moment of a working day to come.
    A day alone lasts until the office closes; later nothing is due, as the ledger reckons too."""
    if (at := _moment(value)) is None:
        return None
    end = _end_of_office(scene, need, at.date())
    due = end if at.time() == time.min else min(at, end)
    if due <= scene.at:
        raise _wrong(need, "day_is_past")
    return due


def _specialist(scene: Scene, need: Need, value: Any) -> int | None:
    if value is None:
        return None
    allowed = specialists(scene.session, scene.dossier.agency_id, scene.at.date())
    if value not in {account.id for account in allowed}:
        raise _wrong(need, "not_a_specialist")
    return int(value)


def specialists(session: Session, agency_id: int, day: date) -> list[Account]:
    """Who may take on work of this agency on this day, by name."""
    return list(
        session.scalars(
            select(Account)
            .where(
                Account.is_active,
                Account.id.in_(
                    select(RoleGrant.account_id).where(
                        RoleGrant.agency_id == agency_id,
                        RoleGrant.role.in_((Role.SPECIALIST, Role.LEADER)),
                        RoleGrant.valid_from <= day,
                        (RoleGrant.valid_to.is_(None)) | (RoleGrant.valid_to >= day),
                    )
                ),
            )
            .order_by(Account.name)
        )
    )


def _items(scene: Scene, need: Need, value: Any) -> list[dict[str, Any]]:
    """What is asked for: papers and fields that the procedure lists (R-DOC-EXTRA), a reason for each; another
    paper only by its name with the legal ground."""
    procedure = store.version(scene.session, scene.dossier.procedure_version_id)
    items = []
    for item in value or []:
        # One name each: beside a listed field an unlisted paper would slip in, and nobody could answer it.
        paper, field = item.get("paper") or None, item.get("field") or None
        if paper is None and field is None and unlisted.is_one(item):
            items.append(_beyond(scene, need, item, len(items) + 1))
            continue
        if (field is None and paper not in procedure.paper_by_key) or (
            field is not None and (paper is not None or field not in procedure.by_key)
        ):
            raise _wrong(need, "not_listed")
        reason = clean(item.get("reason") or "")[:MAX_TEXT]
        if not reason:
            raise _wrong(need, "reason_for_each", key=paper or field)
        items.append({"paper": paper, "field": field, "reason": reason})
    return items


def _beyond(scene: Scene, need: Need, item: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A paper that the procedure does not list: named, with the rule that asks for it."""
    name = clean(item.get("name") or "")[: unlisted.MAX_NAME]
    basis = clean(item.get("basis") or "")[: unlisted.MAX_BASIS]
    reason = clean(item.get("reason") or "")[:MAX_TEXT]
    if not name:
        raise _wrong(need, "name_for_each")
    if not basis:
        raise _wrong(need, "basis_for_each")
    if not reason:
        raise _wrong(need, "reason_for_each")
    key = unlisted.key(scene.dossier.rounds + 1, number)
    return {"paper": key, "field": None, "reason": reason, "name": name, "basis": basis}


def _told(_scene: Scene, need: Need, value: Any) -> str:
    """How the citizen was told first; the letter goes out in any case."""
    if value and value not in TOLD:
        raise _wrong(need, "not_listed")
    return value or TOLD[0]


def _papers(scene: Scene, need: Need, value: Any) -> list[dict[str, Any]]:
    """Files that services.papers.attachments has taken in, as plain values."""
    procedure = store.version(scene.session, scene.dossier.procedure_version_id)
    papers = []
    for taken in value or []:
        if not isinstance(taken, Taken) or (
            taken.slot not in procedure.paper_by_key
            and taken.slot not in unlisted.slots(scene.session, scene.dossier)
        ):
            raise _wrong(need, "not_listed")
        papers.append(taken.as_row())
    if max(Counter(paper["slot"] for paper in papers).values(), default=0) > attachments.MAX_FILES:
        raise PaperRefused("slot_full", limit=attachments.MAX_FILES)
    return papers


def _fields(scene: Scene, _need: Need, value: Any) -> dict[str, Any]:
    """Corrected fields, checked with the whole form as it would then stand. Raises Invalid."""
    if not value:
        return {}
    procedure = store.version(scene.session, scene.dossier.procedure_version_id)
    cleaned = forms.clean(procedure, {**scene.dossier.form, **value})
    if problems := [p for p in cleaned.problems if p.where.partition(".")[0] in value]:
        raise Invalid(problems)
    return {key: cleaned.values[key] for key in value if key in cleaned.values}


def _file(_scene: Scene, need: Need, value: Any) -> str | None:
    if value and not (isinstance(value, str) and len(value) == 64):
        raise _wrong(need, "not_listed")
    return value or None


def _way(_scene: Scene, need: Need, value: Any) -> str | None:
    if value and value not in RESULT_WAYS:
        raise _wrong(need, "not_listed")
    return value or None


_KINDS: dict[str, Callable[[Scene, Need, Any], Any]] = {
    "text": _text, "tick": _tick, "day": _day, "later_day": _later_day, "due": _due,
    "specialist": _specialist, "items": _items, "papers": _papers, "fields": _fields,
    "file": _file, "way": _way, "told": _told, "lines": checks.lines, "money": checks.amount,
    "pay_way": checks.way, "receipt": checks.receipt, "tracking_code": parcels.tracking_code,
}  # fmt: skip
