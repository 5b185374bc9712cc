"""A list that is taken out of the queue: who may take a person with it, and that it is told in the log."""

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from db.office import OfficeEvent
from db.session import reading
from services.clock import standing_at
from services.desk import takeout
from services.errors import Invalid, Missing, NotAllowed
from services.reports import exports
from services.reports.columns import REGISTER
from services.reports.desk import Asked
from services.workflow import State
from tests import town

ROWS = {"titles": ["Mã hồ sơ", "Người nộp"], "rows": [["H31", "Mẫu"]]}


def test_a_person_leaves_with_the_leader_and_a_purpose_alone(sqlite_town: str) -> None:
    """Issue: personal data only for the leader of the commune with a stated purpose, logged; else nothing is
    made and nothing is logged."""
    with standing_at(town.MONDAY):
        for who, purpose, refusal in (
            ("canbo", "Đối chiếu hồ sơ quý 4", NotAllowed), ("chuyenvien", "", NotAllowed),
            ("lanhdao", "", Missing), ("lanhdao", "cần", Invalid),
        ):  # fmt: skip
            with pytest.raises(refusal):
                takeout.taken(town.actor(who), "csv", **ROWS, columns=["nguoi-nop"], purpose=purpose)
        assert not _log()
        made = takeout.taken(
            town.actor("lanhdao"), "csv", **ROWS, columns=["nguoi-nop"], purpose="Đối chiếu quý 4"
        )
        assert "Mẫu" in made.decode("utf-8-sig")
        assert [facts["purpose"] for facts in _log()] == ["Đối chiếu quý 4"]
        assert takeout.taken(town.actor("canbo"), "csv", ["Mã hồ sơ"], [["H31"]], columns=["han"])


def test_the_register_is_printed(sqlite_town: str) -> None:
    """Issue: the register of dossiers as XLSX and PDF, with its columns and every dossier."""
    with standing_at(town.MONDAY):
        code = town.a_dossier(State.READY)
        asked = Asked(period="2026-11")
        made = exports.take(town.actor("lanhdao"), asked, "received", REGISTER, "pdf", "In sổ theo dõi")
        told = "".join(page.extract_text() for page in PdfReader(made).pages)
        assert "SỔ THEO DÕI HỒ SƠ" in told
        assert code.split("-")[-1] in told
        assert _log()[0]["kind"] == "pdf"


def _log() -> list[dict]:
    with reading() as session:
        return list(session.scalars(select(OfficeEvent.facts).where(OfficeEvent.action == "list_taken")))
