"""The result as a file: who may download it, its hash, and whether it carries a signature that still fits."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.dossiers import Dossier
from db.session import reading
from services import carrying, storage, verification
from services.actors import Actor
from services.errors import NotFound
from services.money import books
from services.post.receivers import LEVEL, ONLINE
from services.workflow import State

NONE, WHOLE, CHANGED, UNREADABLE = "none", "whole", "changed", "unreadable"


@dataclass(frozen=True)
class ResultFile:
    """What is said of the file. `signature`: none, whole (a signature is there and every byte is as it was
    signed), changed, or unreadable. Whose signature, and whether it is valid in law, is not judged."""

    sha256: str
    signature: str
    check_code: str
    check_url: str


def of(actor: Actor, code: str) -> ResultFile | None:
    """The result of this dossier as its citizen may have it now; None while there is none to have.

    Raises NotFound, DamagedFile, Unavailable.
    """
    with reading() as session:
        dossier = _dossier(session, actor, code)
        if not _open(session, dossier):
            return None
        sha256, mark = str(dossier.result_sha256), verification.of_result(session, dossier)
    return ResultFile(sha256, signature_of(sha256), mark, verification.url(mark) if mark else "")


def pdf(actor: Actor, code: str) -> bytes:
    """The bytes as the office attached them. Raises NotFound, DamagedFile, Unavailable."""
    with reading() as session:
        dossier = _dossier(session, actor, code)
        if not _open(session, dossier):
            raise NotFound("result")
        sha256 = str(dossier.result_sha256)
    return storage.get(sha256)


def _open(session: Session, dossier: Dossier) -> bool:
    """Once it was handed over; before that where the citizen chose it online and nothing is left to pay."""
    if not dossier.result_sha256 or dossier.level < LEVEL:
        return False
    if dossier.state == State.RETURNED:
        return True
    chosen = dossier.state == State.READY and dossier.result_way == ONLINE
    return chosen and not books.payable(session, dossier)


def _dossier(session: Session, actor: Actor, code: str) -> Dossier:
    dossier = session.scalar(select(Dossier).where(Dossier.code == code))
    if dossier is None or not carrying.roles_on(actor, dossier):
        raise NotFound("dossier")
    return dossier


@lru_cache(maxsize=256)
def signature_of(sha256: str) -> str:
    """Of a stored file; the same bytes have the same answer for ever. Raises DamagedFile, Unavailable."""
    return signature(storage.get(sha256))


def signature(data: bytes) -> str:
    """none, whole, changed or unreadable, by pyHanko: digest, signature value, and what it covers."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        signatures = PdfFileReader(BytesIO(data), strict=False).embedded_regular_signatures
        if not signatures:
            return NONE
        for one in signatures:
            intact, valid = validate_sig_integrity(
                one.signer_info, one.signer_cert, "data", one.compute_digest()
            )
            if not (intact and valid):
                return CHANGED
        last = signatures[-1].evaluate_signature_coverage()
    except Exception:  # a broken file shows itself in many ways
        return UNREADABLE
    return WHOLE if last is SignatureCoverageLevel.ENTIRE_FILE else CHANGED
