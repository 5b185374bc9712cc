"""The small town of the tests: the demo's agencies and accounts without its dossiers, and builders that
speak the domain. `a_dossier(state=...)` goes there through the verbs, so an impossible world is refused."""

from datetime import date, datetime, timedelta

from db.session import reading
from services import accounts, casework, demo, drafts, intake, setup
from services.actors import Actor, citizen
from services.attachments import Taken
from services.clock import now, standing_at
from services.workflow import State

EXTRACT = "2.000635"


def found() -> None:
    """Migrate and found the town in the configured database."""
    setup.prepare_without_dossiers()


def actor(username: str) -> Actor:
    """One of the cast of services/demo.py by user name."""
    with reading() as session:
        return accounts.actor_named(session, username)


def a_paper(slot: str, data: bytes | None = None) -> Taken:
    """A real, stored PDF in this slot."""
    return demo.paper(slot, data)


def a_draft(agency: str = "tam-da", procedure: str = EXTRACT, **values) -> str:
    """A complete draft; its token."""
    return demo.draft(agency, procedure, values)


def a_dossier(state: State = State.SUBMITTED, agency: str = "tam-da", **values) -> str:
    """A dossier that has come to `state` through the verbs; its code."""
    code = intake.submit(a_draft(agency, **values)).code
    demo.lead_to(code, state, agency)
    return code


def seen(code: str) -> int:
    """The dossier's present version."""
    return demo.version_of(code)


def follower(code: str) -> Actor:
    """The citizen who has proven this code."""
    return citizen("Công dân", proven_code=code)


__all__ = ["a_dossier", "a_draft", "a_paper", "actor", "casework", "date", "datetime", "drafts", "follower",
           "found", "now", "seen", "standing_at", "timedelta"]  # fmt: skip
