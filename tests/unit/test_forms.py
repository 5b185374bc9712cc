"""Forms: every type against hostile values, hidden and required questions, papers, money, sentences."""

import json
from datetime import date, datetime
from datetime import time as clock_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import forms, language, partial_dates, places
from services.catalogue import Field, Option, Procedure, parse, store
from services.catalogue.meaning import OPERATORS
from services.errors import Problem
from services.forms import fields
from services.forms import words as forms_words
from services.money import due
from services.plain_text import harmless, plain

DAY = date(2026, 11, 23)
HERE = {"province": "33", "commune": "12427", "detail": "Thôn Tam Đa"}
ROW = {"loai_trich_luc": "KHAI_SINH", "so_luong": 2, "dk_tai": "Ủy ban nhân dân xã Tam Đa"}
EXTRACT: dict[str, Any] = {
    "nyc_ho_ten": "Trần Thị Mẫu",
    "nyc_loai_cu_tru": "1",
    "nyc_noi_cu_tru": HERE,
    "nyc_so_dinh_danh": "033300001234",
    "nyc_loai_giay_to": "9",
    "nyc_so_giay_to": "033300001234",
    "nyc_dien_thoai": "0900000123",
    "nyc_email": "mau@example.vn",
    "quan_he": "Con",
    "nd_ho_ten": "Trần Văn Ví Dụ",
    "nd_ngay_sinh": "15/08/1970",
    "nd_gioi_tinh": "1",
    "nd_dan_toc": "01",
    "nd_quoc_tich": "VN",
    "trich_luc": [ROW],
    "phuong_thuc_nhan": "TRUC_TIEP",
    "cam_doan": True,
}


def extract() -> Procedure:
    """The procedure of the extracts."""
    return store.bundled()["2.000635"]


def cleaned(**changes: Any) -> forms.Cleaned:
    """A right form of an extract, with these answers changed."""
    return forms.clean(extract(), EXTRACT | changes, today=DAY, final=True)


def rows(*changes: dict[str, Any]) -> dict[str, Any]:
    """Right rows of extracts, one for each of these changes."""
    return {"trich_luc": [ROW | change for change in changes]}


def problems(**changes: Any) -> dict[str, str]:
    """The problems that these changes bring, by field."""
    return {problem.where: problem.code for problem in cleaned(**changes).problems}


def a_field(type_: str, **more: Any) -> Field:
    """A field of this type."""
    given_ = {"options": (Option(value="1", label="Một"), Option(value="2", label="Hai"))}
    needs = given_ if type_ in ("select", "radio", "multi") else {}
    return Field.model_validate({"key": "x", "type": type_, "label": "x", "label_en": "x", **needs, **more})


def read(type_: str, raw: Any, **more: Any) -> Any:
    """What is stored for this answer, or the code of the refusal."""
    field = a_field(type_, **more)
    try:
        return fields.read(field, raw, DAY, field.options)[0]
    except fields.Wrong as wrong:
        return wrong.code


def test_a_right_form_has_no_problems() -> None:
    """The form of an extract can be sent."""
    done = cleaned()
    assert done.problems == ()
    assert done.warnings == ()
    assert done.values["nd_ngay_sinh"] == "1970-08-15"
    assert done.values["nyc_dien_thoai"] == "+84900000123"
    assert done.values["trich_luc"][0]["dk_tai"] == {"text": "Ủy ban nhân dân xã Tam Đa"}


def test_cleaning_twice_changes_nothing() -> None:
    """What is stored is what would be stored again."""
    once = cleaned(phuong_thuc_nhan="BUU_CHINH", nd_ngay_sinh="8/1970", nyc_ngay_cap="1/2/2022")
    assert forms.clean(extract(), once.values, today=DAY, final=True) == once
    assert json.loads(json.dumps(once.values)) == once.values


