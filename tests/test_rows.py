"""Groups that repeat, on their whole way: draft, form, fee, declaration, dossier, export, supplement."""

import json
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from bench import hostile
from services import citizens, drafts, forms, intake, letters
from services.catalogue import store
from services.citizens import export
from services.demo import EXTRACT
from services.errors import Invalid
from services.forms import words as forms_words
from services.money import due
from services.workflow import State
from tests import records, town
from tests.paper_text import read
from tests.rooms.test_public_rooms import again, button, field, followed, opened, tam_da, words
from tests.test_citizens import registered

ROWS = [
    {"loai_trich_luc": "KHAI_SINH", "so_luong": 2, "dk_tai": "UBND xã Mẫu Một"},
    {"loai_trich_luc": "KET_HON", "so_luong": 3, "dk_tai": "UBND xã Mẫu Hai", "vc_ho_ten": "Lê Thị Ví Dụ"},
]


def typed(token: str) -> list:
    """The rows as they stand in the draft."""
    return drafts.view(token).form.get("trich_luc", [])


def test_a_row_comes_and_goes_by_one_tap(sqlite_town: str) -> None:
    """What was typed stays with its row, also on another device; the first row cannot be taken out."""
    token = intake.start(EXTRACT, tam_da())
    app = opened("submit", nhap=token, buoc="t3")
    assert app.number_input[0].value == 1
    assert "Bỏ mục này" not in [b.label for b in app.button]
    field(app.selectbox, "Đề nghị cơ quan").set_value("KHAI_SINH")
    again(app)
    button(app, "Thêm loại trích lục").click()
    again(app)
    assert [f.value for f in app.selectbox if f.label.startswith("Đề nghị cơ quan")] == ["KHAI_SINH", None]
    app.number_input[1].set_value(4)
    again(app)
    [f for f in app.selectbox if f.label.startswith("Đề nghị cơ quan")][1].set_value("KET_HON")
    again(app)
    assert "Họ, chữ đệm, tên vợ/chồng" in field(app.text_input, "Họ, chữ đệm, tên vợ").label
    other_device = opened("submit", nhap=token, buoc="t3")
    assert [n.value for n in other_device.number_input] == [1, 4]
    button(other_device, "Bỏ mục này").click()
    again(other_device)
    assert typed(token) == [{"loai_trich_luc": "KET_HON", "so_luong": 4}]
    assert [n.value for n in other_device.number_input] == [4]


def test_no_more_rows_than_the_data_allows(sqlite_town: str) -> None:
    """At the last row the button is gone."""
    token = intake.start(EXTRACT, tam_da())
    drafts.save(token, {"trich_luc": [ROWS[0]] * 6})
    app = opened("submit", nhap=token, buoc="t3")
    assert len(app.number_input) == 6
    assert "Thêm loại trích lục" not in [b.label for b in app.button]


def test_what_is_wrong_stands_in_its_row(sqlite_town: str) -> None:
    """An empty row before it moves nothing; going on is stopped, and the list names row and question."""
    token = intake.start(EXTRACT, tam_da())
    drafts.save(token, {"trich_luc": [{}, ROWS[1] | {"vc_ho_ten": ""}]})
    button(app := opened("submit", nhap=token, buoc="t3"), "Đồng ý và tiếp tục").click()
    again(app)
    assert "Bản sao đề nghị cấp 2: Họ, chữ đệm, tên vợ/chồng" in app.error[0].value


def test_several_kinds_of_extract_are_one_dossier(database: str) -> None:
    """Fee, review, dossier, printed declaration and own data all know every row."""
    token = town.a_draft(trich_luc=ROWS)
    draft = drafts.view(token)
    assert draft.form["trich_luc"] == [*map(forms_row, ROWS)]
    assert due.total(draft.procedure, draft.form, day=town.MONDAY.date()) == 5 * 8000
    said = dict(forms_words.answers(draft.procedure, draft.form))["Bản sao cần cấp"]
    assert [line[:2] for line in said[0][1].splitlines()] == ["1.", "2."]
    code = intake.submit(token).code
    kept = records.dossier(code)
    assert kept.money == "due"
    assert [row["so_luong"] for row in kept.form["trich_luc"]] == [2, 3]
    paper = " ".join(read(letters.declaration(draft.procedure, kept.form)))
    assert "UBND xã Mẫu Một" in paper
    assert "2. Đề nghị cơ quan cấp bản sao trích lục: Trích lục kết hôn" in paper


