"""What each verb of the office does, and how it says no; on both engines. Monday 23/11/2026, 9:00; the
24th is a day off, so a same-day extract is due that Monday at 17:00."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from db.dossiers import Dossier
from db.people import Account, RoleGrant
from db.session import transaction
from services import casework
from services.actors import citizen
from services.clock import standing_at
from services.errors import GuardRefused, Invalid, Missing, NotAllowed, NotFound, Stale, WrongState
from services.workflow import FINAL, Role, State
from tests import records, town
from tests.town import ASKED, HANDED, a_dossier, act, actor, given_for, moment

S = State
MONDAY_EVENING = moment("2026-11-23T17:00")


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield


# action, state before, who, state after, column clock, event clock, letter, notice
WAYS = (
    ("receive", S.SUBMITTED, "canbo", S.RECEIVED, "running", "starts", "receipt", "received"),
    ("forward", S.RECEIVED, "canbo", S.IN_PROCESS, "running", "runs", "control_slip", "in_process"),
    ("finish", S.IN_PROCESS, "lanhdao", S.READY, "stopped", "stops", None, "ready"),
    ("hand_over", S.READY, "canbo", S.RETURNED, "stopped", "runs", None, "returned"),
    ("hand_to_post", S.READY, "canbo", S.READY, "stopped", "runs", None, "posted"),
    (
        "request_supplement", S.RECEIVED, "chuyenvien", S.SUPPLEMENT_ASKED, "paused", "pauses",
        "supplement", "supplement_asked",
    ),
    (
        "answer_supplement", S.SUPPLEMENT_ASKED, "canbo", S.IN_PROCESS, "running", "resumes",
        None, "supplement_answered",
    ),
    (
        "request_payment", S.RECEIVED, "canbo", S.PAYMENT_ASKED, "paused", "pauses",
        "payment_request", "payment_asked",
    ),
    ("record_payment", S.RECEIVED, "canbo", S.RECEIVED, "running", "runs", "payment_slip", "paid"),
    ("refuse", S.SUBMITTED, "lanhdao", S.NOT_ACCEPTED, "stopped", "runs", "refusal", "refused"),
    ("extend", S.IN_PROCESS, "lanhdao", S.IN_PROCESS, "running", "moves", "extension", "extended"),
    ("stop", S.IN_PROCESS, "lanhdao", S.STOPPED, "stopped", "stops", "stop", "stopped"),
    ("withdraw", S.RECEIVED, "canbo", S.WITHDRAWN, "stopped", "stops", None, "withdrawn"),
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
def test_a_verb_changes_the_dossier_and_writes_event_letter_and_notice(database, way):
    """One verb: the state moves, the clock does as the table says, one event, its letter, its notice."""
    action, before, who, after, clock, event_clock, letter, notice = way
    code = town.a_dossier_for(action, before)
    was, at = records.dossier(code), town.MONDAY + timedelta(minutes=7)
    letters, known = len(records.letters(code)), len(records.notices(code))
    with standing_at(at):
        done = act(who, code, action, **given_for(action))
    now = records.dossier(code)
    assert done == casework.Done(code, was.version + 1, after, letter_id=done.letter_id)
    assert (now.state, now.clock, now.version) == (after, clock, was.version + 1)
    assert now.closed_at == (at if after in FINAL else None)

    event = records.last(code)
    assert (event.seq, event.action, event.at) == (now.version, action, at)
    assert (event.from_state, event.to_state, event.clock) == (before, after, event_clock)
    assert (event.actor_kind, event.actor_id, event.actor_name) == (
        "officer", actor(who).account_id, actor(who).name,
    )  # fmt: skip
    assert event.due_at == now.due_at

    issued = records.letters(code)[letters:]
    assert [(x.id, x.kind, x.event_id) for x in issued] == (
        [(done.letter_id, letter, event.id)] if letter else []
    )
    sent = records.notices(code)[known:]
    assert {(x.kind, x.event_id) for x in sent} == {(notice, event.id)}
    assert {x.channel for x in sent} == {"email", "sms"}
    assert {x.not_before for x in sent} == {at + timedelta(seconds=60)}, "it waits while it can be taken back"
    assert {x.event_id for x in records.notices(code)[:known]}.isdisjoint({event.id})


def test_the_way_tests_cover_every_verb():
    """No verb goes untested when one is added."""
    assert {way[0] for way in WAYS} == set(casework.VERBS)


def test_a_citizens_own_action_is_told_at_once(database):
    """Only an officer's action can be taken back by her: a citizen's notice waits for nothing."""
    code = a_dossier()
    act(town.follower(code), code, "withdraw", reason="Không còn nhu cầu.")
    assert records.notices(code)[-1].not_before == town.MONDAY
    assert (records.last(code).actor_kind, records.last(code).actor_name) == ("citizen", "Công dân")


def test_receiving_sets_the_computed_date_and_the_holder(database):
    """Tiếp nhận: the date the calculator gives, from this moment; whoever received it holds it."""
    code = a_dossier()
    assert casework.proposed_due(actor("canbo"), code).due == MONDAY_EVENING
    act("canbo", code, "receive")
    now = records.dossier(code)
    assert (now.received_at, now.due_at) == (town.MONDAY, MONDAY_EVENING)
    assert now.holder_id == actor("canbo").account_id
    assert records.told(code).due == MONDAY_EVENING


def test_after_15_oclock_the_day_off_is_skipped(sqlite_town):
    """Received at 15:01 before a day off, a same-day extract is due on Wednesday."""
    code = a_dossier()
    with standing_at(moment("2026-11-23T15:01")):
        act("canbo", code, "receive")
    assert records.dossier(code).due_at == moment("2026-11-25T17:00")


def test_another_date_only_with_a_reason(database):
    """Ngày hẹn trả: computed; another date only with Lý do, which the event keeps."""
    code = a_dossier()
    chosen = moment("2026-11-26T17:00")
    with records.no_trace(), pytest.raises(Missing) as refused:
        act("canbo", code, "receive", due_at=chosen, due_reason="   ")
    assert refused.value.facts["names"] == ("due_reason",)
    act("canbo", code, "receive", due_at=chosen, due_reason="Phải xác minh.")
    assert records.dossier(code).due_at == chosen
    facts = records.last(code).facts
    assert (facts["due_reason"], facts["computed"]) == ("Phải xác minh.", MONDAY_EVENING.isoformat())
    assert records.told(code).due == chosen


def test_the_computed_date_needs_no_reason(sqlite_town):
    """Choosing what was computed is no other date: nothing is explained, no reason is kept."""
    code = a_dossier()
    act("canbo", code, "receive", due_at=MONDAY_EVENING, due_reason="thừa")
    assert records.last(code).facts["due_reason"] == ""
    assert [line.code for line in records.told(code).lines][-1] == "due"


@pytest.mark.parametrize(
    ("due_at", "code_of_problem"),
    [
        ("2026-11-24T17:00", "day_is_off"),
        ("2026-11-28T17:00", "day_is_off"),
        ("2026-11-23T09:00", "day_is_past"),
        ("2026-11-20T17:00", "day_is_past"),
    ],
)
def test_nobody_can_promise_a_day_off_or_a_day_gone(sqlite_town, due_at, code_of_problem):
    """The due date is never on a day off, nor in the past, whoever chose it."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act("canbo", code, "receive", due_at=moment(due_at), due_reason="Vì sao")
    assert [(p.where, p.code) for p in refused.value.problems] == [("due_at", code_of_problem)]