@pytest.mark.parametrize("key", [field.key for field in store.bundled()["2.000635"].fields])
def test_every_required_question_is_missed(key: str) -> None:
    """A required question that is shown and has no default may not be left empty."""
    field = extract().by_key[key]
    taken_over = {"nyc_so_giay_to"}  # the number of an identity card is the personal number
    found = forms.clean(extract(), {**EXTRACT, key: ""}, today=DAY, final=True).problems
    expected = field.required and field.show_if is None and field.type != "agency" and key not in taken_over
    assert (key in {problem.where.partition(".")[0] for problem in found}) is expected


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (rows({"loai_trich_luc": "KET_HON"}), {"trich_luc.0.vc_ho_ten": "required"}),
        (rows({"loai_trich_luc": "KET_HON", "vc_ho_ten": "Lê Thị Ví Dụ"}), {}),
        ({"nd_quoc_tich": "OTHER"}, {"nd_quoc_tich_khac": "required"}),
        ({"nyc_la": "TO_CHUC"}, {"to_chuc_ten": "required", "to_chuc_ly_do": "required"}),
        ({"nyc_la": "TO_CHUC", "to_chuc_ten": "Bảo hiểm Mẫu", "to_chuc_ly_do": "Chi trả"}, {}),
        (
            {"quan_he": "bản thân", **rows({}, {"loai_trich_luc": "KHAI_TU"})},
            {"trich_luc.1.loai_trich_luc": "rule"},
        ),
        (
            {"trich_luc": [ROW, {"dk_so": "1"}]},
            {"trich_luc.1.loai_trich_luc": "required", "trich_luc.1.dk_tai": "required"},
        ),
        ({"trich_luc": [{}, ROW, {"dk_so": None}]}, {}),
        ({"trich_luc": [{}, ROW | {"dk_ngay": "1969"}]}, {"trich_luc.1.dk_ngay": "rule"}),
        ({"trich_luc": []}, {"trich_luc.0.loai_trich_luc": "required", "trich_luc.0.dk_tai": "required"}),
        ({"trich_luc": [ROW] * 7}, {"trich_luc": "rows_max"}),
        ({"trich_luc": "2"}, {"trich_luc": "unreadable"}),
        ({"nd_so_dinh_danh": "033300001234"}, {"nd_so_dinh_danh": "rule"}),
        ({"quan_he": "Bản thân", "nd_so_dinh_danh": "033300001234"}, {}),
        ({"nyc_so_giay_to": "123456789"}, {"nyc_so_giay_to": "rule"}),
        ({"nyc_loai_giay_to": "2", "nyc_so_giay_to": "123456789"}, {}),
        ({"nyc_loai_giay_to": "6", "nyc_so_giay_to": "b 1234567"}, {}),
        ({"nyc_loai_giay_to": "6", "nyc_so_giay_to": "12345678"}, {"nyc_so_giay_to": "rule"}),
        ({"nd_loai_giay_to": "6"}, {"nd_so_giay_to": "required"}),
        ({"nd_ngay_sinh": "24/11/2026"}, {"nd_ngay_sinh": "date_future"}),
        (rows({"dk_ngay": "1970"}, {"loai_trich_luc": "KHAI_TU"}), {}),
        (rows({"so_luong": 0}), {"trich_luc.0.so_luong": "range"}),
        (rows({"so_luong": 100}), {"trich_luc.0.so_luong": "range"}),
        (rows({"so_luong": "99"}), {}),
        (rows({"so_luong": None}), {"trich_luc.0.so_luong": "required"}),
        ({"nyc_so_dinh_danh": "0333"}, {"nyc_so_dinh_danh": "id_digits"}),
        ({"nyc_ho_ten": "Trần 1"}, {"nyc_ho_ten": "name_letters"}),
        ({"nyc_noi_cu_tru": {"province": "33", "commune": "00070"}}, {"nyc_noi_cu_tru": "commune"}),
        ({"cam_doan": False}, {"cam_doan": "oath"}),
    ],
)
def test_extract(changes: dict[str, Any], found: dict[str, str]) -> None:
    """2.000635: each rule of its form refuses what breaks it, at its field, and lets the rest pass."""
    assert problems(**changes) == found


