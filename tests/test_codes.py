"""Numbers that the office gives out: their pattern, what they count, and that none is lost."""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from db.agencies import Agency
from db.session import reading, transaction
from services import codes, intake
from services.clock import VIETNAM, standing_at
from tests import town

pytestmark = pytest.mark.usefixtures("monday")


def agency(slug: str = "tam-da") -> Agency:
    with reading() as session:
        return session.scalars(select(Agency).where(Agency.slug == slug)).one()


def next_code(slug: str = "tam-da", at: datetime = town.MONDAY) -> str:
    with transaction() as session:
        return codes.next_code(session, agency(slug), at)


def test_a_code_names_agency_day_and_number(database):
    """H31.124-20261123-0000001: agency, day, number of the day."""
    assert [next_code(), next_code()] == ["H31.124-20261123-0000001", "H31.124-20261123-0000002"]
    assert intake.submit(town.a_draft()).code == "H31.124-20261123-0000003"


def test_each_agency_and_each_day_counts_from_one(database):
    """Neither another commune nor yesterday moves the count."""
    next_code()
    assert next_code("dinh-cao") == "H31.125-20261123-0000001"
    assert next_code(at=town.moment("2026-11-25T07:30")) == "H31.124-20261125-0000001"
    assert next_code() == "H31.124-20261123-0000002"


def test_the_day_is_vietnams(database):
    """At 23:30 of the 23rd in Hanoi it is still the 23rd, and half an hour later the 24th."""
    for at, day in (("2026-11-23T23:59", "20261123"), ("2026-11-24T00:00", "20261124")):
        with standing_at(town.moment(at)):
            assert f"-{day}-" in intake.submit(town.a_draft()).code


@pytest.mark.parametrize("owner", ["tam-da", "phu-cu", "hung-yen"])
def test_the_pattern_is_configurable_and_inherited(database, owner):
    """An agency's own pattern, or that of the nearest agency above which has one."""
    with transaction() as session:
        pattern = "{day:%y%m%d}.{number:04d}/{agency}"
        session.execute(update(Agency).where(Agency.slug == owner).values(code_pattern=pattern))
    assert next_code() == "261123.0001/H31.124"
    assert intake.submit(town.a_draft()).code == "261123.0002/H31.124"


def test_the_nearest_pattern_wins(database):
    """The commune's own stands before the district's."""
    with transaction() as session:
        for slug, pattern in (("phu-cu", "district {number}"), ("tam-da", "commune {number}")):
            session.execute(update(Agency).where(Agency.slug == slug).values(code_pattern=pattern))
    assert (next_code(), next_code("dinh-cao")) == ("commune 1", "district 1")


def test_a_number_that_was_rolled_back_is_given_out_again(database):
    """It belongs to the transaction."""

    def take(then: type[Exception] | None = None) -> list[int]:
        with transaction() as session:
            taken = [codes.next_number(session, "x"), codes.next_number(session, "x")]
            if then:
                raise then
            return taken

    with pytest.raises(LookupError):
        take(then=LookupError)
    assert take() == [1, 2]
    assert take() == [3, 4]


def test_letters_are_counted_by_agency_kind_and_year(database):
    """12/HDHS: three counts that do not meet; without a suffix the bare number."""
    january = datetime(2027, 1, 4, 9, tzinfo=VIETNAM)
    with transaction() as session:
        here, there = agency(), agency("dinh-cao")
        numbers = [
            codes.next_letter(session, here, "receipt", "TNHS", town.MONDAY),
            codes.next_letter(session, here, "receipt", "TNHS", town.MONDAY),
            codes.next_letter(session, here, "supplement", "HDHS", town.MONDAY),
            codes.next_letter(session, there, "receipt", "TNHS", town.MONDAY),
            codes.next_letter(session, here, "receipt", "TNHS", january),
            codes.next_letter(session, here, "control_slip", "", town.MONDAY),
        ]
    assert numbers == ["01/TNHS", "02/TNHS", "01/HDHS", "01/TNHS", "01/TNHS", "01"]


def test_counters_can_be_raised_for_rows_made_in_bulk(database):
    """After a bulk insert the next code goes on where the bulk ended."""
    next_code()
    with transaction() as session:
        codes.raise_counters(session, {"dossier/H31.124/20261123": 41, "dossier/H31.125/20261123": 7})
    assert (next_code(), next_code("dinh-cao")) == ("H31.124-20261123-0000042", "H31.125-20261123-0000008")
