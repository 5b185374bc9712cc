"""A new version is run over past dossiers before it counts: which dates, fees, papers would differ."""

from dataclasses import dataclass

from services.actors import Actor


@dataclass(frozen=True)
class Differs:
    """One past dossier that would have been otherwise, without a person: code, office, and both values."""

    code: str
    agency: str
    before: str
    after: str


@dataclass(frozen=True)
class Simulation:
    """What a draft would have changed for the dossiers looked at."""

    looked_at: int
    due_later: tuple[Differs, ...] = ()
    due_earlier: tuple[Differs, ...] = ()
    fee_more: tuple[Differs, ...] = ()
    fee_less: tuple[Differs, ...] = ()
    papers_more: tuple[Differs, ...] = ()
    papers_fewer: tuple[Differs, ...] = ()
    form_refuses: tuple[Differs, ...] = ()


def run(reader: Actor, draft_id: int, *, most: int = 5000) -> Simulation:
    """Look at the newest `most` dossiers of the draft's procedure. Nothing is written.

    Raises NotAllowed, NotFound, GuardRefused (draft_faults).
    """
    return Simulation(0)
