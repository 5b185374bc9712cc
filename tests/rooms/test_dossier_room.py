"""The officer's dossier page: verdicts, one complete supplement, notes, labels, colleagues, keys."""

from contextvars import Context

import pytest

from pages.parts.dossier import dossier_keys
from pages.parts.dossier.dossier_keys import KEYS
from services import desk
from services.desk import leases, remarks, verdicts
from services.workflow import ACTIONS, State
from tests import records, town
from tests.rooms.test_desk_rooms import DOSSIER, done, field, labels, opens, press, problem, shown  # noqa: F401
from tests.town import a_dossier, act, actor

S = State

pytestmark = pytest.mark.usefixtures("monday")


def test_verdicts_become_the_supplement(opens):  # noqa: F811
    """A verdict by one key and a note; the request is filled in with them, and one press sends it."""
    code = a_dossier()
    papers = desk.dossier(actor("canbo"), code).papers
    app = press(opens("canbo", DOSSIER, ma=code), "Mờ")
    assert actor("canbo").name in shown(app)
    field(app.text_input, "Ghi chú về giấy tờ").set_value("trang 2").run()
    press(app, "Giấy tờ sau")
    for _paper in papers[1:]:
        press(app, "Đạt")
    press(app, "Yêu cầu bổ sung")
    ticked = [box.label for box in app.checkbox if box.value]
    assert len(ticked) == 1
    assert "mờ, không đọc được, trang 2" in shown(app)
    press(app, "Xác nhận")
    (item,) = records.requests(code)[0].items
    assert (item["paper"], item["reason"]) == (papers[0].slot, "mờ, không đọc được, trang 2")


def test_a_colleagues_verdict_is_not_overwritten(opens):  # noqa: F811
    """Who saw none yet is told, and the colleague's stays."""
    code = a_dossier()
    paper = desk.dossier(actor("canbo"), code).papers[0]
    app = opens("canbo", DOSSIER, ma=code)
    verdicts.give(actor("chuyenvien"), code, paper.id, "wrong", seen=0)
    press(app, "Đạt")
    assert "vừa ghi chỗ này" in problem(app)
    assert desk.dossier(actor("canbo"), code).papers[0].verdict.verdict == "wrong"


def test_notes_and_labels_are_kept(opens):  # noqa: F811
    """A note is saved and the field is empty again; a new label is on the dossier at once."""
    code = a_dossier()
    app = opens("canbo", DOSSIER, ma=code, muc="ghi-chu")
    field(app.text_area, "Ghi chú nội bộ").set_value("Đã gọi điện cho bà con.").run()
    press(app, "Lưu ghi chú")
    assert "Đã gọi điện cho bà con." in shown(app)
    assert field(app.text_area, "Ghi chú nội bộ").value in ("", None)
    field(app.text_input, "Nhãn mới của đơn vị").set_value("Hộ nghèo").run()
    assert '<span class="mc-label">Hộ nghèo</span>' in shown(app)
    assert [one.name for one in remarks.labels(actor("chuyenvien"))] == ["Hộ nghèo"]


def test_a_colleague_at_the_dossier_is_named(opens):  # noqa: F811
    """“đang mở” while somebody else has it open."""
    code = a_dossier()
    running = Context()  # a lease lasts a minute: the page must read the same running clock
    running.run(leases.hold, actor("chuyenvien"), code)
    app = opens("canbo", DOSSIER, ma=code)
    assert f"{actor('chuyenvien').name} đang mở hồ sơ này" in shown(app)
    assert running.run(leases.hold, actor("chuyenvien"), code).others == (actor("canbo").name,)


def test_after_a_decision_the_next_dossier_opens(opens):  # noqa: F811
    """The next of the list stands there at once, and the decision can still be taken back from it."""
    first, second = a_dossier(), a_dossier(chance=2)
    app = press(opens("canbo", DOSSIER, ma=first, tab="moi"), "Tiếp nhận")
    press(app, "Xác nhận")
    assert app.query_params["ma"] == second
    assert first in done(app)
    press(app, "Hoàn tác")
    assert records.dossier(first).state == S.SUBMITTED
    assert app.query_params["ma"] == first


def test_a_dossier_opened_by_itself_stays(opens):  # noqa: F811
    """From no list there is no next one."""
    code, _other = a_dossier(S.RECEIVED), a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Rút hồ sơ")
    field(app.text_area, "Lý do").set_value("Xin rút.").run()
    press(app, "Xác nhận")
    assert app.query_params["ma"] == code


