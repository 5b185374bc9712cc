"""Paying online: VNPAY's signature and calls, what each is answered, and that no call counts twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import func, select

from db.money import MoneyEntry, OnlinePayment, PaymentCall
from db.session import reading
from services import settings
from services.clock import now, standing_at
from services.errors import GuardRefused, NotFound
from services.money import audit, books, stray
from services.money.online import offer, orders, simulator, vnpay
from services.server.addresses import with_query
from services.settings import SettingsRefused
from services.workflow import State
from tests import records, town
from tests.records import no_trace
from tests.test_concurrency import at_once
from tests.town import a_dossier, act

VECTOR = settings.VnpayAccount("DEMO0001", "DEMOSECRETKEY0123456789ABCDEFGH", "https://pay.example.vn/pay")

pytestmark = pytest.mark.usefixtures("monday")


def link_of(code: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(orders.link(code)).query))


def begun(code: str) -> dict[str, str]:
    """A citizen presses Thanh toán; what the provider is asked for."""
    link = link_of(code)
    url = orders.begin(code, link["den"], link["ve"], address="127.0.0.1", language="vi")
    return dict(parse_qsl(urlsplit(url).query))


def told(asked: dict[str, str], code: str = "00", **other: str) -> dict[str, str]:
    """The provider's signed call about it."""
    account = settings.vnpay_account()
    params = {**simulator.outcome(account, asked, code), **other}
    return {**params, "vnp_SecureHash": vnpay.sign(account.secret, params)}


def log() -> list[tuple[str, str]]:
    with reading() as session:
        return [tuple(row) for row in session.execute(
            select(PaymentCall.outcome, PaymentCall.answer).order_by(PaymentCall.id))]  # fmt: skip


def faults() -> list[str]:
    with reading() as session:
        return list(audit.faults(session))


def booked(code: str) -> int:
    with reading() as session:
        return books.sums(books.of(session, records.dossier(code))).paid


def test_the_signature_is_vnpays():
    """HMAC-SHA512 over names in order, url-encoded as a form: both vectors, to pay and to be called."""
    url = vnpay.pay_url(
        VECTOR, reference="7K3M9Q2", amount=16000, info="Nop phi ho so H31.124-20261123-0000001",
        at=town.moment("2026-11-23T08:30"), until=town.moment("2026-11-23T08:45"),
        return_url="http://localhost:8501/thanh-toan", address="127.0.0.1", language="vi",
    )  # fmt: skip
    assert url.endswith(
        "be2f2314b1e007fb598841ea23a4c6c895e2bb627e8ae31f31672e10953709729ed09a8779067ca2c501dcb479cad9ab7e"
        "088daf1182a22f1d8c2c0601aa3d4a"
    )
    call = dict(parse_qsl(
        "vnp_Amount=1600000&vnp_BankCode=NCB&vnp_BankTranNo=VNP14226112&vnp_CardType=ATM&vnp_OrderInfo="
        "Nop+phi+ho+so+H31.124-20261123-0000001&vnp_PayDate=20261123083215&vnp_ResponseCode=00&vnp_TmnCode="
        "DEMO0001&vnp_TransactionNo=14226112&vnp_TransactionStatus=00&vnp_TxnRef=7K3M9Q2&vnp_SecureHash="
        "5c7a75458223120da5d2f1455c452ec7edc9875dc96ea53e82d3e218df4b0c8dd2276da3010140c873fb824a854eaffe"
        "2509467d8e5d6f4c2a3944f0dd0b822a"
    ))  # fmt: skip
    assert vnpay.genuine(VECTOR, call)
    assert vnpay.heard(VECTOR, call) == vnpay.Heard("7K3M9Q2", 16000, True, "00", "14226112")
    assert not vnpay.genuine(VECTOR, {**call, "vnp_Amount": "1600100"})
    assert not vnpay.genuine(VECTOR, {**call, "vnp_SecureHash": "é"})


