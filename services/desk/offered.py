"""What may be done with a dossier now, by this officer."""

from datetime import datetime, timedelta

from db.dossiers import Dossier, Event
from services import carrying, certificate_drafts, settings
from services.actors import Actor
from services.catalogue.schema import Procedure
from services.desk.rows import Offer, ProposalRow, Undo
from services.post.receivers import BY_POST, LEVEL
from services.post.states import UNDER_WAY
from services.workflow import ACTIONS, Role, State, open_actions, waits_for_leader


def actions(
    dossier: Dossier, actor: Actor, proposal: ProposalRow | None, at: datetime, payable: int
) -> tuple[Offer, ...]:
    """The table's open actions, without those that a guard would refuse anyway."""
    roles = actor.roles_at(dossier.agency_id)
    if proposal and Role.LEADER not in roles:
        return ()
    hopeless = {
        "not_yet_received": dossier.received_at is not None,
        "not_overdue": dossier.due_at is not None and at > dossier.due_at,
        "extension_left": dossier.extensions > 0,
        "something_to_pay": not payable,
        "goes_by_post": dossier.level < LEVEL or dossier.result_way != BY_POST,
        "not_with_the_post": dossier.delivery in UNDER_WAY,
    }
    return tuple(
        Offer(action, waits_for_leader(action, roles))
        for action in open_actions(State(dossier.state), roles)
        if not any(hopeless.get(guard) for guard in ACTIONS[action].guards)
    )


def draft(
    dossier: Dossier, actor: Actor, procedure: Procedure, proposal: ProposalRow | None
) -> bool:
    """A proposal that waits comes first; who sees the dossier at the desk may send its draft."""
    here = dossier.state == State.IN_PROCESS and proposal is None and actor.roles_at(dossier.agency_id)
    return bool(here) and certificate_drafts.asked_of(procedure, dossier.channel)


def undo(events: list[Event], actor: Actor, at: datetime) -> Undo | None:
    """The actor's own last action, while it can be taken back."""
    event = carrying.undoable(events, actor, at) if events else None
    if event is None:
        return None
    action = event.facts.get("action", event.action) if event.action == "propose" else event.action
    return Undo(action, event.at + timedelta(seconds=settings.undo_seconds()))
