"""How long things are kept: off by default, tried without harm, and what is anonymised stays provable."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.dossiers import Dossier, Draft, Event
from db.money import PaymentCall
from db.office import OfficeEvent
from db.outbox import Notice
from db.session import reading, transaction
from services import desk, journal, loose_files, storage, verification
from services.actors import Actor, Grant
from services.clock import now, standing_at
from services.errors import Invalid, NotAllowed, NotFound
from services.figures import tally
from services.keeping import anonymise, retention, sweep
from services.money import audit
from services.oversight import chain, log
from services.workflow import Role, State
from tests import records, town
from tests.town import a_dossier, act, actor

LATER = town.MONDAY + timedelta(days=500)
YEAR = {("dossiers", ""): 12}


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(loose_files, "UNTOUCHED", timedelta(0))  # files of tests are all of today
    removed, remove = [], storage.remove

    def remembering(sha256: str, untouched: timedelta) -> bool:
        if storage.exists(sha256):
            removed.append(storage.get(sha256))
        return remove(sha256, untouched)

    monkeypatch.setattr(storage, "remove", remembering)
    with standing_at(town.MONDAY):
        yield
    for data in removed:  # other tests share the storage
        storage.put(data)


def set_rules(new) -> None:
    """The administrator sets them, long enough ago to count at LATER."""
    retention.change(actor("quantri"), new)


def sound() -> None:
    """Everything that proves itself still does."""
    with reading() as session:
        assert list(journal.faults(session)) == []
        assert list(chain.faults(session)) == []
        assert list(tally.faults(session)) == []
        assert list(audit.faults(session)) == []


def a_whole_life() -> str:
    """A dossier that was supplemented, paid, written about, answered with a file and handed over."""
    code = a_dossier(State.SUPPLEMENT_ASKED)
    act(town.follower(code), code, "answer_supplement", papers=[town.a_paper("to_khai")])
    act("canbo", code, "request_payment", **town.given_for("request_payment"))
    act("canbo", code, "record_payment", **town.given_for("record_payment"))
    result = records.papers(code)[0].sha256
    if act("chuyenvien", code, "finish", result_file=result).proposed:
        act("lanhdao", code, "approve")
    act("canbo", code, "hand_over", **town.HANDED)
    return code


def personal(code: str) -> set[str]:
    """What identifies the person of this dossier."""
    d = records.dossier(code)
    return {d.applicant_name, d.applicant_phone, d.applicant_email, d.applicant_id_number, "Bản quét bị mờ"}


def about(code: str) -> str:
    """Every row that names this dossier, as one text."""
    dossier_id = records.dossier(code).id
    found = []
    for table, rows in records.everything().items():
        columns = [c.key for c in retention.Dossier.metadata.tables[table].columns]
        place = columns.index("dossier_id") if "dossier_id" in columns else None
        own = [r for r in rows if place is not None and r[place] == dossier_id]
        found += [r for r in rows if r[0] == dossier_id] if table == "dossier" else own
    return json.dumps(found, default=str, ensure_ascii=False)


def test_nothing_goes_until_somebody_says_so(database):
    """Off by default: whatever the age, nothing is touched."""
    a_dossier(State.RETURNED)
    with standing_at(LATER), records.no_trace():
        assert sweep.run() == 0
        assert retention.dry_run(actor("quantri")) == ()


def test_the_dry_run_counts_and_writes_nothing(database):
    """How many of what, the oldest and the newest; by other numbers than those that are set, too."""
    a_dossier(State.RETURNED)
    with standing_at(town.MONDAY + timedelta(days=40)):
        a_dossier(State.RETURNED, chance=2)
        a_dossier(State.IN_PROCESS, chance=3)
    with standing_at(LATER), records.no_trace():
        [found] = retention.dry_run(actor("quantri"), YEAR)
        assert (found.kind, found.count, found.keep) == ("dossiers", 2, 12)
        assert (found.oldest, found.newest) == (town.MONDAY, town.MONDAY + timedelta(days=40))
        own = ("dossiers", found.procedure_code)
        assert retention.dry_run(actor("quantri"), {("dossiers", ""): 15, own: 0}) == ()
        assert retention.dry_run(actor("quantri"), {("dossiers", ""): 16})[0].count == 1


def test_an_anonymised_dossier_names_nobody_and_proves_itself(database):
    """Names, phone, papers and free text go, from every table and from the journal; code, days, states,
    money, chain, figures and the code of the result stay right; files that nobody else needs are deleted."""
    code = a_whole_life()
    other = a_dossier(chance=5)
    who, before = personal(code), records.dossier(code)
    files = {paper.sha256 for paper in records.papers(code)}
    shared = {paper.sha256 for paper in records.papers(other)}
    with reading() as session:
        told = verification.of_result(session, before)
    set_rules(YEAR)
    with standing_at(LATER):
        assert sweep.run() == 1
        text = about(code)
        assert [word for word in who if word and word in text] == []
        after = records.dossier(code)
        assert (after.code, after.state, after.closed_at, after.money) == (
            code, before.state, before.closed_at, before.money)  # fmt: skip
        assert (after.form, after.account_id, after.anonymised_at) == ({}, None, LATER)
        assert [(e.action, e.at) for e in records.events(code)][-1] == ("anonymise", LATER)
        assert records.papers(code) == []
        assert [sha for sha in files if storage.exists(sha)] == sorted(files & shared, key=list(files).index)
        assert all(storage.exists(sha) for sha in shared)
        assert verification.check(told, "somebody").status == verification.GENUINE
        assert records.dossier(other).applicant_name != anonymise.ERASED
        sound()
        assert sweep.run() == 0
        assert desk.dossier(actor("canbo"), code).code == code


def test_nobody_uses_it_to_change_the_journal(sqlite_town):
    """What an anonymised event says is sealed by the last event of the dossier: changed again, it shows."""
    code = a_whole_life()
    set_rules(YEAR)
    with standing_at(LATER):
        sweep.run()
    with transaction() as session:
        first = records.events(code)[0].id
        session.execute(update(Event).where(Event.id == first).values(actor_name="Người khác"))
    with reading() as session:
        assert list(journal.faults(session)) == [f"{code}: event 1 was touched"]


def test_a_rule_counts_a_day_after_it_was_set(sqlite_town):
    """A mistyped number can be put right before anything is gone, and the old rule rests meanwhile."""
    a_dossier(State.RETURNED)
    set_rules({("dossiers", ""): 12})
    with standing_at(LATER):
        set_rules({("dossiers", ""): 240})
        assert sweep.run() == 0
    with standing_at(LATER + timedelta(hours=1)):
        set_rules({("dossiers", ""): 13})
        assert sweep.run() == 0
    with standing_at(LATER + timedelta(hours=26)):
        assert sweep.run() == 1


def test_each_procedure_may_have_its_own_time(sqlite_town):
    """The rule of a procedure goes before the one for all; 0 keeps for ever."""
    code = a_dossier(State.RETURNED)
    own = ("dossiers", records.dossier(code).procedure_code)
    set_rules({("dossiers", ""): 12, own: 0})
    with standing_at(LATER):
        assert sweep.run() == 0
        set_rules({own: 12})
    with standing_at(LATER + timedelta(days=2)):
        assert sweep.run() == 1


def test_logs_messages_calls_and_drafts_go_by_their_own_rules(database):
    """Each kind by its age; what is open or under way stays; the log says what went, and its chain holds."""
    canbo, code = actor("canbo"), a_dossier()
    desk.paper_bytes(canbo, code, records.papers(code)[0].id)
    log.took(canbo, "list_taken", "csv")
    token = town.a_draft(chance=7)
    with transaction() as session:
        session.add(PaymentCall(at=now(), provider="vnpay", outcome="forged", answer="97"))
        first = records.notices(code)[0].id
        session.execute(update(Notice).where(Notice.id == first).values(sent_at=now()))
        waiting = len(records.notices(code)) - 1
    months = {"messages": 3, "office_log": 12, "scans_log": 12, "payment_calls": 12, "drafts": 5}
    set_rules({(kind, ""): keep for kind, keep in months.items()})
    with standing_at(town.MONDAY + timedelta(days=6)):
        counts = {f.kind: f.count for f in retention.dry_run(actor("quantri"))}
        assert counts == {"drafts": 1, "messages": 0, "office_log": 0, "scans_log": 0, "payment_calls": 0}
        assert sweep.run() == 1
    with reading() as session:
        assert session.scalar(select(Draft.id).where(Draft.token == token)) is None
    with standing_at(LATER):
        sweep.run()
        assert len(records.notices(code)) == waiting
        with reading() as session:
            assert session.scalars(select(PaymentCall)).all() == []
            kept = session.execute(select(OfficeEvent.action, OfficeEvent.subject)).all()
        assert ("list_taken", "csv") not in kept
        assert ("paper_opened", code) not in kept
        assert ("log_cut", "office") in kept
        assert ("log_cut", "scans") in kept
        sound()
        log.took(canbo, "list_taken", "csv")
        desk.paper_bytes(canbo, code, records.papers(code)[0].id)
    with standing_at(LATER + timedelta(days=500)):
        sweep.run()
        sound()


def test_every_table_about_a_dossier_has_its_word(sqlite_town):
    """A new table that names a dossier says whether its rows go, are emptied, or hold nothing personal."""
    known = anonymise.GONE | anonymise.EMPTIED | set(anonymise.STAYS)
    assert anonymise.tables() - known == set(), "say in services/keeping/anonymise.py what becomes of it"


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"])
def test_only_the_administrator_sets_it(sqlite_town, who):
    """Permission retention:manage, asked in the service."""
    for ask in (
        retention.rules, retention.dry_run, retention.procedures, lambda one: retention.change(one, YEAR)
    ):  # fmt: skip
        with records.no_trace(), pytest.raises(NotAllowed):
            ask(actor(who))


def test_an_administrator_of_one_commune_does_not_set_it_for_all(sqlite_town):
    """The rules are those of the whole installation."""
    place = next(grant for grant in actor("canbo2").grants)
    grant = Grant(Role.ADMINISTRATOR, place.agency_id, place.agency_name, place.path)
    local = Actor("officer", "Quản trị xã", actor("quantri").account_id, "quantrixa", (grant,))
    with records.no_trace(), pytest.raises(NotAllowed):
        retention.change(local, YEAR)


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({("dossiers", ""): 11}, Invalid), ({("messages", ""): 1201}, Invalid),
        ({("drafts", ""): -1}, Invalid),
        ({("everything", ""): 12}, NotFound), ({("dossiers", "9.999999"): 12}, NotFound),
        ({("messages", "2.000635"): 12}, NotFound),
    ],  # fmt: skip
)  # fmt: skip
def test_obviously_wrong_numbers_are_refused(sqlite_town, new, refusal):
    """Too short, too long, of nothing that is kept: nothing is written."""
    with records.no_trace(), pytest.raises(refusal):
        retention.change(actor("quantri"), new)


def test_a_change_is_told_in_the_log(sqlite_town):
    """Who set what; the same again is no change."""
    set_rules({("dossiers", ""): 120, ("messages", ""): 0})
    set_rules({("dossiers", ""): 120})
    with reading() as session:
        query = select(OfficeEvent.action, OfficeEvent.actor_name, OfficeEvent.facts)
        told = session.execute(query).all()
    facts = {"kind": "dossiers", "changed": ["0 → 120"]}
    assert [tuple(one) for one in told] == [("retention_changed", actor("quantri").name, facts)]


def test_a_file_put_a_moment_ago_makes_it_wait(sqlite_town, monkeypatch):
    """Somebody may be sending the same file just now: the dossier waits for another night."""
    code = a_dossier(State.RETURNED)
    set_rules(YEAR)
    monkeypatch.setattr(loose_files, "UNTOUCHED", timedelta(days=1))
    with standing_at(LATER):
        assert sweep.run() == 0
        with reading() as session:
            assert session.scalar(select(Dossier.anonymised_at).where(Dossier.code == code)) is None
        sound()
