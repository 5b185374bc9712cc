"""The citizens' rooms without a browser: each draws itself, says what is wrong, and keeps what was typed."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages.parts.form.steps import steps
from services import drafts, intake, offers, storage, tracking
from services.catalogue import store
from services.clock import standing_at
from services.demo import scans as demo_papers
from services.workflow import State
from tests import town
from tests.house import ROOT
from tests.records import dossier as row
from tests.records import papers

EXTRACT = "2.000635"
ROOMS = {
    "home": "pages/public/home.py",
    "procedures": "pages/public/procedures.py",
    "published": "pages/public/published.py",
    "submit": "pages/public/submit.py",
    "track": "pages/public/track.py",
}


def opened(room: str, **query: str) -> AppTest:
    """The room as somebody sees it who opens this address."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=30)
    app.run()
    for name, value in query.items():
        app.query_params[name.replace("_", "-")] = value
    app.switch_page(ROOMS[room]).run()
    assert not app.exception, app.exception
    return app


def tam_da() -> int:
    """The id of xã Tam Đa."""
    return next(office.id for office in offers.offices() if office.slug == "tam-da")


def again(app: AppTest) -> AppTest:
    """One more run, without an error."""
    app.run()
    assert not app.exception, app.exception
    return app


def button(app: AppTest, label: str) -> Any:
    """The button with this label."""
    return next(b for b in app.button if b.label == label)


def field(elements: Any, label: str) -> Any:
    """The widget whose label begins so."""
    return next(e for e in elements if e.label.startswith(label))


def words(app: AppTest) -> str:
    """All running text of the page."""
    heads = (app.title, app.header, app.subheader)
    kinds = (*heads, app.markdown, app.caption, app.error, app.success, app.info)
    return "\n".join(str(e.value) for elements in kinds for e in elements)


def test_home_finds_a_procedure_without_accents(sqlite_town: str) -> None:
    """What people type on a phone keyboard is enough."""
    app = opened("home")
    app.text_input[0].set_value("ket hon")
    again(app)
    assert "Mức độ" in words(app)
    app.text_input[0].set_value("qqqq")
    again(app)
    assert "Không có thủ tục nào như vậy" in words(app)


def test_the_list_is_filtered_by_codes_in_the_address(sqlite_town: str) -> None:
    """An address with filters opens the same list in either language."""
    everything = opened("procedures")
    assert "8 thủ tục" in words(everything)
    app = opened("procedures", muc_do="4")
    assert "3 thủ tục" in words(app)
    field(app.selectbox, "Cấp thủ tục").set_value("tinh")
    again(app)
    assert "1 thủ tục" in words(app)
    assert app.query_params["cap"] == "tinh"
    odd = opened("procedures", muc_do="'; DROP", cap="mars")
    assert "8 thủ tục" in words(odd)


def test_every_procedure_says_all_before_one_starts(sqlite_town: str) -> None:
    """Papers, time, fee and its exemptions, post, result, steps and law stand on the page of all eight."""
    app = opened("procedures")
    for code, one in store.bundled().items():
        app.query_params["ma"] = code
        told = words(again(app))
        for part in ("Giấy tờ", "Thời gian và lệ phí", "Kết quả", "Các bước", "Qua bưu chính công ích"):
            assert part in told, (code, part)
        lists = [[p.label for p in one.papers], [s.text for s in one.steps], [r.name for r in one.results]]
        fees = [fee for fee in (one.fee, one.copy_fee) if fee]
        lists += [list(one.legal_bases), [one.time.note], [fee.note for fee in fees]]
        lists += [[e.label.lower() for fee in fees for e in fee.exemptions]]
        assert [text for texts in lists for text in texts if text not in told] == [], code
        assert "None" not in told
        assert [d.label for d in app.get("download_button")] == ["Tải mẫu"]


def test_levels_are_offered_with_todays_names(sqlite_town: str) -> None:
    """People know the number, the law of today has another word."""
    offered = field(opened("procedures").selectbox, "Mức độ").options
    assert "Mức độ 4 (toàn trình)" in offered
    assert all("(" in option for option in offered[1:])


def test_an_unknown_procedure_is_said_so(sqlite_town: str) -> None:
    """A mistyped poster leads to the list."""
    assert "Không có thủ tục" in words(opened("procedures", ma="9.999999"))


