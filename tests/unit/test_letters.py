"""Letters: official text that reads back, blanks for what is missing, no fact ever taken as source."""

import re
import unicodedata
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from barcode.charsets import code128
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf import PdfReader

from services import language, letters
from services.letters import marks, press
from tests.paper_text import anything, read

CODE = "H31.124-20260205-0000012"
FACTS: dict[str, Any] = {
    "number": "12/HDHS",
    "place": "Tam Đa",
    "date": "2026-02-05",
    "superior": "Ủy ban nhân dân huyện Phù Cừ",
    "office": "Ủy ban nhân dân xã Tam Đa",
    "office_phone": "0900000999",
    "office_address": "Thôn Cự Phú, xã Tam Đa",
    "dossier_code": CODE,
    "applicant_name": "ĐẶNG THỊ HUYỀN TRÂN",
    "submitter_name": "Nguyễn Hữu Nghĩa",
    "address": "Thôn Cự Phú, xã Tam Đa, huyện Phù Cừ, tỉnh Hưng Yên",
    "phone": "0900000123",
    "email": "huyen.tran@example.vn",
    "id_number": "033300001234",
    "subject": "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh",
    "papers": [{"name": "Tờ khai có chữ ký, đã quét sẵn", "originals": 1, "copies": 0}],
    "sets": 1,
    "time_text": "trong ngày làm việc",
    "received_at": "2026-02-05T08:12:00+00:00",
    "due_at": "2026-02-06T17:00:00+07:00",
    "due_reasons": ["Nhận sau 15 giờ nên tính từ ngày làm việc tiếp theo."],
    "pickup": "Bộ phận một cửa xã Tam Đa",
    "fee_text": "16.000 đồng",
    "book": "2026",
    "serial": "57",
    "officer": "Trần Thị Mỹ Lệ",
    "items": [{"name": "Thẻ căn cước", "reason": "Ảnh mờ, đề nghị chụp lại cả bốn góc"}],
    "reason": "Sổ hộ tịch năm 1990 đang được tu bổ, phải xác minh thêm ở nơi lưu trữ",
    "answer_by": "2026-02-20",
    "new_due_at": "2026-02-12T17:00:00+07:00",
    "signer": "Phạm Đức Vượng",
    "signer_title": "TM. Ủy ban nhân dân\nChủ tịch",
    "handovers": [
        {"unit": "Bộ phận một cửa", "giver": "Trần Thị Mỹ Lệ", "receiver": "Lê Quang Ẩn",
         "at": "2026-02-05T15:30:00+07:00", "result": "Trước hạn", "note": "Đủ hồ sơ"},
    ],
    "submitted_at": "2026-02-05T14:58:31+07:00",
    "track_url": f"http://localhost:8501/tra-cuu?ma={CODE}",
    "lines": [{"name": "Phí bản sao", "reckoned": "2 × 8.000", "amount": 16000, "reason": "Hai bản"}],
    "amount": 16000,
    "left": 0,
    "way": "Tiền mặt",
    "receipt_number": "AA/26E 0000123",
    "paid_at": "2026-02-05T15:30:00+07:00",
    "pay_by": "2026-02-20",
    "online": True,
    "transfer": {"bank": "Ngân hàng Mẫu", "account": "1500205123456", "owner": "UBND XA TAM DA",
                 "purpose": "DVC 7K3M9Q2", "payload": "00020101"},
}  # fmt: skip