def test_the_oath_counts_only_at_the_end() -> None:
    """Steps before the last do not ask for the tick."""
    answers = {key: value for key, value in EXTRACT.items() if key != "cam_doan"}
    assert forms.clean(extract(), answers, today=DAY).problems == ()


def test_by_post_takes_the_applicant_where_nothing_else_is_said() -> None:
    """Sent by post without another address, the result goes to the person who asked."""
    by_post = cleaned(phuong_thuc_nhan="BUU_CHINH")
    assert by_post.problems == ()
    found = forms.roles(extract(), by_post.values)
    assert (found["postal_address"], found["receiver_name"]) == (HERE, "Trần Thị Mẫu")
    no_house = cleaned(phuong_thuc_nhan="BUU_CHINH", dia_chi_nhan={"province": "33", "commune": "12427"})
    assert [problem.code for problem in no_house.problems] == ["detail"]


def test_hidden_answers_are_dropped() -> None:
    """What was typed before a question was hidden is not kept, and does not open others."""
    kept = cleaned(
        **rows({"vc_ho_ten": "Lê Thị Ví Dụ"}), dia_chi_nhan=HERE, nguoi_nhan_ho_ten="X Y", nd_so_giay_to="1"
    ).values
    assert "vc_ho_ten" not in kept["trich_luc"][0]
    assert not {"dia_chi_nhan", "nguoi_nhan_ho_ten", "nd_so_giay_to"} & set(kept)
    assert "dia_chi_nhan" not in {field.key for field in forms.visible_fields(extract(), kept)}


def test_odd_personal_numbers_are_only_warned_about() -> None:
    """Sex, birth year and prefix of a personal number warn: a corrected record keeps its number."""
    done = cleaned(nd_so_dinh_danh="999300001234")
    assert done.problems == ()
    assert {(w.where, w.code) for w in done.warnings} == {
        ("nd_so_dinh_danh", "id_prefix"),
        ("nd_gioi_tinh", "rule"),
        ("nd_ngay_sinh", "rule"),
    }


# --- types


