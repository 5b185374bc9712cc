"""The list that goes with a day's parcels to the post: one row each with its barcode, and two signatures."""

from datetime import date

from sqlalchemy import select

from db.agencies import Agency
from db.session import reading
from services import letters
from services.actors import Actor
from services.identity import say_phone
from services.permissions import Permission
from services.post import room


def pdf(actor: Actor, day: date) -> tuple[str, bytes]:
    """File name and PDF of the list of this day. Raises NotAllowed."""
    rows = room.handed_on(actor, day)
    with reading() as session:
        agencies = actor.agencies_for(Permission.POST_READ)
        agency = session.scalars(select(Agency).where(Agency.id.in_(agencies)).order_by(Agency.id)).first()
        head = dict(agency.letter_head) if agency else {}
        office = head.get("superior") or (agency.name if agency else "")
    said = [
        {
            "code": one.code, "tracking": one.tracking_code, "name": one.receiver.name,
            "phone": say_phone(one.receiver.phone), "address": one.receiver.address,
        }
        for one in rows
    ]  # fmt: skip
    return f"ban-giao-{day:%Y-%m-%d}.pdf", letters.post_list(office, day, said)
