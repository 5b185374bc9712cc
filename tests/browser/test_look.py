"""Every room at two sizes, in the light and in the dark, in both languages, and what each says when empty."""

import pytest
from playwright.sync_api import expect

from services.workflow import State
from tests import town
from tests.browser import people
from tests.browser.look import axe, look, look_at_both_sizes, take_picture, whole
from tests.browser.people import Hand, settle

pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True)

PUBLIC = {
    "home": "/",
    "home-found": "/?tim=x",
    "procedures": "/thu-tuc",
    "procedures-none": "/thu-tuc?tim=khong-co-gi-nhu-vay",
    "procedure": "/thu-tuc?ma=1.001193",
    "submit": "/nop-ho-so",
    "submit-office": "/nop-ho-so?thu-tuc=2.000635",
    "submit-lost": "/nop-ho-so?nhap=khong-co",
    "track": "/tra-cuu",
    "track-supplement": "/tra-cuu?viec=bo-sung",
    "payment": "/thanh-toan",
    "published": "/cong-khai",
    "published-none": "/cong-khai?co-quan=minh-tan",
    "sign-in": "/dang-nhap",
    "register": "/dang-ky",
    "set-password-none": "/dat-mat-khau?moi=khong-co",
    "sign-in-asked": "/hang-doi",
}
OFFICE = {
    "queue-all": ("canbo", "/hang-doi?tab=tat-ca"),
    "queue-empty": ("canbo", "/hang-doi?tab=phi"),
    "fees-empty": ("canbo", "/thu-phi"),
    "post-empty": ("canbo", "/buu-chinh"),
    "verify": ("canbo", "/xac-minh"),
    "counter": ("canbo", "/tiep-nhan"),
    "calendar": ("quantri", "/lich-lam-viec"),
    "dossier-none": ("canbo", "/ho-so"),
    "not-allowed": ("canbo", "/cho-duyet"),
    "approvals-empty": ("lanhdao2", "/cho-duyet"),
    "supervisor-home": ("giamsat", "/"),
    "figures": ("giamsat", "/thong-ke"),
    "journal": ("quantri", "/nhat-ky"),
    "journal-messages": ("quantri", "/nhat-ky?tab=tin"),
    "journal-health": ("quantri", "/nhat-ky?tab=may"),
    "messages": ("quantri", "/tin-bao"),
    "messages-rules": ("quantri", "/tin-bao?tab=gio-gui"),
    "messages-heads": ("quantri", "/tin-bao?tab=dau-giay-to"),
    "reports": ("giamsat", "/bao-cao"),
    "reports-lists": ("lanhdao", "/bao-cao?xem=xuat"),
    "figures-list-empty": ("canbo", "/thong-ke?xem=late"),
    "security": ("canbo", "/bao-mat"),
    "people": ("quantri", "/nguoi-dung"),
    "agencies": ("quantri", "/co-quan"),
    "people-none": ("quantri", "/nguoi-dung?tim=khong-co-ai"),
    "catalogue": ("quantri", "/danh-muc"),
    "catalogue-version": ("quantri", "/danh-muc?xem=1&muc=phi"),
    "citizen-home": ("congdan", "/"),
    "citizen-account": ("congdan", "/tai-khoan"),
}
FORMS = {
    "refuse": (State.SUBMITTED, "canbo", "refuse"),
    "withdraw": (State.RECEIVED, "canbo", "withdraw"),
    "forward": (State.RECEIVED, "canbo", "forward"),
    "extend": (State.IN_PROCESS, "chuyenvien", "extend"),
    "stop": (State.IN_PROCESS, "chuyenvien", "stop"),
    "finish": (State.IN_PROCESS, "lanhdao", "finish"),
    "ask-fee": (State.RECEIVED, "canbo", "request_payment"),
    "paid": (State.PAYMENT_ASKED, "canbo", "record_payment"),
    "answer": (State.SUPPLEMENT_ASKED, "canbo", "answer_supplement"),
}


def test_looking_finds_what_it_is_for(site, opens):
    """Tests test themselves first: raw text, English words, what sticks out, what cannot be read."""
    page = opens()
    page.goto("/tra-cuu")
    settle(page)
    page.evaluate(SPOILT)
    with pytest.raises(AssertionError) as told:
        look(page, "spoilt")
    for fault in ("None nyc_ho_ten", "English: ", "sticks out: ", "color-contrast", "image-alt"):
        assert fault in str(told.value)


