"""The officer's page says what deserves a look, with the place it comes from."""

import pytest

from db.dossiers import Paper
from db.session import transaction
from services.workflow import State
from tests import records, town
from tests.rooms.test_desk_rooms import DOSSIER, opens, shown  # noqa: F401
from tests.town import a_dossier, act

ODD = {"nd_so_dinh_danh": "033201000001", "nd_gioi_tinh": "2", "nd_ngay_sinh": "2001-05-09"}

pytestmark = pytest.mark.usefixtures("monday")


def blank(code):
    """The last paper of the dossier, with a page that the check found blank."""
    paper = records.papers(code)[-1]
    with transaction() as session:
        session.get(Paper, paper.id).doubts = [["blank_page", {"pages": [2]}]]
    return paper


def test_doubts_of_form_and_papers_stand_on_top_and_in_their_place(opens):  # noqa: F811
    """One list for all papers, not only for the open one; the doubted answer itself is marked."""
    code = a_dossier(**ODD)
    paper = blank(code)
    page = shown(opens("canbo", DOSSIER, ma=code))
    assert "Cần xem lại (2)" in page
    assert "<b>Giới tính</b>: Giới tính không khớp với số định danh" in page
    assert f"({paper.filename})</b>: Trang 2 để trắng" in page
    assert page.count("cần xem lại</span>") == 1


def test_nothing_is_doubted_once_it_has_ended(opens):  # noqa: F811
    """Whoever reads an ended dossier decides nothing, and what was anonymised would be all wrong."""
    code = a_dossier(**ODD)
    blank(code)
    act(town.follower(code), code, "withdraw", reason="Không còn nhu cầu.")
    assert records.dossier(code).state == State.WITHDRAWN
    assert "ần xem lại" not in shown(opens("canbo", DOSSIER, ma=code))
