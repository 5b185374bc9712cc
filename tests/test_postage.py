"""The price of the post: the office's own, from a day on, told before sending; else the carrier collects."""

from datetime import timedelta

import pytest

from db.session import reading
from services.catalogue import store
from services.clock import standing_at
from services.errors import Invalid, NotAllowed, NotFound
from services.money import audit, books
from services.permissions import Permission
from services.post import postage
from services.workflow import State
from tests import records, town
from tests.records import no_trace
from tests.town import BY_POST, a_dossier, act, actor

TODAY = town.MONDAY.date()

pytestmark = pytest.mark.usefixtures("monday")


def _here() -> int:
    """The leader's office."""
    return min(actor("lanhdao").agencies_for(Permission.MONEY_CLOSE))


def due_of(code: str) -> dict[str, int]:
    with reading() as session:
        return {row["line"]: row["amount"] for row in books.still_due(session, records.dossier(code))}


def test_a_parcel_is_a_line_where_the_office_has_a_price(database):
    """Only for the post; the price of the day it was sent in stays, whatever is set later."""
    before = a_dossier(State.IN_PROCESS, chance=1, **BY_POST)
    assert "postage" not in due_of(before), "no price: the carrier collects"
    postage.set_price(actor("lanhdao"), _here(), 30000, TODAY + timedelta(days=2))
    assert "postage" not in due_of(a_dossier(State.IN_PROCESS, chance=2, **BY_POST))
    with standing_at(town.MONDAY + timedelta(days=2)):
        after = a_dossier(State.IN_PROCESS, chance=3, **BY_POST)
        assert due_of(after)["postage"] == 30000
        assert "postage" not in due_of(a_dossier(State.IN_PROCESS, chance=4))
        assert "postage" not in due_of(before)
        postage.set_price(actor("lanhdao"), _here(), None, TODAY + timedelta(days=2))
        assert "postage" not in due_of(after), "said anew for the same day"
        postage.set_price(actor("lanhdao"), _here(), 35000, TODAY + timedelta(days=2))
        postage.set_price(actor("lanhdao"), _here(), 40000, TODAY + timedelta(days=9))
        assert due_of(after)["postage"] == 35000
        act("canbo", after, "request_payment", lines=[{"line": "fee"}], pay_by=TODAY + timedelta(days=9))
    with reading() as session:
        asked = {e.line: e.amount for e in books.of(session, records.dossier(after))}
        assert asked["postage"] == 35000
        assert list(audit.faults(session)) == []


def test_the_citizen_reads_it_before_sending(database):
    """The price of today for these answers; none where another way was chosen."""
    postage.set_price(actor("lanhdao"), _here(), 30000, TODAY)
    with reading() as session:
        dossier = records.dossier(a_dossier())
        procedure = store.version(session, dossier.procedure_version_id)
    assert postage.told(_here(), procedure, {**dossier.form, **BY_POST}) == 30000
    assert postage.told(_here(), procedure, dossier.form) is None
    assert postage.told(None, procedure, {**dossier.form, **BY_POST}) is None


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "giamsat", "quantri", "congdan"])
def test_only_a_leader_sets_it(sqlite_town, who):
    """Role × action: the price is the leader's."""
    with no_trace(), pytest.raises(NotAllowed):
        postage.set_price(actor(who), _here(), 30000, TODAY)


def test_wrong_prices_and_other_offices_are_refused(sqlite_town):
    """Whole đồng above nothing, from today on, for an office of one's own; it stands in the office's log."""
    leader = actor("lanhdao")
    for price, day in ((0, TODAY), (-1, TODAY), (1.5, TODAY), (30000, TODAY - timedelta(days=1))):
        with no_trace(), pytest.raises(Invalid):
            postage.set_price(leader, _here(), price, day)
    with no_trace(), pytest.raises(NotFound):
        postage.set_price(leader, _here() + 1, 30000, TODAY)
    postage.set_price(leader, _here(), 30000, TODAY)
    [office] = postage.prices(actor("canbo"))
    assert [(p.price, p.now) for p in office.prices] == [(30000, True)]
