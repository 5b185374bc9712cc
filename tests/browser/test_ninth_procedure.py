"""A procedure that no one here has seen: from an empty screen to the result in a citizen's hand."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from services.demo.scans import scan
from tests.browser import people
from tests.browser.look import SIZES, look, look_at_both_sizes
from tests.browser.people import Citizen, Hand, settle

WHO = Citizen()
NAME = "Cấp phép sử dụng phần mộ trong nghĩa trang nhân dân"
NAME_EN = "Permit to use a grave in the people's cemetery"
CODE = "9.999001"
TOO_EARLY = "Ngày cải táng phải sau ngày mất."
PERSON, ID, PHONE, EMAIL, ADDRESS, RADIO, DATE, TEXT, BOX = (
    "Họ tên người", "Số định danh", "Số điện thoại", "Thư điện tử", "Địa chỉ", "Chọn một, hiện tất cả",
    "Ngày, tháng, năm", "Chữ ngắn", "Ô đánh dấu",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question as an administrator means it. `role` is what the office uses the answer for; with
    `only_if` it is asked only after that answer to PURPOSE."""

    label: str
    english: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    role: str = ""
    only_if: str = ""


POOR = "Hộ nghèo, hộ cận nghèo"
HOUSEHOLDS = ((POOR, "Poor household"), ("Hộ khác", "Other household"))
PURPOSES = (("Mai táng mới", "New burial"), ("Cải táng", "Reburial"), ("Tu sửa phần mộ", "Repair"))
APPLICANT = (
    Asked("Họ và tên người đề nghị", "Name of the applicant", PERSON, role="Họ tên người yêu cầu"),
    Asked("Số định danh của người đề nghị", "Personal number", ID, role="Số định danh người yêu cầu"),
    Asked("Điện thoại liên hệ", "Telephone", PHONE, role="Điện thoại người yêu cầu"),
    Asked("Thư điện tử liên hệ", "E-mail", EMAIL, role="Thư điện tử người yêu cầu"),
    Asked("Nơi cư trú của người đề nghị", "Residence", ADDRESS, role="Địa chỉ người yêu cầu"),
    Asked("Hoàn cảnh gia đình", "Household", RADIO, HOUSEHOLDS),
)
HOUSEHOLD = APPLICANT[-1]
PURPOSE = Asked("Mục đích sử dụng đất", "Purpose", RADIO, PURPOSES)
OATH = Asked("Tôi cam đoan lời khai là đúng", "I declare that this is true", BOX, role="Lời cam đoan")
GRAVE = (
    PURPOSE,
    Asked("Họ và tên người đã mất", "Name of the deceased", PERSON),
    Asked("Ngày mất", "Day of death", DATE),
    Asked("Ngày cải táng dự kiến", "Day of reburial", DATE, only_if="Cải táng"),
    Asked("Số phần mộ đang có", "Number of the grave", TEXT, only_if="Tu sửa phần mộ"),
    OATH,
)
PAPERS = (
    ("Tờ khai đề nghị cấp phần mộ", "Application form", "Tờ khai", "to_khai"),
    ("Giấy tờ tùy thân của người đề nghị", "Identity paper", "Giấy tờ tùy thân", "giay_to_tuy_than"),
    ("Trích lục khai tử của người đã mất", "Death extract", "", "trich_luc"),
)
"""Name, English name, what it is known as by its name, and the slot of a made-up scan."""