def test_the_wizard_begins_with_the_office(sqlite_town: str) -> None:
    """No office chosen is said; one chosen begins the draft, and its link stands in the address at once."""
    app = opened("submit", thu_tuc="2.000635")
    button(app, "Đồng ý và tiếp tục").click()
    again(app)
    assert "Xin chọn cơ quan" in words(app)
    field(app.selectbox, "Cơ quan giải quyết").set_value("tam-da")
    button(app, "Đồng ý và tiếp tục").click()
    again(app)
    token = app.query_params["nhap"]
    assert drafts.view(token).office.slug == "tam-da"
    assert "UBND xã Tam Đa" in words(app)


def test_each_answer_is_kept_when_it_leaves_its_field(sqlite_town: str) -> None:
    """What was typed is in the row before any button is pressed, and comes back from there."""
    token = intake.start(EXTRACT, tam_da())
    app = opened("submit", nhap=token, buoc="t1")
    field(app.text_input, "Họ, chữ đệm, tên người yêu cầu").set_value("Nguyễn Thị Mẫu")
    again(app)
    field(app.selectbox, "Tỉnh/Thành phố").set_value("33")
    again(app)
    field(app.selectbox, "Xã/Phường").set_value("12424")
    field(app.text_input, "Số nhà, thôn/xóm").set_value("Thôn Mẫu")
    again(app)
    assert drafts.view(token).form == {
        "nyc_ho_ten": "Nguyễn Thị Mẫu",
        "nyc_noi_cu_tru": {"province": "33", "commune": "12424", "detail": "Thôn Mẫu"},
    }
    back = opened("submit", nhap=token, buoc="t1")
    assert field(back.text_input, "Họ, chữ đệm, tên người yêu cầu").value == "Nguyễn Thị Mẫu"
    assert field(back.selectbox, "Xã/Phường").value == "12424"


def test_problems_stand_beside_the_field_and_on_top(sqlite_town: str) -> None:
    """A wrong answer is said at once; empty ones when one wants to go on; then the page stays."""
    token = intake.start(EXTRACT, tam_da())
    app = opened("submit", nhap=token, buoc="t1")
    assert not app.error
    field(app.text_input, "Số điện thoại").set_value("0912")
    again(app)
    assert "Số điện thoại không đúng" in words(app)
    assert "Mục này bắt buộc" not in words(app)
    button(app, "Đồng ý và tiếp tục").click()
    again(app)
    assert "chỗ cần sửa" in app.error[0].value
    assert "Mục này bắt buộc" in words(app)
    assert app.query_params["buoc"] == "t1"


@pytest.mark.parametrize("code", ["2.000635", "1.001193", "1.000894", "2.001023", "1.001776"])
def test_the_page_draws_any_procedure(sqlite_town: str, code: str) -> None:
    """Every page of every form draws itself from data, with all its types of fields."""
    token = intake.start(code, tam_da())
    app = opened("submit", nhap=token)
    for step in steps(drafts.view(token).procedure):
        page = opened("submit", nhap=token, buoc=step.key)
        assert page.title
    assert app.title


def test_everything_is_read_once_more_and_sent(sqlite_town: str) -> None:
    """The last page shows all answers, asks for the tick, then gives the code; opened again it still does."""
    token = town.a_draft()
    app = opened("submit", nhap=token, buoc="xem-lai")
    button(app, "Nộp hồ sơ").click()
    again(app)
    assert "Xin đánh dấu vào ô chịu trách nhiệm" in words(app)
    app.checkbox[0].check()
    button(app, "Nộp hồ sơ").click()
    again(app)
    code = drafts.view(token).code
    assert f"Mã hồ sơ: {code}" in words(app)
    assert f"Mã hồ sơ: {code}" in words(opened("submit", nhap=token))


def test_the_picture_is_asked_unless_switched_off(sqlite_town: str, monkeypatch) -> None:
    """A wrong answer is said beside the field; the tick stays."""
    monkeypatch.setenv("CAPTCHA", "on")
    token = town.a_draft()
    app = opened("submit", nhap=token, buoc="xem-lai")
    field(app.text_input, "Mã xác nhận").set_value("?????")
    app.checkbox[0].check()
    button(app, "Nộp hồ sơ").click()
    again(app)
    assert "Mã xác nhận chưa đúng" in words(app)
    assert app.checkbox[0].value
    field(app.text_input, "Mã xác nhận").set_value(drafts.view(token).captcha)
    button(app, "Nộp hồ sơ").click()
    again(app)
    assert "Mã hồ sơ: " in words(app)


