"""Money on the screen: the two forms, the dossier's own lines, the citizen's page and the fee room."""

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.money import PaymentReference
from db.session import reading
from services import settings
from services.money import counter
from services.workflow import State
from tests import records, town
from tests.house import ROOT
from tests.rooms.test_desk_rooms import DOSSIER, done, field, opens, press, problem, shown  # noqa: F401
from tests.rooms.test_public_rooms import followed, words
from tests.town import a_dossier, act

FEES = "pages/desk/fees.py"

pytestmark = pytest.mark.usefixtures("monday")


def paid(code: str) -> None:
    """A payment at the counter."""
    act("canbo", code, "record_payment", **town.given_for("record_payment"))


def test_asking_for_a_fee(opens):  # noqa: F811
    """The computed amount stands there; another one asks for its reason, refused at its place without one."""
    code = a_dossier(State.RECEIVED)
    app: AppTest = opens("canbo", DOSSIER, ma=code)
    press(app, "Yêu cầu nộp phí")
    line = next(one for one in app.number_input if one.label.startswith("Phí, lệ phí"))
    assert line.value == 8000
    line.set_value(5000).run()
    press(app, "Xác nhận")
    assert "cần sửa" in problem(app)
    assert "Hãy ghi lý do" in shown(app)
    reason = next(one for one in app.text_input if one.label.startswith("Lý do"))
    reason.set_value("Giảm theo nghị quyết của tỉnh").run()
    press(app, "Xác nhận")
    assert "Yêu cầu nộp phí" in done(app)
    assert records.dossier(code).state == State.PAYMENT_ASKED
    assert records.last(code).facts["amount"] == 5000
    assert "Giảm theo nghị quyết của tỉnh" in shown(app)


def test_recording_a_payment(opens):  # noqa: F811
    """All that is left stands in the form; afterwards payment and receipt stand on the dossier."""
    code = a_dossier(State.PAYMENT_ASKED)
    app: AppTest = opens("canbo", DOSSIER, ma=code)
    press(app, "Ghi nhận thanh toán")
    assert field(app.number_input, "Số tiền").value == 8000
    press(app, "Xác nhận")
    assert "Số biên lai" in problem(app)
    field(app.text_input, "Số biên lai").set_value("AA/26E 0000123").run()
    press(app, "Xác nhận")
    assert "Ghi nhận thanh toán" in done(app)
    assert records.dossier(code).state == State.IN_PROCESS
    assert "AA/26E 0000123" in shown(app)


def test_a_dossier_without_anything_to_pay_offers_no_payment(opens):  # noqa: F811
    """Paid once, the button is gone."""
    code = a_dossier(State.PAYMENT_ASKED)
    paid(code)
    app: AppTest = opens("canbo", DOSSIER, ma=code)
    assert "Ghi nhận thanh toán" not in [button.label for button in app.button]


def test_the_citizen_reads_what_is_asked_and_how_to_pay(sqlite_town, monkeypatch):
    """Amount, deadline, and every way to pay: online, by transfer, at the counter with the code.
    Without a provider the button is not there, the others are."""
    code = a_dossier(State.PAYMENT_ASKED)
    app = followed(code)
    told = words(app) + shown(app)
    for text in ("8.000 đồng", "30/11/2026", "Nộp tại quầy", "có lại khi nộp đủ"):
        assert text in told
    assert "/payments/start?ma=" in told
    with reading() as session:
        reference = session.scalar(select(PaymentReference.reference))
    assert f"DVC {reference}" in told
    with monkeypatch.context() as without:
        without.setattr(settings, "vnpay_account", lambda: None)
        told = shown(followed(code)) + words(followed(code))
    assert "/payments/start" not in told
    assert "Nộp tại quầy" in told
    assert f"DVC {reference}" in told
    paid(code)
    assert "Đã nộp" in shown(followed(code))


def test_the_fee_room(opens):  # noqa: F811
    """Who waits, with amount and deadline; and the day's list of each officer with its sums."""
    waits, pays = a_dossier(State.PAYMENT_ASKED), a_dossier(State.PAYMENT_ASKED, chance=2)
    app: AppTest = opens("chuyenvien", FEES)
    assert "Chưa thu khoản nào" in shown(app)
    paid(pays)
    app = opens("chuyenvien", FEES)
    told = shown(app)
    assert f"/ho-so?ma={waits}" in told
    for text in ("30/11/2026", "8.000 đồng", town.actor("canbo").name, "0000123", "Tiền mặt: 8.000 đồng"):
        assert text in told


def test_the_fee_room_holds_nothing_of_another_commune(sqlite_town):
    """Lists are those of one's own agency; what was taken back is not in the day's list."""
    code = a_dossier(State.PAYMENT_ASKED)
    paid(code)
    (one,) = counter.taken(town.actor("canbo"), town.MONDAY.date())
    assert (one.total, len(one.rows)) == (8000, 1)
    assert counter.taken(town.actor("canbo2"), town.MONDAY.date()) == ()
    act("canbo", code, "undo")
    assert counter.taken(town.actor("canbo"), town.MONDAY.date()) == ()
    assert [owing.left for owing in counter.owing(town.actor("lanhdao"))] == [8000]
    assert counter.owing(town.actor("canbo2")) == ()


def test_a_refund_in_the_fee_room(opens):  # noqa: F811
    """Asked for by one, with the refusal at its place; the second person finds it and approves it."""
    code = a_dossier(State.PAYMENT_ASKED)
    paid(code)
    app: AppTest = opens("canbo", FEES)
    assert [tab.label for tab in app.tabs][-1] == "Sao kê ngân hàng"
    app.text_input(key="amend-code").set_value(code).run()
    app.button(key="amend-send").click().run()
    assert "Lý do" in problem(app)
    app.text_area(key="amend-reason").set_value("Thu nhầm.").run()
    app.button(key="amend-send").click().run()
    assert "Chờ người thứ hai" in shown(app)
    app = opens("lanhdao", FEES)
    press(app, "Duyệt")
    assert records.last(code).action == "refund"
    assert "Sao kê ngân hàng" not in [tab.label for tab in opens("chuyenvien", FEES).tabs]


def test_the_return_page_only_shows(sqlite_town):
    """Without a genuine answer of the provider it says what it is for, and leads on."""
    app = AppTest.from_file(str(ROOT / "pages/public/payment.py")).run()
    assert not app.exception
    assert "cổng thanh toán" in words(app)
