"""The room of reports: the form and its files, handing in, the index as an estimate, lists to take out."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from db.office import OfficeEvent
from db.reports import FrozenReport
from db.session import reading
from pages.frame import menu
from services import loose_files
from services.catalogue import store
from services.clock import standing_at
from services.errors import Invalid, Missing, NotAllowed, NotFound
from services.reports import desk, estimates, exports
from services.reports.columns import COLUMNS, LISTS, REGISTER, SUPERVISED
from services.reports.desk import Asked
from services.workflow import State
from tests import records, town
from tests.rooms.test_desk_rooms import opens, shown  # noqa: F401
from tests.town import a_dossier

REPORTS = "pages/office/reports.py"
NOVEMBER = Asked(period="2026-11")
PURPOSE = "Đối chiếu sổ theo dõi cuối tháng"


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """Here the clock stands; in a page's own thread it runs on from there."""
    monkeypatch.setenv("FAKE_NOW", town.MONDAY.isoformat())
    with standing_at(town.MONDAY):
        yield


def labels(app) -> set[str]:
    return {one.label for one in (*app.button, *app.get("download_button"))}


def test_the_menu_has_it_for_supervisors_and_leaders(sqlite_town):
    """Surface: /bao-cao for supervisors and leaders."""
    room = next(room for room in menu.here() if room.url_path == "bao-cao")
    names = ("giamsat", "lanhdao", "canbo", "chuyenvien", "quantri", "congdan")
    assert [menu.shown(room, town.actor(name)) for name in names] == [True, True, *[False] * 4]


def test_a_supervisor_reads_the_units_and_a_leader_hands_in(opens, monkeypatch):  # noqa: F811
    """Issue: II.06b over the units below for the district, II.06a for the commune, frozen when it is over."""
    a_dossier(State.READY)
    above = opens("giamsat", REPORTS, ky="2026-11")
    page = shown(above)
    assert "II.06b" in page
    assert page.count("Xã Tam Đa") == 1
    assert "Tải báo cáo (XLSX)" in labels(above)
    assert "Kỳ chưa kết thúc" in page
    assert "Chốt báo cáo" not in labels(above)
    december = town.MONDAY + timedelta(days=8)
    monkeypatch.setenv("FAKE_NOW", december.isoformat())
    with standing_at(december):
        own = opens("lanhdao", REPORTS)
        assert "tiếp nhận 1 hồ sơ" in shown(own)
        next(one for one in own.button if one.label == "Chốt báo cáo").click().run()
        assert "Đã chốt báo cáo, bản 1" in own.success[0].value
        assert "Số liệu hiện nay vẫn đúng như bản này" in shown(own)
        assert "Chốt báo cáo" not in labels(own)
        lost = opens("lanhdao", REPORTS, **{"co-quan": "dinh-cao"})
        assert "Không có đơn vị này" in lost.info[0].value


def test_the_index_is_an_estimate_and_names_what_is_missing(opens):  # noqa: F811
    """Issue: QĐ 766 groups marked as estimates; a rate of nothing is "–"."""
    page = shown(opens("lanhdao", REPORTS, xem="chi-so", ky="2026-11"))
    for told in ("Ước tính theo Quyết định 766", "Mức độ hài lòng", "Không tính được ở đây", "–"):
        assert told in page, told


def test_the_points_of_the_index_follow_its_formulas():
    """Domain 7.1: progress 20 × on time / received, online 2A/0.8 + 4B + 6C/0.5, payment 6A + 2.5B + 2.5C."""
    procedures = store.bundled()
    counts = {code: {} for code in estimates.COUNTED}
    nothing = {group.name: group.points for group in estimates.groups(counts, procedures)}
    assert nothing["Tiến độ, kết quả giải quyết"] is None
    assert nothing["Thanh toán trực tuyến"] is None
    counts |= {
        "received": {"2.000635": 8, "1.001193": 2}, "online": {"2.000635": 2}, "early": {"2.000635": 4},
        "on_time": {"1.001193": 1}, "done": {"2.000635": 5, "1.001193": 1}, "digital": {"2.000635": 3},
        "owing": {"2.000635": 4}, "paid_online": {"2.000635": 1},
    }  # fmt: skip
    found = {group.name: group for group in estimates.groups(counts, procedures)}
    assert found["Tiến độ, kết quả giải quyết"].points == 10
    assert found["Số hóa hồ sơ"].points == 10
    assert found["Thanh toán trực tuyến"].points == 6 / 4 + 2 + 2.5
    online = found["Cung cấp dịch vụ trực tuyến"].points
    assert online == pytest.approx(2 + 4 / len(procedures) + 6 * 0.2 / 0.5)
    assert found["Mức độ hài lòng"].points is None


def test_supervisors_take_out_no_person(sqlite_town):
    """Issue: lists of supervisors show code, procedure, dates and state only, whatever is asked for."""
    code = a_dossier(State.READY)
    above = town.actor("giamsat")
    assert set(exports.takeable(above, NOVEMBER, "received").columns) == set(SUPERVISED)
    assert not any(COLUMNS[column].personal for column in SUPERVISED)
    rows = taken(above, NOVEMBER, SUPERVISED)
    assert rows[1][1] == code
    name = records.dossier(code).applicant_name
    assert name not in str(rows)
    for asked in (NOVEMBER, Asked("tam-da", "2026-11")):
        for column in (set(COLUMNS) - set(SUPERVISED)):
            with pytest.raises(NotAllowed):
                exports.take(above, asked, "received", ["code", column], "csv", PURPOSE)


