"""What an officer asks at her desk: the queue, one dossier, the ones beside it, what waits for the leader."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.dossiers import Dossier, Paper, Proposal
from db.people import Account, RoleGrant
from db.session import reading
from services import assignment_rules, correspondence, inherited, needs, storage
from services.actors import Actor
from services.catalogue import store
from services.clock import now, today
from services.dates.deadlines import Ledger, WorkCalendar
from services.dates.words import sentence
from services.desk import dossier_head, dossier_view, listing, urgency
from services.desk import numbers as desk_numbers
from services.desk import queries as desk_queries
from services.desk.narrow import EVERYTHING, Narrow
from services.desk.own import find as _find
from services.desk.rows import RESULT, DossierView, Neighbours, Outgoing, ProposalRow, QueuePage, Waiting
from services.desk.views import TABS, View
from services.errors import NotFound
from services.oversight import log, messages
from services.permissions import Permission
from services.workflow import Role, State

__all__ = [
    "TABS", "approvals", "dossier", "menu_counts", "neighbours", "outgoing", "paper_bytes", "queue",
    "specialists",
]  # fmt: skip

PAGE_SIZE = 50


# --- the queue -----------------------------------------------------------------------------------------


def queue(
    actor: Actor, tab: str = TABS[0], search: str = "", page: int = 1, narrow: Narrow = EVERYTHING
) -> QueuePage:
    """One page of a tab, or of what a search finds in all of them; two queries. Raises NotAllowed.

    `narrow` counts for the tabs' numbers too; a search goes through everything, also what ended agencies left
    to this one. An unknown tab is the first one, a page beyond the last the last one.
    """
    actor.require(Permission.QUEUE_READ)
    with reading() as session:
        view = desk_numbers.view(session, actor, tab, search, narrow)
        numbers = desk_numbers.for_queue(session, view)
        reach = _reach(session, actor, view)
        if reach is not view:
            numbers["found"] = session.scalar(_how_many(reach), reach.values) or 0
        size = numbers["found"] if view.search else numbers[view.tab]
        pages = max(1, -(-size // PAGE_SIZE))
        page = min(max(1, page), pages)
        place = {"first": (page - 1) * PAGE_SIZE, "size": PAGE_SIZE}
        statement = desk_queries.page(reach.shape)
        rows = session.execute(statement, reach.values | place).all() if size else []
        shown = listing.rows(session, view, rows)
    counts = {tab: numbers[tab] for tab in TABS}
    return QueuePage(shown, counts, numbers["found"] if view.search else None, page, pages)


def _reach(session: Session, actor: Actor, view: View) -> View:
    """The view itself; for a search with the ended agencies that left their dossiers to the actor's own."""
    left = inherited.reader(session, actor).inherited if view.search else None
    return replace(view, agencies=view.agencies | left) if left else view


def _how_many(view: View) -> Select[tuple[int]]:
    return select(func.count()).where(*desk_queries.scope(view.shape).where)


def menu_counts(actor: Actor) -> dict[str, int]:
    """What waits, by room: `hang-doi` for the office, `cho-duyet` for the leader's word. One query.

    The menu keeps the answer for some seconds (pages/frame/menu.py).
    """
    if not actor.holds(Permission.QUEUE_READ):
        return {}
    with reading() as session:
        numbers = desk_numbers.for_menu(session, actor)
    counts = {"hang-doi": numbers["moi"] + numbers["dang-xu-ly"] + numbers["cho-tra"]}
    if actor.holds(Permission.PROPOSAL_DECIDE):
        counts["cho-duyet"] = numbers["proposals"]
    return counts


def neighbours(
    actor: Actor, code: str, tab: str = TABS[0], search: str = "", narrow: Narrow = EVERYTHING
) -> Neighbours:
    """The dossiers before and after this one in the order of the view, even if it has just left it."""
    actor.require(Permission.DOSSIER_READ)
    with reading() as session:
        view = _reach(session, actor, desk_numbers.view(session, actor, tab, search, narrow))
        here = session.execute(desk_queries.place(view.shape), {**view.values, "of_code": code}).one_or_none()
        if here is None or None in here:
            return Neighbours(None, None)
        values = view.values | {f"key{n}": value for n, value in enumerate(here)}
        found = dict(session.execute(desk_queries.both_sides(view.shape), values).all())
    return Neighbours(found.get("before"), found.get("after"))


