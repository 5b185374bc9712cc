"""The whole way of one dossier, as its citizen and its officers walk it in a browser."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from services.demo.scans import scan
from tests import records
from tests.browser import people
from tests.browser.look import look
from tests.browser.people import DECLARATION, IDENTITY, OATH, Citizen, Hand, settle

WHO = Citizen()


@pytest.mark.parametrize(
    ("site", "size"),
    [("sqlite", "phone"), ("postgresql", "desktop")],
    indirect=True,
)
def test_one_dossier_goes_the_whole_way(site, opens, size, capsys):
    """Surface, points 2 to 5: from the list of procedures to the result in the citizen's hand."""
    citizen = opens()
    code, count = _hand_in(Hand(citizen), site)
    with capsys.disabled():
        print(f"\n  {size}: {count} clicks and uploads from the form's first page to the code")
    site.wait_for_mail(code, "đã được gửi đến UBND xã Tam Đa")

    desk = Hand(opens("canbo"))
    _open_from_the_queue(desk, code)
    _ask_for_more(desk, code)
    asked = site.wait_for_mail(code, "Cần bổ sung")
    assert f"{site.url}/tra-cuu?ma={code}" in asked["body"]

    follower = Hand(opens())
    _answer(follower, code, site)
    _receive_and_forward(desk, code)
    _decide(opens, code)
    _hand_over(desk, code)

    _sees_the_end(follower, code)
    _every_message_left_once(site, code)


def _hand_in(hand: Hand, site) -> tuple[str, int]:
    page = hand.page
    token = people.choose_office(hand)
    look(page, "form-1-empty")
    hand.count = 0
    people.tell_who(hand, WHO)
    look(page, "form-1")
    people.go_on(hand, "Người được cấp")
    people.tell_whose(hand, WHO)
    look(page, "form-2")
    people.go_on(hand, "Bản sao cần cấp")
    people.tell_where(hand)
    look(page, "form-3")
    people.go_on(hand, "Giấy tờ")
    hand.upload(DECLARATION, "to-khai.pdf", scan("to_khai", 7))
    expect(people.attached(page, "to-khai.pdf")).to_be_visible()
    hand.upload(IDENTITY, "can-cuoc.pdf", scan("giay_to_tuy_than", 7))
    expect(people.attached(page, "can-cuoc.pdf")).to_be_visible()
    look(page, "form-papers")
    people.go_on(hand, "Xem lại trước khi nộp")
    expect(page.get_by_text(WHO.name).first).to_be_visible()
    look(page, "form-review")
    page.get_by_label("Mã xác nhận *").fill(site.captcha(token))
    hand.tick(OATH)
    hand.press("Nộp hồ sơ")
    code = people.code_on(page)
    look(page, "form-sent")
    assert hand.download("Tải biên nhận").startswith(b"%PDF")
    return code, hand.count


def _open_from_the_queue(hand: Hand, code: str) -> None:
    page = hand.page
    page.goto("/hang-doi")
    row = page.locator("tr", has=people.link_to(page, code))
    expect(row).to_contain_text(WHO.name)
    expect(row).to_contain_text("trả lời")
    look(page, "queue")
    row.locator("a").click()
    page.wait_for_url(f"**/ho-so?ma={code}*")
    expect(page.get_by_role("heading", name=WHO.name)).to_be_visible()
    _shows_a_pdf(page)
    look(page, "dossier")


INK = """(canvases) => Math.max(0, ...canvases.map((canvas) => {
  if (!canvas.width || !canvas.height) return 0;
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const dark = (i) => data[i + 3] && data[i] + data[i + 1] + data[i + 2] < 600;
  let ink = 0;
  for (let i = 0; i < data.length; i += 4) ink += dark(i) ? 1 : 0;
  return ink;
}))"""


def _shows_a_pdf(page: Page) -> None:
    """A canvas with ink on it, once it is in sight; the viewer may put another in its place meanwhile."""
    for _ in range(100):
        with suppress(PlaywrightError):
            page.locator("canvas").first.scroll_into_view_if_needed(timeout=1_000)
        if page.locator("canvas").evaluate_all(INK) > 200:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the PDF shows nothing")


def _ask_for_more(hand: Hand, code: str) -> None:
    page = hand.page
    people.do(hand, "Yêu cầu bổ sung")
    look(page, "supplement-empty")
    hand.tick(IDENTITY)
    hand.page.get_by_role("button", name="mờ, không đọc được").click()
    settle(page)
    hand.write("Lý do", "thiếu mặt sau")
    expect(page.get_by_text("Người dân sẽ đọc")).to_be_visible()
    look(page, "supplement-form")
    people.confirm(hand, "Yêu cầu bổ sung")
    people.back_to(hand, code)
    expect(page.get_by_text("Yêu cầu bổ sung giấy tờ").first).to_be_visible()
    look(page, "dossier-waiting")


