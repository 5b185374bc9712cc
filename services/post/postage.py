"""What an office takes for sending a result by post: set by its leader from a day on, told before sending.

No list sets this price, so it is the office's own data; where it has set none, the carrier collects from the
receiver, and nothing is asked for here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier
from db.fees import PostagePrice
from db.session import reading, transaction
from services import forms
from services.actors import Actor
from services.catalogue.schema import Procedure
from services.clock import now, today
from services.errors import Invalid, NotFound, Problem
from services.oversight import log
from services.permissions import Permission
from services.post.receivers import BY_POST, LEVEL

MOST = 10_000_000
SHOWN = 20


@dataclass(frozen=True)
class Price:
    """What counts from `valid_from` on, in đồng; None: the carrier collects. `now` marks the one of today."""

    valid_from: date
    price: int | None
    by: str
    at: datetime
    now: bool


@dataclass(frozen=True)
class OfOffice:
    """The prices of one office, the newest first."""

    agency_id: int
    agency: str
    prices: tuple[Price, ...]


def of_dossier(session: Session, dossier: Dossier) -> int | None:
    """The price of the day it was sent in, where its result goes by post. A shared step."""
    if dossier.result_way != BY_POST or dossier.level < LEVEL:
        return None
    return on(session, dossier.agency_id, dossier.submitted_at.date())


def on(session: Session, agency_id: int, day: date) -> int | None:
    """What this office takes on this day. A shared step."""
    query = (
        select(PostagePrice.price)
        .where(PostagePrice.agency_id == agency_id, PostagePrice.valid_from <= day)
        .order_by(PostagePrice.valid_from.desc(), PostagePrice.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def for_form(session: Session, agency_id: int, procedure: Procedure, form: Mapping[str, Any]) -> int | None:
    """What these answers cost at this office today; None where the carrier collects, or none goes."""
    return on(session, agency_id, today()) if goes(procedure, form) else None


def goes(procedure: Procedure, form: Mapping[str, Any]) -> bool:
    """Whether these answers choose the post, where the procedure's level allows it."""
    return procedure.level >= LEVEL and forms.roles(procedure, form).get("result_way") == BY_POST


def told(agency_id: int | None, procedure: Procedure, form: Mapping[str, Any]) -> int | None:
    """As `for_form`, for the page on which a citizen reads the price before sending."""
    if agency_id is None or not goes(procedure, form):
        return None
    with reading() as session:
        return on(session, agency_id, today())


def prices(actor: Actor) -> tuple[OfOffice, ...]:
    """The prices of this actor's offices. Raises NotAllowed."""
    actor.require(Permission.MONEY_READ)
    mine = sorted(actor.agencies_for(Permission.MONEY_READ))
    with reading() as session:
        agencies = session.execute(
            select(Agency.id, Agency.name).where(Agency.id.in_(mine)).order_by(Agency.name)
        )
        return tuple(OfOffice(key, name, _prices(session, key)) for key, name in agencies)


def set_price(actor: Actor, agency_id: int, price: int | None, valid_from: date) -> None:
    """From this day on; None: the carrier collects. What was sent in before keeps its price.

    Raises NotAllowed, NotFound for another's office, Invalid.
    """
    actor.require(Permission.MONEY_CLOSE)
    if agency_id not in actor.agencies_for(Permission.MONEY_CLOSE):
        raise NotFound("agency")
    found = []
    if price is not None and not (type(price) is int and 0 < price <= MOST):
        found.append(Problem("price", "not_money"))
    if valid_from < today():
        found.append(Problem("valid_from", "day_is_past"))
    if found:
        raise Invalid(found)
    with transaction() as session:
        session.add(
            PostagePrice(
                agency_id=agency_id, valid_from=valid_from, price=price, set_by=actor.account_id,
                set_by_name=actor.name, set_at=now(),
            )
        )  # fmt: skip
        code = session.get_one(Agency, agency_id).code
        log.write(
            session, actor, "postage_set", code, agency_id=agency_id, price=price,
            valid_from=valid_from.isoformat(),
        )  # fmt: skip


def _prices(session: Session, agency_id: int) -> tuple[Price, ...]:
    query = (
        select(PostagePrice)
        .where(PostagePrice.agency_id == agency_id)
        .order_by(PostagePrice.valid_from.desc(), PostagePrice.id.desc())
        .limit(SHOWN)
    )
    rows = list(session.scalars(query))
    counts = next((row.id for row in rows if row.valid_from <= today()), None)
    return tuple(Price(r.valid_from, r.price, r.set_by_name, r.set_at, r.id == counts) for r in rows)
