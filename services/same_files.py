"""Tells whoever answers a request that a file is in the dossier already, there or in another slot."""

from collections.abc import Sequence

from sqlalchemy import select

from db.dossiers import Dossier, Paper
from db.session import reading
from services import carrying
from services.actors import Actor
from services.catalogue import store
from services.errors import NotFound
from services.language import pick
from services.papers import Finding, attachments
from services.papers.attachments import Taken


def among(actor: Actor, code: str, files: Sequence[Taken]) -> list[tuple[Taken, Finding]]:
    """Those of these new files whose content stands in another slot of theirs, or in the dossier now.

    A warning only. Raises NotFound for a dossier that is not theirs to follow.
    """
    if not files:
        return []
    with reading() as session:
        dossier = session.scalar(select(Dossier).where(Dossier.code == code))
        if dossier is None or not carrying.roles_on(actor, dossier):
            raise NotFound("dossier")
        rows = select(Paper.sha256, Paper.slot).where(
            Paper.dossier_id == dossier.id, Paper.replaced_at.is_(None),
            Paper.sha256.in_({one.sha256 for one in files}),
        )  # fmt: skip
        there = [(sha256, slot) for sha256, slot in session.execute(rows)]
        papers = store.version(session, dossier.procedure_version_id).paper_by_key
    new = attachments.twice((one.slot, one.sha256) for one in files)
    found = []
    for one in files:
        slots = [slot for slot in new.get(one.sha256, ()) if slot != one.slot]
        slots += [slot for sha256, slot in there if sha256 == one.sha256]
        names = [pick(p.label, p.label_en) if (p := papers.get(slot)) else slot for slot in slots]
        if names:
            found.append((one, Finding("same_file", {"papers": list(dict.fromkeys(names))})))
    return found
