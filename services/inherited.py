"""What an ended agency left: its closed dossiers stay where they are, and whoever works at the agency that
goes on with its work reads them. Nobody changes them; no tab and no figure counts them for the successor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from services import agencies
from services.actors import Actor
from services.clock import today
from services.errors import NotFound
from services.oversight import log
from services.permissions import Permission

TREE_SECONDS = 30
"""The tree of agencies changes some times a year; every search asks for it."""

Found = TypeVar("Found")
_trees: WeakKeyDictionary[Engine, tuple[float, date, dict[int, int]]] = WeakKeyDictionary()


def to_read(session: Session, actor: Actor, code: str, find: Callable[[Session, Actor, str], Found]) -> Found:
    """What `find` finds at this actor's own agencies, or at one that they took over; then the office's log
    tells who looked. For reading alone: what changes a dossier finds it without this. Raises NotFound."""
    try:
        return find(session, actor, code)
    except NotFound:
        found = find(session, reader(session, actor), code)
    log.looked(actor, code)
    return found


def reader(session: Session, actor: Actor) -> Actor:
    """The same person with the ended agencies, however many mergers ago, whose whole work one of her own goes
    on with. What was divided among several has no heir: nobody can say whose a dossier is."""
    own = actor.agencies_for(Permission.DOSSIER_READ)
    heirs = _heirs(session).items() if own else ()
    return replace(actor, inherited=frozenset(ended for ended, heir in heirs if heir in own) - own)


def _heirs(session: Session) -> dict[int, int]:
    engine, day = session.get_bind().engine, today()
    kept = _trees.get(engine)
    if kept is None or kept[1] != day or monotonic() - kept[0] > TREE_SECONDS:
        kept = _trees[engine] = (monotonic(), day, agencies.heirs(session, day))
    return kept[2]