class Writer(Hand):
    """An administrator's hand; what it takes from lists is counted on its own."""

    chosen = 0

    def go(self, tab: str) -> None:
        """Open a tab of the draft; it may say how much is wrong there."""
        self.page.get_by_role("tab", name=re.compile(rf"^{tab}( \d+)?$")).click()
        self.count += 1
        settle(self.page)

    def both(self, label: str, text: str, english: str) -> None:
        """The Vietnamese words, and the English ones."""
        self.write(label, text)
        self.write(f"{label} (tiếng Anh)", english)

    def choose(self, label: str, option: str) -> None:
        """One of a list."""
        super().choose(label, option)
        self.chosen += 1

    def add(self, label: str, option: str) -> None:
        """One more of a list that takes several."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.fill(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        box.press("Enter")
        box.press("Escape")
        settle(self.page)
        self.chosen += 1

    def unfold(self, name: str) -> None:
        """Open what is folded away under this name."""
        self.page.locator("summary").filter(has_text=name).first.click()
        self.count += 1
        settle(self.page)

    def turn(self, name: str) -> None:
        """One of a few that all stand there."""
        self.page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
        self.count += 1
        settle(self.page)

    def ask(self, asked: Asked) -> None:
        """One more question in the part that is open."""
        self.write("Câu hỏi mới", asked.label)
        self.choose("Trả lời bằng", asked.kind)
        self.press("Thêm câu hỏi")
        expect(self.page.get_by_role("textbox", name="Câu hỏi", exact=True)).to_have_value(asked.label)
        self.write("Câu hỏi (tiếng Anh)", asked.english)
        if asked.choices:
            self.write("Thêm lựa chọn (mỗi dòng một lựa chọn)", "\n".join(vi for vi, _en in asked.choices))
            self.press("Thêm lựa chọn")
            for n, (_vi, english) in enumerate(asked.choices, start=1):
                self.write(f"Lựa chọn {n} (tiếng Anh)", english)
        if asked.only_if:
            self.turn("Chỉ hỏi khi…")
            self.choose("Câu hỏi", PURPOSE.label)
            self.choose("Giá trị", asked.only_if)
        if asked.role:
            self.choose("Đây là thông tin gì", asked.role)


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_a_ninth_procedure_is_made_by_hand_and_served(site, opens, capsys):
    """Issue, first measure: 12 fields of 9 types, 2 conditions, a rule between two fields, 3 papers, a fee
    with an exemption; written, read by a second person, published, handed in, and its result given out."""
    writer, reader = Writer(opens("quantri")), Writer(opens("quantri2"))
    _begin(writer)
    _facts(writer)
    _form(writer)
    _rule(writer)
    _fee(writer)
    _papers(writer)
    _the_rest(writer)
    _ask_for_review(writer)
    _publish(reader)
    with capsys.disabled():
        print(f"\n  written in {writer.count} clicks and {writer.chosen} choices from lists, "
              f"reviewed and published in {reader.count} clicks")  # fmt: skip
    citizen = Hand(opens())
    code = _hand_in(citizen, site)
    clicks = _serve(opens, code)
    with capsys.disabled():
        print(f"  handed in with {citizen.count} clicks and uploads, served in {clicks} clicks")
    site.wait_for_mail(code, "đã được trả")


def _begin(hand: Writer) -> None:
    hand.page.goto("/danh-muc")
    settle(hand.page)
    hand.unfold("Thêm thủ tục")
    hand.press("Bắt đầu từ trống")
    expect(hand.page.get_by_role("heading", name="(thủ tục chưa có tên)")).to_be_visible()
    expect(hand.page.get_by_text("Còn 18 chỗ chưa đúng")).to_be_visible()
    look(hand.page, "ninth-empty")


def _facts(hand: Writer) -> None:
    hand.both("Tên thủ tục", NAME, NAME_EN)
    hand.both("Tên thường gọi", "Cấp phần mộ", "Grave permit")
    hand.write("Mã thủ tục quốc gia", CODE)
    hand.both("Lĩnh vực", "Quản lý nghĩa trang", "Cemeteries")
    hand.add("Cấp giải quyết", "Cấp xã")
    hand.choose("Mức độ dịch vụ công", "Mức 4")
    hand.add("Cách gọi hiện nay", "Toàn trình")
    hand.go("Thời hạn")
    hand.choose("Cách tính ngày hẹn trả", "Đếm ngày làm việc từ")
    hand.write("Số ngày làm việc", "5")
    hand.both("Câu người dân đọc", "05 ngày làm việc", "5 working days")


def _form(hand: Writer) -> None:
    hand.go("Biểu mẫu")
    _part(hand, ("Người đề nghị", "Applicant"), ("Để liên hệ với ông/bà.", "To reach you."), APPLICANT)
    _look_at_both(hand.page, "ninth-question")
    _part(hand, ("Phần mộ", "Grave"), ("Để xếp đúng phần mộ.", "To assign the right grave."), GRAVE)
    expect(hand.page.get_by_role("tab", name="Biểu mẫu", exact=True)).to_be_visible()


def _part(hand: Writer, name: tuple[str, str], why: tuple[str, str], asked: tuple[Asked, ...]) -> None:
    hand.write("Tên phần mới", name[0])
    hand.press("Thêm phần")
    hand.write("Tên phần (tiếng Anh)", name[1])
    hand.both("Vì sao hỏi", *why)
    for one in asked:
        hand.ask(one)


def _rule(hand: Writer) -> None:
    hand.turn("Quy tắc giữa các câu")
    hand.write("Câu báo của quy tắc mới", TOO_EARLY)
    hand.choose("Quy tắc kiểm tra gì", "Các ngày theo thứ tự")
    hand.press("Thêm quy tắc")
    hand.write("Câu báo cho người khai (tiếng Anh)", "The reburial comes after the death.")
    hand.choose("Báo ở câu hỏi", "Ngày cải táng dự kiến")
    look(hand.page, "ninth-rule")


def _fee(hand: Writer) -> None:
    hand.go("Phí")
    hand.write("Mức thu (đồng)", "150000")
    hand.both("Đơn vị tính", "hồ sơ", "dossier")
    hand.both("Câu người dân đọc", "Thu khi nộp hồ sơ.", "Taken with the dossier.")
    hand.press("Thêm đối tượng được miễn")
    hand.both("Đối tượng được miễn", POOR, "Poor households")
    hand.unfold("Cán bộ xem giấy tờ rồi miễn")
    hand.press("Đặt điều kiện")
    hand.choose("Câu hỏi", HOUSEHOLD.label)
    hand.choose("Giá trị", POOR)
    expect(hand.page.get_by_text(f"“{HOUSEHOLD.label}” là “{POOR}”")).to_be_visible()
    look(hand.page, "ninth-fee")


def _papers(hand: Writer) -> None:
    hand.go("Giấy tờ")
    for label, english, known, _slot in PAPERS:
        hand.write("Tên giấy tờ mới", label)
        hand.press("Thêm giấy tờ")
        hand.write("Tên giấy tờ (tiếng Anh)", english)
        if known:
            expect(hand.page.get_by_role("combobox", name="Là giấy tờ nào")).to_have_value(known)
            continue
        hand.choose("Khi nộp qua mạng", "Bắt buộc có bản quét")
        hand.tick("Bắt buộc (trực tiếp, bưu chính)")
    look(hand.page, "ninth-papers")


def _the_rest(hand: Writer) -> None:
    hand.go("Kết quả")
    hand.press("Thêm kết quả")
    hand.both("Tên kết quả", "Giấy phép sử dụng phần mộ", "Grave permit")
    hand.go("Căn cứ pháp lý")
    hand.write("Văn bản (mỗi dòng một văn bản)", "23/2016/NĐ-CP\n98/2019/NĐ-CP")
    hand.go("Các bước")
    hand.press("Thêm bước")
    hand.both("Bước 1", "Nộp hồ sơ tại xã hoặc qua mạng.", "Hand in at the commune or online.")


def _ask_for_review(hand: Writer) -> None:
    hand.go("Duyệt và công bố")
    expect(hand.page.get_by_text("chỗ chưa đúng")).to_have_count(0)
    hand.press("Gửi duyệt")
    expect(hand.page.get_by_text("Người đã sửa bản nháp không tự duyệt được")).to_be_visible()


def _publish(hand: Writer) -> None:
    page = hand.page
    page.goto("/danh-muc")
    hand.follow(NAME)
    hand.go("So sánh")
    expect(page.get_by_text(f"“{TOO_EARLY}”")).to_be_visible()
    expect(page.get_by_text(f"“{PURPOSE.label}” là “Tu sửa phần mộ”")).to_be_visible()
    expect(page.get_by_text(f"“{HOUSEHOLD.label}” là “{POOR}”")).to_be_visible()
    look(page, "ninth-compared", data=tuple(_english()))
    hand.go("Duyệt và công bố")
    hand.press("Duyệt")
    hand.press("Công bố")
    expect(page.get_by_text("Đã công bố, áp dụng từ 23/11/2026.")).to_be_visible()


def _english() -> list[str]:
    """What was typed for English readers."""
    return [NAME_EN, *(one.english for one in (*APPLICANT, *GRAVE)), *(english for _, english, *_ in PAPERS)]


def _hand_in(hand: Hand, site) -> str:
    page = hand.page
    page.goto("/thu-tuc")
    page.get_by_label("Tìm thủ tục").fill("phan mo nghia trang")
    expect(page.get_by_text("1 thủ tục", exact=True)).to_be_visible()
    hand.follow(NAME)
    expect(page.get_by_text("150.000 đồng").first).to_be_visible()
    _look_at_both(page, "ninth-read")
    hand.follow("Nộp qua mạng")
    hand.choose("Cơ quan giải quyết *", "UBND xã Tam Đa")
    hand.press("Đồng ý và tiếp tục")
    token = people.token_of(page)
    _answer(hand)
    expect(page.get_by_text(TOO_EARLY)).to_be_visible()
    _look_at_both(page, "ninth-form")
    hand.press("Đồng ý và tiếp tục")
    expect(page.get_by_text("Còn 1 chỗ cần sửa")).to_be_visible()
    hand.write("Ngày cải táng dự kiến *", "20/12/2026")
    people.go_on(hand, "Giấy tờ")
    assert hand.download("Tải mẫu").startswith(b"%PDF")
    for n, (label, _en, _known, slot) in enumerate(PAPERS):
        hand.upload(label, f"giay-{n}.pdf", scan(slot, 7))
        expect(people.attached(page, f"giay-{n}.pdf")).to_be_visible()
    people.go_on(hand, "Xem lại trước khi nộp")
    expect(page.get_by_text(f"được miễn ({POOR})")).to_be_visible()
    _look_at_both(page, "ninth-review")
    page.get_by_label("Mã xác nhận *").fill(site.captcha(token))
    hand.tick(OATH.label)
    hand.press("Nộp hồ sơ")
    return people.code_on(page)


def _answer(hand: Hand) -> None:
    """All of the form; the reburial before the death."""
    expect(hand.page.get_by_label("Ngày cải táng dự kiến *")).to_have_count(0)
    hand.write("Họ và tên người đề nghị *", WHO.name)
    hand.write("Số định danh của người đề nghị *", WHO.id_number)
    hand.write("Điện thoại liên hệ *", WHO.phone)
    hand.write("Thư điện tử liên hệ *", WHO.email)
    hand.choose("Tỉnh/Thành phố", "Tỉnh Hưng Yên")
    hand.choose("Xã/Phường", "Xã Tiên Lữ")
    hand.write("Số nhà, thôn/xóm", "Thôn Mẫu 3")
    _one_of(hand, POOR)
    _one_of(hand, "Cải táng")
    hand.write("Họ và tên người đã mất *", "Đặng Văn Mẫu Xưa")
    hand.write("Ngày mất *", "10/02/2020")
    hand.write("Ngày cải táng dự kiến *", "09/02/2020")


def _one_of(hand: Hand, option: str) -> None:
    hand.page.get_by_test_id("stRadio").get_by_text(option, exact=True).click()
    hand.count += 1
    settle(hand.page)


def _look_at_both(page: Page, name: str) -> None:
    """On the desktop where it is used, and on a phone."""
    look_at_both_sizes(page, name)
    width, height = SIZES["desktop"]
    page.set_viewport_size({"width": width, "height": height})
    settle(page)


def _serve(opens, code: str) -> int:
    """From the queue to the hand-over; how many clicks the office needed."""
    desk, leader = Hand(opens("canbo")), Hand(opens("lanhdao"))
    desk.page.goto("/hang-doi")
    people.link_to(desk.page, code).click()
    desk.page.wait_for_url(f"**/ho-so?ma={code}*")
    people.do(desk, "Tiếp nhận")
    people.confirm(desk, "Tiếp nhận")
    people.back_to(desk, code)
    expect(desk.page.get_by_text("17:00 01/12/2026").first).to_be_visible()  # the 24th is a holiday
    people.do(desk, "Chuyển xử lý")
    desk.choose("Người xử lý", "Trần Văn Mẫu Hai")
    people.confirm(desk, "Chuyển xử lý")
    look(desk.page, "ninth-dossier")
    leader.page.goto(f"/ho-so?ma={code}")
    people.do(leader, "Đã có kết quả")
    people.confirm(leader, "Đã có kết quả")
    desk.page.goto(f"/ho-so?ma={code}")
    people.do(desk, "Trả kết quả")
    desk.page.get_by_label("Giấy tờ xuất trình").fill("Thẻ căn cước")
    desk.tick("Đã đối chiếu bản chính")
    people.confirm(desk, "Trả kết quả")
    expect(desk.page.get_by_text("Đã trả kết quả").first).to_be_visible()
    return 1 + desk.count + leader.count
