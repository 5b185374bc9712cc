"""The editor of forms without a browser: what is done on the screen stands in the data after."""

from typing import Any

import yaml
from streamlit.testing.v1 import AppTest

from services.catalogue.drafts import examine
from services.catalogue.plain_data import at
from services.catalogue.reading import DATA
from tests.rooms.test_desk_rooms import field, press
from tests.unit.test_form_editing import path_of


def page() -> None:
    """What the room does around the editor: keep what it hands back, and draw anew."""
    import streamlit as st

    from pages.frame import session
    from pages.parts.catalogue import form_editor, form_preview

    session.begin()
    data = st.session_state["data"]
    if (waiting := session.take_message()) is not None:
        st.warning(waiting[1])
    changed = form_editor.draw(data)
    form_preview.draw(data, "phone")
    if changed != data:
        st.session_state["data"] = changed
        st.rerun()


def shipped(code: str) -> dict[str, Any]:
    data = yaml.safe_load((DATA / "procedures" / f"{code}.yaml").read_text(encoding="utf-8"))
    return data | {"valid_from": str(data["valid_from"])}


def opened(data: dict[str, Any], **query: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["data"] = data
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def data_of(app: AppTest) -> dict[str, Any]:
    return app.session_state["data"]


def test_a_question_of_every_type_opens_and_changes_nothing_by_itself() -> None:
    """Looking is not editing: with a question of any type open the data stays as it was."""
    data = shipped("1.001193")
    app, seen = opened(data), set()
    for section in data["sections"]:
        for asked in section["fields"]:
            if asked["type"] not in seen:
                seen.add(asked["type"])
                app.query_params["cau"] = f"{section['key']}.{asked['key']}"
                app.run()
                assert not app.exception, (asked["key"], app.exception)
                assert data_of(app) == data, asked["key"]


def test_a_rule_opens_and_changes_nothing_by_itself() -> None:
    """Looking is not editing: nor at rules, with conditions of every shape that is shipped."""
    data = shipped("2.000635")
    app = opened(data)
    app.button_group[0].set_value("quy-tac").run()
    for n, rule in enumerate(data["rules"]):
        app.button(key=f"form-open-rule-{n}").click().run()
        assert not app.exception, (rule["id"], app.exception)
        assert data_of(app) == data, rule["id"]


def test_a_question_is_added_with_a_key_of_its_label_and_shows_in_the_preview() -> None:
    """Add by type: the key is made of the label, nobody types it, and the citizen's form shows it at once."""
    app = opened(shipped("1.004873"), cau="muc_dich")
    section = data_of(app)["sections"][3]
    app.query_params["cau"] = section["key"]
    app.run()
    field(app.text_input, "Câu hỏi mới").set_value("Số nhà đang ở")
    field(app.selectbox, "Trả lời bằng").select("integer")
    press(app, "Thêm câu hỏi")
    added = data_of(app)["sections"][3]["fields"][-1]
    assert added == {"key": "so_nha_dang_o", "type": "integer", "label": "Số nhà đang ở", "required": True}
    assert any(one.label.startswith("Số nhà đang ở") for one in app.number_input)
    assert "Chưa ghi." in told(app)


def test_words_are_kept_and_a_condition_is_put_together_from_lists() -> None:
    """A label, a help text and “asked only if” with the other question's own choices; nothing is code."""
    app = opened(shipped("1.004873"), cau="tinh_trang_hon_nhan.vc_ho_ten")
    path = path_of(data_of(app), "vc_ho_ten")
    field(app.text_input, "Câu hỏi").set_value("Tên vợ hoặc chồng").run()
    assert at(data_of(app), (*path, "label")) == "Tên vợ hoặc chồng"
    press(app, "Thêm điều kiện")
    two = at(data_of(app), (*path, "show_if"))
    assert len(two["all"]) == 2
    ask = next(one for one in app.button_group if one.label == "Cần đúng")
    ask.set_value("any").run()
    assert "any" in at(data_of(app), (*path, "show_if"))
    [one for one in app.selectbox if one.label == "Câu hỏi"][-1].select("quan_he").run()
    changed = at(data_of(app), (*path, "show_if"))["any"][1]
    assert changed == {"field": "quan_he", "op": "eq", "value": "1"}
    assert not app.exception
    assert examine.read(data_of(app))[0] is not None


def test_a_question_in_use_says_where_before_it_goes() -> None:
    """Deleting asks, with every place that names the question; staying changes nothing."""
    before = shipped("1.004873")
    app = opened(before, cau="nguoi_yeu_cau.quan_he")
    drop(app)
    said = " ".join(one.value for one in app.warning).replace("\\", "")
    assert "Quan hệ (ghi rõ)" in said
    assert "Văn bản ủy quyền" in said
    press(app, "Giữ như cũ")
    assert data_of(app) == before
    drop(app)
    primary(app, "Xóa")
    assert "quan_he" not in {f["key"] for f in data_of(app)["sections"][0]["fields"]}
    assert examine.read(data_of(app))[0] is not None


def test_another_type_asks_first_and_can_be_taken_back() -> None:
    """A type under which others' conditions make no sense is only taken after a word."""
    before = shipped("1.004873")
    app = opened(before, cau="tinh_trang_hon_nhan.tinh_trang")
    field(app.selectbox, "Loại câu trả lời").select("integer").run()
    assert data_of(app) == before
    press(app, "Giữ như cũ")
    assert field(app.selectbox, "Loại câu trả lời").value == "select"
    field(app.selectbox, "Loại câu trả lời").select("integer").run()
    press(app, "Vẫn đổi")
    assert at(data_of(app), (*path_of(before, "tinh_trang"), "type")) == "integer"


def test_a_key_renamed_under_advanced_is_renamed_everywhere() -> None:
    """Nâng cao › Tên khóa: what names the question follows, and it stays open."""
    app = opened(shipped("1.004873"), cau="nguoi_yeu_cau.quan_he")
    field(app.text_input, "Tên khóa").set_value("Quan hệ gì").run()
    assert examine.read(data_of(app))[0] is not None
    assert app.query_params["cau"] == "nguoi_yeu_cau.quan_he_gi"
    assert "'quan_he'" not in repr(at(data_of(app), ("papers",)))


def test_moving_past_what_it_needs_is_refused_in_words() -> None:
    """Up and down; a question that names the one above stays below it, and the page says why."""
    before = shipped("1.004873")
    app = opened(before, cau="nguoi_yeu_cau.quan_he_khac")
    last = [button for button in app.button if button.label == "Lên"][-1]
    last.click().run()
    assert data_of(app) == before
    assert "phải đứng sau" in " ".join(one.value for one in app.warning)


def test_a_rule_is_written_from_a_named_check() -> None:
    """A rule: the sentence, the check by its Vietnamese name, its parts from lists of questions that fit."""
    app = opened(shipped("1.004873"))
    app.button_group[0].set_value("quy-tac").run()
    field(app.text_area, "Câu báo của quy tắc mới").set_value("Phải đủ 18 tuổi.")
    field(app.selectbox, "Quy tắc kiểm tra gì").select("min_age")
    press(app, "Thêm quy tắc")
    rule = data_of(app)["rules"][-1]
    assert rule["check"]["kind"] == "min_age"
    assert rule["id"] == "PHAI-DU-18-TUOI"
    field(app.number_input, "Số tuổi ít nhất").set_value(18).run()
    field(app.text_area, "Câu báo cho người khai (tiếng Anh)").set_value("Must be 18.").run()
    assert data_of(app)["rules"][-1]["check"]["years"] == 18
    assert examine.read(data_of(app))[0] is not None


def test_the_preview_follows_conditions_and_keeps_nothing() -> None:
    """The form lives: a chosen answer opens the question that waits for it; the draft stays as it was."""
    before = shipped("1.004873")
    app = opened(before)
    assert not [one for one in app.text_input if one.label.startswith("Quan hệ (ghi rõ)")]
    next(one for one in app.radio if one.label.startswith("Quan hệ")).set_value("2").run()
    assert [one for one in app.text_input if one.label.startswith("Quan hệ (ghi rõ)")]
    assert data_of(app) == before


def test_a_form_from_an_empty_screen() -> None:
    """From nothing: a part, a question with choices, and the preview says or shows where it stands."""
    app = opened({})
    assert "Chưa có câu hỏi" in " ".join(one.value for one in app.info)
    field(app.text_input, "Tên phần mới").set_value("Người yêu cầu")
    press(app, "Thêm phần")
    field(app.text_input, "Câu hỏi mới").set_value("Loại nhà")
    field(app.selectbox, "Trả lời bằng").select("radio")
    press(app, "Thêm câu hỏi")
    field(app.text_area, "Thêm lựa chọn (mỗi dòng một lựa chọn)").set_value("Nhà riêng\nNhà thuê")
    press(app, "Thêm lựa chọn")
    asked = data_of(app)["sections"][0]["fields"][0]
    assert [one["value"] for one in asked["options"]] == ["1", "2"]
    shown = next(one for one in app.radio if one.label.startswith("Loại nhà"))
    assert shown.options == ["Nhà riêng", "Nhà thuê"]


def told(app: AppTest) -> str:
    return " ".join([*(one.value for one in app.markdown), *(one.proto.body for one in app.get("html"))])


def drop(app: AppTest) -> None:
    """Press the delete button of what is open deepest."""
    [button for button in app.button if button.label == "Xóa"][-1].click().run()


def primary(app: AppTest, label: str) -> None:
    """The button that confirms."""
    next(b for b in app.button if b.label == label and "yes" in (b.key or "")).click().run()
    assert not app.exception, app.exception
