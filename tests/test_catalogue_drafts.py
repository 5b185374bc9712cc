"""The catalogue: drafts kept as typed, reviewed by a second person, published; what is under way stays."""

import copy
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.agencies import Agency, AgencySuccessor
from db.catalogue import ProcedureVersion
from db.dossiers import Dossier
from db.office import OfficeEvent
from db.session import reading, transaction
from services import (
    correspondence,
    counter_intake,
    desk,
    draft_versions,
    drafts,
    forms,
    intake,
    intake_words,
    offers,
    sentences,
)
from services.accounts import passwords
from services.actors import SYSTEM, Actor, Grant, citizen
from services.catalogue import store
from services.catalogue.drafts import differences, drafting, examine
from services.catalogue.lines import Document
from services.catalogue.reading import parse
from services.catalogue.schema import Procedure
from services.clock import standing_at, today
from services.errors import CatalogueRefused, GuardRefused, Invalid, NotAllowed, NotFound, Refusal, Stale
from services.forms import words
from services.people import invitations
from services.people.invitations import Wanted
from services.workflow import Role
from tests import records, town
from tests.test_counter_intake import filled
from tests.unit.test_catalogue import WRONG, changed

CODE = "2.000635"


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


@pytest.fixture
def two():
    """Two administrators of the province."""
    return town.actor("quantri"), second()


def second(username: str = "quantrihai"):
    with reading() as session:
        top = session.scalar(select(Agency.id).where(Agency.slug == "hung-yen"))
    wanted = [Wanted("administrator", top, today())]
    link = invitations.invite(
        town.actor("quantri"), username, "Người Mẫu Hai", f"{username}@example.vn", wanted
    )
    invitations.accept(link.url.rpartition("=")[2], "ba con mèo ngồi học", "local")
    return town.actor(username)


def newest(code: str = CODE) -> int:
    with reading() as session:
        asked = select(ProcedureVersion.id).where(ProcedureVersion.code == code)
        return session.scalar(asked.order_by(ProcedureVersion.version.desc()).limit(1))


def changed_draft(who, **changes) -> tuple[int, int]:
    """A draft of the extract's next version with these facts changed: its id and row version."""
    draft_id = drafting.begin_from(who, newest())
    draft = drafting.view(who, draft_id)
    return draft_id, drafting.keep(who, draft_id, draft.row_version, {**draft.data, **changes})


def reviewed(who, other, **changes) -> tuple[int, int]:
    draft_id, row = changed_draft(who, **changes)
    row = drafting.ask_review(who, draft_id, row)
    return draft_id, drafting.approve(other, draft_id, row)


def published(who, other, day: date | None = None, **changes) -> int:
    draft_id, row = reviewed(who, other, **changes)
    return drafting.publish(who, draft_id, row, day or today())


def guard(verb, *args) -> str:
    with pytest.raises(GuardRefused) as refused:
        verb(*args)
    assert sentences.say(refused.value)
    return refused.value.guard


def problem(verb, *args) -> str:
    with pytest.raises(Invalid) as refused:
        verb(*args)
    assert sentences.say_problem(refused.value.problems[0])
    return refused.value.problems[0].code


# --- files --------------------------------------------------------------------------------------------------


def test_every_shipped_procedure_goes_out_and_in_again(database):
    """Export and import change nothing: lists, conditions, rules, fees, groups; the digest is the same."""
    who = town.actor("quantri")
    for row in drafting.published(who):
        text = drafting.export_yaml(who, version_id=row.version_id)
        procedure = drafting.procedure(who, row.version_id)
        assert store.digest(parse(text, "x.yaml")) == store.digest(procedure), row.code
        assert "catalogue: " in text, "named lists stay named"
    draft_id = drafting.import_yaml(who, text)
    draft = drafting.view(who, draft_id)
    assert draft.faults == ()
    assert draft.base == procedure
    assert store.digest(parse(drafting.export_yaml(who, draft_id), "x.yaml")) == store.digest(procedure)


