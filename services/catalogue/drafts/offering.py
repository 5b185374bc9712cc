"""Which agencies there are for a procedure to be offered at: today's tree, as an administrator picks it."""

from sqlalchemy import select

from db.agencies import Agency
from db.session import reading
from services import agencies as tree
from services.actors import Actor
from services.clock import today
from services.permissions import Permission


def agencies(reader: Actor) -> tuple[tuple[str, str], ...]:
    """Code and name of every agency of today, in the order of the tree. Raises NotAllowed."""
    reader.require(Permission.CATALOGUE_MANAGE)
    with reading() as session:
        rows = session.execute(
            select(Agency.code, Agency.name).where(tree.valid_on(today())).order_by(Agency.path)
        )
        return tuple((row.code, row.name) for row in rows)