SAYS = {
    "receipt": ("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "UBND XÃ TAM ĐA", "Người nộp: Nguyễn Hữu Nghĩa",
                "Tờ khai có chữ ký, đã quét sẵn", "Số lượng hồ sơ: 01 (bộ)",
                "15 giờ 12 phút, ngày 05 tháng 02 năm 2026", "17 giờ 00 phút, ngày 06 tháng 02 năm 2026",
                "Nhận sau 15 giờ nên tính từ ngày làm việc tiếp theo.", "Phí, lệ phí: 16.000 đồng",
                "Quyển số: 2026 Số thứ tự: 57", "NGƯỜI TIẾP NHẬN HỒ SƠ"),
    "supplement": ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Số: 12/HDHS", "NGƯỜI HƯỚNG DẪN",
                   "Thẻ căn cước: Ảnh mờ, đề nghị chụp lại cả bốn góc", "hết ngày 20 tháng 02 năm 2026",
                   "liên hệ với Trần Thị Mỹ Lệ, số điện thoại 0900000999"),
    "refusal": ("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "thông báo không tiếp nhận, giải quyết hồ sơ này",
                "Sổ hộ tịch năm 1990 đang được tu bổ", "NGƯỜI NỘP HỒ SƠ"),
    "extension": ("Kính gửi: ĐẶNG THỊ HUYỀN TRÂN", "UBND HUYỆN PHÙ CỪ ỦY BAN NHÂN DÂN XÃ TAM ĐA",
                  "xin lỗi Ông/Bà", "17 giờ 00 phút, ngày 12 tháng 02 năm 2026",
                  "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", "Phạm Đức Vượng"),
    "stop": ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "thông báo dừng giải quyết hồ sơ nêu trên", "Phạm Đức Vượng"),
    "control_slip": ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "1. Giao: Trần Thị Mỹ Lệ",
                     "2. Nhận: Lê Quang Ẩn", "15 giờ 30 phút, ngày 05 tháng 02 năm 2026", "Trước hạn",
                     "Đủ hồ sơ"),
    "payment_request": ("PHIẾU YÊU CẦU NỘP PHÍ, LỆ PHÍ", "Phí bản sao – Hai bản", "2 × 8.000",
                        "Mười sáu nghìn đồng", "hết ngày 20 tháng 02 năm 2026", "1500205123456",
                        "DVC 7K3M9Q2", "không phải là biên lai"),
    "payment_slip": ("PHIẾU GHI NHẬN THANH TOÁN", "Tiền mặt", "AA/26E 0000123", "Mười sáu nghìn đồng",
                     "Còn phải nộp: 0 đồng", "không thay cho biên lai"),
    "submission": ("BIÊN NHẬN NỘP HỒ SƠ TRỰC TUYẾN", "14 giờ 58 phút, ngày 05 tháng 02 năm 2026",
                   "Tờ khai có chữ ký, đã quét sẵn", "08 giờ làm việc", f"http://localhost:8501/tra-cuu?ma={CODE}"),
}  # fmt: skip


@cache
def printed(kind: str, rule_set: str) -> bytes:
    """A letter of this kind with everything said."""
    return letters.render(kind, FACTS | {"rule_set": rule_set})


@pytest.mark.parametrize("rule_set", ["2018", "2025"])
@pytest.mark.parametrize("kind", letters.KINDS)
def test_every_letter_reads_back_with_its_stacked_diacritics(kind: str, rule_set: str) -> None:
    """The text layer of every letter gives back official words and names, letter by letter."""
    page = read(printed(kind, rule_set))[0]
    for words in (*SAYS[kind], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                  "Tam Đa, ngày 05 tháng 02 năm 2026", "ĐẶNG THỊ HUYỀN TRÂN",
                  FACTS["subject"], CODE):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("letter", ["ệ", "ữ", "ẵ", "đ", "Ệ", "Ữ", "Ẵ", "Đ", "ượ", "ẳ", "Ỷ", "ỡ"])
def test_a_name_typed_in_parts_prints_as_one_letter(letter: str) -> None:
    """Names that come decomposed (NFD, as from macOS) are printed and read back composed (NFC)."""
    name = f"Ng{letter}n Văn {letter}"
    facts = {"applicant_name": unicodedata.normalize("NFD", name)}
    reader = PdfReader(BytesIO(letters.render("refusal", facts)))
    assert name in reader.pages[0].extract_text()


