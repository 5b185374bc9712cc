"""Editing the form of a draft: no name ever points nowhere, and what goes with a question is said."""

from typing import get_args

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue import check_words, condition_words, question_words
from services.catalogue.drafts import editing, examine, form_alone
from services.catalogue.plain_data import at, rows
from services.catalogue.questions import FieldType, Role
from services.catalogue.reach import dangling
from services.catalogue.reading import DATA
from services.catalogue.references import CHECKS, questions, uses

SHIPPED = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((DATA / "procedures").glob("*.yaml"))
}
for _one in SHIPPED.values():
    _one["valid_from"] = str(_one["valid_from"])
MARRIED = SHIPPED["1.004873"]
VERBS = ("delete", "move", "rename", "retype", "add", "option", "repeat", "section", "list")
TYPES = ("text", "date", "integer", "select", "checkbox", "address", "group", "id12", "multi", "phone_vn")
EMPTIED = (
    "Chưa ghi", "Cần ít nhất", "cần danh sách lựa chọn", "Biểu mẫu thiếu câu hỏi giữ vai trò",
    "Nhóm phải có ít nhất", "có thể hiện cùng lúc",
)  # fmt: skip
"""What a fault may say after edits: that something was taken away or not yet filled in."""


def path_of(data: dict, key: str) -> tuple:
    """Where the question with this key stands."""
    return next(path for path, field, _group in questions(data) if field["key"] == key)


def named(data: dict) -> set[str]:
    return {use.name for use in uses(data)}


def test_what_is_shipped_names_nothing_that_is_not_there() -> None:
    """The editor's own look at names agrees with check-catalogue: no shipped procedure has a loose one."""
    assert {code: dangling(data) for code, data in SHIPPED.items()} == dict.fromkeys(SHIPPED, [])


def test_a_renamed_key_is_renamed_wherever_it_is_named() -> None:
    """Conditions, prefills, papers, rules and fees follow the key of a question, also inside a group."""
    new = editing.rename(MARRIED, path_of(MARRIED, "quan_he"), "Quan hệ với người ấy")
    assert "quan_he_voi_nguoi_ay" in named(new)
    assert "quan_he" not in named(new)
    assert examine.read(new)[0] is not None
    extract = SHIPPED["2.000635"]
    fee = next(use.name for use in uses(extract) if use.kind == "fee")
    group, inner = fee.split(".")
    new = editing.rename(extract, path_of(extract, inner), "Bao nhiêu bản")
    assert at(new, ("fee", "multiplier")) == f"{group}.bao_nhieu_ban"
    new = editing.rename(new, path_of(new, group), "Các bản")
    assert at(new, ("fee", "multiplier")) == "cac_ban.bao_nhieu_ban"
    assert examine.read(new)[0] is not None


def test_a_key_is_made_of_the_label_and_never_twice() -> None:
    """Machine names come from labels: folded, plain letters, each one only once, those in groups too."""
    data, path = editing.add_field(MARRIED, ("sections", 0), "text", "Đường số 2?")
    assert at(data, (*path, "key")) == "duong_so_2"
    data, path = editing.add_field(data, ("sections", 1), "text", "ĐƯỜNG SỐ 2")
    assert at(data, (*path, "key")) == "duong_so_2_2"
    assert at(editing.rename(data, path, "quan_he"), (*path, "key")) == "quan_he_2"


def test_deleting_takes_what_names_the_question_and_says_it() -> None:
    """A deleted question leaves no name behind; questions, papers and prefills that named it are listed."""
    path = path_of(MARRIED, "quan_he")
    effect = editing.delete(MARRIED, path)
    assert "quan_he" not in named(effect.data)
    assert editing.named_by(MARRIED, path) == effect.lost
    assert any("Quan hệ (ghi rõ)" in line and "điều kiện hỏi" in line for line in effect.lost)
    assert any("Văn bản ủy quyền" in line for line in effect.lost)
    assert any("không còn được điền sẵn" in line for line in effect.lost)
    assert examine.read(effect.data)[0] is not None
    assert "show_if" not in at(effect.data, path_of(effect.data, "quan_he_khac"))