def test_a_conflict_says_what_the_colleague_changed(opens):  # noqa: F811
    """What, who, when and which data; what was typed stays."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Rút hồ sơ")
    field(app.text_area, "Lý do").set_value("Bà con xin rút.").run()
    act("lanhdao", code, "receive")
    press(app, "Xác nhận")
    assert "vừa thực hiện “Tiếp nhận”" in problem(app)
    assert "<td>Trạng thái</td><td>Mới đăng ký</td><td>Được tiếp nhận</td>" in shown(app)
    assert "<td>Hẹn trả</td>" in shown(app)
    assert field(app.text_area, "Lý do").value == "Bà con xin rút."


def test_the_leader_sees_what_was_asked_beyond_the_list(opens):  # noqa: F811
    """Asked with its legal ground on the form; the leader reads it where she decides."""
    code = a_dossier()
    app = press(opens("canbo", DOSSIER, ma=code), "Yêu cầu bổ sung")
    for label, text in (
        ("Tên giấy tờ", "Quyết định của Tòa án"),
        ("Căn cứ pháp lý", "Điều 37"),
        ("Lý do", "Xác định cha."),
    ):
        field(app.text_input, label).set_value(text).run()
    press(app, "Xác nhận")
    assert "Đã thực hiện" in done(app)
    leader = opens("lanhdao", "pages/office/approvals.py")
    assert "căn cứ: Điều 37" in shown(leader)
    assert code in shown(leader)


def test_keys_have_a_modifier_and_do_one_thing():
    """A barcode reader types bare keys; in one state a key does one thing (Ctrl+Enter: the main one)."""
    own = [key.shortcut for name, key in KEYS.items() if name not in ("send", "approve")]
    for state in State:
        here = [t.shortcut for t in ACTIONS.values() if state in t.sources and t.shortcut]
        assert len(set(here + own)) == len(here + own), state
    assert all("+" in key for key in own)
    assert all(t.shortcut for t in ACTIONS.values())


def test_giving_a_dossier_to_a_colleague(opens):  # noqa: F811
    """Giao việc stands on the dossier too: an officer is asked for, and its story tells who has it now."""
    code = a_dossier(S.IN_PROCESS)
    app = opens("lanhdao", DOSSIER, ma=code)
    press(app, "Giao việc")
    press(app, "Xác nhận")
    assert "Còn thiếu: Cán bộ" in problem(app)
    officer = town.actor("canbo")
    field(app.selectbox, "Cán bộ").set_value(officer.account_id).run()
    press(app, "Xác nhận")
    assert "Giao việc" in done(app)
    assert records.dossier(code).holder_id == officer.account_id
    ended = opens("lanhdao", DOSSIER, ma=a_dossier(S.WITHDRAWN, chance=2))
    assert "Giao việc" not in labels(ended)


def test_only_the_open_section_is_drawn(opens):  # noqa: F811
    """What nobody looks at is neither asked for nor drawn; the address opens a section, each has its key."""
    code = a_dossier(S.SUPPLEMENT_ASKED)
    app = opens("canbo", DOSSIER, ma=code)
    data = shown(app)
    assert "Người đang giữ" in data
    assert len(app.get("download_button")) == 1  # all papers in one file
    assert 'class="mc-story"' not in data
    letters = opens("canbo", DOSSIER, ma=code, muc="thu")
    assert len(letters.get("download_button")) > 1
    assert "Người đang giữ" not in shown(letters)
    for key, section in dossier_keys.SECTIONS.items():
        assert f'aria-keyshortcuts="{section.shortcut}"' in data
        assert f"muc={key}" in data


def test_a_note_that_is_typed_survives_a_look_elsewhere(opens):  # noqa: F811
    """Another section opened in between does not cost the words."""
    code = a_dossier()
    app = opens("canbo", DOSSIER, ma=code, muc="ghi-chu")
    field(app.text_area, "Ghi chú nội bộ").set_value("Bà con hẹn chiều").run()
    for section in ("dien-bien", "ghi-chu"):
        app.query_params["muc"] = section
        app.run()
    assert field(app.text_area, "Ghi chú nội bộ").value == "Bà con hẹn chiều"


def test_an_answer_opens_what_is_new_in_it(opens):  # noqa: F811
    """Not the version that was found wrong before; its caption says with which round it came."""
    code = a_dossier(S.RECEIVED)
    app = opens("canbo", DOSSIER, ma=code)
    second = [{"paper": "giay_to_tuy_than", "field": None, "reason": "mờ"}]
    act("canbo", code, "request_supplement", **town.given_for("request_supplement") | {"items": second})
    act(town.follower(code), code, "answer_supplement", papers=[town.a_paper("giay_to_tuy_than")])
    app.run()
    assert "Giấy tờ tùy thân" in " ".join(one.value for one in app.caption)
    assert "bổ sung lần 1" in shown(app)


def test_the_next_dossier_is_found_when_somebody_goes_there(opens):  # noqa: F811
    """The way names the side, not the dossier; at the end of the list one stays, and is told."""
    first, second = a_dossier(), a_dossier(chance=2)
    app = opens("canbo", DOSSIER, ma=first, tab="moi", ke="after")
    assert app.query_params["ma"] == second
    assert "ke" not in app.query_params
    assert second in shown(app)
    app = opens("canbo", DOSSIER, ma=second, tab="moi", ke="after")
    assert app.query_params["ma"] == second
    assert "hồ sơ cuối" in app.info[0].value
