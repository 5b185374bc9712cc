"""Dossiers of the same person and likely duplicates: the matcher alone, on a file, and at the desk."""

from dataclasses import replace
from random import Random

import pytest
from click.testing import CliRunner

from bench.duplicates import as_csv, labelled
from db.desk import DossierSubject
from db.session import reading
from services import demo, desk, intake
from services.clock import standing_at
from services.commands.duplicates import find_duplicates
from services.desk.duplicates import BIRTH, MARITAL_STATUS, MARRIAGE, Record, compare, pairs
from services.workflow import State
from tests import town
from tests.town import a_dossier, act, actor

A = Record("1", "Nguyễn Thị Thúy Vy", "033190001234", "1990-05-17", "2", "", "2.000635")
BORN = Record("1", "Lê An", "", "2026-03-02", "1", "Trần Thị Mẫu", BIRTH)


def changed(one: Record, **what: str) -> Record:
    return replace(one, id="2", **what)


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"name": "NGUYEN THI THUY VY"},
        {"name": "Nguyễn Thúy Thị Vy"},
        {"name": "Nguyễn Thị Thúi Vi"},
        {"id_number": "033190001243"},
        {"born": "1990-05-71"},
        {"id_number": "", "name": "nguyen thi thuy vi"},
        {"born": "1990"},
    ],
)
def test_the_same_person_is_found_however_it_is_written(what):
    """Swapped middle names, missing accents, i for y, digits in the wrong order."""
    assert compare(A, changed(A, **what)) is not None


@pytest.mark.parametrize(
    "what",
    [
        {"id_number": "033190999999"},
        {"id_number": "033188777777", "born": "1988-01-01"},
        {"id_number": "", "born": ""},
        {"procedure": "1.000656"},
        {"name": "Trần Văn Khác", "id_number": "033190555555"},
    ],
)
def test_who_only_looks_alike_is_not(what):
    """Namesakes, people born on one day, the same person with another matter."""
    assert compare(A, changed(A, **what)) is None


def test_a_birth_registered_twice_is_found_under_another_name():
    """One mother and one date; a child of another date is a sister or brother."""
    twice = compare(BORN, changed(BORN, name="Lê Minh Khôi"))
    assert "birth_twice" in twice.reasons
    assert compare(BORN, changed(BORN, name="Lê Minh Khôi", born="2024-03-02")) is None


def test_a_marriage_beside_a_marital_status_is_told():
    """The one procedure pair that is looked at together."""
    found = compare(changed(A, procedure=MARRIAGE), changed(A, procedure=MARITAL_STATUS))
    assert "marriage_and_status" in found.reasons


def test_precision_and_recall_on_a_labelled_set():
    """Aim: 0.95 each (bench/duplicates.py prints them for 10,000)."""
    records, truth = labelled(1500, 7)
    found = {frozenset((m.first, m.second)) for m in pairs(records)}
    right = found & set(truth)
    assert len(right) >= 0.95 * len(found)
    assert len(right) >= 0.95 * len(truth)


def test_the_command_prints_pairs_with_score_and_reasons(tmp_path):
    """`find-duplicates FILE.csv`: the finder the desk uses, on any file."""
    file = tmp_path / "some.csv"
    file.write_text(as_csv([A, changed(A, name="nguyen thi thuy vy")]).read(), encoding="utf-8")
    said = CliRunner().invoke(find_duplicates, [str(file)])
    assert said.output == "1 2 1.00 same name, same id, same birth\n"
    file.write_text("id,name\n1,x\n", encoding="utf-8")
    assert "column missing: personal id" in CliRunner().invoke(find_duplicates, [str(file)]).output


def test_the_desk_shows_the_same_person_and_the_same_matter(database):
    """By number, or phone and name; within the own agency alone; a withdrawn one is no duplicate."""
    with standing_at(town.MONDAY):
        first, again, theirs = a_dossier(), a_dossier(), a_dossier(agency="dinh-cao")
        gone, other = a_dossier(State.WITHDRAWN), a_dossier(chance=3)
        found = desk.dossier(actor("canbo"), first).related
        assert {one.code for one in found.linked} == {again, gone}
        assert [one.code for one in found.twins] == [again]
        assert "same_name" in found.twins[0].reasons
        assert not {theirs, other} & {one.code for one in (*found.linked, *found.twins)}


def test_a_corrected_name_is_found_by_its_new_spelling(database):
    """An answered supplement that changes whom it is about keeps the index right."""
    with standing_at(town.MONDAY):
        code, other = a_dossier(), a_dossier(chance=2)
        item = {"paper": None, "field": "nd_ho_ten", "reason": "Sai tên."}
        act("canbo", code, "request_supplement", items=[item], answer_by=town.MONDAY.date())
        person = desk.dossier(actor("canbo"), other).form
        act(town.follower(code), code, "answer_supplement", fields={"nd_ho_ten": person["nd_ho_ten"]})
        from sqlalchemy import func, select

        with reading() as session:
            assert session.scalar(select(func.count(func.distinct(DossierSubject.folded)))) == 1


@pytest.mark.parametrize("whose", ["nu", "nam"])
def test_a_marriage_and_an_open_marital_status_are_told_of_each_other(database, whose):
    """For bride and for groom, from either dossier, with the reason; not once the status was withdrawn."""
    with standing_at(town.MONDAY):
        form = demo.draft("tam-da", Random(3), MARRIAGE)
        married = intake.submit(form).code
        answers = desk.dossier(actor("canbo"), married).form
        person = {f"xn_{key}": answers[f"{whose}_{key}"] for key in ("ho_ten", "ngay_sinh", "so_dinh_danh")}
        status = intake.submit(demo.draft("tam-da", Random(4), MARITAL_STATUS, **person)).code
        for here, there in ((married, status), (status, married)):
            (twin,) = desk.dossier(actor("canbo"), here).related.twins
            assert (twin.code, "marriage_and_status" in twin.reasons) == (there, True)
        act(town.follower(status), status, "withdraw", reason="Không còn nhu cầu.")
        assert desk.dossier(actor("canbo"), married).related.twins == ()