# --- one dossier ---------------------------------------------------------------------------------------


def dossier(actor: Actor, code: str) -> DossierView:
    """Everything about one dossier of this actor's agency, or of one that it took over. Raises NotFound for
    any other."""
    with reading() as session:
        head = inherited.to_read(session, actor, code, dossier_head.find)
        return dossier_view.read(session, head, inherited.reader(session, actor), now())


def outgoing(actor: Actor, code: str) -> Outgoing:
    """The letters of a dossier that this actor may have, and its messages. Raises NotFound."""
    with reading() as session:
        found = inherited.to_read(session, actor, code, _find)
        return Outgoing(correspondence.rows(session, found, actor), messages.of_dossier(session, found))


def paper_bytes(actor: Actor, code: str, paper_id: int) -> bytes:
    """The PDF of one paper, or of the result (RESULT); the office's log tells that it was opened.

    Raises NotFound, DamagedFile, Unavailable.
    """
    with reading() as session:
        found = inherited.to_read(session, actor, code, _find)
        if paper_id == RESULT:
            sha256, slot = found.result_sha256, "result"
        else:
            paper = session.get(Paper, paper_id)
            mine = paper if paper is not None and paper.dossier_id == found.id else None
            sha256, slot = (mine.sha256, mine.slot) if mine else (None, "")
    if sha256 is None:
        raise NotFound("paper")
    log.opened(actor, found, paper_id, slot)
    return storage.get(sha256)


def specialists(actor: Actor, code: str) -> tuple[tuple[int, str], ...]:
    """Whom this dossier can go to, as (account id, name): whose turn it is by the office's rule, then
    specialists before leaders. Raises NotFound."""
    with reading() as session:
        found = _find(session, actor, code)
        people = needs.specialists(session, found.agency_id, today())
        asked = select(RoleGrant.account_id).where(
            RoleGrant.agency_id == found.agency_id, RoleGrant.role == Role.SPECIALIST
        )
        first = set(session.scalars(asked))
        turn = assignment_rules.turn(session, found, store.version(session, found.procedure_version_id))
    return tuple((a.id, a.name) for a in sorted(people, key=lambda a: (a.id != turn, a.id not in first)))


def told(ledger: Ledger) -> tuple[str, ...]:
    """The lines of a return date's ledger as sentences, in the reader's language."""
    return tuple(sentence(line) for line in ledger.lines)


# --- the leader's list ---------------------------------------------------------------------------------


def approvals(actor: Actor) -> tuple[Waiting, ...]:
    """Everything that waits for this leader's word, the oldest first. Raises NotAllowed."""
    actor.require(Permission.PROPOSAL_DECIDE)
    at = now()
    with reading() as session:
        agencies = actor.agencies_for(Permission.PROPOSAL_DECIDE)
        calendar = desk_numbers.calendar(session, agencies)
        rows = session.execute(
            select(Proposal, Dossier, Account.name)
            .join(Dossier, Dossier.id == Proposal.dossier_id)
            .join(Account, Account.id == Proposal.proposed_by)
            .where(desk_queries.among(Proposal.agency_id, agencies), Proposal.status == "waiting")
            .order_by(Proposal.proposed_at, Proposal.id)
        ).all()
        return tuple(_waiting(session, *row, calendar, at) for row in rows)


def _waiting(
    session: Session, proposal: Proposal, found: Dossier, by: str, calendar: WorkCalendar, at: datetime
) -> Waiting:
    procedure = store.version(session, found.procedure_version_id)
    facts = urgency.Facts(
        found.state, found.submitted_at, found.due_at, found.ready_at, found.closed_at, found.rounds,
        answered=found.answered,
    )
    return Waiting(
        found.code, found.version, State(found.state), found.applicant_name, procedure,
        ProposalRow(proposal.id, proposal.action, proposal.asks, by, proposal.proposed_at),
        urgency.of(facts, calendar, at),
    )  # fmt: skip