def test_a_rule_and_an_exemption_never_grow_wider() -> None:
    """Without one of its names a rule goes whole, and an exemption is left to an officer: neither may catch
    more people than its writer meant."""
    both = {"all": [{"field": "quan_he", "op": "eq", "value": "1"}, {"field": "vc_ho_ten", "op": "filled"}]}
    rule = {"id": "A", "severity": "block", "at": "vc_ho_ten", "when": both, "text": "a"}
    data = {**MARRIED, "rules": [rule]}
    fee = {**MARRIED["fee"], "exemptions": [{"value": "X", "label": "x", "label_en": "x", "when": both}]}
    after = editing.delete({**data, "fee": fee}, path_of(data, "quan_he")).data
    assert "rules" not in after
    assert after["fee"]["exemptions"] == [{"value": "X", "label": "x", "label_en": "x"}]


def test_a_question_does_not_move_before_one_that_it_names() -> None:
    """Conditions look back only: the move is refused, and says which question it is about."""
    path = path_of(MARRIED, "quan_he_khac")
    assert editing.in_the_way(MARRIED, path, -1) == ("Quan hệ (ghi rõ)",)
    assert editing.move(MARRIED, path, -1) == (MARRIED, path)
    data, there = editing.move(MARRIED, path, 1)
    assert there == ("sections", 1, "fields", 0)
    assert at(data, there)["key"] == "quan_he_khac"
    assert examine.read(data)[0] is not None


def test_another_type_drops_what_does_not_fit_it() -> None:
    """A choice that becomes text keeps no choices, and comparisons with what cannot be are taken out."""
    path = path_of(MARRIED, "tinh_trang")
    effect = editing.retype(MARRIED, path, "integer")
    assert "options" not in at(effect.data, path)
    assert len(effect.lost) >= 5
    assert not dangling(effect.data)
    assert examine.read(effect.data)[0] is not None


def test_a_choice_that_is_compared_with_is_told_before_it_goes() -> None:
    """Deleting a choice takes it out of the conditions that name it, and says so."""
    path = path_of(MARRIED, "tinh_trang")
    effect = editing.delete(MARRIED, (*path, "options", 5))
    assert any("ghi rõ" in line for line in effect.lost)
    assert examine.read(effect.data)[0] is not None


def test_a_faulty_draft_keeps_what_was_wrong_before() -> None:
    """An edit takes out only what it broke itself: an older mistake stays where its writer sees it."""
    data = editing.plain_data.put(MARRIED, ("papers", 0, "show_if"), {"field": "nowhere", "op": "filled"})
    after = editing.delete(data, path_of(data, "quan_he")).data
    assert at(after, ("papers", 0, "show_if", "field")) == "nowhere"


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, int, int]:
    verb = draw(st.sampled_from(VERBS))
    return verb, draw(st.integers(0, 60)), draw(st.sampled_from((-1, 1))), draw(st.integers(0, 9))


