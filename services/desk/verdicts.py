"""What an officer finds about each file, kept as it is said, and what a supplement asks because of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from db.desk import PaperVerdict
from db.dossiers import Dossier, Paper
from db.session import transaction
from services import forms
from services.actors import Actor
from services.catalogue.schema import Procedure
from services.clock import now
from services.desk.own import find
from services.errors import GuardRefused, Invalid, NotFound, Overtaken, Problem
from services.needs import clean
from services.workflow import FINAL, N_, State

GOOD = "good"
VERDICTS: dict[str, str] = {
    GOOD: N_("Đạt"),
    "missing": N_("Thiếu"),
    "blurred": N_("Mờ"),
    "wrong": N_("Sai"),
    "expired": N_("Hết hạn"),
}
"""Every verdict by its code, with its name."""

REASONS = {
    "missing": N_("thiếu trang"), "blurred": N_("mờ, không đọc được"),
    "wrong": N_("không đúng giấy tờ yêu cầu"), "expired": N_("hết hạn"),
}  # fmt: skip
"""What a verdict says in a letter, in Vietnamese; a note is added to it."""
NOT_IN = N_("chưa nộp")
MAX_NOTE = 500
ONLINE = 2


@dataclass(frozen=True)
class VerdictRow:
    """The verdict that counts for a file. `seq` is what the next one names as seen; 0 for none yet."""

    seq: int
    verdict: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Wanting:
    """One paper that a supplement would ask for: the usual reasons and what was noted."""

    slot: str
    reasons: tuple[str, ...]
    note: str = ""


def give(actor: Actor, code: str, paper_id: int, verdict: str, note: str = "", *, seen: int) -> None:
    """Write the verdict on one file, after the one that this officer saw (`seen`; 0 for none).

    Raises NotFound, Overtaken when a colleague was quicker, GuardRefused for a dossier that has ended or a
    file that was replaced, Invalid for a verdict that nobody knows or a note that is too long.
    """
    if verdict not in VERDICTS:
        raise Invalid([Problem("verdict", "not_listed")])
    if len(note := clean(note)) > MAX_NOTE:
        raise Invalid([Problem("note", "too_long", {"limit": MAX_NOTE})])
    with transaction() as session:
        dossier = find(session, actor, code, lock=True)
        paper = session.get(Paper, paper_id)
        if paper is None or paper.dossier_id != dossier.id:
            raise NotFound("paper")
        if paper.replaced_at is not None or State(dossier.state) in FINAL:
            raise GuardRefused("nothing_to_judge")
        last = _last(session, paper_id)
        if last is not None and last.seq != seen:
            raise Overtaken(last.by_name, last.at)
        session.add(
            PaperVerdict(
                dossier_id=dossier.id, paper_id=paper_id, seq=last.seq + 1 if last else 1, verdict=verdict,
                note=note or None, by_id=actor.account_id, by_name=actor.name, at=now(),
            )
        )  # fmt: skip


def _last(session: Session, paper_id: int) -> PaperVerdict | None:
    query = select(PaperVerdict).where(PaperVerdict.paper_id == paper_id)
    return session.scalar(query.order_by(PaperVerdict.seq.desc()).limit(1))


# --- shared steps ----------------------------------------------------------------------------------------


ALL_VERDICTS = aliased(PaperVerdict)
NEWEST = (
    select(func.max(ALL_VERDICTS.seq))
    .where(ALL_VERDICTS.paper_id == Paper.id)
    .correlate(Paper)
    .scalar_subquery()
)
COUNTS = and_(PaperVerdict.paper_id == Paper.id, PaperVerdict.seq == NEWEST)
PAPERS = (
    select(Paper, PaperVerdict)
    .outerjoin(PaperVerdict, COUNTS)
    .where(Paper.dossier_id == bindparam("dossier"))
    .order_by(Paper.id.desc())
)


def papers(session: Session, dossier: Dossier) -> list[tuple[Paper, VerdictRow | None]]:
    """Every paper of the dossier, newest first, with the verdict that counts; one query."""
    return [(paper, _row(given)) for paper, given in session.execute(PAPERS, {"dossier": dossier.id})]


def _row(row: PaperVerdict | None) -> VerdictRow | None:
    return VerdictRow(row.seq, row.verdict, row.note or "", row.by_name, row.at) if row else None


def wanting(procedure: Procedure, dossier: Dossier, papers: Sequence[Any]) -> tuple[Wanting, ...]:
    """What the verdicts add up to: each slot with a file that is not good, and for an online dossier each
    required one without a file. `papers` have id, slot, replaced and verdict."""
    current: dict[str, list[Any]] = {}
    for paper in sorted(papers, key=lambda one: one.id):
        if not paper.replaced and paper.slot in procedure.paper_by_key:
            current.setdefault(paper.slot, []).append(paper)
    found = [_of_slot(slot, files) for slot, files in current.items() if any(map(_is_bad, files))]
    if dossier.channel == ONLINE:
        absent = forms.missing_papers(procedure, dossier.form, dossier.channel, set(current))
        found += [Wanting(paper.key, (NOT_IN,)) for paper in absent]
    order = {paper.key: n for n, paper in enumerate(procedure.papers)}
    return tuple(sorted(found, key=lambda one: order[one.slot]))


def _is_bad(paper: Any) -> bool:
    return paper.verdict is not None and paper.verdict.verdict != GOOD


def _of_slot(slot: str, files: list[Any]) -> Wanting:
    """The reasons of one slot; a note says of which file it is, where there are several."""
    reasons = dict.fromkeys(REASONS[one.verdict.verdict] for one in files if _is_bad(one))
    notes = [
        f"tệp {number}: {one.verdict.note}" if len(files) > 1 else one.verdict.note
        for number, one in enumerate(files, 1)
        if _is_bad(one) and one.verdict.note
    ]
    return Wanting(slot, tuple(reasons), "; ".join(notes))
