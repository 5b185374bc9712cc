"""What an address of the page of figures asks for, within what its reader may see."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from services import agencies
from services.actors import Actor
from services.catalogue import Procedure, store
from services.clock import today
from services.figures import choice
from services.figures.choice import Choice, Period
from services.figures.published import short_name
from services.identity import fold
from services.language import _, pick
from services.permissions import POLICY, Permission
from services.vietnamese import short_date
from services.workflow import Role


@dataclass(frozen=True)
class Asked:
    """What an address asks for, as it stands there. What is not known there means all."""

    period: str = ""
    commune: str = ""
    field: str = ""
    procedure: str = ""
    level: str = ""
    channel: str = ""
    apart: str = ""
    """1: agencies that ended stand beside the one that goes on with their work, not in it."""


@dataclass(frozen=True)
class Options:
    """What can be chosen, as (code, name); `asked` is what was understood of the address."""

    asked: Asked
    periods: tuple[Period, ...]
    communes: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    procedures: tuple[tuple[str, str], ...]
    merged: bool = False
    """Whether any agency of these goes on with the work of one that ended."""


@dataclass(frozen=True)
class Scene:
    """What was understood of an address: places this actor sees, procedures there are, what is wanted."""

    options: Options
    wanted: Choice
    places: list[tuple[int, str, str]]
    procedures: dict[str, Procedure]
    lines: Mapping[int, int]
    """In whose line each of these agencies counts: its own, or that of whoever goes on with its work."""

    @classmethod
    def of(cls, session: Session, actor: Actor, asked: Asked) -> "Scene":
        """Read an address as this actor may."""
        day = today()
        heirs = agencies.heirs(session, day)
        places = _places(session, actor, heirs)
        lines = {one[0]: one[0] if asked.apart else heirs.get(one[0], one[0]) for one in places}
        shown = [one for one in places if lines[one[0]] == one[0]]
        procedures = {one.code: one for _, one in store.all_current(session, day)}
        here = [one for one in shown if one[1] == asked.commune] or shown
        fields = {_field_code(one): pick(one.field, one.field_en) for one in procedures.values()}
        in_field = {code: one for code, one in procedures.items() if _field_code(one) == asked.field}
        offered = in_field or procedures
        known = Asked(
            period=choice.period(asked.period, day).code,
            commune=here[0][1] if len(here) == 1 and len(shown) > 1 else "",
            field=asked.field if in_field else "",
            procedure=asked.procedure if asked.procedure in offered else "",
            level=asked.level if asked.level in ("3", "4") else "",
            channel=asked.channel if asked.channel in ("1", "2", "3") else "",
            apart="1" if asked.apart else "",
        )
        chosen = {one[0] for one in here}
        wanted = Choice(
            choice.period(asked.period, day), frozenset(i for i in lines if lines[i] in chosen), day,
            frozenset({known.procedure} if known.procedure else in_field),
            int(known.level or 0), int(known.channel or 0),
        )  # fmt: skip
        names = tuple((code, pick(one.short, one.short_en)) for code, one in offered.items())
        options = Options(
            known, tuple(choice.periods(day)), tuple((slug, name) for _, slug, name in shown),
            tuple(sorted(fields.items())), names, merged=any(i in heirs for i in lines),
        )  # fmt: skip
        return cls(options, wanted, places, procedures, lines)

    def gathered(self, found: Mapping[int, Counter[str]]) -> dict[tuple[str, str], Counter[str]]:
        """What was counted by agency, by (slug, name) of the line it stands in."""
        names = {agency_id: (slug, name) for agency_id, slug, name in self.places}
        sums: dict[tuple[str, str], Counter[str]] = {}
        for agency_id in self.wanted.agencies:
            sums.setdefault(names[self.lines[agency_id]], Counter()).update(found.get(agency_id, {}))
        return sums

    def name(self, code: str) -> str:
        """A procedure as lists call it; its code where it is no longer in force."""
        one = self.procedures.get(code)
        return pick(one.short, one.short_en) if one else code


def _places(session: Session, actor: Actor, heirs: Mapping[int, int]) -> list[tuple[int, str, str]]:
    """(id, slug, name) of the communes whose figures this actor sees, by name; with those that go on with
    their work and those whose work they go on with, or a figure would break off at a merger."""
    grants = [grant for grant in actor.grants if Permission.FIGURES_READ in POLICY[grant.role]]
    above = tuple(grant.path for grant in grants if grant.role is Role.SUPERVISOR and grant.path)
    own = {grant.agency_id for grant in grants if grant.role is not Role.SUPERVISOR}
    columns = Agency.id, Agency.slug, Agency.name, Agency.path, Agency.kind, Agency.valid_to
    rows = session.execute(select(*columns)).all()
    seen = {row.id for row in rows if row.id in own or (above and row.path.startswith(above))}
    wide = agencies.with_heirs(seen, heirs)
    found = [
        (row.id, row.slug, _dated(row.name, row.valid_to if row.id in heirs else None))
        for row in rows
        if row.id in wide and (row.id in own or row.kind not in ("province", "district"))
    ]
    return sorted(found, key=lambda one: fold(one[2]))


def _dated(name: str, ended: date | None) -> str:
    """Xã Tam Đa (đến 30/06/2025), where it is no longer there."""
    if ended is None:
        return short_name(name)
    until = {"name": short_name(name), "day": short_date(ended - timedelta(days=1))}
    return _("%(name)s (đến %(day)s)") % until


def _field_code(procedure: Procedure) -> str:
    return fold(procedure.field).replace(" ", "-")
