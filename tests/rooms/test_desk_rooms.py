"""The officers' rooms without a browser: what they show, and what a command asks, refuses, keeps and does."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame import session
from services import accounts
from services.clock import standing_at
from services.demo import scans as demo_papers
from services.workflow import ACTIONS, State
from tests import records, town
from tests.house import ROOT
from tests.town import a_dossier, act, given_for

S = State
MONEY = ("Yêu cầu nộp phí", "Ghi nhận thanh toán")
QUEUE, DOSSIER, APPROVALS = "pages/desk/queue.py", "pages/desk/dossier.py", "pages/office/approvals.py"

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def opens(one_clock, sqlite_town, monkeypatch):
    """Opens a room as somebody who is signed in."""

    def opened(username: str, room: str, **query: str) -> AppTest:
        ticket = accounts.sign_in(username, "browser").ticket
        token = accounts.claim(ticket, "browser")
        monkeypatch.setattr(session, "_token", lambda: token)
        app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60)
        app.run()
        for name, value in query.items():
            app.query_params[name] = value
        app.switch_page(room).run()
        assert not app.exception, app.exception
        return app

    return opened


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return app


def field(elements: Any, label: str) -> Any:
    """The widget with this label."""
    return next(one for one in elements if one.label == label)


def shown(app: AppTest) -> str:
    """All markup on the page, as one text."""
    html = [one.proto.body for one in app.get("html")]
    return " ".join([*html, *(one.value for one in app.markdown), *(one.value for one in app.caption)])


def problem(app: AppTest) -> str:
    """What the error box says."""
    return " ".join(one.value for one in app.error)


def done(app: AppTest) -> str:
    """What the success box says."""
    return " ".join(one.value for one in app.success)


def test_the_queue_lists_own_dossiers_with_reasons(opens):
    """Issue: the queue of her own commune with what is due first and why."""
    mine, theirs = a_dossier(S.IN_PROCESS), a_dossier(S.IN_PROCESS, agency="dinh-cao", chance=9)
    app = opens("canbo", QUEUE, tab="dang-xu-ly")
    assert f'href="/ho-so?ma={mine}&amp;tab=dang-xu-ly"' in shown(app)
    assert "hạn 17:00 hôm nay" in shown(app)
    assert theirs not in shown(app)
    tabs = re.findall(r'role="tab" aria-selected="(\w+)" href="[^"]*">([^<]*) <span>(\d+)</span>', shown(app))
    assert [name for _, name, _ in tabs] == [
        "Mới đến", "Đang xử lý", "Chờ bổ sung", "Chờ phí", "Sắp hạn", "Quá hạn", "Chờ trả", "Của tôi",
        "Tất cả",
    ]  # fmt: skip
    assert tabs[1] == ("true", "Đang xử lý", "1")


def test_an_empty_tab_says_what_to_do(opens):
    """Every list has an empty state that says what to do next."""
    app = opens("canbo", QUEUE)
    assert "Không có hồ sơ mới" in shown(app)


def test_search_goes_through_all_states(opens):
    """Surface: search field *Tìm hồ sơ*."""
    code = a_dossier(S.RETURNED)
    app = opens("canbo", QUEUE)
    assert code not in shown(app)
    field(app.text_input, "Tìm hồ sơ").set_value(code).run()
    assert code in shown(app)
    field(app.text_input, "Tìm hồ sơ").set_value("khong co ai").run()
    assert "Không tìm thấy hồ sơ" in shown(app)


@pytest.mark.parametrize("room", [QUEUE, DOSSIER, APPROVALS])
@pytest.mark.parametrize("username", ["giamsat", "quantri"])
def test_rooms_of_the_desk_are_closed_to_others(opens, room, username):
    """Supervisors and administrators see no dossier."""
    code = a_dossier(S.RECEIVED)
    app = opens(username, room, ma=code)
    assert "không có quyền" in problem(app)
    assert records.dossier(code).applicant_name not in shown(app)


def test_another_communes_dossier_is_not_found(opens):
    """No page answers an officer of another commune."""
    code = a_dossier(S.RECEIVED)
    app = opens("canbo2", DOSSIER, ma=code)
    assert "Không tìm thấy" in problem(app)
    assert labels(app) == []


@pytest.mark.parametrize(
    ("username", "state", "offered"),
    [
        ("canbo", S.SUBMITTED, ["Tiếp nhận", "Yêu cầu bổ sung", "Từ chối tiếp nhận", "Rút hồ sơ"]),
        ("canbo", S.RECEIVED, ["Chuyển xử lý", "Yêu cầu bổ sung", *MONEY, "Rút hồ sơ"]),
        ("chuyenvien", S.SUBMITTED, []),
        ("chuyenvien", S.IN_PROCESS, ["Đã có kết quả", "Yêu cầu bổ sung", "Gia hạn", MONEY[0], "Dừng xử lý"]),
        ("canbo", S.SUPPLEMENT_ASKED, ["Nộp bổ sung", "Rút hồ sơ"]),
        ("canbo", S.PAYMENT_ASKED, ["Ghi nhận thanh toán", "Rút hồ sơ"]),
        ("canbo", S.READY, ["Trả kết quả", *MONEY]),
        ("lanhdao", S.RETURNED, []),
    ],
)
def test_buttons_are_those_of_the_table(opens, username, state, offered):
    """Each action is open only to whom and when the table says; the main one first."""
    code = a_dossier(state)
    with standing_at(town.MONDAY.replace(minute=30)):  # nothing left to undo
        app = opens(username, DOSSIER, ma=code)
    known = {transition.label for transition in ACTIONS.values()}
    assert [label for label in labels(app) if label in known] == offered


@pytest.mark.parametrize("state", list(town.WAYS), ids=lambda state: state.name)
def test_every_state_can_be_opened(opens, state):
    """A dossier shows itself in every state, with who, code and story."""
    code = a_dossier(state)
    app = opens("lanhdao", DOSSIER, ma=code, muc="dien-bien")
    assert code in shown(app)
    assert "Nộp hồ sơ" in shown(app)


def test_an_address_opens_a_form_and_never_acts(opens):
    """?do=… draws the form; only Xác nhận sends it."""
    code = a_dossier()
    app = opens("canbo", DOSSIER, ma=code, do="receive")
    assert labels(app)[-2:] == ["Xác nhận", "Hủy"]
    assert town.seen(code) == 1
    press(app, "Hủy")
    assert "Tiếp nhận" in labels(app)
    assert town.seen(code) == 1


def test_receiving_shows_the_date_and_its_reasons(opens):
    """The return date is computed by the rules and shown with its reasons."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Tiếp nhận")
    assert app.datetime_input[0].label == "Ngày hẹn trả"
    assert app.datetime_input[0].value.isoformat() == "2026-11-23T17:00:00"
    assert "không sau 15" in shown(app)
    press(app, "Xác nhận")
    assert "Tiếp nhận" in done(app)
    assert "Chuyển xử lý" in labels(app)
    press(app, "Hoàn tác")
    assert "Tiếp nhận" in labels(app)