@pytest.mark.parametrize(
    ("type_", "raw", "stored"),
    [
        ("text", "  a\u202eb\x00\tc\u200b ", "ab c"),
        ("text", "hoa\u0300", "hoà"),
        ("text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("text", '=cmd|"/c calc"!A1', '=cmd|"/c calc"!A1'),
        ("text", "a\nb", "a b"),
        ("text", "\ud800x", "x"),
        ("text", "x" * 256, "too_long"),
        ("text", "x" * 10**6, "too_long"),
        ("text", 5, "5"),
        ("text", ["a"], "unreadable"),
        ("textarea", "a\r\nb \n\n\n\nc", "a\nb\n\nc"),
        ("person_name", "Đặng Thị Huyền Trân", "Đặng Thị Huyền Trân"),
        ("person_name", "Ðặng Văn Ví", "Đặng Văn Ví"),
        ("person_name", "H’Nhi Niê", "H'Nhi Niê"),
        ("person_name", "Y Bhĭm", "Y Bhĭm"),
        ("person_name", "Trần Văn 3", "name_letters"),
        ("person_name", "Иван Петров", "name_letters"),
        ("person_name", "- '", "name_letters"),
        ("person_name", "A" * 121, "too_long"),
        ("id12", "033 300.001-234", "033300001234"),
        ("id12", "٠٣٣٣٠٠٠٠١٢٣٤", "id_digits"),
        ("date", "2026-11-23", "2026-11-23"),
        ("date", "5/9/1990", "1990-09-05"),
        ("date", "05-09-1990", "1990-09-05"),
        ("date", date(1990, 9, 5), "1990-09-05"),
        ("date", datetime(1990, 9, 5, 1, 2), "1990-09-05"),
        ("date", "30/02/2024", "date"),
        ("date", "1990", "date"),
        ("date", "05/09/90", "date"),
        ("date", "0001-01-01", "date_range"),
        ("date", "9999-12-31", "date_range"),
        ("date_partial", "1990", "1990"),
        ("date_partial", 1990, "1990"),
        ("date_partial", "9/1990", "1990-09"),
        ("date_partial", "1990-9", "1990-09"),
        ("date_partial", "13/1990", "date_partial"),
        ("time", "7:05", "07:05"),
        ("time", "14 giờ 30 phút", "14:30"),
        ("time", clock_time(3, 4), "03:04"),
        ("time", "24:00", "time"),
        ("phone_vn", "0900 000 123", "+84900000123"),
        ("phone_vn", "12", "phone"),
        ("email", "A.b@Example.VN", "A.b@example.vn"),
        ("email", "a@b", "email"),
        ("email", "a b@example.vn", "email"),
        ("address", {"province": "33", "commune": "12427"}, {"province": "33", "commune": "12427"}),
        ("address", {"province": "99"}, "province"),
        ("address", {"province": "33", "commune": 12427}, "unreadable"),
        ("address", "Tam Đa", "unreadable"),
        ("address", {"province": "", "commune": " "}, None),
        ("area", {"old_text": "xã Tam Đa, huyện Phù Cừ"}, {"old_text": "xã Tam Đa, huyện Phù Cừ"}),
        ("select", "1", "1"),
        ("select", 1, "1"),
        ("select", "3", "choice"),
        ("select", True, "choice"),
        ("multi", ["2", "1", "2"], ["1", "2"]),
        ("multi", ["9"], "choice"),
        ("checkbox", True, True),
        ("checkbox", "true", True),
        ("checkbox", "yes", "unreadable"),
        ("integer", "1.500.000", 1_500_000),
        ("integer", 3.0, 3),
        ("integer", 3.5, "unreadable"),
        ("integer", float("nan"), "unreadable"),
        ("integer", 10**300, "unreadable"),
        ("integer", "１", "integer"),
        ("agency", "H31.124", "H31.124"),
        ("agency", "../x", "unreadable"),
        (
            "agency_or_text",
            {"agency": "H31.124", "text": "UBND xã"},
            {"agency": "H31.124", "text": "UBND xã"},
        ),
        ("signature", "x", None),
        ("text", "  ", None),
        ("text", None, None),
    ],
)
def test_types(type_: str, raw: Any, stored: Any) -> None:
    """Each type stores one form, whatever way it was typed, and refuses what it cannot be."""
    assert read(type_, raw) == stored


@pytest.mark.parametrize(
    ("type_", "raw", "more", "stored"),
    [
        ("date", "2026-11-24", {"not_future": True}, "date_future"),
        ("date", "2026-11-22", {"not_past": True}, "date_past"),
        ("date_partial", "2026", {"not_future": True}, "2026"),
        ("integer", 0, {"min": 1}, "too_small"),
        ("integer", 9, {"max": 8}, "too_large"),
        ("text", "abc", {"max_length": 2}, "too_long"),
        ("text", "BẢN THÂN", {"suggestions": ("Bản thân",)}, "Bản thân"),
        ("address", {"province": "33", "commune": "12427"}, {"needs_detail": True}, "detail"),
    ],
)
def test_limits(type_: str, raw: Any, more: dict[str, Any], stored: Any) -> None:
    """A field's own limits are kept to."""
    assert read(type_, raw, **more) == stored


HOSTILE = st.sampled_from(
    ["<img src=x onerror=alert(1)>", "=1+1", "@SUM(A1)", "\u202eevil", "\x00", "\ud800", "${7*7}", "{{7*7}}",
     "' OR 1=1--", "../../etc/passwd", "a" * 100_000, "\u0301" * 5000, "٣", "１２", "NaN", "1e999", "0" * 400,
     "-0", "[]", "{}", "null", "2024-02-30", "31/12/9999", "12/0000", "+84", "0912345678;ext=1", "@", "25:61",
     "x@" + "a" * 300 + ".vn"]
)  # fmt: skip
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=50), st.binary(max_size=8)
)
TIMES = st.one_of(st.dates(), st.datetimes(), st.times())
LEAVES = st.one_of(PLAIN, TIMES, HOSTILE, st.builds(lambda: 10**5000), st.builds(object))
NAMES = st.one_of(
    st.sampled_from(["province", "commune", "detail", "old_text", "agency", "text", "a", "b"]), st.text()
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(NAMES, inner, max_size=4),
        st.dictionaries(st.integers(), inner, max_size=2),
    ),
    max_leaves=8,
)
TYPES = sorted(OPERATORS)


