"""The confirmation code by mail, for whoever cannot read the picture: six digits to the form's address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Draft
from db.people import OneTimeCode
from db.session import reading, transaction
from services import captcha, drafts, forms
from services.accounts import one_time
from services.catalogue import store
from services.clock import now
from services.errors import Invalid, Problem


def ask(token: str, visitor: str) -> str:
    """Send a code to the applicant's address as it stands in this draft; that address.

    A code before it ends. Raises NotFound; Invalid where no address is known yet; TooOften.
    """
    with transaction() as session:
        draft = drafts.locked(session, token)
        procedure = store.version(session, draft.procedure_version_id)
        said = forms.roles(procedure, forms.clean(procedure, draft.form).values)
        email = said.get("applicant_email")
        if draft.dossier_id is not None or not email:
            raise Invalid([Problem("captcha", "mail_missing")])
        one_time.send(
            session, "email", email, account_id=None, visitor=visitor, language=draft.language,
            key=_key(draft.id),
        )  # fmt: skip
        return str(email)


def waits(token: str) -> bool:
    """Whether a code is on its way, or in the mail box, that this draft would still take."""
    with reading() as session:
        draft_id = session.scalar(select(Draft.id).where(Draft.token == token))
        kept = session.get(OneTimeCode, _key(draft_id)) if draft_id else None
        return kept is not None and kept.expires_at > now()


def count_try(token: str, typed: str) -> None:
    """Count a guess at the digits before it is looked at. Raises NotFound, TooOften."""
    if not _digits(typed):
        return
    with transaction() as session:
        draft = drafts.locked(session, token)
        if session.get(OneTimeCode, _key(draft.id)) is not None:
            one_time.count_try(session, _key(draft.id), visitor=_key(draft.id))


# --- shared steps -------------------------------------------------------------------------------------------


def faults(session: Session, draft: Draft, typed: str) -> list[Problem]:
    """What is wrong with the confirmation: the digits of the mail, or else the letters of the picture.

    Right digits stay: a form with other faults is sent again with them. A picture read wrongly is replaced.
    """
    kept = session.get(OneTimeCode, _key(draft.id)) if _digits(typed) else None
    if kept is not None:
        right = kept.expires_at > now() and one_time.matches(kept, typed)
        return [] if right else [Problem("captcha", "mail_code_wrong")]
    if captcha.right(draft.captcha or "", typed):
        return []
    draft.captcha = captcha.challenge()
    return [Problem("captcha", "captcha_wrong")]


def spend(session: Session, draft: Draft) -> None:
    """The draft was sent: its code opens nothing any more."""
    if (kept := session.get(OneTimeCode, _key(draft.id))) is not None:
        session.delete(kept)


def _key(draft_id: int) -> str:
    """Its own row: a code for a form never proves an address for an account, nor the other way round."""
    return f"draft:{draft_id}"


def _digits(typed: str) -> str:
    text = "".join(typed.split())
    return text if len(text) == 6 and text.isascii() and text.isdigit() else ""