def _answer(hand: Hand, code: str, site) -> None:
    page = hand.page
    page.goto(f"/tra-cuu?ma={code}")
    page.get_by_label("4 số cuối điện thoại hoặc số định danh").fill("0000")
    hand.press("Tra cứu")
    expect(page.get_by_test_id("stAlert")).to_contain_text("không đúng")
    expect(page.get_by_text("Mục cần bổ sung")).to_have_count(0)
    look(page, "track-refused")
    page.get_by_label("4 số cuối điện thoại hoặc số định danh").fill(WHO.last4)
    hand.press("Tra cứu")
    expect(page.get_by_text("Yêu cầu bổ sung giấy tờ").first).to_be_visible()
    expect(page.get_by_text("mờ, không đọc được, thiếu mặt sau")).to_be_visible()
    expect(page.get_by_test_id("stFileUploader")).to_have_count(1)
    look(page, "track-asked")
    hand.upload(IDENTITY, "can-cuoc-ro.pdf", scan("giay_to_tuy_than", 8))
    hand.press("Nộp bổ sung")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Đã gửi bổ sung")
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    site.wait_for_mail(code, "Giấy tờ bổ sung của ông/bà đã được gửi")


def _receive_and_forward(hand: Hand, code: str) -> None:
    page = hand.page
    page.goto("/hang-doi")
    people.link_to(page, code).click()
    page.wait_for_url(f"**/ho-so?ma={code}*")
    people.do(hand, "Tiếp nhận")
    expect(page.get_by_text("Trước 15 giờ", exact=False).or_(page.get_by_text("15:00")).first).to_be_visible()
    look(page, "receive-form")
    people.confirm(hand, "Tiếp nhận")
    people.back_to(hand, code)
    expect(page.get_by_text("17:00 23/11/2026").first).to_be_visible()
    people.do(hand, "Chuyển xử lý")
    hand.choose("Người xử lý", "Trần Văn Mẫu Hai")
    people.confirm(hand, "Chuyển xử lý")
    hand.page.get_by_role("tab", name="Thư và phiếu").click()
    assert hand.download(re.compile("^Tải phiếu .*Giấy tiếp nhận")).startswith(b"%PDF")
    look(page, "dossier-letters")


def _decide(opens, code: str) -> None:
    specialist = Hand(opens("chuyenvien"))
    specialist.page.goto(f"/ho-so?ma={code}")
    people.do(specialist, "Đã có kết quả")
    people.confirm(specialist, "Đã có kết quả")
    look(specialist.page, "dossier-proposed")
    leader = Hand(opens("lanhdao"))
    leader.page.goto("/cho-duyet")
    waiting = leader.page.locator("[class*=st-key-waiting-]").filter(has_text=code)
    expect(waiting).to_contain_text("Trần Văn Mẫu Hai")
    look(leader.page, "approvals")
    leader.press("Duyệt", among=waiting)
    expect(leader.page.get_by_test_id("stAlert").filter(has_text="Đã duyệt")).to_be_visible()


def _hand_over(hand: Hand, code: str) -> None:
    page = hand.page
    page.goto("/hang-doi?tab=cho-tra")
    people.link_to(page, code).click()
    people.do(hand, "Trả kết quả")
    page.get_by_label("Giấy tờ xuất trình").fill("Thẻ căn cước")
    hand.tick("Đã đối chiếu bản chính")
    look(page, "hand-over-form")
    people.confirm(hand, "Trả kết quả")
    expect(page.get_by_text("Đã trả kết quả").first).to_be_visible()


def _sees_the_end(hand: Hand, code: str) -> None:
    page = hand.page
    page.goto(f"/tra-cuu?ma={code}")
    page.get_by_label("4 số cuối điện thoại hoặc số định danh").fill(WHO.last4)
    hand.press("Tra cứu")
    expect(page.get_by_text("Đã trả kết quả").first).to_be_visible()
    for letter in page.get_by_role("button", name=re.compile("^Tải (phiếu|biên nhận)")).all():
        with page.expect_download() as coming:
            letter.click()
        assert coming.value.path().read_bytes().startswith(b"%PDF")
    look(page, "track-end")


HAPPENED = (
    "submitted", "supplement_asked", "supplement_answered", "received", "in_process", "ready", "returned",
)  # fmt: skip


def _every_message_left_once(site, code: str) -> None:
    site.wait_for_mail(code, "đã được trả")
    with site.inside():
        kept = records.notices(code)
    assert sorted(n.kind for n in kept if n.channel == "email") == sorted(HAPPENED)
    assert sorted(n.kind for n in kept if n.channel == "sms") == sorted(HAPPENED)
    written = [m for m in site.messages() if code in m["body"]]
    assert len(written) == len(kept) == 2 * len(HAPPENED)
    assert len({m["body"] for m in written}) == len(written)
