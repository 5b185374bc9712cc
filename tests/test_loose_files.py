"""Files of ended drafts leave the storage; one that anything else needs stays, on both engines."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from db.dossiers import Dossier, Proposal
from db.session import transaction
from services import drafts, intake, loose_files, settings, storage
from services.clock import now, standing_at
from services.errors import Unavailable
from services.papers import attachments
from tests import records, town

PDF = b"%PDF-1.4 made up of loose files "


def file_of(sha256: str) -> Path:
    """Where the file lies."""
    return Path(settings.storage_url()) / sha256[:2] / sha256


def put(token: str, slot: str, number: int) -> str:
    """A stored file in a slot of the draft, put two days ago; its hash."""
    sha256 = storage.put(PDF + str(number).encode())
    old(sha256)
    drafts.attach(token, attachments.Taken(slot, "x.pdf", sha256, 20, 1))
    return sha256


def old(sha256: str) -> None:
    """As if it had been put two days ago."""
    at = time.time() - 2 * 86_400
    os.utime(file_of(sha256), (at, at))


def tidied() -> int:
    """What tidying finds to forget when the drafts of today have ended."""
    with standing_at(now() + drafts.LASTS + timedelta(minutes=1)):
        return drafts.tidy()


@pytest.fixture
def ended(database) -> str:
    """A draft with one file of its own."""
    token = town.a_draft()
    for paper in drafts.view(token).papers:
        drafts.detach(token, paper.id)
    return token


def test_the_file_of_an_ended_draft_is_gone(ended):
    """With the row; a second tidying finds nothing, also when the first was cut off after the file."""
    sha256 = put(ended, "to_khai", 1)
    file_of(put(ended, "to_khai", 2)).unlink()
    assert storage.exists(sha256)
    assert tidied() == 1
    assert not storage.exists(sha256)
    assert tidied() == 0


def test_a_file_that_something_else_needs_stays(ended):
    """Another draft, a sent dossier, a result, and a result that waits for the leader's word."""
    other, sent = town.a_draft(chance=2), town.a_draft(chance=3)
    mine, drafted, in_dossier, result, proposed = (put(ended, "to_khai", n) for n in range(5))
    drafts.attach(other, attachments.Taken("to_khai", "x.pdf", drafted, 20, 1))
    drafts.attach(sent, attachments.Taken("to_khai", "x.pdf", in_dossier, 20, 1))
    code = intake.submit(sent).code
    with transaction() as session:
        row = session.get_one(Dossier, records.dossier(code).id)
        row.result_sha256 = result
        session.add(Proposal(
            dossier_id=row.id, agency_id=row.agency_id, action="finish", asks={"result_file": proposed},
            proposed_by=town.actor("chuyenvien").account_id, proposed_at=now(),
        ))  # fmt: skip
        session.flush()
    with standing_at(now() + timedelta(days=20)):
        drafts.save(other, {"nyc_ho_ten": "Mẫu"})
        with transaction() as session:
            drafts.locked(session, other).expires_at = now() + drafts.LASTS
    tidied()
    assert not storage.exists(mine)
    assert [storage.exists(one) for one in (drafted, in_dossier, result, proposed)] == [True] * 4


def test_a_file_on_its_way_into_a_slot_stays(ended):
    """Put again within a day: its row may follow. The draft is forgotten once the file has rested."""
    sha256 = put(ended, "to_khai", 1)
    storage.put(PDF + b"1")
    assert tidied() == 0
    assert storage.exists(sha256)
    old(sha256)
    assert tidied() == 1
    assert not storage.exists(sha256)


def test_while_the_storage_is_away_nothing_is_forgotten(ended, monkeypatch):
    """Rows go after files: none is left behind that nobody knows of."""
    put(ended, "to_khai", 1)

    def away(*_given):
        raise Unavailable("storage")

    with monkeypatch.context() as broken:
        broken.setattr(storage, "remove", away)
        with pytest.raises(Unavailable):
            tidied()
    assert tidied() == 1


def test_a_file_put_again_while_it_is_set_aside_comes_back(sqlite_town, monkeypatch):
    """Looked at once more after it was set aside: whoever put it in between keeps it."""
    sha256 = storage.put(PDF)
    old(sha256)
    real = os.replace

    def put_meanwhile(source, target):
        if str(target).endswith(".part"):
            os.utime(source)
        real(source, target)

    monkeypatch.setattr(os, "replace", put_meanwhile)
    assert not storage.remove(sha256, loose_files.UNTOUCHED)
    assert storage.get(sha256) == PDF
    assert storage.remove("0" * 64, loose_files.UNTOUCHED)
