"""What people do at the screen, in their words; every wait is for something that can be seen."""

import re
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from services.settings import DEMO_PASSWORD

CODE = re.compile(r"H31\.124-\d{8}-\d{7}")
expect.set_options(timeout=15_000)

OATH = "Tôi xin chịu trách nhiệm trước pháp luật về tờ khai trên"
DECLARATION = "Tờ khai đề nghị cấp bản sao Trích lục hộ tịch"
IDENTITY = "Giấy tờ tùy thân (Hộ chiếu"


def settle(page: Page) -> None:
    """Wait until the page has drawn what the last click asked for."""
    app = page.locator("[data-testid=stApp][data-test-script-state=notRunning]")
    app.wait_for(timeout=30_000)
    page.wait_for_timeout(120)  # a click's message is on its way: its run has begun by now
    app.wait_for(timeout=30_000)


def sign_in(page: Page, username: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("link", name="Đăng xuất")).to_be_visible(timeout=30_000)
    settle(page)


@dataclass
class Hand:
    """Somebody's hand on one page; counts its clicks and uploads, not what is typed."""

    page: Page
    count: int = 0

    def press(self, name: str, *, among: Page | Locator | None = None) -> None:
        """Click the button with this name."""
        (among or self.page).get_by_role("button", name=name, exact=True).click()
        self.count += 1
        settle(self.page)

    def follow(self, name: str) -> None:
        """Click the link with this name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.count += 1
        settle(self.page)

    def tick(self, name: str) -> None:
        """Click the box with this name."""
        self.page.get_by_test_id("stCheckbox").filter(has_text=name).locator("label").first.click()
        self.count += 1
        settle(self.page)

    def write(self, label: str, text: str) -> None:
        """Type into the field (the first of that name) and leave it."""
        field = self.page.get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Tab")
        settle(self.page)

    def choose(self, label: str, option: str) -> None:
        """Type into the list and take what it offers: no click."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        if option in box.input_value():
            return
        offered = self.page.get_by_role("option", name=option).first
        for patience in (3_000, 5_000, 10_000):
            box.fill("")
            box.fill(option)  # a list that was just drawn anew may close once more under the hand
            with suppress(PlaywrightTimeout):
                offered.wait_for(timeout=patience)
                break
        box.press("Enter")
        expect(box).to_have_value(re.compile(re.escape(option)))
        settle(self.page)

    def upload(self, paper: str, name: str, data: bytes) -> None:
        """Give this file to the slot of the paper whose name begins so."""
        slot = self.page.get_by_test_id("stFileUploader").filter(has_text=paper)
        slot.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": data}
        )
        self.count += 1
        settle(self.page)

    def download(self, name: str | re.Pattern[str]) -> bytes:
        """Press the button and read the file that it gives."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=name).first.click()
        return coming.value.path().read_bytes()


@dataclass(frozen=True)
class Citizen:
    """Who asks, for their own birth extract; recognisably made up."""

    name: str = "Đặng Thị Hoài Mẫu"
    id_number: str = "033190000123"
    phone: str = "0900 000 456"
    email: str = "hoaimau@example.vn"
    born: str = "15/08/1990"

    @property
    def last4(self) -> str:
        """The second factor."""
        return self.phone.replace(" ", "")[-4:]


def choose_office(hand: Hand) -> str:
    """From the list of procedures to the first page of the form; the private link's token."""
    hand.page.goto("/thu-tuc")
    hand.page.get_by_label("Tìm thủ tục").fill("trich luc")
    expect(hand.page.get_by_text("1 thủ tục", exact=True)).to_be_visible()
    hand.follow("Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh")
    expect(hand.page.get_by_role("heading", name="Thời gian và lệ phí")).to_be_visible()
    hand.follow("Nộp qua mạng")
    hand.choose("Cơ quan giải quyết *", "UBND xã Tam Đa")
    hand.press("Đồng ý và tiếp tục")
    expect(hand.page.get_by_role("heading", name="Người yêu cầu")).to_be_visible()
    return token_of(hand.page)


def token_of(page: Page) -> str:
    """The private link's token, from the address."""
    page.wait_for_url("**nhap=*")
    return re.search(r"nhap=([\w-]+)", page.url)[1]


def tell_who(hand: Hand, who: Citizen) -> None:
    """The form's first page."""
    hand.write("Họ, chữ đệm, tên người yêu cầu *", who.name)
    hand.choose("Tỉnh/Thành phố", "Tỉnh Hưng Yên")
    hand.choose("Xã/Phường", "Xã Tiên Lữ")
    hand.write("Số nhà, thôn/xóm", "Thôn Mẫu 3")
    hand.write("Số định danh cá nhân (người yêu cầu) *", who.id_number)
    hand.write("Số điện thoại *", who.phone)
    hand.write("Thư điện tử (Email) *", who.email)
    hand.write("Quan hệ với người được cấp bản sao Trích lục hộ tịch *", "Bản thân")


def tell_whose(hand: Hand, who: Citizen) -> None:
    """The form's second page; the name is taken over because it is the same person."""
    hand.write("Ngày, tháng, năm sinh *", who.born)
    hand.choose("Giới tính *", "Nữ")
    hand.choose("Dân tộc *", "Kinh")


def tell_where(hand: Hand) -> None:
    """The form's third page."""
    hand.choose("Đề nghị cơ quan cấp bản sao trích lục *", "Bản sao Giấy khai sinh")
    hand.write("Đã đăng ký tại *", "Ủy ban nhân dân xã Tam Đa")
    hand.write("theo … số", "12/1990")


def go_on(hand: Hand, heading: str) -> None:
    """To the next page of the form, which begins with this heading."""
    hand.press("Đồng ý và tiếp tục")
    expect(hand.page.get_by_role("heading", name=heading)).to_be_visible()


def code_on(page: Page) -> str:
    """The code that the page shows after sending."""
    heading = page.get_by_role("heading", name=re.compile("^Mã hồ sơ: "))
    expect(heading).to_be_visible()
    return CODE.search(heading.inner_text())[0]


def attached(page: Page, name: str) -> Locator:
    """A paper that was accepted: the uploader's own chip says the same name while it is on its way."""
    return page.locator("strong", has_text=name)


def link_to(page: Page, code: str) -> Locator:
    """The dossier's line in a list."""
    return page.locator(f"a[href^='/ho-so?ma={code}']")


def do(hand: Hand, action: str) -> None:
    """Open the form of an action on a dossier."""
    hand.press(action, among=hand.page.get_by_test_id("stBottom"))
    expect(hand.page.get_by_role("heading", name=action, exact=True)).to_be_visible()


def confirm(hand: Hand, action: str) -> None:
    """Send the open form, and read that it is done."""
    hand.press("Xác nhận")
    expect(hand.page.get_by_test_id("stAlertContentSuccess")).to_contain_text(f"“{action}”")


def back_to(hand: Hand, code: str) -> None:
    """To a dossier again: after a decision the next one of the queue has opened, if there is one."""
    hand.page.goto(f"/ho-so?ma={code}")
    settle(hand.page)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted thing has the focus: whoever has no mouse must get there."""
    wanted.wait_for()
    settle(page)
    for _ in range(80):
        if wanted.evaluate("(e) => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")
