"""The room of the catalogue without a browser: list, draft, review, publication, and nothing typed lost."""

from datetime import date

import pytest

from services.accounts import passwords
from services.catalogue import plain_data
from services.catalogue.drafts import drafting
from services.clock import standing_at
from services.workflow import State
from tests import records, town
from tests.rooms.test_desk_rooms import done, field, labels, opens, press, problem, shown  # noqa: F401
from tests.town import actor

ROOM = "pages/office/catalogue.py"
CODE = "2.000635"


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)
    with standing_at(town.MONDAY):
        yield


def version_of(code: str = CODE) -> int:
    found = drafting.published(actor("quantri"))
    return next(one.version_id for one in found if one.code == code and one.current)


def a_copy(**changes) -> int:
    """A draft of the next version, with these parts changed."""
    draft = drafting.begin_from(actor("quantri"), version_of())
    if changes:
        seen = drafting.view(actor("quantri"), draft)
        drafting.keep(actor("quantri"), draft, seen.row_version, {**seen.data, **changes})
    return draft


def kept(draft: int) -> dict:
    return drafting.view(actor("quantri"), draft).data


def test_the_list_leads_to_a_version_and_that_to_a_new_one(opens):  # noqa: F811
    """A published version can only be read; a new one begins from it, with all it said."""
    app = opens("quantri", ROOM)
    assert "8** thủ tục đang áp dụng" in shown(app)
    assert "Không có bản nháp nào" in shown(app)
    field(app.text_input, "Tìm thủ tục").set_value("trich luc").run()
    assert CODE in shown(app)
    assert "1.001193" not in shown(app)
    app = opens("quantri", ROOM, xem=str(version_of()))
    assert app.text_input
    assert all(one.disabled for one in [*app.text_input, *app.multiselect])
    press(app, "Soạn phiên bản mới")
    assert "Đã tạo bản nháp" in done(app)
    assert field(app.text_input, "Tên thường gọi").value == "Trích lục hộ tịch"


def test_an_empty_draft_says_what_is_missing_beside_each_place(opens):  # noqa: F811
    """Every fault stands beside its field and leads to its tab; a machine name makes itself."""
    app = opens("quantri", ROOM)
    press(app, "Bắt đầu từ trống")
    draft = drafting.rows(actor("quantri"))[0].id
    assert "mc-wrong" in shown(app)
    assert "muc=giay-to" in shown(app)
    field(app.text_input, "Tên thường gọi").set_value("Xác nhận cư trú").run()
    assert kept(draft) == {"short": "Xác nhận cư trú", "key": "xac_nhan_cu_tru"}


def test_times_and_fees_are_kept_as_they_are_typed(opens):  # noqa: F811
    """Each field is kept when it is left; what is emptied is left out again."""
    draft = a_copy()
    app = opens("quantri", ROOM, ban=str(draft), muc="thoi-han")
    field(app.selectbox, "Cách tính ngày hẹn trả").set_value("WORKING_DAYS").run()
    field(app.number_input, "Số ngày làm việc").set_value(5).run()
    assert kept(draft)["time"]["rule"] == "WORKING_DAYS"
    assert kept(draft)["time"]["working_days"] == 5
    app = opens("quantri", ROOM, ban=str(draft), muc="phi")
    field(app.number_input, "Mức thu (đồng)").set_value(9000).run()
    field(app.selectbox, "Nhân với câu trả lời").set_value("").run()
    press(app, "Thêm mức thu")
    app.date_input[0].set_value(date(2027, 1, 1)).run()
    fee = kept(draft)["fee"]
    assert fee["amount"] == 9000
    assert "multiplier" not in fee
    assert fee["rates"] == [{"valid_from": "2027-01-01"}]


def test_papers_are_added_ordered_and_taken_away(opens):  # noqa: F811
    """The open paper stays open where it goes; its fields show what stands there, not what stood there."""
    draft = a_copy()
    before = [one["key"] for one in kept(draft)["papers"]]
    app = opens("quantri", ROOM, ban=str(draft), muc="giay-to")
    field(app.text_input, "Tên giấy tờ mới").set_value("Ảnh chân dung").run()
    press(app, "Thêm giấy tờ")
    assert field(app.text_area, "Tên giấy tờ").value == "Ảnh chân dung"
    press(app, "Lên")
    assert [one["key"] for one in kept(draft)["papers"]] == [*before[:-1], "anh_chan_dung", before[-1]]
    assert field(app.text_area, "Tên giấy tờ").value == "Ảnh chân dung"
    field(app.number_input, "Số bản sao").set_value(2).run()
    assert plain_data.at(kept(draft), ("papers", len(before) - 1, "copies")) == 2
    press(app, "Xóa")
    assert [one["key"] for one in kept(draft)["papers"]] == before


def test_what_a_colleague_overtook_is_shown_and_not_lost(opens):  # noqa: F811
    """Stale: who and when, what could not be kept, and a way to the new data; hers is not overwritten."""
    draft = a_copy()
    app = opens("quantri", ROOM, ban=str(draft))
    other, seen = actor("quantri2"), drafting.view(actor("quantri"), draft)
    drafting.keep(other, draft, seen.row_version, {**seen.data, "short": "Của người kia"})
    field(app.text_input, "Tên thủ tục").set_value("Tên tôi gõ").run()
    assert "Đỗ Thị Mẫu Chín" in problem(app)
    assert app.code[0].value == "Tên tôi gõ"
    assert kept(draft)["short"] == "Của người kia"
    assert kept(draft)["name"] != "Tên tôi gõ"
    press(app, "Tải bản mới")
    assert field(app.text_input, "Tên thường gọi").value == "Của người kia"
    assert app.code[0].value == "Tên tôi gõ"
    field(app.text_input, "Tên thủ tục").set_value("Tên tôi gõ lại").run()
    assert kept(draft)["name"] == "Tên tôi gõ lại"


