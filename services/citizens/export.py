"""Everything the office keeps about a signed-in citizen, as one JSON file for the citizen."""

import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Draft, Event, Paper
from db.outbox import Notice
from db.people import Account, AccountEvent
from db.session import transaction
from services import journal
from services.accounts import tries
from services.actors import Actor
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.citizens import account_log, owner, viewers
from services.clock import now
from services.forms import words as forms_words
from services.permissions import Permission
from services.tracking import INSIDE

_MOMENTS = ("submitted_at", "received_at", "due_at", "closed_at")

A_DAY = 20
"""Exports of one account in a day."""


def own_data(actor: Actor) -> bytes:
    """Account, dossiers with answers, papers, story and messages, and drafts under way; UTF-8 JSON.

    Files themselves are downloaded from each dossier. Writes a line in the log. Raises NotAllowed, TooOften.
    """
    actor.require(Permission.ACCOUNT_OWN)
    who = owner(actor)
    with transaction() as session:
        tries.throttle(session, f"export:{who}", limit=A_DAY, window=timedelta(days=1))
        account_log.write(session, who, "exported")
        data = {
            "exported_at": now().isoformat(),
            "account": _account(session, who),
            "dossiers": _dossiers(session, who),
            "drafts": _drafts(session, who),
            "papers_opened_by": [
                {"at": _at(one.at), "by": one.who, "office": one.office, "dossier": one.code,
                 "paper": one.paper}
                for one in viewers.of_account(session, who)
            ],
        }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _account(session: Session, who: int) -> dict[str, Any]:
    account = session.get_one(Account, who)
    lines = session.scalars(
        select(AccountEvent).where(AccountEvent.account_id == who).order_by(AccountEvent.id)
    )
    return {
        "username": account.username, "name": account.name, "email": account.email, "phone": account.phone,
        "created_at": account.created_at.isoformat(),
        "log": [{"at": line.at.isoformat(), "action": line.action, **line.facts} for line in lines],
    }  # fmt: skip


def _dossiers(session: Session, who: int) -> list[dict[str, Any]]:
    mine = session.execute(
        select(Dossier, Agency.name)
        .join(Agency, Agency.id == Dossier.agency_id)
        .where(Dossier.account_id == who)
        .order_by(Dossier.id)
    ).all()
    procedures = store.versions(session, {dossier.procedure_version_id for dossier, _ in mine})
    papers, events, notices = (_by_dossier(session, who, table) for table in (Paper, Event, Notice))
    return [
        {
            "code": one.code,
            "agency": agency,
            "procedure": procedures[one.procedure_version_id].name,
            "procedure_code": one.procedure_code,
            "state": one.state,
            **{name: _at(getattr(one, name)) for name in _MOMENTS},
            "answers": _answers(procedures[one.procedure_version_id], one.form),
            "papers": [
                {"slot": p.slot, "filename": p.filename, "bytes": p.size, "added_at": _at(p.added_at)}
                for p in papers[one.id]
            ],
            "story": [
                {"at": _at(e.at), "action": e.action, "state": e.to_state,
                 "by": "office" if e.actor_kind == "officer" else e.actor_kind}
                for e in journal.effective(events[one.id]) if e.action not in INSIDE
            ],
            "messages": [
                {"kind": n.kind, "channel": n.channel, "to": n.recipient, "sent_at": _at(n.sent_at)}
                for n in notices[one.id] if n.cancelled_at is None
            ],
        }
        for one, agency in mine
    ]  # fmt: skip


def _by_dossier(session: Session, who: int, table: Any) -> dict[int, list[Any]]:
    rows = select(table).join(Dossier, Dossier.id == table.dossier_id).where(Dossier.account_id == who)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(rows.order_by(table.id)):
        found[row.dossier_id].append(row)
    return found


def _drafts(session: Session, who: int) -> list[dict[str, Any]]:
    open_ones = session.scalars(
        select(Draft)
        .where(Draft.account_id == who, Draft.dossier_id.is_(None), Draft.expires_at > now())
        .order_by(Draft.id)
    ).all()
    procedures = store.versions(session, {draft.procedure_version_id for draft in open_ones})
    return [
        {
            "procedure": procedures[draft.procedure_version_id].name,
            "saved_at": _at(draft.saved_at),
            "kept_until": _at(draft.expires_at),
            "answers": draft.form,
        }
        for draft in open_ones
    ]


def _answers(procedure: Procedure, form: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"question": forms_words.label(field), "answer": text}
        for _title, given in forms_words.answers(procedure, form)
        for field, text in given
    ]


def _at(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
