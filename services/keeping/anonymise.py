"""Takes everything of the person out of a closed dossier; what the journal and the figures need stays true.

Code, procedure, agency, days, states, sums of money and who in the office did what stay. Names, addresses,
phones, answers, reasons in free text, papers and messages go. The journal keeps its hashes: one last event
seals what the others say now (services/journal.py), so nobody can use this to change anything else unseen.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

import db
from db.dossiers import Dossier, Draft, Event, Letter, Proposal, SupplementRequest
from db.money import MoneyEntry
from db.post import PaperMark, Parcel, ParcelEvent
from services import journal
from services.actors import SYSTEM
from services.workflow import Clock

ERASED = "(đã ẩn danh)"
"""What stands where something of the person was."""

GONE = frozenset(
    {
        "paper_verdict", "paper", "notice", "office_note", "dossier_subject", "dossier_lease",
        "certificate_draft", "due_warning",
    }  # fmt: skip
)
"""Tables whose rows about the dossier are deleted."""

EMPTIED = frozenset(
    {"event", "letter", "proposal", "supplement_request", "money_entry", "money_amendment", "parcel", "draft",
     "paper_mark"}
)  # fmt: skip
"""Tables whose rows stay without what is personal in them."""

STAYS = {
    "dossier_fact": "days and counts, no person",
    "dossier_label": "the agency's own words for its work",
    "payment_reference": "a word made by us",
    "online_payment": "sums and numbers of the provider",
    "bulk_item": "which run it was in",
    "payment_reminder": "days and attempts",
    "moved_dossier": "which office it came from",
}
"""Tables that hold nothing of the person, each with its reason."""

_CODES = frozenset(
    "action actor channel clock delivery field kind line money paper pay_way receipt_number reference "
    "result_way state to_name told tracking_code way asked_by status money_state parcel_before".split()
)
"""Facts whose text is a code or a colleague's name."""

_PERSONAL = frozenset({"form", "fields"})
_OF_LETTERS = frozenset(
    {"applicant_name", "submitter_name", "address", "phone", "email", "id_number", "reason"}
)
_PLAIN = re.compile(r"[0-9a-f]{64}|\d{4}-\d\d-\d\d(T[\d:.+\-]+)?")


def anonymise(session: Session, dossier: Dossier, at: datetime, *, months: int, files: int) -> Event:
    """Do it, for a dossier that the caller holds locked and whose files are gone from the storage; the event
    that tells of it."""
    _forget_rows(session, dossier)
    sealed = _empty_events(session, dossier)
    _empty_money(session, dossier)
    _empty_letters(session, dossier)
    _empty_the_rest(session, dossier)
    dossier.applicant_name, dossier.applicant_folded, dossier.form = ERASED, "", {}
    for name in ("applicant_phone", "applicant_email", "applicant_id_number", "applicant_address",
                 "account_id", "result_sha256"):  # fmt: skip
        setattr(dossier, name, None)
    dossier.anonymised_at = at
    return journal.append(
        session, dossier, actor=SYSTEM, action=journal.ANONYMISED, from_state=dossier.state,
        clock=Clock.RUNS, facts={"months": months, "files": files, "sealed": sealed}, at=at,
    )  # fmt: skip


def bare(value: Any, key: str = "") -> Any:
    """The same facts without what is personal: numbers, days, hashes and codes stay, all other text goes."""
    if isinstance(value, dict):
        return {k: ({} if k in _PERSONAL else bare(v, k)) for k, v in value.items()}
    if isinstance(value, list):
        return [bare(one, key) for one in value]
    if not isinstance(value, str) or not value or key in _CODES or _PLAIN.fullmatch(value):
        return value
    return ERASED


def _forget_rows(session: Session, dossier: Dossier) -> None:
    """What points at others goes first."""
    for table in reversed(db.Base.metadata.sorted_tables):
        if table.name in GONE:
            session.execute(delete(table).where(table.c.dossier_id == dossier.id))
    lost = PaperMark.sha256 != (dossier.result_sha256 or "")
    session.execute(
        delete(PaperMark).where(PaperMark.dossier_id == dossier.id, PaperMark.kind == "result", lost)
    )


def _empty_events(session: Session, dossier: Dossier) -> dict[str, str]:
    """{number: digest as it is now} of every event that had something personal in it."""
    sealed = {}
    for event in journal.of(session, dossier):
        before = journal.digest(event)
        event.facts = bare(event.facts)
        if event.actor_kind == "citizen":
            event.actor_name, event.actor_id = ERASED, None
        if (now := journal.digest(event)) != before:
            sealed[str(event.seq)] = now
    session.flush()
    return sealed


def _empty_money(session: Session, dossier: Dossier) -> None:
    """Entries say what their events say, also now (services/money/audit.py)."""
    rows = session.execute(
        select(MoneyEntry, Event.actor_kind).join(Event, Event.id == MoneyEntry.event_id)
        .where(MoneyEntry.dossier_id == dossier.id)
    )  # fmt: skip
    for entry, kind in rows.all():
        entry.reason = bare(entry.reason)
        if kind == "citizen":
            entry.actor_id, entry.actor_name = None, ERASED
    asked = db.Base.metadata.tables["money_amendment"]
    session.execute(update(asked).where(asked.c.dossier_id == dossier.id).values(reason=ERASED))


def _empty_letters(session: Session, dossier: Dossier) -> None:
    """Which letters were issued when and under which number stays; printed again they name nobody."""
    for letter in session.scalars(select(Letter).where(Letter.dossier_id == dossier.id)):
        facts = {k: (ERASED if v and k in _OF_LETTERS else v) for k, v in letter.facts.items()}
        if facts.get("items"):
            facts["items"] = [{**item, "reason": ""} for item in facts["items"]]
        letter.facts = facts


def _empty_the_rest(session: Session, dossier: Dossier) -> None:
    own = {"synchronize_session": False}
    for table, values in (
        (Proposal, {"asks": {}, "note": None}),
        (Parcel, {"receiver_name": ERASED, "receiver_phone": "", "address": ERASED}),
        (Draft, {"account_id": None, "linked_to": None, "form": {}}),
    ):
        session.execute(
            update(table).where(table.dossier_id == dossier.id).values(**values).execution_options(**own)
        )
    for request in session.scalars(
        select(SupplementRequest).where(SupplementRequest.dossier_id == dossier.id)
    ):
        request.items = bare(request.items)
    parcels = select(Parcel.id).where(Parcel.dossier_id == dossier.id)
    news = update(ParcelEvent).where(ParcelEvent.parcel_id.in_(parcels)).values(note=None)
    session.execute(news.execution_options(**own))


def tables() -> frozenset[str]:
    """Every table that holds rows about a dossier: each stands in GONE, EMPTIED or STAYS."""
    found: list[Table] = [t for t in db.Base.metadata.sorted_tables if "dossier_id" in t.c]
    return frozenset(table.name for table in found)

