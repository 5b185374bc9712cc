"""The request to pay and the slip of a payment: what they print, for whom, and that they claim no receipt."""

import pytest
from sqlalchemy import select

from db.dossiers import Letter
from db.session import reading
from services import correspondence, verification
from services.errors import NotFound
from services.money import amendments, books, vietqr
from services.workflow import State
from tests import records, town
from tests.paper_text import read
from tests.town import a_dossier, act, actor

S = State

pytestmark = pytest.mark.usefixtures("monday")


def the(kind: str, code: str) -> list[Letter]:
    """The letters of this kind that count, oldest first."""
    return [x for x in records.letters(code) if x.kind == kind and x.withdrawn_at is None]


def text(code: str, letter: Letter, who: str = "canbo") -> str:
    return read(correspondence.pdf(actor(who), code, letter.id)[1])[0]


def test_the_request_says_what_until_when_and_how(database):
    """Lines, sum, deadline and the ways to pay; the VietQR's account and words at level 4, where one may."""
    code = a_dossier(S.PAYMENT_ASKED)
    [request] = the("payment_request", code)
    printed = text(code, request)
    with reading() as session:
        dossier = records.dossier(code)
        transfer = vietqr.transfer(session, dossier, sum(x["amount"] for x in request.facts["lines"]))
    assert request.facts["transfer"]["payload"] == transfer.payload
    for said in (transfer.purpose, transfer.account, "Bằng chữ", "Hạn nộp", "Tại quầy"):
        assert said in printed
    assert "không phải là biên lai" in printed


def test_a_payment_at_the_counter_has_its_slip(database):
    """Number of the receipt issued elsewhere, sum in words; a part leaves the slip of the first part true."""
    code = a_dossier(S.PAYMENT_ASKED)
    paid = town.given_for("record_payment")
    with reading() as session:
        left = books.left(session, records.dossier(code))
    first = act("canbo", code, "record_payment", **{**paid, "amount": left - 1000})
    second = act("canbo", code, "record_payment", **{**paid, "amount": 1000, "receipt_number": "0000124"})
    slips = the("payment_slip", code)
    assert [x.id for x in slips] == [first.letter_id, second.letter_id]
    assert "0000123" in text(code, slips[0])
    assert "Còn phải nộp: 1.000 đồng" in text(code, slips[0])
    assert "0000124" in text(code, slips[1])
    assert "Một nghìn đồng" in text(code, slips[1])
    for slip in slips:
        assert verification.check(slip.facts["check_code"], "v").status == verification.GENUINE
    with pytest.raises(NotFound):
        correspondence.pdf(actor("canbo2"), code, slips[0].id)


def test_a_payment_that_is_taken_back_takes_its_slip(database):
    """A cancelled payment's slip proves nothing any more; an undone one neither."""
    code = a_dossier(S.IN_PROCESS)
    act("canbo", code, "record_payment", **town.given_for("record_payment"))
    [slip] = the("payment_slip", code)
    [payment] = amendments.payments(actor("canbo"), code)
    given = {"amount": payment.amount, "way": "cash", "reason": "Ghi nhầm."}
    amendments.ask(actor("canbo"), code, payment.entry_id, "cancel_payment", **given)
    [asked] = amendments.asked(actor("lanhdao"))
    amendments.decide(actor("lanhdao"), asked.id, approve=True)
    assert the("payment_slip", code) == []
    assert verification.check(slip.facts["check_code"], "v").status == verification.SUPERSEDED
    other = a_dossier(S.IN_PROCESS, chance=2)
    given = town.given_for("record_payment") | {"receipt_number": "0000125"}
    act("canbo", other, "record_payment", **given)
    act("canbo", other, "undo")
    assert the("payment_slip", other) == []
    with reading() as session:
        assert session.scalar(select(Letter.withdrawn_at).where(Letter.id == slip.id))
