"""What a supplement request would send, before it is sent: the very words of message and letter."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from db.dossiers import Dossier
from db.session import reading
from services import letter_book, letters, notices
from services.actors import Actor
from services.casework_steps import plain
from services.clock import now
from services.desk.own import find
from services.notices import rules, texts


def messages(
    actor: Actor, code: str, items: Sequence[dict[str, Any]], answer_by: date | None
) -> tuple[tuple[str, str], ...]:
    """Channel and text of each message that would go out; empty where nothing reaches this citizen. Raises
    NotFound."""
    with reading() as session:
        dossier = find(session, actor, code)
        event: Any = _as_if(dossier, items, answer_by)
        facts = letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, event))
        language, kind = dossier.language, "supplement_asked"
        ways = notices.ways_to(dossier.applicant_email, dossier.applicant_phone, dossier.tell_by)
        own = rules.own_texts(session) if ways else {}
    return tuple(
        (channel, texts.render(kind, channel, language, facts, own.get((kind, channel, language)))[1])
        for channel, _recipient in ways
    )


def letter(actor: Actor, code: str, items: Sequence[dict[str, Any]], answer_by: date | None) -> bytes:
    """Mẫu 02 as it would be printed, without a number yet; PDF. Raises NotFound."""
    with reading() as session:
        dossier = find(session, actor, code)
        facts = letter_book.draft(session, dossier, _as_if(dossier, items, answer_by), actor)
    return letters.render("supplement", facts)


def _as_if(dossier: Dossier, items: Sequence[dict[str, Any]], answer_by: date | None) -> Any:
    """An event that did not happen, with all that letters and messages ask of one."""
    facts = plain({"items": list(items), "answer_by": answer_by})
    return SimpleNamespace(action="request_supplement", facts=facts, at=now(), dossier_id=dossier.id)