def test_a_broken_file_is_kept_and_its_faults_are_told(sqlite_town):
    """What can be read is kept; only what is no YAML is refused, with its line."""
    who = town.actor("quantri")
    draft_id = drafting.import_yaml(who, 'code: "2.000635"\nlevel: bốn\nname: Tên\npapers: [{key: A B}]\n')
    draft = drafting.view(who, draft_id)
    assert draft.data["level"] == "bốn"
    assert draft.base.code == CODE
    told = {fault.path: fault.text for fault in draft.faults}
    assert told["level",] == "Hãy ghi một số nguyên."
    assert told["papers", 0, "key"].startswith("Chỉ dùng chữ thường")
    assert told["sections",] == "Chưa ghi."
    with pytest.raises(CatalogueRefused) as refused:
        drafting.import_yaml(who, "code: 1\nname: [x\n")
    assert refused.value.line in (2, 3)


@pytest.mark.parametrize("name", sorted(set(WRONG) - {"tag", "alias", "no YAML", "tab", "key given twice"}))
def test_the_faults_of_a_draft_are_those_of_a_file(name):
    """What check-catalogue refuses is a fault of the draft, said in Vietnamese, at a place that is there."""
    text, _line = changed(*WRONG[name])
    with pytest.raises(CatalogueRefused):
        parse(text, "x.yaml")
    procedure, found = examine.read(Document(text, "x.yaml").values)
    assert found
    assert procedure is None
    for fault in found:
        assert not fault.text.isascii(), f"say it in Vietnamese: {fault}"
        assert fault.place


def test_an_empty_draft_and_whatever_is_typed_are_kept(database):
    """A draft stands wrong for days; control characters and odd numbers reach no database."""
    who = town.actor("quantri")
    draft_id = drafting.begin_empty(who)
    assert drafting.view(who, draft_id).faults
    odd = {"name": "A\x00\ud800B", "level": float("nan"), "sections": {"a": [1, None, (2,)]}, "zz": 10**30}
    drafting.keep(who, draft_id, 1, odd)
    kept = drafting.view(who, draft_id)
    assert kept.data == {"name": "AB", "level": None, "sections": {"a": [1, None, [2]]}, "zz": str(10**30)}
    assert kept.faults
    assert drafting.rows(who)[0].faults == len(kept.faults)
    deep: list = []
    for _ in range(60):
        deep = [deep]
    assert problem(drafting.keep, who, draft_id, 2, {"name": deep}) == "draft_too_big"


# --- the way of a draft -------------------------------------------------------------------------------------


def test_from_draft_to_version(database, two):
    """Asked, approved by a second person, published at a day; every step is in the office's log."""
    who, other = two
    version_id = published(who, other, date(2026, 12, 1), short="Trích lục mới")
    rows = {row.version_id: row for row in drafting.published(who)}
    new = rows[version_id]
    assert (new.version, new.coming, new.current, new.published_by) == (3, True, False, who.name)
    assert offers.procedure(CODE).version == 2
    with standing_at(town.moment("2026-12-01T08:00")):
        assert offers.procedure(CODE).short == "Trích lục mới"
    with reading() as session:
        told = session.scalars(select(OfficeEvent.action).where(OfficeEvent.subject == CODE))
        assert [*told] == [f"catalogue_{step}" for step in ("begun", "asked", "approved", "published")]
    [row] = [r for r in drafting.rows(who, closed=True) if r.state == "published"]
    assert guard(drafting.keep, who, row.id, drafting.view(who, row.id).row_version, {}) == "draft_state"


def test_nobody_approves_what_he_edited(sqlite_town, two):
    """Neither the author nor anybody who changed it later; a change after review asks for review again."""
    who, other = two
    draft_id, row = changed_draft(who, short="Mới")
    row = drafting.ask_review(who, draft_id, row)
    assert guard(drafting.approve, who, draft_id, row) == "draft_own"
    data = drafting.view(who, draft_id).data
    row = drafting.keep(other, draft_id, row, {**data, "short": "Mới hơn"})
    assert drafting.view(who, draft_id).state == "editing"
    assert guard(drafting.approve, other, draft_id, row) == "draft_state"
    row = drafting.ask_review(who, draft_id, row)
    assert guard(drafting.approve, other, draft_id, row) == "draft_own"
    third = second("quantriba")
    row = drafting.approve(third, draft_id, row)
    row = drafting.keep(who, draft_id, row, {**data, "short": "Mới nhất"})
    assert guard(drafting.publish, who, draft_id, row, today()) == "draft_state"