@pytest.mark.parametrize("chosen", ["2026-11-26T23:00", "2026-11-26T06:00", "2026-11-26T12:15"])
def test_a_chosen_moment_is_one_that_the_ledger_can_tell(sqlite_town, chosen):
    """What the officer promised and what the reasons add up to is one moment, also out of office hours."""
    code = a_dossier()
    act("canbo", code, "receive", due_at=moment(chosen), due_reason="Phải xác minh.")
    assert records.dossier(code).due_at == records.told(code).due


def test_a_date_given_in_another_time_zone_is_the_same_moment(sqlite_town):
    """Friday 23:30 in London is a Saturday here: the working day is asked of Vietnam's day."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act("canbo", code, "receive", due_at="2026-11-27T23:30:00+00:00", due_reason="Vì sao")
    assert refused.value.problems[0].code == "day_is_off"


def test_forwarding_goes_to_a_specialist_or_leader_of_this_commune(database):
    """Chuyển xử lý: the specialist holds it; nobody else's name is taken."""
    code = a_dossier(S.RECEIVED)
    for stranger in ("canbo", "canbo2", "lanhdao2", "giamsat", "quantri", "congdan"):
        with records.no_trace(), pytest.raises(Invalid) as refused:
            act("canbo", code, "forward", specialist=actor(stranger).account_id)
        assert refused.value.problems[0].code == "not_a_specialist"
    act("canbo", code, "forward", specialist=actor("lanhdao").account_id)
    assert records.dossier(code).holder_id == actor("lanhdao").account_id
    assert records.last(code).facts["to_name"] == actor("lanhdao").name