@pytest.mark.parametrize("type_", [one for one in TYPES if one != "group"])
@given(raw=ANYTHING)
@settings(max_examples=150, deadline=None)
def test_any_value_is_stored_or_refused_with_a_sentence(type_: str, raw: Any) -> None:
    """No value of any kind brings a field down: it is stored as JSON, or refused with a sentence."""
    field = a_field(type_)
    try:
        value, notes = fields.read(field, raw, DAY, field.options)
    except fields.Wrong as wrong:
        notes, value = [(wrong.code, wrong.facts)], None
    text = json.dumps(value)
    text.encode()
    assert not any(bad in text for bad in ("\\u0000", "\\u202e", "\\ud800"))
    for code, facts in notes:
        assert forms_words.say(Problem("x", code, facts), field)
    if value is not None:
        assert fields.read(field, value, DAY, field.options)[0] == value
        assert isinstance(forms_words.show(field, value), str)


GROUPS = """
code: "9.999999"
version: 1
valid_from: 2026-12-01
key: g
name: x
name_en: x
short: x
short_en: x
field: x
field_en: x
tiers: [xa]
level: 3
level_now: [mot_phan]
time: {rule: WORKING_DAYS, working_days: 3, note: x, note_en: x}
fee: {amount: 8000, unit: x, unit_en: x, multiplier: ban.so, note: x, note_en: x}
results: [{name: x, name_en: x}]
papers:
  - {key: to_khai, label: x, label_en: x, kind: nop, required: true, upload: required, role: declaration}
  - {key: cccd, label: x, label_en: x, kind: xuat_trinh, required: true, upload: required, role: identity}
  - {key: chung_sinh, label: x, label_en: x, kind: nop, required: true, required_if: {field: ban, op: filled}}
  - {key: cam_doan_thay, label: x, label_en: x, kind: nop, replaces: chung_sinh}
  - {key: tra, label: x, label_en: x, kind: tra_cuu, upload: none}
legal_bases: [x]
steps: [{text: x, text_en: x}]
sections:
  - key: s
    title: x
    title_en: x
    why: x
    why_en: x
    fields:
      - {key: ten, type: person_name, label: Tên, label_en: Name, required: true, role: applicant_name}
      - {key: dt, type: phone_vn, label: x, label_en: x, required: true, role: applicant_phone}
      - {key: email, type: email, label: x, label_en: x, required: true, role: applicant_email}
      - key: ban
        type: group
        label: Bản sao
        label_en: Copies
        required: true
        repeat: {min: 1, max: 3}
        fields:
          - key: loai
            type: select
            label: Loại
            label_en: Kind
            required: true
            options: [{value: A, label: A}, {value: B, label: B}]
          - {key: so, type: integer, label: Số, label_en: Number, required: true, min: 1, max: 99}
          - key: ly_do
            type: text
            label: x
            label_en: x
            required: true
            show_if: {field: loai, op: eq, value: B}
      - key: kt
        type: group
        label: Khuyết tật
        label_en: Disability
        fields:
          - {key: so_giay, type: text, label: Số giấy, label_en: Number, required: true}
          - {key: ngay, type: date, label: x, label_en: x}
      - {key: cam_doan, type: checkbox, label: x, label_en: x, required: true, role: oath}
"""
GROUPED = parse(GROUPS, "groups.yaml")
RIGHT = {"ten": "Lê Ví Dụ", "dt": "0900000123", "email": "a@example.vn", "ban": [{"loai": "A", "so": 2}]}