def test_sending_back_needs_a_note(sqlite_town, two):
    """Who gets it back reads why."""
    who, other = two
    draft_id, row = changed_draft(who, short="Mới")
    row = drafting.ask_review(who, draft_id, row)
    assert problem(drafting.send_back, other, draft_id, row, "  ") == "note_needed"
    drafting.send_back(other, draft_id, row, "Thiếu căn cứ.")
    view = drafting.view(who, draft_id)
    assert (view.state, view.note) == ("editing", "Thiếu căn cứ.")


def test_a_wrong_or_unchanged_draft_goes_no_further(sqlite_town, two):
    """Faults are put right first; nothing is published that says what is there."""
    who, _other = two
    draft_id, row = changed_draft(who, level=9)
    assert guard(drafting.ask_review, who, draft_id, row) == "draft_faults"
    same = drafting.begin_from(who, newest())
    assert guard(drafting.ask_review, who, same, 1) == "draft_unchanged"


def test_the_day_is_neither_past_nor_before_the_newest(sqlite_town, two):
    """Today or later, and never before a version that is there already."""
    who, other = two
    draft_id, row = reviewed(who, other, short="Mới")
    assert problem(drafting.publish, who, draft_id, row, today() - timedelta(days=1)) == "publish_past"
    drafting.publish(who, draft_id, row, date(2027, 1, 1))
    draft_id, row = reviewed(who, other, short="Mới hơn", valid_to="2027-06-30")
    assert problem(drafting.publish, who, draft_id, row, date(2026, 12, 31)) == "publish_too_early"
    assert problem(drafting.publish, who, draft_id, row, date(2027, 7, 1)) == "publish_after_end"


def test_a_draft_of_yesterdays_version_is_refused(sqlite_town, two):
    """Somebody else published meanwhile: what he changed is not overwritten unseen."""
    who, other = two
    late, row = reviewed(who, other, short="Cũ")
    published(who, other, short="Mới")
    assert guard(drafting.publish, who, late, row, today()) == "draft_outdated"
    assert drafting.view(who, late).outdated
    copy_id = drafting.begin_from(who, newest(), as_new=True)
    assert drafting.view(who, copy_id).base is None
    data = {**drafting.view(who, copy_id).data, "code": CODE, "key": "khac"}
    row = drafting.keep(who, copy_id, 1, data)
    assert guard(drafting.ask_review, who, copy_id, row) == "draft_outdated"


def test_who_saw_an_older_row_is_refused(sqlite_town, two):
    """Two at one draft never wipe each other's work."""
    who, other = two
    draft_id, row = changed_draft(who, short="Mới")
    with records.no_trace(), pytest.raises(Stale) as refused:
        drafting.keep(other, draft_id, row - 1, {})
    assert who.name in sentences.say(refused.value)