@pytest.mark.parametrize("ended", ["left the office", "account closed"])
def test_work_goes_to_nobody_who_is_gone(database, ended):
    """A grant that has ended and an account that is closed take on no work."""
    code, gone = a_dossier(S.RECEIVED), actor("chuyenvien").account_id
    with transaction() as session:
        if ended == "left the office":
            grants = update(RoleGrant).where(RoleGrant.account_id == gone)
            session.execute(grants.values(valid_to=town.MONDAY.date() - timedelta(days=1)))
        else:
            session.execute(update(Account).where(Account.id == gone).values(is_active=False))
    with pytest.raises(Invalid):
        act("canbo", code, "forward", specialist=gone)


def test_the_result_is_ready_at_the_moment_it_was_finished(database):
    """Đã có kết quả: ready_at counts for on time or late; the file is kept if there is one."""
    code = a_dossier(S.IN_PROCESS)
    act("lanhdao", code, "finish", result_file="a" * 64)
    now = records.dossier(code)
    assert (now.ready_at, now.result_sha256, now.closed_at) == (town.MONDAY, "a" * 64, None)


def test_handing_over_asks_who_took_it_and_what_was_seen(sqlite_town):
    """Trả kết quả: way, who took it, which paper was shown, originals seen; each of them is needed."""
    code = a_dossier(S.READY)
    for name in HANDED:
        with records.no_trace(), pytest.raises(Missing) as refused:
            act("canbo", code, "hand_over", **{**HANDED, name: None})
        assert refused.value.facts["names"] == (name,)
    with pytest.raises(Missing):
        act("canbo", code, "hand_over", **{**HANDED, "originals_seen": "no"})
    with pytest.raises(Invalid):
        act("canbo", code, "hand_over", **{**HANDED, "way": "BO_CAU"})
    act("canbo", code, "hand_over", **HANDED)
    assert records.dossier(code).delivery == "done"
    assert records.last(code).facts.items() >= HANDED.items()


# --- refusals ------------------------------------------------------------------------------------------


def test_the_second_of_two_is_told_what_the_first_did(database):
    """Two officers on one dossier: Stale names who, what and when, and nothing is overwritten."""
    code = a_dossier()
    old = town.seen(code)
    with standing_at(moment("2026-11-23T09:05")):
        casework.receive(actor("canbo"), code, seen=old)
    with records.no_trace(), pytest.raises(Stale) as refused:
        casework.withdraw(actor("lanhdao"), code, seen=old, reason="Không còn nhu cầu.")
    assert refused.value.facts == {
        "by": actor("canbo").name, "action": "receive", "at": moment("2026-11-23T09:05"),
    }  # fmt: skip


def test_every_verb_looks_at_the_version_first(database):
    """Also undo, approve and send_back: a stale screen decides nothing."""
    code = a_dossier(S.IN_PROCESS)
    act("chuyenvien", code, "finish")
    leader, old = actor("lanhdao"), town.seen(code) - 1
    verbs = [(casework.VERBS[action], given_for(action)) for action in casework.VERBS]
    verbs += [(casework.approve, {}), (casework.send_back, {"note": "Xem lại."}), (casework.undo, {})]
    with records.no_trace():
        for verb, given in verbs:
            with pytest.raises(Stale):
                verb(leader, code, seen=old, **given)


