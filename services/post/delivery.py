"""Another way to the result, or another receiver, asked for before the post has the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.session import transaction
from services import carrying, forms, journal, letter_book, needs, notices, settings
from services.actors import Actor
from services.casework_steps import plain
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import now
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, Problem, Stale, WrongState
from services.post import receivers
from services.post.receivers import BY_POST, LEVEL
from services.post.states import UNDER_WAY
from services.workflow import OPEN, Clock, Role, State

CHANGE = "change_delivery"
"""Changes neither state nor clock, so it stands beside the workflow table."""

ROLES = ("receiver_name", "receiver_phone", "postal_address")
COUNTER = "TRUC_TIEP"


@dataclass(frozen=True)
class Choice:
    """What may be chosen for one dossier: `ways` as codes, and the fields that say the receiver."""

    ways: tuple[str, ...]
    way_field: str
    receiver_fields: tuple[str, ...]


def choice(procedure: Procedure) -> Choice | None:
    """None where the procedure offers no choice: below level 4, or with no question about it."""
    by_role = {field.role: field for field in procedure.fields if field.role}
    asked = by_role.get("result_way")
    if procedure.level < LEVEL or asked is None:
        return None
    offered = {option.value for option in asked.options}
    ways = tuple(way for way in needs.RESULT_WAYS if way in offered)
    return Choice(ways, asked.key, tuple(by_role[role].key for role in ROLES if role in by_role))


def change(
    actor: Actor, code: str, *, seen: int, way: str, receiver: Mapping[str, Any], reason: str
) -> int:
    """The result goes another way, or to another receiver (`receiver`: answers by field key); the citizen is
    told. Gives the new version.

    Raises NotFound, Stale, NotAllowed, WrongState, GuardRefused, Missing, Invalid; then nothing changed.
    """
    if not (reason := needs.clean(reason)):
        raise Missing(["reason"])
    with transaction() as session:
        at = now()
        dossier = _load(session, actor, code, seen)
        procedure = store.version(session, dossier.procedure_version_id)
        form = _form(procedure, dossier, way, receiver)
        if form == dossier.form and way == dossier.result_way:
            raise GuardRefused("nothing_to_change")
        before = {"result_way": dossier.result_way, "form": dossier.form}
        dossier.form, dossier.result_way = form, way
        event = journal.append(
            session, dossier, actor=actor, action=CHANGE, from_state=dossier.state, clock=Clock.RUNS, at=at,
            facts=plain({"way": way, "way_before": before["result_way"], "reason": reason, "before": before}),
        )  # fmt: skip
        told = letter_book.notice_facts(session, dossier, letter_book.about(session, dossier, event))
        wait = timedelta(seconds=settings.undo_seconds())
        notices.write(session, dossier, event, "delivery_changed", told, not_before=at + wait)
        return dossier.version


def _load(session: Session, actor: Actor, code: str, seen: int) -> Dossier:
    dossier = session.scalar(select(Dossier).where(Dossier.code == code).with_for_update())
    if dossier is None or not (roles := carrying.roles_on(actor, dossier)):
        raise NotFound("dossier")
    if dossier.version != seen:
        last = journal.of(session, dossier)[-1]
        raise Stale(last.actor_name, last.action, last.at)
    if not {Role.RECEIVER, Role.LEADER} & roles:
        raise NotAllowed(CHANGE)
    if dossier.state not in OPEN:
        raise WrongState(CHANGE, State(dossier.state))
    if dossier.delivery in UNDER_WAY:
        raise GuardRefused("not_with_the_post")
    return dossier


def _form(procedure: Procedure, dossier: Dossier, way: str, receiver: Mapping[str, Any]) -> dict[str, Any]:
    """The whole form with the new answers, checked as the citizen's were."""
    offered = choice(procedure)
    if offered is None or dossier.level < LEVEL:
        raise GuardRefused("no_choice_of_way")
    if way not in offered.ways or set(receiver) - set(offered.receiver_fields):
        raise Invalid([Problem("way", "not_listed")])
    given = {offered.way_field: way, **(receiver if way == BY_POST else {})}
    cleaned = forms.clean(procedure, {**dossier.form, **given})
    mine = {offered.way_field, *offered.receiver_fields}
    if found := [one for one in cleaned.problems if one.where.partition(".")[0] in mine]:
        raise Invalid(found)
    kept = {key: value for key, value in dossier.form.items() if key not in mine}
    form = {**kept, **{key: cleaned.values[key] for key in mine if key in cleaned.values}}
    if way == BY_POST and not receivers.of(procedure, form).complete:
        raise GuardRefused("has_a_receiver")
    return form
