"""One action for many dossiers: told before it is done, each for itself, and nothing twice."""

import csv
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from db.dossiers import Dossier
from db.session import reading
from services import carrying, casework
from services.desk import bulk, narrow, remarks, takeout
from services.desk.bulk import DONE, FAILED, PLANNED, REFUSED, Chosen
from services.errors import GuardRefused, Missing, NotAllowed, NotFound, WrongState
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor

S = State
EVERYTHING = Chosen(None, "tat-ca")

pytestmark = pytest.mark.usefixtures("monday")


def keys(*codes: str) -> Chosen:
    """These dossiers, ticked."""
    with reading() as session:
        known = dict(session.execute(select(Dossier.code, Dossier.id)).all())
    return Chosen(tuple(known[code] for code in codes))


def to_end(who, run_id: int) -> dict[str, str]:
    """Run it to its end; the status of each dossier."""
    while bulk.step(who, run_id):
        pass
    return {item.code: item.status for item in bulk.run(who, run_id).items}


def test_the_dry_run_tells_and_changes_nothing(database):
    """How many would be done and why the others not; not a dossier has moved."""
    new, held = a_dossier(chance=1), a_dossier(S.IN_PROCESS, chance=2)
    who = actor("canbo")
    seen = {code: town.seen(code) for code in (new, held)}
    found = bulk.run(who, bulk.plan(who, "receive", keys(new, held)))
    assert [(item.code, item.status) for item in found.items] == [(new, PLANNED), (held, REFUSED)]
    assert "Đang xử lý" in found.items[1].why
    assert {code: town.seen(code) for code in (new, held)} == seen


def test_each_dossier_stands_alone(database):
    """One that a colleague has changed since is refused with the reason; the others are done."""
    made = [a_dossier(chance=number) for number in range(3)]
    who = actor("canbo")
    run_id = bulk.plan(who, "receive", keys(*made))
    act("lanhdao", made[1], "withdraw", reason="Nộp nhầm.")
    assert to_end(who, run_id) == {made[0]: DONE, made[1]: FAILED, made[2]: DONE}
    why = {item.code: item.why for item in bulk.run(who, run_id).items}[made[1]]
    assert "Lê Thị Mẫu Ba" in why
    assert [records.dossier(code).state for code in made] == [S.RECEIVED, S.WITHDRAWN, S.RECEIVED]
    assert records.letters(made[0])[0].kind == "receipt"
    assert records.last(made[2]).actor_name == who.name


def test_a_second_run_repeats_nothing(database):
    """Going on after an interruption does the rest; run again, it does nothing, also when planned anew."""
    made = [a_dossier(chance=number) for number in range(3)]
    who = actor("canbo")
    run_id = bulk.plan(who, "receive", keys(*made))
    assert bulk.step(who, run_id) == 2
    to_end(who, run_id)
    events = {code: len(records.events(code)) for code in made}
    assert bulk.step(who, run_id) == 0
    again = bulk.run(who, bulk.plan(who, "receive", keys(*made)))
    assert {item.status for item in again.items} == {REFUSED}
    assert {code: len(records.events(code)) for code in made} == events


def test_a_dossier_and_its_mark_are_one(database):
    """If the program dies within a dossier, neither it nor the run has moved, and it is done later."""
    code, who = a_dossier(), actor("canbo")
    run_id = bulk.plan(who, "receive", keys(code))
    done = carrying.carry_out

    def dies(*given, **named):
        done(*given, **named)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(carrying, "carry_out", dies)
        with pytest.raises(KeyboardInterrupt):
            bulk.step(who, run_id)
    assert town.seen(code) == 1
    assert to_end(who, run_id) == {code: DONE}


def test_two_at_once_do_a_dossier_once(database):
    """Two pages that run the same run claim each dossier by a condition."""
    code, who = a_dossier(), actor("canbo")
    run_id = bulk.plan(who, "receive", keys(code))
    marked = bulk._mark

    def quicker(session, item, status, why=None):
        return marked(session, item, status, why) and marked(session, item, status, why)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_mark", quicker)
        bulk.step(who, run_id)
    assert len(records.events(code)) == 1


def test_sending_on_and_assigning_name_an_officer(database):
    """Chuyển xử lý goes to a specialist; Giao việc to any officer of the agency, the state stays."""
    code, who = a_dossier(S.RECEIVED), actor("canbo")
    for action in ("forward", "assign"):
        with pytest.raises(Missing):
            bulk.plan(who, action, keys(code))
    stranger = bulk.run(who, bulk.plan(who, "assign", keys(code), actor("canbo2").account_id))
    assert stranger.items[0].status == REFUSED
    assert "không làm việc ở đơn vị" in stranger.items[0].why
    to_end(who, bulk.plan(who, "assign", keys(code), actor("lanhdao").account_id))
    assert (records.dossier(code).holder_id, records.dossier(code).state) == (
        actor("lanhdao").account_id, S.RECEIVED,
    )  # fmt: skip
    run_id = bulk.plan(who, "forward", keys(code), actor("chuyenvien").account_id)
    assert bulk.run(who, run_id).given == "Trần Văn Mẫu Hai"
    to_end(who, run_id)
    assert records.dossier(code).state == S.IN_PROCESS