def test_two_publish_at_once_and_one_wins(database, two):
    """Two approved drafts of one version: the second is refused, and there is one version more."""
    who, other = two
    ready = [reviewed(who, other, short=f"Mới {n}") for n in (1, 2)]
    start, outcomes = Barrier(2), []

    def publish(draft_id: int, row: int) -> None:
        start.wait()
        with standing_at(town.MONDAY):
            try:
                outcomes.append(drafting.publish(who, draft_id, row, today()))
            except Refusal as refused:
                outcomes.append(refused)

    threads = [Thread(target=publish, args=one) for one in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [lost] = [one for one in outcomes if isinstance(one, GuardRefused)]
    assert lost.guard == "draft_outdated"
    assert len(outcomes) == 2
    assert offers.procedure(CODE).version == 3


VERBS = {
    "rows": lambda who, d, v: drafting.rows(who),
    "published": lambda who, d, v: drafting.published(who),
    "procedure": lambda who, d, v: drafting.procedure(who, v),
    "view": lambda who, d, v: drafting.view(who, d),
    "begin_empty": lambda who, d, v: drafting.begin_empty(who),
    "begin_from": lambda who, d, v: drafting.begin_from(who, v),
    "import_yaml": lambda who, d, v: drafting.import_yaml(who, "code: x"),
    "export_yaml": lambda who, d, v: drafting.export_yaml(who, d),
    "keep": lambda who, d, v: drafting.keep(who, d, 1, {"a": 1}),
    "ask_review": lambda who, d, v: drafting.ask_review(who, d, 1),
    "approve": lambda who, d, v: drafting.approve(who, d, 1),
    "send_back": lambda who, d, v: drafting.send_back(who, d, 1, "Vì sao."),
    "publish": lambda who, d, v: drafting.publish(who, d, 1, today()),
    "drop": lambda who, d, v: drafting.drop(who, d, 1),
}


def test_every_function_of_the_catalogue_is_in_the_table():
    """A new one is asked by those who must not."""
    ours = {name for name in drafting.__all__ if callable(getattr(drafting, name)) and name[0].islower()}
    assert ours == set(VERBS)


def test_only_administrators_at_the_top_touch_the_catalogue(sqlite_town):
    """Role × action: officers, leaders, supervisors, citizens and a commune's administrator are refused."""
    who = town.actor("quantri")
    draft_id, version_id = drafting.begin_from(who, newest()), newest()
    commune = Actor("officer", "X", 1, grants=(Grant(Role.ADMINISTRATOR, 3, "Xã", "/1/3/"),))
    others = [town.actor(name) for name in ("canbo", "chuyenvien", "lanhdao", "giamsat")]
    with records.no_trace():
        for reader in [*others, commune, citizen("Công dân"), SYSTEM]:
            for verb in VERBS.values():
                with pytest.raises(NotAllowed):
                    verb(reader, draft_id, version_id)


# --- releases of the program --------------------------------------------------------------------------------


def test_a_release_waits_where_an_administrator_has_published(database, two):
    """Its file becomes a draft, once; the start goes on. A shipped version that changed is still refused."""
    who, other = two
    published(who, other, short="Của tỉnh")
    shipped = store.bundled()[CODE].model_copy(update={"version": 3, "short": "Của nhà cung cấp"})
    for _ in range(2):
        with transaction() as session:
            assert store.publish(session, [("x.yaml", shipped)]) == 0
    [row] = [r for r in drafting.rows(who) if r.from_release]
    view = drafting.view(who, row.id)
    assert view.data["short"] == "Của nhà cung cấp"
    assert view.base.short == "Của tỉnh"
    assert view.faults == ()
    assert offers.procedure(CODE).short == "Của tỉnh"
    drafting.drop(who, row.id, view.row_version)
    with transaction() as session:
        assert store.publish(session, [("x.yaml", shipped)]) == 0
    assert not drafting.rows(who)
    with pytest.raises(CatalogueRefused), transaction() as session:
        store.publish(session, [("x.yaml", shipped.model_copy(update={"version": 2}))])


# --- who offers it ------------------------------------------------------------------------------------------


def test_offered_by_names_agencies_and_all_below_them(database, two):
    """Only they are listed, found and competent; one above stands for all below; unknown codes are faults."""
    who, other = two
    code = {office.slug: office.code for office in offers.offices()}
    published(who, other, offered_by=[code["tam-da"]])
    procedure = offers.procedure(CODE)
    assert [office.slug for office in offers.offices(procedure)] == ["tam-da"]
    assert CODE in {one.code for one in offers.search(office="tam-da")}
    assert CODE not in {one.code for one in offers.search(office="dinh-cao")}
    with pytest.raises(NotFound):
        intake.start(CODE, next(o.id for o in offers.offices() if o.slug == "dinh-cao"))
    with reading() as session:
        top = session.scalar(select(Agency.code).where(Agency.slug == "hung-yen"))
    published(who, other, offered_by=[top])
    assert {"tam-da", "dinh-cao"} <= {o.slug for o in offers.offices(offers.procedure(CODE))}
    published(who, other, offered_by=[code["tam-da"]])
    with transaction() as session:
        ids = [
            session.scalar(select(Agency.id).where(Agency.slug == slug)) for slug in ("tam-da", "dinh-cao")
        ]
        session.add(AgencySuccessor(agency_id=ids[0], successor_id=ids[1]))
    assert "dinh-cao" in {o.slug for o in offers.offices(offers.procedure(CODE))}
    assert intake.start(CODE, ids[1])
    draft_id, _row = changed_draft(who, offered_by=["KHONG.CO"])
    [fault] = drafting.view(who, draft_id).faults
    assert fault.path == ("offered_by", 0)


# --- forms under way ----------------------------------------------------------------------------------------


def data_without(who, *keys: str) -> dict:
    """What the newest version says, without the questions of these keys."""
    data = copy.deepcopy(drafting.view(who, drafting.begin_from(who, newest())).data)
    for section in data["sections"]:
        section["fields"] = [field for field in section["fields"] if field["key"] not in keys]
    return data


NEW_QUESTION = {
    "key": "ghi_chu_moi",
    "type": "text",
    "label": "Ghi chú mới",
    "label_en": "Note",
    "required": True,
}
NEW_PAPER = {
    "key": "giay_moi", "label": "Giấy mới", "label_en": "New paper", "kind": "nop", "upload": "required",
    "required": True,
}  # fmt: skip


def shown_in(draft, key: str) -> str:
    """An answer as people read it."""
    return words.show(draft.procedure.by_key[key], draft.form[key])


def test_a_form_under_way_is_carried_over_and_told(database, two):
    """Answers and files stay; what was dropped and what is new is said until it was read; then it is sent."""
    who, other = two
    token, sent = town.a_draft(), town.a_dossier(chance=3)
    before = drafts.view(token)
    data = data_without(who, "nd_dan_toc")
    data["sections"][-1]["fields"].insert(0, NEW_QUESTION)
    data["papers"].append(NEW_PAPER)
    data["fee"]["amount"] = 9000
    published(who, other, **data)
    after = drafts.view(token)
    assert after.procedure.version == 3
    kept = {k: v for k, v in before.form.items() if k != "nd_dan_toc"}
    assert after.form == kept
    assert [p.id for p in after.papers] == [p.id for p in before.papers]
    told = after.changes
    assert told.dropped == (("Dân tộc", shown_in(before, "nd_dan_toc")),)
    assert told.new == ("Ghi chú mới",)
    assert told.new_papers == ("Giấy mới",)
    assert told.fee[0] < told.fee[1]
    drafts.changes_read(token)
    assert drafts.view(token).changes is None
    drafts.save(token, {"ghi_chu_moi": "Có"})
    drafts.attach(token, town.a_paper("giay_moi"))
    code = intake.submit(token).code
    assert opened(code) == 3
    assert opened(sent, printed=False) == 2


def test_what_stays_of_an_answer(monday):
    """The same type stays however it was typed, another one if it reads as that; the rest is told."""

    def version(*fields: dict) -> Procedure:
        data = examine.file_form(store.as_data(store.bundled()[CODE]))
        data["sections"][0]["fields"] = [{"label": f["key"], "label_en": f["key"], **f} for f in fields]
        return Procedure.model_validate({**data, "sections": data["sections"][:1], "rules": []})

    def choice(key: str, *values: str, kind: str = "select") -> dict:
        return {"key": key, "type": kind, "options": [{"value": v, "label": v} for v in values]}

    rows = {"key": "g", "type": "group", "repeat": {"max": 3}}
    inner = [{"key": "x", "type": "text", "label": "X", "label_en": "X"}]
    old = version(
        {"key": "a", "type": "date"}, {"key": "b", "type": "text"}, {"key": "c", "type": "text"},
        choice("d", "1", "2"), choice("e", "1", "2", kind="multi"), {"key": "f", "type": "text"},
        {**rows, "fields": [*inner, {"key": "y", "type": "text", "label": "Y", "label_en": "Y"}]},
    )  # fmt: skip
    new = version(
        {"key": "a", "type": "date"}, {"key": "b", "type": "integer"}, {"key": "c", "type": "integer"},
        choice("d", "1"), choice("e", "1", "2", "3", kind="multi"),
        {"key": "g", "type": "group", "fields": inner},
    )  # fmt: skip
    form = {"a": "chưa rõ", "b": "12", "c": "mười", "d": "2", "e": ["1"], "f": "", "zz": "?",
            "g": [{"x": "1", "y": "2"}, {"x": "3"}]}  # fmt: skip
    kept, dropped = draft_versions.carried(old, new, form)
    assert kept == {"a": "chưa rõ", "b": "12", "e": ["1"], "g": {"x": "1"}}
    assert [(vi, answer) for vi, _en, answer in dropped][:3] == [("c", "mười"), ("d", "2"), ("Y", "2")]
    assert "3" in dropped[3][2]


def test_a_form_is_never_sent_under_a_version_that_no_longer_counts(sqlite_town, two):
    """Published between looking and sending: it is carried over, and the citizen looks again."""
    who, other = two
    token = town.a_draft()
    published(who, other, short="Mới")
    with pytest.raises(Invalid) as refused:
        intake.submit(token)
    assert [p.code for p in refused.value.problems] == ["form_changed"]
    assert drafts.view(token).changes is not None
    intake.submit(token)


def test_the_counter_hands_in_under_the_version_of_the_day(sqlite_town, two):
    """A form begun at the counter is carried over as well, and not received under yesterday's version."""
    who, other = two
    officer, token = town.actor("canbo"), filled()
    published(who, other, short="Mới")
    assert problem_of_intake(counter_intake.submit, officer, token) == "form_changed"
    visit = counter_intake.view(officer, token)
    assert visit.draft.procedure.short == "Mới"
    assert visit.draft.changes is not None
    code = counter_intake.submit(officer, token, oath=True).code
    assert records.dossier(code).procedure_version_id == newest()


def problem_of_intake(verb, *args) -> str:
    with pytest.raises(Invalid) as refused:
        verb(*args, oath=True)
    [found] = refused.value.problems
    assert intake_words.say(found, store.bundled()[CODE])
    return found.code


def test_a_form_of_an_ended_procedure_says_so(sqlite_town, two):
    """It stays readable, and cannot be sent."""
    who, other = two
    token = town.a_draft()
    published(who, other, level=2)
    assert drafts.view(token).ended
    assert guard(intake.submit, token) == "procedure_ended"


def test_an_office_that_no_longer_takes_it_in_is_told(sqlite_town, two):
    """Another one is to be chosen; the answers stay."""
    who, other = two
    token = town.a_draft()
    published(who, other, offered_by=[next(o.code for o in offers.offices() if o.slug == "dinh-cao")])
    view = drafts.view(token)
    assert view.office is None
    assert "Tam Đa" in view.changes.office


# --- whatever happens ---------------------------------------------------------------------------------------


def opened(code: str, *, printed: bool = True) -> int:
    """The dossier opens at the desk, validates and prints under its own version; that version's number."""
    view = desk.dossier(town.actor("canbo"), code)
    dossier = records.dossier(code)
    with reading() as session:
        procedure = store.version(session, dossier.procedure_version_id)
    assert view.procedure == procedure
    assert not forms.clean(procedure, dossier.form, today=dossier.submitted_at.date()).problems
    if printed:  # the dearest part: once for each version
        assert correspondence.submission_pdf(town.actor("canbo"), code)[1].startswith(b"%PDF")
    return procedure.version


EDITS = {
    "drop": lambda data: _drop(data),
    "ask": lambda data: data["sections"][-1]["fields"].insert(
        0, {**NEW_QUESTION, "key": f"them_{len(data['sections'][-1]['fields'])}", "required": False}
    ),
    "fee": lambda data: data["fee"].update(amount=data["fee"]["amount"] + 1000),
    "days": lambda data: data["time"].update(rule="WORKING_DAYS", working_days=5),
    "paper": lambda data: data["papers"].append(
        {**NEW_PAPER, "key": f"giay_{len(data['papers'])}", "upload": "optional", "required": False}
    ),
    "wrong": lambda data: data.update(level=7),
}


def _drop(data: dict) -> None:
    named = str(data["rules"]) + str([f.get("show_if") for s in data["sections"] for f in s["fields"]])
    for section in data["sections"]:
        for field in list(section["fields"]):
            if not field.get("role") and f"'{field['key']}" not in named and len(section["fields"]) > 1:
                section["fields"].remove(field)
                return


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.generate,),
)
@given(steps=st.lists(st.sampled_from([*EDITS, "publish", "draft", "submit"]), min_size=6, max_size=12))
def test_edits_publications_and_submissions_in_any_order(database, steps):
    """Every dossier still opens, validates and prints under its own version; the journal stays whole."""
    who = town.actor("quantri")
    try:
        other = town.actor("quantrihai")
    except NotFound:
        other = second()
    draft_id = drafting.begin_from(who, newest())
    tokens, codes = [], []
    for number, step in enumerate([*steps, "draft", "publish", "submit"]):
        view = drafting.view(who, draft_id)
        if step in EDITS:
            data = copy.deepcopy(view.data)
            EDITS[step](data)
            drafting.keep(who, draft_id, view.row_version, data)
        elif step == "publish":
            with suppress(GuardRefused):  # it is wrong, or says what is there
                row = drafting.ask_review(who, draft_id, view.row_version)
                drafting.publish(who, draft_id, drafting.approve(other, draft_id, row), today())
            draft_id = drafting.begin_from(who, newest())
        elif step == "draft":
            tokens.append(town.a_draft(chance=number))
        elif tokens:
            token = tokens.pop()
            try:
                codes.append(intake.submit(token).code)
            except Invalid:
                codes.append(intake.submit(token).code)
    with reading() as session:
        everyone = dict(session.execute(select(Dossier.code, ProcedureVersion.version).join(
            ProcedureVersion, ProcedureVersion.id == Dossier.procedure_version_id)).all())  # fmt: skip
    assert codes
    last = {everyone[code]: code for code in codes}
    for code in codes:
        assert opened(code, printed=code in last.values()) == everyone[code]


