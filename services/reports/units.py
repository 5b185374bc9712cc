"""For whom a report is made: a commune, or an office with the communes below it; and who may make it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from services import agencies
from services.actors import Actor
from services.clock import today
from services.errors import NotFound
from services.figures.published import short_name
from services.identity import fold
from services.permissions import POLICY, Permission
from services.workflow import Role

ABOVE = ("province", "district")
"""Kinds of agencies that no dossier goes to: they report what the ones below them did."""


@dataclass(frozen=True)
class Unit:
    """An office that reports. `below`: (id, slug, name) of the offices whose dossiers it counts."""

    id: int
    code: str
    slug: str
    name: str
    receiver: str
    below: tuple[tuple[int, str, str], ...]
    sums_up: bool
    own: bool
    """Whether the actor may hand in this one's report: it is where she works."""
    personal: bool
    """Whether the actor leads it, and so may take out personal data with a purpose."""

    @property
    def agencies(self) -> frozenset[int]:
        """Whose dossiers count."""
        return frozenset(one[0] for one in self.below)


def units(session: Session, actor: Actor) -> list[Unit]:
    """The offices whose reports this actor reads, her own first, then by name. Raises NotAllowed."""
    actor.require(Permission.REPORT_READ)
    rows, heirs = list(session.scalars(select(Agency))), agencies.heirs(session, today())
    grants = [grant for grant in actor.grants if Permission.REPORT_READ in POLICY[grant.role]]
    above = tuple(grant.path for grant in grants if grant.role is Role.SUPERVISOR and grant.path)
    own = actor.agencies_for(Permission.REPORT_READ)
    leads = frozenset(grant.agency_id for grant in grants if grant.role is Role.LEADER)
    found = [row for row in rows if row.id in own or (above and row.path.startswith(above))]
    made = [_unit(row, rows, heirs, row.id in own, row.id in leads) for row in found]
    return sorted(made, key=lambda unit: (not unit.own, not unit.sums_up, fold(unit.name)))


def unit(session: Session, actor: Actor, slug: str) -> Unit:
    """One of them, by slug or code; the first where none is named. Raises NotAllowed, NotFound."""
    known = units(session, actor)
    found = [one for one in known if slug in ("", one.slug, one.code)]
    if not found:
        raise NotFound("agency")
    return found[0]


def anybody(session: Session, code: str, on: date) -> Unit:
    """The unit of a command, which asks nobody for leave: by code or slug, as it was named on that day.
    Raises NotFound."""
    rows = list(session.scalars(select(Agency)))
    named = [row for row in rows if code in (row.code, row.slug) and row.valid_from <= on]
    if not named:
        raise NotFound("agency")
    heirs = agencies.heirs(session, on)
    return _unit(max(named, key=lambda row: row.valid_from), rows, heirs, False, False)


def _unit(row: Agency, rows: list[Agency], heirs: Mapping[int, int], own: bool, leads: bool) -> Unit:
    """An office counts with those whose work it goes on with: what was open came from them."""
    sums_up = row.kind in ABOVE
    below = [one.id for one in rows if one.path.startswith(row.path)] if sums_up else [row.id]
    ended = row.valid_to is not None and not sums_up
    counted = {row.id} if ended else agencies.with_heirs(below, heirs)
    names = [
        (one.id, one.slug, short_name(one.name)) for one in rows
        if one.id in counted and one.kind not in ABOVE
    ]
    parent = next((one.name for one in rows if one.id == row.parent_id), "")
    return Unit(
        row.id, row.code, row.slug, row.name, parent, tuple(sorted(names, key=lambda one: fold(one[2]))),
        sums_up, own, leads and not sums_up,
    )  # fmt: skip
