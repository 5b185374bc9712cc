"""A form whose procedure changed while it was filled in: carried over, and what came of it is told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.catalogue import DraftChange
from db.counter import CounterVisit
from db.dossiers import Draft, Paper
from services import forms
from services.catalogue import store
from services.catalogue.conditions import is_empty
from services.catalogue.questions import Field
from services.catalogue.schema import Procedure
from services.clock import now, today
from services.errors import GuardRefused, NotFound
from services.forms import words
from services.forms.fields import Wrong, read
from services.language import pick, speaking
from services.money import due
from services.offers import ONLINE_FROM, competent

Lost = list[list[str]]
"""Answers that could not stay: label, English label, answer."""
Fields = Mapping[str, Field]
_SHAPES = ("group", "signature", "agency")


@dataclass(frozen=True)
class Changes:
    """What became of a form, in the reader's language. `dropped` are questions with their lost answers,
    `papers` those no longer asked for although a file is there. `fee` is before and after, in đồng."""

    at: datetime
    dropped: tuple[tuple[str, str], ...]
    papers: tuple[str, ...]
    new: tuple[str, ...]
    new_papers: tuple[str, ...]
    fee: tuple[int, int] | None
    office: str
    """The office that no longer takes it in: another one is to be chosen."""
    moved: tuple[str, str] | None = None
    """The office that ended, and the one that took over: the form goes there now."""

    @property
    def only_moved(self) -> bool:
        """Whether its procedure did not change beside."""
        said = self.dropped, self.papers, self.new, self.new_papers, self.fee, self.office
        return self.moved is not None and not any(said)


def target(session: Session, draft: Draft) -> tuple[int, Procedure] | None:
    """The version that counts today for this draft; None once its procedure takes nothing in any more."""
    code = store.version(session, draft.procedure_version_id).code
    try:
        found = store.current(session, code, today())
    except NotFound:
        return None
    if found[1].level < ONLINE_FROM and session.get(CounterVisit, draft.id) is None:
        return None
    return found


def bring(session: Session, draft: Draft) -> bool:
    """Carry a draft over to the version of today and note what came of it; False if it is there already.

    Answers and files with the same key and a fitting type stay. Raises GuardRefused (procedure_ended).
    """
    wanted = target(session, draft)
    if wanted is None:
        raise GuardRefused("procedure_ended")
    version_id, new = wanted
    if version_id == draft.procedure_version_id:
        return False
    old = store.version(session, draft.procedure_version_id)
    before = json.loads(json.dumps(draft.form))
    form, dropped = carried(old, new, before)
    facts = _facts(session, draft, old, new, before, form)
    facts["dropped"] = dropped
    agency = session.get(Agency, draft.agency_id) if draft.agency_id else None
    if agency is not None and competent(session, new, agency.id, today()) is None:
        facts["office"], draft.agency_id = agency.name, None
    _note(session, draft, facts)
    draft.procedure_version_id, draft.form = version_id, form
    return True


def told(change: DraftChange | None) -> Changes | None:
    """What there is to tell whoever opens the form; None once it was read."""
    if change is None or change.read_at is not None:
        return None
    facts = change.facts
    names = {
        name: tuple(pick(*one) for one in facts.get(name, ())) for name in ("papers", "new", "new_papers")
    }
    return Changes(
        change.at, tuple((pick(vi, en), answer) for vi, en, answer in facts.get("dropped", ())),
        fee=tuple(facts["fee"]) if facts.get("fee") else None, office=facts.get("office", ""),
        moved=tuple(facts["moved"]) if facts.get("moved") else None, **names,
    )  # fmt: skip


def note_move(session: Session, draft: Draft, old: str, new: str) -> None:
    """A merger: another office takes the form in; whoever opens it is told. What was not yet read stays."""
    change = session.get(DraftChange, draft.id)
    if change is None:
        change = DraftChange(draft_id=draft.id, facts={}, at=now())
        session.add(change)
    unread = change.facts if change.read_at is None else {}
    first = unread["moved"][0] if unread.get("moved") else old
    change.facts, change.at, change.read_at = {**unread, "moved": [first, new]}, now(), None


def forget(session: Session, draft: Draft) -> None:
    """The form is sent: what it once said goes with it."""
    session.execute(delete(DraftChange).where(DraftChange.draft_id == draft.id))


# --- what stays ---------------------------------------------------------------------------------------------


def carried(old: Procedure, new: Procedure, form: Mapping[str, Any]) -> tuple[dict[str, Any], Lost]:
    """The answers that the new version can take, and those that it cannot."""
    return _carry(new, old.by_key, new.by_key, form)


def _carry(new: Procedure, were: Fields, are: Fields, form: Mapping[str, Any]) -> tuple[dict[str, Any], Lost]:
    kept: dict[str, Any] = {}
    dropped: Lost = []
    for key, value in form.items():
        was, field = were.get(key), are.get(key)
        if field is not None and was is not None and field.type == was.type == "group":
            kept[key], lost = _group(new, was, field, value)
            dropped += lost
        elif field is not None and (is_empty(value) or was is None or _fits(new, was, field, value)):
            kept[key] = value
        elif was is not None and not is_empty(value):
            dropped.append(_lost(was, value))
    return kept, dropped


def _group(new: Procedure, was: Field, field: Field, value: Any) -> tuple[Any, Lost]:
    rows = value if isinstance(value, list) else [value]
    were, are = ({f.key: f for f in one.fields} for one in (was, field))
    made, dropped = [], []
    for row in rows:
        kept, lost = _carry(new, were, are, row) if isinstance(row, Mapping) else ({}, [])
        made.append(kept)
        dropped += lost
    if field.repeat is not None:
        return made, dropped
    more = [row for row in rows[1:] if not is_empty(row)]
    return (made[0] if made else {}), [*dropped, *([_lost(was, more)] if more else [])]


def _fits(new: Procedure, was: Field, field: Field, value: Any) -> bool:
    """Whether an answer stays: of the same type however it is typed, of another if it reads as that one."""
    choice = field.type in ("select", "radio", "multi")
    if field.type == was.type and not choice:
        return True
    if field.type in _SHAPES or was.type in _SHAPES:
        return False
    try:
        read(field, value, today(), forms.choices(new, field))
    except (Wrong, KeyError):
        return False
    return True


def _lost(field: Field, value: Any) -> list[str]:
    with speaking("vi"):
        shown = words.show(field, value)
    return [field.label, field.label_en, shown or str(value)[:200]]


# --- what is told -------------------------------------------------------------------------------------------


def _facts(
    session: Session,
    draft: Draft,
    old: Procedure,
    new: Procedure,
    before: Mapping[str, Any],
    form: dict[str, Any],
) -> dict[str, Any]:
    was, now_ = forms.clean(old, before).values, forms.clean(new, form).values
    files = set(session.scalars(select(Paper.slot).where(Paper.draft_id == draft.id)))
    slots = {slot.paper.key: slot for slot in forms.paper_slots(new, now_, 2)}
    wanted = {slot.paper.key for slot in forms.paper_slots(old, was, 2) if slot.required}
    asked = [f for f in forms.visible_fields(new, now_) if f.asked]
    mine = {f.key: f for f in forms.visible_fields(old, was) if f.asked}
    prices = [due.total(one, given, day=today()) for one, given in ((old, was), (new, now_))]
    return {
        "papers": [_pair(paper) for paper in old.papers if paper.key in files - set(slots)],
        "new": [_pair(f) for f in asked if _is_new(mine.get(f.key), f, form)],
        "new_papers": [
            _pair(slot.paper) for key, slot in slots.items() if slot.required and key not in wanted | files
        ],
        "fee": prices if prices[0] != prices[1] else None,
    }  # fmt: skip


def _is_new(was: Field | None, field: Field, form: Mapping[str, Any]) -> bool:
    """Whether a question was not asked before, or could be left empty and now must not be."""
    if not is_empty(form.get(field.key)):
        return False
    return was is None or (field.required and not was.required)


def _pair(part: Any) -> list[str]:
    return [part.label, part.label_en]


def _note(session: Session, draft: Draft, facts: dict[str, Any]) -> None:
    """Beside what was told before and not yet read: nothing is lost without being said."""
    change = session.get(DraftChange, draft.id)
    if change is None:
        change = DraftChange(draft_id=draft.id, facts={}, at=now())
        session.add(change)
    elif change.read_at is None:
        for name in ("dropped", "papers"):
            facts[name] = [
                *change.facts.get(name, []),
                *(x for x in facts[name] if x not in change.facts.get(name, [])),
            ]
        facts["office"] = facts.get("office") or change.facts.get("office", "")
        if change.facts.get("fee") and facts["fee"]:
            facts["fee"] = [change.facts["fee"][0], facts["fee"][1]]
        facts["fee"] = facts["fee"] or change.facts.get("fee")
        facts["moved"] = change.facts.get("moved")
    change.facts, change.at, change.read_at = facts, now(), None