def test_paid_online_goes_on_by_the_counters_step(database):
    """State 6 -> where it waited from; ledger, event and notice as there; the return changes nothing."""
    code = a_dossier(State.PAYMENT_ASKED)
    asked = begun(code)
    assert asked["vnp_Amount"] == str(8000 * 100)
    with no_trace():
        assert orders.shown(told(asked)).status == "open"
    assert orders.confirm(told(asked)) == ("00", "Confirm Success")
    dossier = records.dossier(code)
    assert (dossier.state, dossier.money, dossier.clock) == (State.IN_PROCESS, "paid", "running")
    assert (records.last(code).action, records.last(code).actor_kind) == ("record_payment", "system")
    assert records.notices(code)[-1].kind == "paid"
    assert (log(), faults()) == ([("paid", "00")], [])
    with no_trace():
        shown = orders.shown(told(asked))
    assert (shown.status, shown.code, shown.amount) == ("paid", code, 8000)


def test_every_other_call_has_its_answer_and_its_row(database):
    """Forged 97, unreadable 99, unknown 01, wrong amount 04, repeated 02, refused 00: none moves money."""
    code = a_dossier(State.PAYMENT_ASKED)
    asked = begun(code)
    forged = {**told(asked), "vnp_Amount": "100"}
    for call, answer in (
        (forged, "97"), ({}, "97"), (told(asked, vnp_TmnCode="OTHER"), "99"),
        (told({**asked, "vnp_TxnRef": "2222222"}), "01"), (told({**asked, "vnp_Amount": "700000"}), "04"),
        (told(asked, "24"), "00"), (told(asked, "24"), "02"),
    ):  # fmt: skip
        assert orders.confirm(call)[0] == answer
        assert booked(code) == 0
    assert records.dossier(code).state == State.PAYMENT_ASKED
    assert orders.shown(told(asked, "24")).status == "failed"
    assert orders.confirm(told(asked))[0] == "00", "a second try with another card"
    assert orders.confirm(told(asked))[0] == "02"
    assert orders.confirm(told(asked, "51"))[0] == "02", "a failure never takes money back"
    assert [outcome for outcome, _answer in log()] == [
        "forged", "forged", "unreadable", "unknown", "wrong_amount", "failed", "repeated", "paid", "repeated",
        "repeated",
    ]  # fmt: skip
    assert (booked(code), faults()) == (8000, [])


def test_money_that_comes_late_or_for_nothing(database):
    """After the order's end it still counts; with nothing left to pay it is stray, to be given back."""
    late, twice = a_dossier(State.PAYMENT_ASKED), a_dossier(State.PAYMENT_ASKED, chance=2)
    asked = begun(late)
    with standing_at(town.MONDAY + timedelta(hours=3)):
        assert orders.confirm(told(asked))[0] == "00"
    one, other = begun(twice), begun(twice)
    act("canbo", twice, "record_payment", **town.given_for("record_payment"))
    assert orders.confirm(told(one))[0] == "00"
    with standing_at(now() + timedelta(seconds=1)):
        assert orders.confirm(told(other, vnp_TransactionNo=told(one)["vnp_TransactionNo"]))[0] == "00"
    assert [outcome for outcome, _answer in log()] == ["late", "stray", "stray"]
    assert (booked(late), booked(twice), faults()) == (8000, 8000, [])
    assert orders.shown(told(one)).status == "stray"
    assert [x.codes for x in stray.waiting(town.actor("chuyenvien"))] == [(twice,), (twice,)]
    assert stray.waiting(town.actor("canbo2")) == ()


def test_one_transaction_pays_one_order(sqlite_town):
    """The provider's own number cannot be used for a second dossier."""
    one, other = a_dossier(State.PAYMENT_ASKED), a_dossier(State.PAYMENT_ASKED, chance=2)
    first, second = begun(one), begun(other)
    assert orders.confirm(told(first, vnp_TransactionNo="77"))[0] == "00"
    assert orders.confirm(told(second, vnp_TransactionNo="77"))[0] == "02"
    assert booked(other) == 0