def grouped(**changes: Any) -> forms.Cleaned:
    """The form with groups, with these answers changed."""
    return forms.clean(GROUPED, RIGHT | changes, today=DAY)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, {}),
        ({"ban": []}, {"ban.0.loai": "required", "ban.0.so": "required"}),
        ({"ban": [{}, {"loai": "A", "so": 1}]}, {}),
        ({"ban": [{"loai": "A", "so": 1}] * 4}, {"ban": "rows_max"}),
        (
            {"ban": [{"loai": "A", "so": 1}, {"loai": "B", "so": 0}]},
            {"ban.1.so": "range", "ban.1.ly_do": "required"},
        ),
        ({"ban": {"loai": "A"}}, {"ban": "unreadable"}),
        ({"ban": ["A"]}, {"ban": "unreadable"}),
        ({"kt": {"ngay": "2020-01-01"}}, {"kt.so_giay": "required"}),
        ({"kt": {"so_giay": "5"}}, {}),
        ({"kt": "x"}, {"kt": "unreadable"}),
    ],
)
def test_groups(changes: dict[str, Any], found: dict[str, str]) -> None:
    """A group that repeats keeps its rows apart; an optional group asks nothing until it is begun."""
    assert {problem.where: problem.code for problem in grouped(**changes).problems} == found


def test_problems_in_groups_are_named() -> None:
    """A problem inside a row says which row and which question."""
    found = grouped(ban=[{"loai": "A", "so": 1}, {"loai": "A"}]).problems[0]
    assert forms_words.where(found, GROUPED) == "Bản sao 2: Số"
    assert forms_words.field_at(found, GROUPED).key == "so"  # type: ignore[union-attr]


@given(ANYTHING)
@settings(deadline=None)
def test_any_group_is_read_or_refused(raw: Any) -> None:
    """Hostile groups are refused with a sentence too."""
    for problem in grouped(ban=raw, kt=raw).problems:
        assert forms_words.say(problem, forms_words.field_at(problem, GROUPED))


@pytest.mark.parametrize("code", sorted(store.bundled()))
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_whole_hostile_forms(code: str, data: st.DataObject) -> None:
    """A whole form of anything: problems with sentences, values as JSON, papers and fee computed."""
    procedure = store.bundled()[code]
    keys = [field.key for field in procedure.fields]
    chosen = [option.value for field in procedure.fields for option in field.options[:2]]
    some = data.draw(st.dictionaries(st.sampled_from(keys), st.one_of(ANYTHING, st.sampled_from(chosen))))
    done = forms.clean(procedure, some, today=DAY, final=data.draw(st.booleans()))
    json.dumps(done.values)
    for problem in done.problems + done.warnings:
        assert forms_words.say(problem, forms_words.field_at(problem, procedure))
        assert forms_words.where(problem, procedure)
    for channel in forms.CHANNELS:
        forms.missing_papers(procedure, done.values, channel, set())
    assert due.total(procedure, done.values, day=DAY) >= 0
    assert isinstance(forms_words.answers(procedure, done.values), list)


@given(ANYTHING)
@settings(deadline=None)
def test_a_form_that_is_no_form(values: Any) -> None:
    """Whatever is sent in place of a form is read as an empty one."""
    assert forms.clean(extract(), values, today=DAY).problems


@given(ANYTHING)
@settings(deadline=None)
def test_drafts_keep_only_harmless_values(values: Any) -> None:
    """What is kept of half-typed forms is JSON, small, and the same when kept again."""
    kept = harmless(values)
    json.dumps(kept, allow_nan=False).encode()
    assert harmless(kept) == kept


