"""Stray money, worthless calls, two who give one tracking code: nothing is lost, nothing fills the disk."""

from datetime import date

import pytest
from sqlalchemy import func, select

from db.fees import PaymentCallCount, StrayRefund
from db.money import OnlinePayment, PaymentCall, StatementLine
from db.post import Parcel
from db.session import reading, transaction
from services.clock import now
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound
from services.money import stray
from services.money.online import call_log, orders, vnpay
from services.money.statements import imports
from services.permissions import Permission
from services.post import parcels
from services.workflow import State
from tests import records
from tests.records import no_trace
from tests.town import BY_POST, a_dossier, act, actor

NOTE = "Chuyển trả người nộp, UNC số 12."

pytestmark = pytest.mark.usefixtures("monday")


def office() -> int:
    return min(actor("lanhdao").agencies_for(Permission.MONEY_CLOSE))


def two_strays() -> None:
    """A line that matched nothing, and an order paid when nothing was left."""
    code = a_dossier(State.RECEIVED)
    leader = actor("lanhdao")
    with transaction() as session:
        session.add(
            StatementLine(
                agency_id=office(), key="k1", day=date(2026, 11, 20), amount=9000, content="CHUYEN TIEN",
                outcome="no_reference", codes=[], status="open", handled_by=leader.account_id,
                handled_by_name=leader.name, handled_at=now(),
            )
        )  # fmt: skip
        session.add(
            OnlinePayment(
                provider=vnpay.NAME, reference="7K3M9Q2", dossier_id=records.dossier(code).id,
                agency_id=office(), amount=8000, status="stray", created_at=now(), expires_at=now(),
                settled_at=now(), transaction_number="77",
            )
        )  # fmt: skip


def test_an_officer_puts_it_away_with_a_note(database):
    """Done needs a note; who did it stands beside; a second time there is nothing to put away."""
    two_strays()
    line, order = stray.waiting(actor("chuyenvien"))
    assert (line.kind, order.kind, order.amount) == ("statement", "online", 8000)
    with no_trace(), pytest.raises(Missing):
        stray.done(actor("canbo"), line.kind, line.id, " ")
    for one in (line, order):
        stray.done(actor("canbo"), one.kind, one.id, NOTE)
        with no_trace(), pytest.raises(NotFound):
            stray.done(actor("canbo"), one.kind, one.id, NOTE)
    assert stray.waiting(actor("canbo")) == ()
    with reading() as session:
        kept = session.scalars(select(OnlinePayment)).one()
        assert (kept.status, kept.note, kept.handled_by) == ("settled", NOTE, actor("canbo").account_id)


def test_a_refund_needs_a_second_person(database):
    """Asked by one, confirmed by a leader who did not ask; sent back it waits again."""
    two_strays()
    for one in stray.waiting(actor("canbo")):
        stray.ask_refund(actor("lanhdao"), one.kind, one.id, NOTE)
    with no_trace(), pytest.raises(NotFound):
        imports.settle(actor("canbo"), stray.waiting(actor("canbo"))[0].id, "Khác.")
    for one in stray.waiting(actor("lanhdao")):
        assert one.own
        with no_trace(), pytest.raises(GuardRefused, match="second_person"):
            stray.decide(actor("lanhdao"), one.refund_id, approve=True)
        with no_trace(), pytest.raises(NotAllowed):
            stray.decide(actor("canbo"), one.refund_id, approve=True)
    with transaction() as session:  # as if canbo had asked
        for row in session.scalars(select(StrayRefund)):
            row.asked_by = actor("canbo").account_id
    line, order = stray.waiting(actor("lanhdao"))
    stray.decide(actor("lanhdao"), line.refund_id, approve=True)
    stray.decide(actor("lanhdao"), order.refund_id, approve=False)
    [left] = stray.waiting(actor("canbo"))
    assert (left.kind, left.refund_id) == ("online", None)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("chuyenvien", NotAllowed), ("giamsat", NotAllowed), ("quantri", NotAllowed), ("canbo2", NotFound)],
)
def test_only_the_offices_own_desk_touches_it(sqlite_town, who, refusal):
    """Role × action: whoever may not record money puts none away, nor another office's."""
    two_strays()
    for one in stray.waiting(actor("canbo")):
        for verb in (stray.done, stray.ask_refund):
            with no_trace(), pytest.raises(refusal):
                verb(actor(who), one.kind, one.id, NOTE)


def test_the_office_of_a_statement_is_chosen(sqlite_town):
    """Only offices of one's own; another's is not found."""
    assert [key for key, _name in imports.offices(actor("canbo"))] == [office()]
    data = "Ngày,Số tiền,Nội dung\n23/11/2026,1000,ABC\n".encode()
    columns = {"day": 0, "amount": 1, "content": 2}
    with no_trace(), pytest.raises(NotFound):
        imports.book(actor("canbo2"), data, "a.csv", columns, office=office())
    assert len(imports.book(actor("canbo"), data, "a.csv", columns, office=office()).matches) == 1


def test_forged_calls_do_not_fill_the_disk(database, monkeypatch):
    """Of a day and source the first n are rows, the others counted; a call that books is always a row."""
    monkeypatch.setattr(call_log, "KEPT_FORGED", 3)
    for number in range(6):
        assert orders.confirm({"vnp_TxnRef": str(number), "vnp_SecureHash": "x"}, "203.0.113.9")[0] == "97"
    assert orders.confirm({"vnp_SecureHash": "x"}, "203.0.113.10")[0] == "97"
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(PaymentCall)) == 4
        counted = {row.source: row.calls for row in session.scalars(select(PaymentCallCount))}
    assert counted == {"203.0.113.9": 6, "203.0.113.10": 1}
    with transaction() as session:
        assert all(call_log.is_kept(session, one, "203.0.113.9", now()) for one in call_log.BOOKING)
        monkeypatch.setattr(call_log, "SOURCES", 2)
        call_log.is_kept(session, "forged", "2001:db8::1", now())
        assert session.get(PaymentCallCount, (now().date(), call_log.OTHERS, "forged")).calls == 1


def test_one_code_given_by_two_at_once_is_refused_not_an_error(database, monkeypatch):
    """The index lets one through; the other reads that the code is in use, and nothing of it stays."""
    first, second = (a_dossier(State.READY, chance=n, **BY_POST) for n in (1, 2))
    code = "RB473124829VN"
    act("canbo", first, "hand_to_post", tracking_code=code)
    monkeypatch.setattr(parcels, "under_way_as", lambda _session, _code: None)  # both had looked before
    with no_trace(), pytest.raises(Invalid) as refused:
        act("canbo", second, "hand_to_post", tracking_code=code)
    assert [p.code for p in refused.value.problems] == ["tracking_used"]
    with reading() as session:
        assert len(list(session.scalars(select(Parcel)))) == 1