def test_ten_times_at_once_counts_once(database):
    """Ten threads at one moment: one answer 00, nine 02, one entry; by the claim and the key."""
    code = a_dossier(State.PAYMENT_ASKED)
    call = told(begun(code))
    answers = at_once([lambda: orders.confirm(call)[0]] * 10)
    assert sorted(answers) == ["00"] + ["02"] * 9
    with reading() as session:
        entries = session.scalar(select(func.count()).where(MoneyEntry.kind == "paid"))
        assert session.scalar(select(OnlinePayment.status)) == "paid"
    assert (entries, len(log()), faults()) == (1, 10, [])


def test_who_may_begin(sqlite_town, monkeypatch):
    """Only by a link of ours that is fresh, at level 4, while money waits, and with a provider set."""
    code, other = a_dossier(State.PAYMENT_ASKED), a_dossier(State.IN_PROCESS, chance=2)

    def begin(link: dict[str, str], about: str = code) -> str:
        return orders.begin(about, link["den"], link["ve"], address="127.0.0.1", language="vi")

    link = link_of(code)
    for wrong in ({**link, "ve": "0" * 64}, {**link, "den": "9999999999"}, {**link, "den": "x"}):
        with no_trace(), pytest.raises(NotFound):
            begin(wrong)
    with no_trace(), pytest.raises(NotFound):
        begin(link, other)
    with no_trace(), standing_at(now() + timedelta(hours=5)), pytest.raises(NotFound):
        begin(link)
    with no_trace(), pytest.raises(GuardRefused):
        begin(link_of(other), other)
    with monkeypatch.context() as level_3:
        level_3.setattr(offer, "ONLINE_LEVEL", 5)
        with no_trace(), pytest.raises(GuardRefused):
            begin(link)
    monkeypatch.setattr(settings, "vnpay_account", lambda: None)
    with no_trace(), pytest.raises(GuardRefused):
        begin(link)
    assert orders.confirm({})[0] == "99"


@pytest.mark.parametrize("given", [("VNPAY_TMN_CODE",), ("VNPAY_TMN_CODE", "VNPAY_HASH_SECRET")])
def test_half_an_account_is_refused_at_the_start(monkeypatch, given):
    """Outside the demo all of it or nothing; nothing means that nobody can pay online."""
    for name in ("DEMO", "CAPTCHA", "UNDO_SECONDS"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    assert settings.vnpay_account() is None
    for name in given:
        monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsRefused, match="VNPAY"):
        settings.check()


def test_over_http_with_the_simulator(sqlite_town, monkeypatch):
    """The citizen's link leads to the simulator; its choice calls us and comes back to Thanh toán."""
    from starlette.applications import Starlette

    from services.money.online import routes
    from tests.asgi import Client

    heard: list[str] = []
    client = Client(Starlette(routes=routes.routes()))

    def call(_shop: str, query: str) -> str:
        with ThreadPoolExecutor(1) as pool, standing_at(town.MONDAY):  # another process, another loop
            heard.append(pool.submit(Client(client.app).get, f"/payments/vnpay/ipn?{query}").result().text)
        return heard[-1]

    monkeypatch.setattr(simulator, "call", call)
    code = a_dossier(State.PAYMENT_ASKED)
    at_provider = _led(client.get, orders.link(code))
    assert at_provider.startswith(settings.SIMULATOR)
    page = client.get(at_provider)
    assert "8.000 đồng" in page.text
    back = _led(client.get, at_provider.replace("/pay?", "/done?") + "&choice=00")
    assert back.startswith("/thanh-toan?")
    assert heard == ['{"RspCode":"00","Message":"Confirm Success"}']
    assert booked(code) == 8000
    assert client.get(at_provider.replace("8", "9", 1)).status_code == 400
    assert _led(client.get, orders.link(code)) == with_query("/tra-cuu", {"ma": code})


def _led(get: Callable[..., object], address: str) -> str:
    answer = get(address)
    assert answer.status_code == 303
    return answer.headers["location"]
