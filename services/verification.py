"""The codes by which anyone checks a printed paper or a result: given out with it, answered without names."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.agencies import Agency
from db.dossiers import Dossier, Letter
from db.post import PaperMark
from db.session import transaction
from services import letters, settings
from services.accounts import tries
from services.language import _

ALPHABET = "ACDEFGHJKLMNPQRTUVWXY3479"
"""Without what is read as something else on a bad print."""

LETTERS = 12
PER_VISITOR, WINDOW = 60, timedelta(minutes=10)
RESULT = "result"

EACH_COUNTS = frozenset({"payment_slip"})
"""A second payment leaves the slip of the first as true as it was."""

GENUINE, SUPERSEDED, UNKNOWN = "genuine", "superseded", "unknown"


@dataclass(frozen=True)
class Checked:
    """What is told of a code: whether it stands for a paper that counts, whose and of which day; no name.

    `same_file` says whether the bytes that were shown are the result's own; None when none were shown.
    """

    status: str
    title: str = ""
    agency: str = ""
    made_at: datetime | None = None
    sha256: str = ""
    code: str = ""
    same_file: bool | None = None


def check(typed: str, visitor: str, file: bytes | None = None) -> Checked:
    """What this code stands for now. Nothing of the person or the request is told. Raises TooOften."""
    code = tidy(typed)
    with transaction() as session:
        tries.throttle(session, f"verify:{visitor}", limit=PER_VISITOR, window=WINDOW)
        mark = session.get(PaperMark, code) if code else None
        if mark is None:
            return Checked(UNKNOWN)
        dossier = session.get_one(Dossier, mark.dossier_id)
        letter = session.get(Letter, mark.letter_id) if mark.letter_id else None
        same = None
        if file is not None and mark.kind == RESULT:
            same = hashlib.sha256(file).hexdigest() == mark.sha256
        return Checked(
            GENUINE if _counts(session, mark, dossier, letter) else SUPERSEDED,
            letters.title(letter.kind, letter.facts["rule_set"]) if letter else _("Kết quả giải quyết"),
            session.get_one(Agency, dossier.agency_id).name,
            mark.made_at,
            mark.sha256 if mark.kind == RESULT else "",
            code,
            same,
        )


def _counts(session: Session, mark: PaperMark, dossier: Dossier, letter: Letter | None) -> bool:
    """Whether no newer paper of the kind took its place, and nobody took it back."""
    if letter is None:  # of an anonymised dossier only the code of its last result is kept
        return dossier.anonymised_at is not None or dossier.result_sha256 == mark.sha256
    if letter.kind in EACH_COUNTS:
        return letter.withdrawn_at is None
    newer = select(Letter.id).where(
        Letter.dossier_id == dossier.id, Letter.kind == letter.kind, Letter.id > letter.id,
        Letter.withdrawn_at.is_(None),
    )  # fmt: skip
    return letter.withdrawn_at is None and session.scalar(newer.limit(1)) is None


def tidy(typed: str) -> str:
    """A code as it is kept: ABCD-EFGH-JKLM, however it was typed; empty for what is none."""
    plain = "".join(c for c in typed.upper() if c in ALPHABET)
    return "-".join(plain[n : n + 4] for n in range(0, LETTERS, 4)) if len(plain) == LETTERS else ""


def url(code: str) -> str:
    """Where this code is checked."""
    return f"{settings.public_url()}/xac-minh?ma={code}"


# --- shared steps ------------------------------------------------------------------------------------------


def of_result(session: Session, dossier: Dossier, at: datetime | None = None) -> str:
    """The code of the dossier's present result, made with `at` where there is none yet; else empty."""
    if not dossier.result_sha256:
        return ""
    known = session.scalar(
        select(PaperMark.code).where(
            PaperMark.dossier_id == dossier.id, PaperMark.kind == RESULT,
            PaperMark.sha256 == dossier.result_sha256,
        )
    )  # fmt: skip
    if known or at is None:
        return known or ""
    return _make(session, dossier, RESULT, dossier.result_sha256, at)


def of_letter(session: Session, letter: Letter, dossier: Dossier) -> None:
    """Gives a new letter its code: it stands in the letter's own facts, so that each print shows it."""
    told = json.dumps([letter.id, letter.facts], sort_keys=True, ensure_ascii=False)
    sha256 = hashlib.sha256(told.encode()).hexdigest()
    code = _make(session, dossier, letter.kind, sha256, letter.issued_at, letter.id)
    letter.facts = {**letter.facts, "check_code": code, "check_url": url(code)}
    session.flush()


def _make(
    session: Session, dossier: Dossier, kind: str, sha256: str, at: datetime, letter_id: int | None = None
) -> str:
    # Keyed, so that nobody reckons it; of the paper alone, so that the demo town is the same every time.
    said = f"paper|{dossier.code}|{kind}|{sha256}".encode()
    digest = hmac.new(settings.secret_key().encode(), said, hashlib.sha256).digest()
    code = tidy("".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LETTERS]))
    row: dict[str, Any] = {"kind": kind, "sha256": sha256, "letter_id": letter_id, "made_at": at}
    session.add(PaperMark(code=code, dossier_id=dossier.id, **row))
    session.flush()
    return code
