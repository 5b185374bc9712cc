"""A citizen sees who of the office looked at the own papers, and nobody else's."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from db.dossiers import Dossier
from db.session import transaction
from services import desk
from services.citizens import export, viewers
from services.clock import standing_at
from services.desk import bundle
from services.errors import NotAllowed
from tests import records, town
from tests.rooms.test_account_room import opens  # noqa: F401
from tests.town import a_dossier, actor

pytestmark = pytest.mark.usefixtures("monday")


def of_citizen(code: str) -> None:
    with transaction() as session:
        mine = {"account_id": actor("congdan").account_id}
        session.execute(update(Dossier).where(Dossier.code == code).values(**mine))


def looked(code: str, minutes: int = 0) -> None:
    with standing_at(town.MONDAY + timedelta(minutes=minutes)):
        desk.paper_bytes(actor("canbo"), code, records.papers(code)[0].id)


def test_own_papers_and_own_downloads_newest_first(database):
    """Opened and carried out by officers with name, office and paper; one's own download; not another's."""
    code, other = a_dossier(), a_dossier(chance=2)
    of_citizen(code)
    looked(code)
    looked(other)
    with standing_at(town.MONDAY + timedelta(minutes=5)):
        bundle.zipped(actor("canbo"), code)
    with standing_at(town.MONDAY + timedelta(minutes=9)):
        data = json.loads(export.own_data(actor("congdan")))
    found = viewers.looks(actor("congdan"))
    assert [(one.action, one.code) for one in found] == [
        ("exported", ""), ("papers_taken", code), ("paper_opened", code)
    ]  # fmt: skip
    assert (found[-1].who, found[-1].office) == (actor("canbo").name, actor("canbo").grants[0].agency_name)
    assert found[-1].paper
    assert [one["dossier"] for one in data["papers_opened_by"]] == [code, code]


@pytest.mark.parametrize("who", ["canbo", "lanhdao", "giamsat", "quantri"])
def test_it_is_the_citizens_own_question(sqlite_town, who):
    """Permission account:own."""
    with pytest.raises(NotAllowed):
        viewers.looks(actor(who))


def test_the_account_shows_it(opens):  # noqa: F811
    """Ai đã xem giấy tờ của tôi: empty in words, then a row."""
    code = a_dossier()
    of_citizen(code)
    assert "Chưa có cán bộ nào mở" in " ".join(one.value for one in opens("congdan").caption)
    looked(code)
    shown = repr([one.proto.body for one in opens("congdan").get("html")])
    assert actor("canbo").name in shown