def test_a_receipt_is_printed_twice() -> None:
    """Mẫu 01: one copy is kept, one is given, a page each."""
    kept, given_away = read(printed("receipt", "2025"))
    assert "(Liên: Lưu)" in kept
    assert "(Liên: Giao khách hàng)" in given_away
    assert kept.replace("Lưu", "", 1) == given_away.replace("Giao khách hàng", "", 1)


@pytest.mark.parametrize(
    ("kind", "rule_set", "name"),
    [
        ("receipt", "2018", "Mẫu 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        ("receipt", "2025", "Mẫu 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        ("extension", "2018", "Mẫu 04 – Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
        ("extension", "2025", "Mẫu 04 – Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
        ("stop", "2018", "Thông báo dừng giải quyết hồ sơ"),
        ("stop", "2025", "Mẫu 05 – Thông báo dừng giải quyết hồ sơ"),
        ("control_slip", "2018", "Mẫu 05 – Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        ("control_slip", "2025", "Mẫu 06 – Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        ("submission", "2025", "Biên nhận nộp hồ sơ trực tuyến"),
    ],
)
def test_form_numbers_come_from_the_rule_set(kind: str, rule_set: str, name: str) -> None:
    """The same paper has another number, or none, in another rule set."""
    language.use("vi")
    assert letters.title(kind, rule_set) == name


@pytest.mark.parametrize(
    ("kind", "rule_set", "mark"),
    [
        ("receipt", "2018", "Mẫu số 01 – Thông tư số 01/2018/TT-VPCP"),
        ("control_slip", "2025", "Mẫu số 06 – Thông tư số 03/2025/TT-VPCP"),
        ("extension", "2025", None),
        ("stop", "2025", None),
        ("stop", "2018", None),
        ("submission", "2025", None),
    ],
)
def test_a_layout_of_our_own_bears_no_form_number(kind: str, rule_set: str, mark: str | None) -> None:
    """Where the official layout was not found, the paper does not claim to be the form."""
    page = read(printed(kind, rule_set))[0]
    assert mark in page if mark else "Mẫu số" not in page


@pytest.mark.parametrize("kind", letters.KINDS)
def test_what_is_missing_prints_as_dotted_lines(kind: str) -> None:
    """A letter without facts is a blank form, never an error."""
    page = read(letters.render(kind, {}))[0]
    assert "....." in page
    assert "ngày …… tháng …… năm ………" in page
    assert "None" not in page


HOSTILE = (
    "#panic[x] $x^2$ @nguon *đậm* _nghiêng_ `mã` \\u{41} <nhãn> [ngoặc] // chú /* thích */ \"kép\" 'đơn' "
    "-- ~ = - + 1. #sys.inputs #{1+1}"
)


@pytest.mark.parametrize("kind", letters.KINDS)
def test_marks_of_the_template_language_in_a_name_print_as_they_are(kind: str) -> None:
    """Facts are never Typst source: injection prints as the text it is."""
    facts = dict.fromkeys(("applicant_name", "subject"), HOSTILE) | {"items": [{"name": HOSTILE}]}
    assert "".join(HOSTILE.split()) in "".join("".join(read(letters.render(kind, facts))).split())


@settings(max_examples=50, deadline=None)
@given(
    some.sampled_from(letters.KINDS),
    some.fixed_dictionaries({}, optional=dict.fromkeys([*FACTS, "rule_set"], anything)),
)
def test_no_fact_can_stop_the_press(kind: str, facts: dict[str, Any]) -> None:
    """Facts of any type, control characters and lone surrogates included, always give a PDF."""
    assert letters.render(kind, facts).startswith(b"%PDF-")


@settings(max_examples=25, deadline=None)
@given(some.text(min_size=1, max_size=200))
def test_no_text_can_stop_the_press(text: str) -> None:
    """The same text in every fact at once."""
    rows = [dict.fromkeys(("name", "reason", "unit", "giver", "receiver", "at", "originals"), text)]
    lists = dict.fromkeys(("papers", "items", "handovers"), rows) | {"due_reasons": [text]}
    facts = dict.fromkeys(FACTS, text) | lists
    for kind in ("receipt", "control_slip"):
        assert letters.render(kind, facts).startswith(b"%PDF-")


def test_the_same_facts_give_the_same_bytes() -> None:
    """Printing a letter again gives the same paper."""
    first = letters.render("refusal", FACTS)
    press._printed.cache_clear()
    assert letters.render("refusal", FACTS) == first


def test_only_our_own_font_is_used() -> None:
    """No font of the machine gets into a letter: it looks the same everywhere."""
    for kind in letters.KINDS:
        for page in PdfReader(BytesIO(printed(kind, "2025"))).pages:
            for font in page["/Resources"]["/Font"].values():
                assert "LiberationSerif" in font.get_object()["/BaseFont"]


def test_a_crowded_receipt_still_has_one_page_for_each_copy() -> None:
    """Many reasons for the date make the print smaller before they make a second page."""
    reasons = [
        f"Từ 0{n}/01/2027 đến 0{n + 1}/01/2027 không phải ngày làm việc trong tuần" for n in range(1, 7)
    ]
    papers = [{"name": "Giấy tờ có giá trị chứng minh thông tin về cư trú", "originals": 1, "copies": 0}] * 4
    assert len(read(letters.render("receipt", FACTS | {"due_reasons": reasons, "papers": papers}))) == 2


def test_long_lists_go_on_to_numbered_pages() -> None:
    """A supplement of forty items has page numbers from its second page on."""
    items = [{"name": f"Giấy tờ thứ {n}", "reason": "Thiếu chữ ký ở trang cuối"} for n in range(1, 41)]
    pages = read(letters.render("supplement", FACTS | {"items": items}))
    assert len(pages) > 1
    assert pages[1].startswith("2 ")
    assert "Giấy tờ thứ 40" in pages[-1]


def test_the_barcode_says_the_code() -> None:
    """Code 128 of the dossier code, read back from the bars."""
    path = re.findall(r"M(\d+) 0h(\d+)", marks.barcode(CODE))
    last = max(int(at) + int(wide) for at, wide in path)
    modules = ["0"] * last
    for at, wide in path:
        modules[int(at) : int(at) + int(wide)] = "1" * int(wide)
    bars = "".join(modules)[10:-13]
    numbers = [code128.CODES.index(bars[at : at + 11]) for at in range(0, len(bars), 11)]
    *numbers, check = numbers
    assert check == (numbers[0] + sum(at * number for at, number in enumerate(numbers))) % 103
    said, charset = "", {104: code128.B, 105: code128.C}[numbers[0]]
    for number in numbers[1:]:
        if charset is code128.B and number == 99 or charset is code128.C and number == 100:
            charset = code128.C if number == 99 else code128.B
        else:
            said += f"{number:02d}" if charset is code128.C else {v: k for k, v in code128.B.items()}[number]
    assert said == CODE


@pytest.mark.parametrize("text", ["", "Đặng", "x" * 100])
def test_a_code_that_no_barcode_can_hold_prints_none(text: str) -> None:
    """Letters do without the bars rather than fail."""
    assert marks.barcode(text) == ""


def test_a_new_day_is_on_the_letter_that_moves_it() -> None:
    """Both forms 04 name the new day; only the one of 2025 asks for more time."""
    older, newer = (read(printed("extension", rule_set))[0] for rule_set in ("2018", "2025"))
    assert "Thời gian hẹn trả kết quả lại: 17 giờ 00 phút, ngày 12 tháng 02 năm 2026" in older
    assert (
        "đề nghị gia hạn thời gian giải quyết hồ sơ đến: 17 giờ 00 phút, ngày 12 tháng 02 năm 2026" in newer
    )
