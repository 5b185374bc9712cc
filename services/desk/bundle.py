"""All papers of a dossier in one zip file, named so that they sort as they are read."""

import io
import zipfile

from sqlalchemy import select

from db.dossiers import Paper
from db.session import reading
from services import inherited, storage, unlisted
from services.actors import Actor
from services.catalogue import store
from services.desk.own import find
from services.errors import NotFound
from services.identity import fold
from services.oversight import log

MAX_NAME = 60


def zipped(actor: Actor, code: str) -> bytes:
    """The current papers in the procedure's order, and the result last. Raises NotFound, DamagedFile,
    Unavailable."""
    with reading() as session:
        dossier = inherited.to_read(session, actor, code, find)
        beyond = unlisted.slots(session, dossier)
        procedure = store.version(session, dossier.procedure_version_id)
        query = select(Paper.slot, Paper.sha256).where(
            Paper.dossier_id == dossier.id, Paper.replaced_at.is_(None)
        )
        rows = session.execute(query.order_by(Paper.id)).all()
    order = {paper.key: n for n, paper in enumerate(procedure.papers)}
    files = [
        (paper.label if (paper := procedure.paper_by_key.get(slot)) else beyond.get(slot, slot), sha256)
        for slot, sha256 in sorted(rows, key=lambda row: order.get(row.slot, len(order)))
    ]
    if dossier.result_sha256:
        files.append(("Kết quả", dossier.result_sha256))
    if not files:
        raise NotFound("paper")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # a PDF is packed already
        for number, (label, sha256) in enumerate(files, 1):
            archive.writestr(f"{number:02d} {_plain(label)}.pdf", storage.get(sha256))
    log.took(actor, "papers_taken", dossier.code, agency_id=dossier.agency_id, files=len(files))
    return packed.getvalue()


def _plain(label: str) -> str:
    """Letters and digits alone: such a name opens on every machine."""
    kept = "".join(sign if sign.isalnum() else " " for sign in fold(label))
    return " ".join(kept.split())[:MAX_NAME].strip() or "giay to"
