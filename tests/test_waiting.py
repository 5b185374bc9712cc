"""Where dossiers of a period waited longest, and what was asked for once more: each figure with its list."""

import pytest

from services.clock import standing_at
from services.errors import NotAllowed, NotFound
from services.figures import board, supplements
from services.figures.board import Asked
from services.workflow import State
from tests import town

ASKED = [
    {"paper": "to_khai", "field": None, "reason": "Mờ, không đọc được; trang 2."},
    {"paper": None, "field": "nyc_ho_ten", "reason": "Viết tắt."},
]


def test_where_those_of_a_period_stood_longest(database: str) -> None:
    """Counted once, at the step of most working days, within the period of the result; with its list."""
    with standing_at(town.moment("2026-11-09T09:00")):
        slow, quick = town.a_dossier(State.IN_PROCESS), town.a_dossier(State.IN_PROCESS, chance=2)
        town.act("lanhdao", quick, "finish")
    with standing_at(town.moment("2026-11-13T09:00")):
        town.act("lanhdao", slow, "finish")
        found = board.board(town.actor("giamsat"), Asked())
        assert found.figures["done"] == 2
        slowest = {code: n for code, n in found.figures.items() if code.startswith("slow_") and n}
        assert slowest == {"slow_work": 1}
        assert found.stood["work"] == [(0, 1), (4, 1)]
        assert found.stood["sign"] == []
        listed = board.listing(town.actor("giamsat"), Asked(), "slow_work")
        assert [row.code for row in listed.rows] == [slow]
        assert not board.board(town.actor("giamsat"), Asked(period="2026-10")).figures["slow_work"]


def test_what_is_asked_for_again_and_why(database: str) -> None:
    """By procedure, paper and field, with the usual reasons; each number is as long as its list; what was
    taken back does not count; officers see their commune, supervisors no person."""
    with standing_at(town.MONDAY):
        for chance, agency in ((1, "tam-da"), (2, "tam-da"), (3, "dinh-cao")):
            code = town.a_dossier(State.IN_PROCESS, agency=agency, chance=chance)
            given = town.given_for("request_supplement") | {"items": ASKED if chance == 1 else ASKED[:1]}
            leader = "lanhdao" if agency == "tam-da" else "lanhdao2"
            town.act(leader, code, "request_supplement", **given)
            if chance == 2:
                town.act(leader, code, "undo")
        found = supplements.table(town.actor("giamsat"), Asked())
        assert found.dossiers == 2
        assert [(one.key, one.is_field, one.dossiers, one.why) for one in found.things] == [
            ("to_khai", False, 2, (("mờ, không đọc được", 2),)),
            ("nyc_ho_ten", True, 1, (("lý do khác", 1),)),
        ]
        for who, many in (("giamsat", 2), ("canbo", 1), ("lanhdao2", 1)):
            reader = town.actor(who)
            told = supplements.table(reader, Asked())
            assert told.dossiers == supplements.listing(reader, Asked(), supplements.EVERYBODY).found == many
            for thing in told.things:
                listed = supplements.listing(reader, Asked(), thing.list_code)
                assert len(listed.rows) == listed.found == thing.dossiers
                assert {row.opens for row in listed.rows} == {who != "giamsat"}
        assert not supplements.table(town.actor("giamsat"), Asked(period="2026-10")).things
        assert not supplements.table(town.actor("giamsat"), Asked(channel="1")).things
        with pytest.raises(NotFound):
            supplements.listing(town.actor("canbo"), Asked(), "supplements:x")
        for who in ("quantri", "congdan"):
            for ask in (supplements.table, lambda *a: supplements.listing(*a, supplements.EVERYBODY)):
                with pytest.raises(NotAllowed):
                    ask(town.actor(who), Asked())
