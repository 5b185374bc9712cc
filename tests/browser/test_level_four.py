"""Level 4 in a browser: paid online, sent by post, told by mail; nobody comes, no officer takes the mouse."""

import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from random import Random

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from db import session as db_session
from pages.parts.dossier.dossier_keys import actions
from services import demo
from tests import records, town
from tests.browser import people
from tests.browser.conftest import OPENS, Site, serve
from tests.browser.look import look
from tests.browser.people import OATH, Citizen, Hand, settle, tab_to
from tests.conftest import _copy, _forget_engine
from tests.postgres import free_port

WAITS = 20
PARCEL = "RB473124829VN"
WHO = Citizen()
PHONE = WHO.phone.replace(" ", "")


class PostOffice:
    """An SMTP server's handler that keeps what it was given."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []
        self.came = threading.Condition()

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        message = message_from_bytes(envelope.content, policy=policy.default)
        text = message.get_body(("plain",)).get_content()
        with self.came:
            self.mails.append((envelope.rcpt_tos[0], message["subject"], text))
            self.came.notify_all()
        return "250 OK"

    def wait_for(self, *words: str) -> str:
        """The mail with these words, once it is there."""

        def found() -> str:
            texts = (f"{subject}\n{text}" for _to, subject, text in self.mails)
            return next((one for one in texts if all(word in one for word in words)), "")

        with self.came:
            assert self.came.wait_for(found, WAITS), f"no mail with {words}: {[s for _, s, _ in self.mails]}"
            return found()


@pytest.fixture
def post_office() -> Iterator[tuple[PostOffice, int]]:
    """A real mail server on the loopback."""
    kept, port = PostOffice(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


@pytest.fixture
def site(request, templates, tmp_path, post_office) -> Iterator[Site]:
    """A server of this test alone, whose mail goes to that server and whose provider is the simulator."""
    database = _copy("postgresql", templates("postgresql"), request, tmp_path)
    mail = f"mailto://127.0.0.1:{post_office[1]}?from=motcua@example.vn"
    with serve(
        tmp_path, database, FAKE_NOW=OPENS, UNDO_SECONDS="0", CAPTCHA="", NOTIFY_EMAIL_URL=mail
    ) as running:
        yield running
    db_session._engine_of(database).dispose()
    _forget_engine()


def test_level_four_without_a_visit(site, opens, post_office):
    """Issue, measures: submit, asked to pay, paid, processed, posted, delivered; every message received by a
    real mail server; the officers by keys alone, the citizen from home."""
    office, _port = post_office
    citizen, desk, leader = Hand(opens()), Keys(opens("canbo")), Keys(opens("lanhdao"))
    code = _hand_in(citizen, site)
    office.wait_for(code, "đã được gửi")

    desk.page.goto("/hang-doi")
    settle(desk.page)
    desk.press("Alt+Enter", ".st-key-do-receive")
    desk.do("receive")
    desk.do("request_payment")
    office.wait_for(code, "nộp", "8.000")

    _pay(citizen, code)
    office.wait_for(code, "Đã nhận")

    desk.page.reload()
    desk.open("forward")
    desk.choose("Người xử lý", "Trần Văn Mẫu Hai")
    desk.send("forward")
    leader.page.goto(f"/ho-so?ma={code}")
    leader.do("finish")
    office.wait_for(code, "kết quả")

    desk.page.goto(f"/ho-so?ma={code}")
    desk.open("hand_to_post")
    desk.write("Mã vận đơn", PARCEL)
    desk.send("hand_to_post")
    office.wait_for(code, PARCEL)
    _delivered(desk)
    office.wait_for(code, "đã được trả")

    _follow(citizen, code)
    expect(citizen.page.get_by_text("Đã trả kết quả").first).to_be_visible()
    expect(citizen.page.get_by_text(PARCEL).first).to_be_visible()
    look(citizen.page, "level-four-end")
    with site.inside():
        told = [one for one in records.notices(code) if one.channel == "email"]
    mine = [subject for to, subject, text in office.mails if to == WHO.email and code in subject + text]
    assert len(mine) == len(told) >= 7, mine


class Keys:
    """An officer without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str, sign: str) -> None:
        """Press, and see what it opened."""
        self.page.keyboard.press(key.replace("Ctrl", "Control"))
        self.page.locator(sign).first.wait_for()
        settle(self.page)

    def open(self, action: str) -> None:
        """Open an action's form by its key, once its button is there."""
        self.page.locator(f".st-key-do-{action} button").wait_for()
        settle(self.page)
        self.press(actions()[action].shortcut, ".st-key-send button")

    def send(self, action: str) -> None:
        """Send the open form."""
        self.page.keyboard.press("Control+Enter")
        said = self.page.get_by_test_id("stAlertContentSuccess")
        expect(said).to_contain_text(f"“{actions()[action].label}”")
        settle(self.page)

    def do(self, action: str) -> None:
        """Open an action's form and send it as it stands."""
        self.open(action)
        self.send(action)

    def write(self, label: str, text: str) -> None:
        """Go to a field by Tab and type."""
        tab_to(self.page, self.page.get_by_label(label).first)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")
        settle(self.page)

    def choose(self, label: str, option: str) -> None:
        """Go to a list by Tab, type what is wanted, take what it offers."""
        tab_to(self.page, self.page.get_by_role("combobox", name=label).first)
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        self.page.keyboard.press("Enter")
        settle(self.page)


def _hand_in(hand: Hand, site: Site) -> str:
    """The filled form is read once more and sent: by post, and by mail to a real address."""
    with site.inside():
        token = demo.draft("tam-da", Random(5), **town.BY_POST, nyc_email=WHO.email, nyc_dien_thoai=PHONE)
    page = hand.page
    page.goto(f"/nop-ho-so?nhap={token}&buoc=xem-lai")
    settle(page)
    page.get_by_label("Mã xác nhận *").fill(site.captcha(token))
    hand.tick(OATH)
    hand.press("Nộp hồ sơ")
    return people.code_on(page)


def _follow(hand: Hand, code: str) -> None:
    hand.page.goto(f"/tra-cuu?ma={code}")
    hand.page.get_by_label("4 số cuối điện thoại hoặc số định danh").fill(WHO.last4)
    hand.press("Tra cứu")


def _pay(hand: Hand, code: str) -> None:
    """From the dossier to the provider's page and back, on the telephone."""
    _follow(hand, code)
    look(hand.page, "level-four-asked")
    hand.page.get_by_role("link", name="Thanh toán", exact=True).click()
    hand.page.get_by_role("link", name="Thanh toán thành công").click()
    expect(hand.page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Đã nhận")
    look(hand.page, "level-four-paid")


def _delivered(desk: Keys) -> None:
    """In the post room: the parcel has come to its receiver."""
    page = desk.page
    page.goto("/buu-chinh")
    settle(page)
    tab_to(page, page.get_by_role("tab", name="Chờ bàn giao"))
    page.keyboard.press("ArrowRight")
    settle(page)
    tab_to(page, page.get_by_text("Ghi tin của một bưu gửi").locator("xpath=ancestor::summary"))
    page.keyboard.press("Enter")
    settle(page)
    desk.choose("Tình trạng mới", "Phát thành công")
    tab_to(page, page.get_by_role("button", name="Xác nhận"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Đã ghi")
