"""The simulator: what a draft would have changed, by the code of the real thing, and nothing written."""

import pytest

from services.catalogue.drafts import drafting, simulator
from services.errors import GuardRefused, NotAllowed
from services.workflow import State
from tests import records, town
from tests.test_catalogue_drafts import NEW_PAPER, NEW_QUESTION, newest

pytestmark = pytest.mark.usefixtures("monday")


def draft_with(**changes) -> int:
    who = town.actor("quantri")
    draft_id = drafting.begin_from(who, newest())
    draft = drafting.view(who, draft_id)
    drafting.keep(who, draft_id, draft.row_version, {**draft.data, **changes})
    return draft_id


def data() -> dict:
    who = town.actor("quantri")
    return drafting.view(who, drafting.begin_from(who, newest())).data


def test_every_list_holds_the_dossiers_that_would_differ(database):
    """Dates, fees, papers and problems as the real code says; codes, offices and values, and no trace."""
    who = town.actor("quantri")
    waiting, received = town.a_dossier(), town.a_dossier(State.RECEIVED, chance=2)
    now = data()
    now["time"].update(rule="WORKING_DAYS", working_days=7, max_working_days=9)
    now["fee"]["amount"] += 1000
    now["papers"].append(NEW_PAPER)
    now["sections"][-1]["fields"].insert(0, NEW_QUESTION)
    draft_id = draft_with(**now)
    with records.no_trace():
        found = simulator.run(who, draft_id)
    assert found.looked_at == 2
    [late] = found.due_later
    told = records.told(received)
    assert late.code == received
    assert late.agency == "UBND xã Tam Đa"
    assert late.before == f"{told.due:%d/%m/%Y}"
    assert late.after == "03/12/2026"
    for name in ("fee_more", "papers_more", "form_refuses"):
        assert {one.code for one in getattr(found, name)} == {waiting, received}, name
    assert {one.after for one in found.papers_more} == {"Giấy mới"}
    assert {one.after for one in found.form_refuses} == {"Ghi chú mới"}
    for name in ("due_earlier", "fee_less", "papers_fewer"):
        assert not getattr(found, name), name
    applicant = records.dossier(received).applicant_name
    assert applicant not in str(found)


def test_the_other_way_round(sqlite_town):
    """Less money, fewer papers, an earlier date stand in their own lists; the same says nothing."""
    who = town.actor("quantri")
    code = town.a_dossier(State.RECEIVED)
    found = simulator.run(who, draft_with(short="Chỉ đổi tên"))
    assert found == simulator.Simulation(1)
    now = data()
    now["fee"]["amount"] = 0
    now["fee"].pop("rates", None)
    for paper in now["papers"]:
        paper["upload"] = "required" if paper.get("role") else "none"
    found = simulator.run(who, draft_with(**now))
    assert [one.code for one in found.fee_less] == [code]
    assert not found.fee_more


def test_pages_and_the_limit(sqlite_town, monkeypatch):
    """The newest first, page by page, and no more than asked for."""
    monkeypatch.setattr(simulator, "PAGE", 2)
    codes = [town.a_dossier(chance=n) for n in range(5)]
    now = data()
    now["fee"]["amount"] += 1000
    draft_id = draft_with(**now)
    who = town.actor("quantri")
    assert [one.code for one in simulator.run(who, draft_id).fee_more] == codes[::-1]
    few = simulator.run(who, draft_id, most=3)
    assert few.looked_at == 3
    assert [one.code for one in few.fee_more] == codes[:1:-1]


def test_only_administrators_and_only_right_drafts(sqlite_town):
    """Figures over every office are not for officers; a wrong draft says nothing about dates."""
    draft_id = draft_with(level=9)
    for name in ("canbo", "lanhdao", "giamsat", "congdan"):
        with pytest.raises(NotAllowed):
            simulator.run(town.actor(name), draft_id)
    with pytest.raises(GuardRefused):
        simulator.run(town.actor("quantri"), draft_id)
