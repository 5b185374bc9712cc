"""Another name of an account, with its reason; and the same file twice in an answer to the office."""

import pytest
from sqlalchemy import select

from db.people import Account, AccountEvent
from db.session import reading
from services import citizens, intake, same_files, storage
from services.citizens import known, own
from services.clock import standing_at
from services.errors import Invalid, NotFound, TooOften
from services.workflow import State
from tests import records, town
from tests.rooms.test_account_room import opens  # noqa: F401 (fixtures)
from tests.rooms.test_public_rooms import PDF, again, button, field, followed, words
from tests.test_citizens import GOOD, HOME, registered

pytestmark = pytest.mark.usefixtures("monday")


def log(account_id: int) -> list[dict]:
    """What the account's log holds of changed names."""
    with reading() as session:
        rows = select(AccountEvent).where(AccountEvent.action == "name_changed")
        return [row.facts for row in session.scalars(rows.where(AccountEvent.account_id == account_id))]


def test_a_name_changes_with_its_reason(database):
    """The reason and both names stand in the log; a dossier keeps the name it was sent under."""
    reader = registered(name="Ngô Thị Mẫu Chín")
    code = town.a_dossier()
    before = records.dossier(code).applicant_name
    citizens.claim(reader, code, records.dossier(code).applicant_phone[-4:], HOME)
    own.rename(reader, "  Ngô Thị  Mẫu Mười ", "Cải chính hộ tịch")
    assert own.contact(reader).name == "Ngô Thị Mẫu Mười"
    changed = {"old": "Ngô Thị Mẫu Chín", "new": "Ngô Thị Mẫu Mười", "reason": "Cải chính hộ tịch"}
    assert log(reader.account_id) == [changed]
    assert records.dossier(code).applicant_name == before
    own.close(reader, GOOD, HOME)
    assert log(reader.account_id) == [{}]


@pytest.mark.parametrize(
    ("name", "reason", "codes"),
    [
        ("", "Ghi nhầm", ["name_length"]),
        ("x" * 121, "\u202e\u0000", ["name_length", "reason_length"]),
        ("Ngô Thị Mẫu Mười", " ", ["reason_length"]),
        ("Ngô Thị Mẫu Chín", "Ghi nhầm", ["name_same"]),
    ],
)
def test_a_change_without_name_or_reason_is_refused(sqlite_town, name, reason, codes):
    """Each place has its sentence, and nothing is changed."""
    reader = registered(name="Ngô Thị Mẫu Chín")
    with records.no_trace(), pytest.raises(Invalid) as refused:
        own.rename(reader, name, reason)
    assert [problem.code for problem in refused.value.problems] == codes


def test_names_are_not_tried_out(sqlite_town):
    """Three changes a day; and a name made to fit a claimed dossier shows nothing of that dossier."""
    reader = registered()
    code = town.a_dossier()
    kept = records.dossier(code)
    citizens.claim(reader, code, kept.applicant_phone[-4:], HOME)
    own.rename(reader, kept.applicant_name, "Ghi nhầm")
    token = intake.start(kept.procedure_code, kept.agency_id, account_id=reader.account_id)
    assert kept.applicant_id_number not in str(intake.drafts.view(token).form)
    own.rename(reader, "Một Tên Khác", "Ghi nhầm")
    own.rename(reader, "Một Tên Nữa", "Ghi nhầm")
    with pytest.raises(TooOften):
        own.rename(reader, "Tên Thứ Tư", "Ghi nhầm")
    with reading() as session:
        assert session.get_one(Account, reader.account_id).name == "Một Tên Nữa"
        assert known.answers(session, reader.account_id, intake.drafts.view(token).procedure)


def test_the_page_changes_the_name(opens):  # noqa: F811
    """Without a reason it is said in the form, and the name stays typed."""
    app = opens("congdan")
    field(app.text_input, "Họ, chữ đệm và tên mới").set_value("Tên Mới Mẫu")
    button(app, "Đổi tên").click()
    again(app)
    assert "Xin ghi lý do đổi tên" in words(app)
    assert field(app.text_input, "Họ, chữ đệm và tên mới").value == "Tên Mới Mẫu"
    field(app.text_input, "Lý do").set_value("Ghi nhầm khi đăng ký")
    button(app, "Đổi tên").click()
    again(app)
    assert "Đã đổi tên của tài khoản" in words(app)


def test_a_file_that_is_there_already_is_told_in_an_answer(sqlite_town):
    """Before it is sent, and it stops nobody; only who follows the dossier is told."""
    with standing_at(town.MONDAY):
        code = town.a_dossier(State.SUPPLEMENT_ASKED)
    held = next(paper for paper in records.papers(code) if paper.slot == "giay_to_tuy_than")
    app = followed(code)
    app.file_uploader[0].set_value(("lai.pdf", storage.get(held.sha256), PDF))
    again(app)
    assert "Tệp này đã có ở mục “Giấy tờ tùy thân" in words(app)
    button(app, "Nộp bổ sung").click()
    assert "Đã gửi bổ sung" in words(again(app))
    with pytest.raises(NotFound):
        same_files.among(town.follower("H31.124-20261123-9999999"), code, [town.a_paper()])


def test_two_new_files_in_two_slots_are_told_too(sqlite_town):
    """Compared with one another before any of them is in the dossier."""
    code = town.a_dossier()
    new = town.demo.paper("to_khai", 9)
    other = type(new)("giay_to_tuy_than", "x.pdf", new.sha256, 1, 1)
    told = same_files.among(town.follower(code), code, [new, other])
    assert [one.slot for one, _finding in told] == ["to_khai", "giay_to_tuy_than"]