@given(st.text(max_size=200))
@settings(deadline=None)
def test_plain_text(text: str) -> None:
    """No control, format, unpaired or private character survives; doing it twice changes nothing."""
    assert plain(plain(text)) == plain(text)
    assert plain(plain(text, lines=True), lines=True) == plain(text, lines=True)
    assert not any(ord(letter) < 32 or 0x202A <= ord(letter) <= 0x202E for letter in plain(text))


# --- papers and money


@pytest.mark.parametrize("code", sorted(store.bundled()))
def test_online_slots(code: str) -> None:
    """R-ONLINE-SCAN: online, declaration and identity paper are required; what is looked up has no slot."""
    procedure = store.bundled()[code]
    slots = forms.paper_slots(procedure, {}, 2)
    assert {slot.paper.role for slot in slots if slot.required} >= {"declaration", "identity"}
    assert all(slot.paper.upload != "none" for slot in slots)
    assert all(slot.paper.kind != "tra_cuu" for slot in forms.paper_slots(procedure, {}, 1))


def test_papers_follow_the_answers() -> None:
    """A paper is asked for when its condition holds; one that takes its place will do."""
    agent = {"quan_he": "Người được ủy quyền"}
    online = {slot.paper.key: slot.required for slot in forms.paper_slots(extract(), agent, 2)}
    assert online == {
        "to_khai": True,
        "giay_to_tuy_than": True,
        "van_ban_uy_quyen": True,
        "giay_to_cu_tru": False,
    }
    missing = forms.missing_papers(GROUPED, {"ban": [1]}, 2, {"to_khai", "cccd"})
    assert [paper.key for paper in missing] == ["chung_sinh"]
    assert forms.missing_papers(GROUPED, {"ban": [1]}, 2, {"to_khai", "cccd", "cam_doan_thay"}) == ()


def test_level_three_is_paid_and_collected_at_the_counter() -> None:
    """Only level-4 procedures offer post and electronic results."""
    birth = store.bundled()["1.001193"]
    ways = {
        p.level: {o.value for o in forms.choices(p, p.by_key["phuong_thuc_nhan"])} for p in (birth, extract())
    }
    assert ways == {3: {"TRUC_TIEP"}, 4: {"TRUC_TIEP", "BUU_CHINH", "DIEN_TU"}}
    by_post = forms.clean(birth, {"phuong_thuc_nhan": "BUU_CHINH"}, today=DAY).problems
    assert ("phuong_thuc_nhan", "choice") in {(problem.where, problem.code) for problem in by_post}


# --- other procedures


@pytest.mark.parametrize(
    ("code", "answers", "at"),
    [
        ("1.000894", {"nam_ngay_sinh": "2007-01-01"}, "nam_ngay_sinh"),
        ("1.000894", {"nu_ngay_sinh": "2009-01-01"}, "nu_ngay_sinh"),
        ("1.000894", {"nu_tinh_trang": "DANG"}, "nu_tinh_trang"),
        ("1.000894", {"nam_lan_thu": 2, "nam_tinh_trang": "CHUA"}, "nam_lan_thu"),
        (
            "1.000894",
            {"nu_so_dinh_danh": "033300001234", "nam_so_dinh_danh": "033300001234"},
            "nam_so_dinh_danh",
        ),
        ("1.004746", {"dk_truoc_ngay": "2016"}, "dk_truoc_ngay"),
        ("1.004873", {"muc_dich": "KET_HON", "so_luong": 2}, "so_luong"),
        ("1.004873", {"tinh_trang": "5", "tu_ngay": "2020-02-01", "den_ngay": "2020-01-01"}, "den_ngay"),
        ("1.000656", {"nc_ngay_sinh": "1950", "chet_ngay": "1949-12"}, "chet_ngay"),
        ("1.000656", {"chet_ngay": "2026-11", "gbt_ngay": "2026-10-31"}, "gbt_ngay"),
        ("2.001023", {"con_ngay_sinh": "2020-11-23"}, "con_ngay_sinh"),
        ("1.001776", {"dt_ngay_sinh": "2015"}, "kt_ho_ten"),
        (
            "1.001776",
            {"mau_to_khai": "1đ", "dt_khuyet_tat": {"giay_so": "1", "muc_do": "NHE"}},
            "dt_khuyet_tat",
        ),
        ("1.001193", {"loai_khai_sinh": "CHUA_CHA", "con_dan_toc": "02", "me_dan_toc": "01"}, "con_dan_toc"),
    ],
)
def test_rules_of_the_other_procedures(code: str, answers: dict[str, Any], at: str) -> None:
    """Cross-field rules stop the form at their field."""
    found = forms.clean(store.bundled()[code], answers, today=DAY).problems
    assert at in {problem.where for problem in found if problem.code == "rule"}