SPOILT = """() => {
  const spoilt = document.createElement('div');
  spoilt.innerHTML = '<p>None nyc_ho_ten</p><button>Deploy</button><img width="9" src="/khung/emblem.svg">'
    + '<p style="color: #ccc; background: #fff">chữ nhạt</p><p style="width: 200vw">dài</p>';
  document.querySelector('[data-testid=stMainBlockContainer]').prepend(spoilt);
}"""


def test_every_room_for_citizens(site, opens):
    """Screens: what a citizen meets reads well, fits, is Vietnamese, and passes axe."""
    page = opens()
    for name, address in PUBLIC.items():
        page.goto(address)
        look_at_both_sizes(page, name)


@pytest.mark.parametrize("username", sorted({who for who, _ in OFFICE.values()}))
def test_every_room_of_the_office(site, opens, username):
    """Screens: the same for officers, each in their own rooms; every empty list says what to do next."""
    page = opens(username)
    for name, (who, address) in OFFICE.items():
        if who == username:
            page.goto(address)
            look_at_both_sizes(page, name)


@pytest.fixture(scope="module")
def town_of_states(site) -> dict[State, str]:
    """A dossier in every state that a form is opened from, and one more that waits for the leader."""
    with site.inside():
        codes = {state: town.a_dossier(state, chance=20 + n) for n, state in enumerate(town.WAYS)}
        town.act("chuyenvien", town.a_dossier(State.IN_PROCESS, chance=40), "finish")
        return codes


def test_every_form_of_the_office(site, opens, town_of_states):
    """Surface, *Who may do what*: each form opens by its address, for the one who may, and sends nothing."""
    pages = {username: opens(username) for username in ("canbo", "chuyenvien", "lanhdao")}
    for name, (state, username, action) in FORMS.items():
        page = pages[username]
        page.goto(f"/ho-so?ma={town_of_states[state]}&do={action}")
        expect(page.get_by_role("button", name="Xác nhận", exact=True)).to_be_visible()
        look_at_both_sizes(page, f"form-{name}")


def test_an_empty_form_says_what_is_missing(site, opens):
    """Screens: a refusal stands beside the field as well as on top."""
    hand = Hand(opens())
    people.choose_office(hand)
    hand.press("Đồng ý và tiếp tục")
    expect(hand.page.get_by_test_id("stAlertContentError")).to_contain_text("chỗ cần sửa")
    look_at_both_sizes(hand.page, "form-1-faults")


def test_in_the_dark(site, opens, town_of_states):
    """Screens: the dark theme can be read everywhere."""
    page, officer = opens(color_scheme="dark"), opens("canbo", color_scheme="dark")
    asked = town_of_states[State.SUPPLEMENT_ASKED]
    citizens = ("home", "procedures", "procedure", "submit-office", "track", "sign-in")
    rooms = [(page, name, PUBLIC[name]) for name in citizens]
    rooms += [
        (officer, "queue", "/hang-doi?tab=tat-ca"),
        (officer, "dossier", f"/ho-so?ma={asked}"),
        (officer, "receive", f"/ho-so?ma={town_of_states[State.SUBMITTED]}&do=receive"),
        (officer, "supplement", f"/ho-so?ma={town_of_states[State.SUBMITTED]}&do=request_supplement"),
    ]
    for reader, name, address in rooms:
        reader.goto(address)
        settle(reader)
        with whole(reader):
            take_picture(reader, f"dark-{name}")
            found = axe(reader, "color-contrast")
        assert not found, f"{name}: {found}"


def test_in_english(site, opens, town_of_states):
    """Surface, *English*: after the switch no sentence of ours is left in Vietnamese, in any room."""
    page = opens()
    page.goto("/")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("link", name="Tiếng Việt")).to_be_visible()
    for name in ("home", "procedures", "procedure", "submit-office", "track", "track-supplement", "sign-in"):
        page.goto(PUBLIC[name])
        look(page, f"en-{name}", language="en")
    rooms = [("canbo", "queue", "/hang-doi?tab=tat-ca"), ("lanhdao", "approvals", "/cho-duyet")]
    for state in (State.SUPPLEMENT_ASKED, State.STOPPED, State.RETURNED):
        rooms.append(("lanhdao", f"dossier-{state}", f"/ho-so?ma={town_of_states[state]}"))
    for name in ("refuse", "extend", "finish", "answer"):
        state, username, action = FORMS[name]
        rooms.append((username, f"form-{name}", f"/ho-so?ma={town_of_states[state]}&do={action}"))
    for username in ("canbo", "chuyenvien", "lanhdao"):
        officer = opens(username)
        officer.goto("/?lang=en")
        for whose, name, address in rooms:
            if whose == username:
                officer.goto(address)
                look(officer, f"en-{name}", language="en")
