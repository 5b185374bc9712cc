"""Declarations: every procedure has its form, blank to fill in by hand or with the answers in words."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services import forms, language, letters
from services.catalogue import store
from services.catalogue.questions import Field, Repeat
from services.catalogue.schema import Procedure
from tests.paper_text import anything, read

PROCEDURE = store.bundled()["2.000635"]
ANSWERS = {
    "nyc_ho_ten": "Đặng Thị Huyền Trân",
    "nyc_loai_cu_tru": "1",
    "nyc_noi_cu_tru": {"province": "33", "commune": "12427", "detail": "Thôn Cự Phú"},
    "nyc_so_dinh_danh": "033300001234",
    "nyc_dien_thoai": "+84900000123",
    "nyc_email": "huyen.tran@example.vn",
    "nd_ho_ten": "Đặng Văn Nghĩa",
    "nd_ngay_sinh": "1965-08",
    "nd_dan_toc": "06",
    "trich_luc": [
        {"loai_trich_luc": "KET_HON", "vc_ho_ten": "Nguyễn Thị Mẫu Đơn", "so_luong": 2, "dk_so": "12/1990"},
        {"loai_trich_luc": "KHAI_SINH", "so_luong": 4},
    ],
    "phuong_thuc_nhan": "TRUC_TIEP",
}
OFFICE = {"office": "Ủy ban nhân dân xã Tam Đa", "place": "Tam Đa"}


def _with(*fields: Field) -> Procedure:
    """The same procedure with these questions only."""
    section = PROCEDURE.sections[0].model_copy(update={"fields": fields})
    kept = {key: getattr(PROCEDURE, key) for key in Procedure.model_fields}
    return Procedure(**kept | {"sections": (section,)})


@pytest.mark.parametrize("code", store.bundled())
def test_every_procedure_has_a_blank_form(code: str) -> None:
    """All questions of a shipped procedure stand on its form, with boxes for short lists and room to sign."""
    procedure = store.bundled()[code]
    text = " ".join(read(letters.declaration(procedure, None)))
    assert text.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc TỜ KHAI")
    for section in procedure.sections:
        assert unicodedata.normalize("NFC", section.title) in text
    for field in (f for f in procedure.fields if f.type == "radio" and len(f.options) <= 8):
        assert all(option.label in text for option in forms.choices(procedure, field))
    assert "Kính gửi: ....." in text
    assert "(Ký, ghi rõ họ, chữ đệm, tên)" in text


def test_a_filled_form_says_the_answers_as_labels() -> None:
    """Values print as people read them, hidden questions are left out, the one who asks signs."""
    text = " ".join(read(letters.declaration(PROCEDURE, ANSWERS, OFFICE)))
    for words in ("Kính gửi: Ủy ban nhân dân xã Tam Đa",
                  "Họ, chữ đệm, tên người yêu cầu: Đặng Thị Huyền Trân",
                  "Loại cư trú: Thường trú", "Nơi cư trú: Thôn Cự Phú, Xã Tống Trân, Tỉnh Hưng Yên",
                  "Đề nghị cơ quan cấp bản sao trích lục: Trích lục kết hôn (bản sao)", "0900 000 123",
                  "Ngày, tháng, năm sinh: 08/1965", "Dân tộc: Mường", "Số lượng bản sao yêu cầu cấp: 2",
                  "1. Đề nghị cơ quan", "2. Đề nghị cơ quan", "Số lượng bản sao yêu cầu cấp: 4",
                  "Tôi xin chịu trách nhiệm trước pháp luật về tờ khai trên.",
                  "Làm tại: Tam Đa, ngày"):  # fmt: skip
        assert words in text
    assert "bưu phẩm" not in text
    assert text.endswith("Đặng Thị Huyền Trân")


def test_the_form_is_vietnamese_for_an_english_reader() -> None:
    """Official papers are not translated, and printing one does not change the reader's language."""
    language.use("en")
    try:
        assert "Loại cư trú: Thường trú" in read(letters.declaration(PROCEDURE, ANSWERS))[0]
        assert language.current() == "en"
    finally:
        language.use("vi")


def test_groups_signatures_and_ticks_have_their_places() -> None:
    """A repeated group is a table with empty rows, a signature a place to sign, a tick a box."""
    name = Field(key="ho_ten", type="person_name", label="Họ, tên thành viên", label_en="Name")
    born = Field(key="ngay_sinh", type="date", label="Ngày sinh", label_en="Born")
    family = Field(
        key="ho", type="group", label="Thành viên hộ", label_en="Family", repeat=Repeat(), fields=(name, born)
    )
    carer = Field(key="nguoi", type="group", label="Người chăm sóc", label_en="Carer", fields=(name,))
    poor = Field(key="ngheo", type="checkbox", label="Thuộc hộ nghèo", label_en="Poor")
    sign = Field(key="ky", type="signature", label="Người giám hộ", label_en="Guardian")
    procedure = _with(family, carer, poor, sign)
    blank = read(letters.declaration(procedure, None))[0]
    assert "STT Họ, tên thành viên Ngày sinh 1 2 3" in blank
    assert "Thuộc hộ nghèo" in blank
    assert "NGƯỜI GIÁM HỘ" in blank
    rows = [{"ho_ten": "Đặng Ẵm", "ngay_sinh": "2020-02-05"}]
    values = {"ho": rows, "nguoi": {"ho_ten": "Lê Thị Nữ"}, "ngheo": True}
    filled = read(letters.declaration(procedure, values))[0]
    assert "1 Đặng Ẵm 05/02/2020" in filled
    assert "Người chăm sóc: Họ, tên thành viên: Lê Thị Nữ" in filled
    assert "X Thuộc hộ nghèo" in filled


@settings(max_examples=30, deadline=None)
@given(some.fixed_dictionaries({}, optional=dict.fromkeys([f.key for f in PROCEDURE.fields], anything)))
def test_no_answer_can_stop_the_press(values: dict[str, Any]) -> None:
    """Answers of any type, as an old draft may hold them, print or are left out."""
    assert letters.declaration(PROCEDURE, values).startswith(b"%PDF-")
