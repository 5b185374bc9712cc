"""What an address of the page of figures asks for, within what its reader may see."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from services.actors import Actor
from services.catalogue import Procedure, store
from services.clock import today
from services.figures import choice
from services.figures.choice import Choice, Period
from services.figures.published import short_name
from services.identity import fold
from services.language import pick
from services.permissions import POLICY, Permission
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


@dataclass(frozen=True)
class Options:
    """What can be chosen, as (code, name); `asked` is what was understood of the address."""

    asked: Asked
    periods: tuple[Period, ...]
    communes: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    procedures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scene:
    """What was understood of an address: places this actor sees, procedures there are, what is wanted."""

    options: Options
    wanted: Choice
    places: list[tuple[int, str, str]]
    procedures: dict[str, Procedure]

    @classmethod
    def of(cls, session: Session, actor: Actor, asked: Asked) -> "Scene":
        """Read an address as this actor may."""
        day = today()
        places = _places(session, actor)
        procedures = {one.code: one for _, one in store.all_current(session, day)}
        here = [one for one in places if one[1] == asked.commune] or places
        fields = {_field_code(one): pick(one.field, one.field_en) for one in procedures.values()}
        in_field = {code: one for code, one in procedures.items() if _field_code(one) == asked.field}
        offered = in_field or procedures
        known = Asked(
            period=choice.period(asked.period, day).code,
            commune=here[0][1] if len(here) == 1 and len(places) > 1 else "",
            field=asked.field if in_field else "",
            procedure=asked.procedure if asked.procedure in offered else "",
            level=asked.level if asked.level in ("3", "4") else "",
            channel=asked.channel if asked.channel in ("1", "2", "3") else "",
        )
        wanted = Choice(
            choice.period(asked.period, day), frozenset(one[0] for one in here), day,
            frozenset({known.procedure} if known.procedure else in_field),
            int(known.level or 0), int(known.channel or 0),
        )  # fmt: skip
        names = tuple((code, pick(one.short, one.short_en)) for code, one in offered.items())
        options = Options(
            known, tuple(choice.periods(day)), tuple((slug, name) for _, slug, name in places),
            tuple(sorted(fields.items())), names,
        )  # fmt: skip
        return cls(options, wanted, places, procedures)

    def name(self, code: str) -> str:
        """A procedure as lists call it; its code where it is no longer in force."""
        one = self.procedures.get(code)
        return pick(one.short, one.short_en) if one else code


def _places(session: Session, actor: Actor) -> list[tuple[int, str, str]]:
    """(id, slug, name) of the communes whose figures this actor sees, by name."""
    grants = [grant for grant in actor.grants if Permission.FIGURES_READ in POLICY[grant.role]]
    above = tuple(grant.path for grant in grants if grant.role is Role.SUPERVISOR and grant.path)
    own = {grant.agency_id for grant in grants if grant.role is not Role.SUPERVISOR}
    rows = session.execute(select(Agency.id, Agency.slug, Agency.name, Agency.path, Agency.kind))
    found = [
        (row.id, row.slug, short_name(row.name))
        for row in rows
        if row.id in own
        or (row.path.startswith(above) and row.kind not in ("province", "district") if above else False)
    ]
    return sorted(found, key=lambda one: fold(one[2]))


def _field_code(procedure: Procedure) -> str:
    return fold(procedure.field).replace(" ", "-")
