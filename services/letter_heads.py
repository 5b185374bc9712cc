"""The head of an office's letters: names, address, telephone, signer. Issued letters stay as they are."""

from dataclasses import dataclass

from db.agencies import Agency
from db.session import reading, transaction
from services.actors import Actor
from services.errors import Invalid, NotFound, Problem
from services.notices.sms_parts import plain
from services.oversight import log, scope
from services.permissions import Permission

FIELDS = ("superior", "office", "office_name", "place", "address", "phone", "signer_title", "signer", "sms")
"""As db/agencies.py names them; `office_name`: where results are collected, `sms`: the short name."""

LONGEST, LONGEST_SMS = 200, 30


@dataclass(frozen=True)
class Head:
    """The head of one agency's letters."""

    agency_id: int
    agency: str
    values: dict[str, str]
    logo: str = ""
    """Hash of its own picture (services/letter_logo.py)."""


def heads(actor: Actor) -> tuple[Head, ...]:
    """Every agency of this administrator that issues letters, in the order of the tree. Raises NotAllowed."""
    actor.require(Permission.AGENCY_MANAGE)
    with reading() as session:
        found = scope.agencies(session, scope.paths(actor, Permission.AGENCY_MANAGE))
    return tuple(_head(one) for one in found if one.valid_to is None)


def save(actor: Actor, agency_id: int, values: dict[str, str]) -> None:
    """What the next letters and messages of this agency print. Raises NotAllowed, NotFound, Invalid."""
    actor.require(Permission.AGENCY_MANAGE)
    new = {name: " ".join(values.get(name, "").split()) for name in FIELDS}
    found = [Problem(n, "too_long", {"limit": LONGEST}) for n, text in new.items() if len(text) > LONGEST]
    if not new["superior"]:
        found.append(Problem("superior", "text_empty"))
    if len(plain(new["sms"])) > LONGEST_SMS:
        found.append(Problem("sms", "too_long", {"limit": LONGEST_SMS}))
    if found:
        raise Invalid(found)
    with transaction() as session:
        agency = session.get(Agency, agency_id, with_for_update=True)
        paths = scope.paths(actor, Permission.AGENCY_MANAGE)
        if agency is None or not agency.path.startswith(paths):
            raise NotFound("agency")
        before = _head(agency).values
        changed = [name for name in FIELDS if new[name] != before[name]]
        if changed:
            agency.letter_head = {**agency.letter_head, **new}
            log.write(
                session, actor, "letter_head_changed", agency.code, agency_id=agency.id, changed=changed,
                before={name: before[name] for name in changed},
            )  # fmt: skip


def _head(agency: Agency) -> Head:
    kept = {name: str(agency.letter_head.get(name) or "") for name in FIELDS}
    values = {**kept, "superior": kept["superior"] or agency.name}
    return Head(agency.id, agency.name, values, str(agency.letter_head.get("logo") or ""))
