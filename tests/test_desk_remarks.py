"""What officers write beside a dossier: verdicts, notes, labels, and who has it open."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import update

from db.dossiers import Dossier
from db.session import transaction
from services import desk, tracking
from services.actors import citizen
from services.citizens import export
from services.clock import standing_at
from services.desk import bundle, just_done, leases, remarks, verdicts
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, Overtaken
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor, given_for

S = State

pytestmark = pytest.mark.usefixtures("monday")


def first_paper(code):
    return records.papers(code)[0].id


def shown(code, who="canbo"):
    return desk.dossier(actor(who), code)


def verdict_of(code, paper_id):
    return next(p for p in shown(code).papers if p.id == paper_id).verdict


def test_a_verdict_is_kept_with_who_and_when(database):
    """One verdict and a note per file, in the database; a later one counts instead."""
    code = a_dossier()
    paper = first_paper(code)
    verdicts.give(actor("canbo"), code, paper, "blurred", "trang 2", seen=0)
    kept = verdict_of(code, paper)
    assert (kept.verdict, kept.note, kept.seq, kept.at) == ("blurred", "trang 2", 1, town.MONDAY)
    assert kept.by == actor("canbo").name
    verdicts.give(actor("chuyenvien"), code, paper, "good", seen=1)
    assert (verdict_of(code, paper).verdict, verdict_of(code, paper).by) == ("good", actor("chuyenvien").name)


def test_two_officers_cannot_overwrite_each_other(database):
    """Who saw an older verdict is told of the colleague's, and nothing is written."""
    code = a_dossier()
    paper = first_paper(code)
    verdicts.give(actor("canbo"), code, paper, "wrong", seen=0)
    with records.no_trace(), pytest.raises(Overtaken) as refused:
        verdicts.give(actor("chuyenvien"), code, paper, "good", seen=0)
    assert refused.value.facts["by"] == actor("canbo").name


def test_a_new_upload_has_no_verdict(database):
    """The verdict belongs to the file, not to the slot."""
    code = a_dossier(S.IN_PROCESS)
    paper = next(p.id for p in records.papers(code) if p.slot == "to_khai")
    verdicts.give(actor("chuyenvien"), code, paper, "blurred", seen=0)
    act("chuyenvien", code, "request_supplement", **given_for("request_supplement"))
    act(town.follower(code), code, "answer_supplement", **given_for("answer_supplement"))
    now = {p.id: p for p in shown(code).papers if p.slot == "to_khai"}
    assert [(p.replaced, p.verdict is None) for p in now.values()] == [(False, True), (True, False)]
    assert shown(code).wanting == ()
    with pytest.raises(GuardRefused):
        verdicts.give(actor("chuyenvien"), code, paper, "good", seen=1)


@pytest.mark.parametrize("state", [S.RETURNED, S.WITHDRAWN])
def test_an_ended_dossier_is_not_judged(sqlite_town, state):
    """3, 7, 8, 10 are final."""
    code = a_dossier(state)
    with pytest.raises(GuardRefused):
        verdicts.give(actor("canbo"), code, first_paper(code), "good", seen=0)


def test_odd_verdicts_are_refused(sqlite_town):
    """Only the five verdicts, a note of bounded length, a paper of this very dossier."""
    code, other = a_dossier(), a_dossier(chance=2)
    who, paper = actor("canbo"), first_paper(code)
    for refusal, given in (
        (Invalid, (paper, "nice")),
        (Invalid, (paper, "good", "x" * 501)),
        (NotFound, (first_paper(other), "good")),
    ):
        with pytest.raises(refusal):
            verdicts.give(who, code, *given, seen=0)


def test_verdicts_add_up_to_what_a_supplement_asks(sqlite_town):
    """Each slot that is not good once, with the usual reason and the note; good ones are left out."""
    code = a_dossier()
    papers = {p.slot: p.id for p in records.papers(code)}
    slots = list(papers)
    verdicts.give(actor("canbo"), code, papers[slots[0]], "expired", "hết hạn từ 01/2026", seen=0)
    for slot in slots[1:]:
        verdicts.give(actor("canbo"), code, papers[slot], "good", seen=0)
    assert shown(code).wanting == (verdicts.Wanting(slots[0], ("hết hạn",), "hết hạn từ 01/2026"),)