def test_published_figures_hide_small_numbers(sqlite_town: str) -> None:
    """Month and commune come from the address as codes; a month without figures says what to do next."""
    with standing_at(town.moment("2026-10-06T09:00")):
        for chance in range(5):
            town.a_dossier(State.RECEIVED, chance=chance)
    app = opened("published", thang="2026-10")
    markup = "".join(one.proto.body for one in app.get("html"))
    row = '<th scope="row">Xã Tam Đa</th><td>5</td><td>&lt;5</td><td>&lt;5</td><td>–</td><td>–</td>'
    assert row in markup
    assert "Các xã, phường, tháng 10/2026" in markup
    field(app.selectbox, "Xã, phường").set_value("tam-da")
    again(app)
    assert app.query_params["co-quan"] == "tam-da"
    assert "Xã Tam Đa, mười hai tháng" in "".join(one.proto.body for one in app.get("html"))
    field(app.selectbox, "Xã, phường").set_value("dinh-cao")
    assert "Chưa có số liệu để công bố" in words(again(app))


def test_an_ended_link_is_said_so(sqlite_town: str) -> None:
    """No error page: what it is, and the way to begin again."""
    assert "quá 30 ngày" in words(opened("submit", nhap="gone"))


def followed(code: str) -> AppTest:
    """The tracking page of a dossier whose second factor was shown."""
    digits = row(code).applicant_phone[-4:]
    app = opened("track", ma=code)
    field(app.text_input, "4 số cuối").set_value(digits)
    button(app, "Tra cứu").click()
    return again(app)


def test_tracking_asks_for_the_second_factor(sqlite_town: str) -> None:
    """The code alone opens nothing; wrong digits are told without saying which part was wrong."""
    code = town.a_dossier()
    app = opened("track", ma=code)
    assert "Người nộp" not in words(app)
    field(app.text_input, "4 số cuối").set_value("0000")
    button(app, "Tra cứu").click()
    again(app)
    assert "Mã hồ sơ hoặc 4 số cuối không đúng" in words(app)
    assert "Mới đăng ký" in words(followed(code))


def test_too_many_guesses_are_stopped_on_the_page(sqlite_town: str, monkeypatch) -> None:
    """The page says until when."""
    monkeypatch.setattr(tracking, "PER_VISITOR", 0)
    app = opened("track", ma="H31.124-20261123-0000001")
    field(app.text_input, "4 số cuối").set_value("0000")
    button(app, "Tra cứu").click()
    assert "Thử quá nhiều lần" in words(again(app))


@pytest.mark.parametrize("state", list(State))
def test_a_followed_dossier_in_every_state(sqlite_town: str, state: State) -> None:
    """The official name of the state, and nothing of the person but the masked name."""
    with standing_at(town.MONDAY):
        code = town.a_dossier(state)
    told = words(followed(code))
    for secret in (row(code).applicant_name, row(code).applicant_phone, row(code).applicant_id_number):
        assert secret not in told


def test_a_dossier_is_withdrawn_with_a_reason(sqlite_town: str) -> None:
    """Without a reason nothing happens; with one it is done and said."""
    code = town.a_dossier()
    app = followed(code)
    button(app, "Rút hồ sơ").click()
    again(app)
    button(app, "Xác nhận").click()
    again(app)
    assert "Lý do" in app.error[0].value
    app.text_area[0].set_value("Không còn nhu cầu.")
    button(app, "Xác nhận").click()
    again(app)
    assert State(row(code).state) is State.WITHDRAWN
    assert "Đã rút hồ sơ" in words(app)


PDF = "application/pdf"