def test_assigning_can_be_taken_back_and_is_refused_where_it_makes_no_sense(database):
    """Undo gives it back; an ended dossier, or one that the officer has already, is refused."""
    code, who, other = a_dossier(S.RECEIVED), actor("canbo"), actor("chuyenvien").account_id
    before = records.dossier(code).holder_id
    casework.assign(who, code, seen=town.seen(code), officer=other)
    with pytest.raises(GuardRefused):
        casework.assign(who, code, seen=town.seen(code), officer=other)
    casework.undo(who, code, seen=town.seen(code))
    assert records.dossier(code).holder_id == before
    ended = a_dossier(S.RETURNED, chance=2)
    with pytest.raises(WrongState):
        casework.assign(who, ended, seen=town.seen(ended), officer=other)


def test_everything_that_the_filter_finds(database):
    """The whole list, not the page; only as many as one run takes, from the top of the list."""
    made = [a_dossier(chance=number) for number in range(3)]
    a_dossier(agency="dinh-cao", chance=9)
    who = actor("canbo")
    assert {row.code for row in bulk.rows(who, EVERYTHING)} == set(made)
    assert bulk.rows(who, Chosen(None, "tat-ca", narrow=narrow.read({"kenh": "1"}, {}))) == ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "MOST", 2)
        assert len(bulk.run(who, bulk.plan(who, "receive", EVERYTHING)).items) == 2


def test_nobody_acts_on_anothers_dossiers_or_run(database):
    """Keys of another commune choose nothing; a run answers only whoever asked for it; roles count."""
    code = a_dossier()
    who, stranger = actor("canbo"), actor("canbo2")
    assert bulk.rows(stranger, keys(code)) == ()
    assert takeout.receipts(stranger, keys(code)).ready == ()
    assert bulk.run(stranger, bulk.plan(stranger, "receive", keys(code))).items == ()
    run_id = bulk.plan(who, "receive", keys(code))
    for other in (stranger, actor("lanhdao")):
        for ask in (bulk.run, bulk.step):
            with pytest.raises(NotFound):
                ask(other, run_id)
    specialist = actor("chuyenvien")
    assert bulk.open_to(specialist) == ("assign", "label")
    assert bulk.run(specialist, bulk.plan(specialist, "receive", keys(code))).items[0].status == REFUSED
    for outside in map(actor, ("giamsat", "quantri", "congdan")):
        for ask in (
            lambda one: bulk.rows(one, EVERYTHING), lambda one: bulk.plan(one, "receive", EVERYTHING),
            lambda one: takeout.receipts(one, EVERYTHING), lambda one: bulk.officers(one, "assign"),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                ask(outside)
    with pytest.raises(NotAllowed):
        bulk.plan(who, "stop", keys(code))


def test_receipts_are_one_pdf(sqlite_town):
    """A receipt of each dossier that has one; the others are named."""
    made = [a_dossier(S.RECEIVED, chance=1), a_dossier(S.IN_PROCESS, chance=2), a_dossier(chance=3)]
    who, told = actor("canbo"), []
    found = takeout.receipts(who, keys(*made))
    assert [code for code, _ in found.ready] == made[:2]
    assert found.without == (made[2],)
    pdf = takeout.printed(who, keys(*made), lambda n, all_: told.append((n, all_)))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert all(code in text for code in made[:2])
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_becomes_a_formula(text):
    """What a citizen typed is text in every spreadsheet."""
    book = load_workbook(io.BytesIO(takeout.xlsx(["Tên"], [[text]])))
    assert book.active["A2"].data_type == "s"
    rows = list(csv.reader(io.StringIO(takeout.as_csv(["Tên"], [[text]]).decode("utf-8-sig"))))
    assert rows[1][0].startswith("'")


def test_a_label_for_many_and_nothing_twice(database):
    """Those that have it say so; a second run repeats nothing; another agency's label or dossier is none."""
    who, codes = actor("canbo"), [a_dossier(chance=n) for n in (1, 2)]
    label = remarks.add_label(who, "Hộ nghèo")[0].id
    remarks.set_labels(who, codes[0], {label})
    with pytest.raises(Missing):
        bulk.plan(who, "label", keys(*codes))
    run = bulk.plan(who, "label", keys(*codes), label)
    assert [one.status for one in bulk.run(who, run).items] == [REFUSED, PLANNED]
    assert bulk.run(who, run).given == "Hộ nghèo"
    assert to_end(who, run) == {codes[0]: REFUSED, codes[1]: DONE}
    again = bulk.plan(who, "label", keys(*codes), label)
    with records.no_trace():
        assert set(to_end(who, again).values()) == {REFUSED}
    stranger = actor("canbo2")
    assert bulk.run(stranger, bulk.plan(stranger, "label", keys(*codes), label)).items == ()
    remarks.retire_label(actor("lanhdao"), label)
    third = a_dossier(chance=3)
    assert "không còn dùng" in bulk.run(who, bulk.plan(who, "label", keys(third), label)).items[0].why
    with pytest.raises(NotAllowed):
        bulk.plan(actor("quantri"), "label", keys(third), label)