@pytest.mark.parametrize("who", ["canbo2", "giamsat", "quantri", "congdan", "a citizen without proof"])
def test_somebody_elses_dossier_is_not_found(database, who):
    """No service answers an officer of another commune, nor supervisors, administrators, other citizens;
    the answer is that of a code which does not exist."""
    stranger = citizen("Ai đó") if " " in who else actor(who)
    code = a_dossier(S.IN_PROCESS)
    verbs = [(casework.VERBS[action], given_for(action)) for action in casework.VERBS]
    verbs += [(casework.approve, {}), (casework.send_back, {"note": "x"}), (casework.undo, {})]
    with records.no_trace():
        for verb, given in verbs:
            for asked in (code, "H31.124-20261123-9999999"):
                with pytest.raises(NotFound) as refused:
                    verb(stranger, asked, seen=town.seen(code), **given)
                assert refused.value.facts == {"what": "dossier"}
        with pytest.raises(NotFound):
            casework.proposed_due(stranger, code)


def test_the_proof_of_one_dossier_opens_no_other(database):
    """A second factor is shown for one code; another code stays unknown."""
    code, own = a_dossier(), a_dossier(chance=2)
    with records.no_trace(), pytest.raises(NotFound):
        act(town.follower(own), code, "withdraw", reason="Không còn nhu cầu.")
    act(town.follower(own), own, "withdraw", reason="Không còn nhu cầu.")


def test_a_role_at_another_commune_counts_nothing_here(database):
    """Roles are held at one agency: a leader of Đình Cao finds no dossier of Tam Đa, and sees his own."""
    code, own = a_dossier(), a_dossier(agency="dinh-cao")
    with pytest.raises(NotFound):
        act("lanhdao2", code, "receive")
    act("lanhdao2", own, "receive")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_a_role_that_reads_no_dossiers_finds_none_here_either(database, role):
    """Supervisor or administrator of this very commune, with a desk at another: no dossier of this one."""
    code = a_dossier()
    with transaction() as session:
        session.add(
            RoleGrant(
                account_id=actor("canbo2").account_id, role=role,
                agency_id=records.dossier(code).agency_id, valid_from=date(2024, 1, 1),
            )
        )  # fmt: skip
    with records.no_trace():
        for action in ("receive", "withdraw"):
            with pytest.raises(NotFound):
                act("canbo2", code, action, **given_for(action))


def test_an_officer_is_a_citizen_before_the_own_dossier(database):
    """Nobody decides on the own request: the officer's account meets it as a citizen."""
    code = a_dossier()
    with transaction() as session:
        session.execute(
            update(Dossier).where(Dossier.code == code).values(account_id=actor("canbo").account_id)
        )
    with records.no_trace(), pytest.raises(NotAllowed):
        act("canbo", code, "receive")
    act("canbo", code, "withdraw", reason="Không còn nhu cầu.")


@pytest.mark.parametrize(
    ("who", "state", "action"),
    [
        ("chuyenvien", S.SUBMITTED, "receive"),
        ("canbo", S.IN_PROCESS, "finish"),
        ("canbo", S.IN_PROCESS, "request_supplement"),
        ("chuyenvien", S.SUBMITTED, "request_supplement"),
        ("citizen", S.SUBMITTED, "receive"),
        ("citizen", S.SUBMITTED, "request_supplement"),
    ],
)
def test_not_allowed_is_for_what_this_person_may_not(sqlite_town, who, state, action):
    """The state is right (or never would be): it is the person who may not."""
    code = a_dossier(state)
    someone = town.follower(code) if who == "citizen" else who
    with records.no_trace(), pytest.raises(NotAllowed) as refused:
        act(someone, code, action, **given_for(action))
    assert refused.value.facts == {"action": action}


