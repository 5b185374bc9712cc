"""The tree of agencies: who may change it, what is refused, and how a place number is looked up."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.agencies import Agency
from db.office import OfficeEvent
from db.session import reading, transaction
from services import agencies, codes
from services.agencies import listing, merger, upkeep
from services.clock import now, standing_at
from services.errors import GuardRefused, Invalid, NotAllowed, NotFound
from tests import town
from tests.test_merger import DAY, NEW, THE_DAY, ended, id_of, new_commune
from tests.town import actor

OWN = {"name": "UBND xã Tam Đa", "code": "H31.124", "place_code": "", "rule_set": "", "code_pattern": ""}


@pytest.fixture(autouse=True)
def monday(sqlite_town):
    with standing_at(town.MONDAY):
        yield


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"])
def test_only_administrators_read_and_write_the_tree(who):
    """The right is asked for in the service, whatever page calls it."""
    asks = (
        listing.tree, lambda one: listing.one(one, 1),
        lambda one: upkeep.add(one, 1, "commune", DAY, NEW), lambda one: upkeep.change(one, 1, OWN, OWN),
    )  # fmt: skip
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask(actor(who))


def test_an_administrator_reaches_no_agency_above_or_beside(monkeypatch):
    """Whoever administers one commune finds nothing of another, and not the province."""
    from services.people import roles

    roles.give(actor("quantri"), actor("lanhdao2").account_id, "administrator", id_of("dinh-cao"),
               date(2026, 11, 23), None)  # fmt: skip
    mine = actor("lanhdao2")
    assert [node.code for node in listing.tree(mine)] == ["H31.125"]
    for other in (id_of("tam-da"), id_of("hung-yen")):
        with pytest.raises(NotFound):
            listing.one(mine, other)
        with pytest.raises(NotFound):
            upkeep.change(mine, other, OWN, OWN)
        with pytest.raises(NotFound):
            merger.merge(mine, [id_of("dinh-cao")], other, DAY)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": "X"}, "agency_name"), ({"code": "h 31"}, "agency_code"),
        ({"code": "H31.125"}, "agency_code_taken"), ({"place_code": "12a"}, "agency_place"),
        ({"code_pattern": "{agency}-{number}"}, "agency_pattern"),
        ({"code_pattern": "{agency.__class__}{day}{number}"}, "agency_pattern"),
        ({"code_pattern": "{agency}{"}, "agency_pattern"), ({"rule_set": "1999"}, "not_listed"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_by_name(facts, code):
    """A name, a code of its own, digits for a place, a pattern whose codes differ by all three."""
    tam_da = id_of("tam-da")
    with pytest.raises(Invalid) as refused:
        upkeep.change(actor("quantri"), tam_da, OWN, OWN | facts)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert listing.one(actor("quantri"), tam_da).own == OWN


def test_a_change_is_logged_with_what_stood_before_and_refused_on_an_old_screen():
    """New codes follow the new pattern at once; whoever saw something else must look again."""
    tam_da, chief = id_of("tam-da"), actor("quantri")
    upkeep.change(chief, tam_da, OWN, OWN | {"code_pattern": NEW["code_pattern"]})
    with reading() as session:
        line = session.scalars(select(OfficeEvent).where(OfficeEvent.action == "agency_changed")).one()
    assert line.facts == {"changed": {"code_pattern": ["", NEW["code_pattern"]]}}
    with transaction() as session:
        assert codes.next_code(session, session.get_one(Agency, tam_da), now()) == "H31.124-261123-00001"
    with pytest.raises(GuardRefused):
        upkeep.change(chief, tam_da, OWN, OWN | {"code_pattern": "{agency}.{day:%Y%m%d}.{number}"})


def test_one_place_number_names_one_agency_on_one_day():
    """12427 was xã Nguyên Hòa and is xã Tống Trân from the merger on: taken on the same day it is refused."""
    chief, old = actor("quantri"), id_of("nguyen-hoa")
    was = listing.one(chief, old).own
    upkeep.change(chief, old, was, was | {"place_code": "12427"})
    with pytest.raises(Invalid) as refused:
        new_commune()
    assert [problem.code for problem in refused.value.problems] == ["agency_place_taken"]
    new = upkeep.add(chief, id_of("hung-yen"), "commune", DAY, NEW | {"place_code": ""})
    merger.merge(chief, ended(), new, DAY)
    own = listing.one(chief, new).own
    upkeep.change(chief, new, own, own | {"place_code": "12427"})
    with reading() as session:
        found = [agencies.by_place(session, "12427", DAY - timedelta(days=n)).id for n in (1, 0)]
    assert found == [old, new]
    assert {node.id for node in listing.tree(chief, "12427", ended=True)} >= {old, new}


def test_a_link_to_an_ended_office_leads_to_who_took_over():
    """Until the day it is there; from then on its successor is named, also over two mergers."""
    new = new_commune()
    merger.merge(actor("quantri"), ended(), new, DAY)
    assert listing.followed_by("tam-da", DAY - timedelta(days=1)) is None
    with standing_at(THE_DAY):
        merger.take_effect()
        with reading() as session:
            slug = session.get_one(Agency, new).slug
        name, after = listing.followed_by("tam-da", DAY)
        assert (name, after) == ("UBND xã Tam Đa", ((slug, "UBND xã Tống Trân"),))
        second = upkeep.add(actor("quantri"), id_of("hung-yen"), "commune", DAY + timedelta(days=1),
                            NEW | {"code": "H31.300", "place_code": ""})  # fmt: skip
        merger.merge(actor("quantri"), [new], second, DAY + timedelta(days=1))
        _name, after = listing.followed_by("tam-da", DAY + timedelta(days=1))
        assert [id_of(one) for one, _new in after] == [second]
    assert listing.followed_by("khong-co", DAY) is None