def test_parents_are_asked_as_the_case_says() -> None:
    """An abandoned child has no parents to ask for; an unknown father is not asked for."""
    birth = store.bundled()["1.001193"]

    def asked(case: str) -> set[str]:
        values = forms.clean(birth, {"loai_khai_sinh": case}, today=DAY).values
        return {field.key[:3] for field in forms.visible_fields(birth, values)}

    assert {"me_", "cha"} <= asked("DU_CHA_ME")
    assert "cha" not in asked("CHUA_CHA")
    assert not {"me_", "cha"} & asked("BO_ROI")


def test_dates_in_words_are_written_by_the_program() -> None:
    """Nobody types a date in words."""
    values = forms.clean(store.bundled()["1.001193"], {"con_ngay_sinh": "5/4/2026"}, today=DAY).values
    assert values["con_ngay_sinh_chu"] == "Ngày năm tháng tư năm hai nghìn không trăm hai mươi sáu"
    assert partial_dates.in_words("1990-08") == "Tháng tám năm một nghìn chín trăm chín mươi"


# --- words and places


@pytest.mark.parametrize("code", forms_words.CODES)
def test_every_problem_has_its_sentence(code: str) -> None:
    """Each code has a sentence in both languages that ends like one."""
    facts = dict.fromkeys(("limit", "min", "max", "first", "last", "prefix"), 1) | {
        "text": "Câu.",
        "text_en": "It.",
    }
    for spoken in language.LANGUAGES:
        language.use(spoken)
        try:
            assert forms_words.say(Problem("x", code, facts), a_field("text")).endswith(".")
        finally:
            language.use("vi")


def test_answers_are_shown_as_people_read_them() -> None:
    """The review page shows labels, not codes."""
    done = cleaned(nyc_noi_cu_tru={**HERE, "old_text": "xã Tam Đa, huyện Phù Cừ"})
    shown = {
        field.key: text for _, rows in forms_words.answers(extract(), done.values) for field, text in rows
    }
    assert shown["nyc_noi_cu_tru"] == (
        "Thôn Tam Đa, Xã Tống Trân, Tỉnh Hưng Yên (cũ: xã Tam Đa, huyện Phù Cừ)"
    )
    assert (shown["nd_ngay_sinh"], shown["nd_gioi_tinh"]) == ("15/08/1970", "Nam")
    assert (shown["nyc_dien_thoai"], shown["cam_doan"]) == ("0900 000 123", "Có")


def test_places() -> None:
    """34 provinces and 3,321 communes; Hưng Yên has 104."""
    assert len(places.provinces()) == 34
    assert sum(len(places.communes(province.code)) for province in places.provinces()) == 3321
    assert len(places.communes("33")) == 104
    assert places.place_name("12427") == "Xã Tống Trân"
    assert places.place_name("33") == "Tỉnh Hưng Yên"
    assert places.place_name(None) == places.address_line(None) == ""
    assert not places.belongs("12427", "01")
    assert not places.belongs("33", "")