def test_another_date_needs_a_reason(opens):
    """Surface: another date only with *Lý do*; what was chosen stays when it is refused."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Tiếp nhận")
    other = town.moment("2026-11-26T17:00").replace(tzinfo=None)
    app.datetime_input[0].set_value(other).run()
    press(app, "Xác nhận")
    assert "Lý do" in problem(app)
    assert app.datetime_input[0].value == other
    field(app.text_area, "Lý do").set_value("Phải tra sổ giấy").run()
    press(app, "Xác nhận")
    assert "Tiếp nhận" in done(app)
    assert "26/11/2026" in shown(app)


def test_a_supplement_is_picked_explained_and_shown_before_it_is_sent(opens):
    """Which papers or fields, a reason for each; what the citizen will read is shown first."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Yêu cầu bổ sung")
    press(app, "Xác nhận")
    assert "Còn thiếu" in problem(app)
    next(box for box in app.checkbox if box.label.startswith("Giấy tờ tùy thân")).check().run()
    press(app, "Xác nhận")
    assert problem(app)
    field(app.text_input, "Lý do").set_value("thiếu mặt sau").run()
    assert "Người dân sẽ đọc:" in shown(app)
    assert "thiếu mặt sau" in shown(app)
    press(app, "Xác nhận")
    assert "Yêu cầu bổ sung" in done(app)
    assert "thiếu mặt sau" in shown(opens("canbo", DOSSIER, ma=code, muc="dien-bien"))


