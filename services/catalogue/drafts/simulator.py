"""A new version is run over past dossiers before it counts: which dates, fees, papers would differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.catalogue import ProcedureDraft, ProcedureVersion
from db.dossiers import Dossier, Event
from db.session import reading
from services import forms, ledger
from services.actors import Actor
from services.catalogue import store
from services.catalogue.drafts.draft_steps import faults_of, manager
from services.catalogue.schema import Procedure
from services.clock import today
from services.dates import calendars
from services.dates.deadlines import TimeRule
from services.errors import GuardRefused, NotFound
from services.forms import words
from services.language import pick
from services.money import due
from services.vietnamese import money, short_date

PAGE = 500
"""Dossiers read at once."""
_PLACES_TOLD = 3


@dataclass(frozen=True)
class Differs:
    """One past dossier that would have been otherwise, without a person: code, office, and both values."""

    code: str
    agency: str
    before: str
    after: str


@dataclass(frozen=True)
class Simulation:
    """What a draft would have changed for the dossiers looked at, the newest first in each list."""

    looked_at: int
    due_later: tuple[Differs, ...] = ()
    due_earlier: tuple[Differs, ...] = ()
    fee_more: tuple[Differs, ...] = ()
    fee_less: tuple[Differs, ...] = ()
    papers_more: tuple[Differs, ...] = ()
    papers_fewer: tuple[Differs, ...] = ()
    form_refuses: tuple[Differs, ...] = ()


def run(reader: Actor, draft_id: int, *, most: int = 5000) -> Simulation:
    """Look at the newest `most` dossiers of the draft's procedure, each beside its own version.

    Dates, fees, papers and problems come from the code that works on real dossiers; nothing is written.
    Prices are compared on the day of submission, or on the first day of the draft where that is later.
    Raises NotAllowed, NotFound, GuardRefused (draft_faults).
    """
    manager(reader)
    with reading() as session:
        draft = session.get(ProcedureDraft, draft_id)
        if draft is None:
            raise NotFound("draft")
        new, found = faults_of(session, draft)
        if new is None:
            raise GuardRefused("draft_faults", count=len(found))
        trial = _Trial(session, new)
        for page in _pages(session, new.code, most):
            trial.look(page)
        return Simulation(trial.looked_at, **{name: tuple(rows) for name, rows in trial.lists.items()})


def _pages(session: Session, code: str, most: int) -> Iterator[list[Row[Any]]]:
    """The dossiers of all versions, the newest version and the newest dossier first, page by page."""
    row, left = Dossier, most
    versions = select(ProcedureVersion.id).where(ProcedureVersion.code == code)
    for version_id in session.scalars(versions.order_by(ProcedureVersion.version.desc())).all():
        before: int | None = None
        while left > 0:
            asked = select(
                row.id, row.code, row.agency_id, row.procedure_version_id, row.channel, row.submitted_at,
                row.received_at, row.form, row.anonymised_at,
            ).where(row.procedure_version_id == version_id)  # fmt: skip
            if before is not None:
                asked = asked.where(row.id < before)
            page = list(session.execute(asked.order_by(row.id.desc()).limit(min(PAGE, left))))
            if not page:
                break
            yield page
            before, left = page[-1].id, left - len(page)


@dataclass
class _Trial:
    """One run: what is known of versions and agencies, and what was found so far."""

    session: Session
    new: Procedure
    looked_at: int = 0
    lists: dict[str, list[Differs]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lists = {name: [] for name in Simulation.__dataclass_fields__ if name != "looked_at"}
        self.starts = max(today(), self.new.valid_from)
        self.agencies: dict[int, Agency] = {}

    def look(self, page: list[Row[Any]]) -> None:
        """Every dossier of a page."""
        self.looked_at += len(page)
        missing = {one.agency_id for one in page} - set(self.agencies)
        for agency in self.session.scalars(select(Agency).where(Agency.id.in_(missing))):
            self.agencies[agency.id] = agency
        old = store.version(self.session, page[0].procedure_version_id)
        if _rule(old) != _rule(self.new):
            self.dates(page, old)
        same_form = (old.sections, old.rules) == (self.new.sections, self.new.rules)
        for one in page:
            if one.anonymised_at is None:
                self.answers(one, old, same_form)

    def dates(self, page: list[Row[Any]], old: Procedure) -> None:
        """The return dates by both rules, off the dossiers' own events and calendars."""
        received = {one.id: one for one in page if one.received_at is not None}
        asked = select(Event).where(Event.dossier_id.in_(received)).order_by(Event.dossier_id, Event.seq)
        for dossier_id, events in groupby(self.session.scalars(asked), lambda event: event.dossier_id):
            one, told = received[dossier_id], list(events)
            calendar = calendars.load(self.session, self.agencies[one.agency_id])
            was, now = (ledger.from_events(calendar, _rule(rule), told) for rule in (old, self.new))
            for event in told:
                self.session.expunge(event)
            if was is None or now is None or was.due == now.due:
                continue
            name = "due_later" if now.due > was.due else "due_earlier"
            self.add(name, one, short_date(was.due.date()), short_date(now.due.date()))

    def answers(self, one: Row[Any], old: Procedure, same_form: bool) -> None:
        """What the answers cost, which papers they need, and whether the new form would take them."""
        given: Mapping[str, Any] = one.form
        day = one.submitted_at.date()
        if not same_form:
            read = forms.clean(self.new, given, today=day)
            self.problems(one, old, read, day)
            given = read.values
        prices = [
            due.total(procedure, values, day=max(day, self.starts), channel=one.channel)
            for procedure, values in ((old, one.form), (self.new, given))
        ]
        if prices[0] != prices[1]:
            self.add("fee_more" if prices[1] > prices[0] else "fee_less", one, *map(money, prices))
        was, now = _required(old, one.form, one.channel), _required(self.new, given, one.channel)
        if more := {key: now[key] for key in now if key not in was}:
            self.add("papers_more", one, "", ", ".join(more.values()))
        if fewer := {key: was[key] for key in was if key not in now}:
            self.add("papers_fewer", one, ", ".join(fewer.values()), "")

    def problems(self, one: Row[Any], old: Procedure, read: forms.Cleaned, day: date) -> None:
        """Questions at which only the new form stops; never what was answered."""
        if not read.problems:
            return
        before = {(p.where, p.code) for p in forms.clean(old, one.form, today=day).problems}
        places = [words.where(p, self.new) for p in read.problems if (p.where, p.code) not in before]
        if places := list(dict.fromkeys(places)):
            more = f" (+{len(places) - _PLACES_TOLD})" if len(places) > _PLACES_TOLD else ""
            self.add("form_refuses", one, "", ", ".join(places[:_PLACES_TOLD]) + more)

    def add(self, name: str, one: Row[Any], before: str, after: str) -> None:
        """One line of one list."""
        self.lists[name].append(Differs(one.code, self.agencies[one.agency_id].name, before, after))


def _rule(procedure: Procedure) -> TimeRule:
    return TimeRule(procedure.time.rule, procedure.time.working_days)


def _required(procedure: Procedure, values: Mapping[str, Any], channel: int) -> dict[str, str]:
    """The papers that these answers need over this channel: key and label."""
    slots = forms.paper_slots(procedure, values, channel)
    return {s.paper.key: pick(s.paper.label, s.paper.label_en) for s in slots if s.required}