def test_a_second_person_approves_and_a_day_is_chosen(opens):  # noqa: F811
    """Whoever wrote it cannot approve; sent back it is written on; published it stands in the list."""
    draft = str(a_copy(short="Trích lục mới"))
    app = opens("quantri", ROOM, ban=draft, muc="cong-bo")
    press(app, "Gửi duyệt")
    assert "không tự duyệt được" in app.info[0].value
    assert "Duyệt" not in labels(app)
    app = opens("quantri2", ROOM, ban=draft, muc="cong-bo")
    press(app, "Duyệt")
    assert "Đã duyệt" in done(app)
    field(app.date_input, "Áp dụng từ ngày").set_value(date(2026, 12, 1)).run()
    press(app, "Công bố")
    assert "01/12/2026" in done(app)
    new = next(one for one in drafting.published(actor("quantri")) if one.code == CODE and one.coming)
    assert (new.valid_from, new.version) == (date(2026, 12, 1), 3)
    assert f"xem={new.version_id}" in shown(app)
    app = opens("quantri", ROOM, xem=str(new.version_id), muc="so-sanh")
    assert "Trích lục mới" in shown(app)
    assert "bản 2 từ 01/07/2025" in shown(app)


def test_a_draft_is_sent_back_with_a_word_or_dropped(opens):  # noqa: F811
    """Sending back asks what is to be done; a dropped draft leaves the list."""
    draft = a_copy(short="Trích lục mới")
    drafting.ask_review(actor("quantri"), draft, drafting.view(actor("quantri"), draft).row_version)
    app = opens("quantri", ROOM, ban=str(draft))
    assert all(one.disabled for one in app.text_input)
    app = opens("quantri", ROOM, ban=str(draft), muc="cong-bo")
    press(app, "Trả lại để sửa")
    assert "cần sửa gì" in problem(app)
    field(app.text_area, "Lời nhắn cho người soạn").set_value("Thiếu căn cứ").run()
    press(app, "Trả lại để sửa")
    assert "Thiếu căn cứ" in app.info[0].value
    field(app.checkbox, "Tôi muốn bỏ bản nháp này; bản đã công bố không đổi").set_value(True).run()
    press(app, "Bỏ bản nháp")
    assert drafting.rows(actor("quantri")) == ()


def test_the_catalogue_is_closed_to_others(opens):  # noqa: F811
    """Officers and leaders see nothing of it."""
    assert "không có quyền" in problem(opens("lanhdao", ROOM))


def test_plain_data_is_changed_by_path_and_never_in_place():
    """Missing parts are made, wrong ones replaced, and the given data stays as it was."""
    given = {"time": 5, "papers": [{"key": "a"}]}
    assert plain_data.put(given, ("time", "working_days"), 3)["time"] == {"working_days": 3}
    assert plain_data.put(given, ("papers", 1, "label"), "B")["papers"] == [{"key": "a"}, {"label": "B"}]
    assert plain_data.put(given, ("papers", 0, "key"), None)["papers"] == [{}]
    assert plain_data.move({"x": [1, 2, 3]}, ("x",), 2, -1) == {"x": [1, 3, 2]}
    assert plain_data.take({"x": [1]}, ("x",), 0) == {}
    assert given == {"time": 5, "papers": [{"key": "a"}]}


@pytest.mark.parametrize(
    ("label", "name"),
    [("Xác nhận", "xac_nhan"), ("2 ảnh 4×6", "m_2_anh_4_6"), ("?", "muc"), ("a" * 60, "a" * 40)],
)
def test_machine_names_are_made_of_labels(label, name):
    """Small letters, digits and `_`, a letter first, at most forty, and none twice."""
    assert plain_data.new_name(label, ()) == name
    again = plain_data.new_name(label, {name})
    assert again != name
    assert len(again) <= 40


def test_a_fault_leads_to_the_very_paper_or_question(opens):  # noqa: F811
    """Its link opens the tab with that paper, or that question of the form, open."""
    sections = kept(a_copy())["sections"]
    question = sections[1]["fields"][0]
    question.pop("label_en")
    papers = [{"key": "a", "label": "A", "label_en": "A", "kind": "?"}]
    app = opens("quantri", ROOM, ban=str(a_copy(sections=sections, papers=papers)))
    assert f"muc=bieu-mau&amp;cau={sections[1]['key']}.{question['key']}" in shown(app)
    assert "muc=giay-to&amp;so=1" in shown(app)


def test_a_draft_is_tried_on_past_dossiers(opens):  # noqa: F811
    """Each number opens its list, by code and office, without a person."""
    code = town.a_dossier(State.RECEIVED)
    fee = {**kept(a_copy())["fee"], "amount": 9000}
    app = opens("quantri", ROOM, ban=str(a_copy(fee=fee)), muc="thu")
    press(app, "Chạy thử")
    assert "ds=fee_more" in shown(app)
    assert "ds=fee_less" not in shown(app)
    app.query_params["ds"] = "fee_more"
    app.run()
    assert code in shown(app)
    assert records.dossier(code).applicant_name not in shown(app)