def test_a_colleague_was_quicker(opens):
    """The second officer is told what the first did; what was typed stays, and can be sent on what is new."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Rút hồ sơ")
    field(app.text_area, "Lý do").set_value("Nộp nhầm").run()
    act("lanhdao", code, "receive")
    press(app, "Xác nhận")
    assert "Lê Thị Mẫu Ba" in problem(app)
    assert "Tiếp nhận" in problem(app)
    assert field(app.text_area, "Lý do").value == "Nộp nhầm"
    assert town.seen(code) == 2
    press(app, "Đã xem, làm tiếp")
    press(app, "Xác nhận")
    assert "Rút hồ sơ" in done(app)


def test_a_colleague_was_quicker_is_said_before_sending(opens):
    """A form left open says that the dossier has moved as soon as the page is drawn again."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Rút hồ sơ")
    act("lanhdao", code, "receive")
    app.run()
    assert "Lê Thị Mẫu Ba" in problem(app)


def test_an_action_of_the_leader_becomes_a_proposal(opens):
    """Pressed by another it waits for Duyệt or Trả lại; pressed by the leader it is done."""
    code = a_dossier(S.IN_PROCESS)
    app = press(opens("chuyenvien", DOSSIER, ma=code), "Dừng xử lý")
    assert "cần lãnh đạo duyệt" in " ".join(one.value for one in app.info)
    field(app.text_area, "Lý do").set_value("Không tìm thấy sổ gốc").run()
    press(app, "Xác nhận")
    assert "Đã trình lãnh đạo" in done(app)
    assert "Gia hạn" not in labels(app)

    leader = opens("lanhdao", APPROVALS)
    assert "Không tìm thấy sổ gốc" in shown(leader)
    assert code in shown(leader)
    press(leader, "Trả lại")
    press(leader, "Xác nhận")  # without saying why
    assert "Lý do" in problem(leader)
    press(leader, "Hủy")
    press(leader, "Duyệt")
    assert "Đã duyệt" in done(leader)
    assert "Không có việc nào chờ duyệt" in shown(leader)


def test_a_leader_sends_a_proposal_back_with_a_note(opens):
    """Trả lại needs a note, which the colleague reads in the story."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "extend", **given_for("extend"))
    app = press(opens("lanhdao", DOSSIER, ma=code), "Trả lại")
    press(app, "Xác nhận")
    assert "Còn thiếu" in problem(app)
    field(app.text_area, "Lý do").set_value("Chưa rõ").run()
    press(app, "Xác nhận")
    colleague = opens("chuyenvien", DOSSIER, ma=code, muc="dien-bien")
    assert "Chưa rõ" in shown(colleague)
    assert "Gia hạn" in labels(colleague)


def test_a_leader_decides_on_what_stood_on_the_screen(opens):
    """Duyệt pressed on a list that has grown old decides nothing: the leader is told what happened."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "extend", **given_for("extend"))
    app = opens("lanhdao", APPROVALS)
    act("chuyenvien", code, "undo")
    act("chuyenvien", code, "stop", reason="Không đủ điều kiện")
    press(app, "Duyệt")
    assert "Trần Văn Mẫu Hai" in problem(app)
    assert records.dossier(code).state == S.IN_PROCESS
    assert "Không đủ điều kiện" in shown(app)


def test_the_counter_takes_a_supplement(opens):
    """canbo for one who comes: only the asked papers, all of them."""
    code = a_dossier(S.SUPPLEMENT_ASKED)
    app = press(opens("canbo", DOSSIER, ma=code), "Nộp bổ sung")
    press(app, "Xác nhận")
    assert problem(app)
    assert len(app.file_uploader) == 1
    app.file_uploader[0].upload("to-khai.pdf", demo_papers.scan("to_khai", 3), "application/pdf").run()
    press(app, "Xác nhận")
    assert "Nộp bổ sung" in done(app)


def test_a_bad_file_is_refused_beside_its_field(opens):
    """Not a PDF: a clear sentence, and nothing is lost."""
    code = a_dossier(S.IN_PROCESS)
    app = press(opens("lanhdao", DOSSIER, ma=code), "Đã có kết quả")
    app.file_uploader[0].upload("ket-qua.pdf", b"not a pdf", "application/pdf").run()
    assert "PDF" in problem(app)


def test_handing_over_asks_who_took_it(opens):
    """Way; who took it, which paper was shown, originals seen."""
    code = a_dossier(S.READY)
    app = press(opens("canbo", DOSSIER, ma=code), "Trả kết quả")
    press(app, "Xác nhận")
    assert "Giấy tờ xuất trình" in problem(app)
    field(app.text_input, "Giấy tờ xuất trình").set_value("Căn cước 033200001234")
    field(app.checkbox, "Đã đối chiếu bản chính").check().run()
    press(app, "Xác nhận")
    assert "Trả kết quả" in done(app)
