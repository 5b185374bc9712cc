"""How a citizen wants to be told: by mail, by text message, or both; chosen with form or account."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Draft
from db.outbox import Notice
from db.people import Account
from db.session import reading, transaction
from services import drafts, forms, notices
from services.actors import Actor
from services.catalogue import store
from services.citizens import account_log, owner
from services.errors import Invalid, Problem
from services.permissions import Permission

BOTH = ""
CHOICES = (BOTH, "email", "sms")


@dataclass(frozen=True)
class Choice:
    """What was chosen, and whether there is anything to choose: one way alone is no choice."""

    tell_by: str
    open: bool


def of_draft(token: str) -> Choice:
    """What this form will be sent with. Raises NotFound."""
    with transaction() as session:
        draft = drafts.locked(session, token)
        said = forms.roles(store.version(session, draft.procedure_version_id), draft.form)
        ways = notices.ways_to(said.get("applicant_email"), said.get("applicant_phone"))
        return Choice(_chosen(session, draft), len(ways) > 1)


def choose(token: str, tell_by: str) -> None:
    """Kept with the form until it is sent. Raises NotFound, Invalid."""
    _known(tell_by)
    with transaction() as session:
        # A choice of both is kept as such, so that the account's usual way does not come back.
        drafts.locked(session, token).tell_by = tell_by


def of_account(actor: Actor) -> str:
    """How new dossiers of this citizen are told of. Raises NotAllowed."""
    actor.require(Permission.ACCOUNT_OWN)
    with reading() as session:
        return session.get_one(Account, owner(actor)).tell_by or BOTH


def choose_for_account(actor: Actor, tell_by: str) -> None:
    """For dossiers sent from now on. Raises NotAllowed, Invalid."""
    actor.require(Permission.ACCOUNT_OWN)
    _known(tell_by)
    with transaction() as session:
        session.get_one(Account, owner(actor)).tell_by = tell_by or None
        account_log.write(session, owner(actor), "channel_chosen", tell_by=tell_by or "both")


def take_over(session: Session, draft: Draft, dossier: Dossier) -> None:
    """The dossier is told of as the form says; of its first message, just written, one channel may stay."""
    dossier.tell_by = _chosen(session, draft) or None
    ways = notices.ways_to(dossier.applicant_email, dossier.applicant_phone, dossier.tell_by)
    session.flush()
    others = Notice.channel.not_in([channel for channel, _recipient in ways])
    session.execute(delete(Notice).where(Notice.dossier_id == dossier.id, others))


def _chosen(session: Session, draft: Draft) -> str:
    if draft.tell_by is not None:
        return draft.tell_by
    account = session.get(Account, draft.account_id) if draft.account_id else None
    return (account.tell_by if account else None) or BOTH


def _known(tell_by: str) -> None:
    if tell_by not in CHOICES:
        raise Invalid([Problem("tell_by", "not_listed")])
