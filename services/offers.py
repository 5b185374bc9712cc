"""Which procedures can be asked for, and at which offices: what the public pages list and search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.agencies import Agency, AgencySuccessor
from db.people import RoleGrant
from db.session import reading
from services import agencies
from services.catalogue import store
from services.catalogue.schema import Procedure
from services.clock import today
from services.identity import fold, sort_key
from services.workflow import Role

KINDS = {"xa": ("commune",), "huyen": ("district",), "tinh": ("province", "sector", "centre")}
"""Which kinds of agencies work at a tier of a procedure."""

ONLINE_FROM = 3
"""From this level on a dossier can be handed in over the net."""


@dataclass(frozen=True)
class Office:
    """An agency that takes dossiers in. `tier` is xa, huyen or tinh."""

    id: int
    slug: str
    code: str
    name: str
    tier: str
    parent_name: str
    phone: str
    address: str
    place: str
    path: str


def search(
    words: str = "", *, field: str = "", level: int = 0, tier: str = "", office: str = ""
) -> list[Procedure]:
    """Today's procedures that fit, by name. `words` match with or without accents, in any order;
    `field` is a folded name of a field of work, `office` the slug of an office."""
    with reading() as session:
        procedures = [procedure for _, procedure in store.all_current(session, today())]
        at = next((o for o in _offices(session, KINDS) if o.slug == office), None) if office else None
        codes = _codes_above(session, at.path) if at is not None else frozenset()
    wanted = fold(words).split()
    found = [
        one
        for one in procedures
        if (not field or fold(one.field) == field)
        and (not level or one.level == level)
        and (not tier or tier in one.tiers)
        and (not office or (at is not None and at.tier in one.tiers and _offers(one, codes)))
        and all(word in _haystack(one) for word in wanted)
    ]
    return sorted(found, key=lambda one: fold(one.name))


def _haystack(procedure: Procedure) -> str:
    names = [procedure.name, procedure.short, procedure.name_en, procedure.short_en, procedure.field]
    for variant in procedure.variants:
        names += [variant.label, variant.label_en]
    return fold(" ".join([procedure.code, *names]))


def fields() -> list[tuple[str, Procedure]]:
    """The fields of work, each by its folded name, with one procedure that says how it is written."""
    with reading() as session:
        procedures = [procedure for _, procedure in store.all_current(session, today())]
    return sorted({fold(one.field): one for one in procedures}.items())


def procedure(code: str) -> Procedure:
    """Today's version of a procedure. Raises NotFound."""
    with reading() as session:
        return store.current(session, code, today())[1]


def offices(wanted: Procedure | None = None) -> list[Office]:
    """The offices that take in this procedure, or any: those with somebody at the counter, by name."""
    with reading() as session:
        found = _offices(session, wanted.tiers if wanted else KINDS)
        if wanted is None or not wanted.offered_by:
            return found
        # Few agencies are named, and each stands for all below it: their paths are enough.
        named = select(Agency.id).where(Agency.code.in_(wanted.offered_by))
        heirs = select(AgencySuccessor.successor_id).where(AgencySuccessor.agency_id.in_(named))
        either = Agency.id.in_(named) | Agency.id.in_(heirs)
        tops = session.scalars(select(Agency.path).where(either)).all()
        return [office for office in found if office.path.startswith(tuple(tops))]


def competent(session: Session, procedure: Procedure, agency_id: int, day: date) -> Agency | None:
    """The agency, if it exists on this day, works at a tier of the procedure and takes it in; or None."""
    agency = session.scalar(select(Agency).where(Agency.id == agency_id, agencies.valid_on(day)))
    kinds = {kind for tier in procedure.tiers for kind in KINDS[tier]}
    if agency is None or agency.kind not in kinds:
        return None
    if procedure.offered_by and not _offers(procedure, _codes_above(session, agency.path)):
        return None
    return agency


def _offers(procedure: Procedure, codes: frozenset[str]) -> bool:
    """Whether an agency with these codes, its own and those above, is among those that take it in."""
    return not procedure.offered_by or not codes.isdisjoint(procedure.offered_by)


def _codes_above(session: Session, path: str) -> frozenset[str]:
    """The codes of the agency at this path, of all above it, and of those whose work they took over."""
    ids = [int(one) for one in path.strip("/").split("/")]
    ended = select(AgencySuccessor.agency_id).where(AgencySuccessor.successor_id.in_(ids))
    asked = select(Agency.code).where(Agency.id.in_(ids) | Agency.id.in_(ended))
    return frozenset(session.scalars(asked))


def _offices(session: Session, tiers: Iterable[str]) -> list[Office]:
    tier_of = {kind: tier for tier in tiers for kind in KINDS[tier]}
    day, above = today(), aliased(Agency)
    staffed = select(RoleGrant.agency_id).where(
        RoleGrant.role.in_((Role.RECEIVER, Role.LEADER)),
        RoleGrant.valid_from <= day,
        RoleGrant.valid_to.is_(None) | (RoleGrant.valid_to >= day),
    )
    rows = session.execute(
        select(Agency, above.name)
        .outerjoin(above, above.id == Agency.parent_id)
        .where(Agency.kind.in_(tier_of), Agency.id.in_(staffed), agencies.valid_on(day))
    )
    found = [as_office(agency, tier_of[agency.kind], parent or "") for agency, parent in rows]
    return sorted(found, key=lambda office: sort_key(office.name))


def as_office(agency: Agency, tier: str = "", parent_name: str = "") -> Office:
    """The row as pages know it."""
    head = agency.letter_head
    return Office(
        agency.id, agency.slug, agency.code, agency.name, tier, parent_name,
        head.get("phone", ""), head.get("address", ""), head.get("place", ""),
        agency.path,
    )  # fmt: skip