def test_a_paper_is_checked_at_once_and_kept(sqlite_town: str) -> None:
    """A refusal stands beside the slot and leaves it empty; a good file is stored and shown."""
    token = intake.start(EXTRACT, tam_da())
    app = opened("submit", nhap=token, buoc="giay-to")
    field(app.file_uploader, "Tờ khai").set_value(("anh.pdf", b"no paper at all", PDF))
    again(app)
    assert "không phải tệp PDF" in words(app)
    assert not drafts.view(token).papers
    field(app.file_uploader, "Tờ khai").set_value(("to khai.pdf", demo_papers.scan("to_khai", 1), PDF))
    again(app)
    assert not app.error
    (held,) = drafts.view(token).papers
    assert (held.slot, held.filename) == ("to_khai", "to khai.pdf")
    assert storage.exists(held.sha256)
    assert "to khai" in words(again(app))
    field(app.file_uploader, "Tờ khai").set_value(("lai.pdf", demo_papers.scan("to_khai", 1), PDF))
    again(app)
    assert "Tệp này đã có trong mục" in words(app)
    more = [("anh.pdf", b"no paper at all", PDF), ("trang 2.pdf", demo_papers.scan("to_khai", 2), PDF)]
    field(app.file_uploader, "Tờ khai").set_value(more)
    again(app)
    assert [paper.filename for paper in drafts.view(token).papers] == ["to khai.pdf", "trang 2.pdf"]
    assert "không phải tệp PDF" in words(app)
    again(app)
    field(app.file_uploader, "Giấy tờ").set_value(("hai.pdf", demo_papers.scan("to_khai", 2), PDF))
    again(app)
    assert words(again(app)).count("Tệp này đã có ở mục") == 2
    for _file in range(3):
        button(app, "Bỏ tệp này").click()
        again(app)
    assert not drafts.view(token).papers


def test_a_photo_is_taken_and_what_is_wrong_with_it_stays_in_sight(sqlite_town: str) -> None:
    """It becomes a PDF; the warning stands under the file at every visit and stops nobody."""
    token = intake.start(EXTRACT, tam_da())
    app = opened("submit", nhap=token, buoc="giay-to")
    dark = io.BytesIO()
    Image.new("RGB", (900, 1200), (30, 30, 30)).save(dark, "JPEG")
    field(app.file_uploader, "Tờ khai").set_value(("IMG_1.JPG", dark.getvalue(), "image/jpeg"))
    again(app)
    (held,) = drafts.view(token).papers
    assert held.filename == "IMG_1.pdf"
    assert storage.get(held.sha256).startswith(b"%PDF-")
    assert "Trang 1 quá tối" in words(again(app))
    assert "Trang 1 quá tối" in words(opened("submit", nhap=token, buoc="giay-to"))


def test_only_what_was_asked_is_supplied(sqlite_town: str) -> None:
    """The page asks for the asked papers alone, with the reason; what is left out is said."""
    with standing_at(town.MONDAY):
        code = town.a_dossier(State.SUPPLEMENT_ASKED)
    app = followed(code)
    assert len(app.file_uploader) == 1
    button(app, "Nộp bổ sung").click()
    again(app)
    assert app.error
    app.file_uploader[0].set_value(("moi.pdf", demo_papers.scan("to_khai", 3), PDF))
    again(app)
    button(app, "Nộp bổ sung").click()
    again(app)
    assert State(row(code).state) is State.IN_PROCESS
    assert "Đã gửi bổ sung" in words(app)
    assert [paper.filename for paper in papers(code) if not paper.replaced_at and paper.round] == ["moi.pdf"]


def test_an_answer_that_was_asked_is_typed_anew(sqlite_town: str) -> None:
    """An asked answer shows nothing of the old one; a wrong one is said beside it."""
    with standing_at(town.MONDAY):
        code = town.a_dossier()
        asked = [{"paper": None, "field": "nyc_so_dinh_danh", "reason": "Không khớp với thẻ."}]
        given = {"items": asked, "answer_by": town.MONDAY.date() + timedelta(days=5)}
        town.act("canbo", code, "request_supplement", **given)
    app = followed(code)
    box = field(app.text_input, "Số định danh cá nhân")
    assert not box.value
    assert "Không khớp với thẻ" in words(app)
    box.set_value("123")
    again(app)
    button(app, "Nộp bổ sung").click()
    again(app)
    assert "12 chữ số" in words(app)
    field(app.text_input, "Số định danh cá nhân").set_value("033190009999")
    again(app)
    button(app, "Nộp bổ sung").click()
    again(app)
    assert row(code).form["nyc_so_dinh_danh"] == "033190009999"