@pytest.mark.parametrize(
    ("who", "state", "action"),
    [
        ("canbo", S.IN_PROCESS, "receive"),
        ("canbo", S.SUBMITTED, "forward"),
        ("chuyenvien", S.RECEIVED, "finish"),
        ("lanhdao", S.READY, "stop"),
        ("canbo", S.RETURNED, "withdraw"),
        ("citizen", S.RETURNED, "withdraw"),
        ("citizen", S.READY, "withdraw"),
        ("citizen", S.RECEIVED, "answer_supplement"),
    ],
)
def test_wrong_state_is_for_the_right_person_at_the_wrong_time(sqlite_town, who, state, action):
    """The table does not open this action in this state; the refusal carries both."""
    code = a_dossier(state)
    someone = town.follower(code) if who == "citizen" else who
    with records.no_trace(), pytest.raises(WrongState) as refused:
        act(someone, code, action, **given_for(action))
    assert refused.value.facts == {"action": action, "state": state}


def test_nothing_leads_out_of_an_end(database):
    """3, 7, 8 and 10 are final: no verb of anybody moves them."""
    for number, state in enumerate(sorted(FINAL)):
        code = a_dossier(state, chance=number)
        with records.no_trace():
            for action in casework.VERBS:
                for who in ("lanhdao", town.follower(code)):
                    with pytest.raises((WrongState, NotAllowed)):
                        act(who, code, action, **given_for(action))


@pytest.mark.parametrize("action", sorted(set(casework.VERBS) - {"receive", "finish", "answer_supplement"}))
def test_what_the_form_must_ask_must_be_given(sqlite_town, action):
    """Missing names every required thing that is empty; blanks and control characters are empty."""
    state = next(way[1] for way in WAYS if way[0] == action)
    code, asks = town.a_dossier_for(action, state), set(given_for(action))
    with records.no_trace():
        for empty in ({}, dict.fromkeys(asks), dict.fromkeys(asks & {"reason"}, " \u200b\n\x07 ")):
            with pytest.raises(Missing) as refused:
                act("lanhdao", code, action, **empty)
            assert set(refused.value.facts["names"]) == asks


def test_a_verb_takes_only_what_its_form_asks(sqlite_town):
    """A name that the table does not know is a fault of the caller, said at once."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(TypeError, match="state"):
        act("canbo", code, "receive", state=10)


def test_a_reason_is_no_novel(sqlite_town):
    """Texts have a limit; the refusal says which."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act("lanhdao", code, "refuse", reason="x" * 2001)
    assert (refused.value.problems[0].code, refused.value.problems[0].facts) == ("too_long", {"limit": 2000})


def test_a_text_is_kept_clean(database):
    """NFC, no control or direction characters: what is printed is what was read."""
    code = a_dossier()
    act("canbo", code, "withdraw", reason=" Kho\u0302ng\u202e co\u0300n\x00 ")
    assert records.last(code).facts["reason"] == "Không còn"


@pytest.mark.parametrize("day", [date(2026, 11, 22), "2026-11-22"])
def test_a_deadline_lies_ahead(sqlite_town, day):
    """Nobody can be asked to answer by yesterday."""
    code = a_dossier()
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act("canbo", code, "request_supplement", items=ASKED, answer_by=day)
    assert [(p.where, p.code) for p in refused.value.problems] == [("answer_by", "day_is_past")]


@pytest.mark.parametrize("day", [date(2026, 11, 26), "2026-11-26", moment("2026-11-26T17:00")])
def test_a_day_may_come_in_any_plain_shape(sqlite_town, day):
    """A day alone lasts until the office closes; text and date say the same."""
    code = a_dossier()
    act("canbo", code, "receive", due_at=day, due_reason="Phải xác minh.")
    assert records.dossier(code).due_at == moment("2026-11-26T17:00")


def test_a_fault_in_the_middle_leaves_no_trace(database, monkeypatch):
    """One verb is one transaction: when the notice cannot be written, nothing of the change is."""
    code = a_dossier()
    monkeypatch.setattr(casework.notices, "write", lambda *_a, **_k: 1 / 0)
    with records.no_trace(), pytest.raises(ZeroDivisionError):
        act("canbo", code, "receive")


# --- extension -----------------------------------------------------------------------------------------