def forms_row(row: dict) -> dict:
    """A row as it is stored."""
    return row | {"dk_tai": {"text": row["dk_tai"]}}


def test_the_own_data_hold_every_row(sqlite_town: str) -> None:
    """The export says each kind with its number."""
    code = town.a_dossier(trich_luc=ROWS)
    reader = registered()
    citizens.claim(reader, code, records.dossier(code).applicant_phone[-4:], "10.0.0.9")
    (own,) = json.loads(export.own_data(reader))["dossiers"]
    (told,) = [line["answer"] for line in own["answers"] if line["question"] == "Bản sao đề nghị cấp"]
    assert "UBND xã Mẫu Một" in told
    assert "UBND xã Mẫu Hai" in told


def test_rows_are_corrected_on_request(sqlite_town: str) -> None:
    """An officer who asks for the group gets all its rows anew, as many as are needed."""
    code = town.a_dossier()
    asked = [{"paper": None, "field": "trich_luc", "reason": "Cần hai loại."}]
    given = {"items": asked, "answer_by": town.MONDAY.date() + timedelta(days=5)}
    town.act("canbo", code, "request_supplement", **given)
    app = followed(code)
    button(app, "Thêm loại trích lục").click()
    again(app)
    for number, row in enumerate(ROWS):
        [f for f in app.selectbox if f.label.startswith("Đề nghị")][number].set_value(row["loai_trich_luc"])
        [f for f in app.text_input if f.label.startswith("Đã đăng ký")][number].set_value(row["dk_tai"])
        app.number_input[number].set_value(row["so_luong"])
        again(app)
    button(app, "Nộp bổ sung").click()
    again(app)
    assert "Mục này bắt buộc" in words(app)
    field(app.text_input, "Họ, chữ đệm, tên vợ").set_value("Lê Thị Ví Dụ")
    button(app, "Nộp bổ sung").click()
    again(app)
    assert "Đã gửi bổ sung" in words(app)
    assert records.dossier(code).form["trich_luc"] == [*map(forms_row, ROWS)]
    assert State(records.dossier(code).state) is not State.SUPPLEMENT_ASKED


@pytest.mark.parametrize("seed", range(3))
def test_hostile_rows(sqlite_town: str, seed: int) -> None:
    """Anything in place of the rows, or inside one, is stored plainly or refused with a sentence."""
    procedure, rng = store.bundled()[EXTRACT], Random(seed)
    token = intake.start(EXTRACT, tam_da())
    inner = [one.key for one in procedure.by_key["trich_luc"].fields]
    for _ in range(60):
        row = {rng.choice(inner): hostile.value(rng) for _ in range(3)}
        raw = rng.choice((hostile.value(rng), [row], [row, hostile.value(rng)], [row] * 9, {"0": row}))
        done = forms.clean(procedure, {"trich_luc": raw})
        json.dumps(done.values, allow_nan=False)
        assert due.total(procedure, done.values, day=town.MONDAY.date()) >= 0
        for problem in (*done.problems, *done.warnings):
            assert forms_words.say(problem, forms_words.field_at(problem, procedure))
            assert forms_words.where(problem, procedure)
        with suppress(Invalid):  # a form that grows without end
            drafts.save(token, {"trich_luc": raw, f"trich_luc.{rng.randint(0, 120)}.dk_so": "1"})
        drafts.drop_row(token, "trich_luc", rng.randint(-2, 9))
    opened("submit", nhap=token, buoc="t3")
    with pytest.raises(Invalid):
        intake.submit(token)

