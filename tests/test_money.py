"""Money asked, paid and taken back: what each changes and refuses, and that the ledger always balances."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from db.dossiers import Dossier
from db.money import MoneyEntry
from db.session import reading, transaction
from services import casework, ledger
from services.clock import standing_at
from services.commands.verify import verify_money
from services.dates.office_time import add_office_time, office_time_between
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, Stale, WrongState
from services.money import audit, books
from services.workflow import State
from tests import records, town
from tests.records import no_trace
from tests.town import a_dossier, act, actor

S = State
PAY_BY = date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("monday")


def a_fee(code: str) -> int:
    """What the data says is due for it."""
    with reading() as session:
        return books.payable(session, records.dossier(code))


def entries(code: str) -> list[tuple[str, int]]:
    """Kind and amount of everything in its ledger."""
    with reading() as session:
        return [(e.kind, e.amount) for e in books.of(session, records.dossier(code))]


def faults() -> list[str]:
    with reading() as session:
        return list(audit.faults(session))


def paid(code: str, amount: int, who: str = "canbo", **given: str) -> casework.Done:
    """Somebody records a payment at the counter."""
    return act(who, code, "record_payment", amount=amount, **{**PAID, **given})


ASKED = {"lines": [{"line": "fee"}], "pay_by": PAY_BY}
PAID = {"pay_way": "cash", "receipt_number": "AA/26E 0000123"}


@pytest.mark.parametrize("before", [S.RECEIVED, S.IN_PROCESS, S.READY])
def test_asked_and_paid_comes_back_to_where_it_waited_from(database, before):
    """Surface: 2, 4, 9 -> 6 -> the state before; the wait moves the date; after the result no clock runs."""
    code = a_dossier(before)
    was, fee = records.dossier(code), a_fee(code)
    done = act("canbo", code, "request_payment", **ASKED)
    asked = records.dossier(code)
    assert (done.state, asked.money, asked.pay_by) == (S.PAYMENT_ASKED, "asked", PAY_BY)
    assert asked.clock == ("stopped" if before is S.READY else "paused")
    assert records.last(code).clock == ("runs" if before is S.READY else "pauses")
    at = town.MONDAY + timedelta(days=2, hours=1)
    with standing_at(at):
        assert paid(code, fee).state == before
    now = records.dossier(code)
    assert (now.money, now.pay_by, now.clock) == ("paid", None, was.clock)
    assert entries(code) == [("asked", fee), ("paid", -fee)]
    with reading() as session:
        calendar = ledger.calendar_of(session, now)
    waited = office_time_between(calendar, town.MONDAY, at)
    assert now.due_at == (was.due_at if before is S.READY else add_office_time(calendar, was.due_at, waited))
    assert [n.kind for n in records.notices(code)][-1] == "paid"
    assert faults() == []


def test_a_part_keeps_it_waiting(database):
    """All must be paid before it goes on; the rest is told, and more than the rest is refused."""
    code = a_dossier(S.PAYMENT_ASKED)
    fee = a_fee(code)
    assert paid(code, fee - 1000).state == S.PAYMENT_ASKED
    assert (records.dossier(code).money, records.last(code).clock) == ("asked", "runs")
    assert records.notices(code)[-1].facts["left"] == 1000
    with no_trace(), pytest.raises(Invalid) as refused:
        paid(code, 1001)
    assert refused.value.problems[0].code == "more_than_left"
    assert paid(code, 1000, pay_way="transfer").state == S.IN_PROCESS
    assert faults() == []


def test_paid_without_being_asked(database):
    """Surface: elsewhere no change of state. The whole sum at once; a second time there is nothing to pay."""
    code = a_dossier(S.RECEIVED)
    fee = a_fee(code)
    with no_trace(), pytest.raises(Invalid) as refused:
        paid(code, fee - 1)
    assert refused.value.problems[0].code == "whole_sum"
    assert paid(code, fee).state == S.RECEIVED
    assert (records.dossier(code).money, records.dossier(code).clock) == ("paid", "running")
    assert entries(code) == [("asked", fee), ("paid", -fee)]
    with no_trace(), pytest.raises(GuardRefused, match="something_to_pay"):
        paid(code, fee)
    assert faults() == []


def test_an_officer_changes_a_line_with_a_reason(database):
    """Another amount only with its reason, kept in the ledger; only lines of the procedure; never nothing."""
    code = a_dossier(S.IN_PROCESS)
    for lines, problem in (
        ([{"line": "fee", "amount": 5000}], "reason_for_change"),
        ([{"line": "fee", "amount": 5000, "reason": " "}], "reason_for_change"),
        ([{"line": "fee", "amount": -1, "reason": "x"}], "not_money"),
        ([{"line": "fee", "amount": 5000.0, "reason": "x"}], "not_money"),
        ([{"line": "fee", "amount": 0, "reason": "Hộ nghèo"}], "nothing_to_pay"),
        ([{"line": "parking", "amount": 5000, "reason": "x"}], "not_listed"),
    ):
        with no_trace(), pytest.raises(Invalid) as refused:
            act("chuyenvien", code, "request_payment", lines=lines, pay_by=PAY_BY)
        assert refused.value.problems[0].code == problem
    with no_trace(), pytest.raises(Missing):
        act("chuyenvien", code, "request_payment", lines=[], pay_by=PAY_BY)
    changed = [{"line": "fee", "amount": 5000, "reason": "Miễn một bản"}]
    act("chuyenvien", code, "request_payment", lines=changed, pay_by=PAY_BY)
    with reading() as session:
        (entry,) = books.of(session, records.dossier(code))
    assert (entry.amount, entry.reason) == (5000, "Miễn một bản")
    assert faults() == []


def test_undo_takes_money_back_by_new_entries(database):
    """Append-only: taken back is another entry; the dossier stands as before, also its date and deadline."""
    code = a_dossier(S.IN_PROCESS)
    fee, was = a_fee(code), records.dossier(code)
    act("canbo", code, "request_payment", **ASKED)
    act("canbo", code, "undo")
    now = records.dossier(code)
    assert (now.state, now.clock, now.money, now.pay_by) == (was.state, was.clock, was.money, None)
    assert entries(code) == [("asked", fee), ("cancelled", -fee)]
    assert faults() == []
    act("canbo", code, "request_payment", **ASKED)
    paid(code, fee)
    act("canbo", code, "undo")
    assert (records.dossier(code).state, records.dossier(code).pay_by) == (S.PAYMENT_ASKED, PAY_BY)
    assert a_fee(code) == fee
    assert faults() == []


@pytest.mark.parametrize("part", [0, 3000])
def test_withdrawn_while_it_waits_for_money(database, part):
    """Surface: 6 -> 7. What was not paid is asked no more; what was paid stays in the ledger."""
    code = a_dossier(S.PAYMENT_ASKED)
    if part:
        paid(code, part)
    act("canbo", code, "withdraw", reason="Không còn nhu cầu.")
    now = records.dossier(code)
    assert (now.state, now.money, now.pay_by) == (S.WITHDRAWN, "paid" if part else "none", None)
    assert sum(amount for _kind, amount in entries(code)) == 0
    assert faults() == []
    act("canbo", code, "undo")
    assert records.dossier(code).state == S.PAYMENT_ASKED
    assert faults() == []


def test_a_payment_counts_once(database):
    """Idempotent by the version that was seen: the same form sent twice is refused the second time."""
    code = a_dossier(S.PAYMENT_ASKED)
    seen, fee = town.seen(code), a_fee(code)
    casework.record_payment(actor("canbo"), code, seen=seen, amount=fee, **PAID)
    with no_trace(), pytest.raises(Stale):
        casework.record_payment(actor("canbo"), code, seen=seen, amount=fee, **PAID)


def test_who_may_and_when(sqlite_town):
    """Specialists ask but take no money; nothing is asked before reception or after the end."""
    code = a_dossier(S.PAYMENT_ASKED)
    with pytest.raises(NotAllowed):
        paid(code, 8000, who="chuyenvien")
    for state in (S.SUBMITTED, S.RETURNED):
        with pytest.raises(WrongState):
            act("canbo", a_dossier(state, chance=3), "request_payment", **ASKED)
    for name, value in (("pay_way", "gold"), ("receipt_number", "1" * 61)):
        with pytest.raises(Invalid):
            paid(code, 8000, **{name: value})
    with pytest.raises(Missing):
        paid(code, 8000, receipt_number=" ")


SPOILT = {
    "more was paid than asked": update(MoneyEntry).where(MoneyEntry.kind == "paid").values(amount=-99000),
    "the ledger differ": update(MoneyEntry).where(MoneyEntry.kind == "paid").values(receipt_number="x"),
    "are left to pay": delete(MoneyEntry).where(MoneyEntry.kind == "paid"),
    "the ledger says paid": update(Dossier).values(money="none"),
    "nothing is left to pay": update(Dossier).values(state=6),
    "without a reason": update(MoneyEntry).where(MoneyEntry.kind == "asked").values(price=1),
    "wrong sign": update(MoneyEntry).values(amount=-MoneyEntry.amount),
    "differ in who": update(MoneyEntry).values(actor_id=None),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_verify_money_sees_a_fault(sqlite_town, fault):
    """The command says balanced, or what does not hold and status 1."""
    code = a_dossier(S.PAYMENT_ASKED)
    paid(code, a_fee(code))
    said = CliRunner().invoke(verify_money, standalone_mode=False)
    assert (said.stdout, said.return_value) == ("balanced\n", 0)
    with transaction() as session:
        session.execute(SPOILT[fault])
        assert session.scalar(select(MoneyEntry.id).limit(1))
    said = CliRunner().invoke(verify_money, standalone_mode=False)
    assert said.return_value == 1
    assert fault in said.stderr
    assert code in said.stderr
