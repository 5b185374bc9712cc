"""A supplement in one go: papers beyond the list, how the citizen was told, what is seen before sending."""

from datetime import date

import pytest
from sqlalchemy import select

from db.dossiers import Dossier
from db.session import transaction
from services import tracking, unlisted
from services.desk import preview
from services.errors import Invalid, NotAllowed, NotFound
from services.workflow import State
from tests import records, town
from tests.town import a_dossier, act, actor

S = State
COURT = {"name": "Quyết định của Tòa án", "basis": "Điều 37 Luật Hộ tịch", "reason": "Để xác định cha."}

pytestmark = pytest.mark.usefixtures("monday")


def ask(code, *items, **more):
    return act("canbo", code, "request_supplement", items=list(items), answer_by=date(2026, 12, 1), **more)


@pytest.mark.parametrize(
    ("left_out", "problem"),
    [("basis", "basis_for_each"), ("reason", "reason_for_each"), ("name", "name_for_each")],
)
def test_a_paper_beyond_the_list_needs_its_ground(sqlite_town, left_out, problem):
    """R-DOC-EXTRA: the officer may not demand what the law does not list, so the law is named."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        ask(code, {**COURT, left_out: " "})
    assert [p.code for p in refused.value.problems] == [problem]


def test_a_paper_beyond_the_list_is_asked_answered_and_shown(database):
    """Letter and citizen's page name it with its ground; the leader sees it; it can be sent."""
    code = a_dossier()
    ask(code, COURT)
    item = records.requests(code)[0].items[0]
    assert (item["paper"], item["basis"]) == ("ngoai_1_1", COURT["basis"])
    assert records.last(code).facts["items"] == [item]
    printed = records.letters(code)[-1].facts["items"]
    assert printed == [{"name": COURT["name"], "reason": "Để xác định cha. (căn cứ: Điều 37 Luật Hộ tịch)"}]
    (seen,) = tracking.view(town.follower(code), code).asked.items
    assert (seen.paper.key, seen.paper.label) == ("ngoai_1_1", COURT["name"])
    assert [(one.code, one.basis) for one in unlisted.waiting(actor("lanhdao"))] == [(code, COURT["basis"])]
    assert unlisted.waiting(actor("lanhdao2")) == ()
    act(town.follower(code), code, "answer_supplement", papers=[town.a_paper("ngoai_1_1")])
    assert records.dossier(code).state == S.SUBMITTED
    assert unlisted.waiting(actor("lanhdao")) == ()


def test_only_leaders_see_what_was_asked_beyond(sqlite_town):
    """The list is the leader's."""
    with pytest.raises(NotAllowed):
        unlisted.waiting(actor("canbo"))


@pytest.mark.parametrize("told", ["letter", "phone", "in_person"])
def test_how_the_citizen_was_told_is_recorded(sqlite_town, told):
    """Asked by phone or in person is recorded as such; the letter is issued in any case."""
    code = a_dossier()
    ask(code, town.ASKED[0], told=told)
    assert (records.requests(code)[0].channel, records.last(code).facts["told"]) == (told, told)
    assert [one.kind for one in records.letters(code)] == ["supplement"]


def test_another_way_of_telling_is_refused(sqlite_town):
    """Only the three ways."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid):
        ask(code, town.ASKED[0], told="zalo")


def test_what_will_be_sent_is_seen_before(sqlite_town):
    """Message and letter in their very words, and nothing is written."""
    code = a_dossier()
    given = (code, [{"paper": "to_khai", "field": None, "reason": "mờ"}], date(2026, 12, 1))
    with records.no_trace():
        said = dict(preview.messages(actor("canbo"), *given))["email"]
        assert preview.letter(actor("canbo"), *given).startswith(b"%PDF")
    assert ": mờ" in said
    assert "01/12/2026" in said
    for show in (preview.messages, preview.letter):
        with pytest.raises(NotFound):
            show(actor("canbo2"), *given)


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        ({"nyc_email": "a@example.vn", "nyc_dien_thoai": "0912345678"}, ["email", "sms"]),
        ({"nyc_email": "a@example.vn", "nyc_dien_thoai": "0221 3862 024"}, ["email"]),
    ],
)
def test_every_message_that_would_leave_is_seen(sqlite_town, monkeypatch, values, ways):
    """Mail and text message, each in its own words; nothing that would not be sent."""
    monkeypatch.setenv("DEMO", "1")
    code = a_dossier(**values)
    given = (code, [{"paper": "to_khai", "field": None, "reason": "mờ"}], date(2026, 12, 1))
    shown = preview.messages(actor("canbo"), *given)
    assert [channel for channel, _text in shown] == ways
    act("canbo", code, "request_supplement", items=given[1], answer_by=given[2])
    assert [one.channel for one in records.notices(code) if one.kind == "supplement_asked"] == ways
    assert len({text for _channel, text in shown}) == len(ways)


def test_the_leader_reads_who_asked(sqlite_town):
    """A colleague who took the dossier over did not ask for it."""
    code = a_dossier(S.RECEIVED)
    ask(code, COURT)
    with transaction() as session:
        dossier = session.scalar(select(Dossier).where(Dossier.code == code))
        dossier.holder_id = actor("chuyenvien").account_id
    assert [one.by for one in unlisted.waiting(actor("lanhdao"))] == [actor("canbo").name]
