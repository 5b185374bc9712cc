"""Which open dossiers are likely to be late if nothing changes, by how long others still took from there."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.agencies import Agency
from db.dossiers import Dossier
from db.figures import DossierFact, Tally
from db.session import reading, transaction
from pages.parts.figures import tomorrow_table
from services.clock import standing_at
from services.errors import NotAllowed
from services.figures import board, forecast, stays, tally
from services.figures.board import Asked
from services.figures.forecast import ComingRow
from services.figures.stays import Rest
from services.figures.tomorrow import FEW, Forecaster, Place
from services.workflow import State
from tests import town

HERE = Place(1, "2.000635", "work", False, 4)
ELSEWHERE = Place(2, "2.000635", "work", False, 4)


def test_the_chance_is_that_of_those_that_stood_as_long() -> None:
    """Of a hundred that were done within the day nothing is told once it has stood for two days."""
    known = Forecaster([(HERE, False, 0, 100), (HERE, False, 2, 60), (HERE, True, 4, 20)])
    new, waited = known.outlook(HERE, 0, 3), known.outlook(HERE, 2, 1)
    assert (new.chance, new.typical, new.listed) == (pytest.approx(20 / 180), 0, False)
    assert (waited.chance, waited.typical, waited.like) == (pytest.approx(0.25), 0, 80)
    late = known.outlook(HERE, 3, 1)
    assert (late.chance, late.typical, late.listed) == (1.0, 1, True)
    assert known.outlook(HERE, 5, 1) is None
    assert known.outlook(Place(1, "2.000635", "sign", False, 4), 0, 1) is None


def test_where_few_are_known_the_wider_group_speaks() -> None:
    """Two late ones of the own office are no rule; as many as FEW weigh as much as everybody else."""
    others = [(ELSEWHERE, False, 1, 1000)]
    few = Forecaster([*others, (HERE, True, 3, 2)]).outlook(HERE, 0, 1)
    assert few.chance < 0.1
    assert (few.typical, few.like) == (1, 1002)
    many = Forecaster([*others, (HERE, True, 3, FEW)]).outlook(HERE, 0, 1)
    assert many.chance == pytest.approx(0.5, abs=0.03)
    assert (many.typical, many.like) == (3, FEW)
    unknown = Forecaster(others).outlook(Place(9, "1.001193", "work", False, 4), 0, 1)
    assert (unknown.chance, unknown.like) == (0.0, 1000)


def test_a_rest_goes_into_a_number_and_comes_back() -> None:
    """The sums keep numbers: nothing of a rest may be lost in one."""
    for step in ("received", "work", "sign"):
        for given in (0, 3, 4, 33):
            for late in (False, True):
                rest = Rest(step, late, given, late, 99)
                assert stays.rest_of(stays.rest_number(rest)) == rest
    assert stays.stay_of(stays.stay_number("payment", 1200)) == ("payment", 999)
    assert [stays.time_given(hours) for hours in (0, 1, 3, 7, 8, 15, 16, 9999)] == [0, 1, 2, 3, 4, 4, 5, 33]


def test_what_others_took_is_counted_without_the_citizens_days() -> None:
    """While the citizen is waited for the due day stands still, so those days are none of the office's."""
    told = "new:4 received:1:30 work:2:20 supplement:9 work:3:6"
    assert stays.rests(told, True) == [
        Rest("work", True, 3, True, 3), Rest("work", False, 5, True, 5), Rest("received", False, 6, True, 6),
    ]  # fmt: skip


def test_facts_tell_where_a_dossier_stood(database: str) -> None:
    """From the events: working days at each step, where longest, and what an open one was given; taking back
    takes it away again."""
    with standing_at(town.moment("2026-11-16T09:00")):
        code = town.a_dossier(State.IN_PROCESS)
    assert _fact()[:2] == ("new:0 received:0:6", "")
    assert _fact()[2] == 6
    with standing_at(town.moment("2026-11-19T09:00")):
        town.act("lanhdao", code, "finish")
        assert _fact() == ("new:0 received:0:6 work:3:6", "work", None)
        with reading() as session:
            rest = session.execute(select(Tally.month, Tally.value).where(Tally.what == "rest")).all()
        assert {(m, stays.rest_of(v)) for m, v in rest} == {
            (202610, Rest("received", False, 3, True, 3)), (202610, Rest("work", False, 3, True, 3)),
        }  # fmt: skip
        town.act("lanhdao", code, "undo")
    assert _fact() == ("new:0 received:0:6", "", 6)
    with reading() as session:
        assert not session.scalar(select(Tally.value).where(Tally.what == "rest", Tally.n > 0))
        assert not list(tally.faults(session))


def _fact() -> tuple:
    with reading() as session:
        return session.execute(select(DossierFact.stays, DossierFact.slowest, DossierFact.given)).one()


def history(rest: Rest, slug: str = "tam-da", n: int = 100) -> None:
    """So many dossiers with a result this quarter that stood so."""
    with transaction() as session:
        agency = session.scalar(select(Agency.id).where(Agency.slug == slug))
        session.add(Tally(what="rest", month=202610, agency_id=agency, value=stays.rest_number(rest),
                          procedure_code="2.000635", level=0, channel=0, n=n))  # fmt: skip


def test_who_sees_what_listed_and_why(database: str) -> None:
    """Leaders and officers their commune, supervisors all below without a person, nothing to open; citizens
    and administrators nothing. The figure is as long as its list; the reason is said in words."""
    with standing_at(town.MONDAY):
        mine = town.a_dossier(State.IN_PROCESS)
        theirs = town.a_dossier(State.IN_PROCESS, agency="dinh-cao", chance=5)
        history(Rest("work", False, stays.time_given(_fact_of(mine).given), True, 2))
        for who, codes in (("lanhdao", {mine}), ("canbo", {mine}), ("giamsat", {mine, theirs})):
            found = forecast.tomorrow(town.actor(who), Asked())
            assert {row.code for row in found.rows} == codes
            assert found.found == len(codes) == board.board(town.actor(who), Asked()).coming_late
            assert {row.opens for row in found.rows} == {who != "giamsat"}
        for who in ("quantri", "congdan"):
            with pytest.raises(NotAllowed):
                forecast.tomorrow(town.actor(who), Asked())
        assert not {"applicant", "name"} & set(ComingRow.__dataclass_fields__)
        (row,) = forecast.tomorrow(town.actor("lanhdao"), Asked()).rows
        assert tomorrow_table._why(row) == "Bước Đang xử lý thường còn 2 ngày làm việc, hạn là hôm nay."
        assert not forecast.tomorrow(town.actor("lanhdao"), Asked(channel="1")).rows
    with standing_at(town.MONDAY + timedelta(days=2)):
        assert not forecast.tomorrow(town.actor("giamsat"), Asked()).rows, "it is late already"


def _fact_of(code: str) -> DossierFact:
    with reading() as session:
        return session.get_one(DossierFact, session.scalar(select(Dossier.id).where(Dossier.code == code)))