def edited(data: dict, edit: tuple[str, int, int, int]) -> dict:
    """The data after one edit; the numbers choose the place and what is done there."""
    verb, where, by, what = edit
    sections = rows(data, ("sections",))
    asked = [path for path, _field, _group in questions(data)]
    if verb == "section":
        if by > 0 and what > 7:
            return editing.delete(data, ("sections", where % len(sections))).data if sections else data
        return editing.move(data, ("sections", where % len(sections)), by)[0] if sections else data
    if not asked:
        return data
    path = asked[where % len(asked)]
    kind = TYPES[what]
    if verb == "delete":
        return editing.delete(data, path).data
    if verb == "move":
        return editing.move(data, path, by)[0]
    if verb == "rename":
        return editing.rename(data, path, f"tên {what}")
    if verb == "retype":
        kind = "text" if kind == "group" and len(path) == 6 else kind
        return editing.retype(data, path, kind).data
    if verb == "add":
        into = path if at(data, (*path, "type")) == "group" else path[:2]
        kind = "text" if kind == "group" and len(into) == 4 else kind
        return editing.add_field(data, into, kind, f"Câu {what}")[0]
    if verb == "repeat":
        if at(data, (*path, "type")) != "group":
            return data
        return editing.put(data, (*path, "repeat"), {"min": 1, "max": 3} if by > 0 else None).data
    if verb == "list":
        if at(data, (*path, "type")) not in ("select", "radio", "multi"):
            return data
        return editing.take_list(data, path, "GIOI_TINH" if by > 0 else None).data
    options = rows(data, (*path, "options"))
    if at(data, (*path, "type")) in ("select", "radio", "multi") and "catalogue" not in at(data, path):
        if options and by < 0:
            return editing.delete(data, (*path, "options", what % len(options))).data
        return editing.add_option(data, path, f"Chọn {what}")
    return data


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(SHIPPED)), st.lists(edits(), min_size=1, max_size=10))
def test_any_edits_keep_every_name_whole(code: str, several: list[tuple[str, int, int, int]]) -> None:
    """After any edits of a shipped procedure no name points nowhere, and what check-catalogue still finds is
    only what was taken away or not yet filled in."""
    data = SHIPPED[code]
    before = repr(data)
    for edit in several:
        data = edited(data, edit)
    assert dangling(data) == []
    faults = examine.read(data)[1]
    assert [one for one in faults if not any(said in one.text for said in EMPTIED)] == []
    assert repr(SHIPPED[code]) == before


def test_types_roles_and_checks_have_their_words() -> None:
    """Nobody meets a machine name: each type, role, check and part of a check is called something."""
    assert set(question_words.TYPES) == set(get_args(FieldType))
    assert set(question_words.ROLES) == set(get_args(Role))
    parts = {kind: set(model.model_fields) - {"kind"} for kind, model in CHECKS.items()}
    assert {kind: set(words.parts) for kind, words in check_words.WORDS.items()} == parts


def test_a_condition_and_a_check_in_plain_words() -> None:
    """Labels and choices instead of keys and values; and, or, not, other questions, dates."""
    fields = condition_words.named(one for part in MARRIED["sections"] for one in part["fields"])
    chosen = {"field": "quan_he", "op": "eq", "value": "2"}
    since = {"field": "gt_ngay", "op": "lt", "value": "2020-01-31"}
    order = {"field": "tu_ngay", "op": "le", "other": "den_ngay"}
    said = condition_words.say({"all": [chosen, {"any": [since, {"not": order}]}]}, fields)
    assert said == (
        "“Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân” là “Khác” và (“Ngày, tháng, năm ban "
        "hành” trước 31/01/2020 hoặc không đúng là (“Từ ngày” không sau “Đến ngày”))"
    )
    check = {"kind": "min_age", "field": "xn_ngay_sinh", "years": 18}
    assert check_words.say(check, fields) == "người sinh ngày “Ngày, tháng, năm sinh” phải đủ 18 tuổi"


def test_a_form_is_seen_before_the_rest_is_written() -> None:
    """The preview needs the questions only; what keeps them from being drawn is named with its place."""
    field = {"key": "a", "type": "text", "label": "Tên gọi"}
    part = {"key": "p", "title": "Phần một", "fields": [field]}
    procedure, faults = form_alone.read({"sections": [part, {"key": "q", "title": "Trống", "fields": []}]})
    assert faults == ()
    assert [one.label for one in procedure.fields] == ["Tên gọi"]
    procedure, faults = form_alone.read({"sections": [part | {"fields": [field | {"type": "zz"}]}]})
    assert procedure is None
    assert "“Tên gọi”" in faults[0].place
