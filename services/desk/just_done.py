"""What an officer did to the dossier before this one, while it can still be taken back."""

from datetime import timedelta

from db.session import reading
from services import carrying, journal, settings
from services.actors import Actor
from services.clock import now
from services.desk.own import find
from services.desk.rows import Undo


def undo_of(actor: Actor, code: str) -> tuple[int, Undo] | None:
    """The dossier's version, and the actor's own last action on it; None when there is nothing to take back.

    Raises NotFound.
    """
    with reading() as session:
        dossier = find(session, actor, code)
        event = carrying.undoable(journal.of(session, dossier), actor, now())
    if event is None:
        return None
    action = event.facts.get("action", event.action) if event.action == "propose" else event.action
    return dossier.version, Undo(action, event.at + timedelta(seconds=settings.undo_seconds()))