# --- side by side -------------------------------------------------------------------------------------------


def test_two_versions_are_compared_in_words():
    """Labels and not keys; a question that moved, changed, came or went; nothing for twins."""
    old = store.bundled()[CODE]
    data = examine.file_form(store.as_data(old))
    data["fee"]["amount"] = 9000
    data["papers"].append(NEW_PAPER)
    data["legal_bases"].append("Luật mẫu 2027")
    data["sections"][-1]["fields"].insert(0, NEW_QUESTION)
    moved = next(f for f in data["sections"][1]["fields"] if f["key"] == "nd_noi_cap")
    data["sections"][1]["fields"].remove(moved)
    data["sections"][2]["fields"].insert(0, {**moved, "label": "Cấp ở đâu"})
    new, faults = examine.read(data)
    assert new is not None, faults
    found = {one.path_words: (one.before, one.after) for one in differences.compare(old, new)}
    assert found["Phí, lệ phí › Số tiền"] == ("8.000 đồng", "9.000 đồng")
    assert found["Giấy tờ"] == ("", "“Giấy mới”")
    assert found["Căn cứ pháp lý"] == ("", "Luật mẫu 2027")
    assert any(path.endswith("“Cấp ở đâu” › ở phần") for path in found)
    assert any(path.endswith("“Cấp ở đâu” › Nhãn") for path in found)
    assert any("Ghi chú mới" in after for _before, after in found.values())
    assert not any("_" in path for path in found), "labels, not keys"
    assert len(found) == 6 + any(path.endswith("thứ tự") for path in found)
    assert differences.compare(old, old) == ()
    assert differences.compare(None, new)
