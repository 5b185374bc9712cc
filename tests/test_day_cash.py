"""The day's cash: what came in less what was given back, for each drawer; counted days stay as they were."""

from datetime import timedelta

import pytest

from db.session import reading
from services.clock import standing_at
from services.errors import GuardRefused, Invalid
from services.money import amendments, audit, closing, counter
from services.workflow import State
from tests import town
from tests.records import no_trace
from tests.town import a_dossier, act, actor

DAY = town.MONDAY.date()

pytestmark = pytest.mark.usefixtures("monday")


def paid(chance: int, number: str) -> str:
    """A dossier whose 8.000 đồng canbo took in cash."""
    code = a_dossier(State.IN_PROCESS, chance=chance)
    act("canbo", code, "request_payment", lines=town.ONE_COPY, pay_by=DAY + timedelta(days=8))
    act("canbo", code, "record_payment", **town.given_for("record_payment") | {"receipt_number": number})
    return code


def amended(code: str, kind: str, amount: int = 8000, way: str = "cash") -> None:
    """canbo asks, the leader agrees."""
    [payment] = amendments.payments(actor("canbo"), code)
    given = {"amount": amount, "way": way, "reason": "Thu nhầm."}
    amendments.ask(actor("canbo"), code, payment.entry_id, kind, **given)
    waiting = next(x for x in amendments.asked(actor("lanhdao")) if x.status == "waiting")
    amendments.decide(actor("lanhdao"), waiting.id, approve=True)


def cash(day=DAY) -> int:
    [one] = counter.taken(actor("canbo"), day)
    assert one.officer_id == actor("canbo").account_id
    return one.sums["cash"]


def balanced() -> bool:
    with reading() as session:
        return list(audit.faults(session)) == []


def test_cash_given_back_leaves_the_drawer_of_whoever_paid_it_out(database):
    """Cash in − cash refunded that day by that officer is expected; refunds by other ways do not count."""
    first, second = paid(1, "1"), paid(2, "2")
    amended(first, "refund", 3000)
    amended(second, "refund", 2000, way="transfer")
    assert cash() == 16000 - 3000
    leader, officer = actor("lanhdao"), actor("canbo").account_id
    with no_trace(), pytest.raises(Invalid):
        closing.close(leader, officer, DAY, 16000)
    closing.close(leader, officer, DAY, 13000)
    assert closing.closed(leader, DAY)[officer][0] == 13000
    assert balanced()


def test_what_is_taken_back_the_same_day_never_came_in(database):
    """A payment cancelled on its own day leaves no trace in the sum."""
    kept = paid(1, "1")
    amended(paid(2, "2"), "cancel_payment")
    [one] = counter.taken(actor("canbo"), DAY)
    assert [(row.code, row.amount) for row in one.rows] == [(kept, 8000)]
    assert balanced()


def test_a_counted_day_stays_as_it_was_counted(database):
    """A later cancellation goes out on its own day; into and out of a counted drawer nothing goes."""
    code, other = paid(1, "1"), paid(2, "2")
    leader, officer = actor("lanhdao"), actor("canbo").account_id
    closing.close(leader, officer, DAY, 16000)
    for kind in amendments.KINDS:
        with pytest.raises(GuardRefused, match="day_closed"):
            amended(other, kind)
        waiting = next(x for x in amendments.asked(leader) if x.status == "waiting")
        amendments.decide(leader, waiting.id, approve=False)
    with no_trace(), pytest.raises(GuardRefused, match="day_closed"):
        act("canbo", other, "undo")
    later = town.MONDAY + timedelta(days=2)
    with standing_at(later):
        amended(code, "cancel_payment")
        assert cash() == 16000
        assert cash(later.date()) == -8000
        closing.close(leader, officer, later.date(), -8000)
    assert balanced()