def test_an_extension_moves_the_date_and_keeps_the_old_one(database):
    """Gia hạn: a new date with a reason; the letter tells both."""
    code = a_dossier(S.IN_PROCESS)
    act("lanhdao", code, "extend", new_due=date(2026, 11, 26), reason="Chờ xác minh.")
    now = records.dossier(code)
    assert (now.due_at, now.extensions) == (moment("2026-11-26T17:00"), 1)
    assert records.last(code).facts["old_due"] == MONDAY_EVENING.isoformat()
    assert records.last(code).facts["new_due"] == records.dossier(code).due_at.isoformat()
    facts = records.letters(code)[-1].facts
    assert (facts["due_at"], facts["new_due_at"]) == (MONDAY_EVENING.isoformat(), now.due_at.isoformat())
    assert records.told(code).due == now.due_at


def test_an_extension_comes_before_the_deadline(database):
    """Gia hạn only before the deadline: at 17:00:00 it still may, a second later it may not."""
    code = a_dossier(S.IN_PROCESS)
    with standing_at(MONDAY_EVENING + timedelta(seconds=1)), records.no_trace():
        with pytest.raises(GuardRefused) as refused:
            act("lanhdao", code, "extend", **given_for("extend"))
        assert refused.value.facts == {"guard": "not_overdue", "due": MONDAY_EVENING}
    with standing_at(MONDAY_EVENING):
        act("lanhdao", code, "extend", **given_for("extend"))


def test_an_extension_is_granted_once(database):
    """Gia hạn once by default."""
    code = a_dossier(S.IN_PROCESS)
    act("lanhdao", code, "extend", **given_for("extend"))
    with records.no_trace(), pytest.raises(GuardRefused) as refused:
        act("lanhdao", code, "extend", new_due=date(2026, 11, 30), reason="Lần nữa.")
    assert refused.value.facts == {"guard": "extension_left", "limit": 1}


@pytest.mark.parametrize(
    ("day", "problem"),
    [("2026-11-24", "day_is_off"), ("2026-11-23", "day_not_later"), ("2026-11-20", "day_is_past")],
)
def test_an_extension_leads_to_a_later_working_day(sqlite_town, day, problem):
    """The new date is a working day after the present one."""
    code = a_dossier(S.IN_PROCESS)
    with records.no_trace(), pytest.raises(Invalid) as refused:
        act("lanhdao", code, "extend", new_due=day, reason="Chờ xác minh.")
    assert refused.value.problems[0].code == problem


# --- letters -------------------------------------------------------------------------------------------


def test_letters_count_per_agency_kind_and_year(database):
    """Numbers of letters: each agency, each kind and each year has its own count from 1."""
    one, two = a_dossier(S.SUBMITTED), a_dossier(S.SUBMITTED, chance=2)
    elsewhere = a_dossier(agency="dinh-cao", chance=3)
    for code, who in ((one, "canbo"), (two, "canbo"), (elsewhere, "canbo2")):
        act(who, code, "receive")
    act("canbo", one, "request_supplement", **given_for("request_supplement"))
    with standing_at(moment("2027-01-04T09:00")):
        next_year = a_dossier(S.RECEIVED, chance=4)
    numbers = {
        name: [(x.kind, x.number) for x in records.letters(code)]
        for name, code in {"one": one, "two": two, "elsewhere": elsewhere, "2027": next_year}.items()
    }
    assert numbers == {
        "one": [("receipt", "01/TNHS"), ("supplement", "01/HDHS")],
        "two": [("receipt", "02/TNHS")],
        "elsewhere": [("receipt", "01/TNHS")],
        "2027": [("receipt", "01/TNHS")],
    }


def test_a_letter_is_frozen(database):
    """Printing again gives the same paper: later changes of the dossier do not reach it."""
    code = a_dossier(S.RECEIVED)
    before = records.letters(code)[0].facts
    with transaction() as session:
        session.execute(update(Dossier).where(Dossier.code == code).values(applicant_name="Tên Khác"))
    act("canbo", code, "forward", **given_for("forward"))
    assert records.letters(code)[0].facts == before
    assert before["due_at"] == MONDAY_EVENING.isoformat()
    assert before["due_reasons"]