def taken(who, asked: Asked, columns, listed: str = "received", **more) -> list[list]:
    book = load_workbook(exports.take(who, asked, listed, columns, "xlsx", **more))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_personal_data_leaves_with_a_purpose_and_is_told(sqlite_town):
    """Issue: personal data only for the leader of the commune, with a stated purpose, told in the log."""
    code = a_dossier(State.READY)
    leader = town.actor("lanhdao")
    for purpose, refusal in (("", Missing), ("vì", Invalid)):
        with pytest.raises(refusal):
            exports.take(leader, NOVEMBER, "received", REGISTER, "xlsx", purpose)
    assert told() == []
    rows = taken(leader, NOVEMBER, REGISTER, purpose=PURPOSE)
    assert rows[0][:5] == ["STT", "Mã hồ sơ", "Tên TTHC", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức"]
    assert rows[1][:2] == ["1", code]
    assert rows[1][4] == records.dossier(code).applicant_name
    (one,) = told()
    assert (one.action, one.actor_id, one.facts["purpose"]) == ("list_taken", leader.account_id, PURPOSE)
    assert (one.facts["dossiers"], "applicant" in one.facts["columns"]) == (1, True)
    for who in ("canbo", "chuyenvien", "quantri", "congdan"):
        for ask in (
            lambda actor: exports.takeable(actor, NOVEMBER, "received"),
            lambda actor: exports.take(actor, NOVEMBER, "received", ["code"], "csv"),
            lambda actor: exports.save_template(actor, "A", ["code"]),
            lambda actor: exports.drop_template(actor, 1),
            lambda actor: estimates.estimate(actor, NOVEMBER),
        ):
            with pytest.raises(NotAllowed):
                ask(town.actor(who))
    with pytest.raises(NotFound):
        exports.take(leader, Asked("dinh-cao", "2026-11"), "received", ["code"], "csv")


def told() -> list[OfficeEvent]:
    with reading() as session:
        return list(session.scalars(select(OfficeEvent).where(OfficeEvent.action == "list_taken")))


def test_every_list_and_column_can_be_taken(sqlite_town):
    """Each list has as many rows as its figure, in either kind of file; every column is written."""
    for chance, state in enumerate((State.READY, State.RECEIVED, State.RETURNED, State.NOT_ACCEPTED)):
        a_dossier(state, chance=chance)
    leader = town.actor("lanhdao")
    for listed in LISTS:
        rows = taken(leader, NOVEMBER, list(COLUMNS), listed, purpose=PURPOSE)
        assert len(rows) == 1 + exports.takeable(leader, NOVEMBER, listed).found
    file = exports.take(leader, NOVEMBER, "received", ["code", "state"], "csv")
    assert isinstance(file, io.BufferedReader), "Streamlit's download button takes no other open file"
    lines = file.read().decode("utf-8-sig")
    assert len(lines.splitlines()) == 4


def test_templates_belong_to_the_office(opens):  # noqa: F811
    """A template is kept under its name for the office, replaced by its name, and forgotten by it alone."""
    leader, other = town.actor("lanhdao"), town.actor("lanhdao2")
    exports.save_template(leader, " Gửi  huyện ", ["code", "due"])
    exports.save_template(leader, "Gửi huyện", ["code", "state"])
    shipped, mine = exports.takeable(leader, NOVEMBER, "received").templates
    assert (mine.name, mine.columns, shipped.columns) == ("Gửi huyện", ("code", "state"), REGISTER)
    assert len(exports.takeable(other, NOVEMBER, "received").templates) == 1
    with pytest.raises(NotFound):
        exports.drop_template(other, mine.id)
    for name, columns in (("", ["code"]), ("A", [])):
        with pytest.raises(Missing):
            exports.save_template(leader, name, columns)
    with pytest.raises(Invalid):
        exports.save_template(leader, "A" * 81, ["code"])
    a_dossier(State.READY)
    app = opens("lanhdao", REPORTS, xem="xuat", ky="2026-11", **{"mau-cot": str(mine.id)})
    assert app.multiselect[0].value == ["code", "state"]
    downloads = {one.label: one.disabled for one in app.get("download_button")}
    assert downloads == {"Tải Excel (XLSX)": False, "Tải CSV": False, "Tải tệp PDF": False}
    register = opens("lanhdao", REPORTS, xem="xuat", ky="2026-11")
    assert "Tên cá nhân, tổ chức" in register.warning[0].value
    assert all(one.disabled for one in register.get("download_button"))
    exports.drop_template(leader, mine.id)
    assert len(exports.takeable(leader, NOVEMBER, "received").templates) == 1


def test_an_empty_list_says_what_to_do(opens):  # noqa: F811
    """Screens: every list has an empty state that says what to do next."""
    page = shown(opens("lanhdao", REPORTS, xem="xuat", ky="2025"))
    assert "Hãy chọn kỳ khác" in page


def test_files_that_were_handed_in_are_never_loose(sqlite_town):
    """Sweeping an ended draft leaves the files of a report that was handed in."""
    assert desk.freeze(town.actor("lanhdao"), Asked(period="2026-10")) == 1
    with reading() as session:
        row = session.scalars(select(FrozenReport)).one()
        files = {row.xlsx_sha256, row.pdf_sha256}
        assert loose_files._needed(session, files | {"0" * 64}) == files