@pytest.mark.parametrize("who", ["canbo2", "giamsat", "quantri", "congdan"])
def test_nobody_else_writes_beside_a_dossier(sqlite_town, who):
    """Verdicts, notes, labels and leases answer only the dossier's own officers."""
    code = a_dossier()
    word = remarks.add_label(actor("canbo"), "Gấp")[0]
    for ask in (
        lambda: verdicts.give(actor(who), code, first_paper(code), "good", seen=0),
        lambda: remarks.add_note(actor(who), code, "x"),
        lambda: remarks.set_labels(actor(who), code, set()),
        lambda: leases.hold(actor(who), code),
        lambda: bundle.zipped(actor(who), code),
        lambda: just_done.undo_of(actor(who), code),
        lambda: remarks.retire_label(actor(who), word.id),
    ):
        with records.no_trace(), pytest.raises(NotFound):
            ask()


def test_notes_are_for_colleagues_alone(sqlite_town):
    """A note shows on the dossier, newest first, and not in what a citizen reads or takes out."""
    code = a_dossier()
    for text in ("Đã gọi điện.", "Bà con ở xa, hẹn thứ sáu."):
        remarks.add_note(actor("canbo"), code, text)
    assert [n.text for n in shown(code).notes] == ["Bà con ở xa, hẹn thứ sáu.", "Đã gọi điện."]
    mine = citizen("Công dân", actor("congdan").account_id)
    with transaction() as session:
        session.execute(update(Dossier).values(account_id=mine.account_id))
    assert "Đã gọi điện" not in export.own_data(mine).decode()
    assert "Đã gọi điện" not in repr(tracking.view(town.follower(code), code))
    with pytest.raises(Missing):
        remarks.add_note(actor("canbo"), code, "  ")
    with pytest.raises(Invalid):
        remarks.add_note(actor("canbo"), code, "x" * 2001)


def test_labels_are_the_agencys_words(database):
    """One list per agency, one word once whatever its accents; a dossier has those that were set last."""
    code = a_dossier()
    urgent, poor = (
        remarks.add_label(actor("canbo"), "Khẩn")[0],
        remarks.add_label(actor("canbo"), "Hộ nghèo")[0],
    )
    assert [row.name for row in remarks.add_label(actor("canbo"), "khan")] == ["Hộ nghèo", "khan"]
    remarks.set_labels(actor("canbo"), code, {urgent.id, poor.id})
    remarks.set_labels(actor("chuyenvien"), code, {poor.id})
    assert [(row.name, row.on) for row in shown(code).labels] == [("Hộ nghèo", True), ("khan", False)]
    assert remarks.labels(actor("canbo2")) == ()
    theirs = remarks.add_label(actor("canbo2"), "Của xã khác")[0]
    with pytest.raises(NotFound):
        remarks.set_labels(actor("canbo"), code, {theirs.id})


def test_a_retired_label_stays_where_it_is(sqlite_town):
    """The leader takes a word off the list; a dossier that has it keeps it, another cannot get it."""
    code, other = a_dossier(), a_dossier(chance=2)
    word = remarks.add_label(actor("canbo"), "Cũ")[0]
    remarks.set_labels(actor("canbo"), code, {word.id})
    with pytest.raises(NotAllowed):
        remarks.retire_label(actor("canbo"), word.id)
    remarks.retire_label(actor("lanhdao"), word.id)
    assert [row.name for row in shown(code).labels] == ["Cũ"]
    assert (shown(other).labels, remarks.labels(actor("canbo"))) == ((), ())
    with pytest.raises(NotFound):
        remarks.set_labels(actor("canbo"), other, {word.id})


def test_a_colleague_sees_who_has_it_open(database):
    """A lease counts until it ends, is written at most every RENEW, and never names the reader herself."""
    code = a_dossier()
    assert leases.hold(actor("canbo"), code).others == ()
    assert leases.hold(actor("chuyenvien"), code).others == (actor("canbo").name,)
    with records.no_trace(), standing_at(town.MONDAY + leases.RENEW / 2):
        assert leases.hold(actor("canbo"), code).others == (actor("chuyenvien").name,)
    with standing_at(town.MONDAY + leases.RENEW + timedelta(seconds=1)):
        leases.hold(actor("canbo"), code)
    with standing_at(town.MONDAY + leases.LASTS + timedelta(seconds=1)):
        assert leases.hold(actor("lanhdao"), code).others == (actor("canbo").name,)
    with standing_at(town.MONDAY + 3 * leases.LASTS):
        leases.tidy()
        assert leases.hold(actor("lanhdao"), code).others == ()


def test_all_papers_come_in_one_file(sqlite_town):
    """In the procedure's order, under plain names; a replaced one is left out."""
    code = a_dossier()
    with zipfile.ZipFile(io.BytesIO(bundle.zipped(actor("canbo"), code))) as archive:
        names = archive.namelist()
        assert all(archive.read(name).startswith(b"%PDF") for name in names)
    assert len(names) == len(records.papers(code))
    assert names[0].startswith("01 to khai")
    assert all(name.isascii() for name in names)
