"""A citizen's account: the own dossiers and nobody else's, and what is known is not typed twice."""

import json
import re

import pytest
from sqlalchemy import select, update

from db.dossiers import Dossier
from db.outbox import Notice
from db.people import Account, AccountEvent
from db.session import reading, transaction
from services import accounts, citizens, drafts, intake, notices, offers, tracking
from services.accounts import one_time, passwords
from services.actors import Actor, citizen
from services.citizens import export, own, registration
from services.citizens import words as citizen_words
from services.clock import standing_at
from services.errors import Invalid, NotAllowed, NotFound, TooOften
from services.notices import texts
from services.workflow import State
from tests import records, town
from tests.test_desk import questions

HOME = "192.0.2.10"


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """The tests' clock stands on a working Monday morning; a hash need not be dear here."""
    monkeypatch.setattr(passwords, "ROUNDS", 4)
    with standing_at(town.MONDAY):
        yield


def of(username: str, code: str) -> str:
    """Give a dossier to somebody's account, as sending it while signed in does."""
    who = town.actor(username).account_id
    with transaction() as session:
        session.execute(update(Dossier).where(Dossier.code == code).values(account_id=who))
    return code


def digits(code: str) -> str:
    return records.dossier(code).applicant_phone[-4:]


def log(actor: Actor) -> list[str]:
    """What the account's own log says, oldest first."""
    with reading() as session:
        lines = select(AccountEvent.action).where(AccountEvent.account_id == actor.account_id)
        return list(session.scalars(lines.order_by(AccountEvent.id)))


# --- the list -----------------------------------------------------------------------------------------------


def test_the_list_holds_all_own_dossiers_and_no_other(database):
    """Newest first, each with its state; what is asked is told with its last day."""
    mine = [of("congdan", town.a_dossier(s, chance=n)) for n, s in enumerate(
        (State.SUBMITTED, State.SUPPLEMENT_ASKED, State.READY), start=1)]  # fmt: skip
    town.a_dossier(chance=9)
    seen = citizens.dossiers(town.actor("congdan"))
    assert {row.code for row in seen.rows} == set(mine)
    assert [row.code for row in seen.rows] == sorted(mine, reverse=True)
    asked = {row.state: (row.asked, row.answer_by) for row in seen.rows}
    assert asked[State.SUPPLEMENT_ASKED][0] == 1
    assert asked[State.SUPPLEMENT_ASKED][1] is not None
    assert asked[State.SUBMITTED] == (0, None)
    assert not seen.more


def test_the_list_is_one_question_however_long_it_is(database, monkeypatch):
    """No statement per row; the next page follows where this one ends."""
    monkeypatch.setattr(citizens, "PAGE", 2)
    me = town.actor("congdan")
    mine = [of("congdan", town.a_dossier(chance=n)) for n in range(1, 4)]
    citizens.dossiers(me)
    with questions() as asked:
        first = citizens.dossiers(me)
    assert len(asked) == 1
    assert first.more
    second = citizens.dossiers(me, page=2)
    assert not second.more
    assert [row.code for row in (*first.rows, *second.rows)] == sorted(mine, reverse=True)


@pytest.mark.parametrize("who", ["canbo", "lanhdao", "giamsat", "quantri"])
def test_an_account_of_the_office_is_no_citizens_account(sqlite_town, who):
    """Refused, and no trace is left."""
    code = town.a_dossier()
    with records.no_trace():
        for ask in (citizens.dossiers, lambda a: citizens.claim(a, code, digits(code), HOME)):
            with pytest.raises(NotAllowed):
                ask(town.actor(who))


def test_without_an_account_there_is_no_list(sqlite_town):
    """Somebody who has proven one code has no account; an empty account finds no dossier of nobody's."""
    code = town.a_dossier()
    for ask in (citizens.dossiers, lambda a: citizens.claim(a, code, digits(code), HOME)):
        with pytest.raises(NotFound):
            ask(town.follower(code))
    assert citizens.dossiers(citizen("Không ai", account_id=987654)).rows == ()


def test_the_owner_follows_without_the_second_factor(database):
    """The link of the list opens the whole dossier."""
    code = of("congdan", town.a_dossier(State.RECEIVED))
    assert tracking.view(town.actor("congdan"), code).code == code


# --- claiming -----------------------------------------------------------------------------------------------


def test_a_dossier_sent_without_an_account_is_claimed_by_its_second_factor(database):
    """It joins the list, the log says so, and claiming it again changes nothing."""
    me, code = town.actor("congdan"), town.a_dossier()
    assert citizens.claim(me, f" {code.lower()} ", digits(code), HOME) == code
    assert citizens.claim(me, code, digits(code), HOME) == code
    assert [row.code for row in citizens.dossiers(me).rows] == [code]
    assert set(log(me)) == {"claimed"}


def test_wrong_digits_and_another_accounts_dossier_are_told_the_same(database):
    """Nobody learns what exists, and a dossier that has its owner keeps it."""
    me, theirs = town.actor("congdan"), of("quantri", town.a_dossier())
    free = town.a_dossier(chance=2)
    for code, last4 in ((theirs, digits(theirs)), (free, "0000"), ("H31.124-20261123-9999999", "1234")):
        with pytest.raises(NotFound) as refused:
            citizens.claim(me, code, last4, HOME)
        assert refused.value.facts == {"what": "dossier"}
    assert citizens.dossiers(me).rows == ()
    assert records.dossier(theirs).account_id == town.actor("quantri").account_id


def test_guessing_by_claims_counts_with_guessing_by_tracking(database):
    """The second door has the lock of the first."""
    me, code = town.actor("congdan"), town.a_dossier()
    limit, _window = tracking.PER_CODE[0]
    for number in range(limit):
        door = tracking.verify if number % 2 else lambda *asked: citizens.claim(me, *asked)
        with pytest.raises(NotFound):
            door(code, "0000", HOME)
    with pytest.raises(TooOften):
        citizens.claim(me, code, digits(code), HOME)


# --- a new one with what is known ---------------------------------------------------------------------------


def new_form(procedure: str) -> dict:
    office = next(one for one in offers.offices() if one.slug == "tam-da")
    return drafts.view(intake.start(procedure, office.id, account_id=town.actor("congdan").account_id)).form


def test_a_new_form_holds_what_the_last_one_said(database):
    """Name, number and address of the applicant, in another procedure too; nothing of its subject."""
    name = town.actor("congdan").name
    code = of("congdan", town.a_dossier(nyc_ho_ten=name))
    before = records.dossier(code)
    assert before.applicant_name == name
    for procedure in ("2.000635", "1.001193"):
        form = new_form(procedure)
        assert name in form.values()
        assert before.applicant_id_number in form.values()
        assert before.form["nyc_noi_cu_tru"] in form.values()
        definition = offers.procedure(procedure)
        roles = {definition.by_key[key].role for key in form}
        assert all(role.startswith("applicant_") for role in roles)


def test_a_dossier_of_another_name_is_not_copied_from(sqlite_town):
    """Claimed for a parent, it does not put the parent's number into one's own form."""
    code = of("congdan", town.a_dossier())
    form = new_form("2.000635")
    assert records.dossier(code).applicant_id_number not in form.values()
    assert town.actor("congdan").name in form.values()


# --- registering --------------------------------------------------------------------------------------------

ADDRESS = "moi@example.vn"
GOOD = "mat-khau-mau-2026"


def sent(recipient: str) -> list[Notice]:
    with reading() as session:
        return list(session.scalars(select(Notice).where(Notice.recipient == recipient).order_by(Notice.id)))


def read_code(recipient: str) -> str:
    """The digits as the last message to this address shows them."""
    last = sent(recipient)[-1]
    body = texts.render(last.kind, last.channel, last.language, last.facts)[1]
    return re.search(r"\b\d{6}\b", body).group()


def registered(typed: str = ADDRESS, name: str = "Ngô Thị Mẫu Chín") -> Actor:
    recipient = registration.ask(typed, HOME)
    return town.actor(registration.finish(recipient, read_code(recipient), name, GOOD, HOME))


@pytest.mark.parametrize("typed", [" Moi@Example.VN ", "0912 000 123"])
def test_whoever_proves_an_address_has_an_account(database, typed):
    """By mail or by text message; the address signs in as people type it."""
    me = registered(typed)
    assert me.kind == "citizen"
    assert citizens.dossiers(me).rows == ()
    assert passwords.fits(GOOD, accounts.begin_try(typed, HOME))
    assert accounts.sign_in(typed, "b").actor == me
    assert log(me) == ["registered"]


def test_a_phone_is_no_way_where_no_text_messages_go_out(sqlite_town, monkeypatch):
    """Without a gateway (outside the demo) only mail proves."""
    monkeypatch.setattr(notices, "ways_to", lambda *_: [])
    for typed in ("0912000123", "", "không phải địa chỉ", "a@", "0221 3000 000", "x" * 60 + "@example.vn"):
        with pytest.raises(Invalid), records.no_trace():
            registration.ask(typed, HOME)


def test_asking_tells_nothing_of_who_has_an_account(database):
    """The same answer and the same message, account or not; also the clock's cost is the same rows."""
    registered()
    registration.ask("khac@example.vn", HOME)
    registration.ask(ADDRESS, HOME)
    known, unknown = sent(ADDRESS)[-1], sent("khac@example.vn")[-1]
    assert (known.kind, known.channel, set(known.facts)) == (
        unknown.kind,
        unknown.channel,
        set(unknown.facts),
    )


def test_the_database_holds_no_code(sqlite_town):
    """Neither the row nor the outbox: the digits need the server's key."""
    registration.ask(ADDRESS, HOME)
    code = read_code(ADDRESS)
    tables = records.everything()
    assert code not in str([tables[name] for name in ("one_time_code", "notice")])


def test_a_code_works_once_for_ten_minutes_and_only_the_last_one(database):
    """Spent, replaced and ended codes are wrong like any other."""
    registration.ask(ADDRESS, HOME)
    first = read_code(ADDRESS)
    registration.ask(ADDRESS, HOME)
    second = read_code(ADDRESS)
    if first != second:
        refused(ADDRESS, first)
    with standing_at(town.MONDAY + one_time.LASTS):
        refused(ADDRESS, second)
    assert registration.finish(ADDRESS, f" {second[:3]} {second[3:]} ", "Ngô Thị Mẫu", GOOD, HOME)
    refused(ADDRESS, second)


def refused(recipient: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        registration.finish(recipient, code, "Ngô Thị Mẫu", GOOD, HOME)
    assert [problem.code for problem in wrong.value.problems] == ["code_wrong"]


def test_guessing_and_flooding_are_stopped(database):
    """Five guesses at one address, from wherever; three codes to it in ten minutes."""
    for _ in range(one_time.SENT_TO_ONE[0][0]):
        registration.ask(ADDRESS, HOME)
    with pytest.raises(TooOften):
        registration.ask(ADDRESS, "192.0.2.99")
    wrong = "000000" if read_code(ADDRESS) != "000000" else "000001"
    for number in range(one_time.TRIED_AT_ONE[0][0]):
        with pytest.raises(Invalid):
            registration.finish(ADDRESS, wrong, "Ngô Thị Mẫu", GOOD, f"192.0.2.{number}")
    with pytest.raises(TooOften):
        registration.finish(ADDRESS, read_code(ADDRESS), "Ngô Thị Mẫu", GOOD, HOME)


def test_a_forgotten_password_is_set_anew_by_registering_again(database):
    """The account, its name and its dossiers stay; whoever was signed in is signed out."""
    me = registered()
    token = accounts.claim(accounts.sign_in(ADDRESS, "b").ticket, "b")
    recipient = registration.ask(ADDRESS, HOME)
    registration.finish(recipient, read_code(recipient), "Tên Khác", "mat-khau-khac-2026", HOME)
    assert town.actor(ADDRESS) == me
    assert accounts.actor_for(token) is None
    assert log(me) == ["registered", "password_set"]


def test_an_officers_password_is_not_set_here(sqlite_town):
    """Even if an officer signs in by an address: for them there is the administrator."""
    with transaction() as session:
        session.execute(update(Account).where(Account.username == "canbo").values(username=ADDRESS))
    registration.ask(ADDRESS, HOME)
    refused(ADDRESS, read_code(ADDRESS))


BAD = [("", GOOD), ("N" * 121, GOOD), ("Ngô", "ngan"), ("Ngô", "a" * 20), ("Ngô", "ă" * 40 + "bcde")]


@pytest.mark.parametrize(("name", "password"), BAD)
def test_a_bad_name_or_password_spends_no_code(sqlite_town, name, password):
    """It is said, and the same code is still good."""
    registration.ask(ADDRESS, HOME)
    with pytest.raises(Invalid) as wrong:
        registration.finish(ADDRESS, read_code(ADDRESS), name, password, HOME)
    assert citizen_words.say(wrong.value.problems[0])
    assert registration.finish(ADDRESS, read_code(ADDRESS), "Ngô Mẫu", GOOD, HOME)


# --- contact data, export, closing --------------------------------------------------------------------------


def test_a_new_address_is_proven_before_it_counts(database):
    """Who registered with the old address signs in with the new one; the code of another account is wrong."""
    me = registered()
    recipient = own.ask_contact(me, "moi2@example.vn", HOME)
    with pytest.raises(Invalid):
        own.set_contact(town.actor("congdan"), recipient, read_code(recipient), HOME)
    own.set_contact(me, recipient, read_code(recipient), HOME)
    assert own.contact(me).email == own.contact(me).username == "moi2@example.vn"
    phone = own.ask_contact(me, "0912000123", HOME)
    own.set_contact(me, phone, read_code(phone), HOME)
    assert own.contact(me).phone == "+84912000123"
    assert own.contact(me).username == "moi2@example.vn"


def test_an_address_that_signs_in_elsewhere_is_not_taken_over(database):
    """Told only to somebody who reads that post; nothing changes."""
    me = registered()
    registered("khac@example.vn")
    recipient = own.ask_contact(me, "khac@example.vn", HOME)
    with pytest.raises(Invalid) as wrong:
        own.set_contact(me, recipient, read_code(recipient), HOME)
    assert wrong.value.problems[0].code == "address_taken"
    assert own.contact(me).email == ADDRESS


def test_the_export_holds_all_of_ones_own_and_nothing_else(database):
    """Answers, papers, story, messages and drafts; each export is in the log, and in the file."""
    me, mine = town.actor("congdan"), of("congdan", town.a_dossier(State.IN_PROCESS))
    other = town.a_dossier(chance=2)
    new_form("2.000635")
    raw = export.own_data(me)
    (one,) = json.loads(raw)["dossiers"]
    assert one["code"] == mine
    assert one["answers"]
    assert one["papers"]
    assert one["messages"]
    assert [line["action"] for line in one["story"]] == ["submit", "receive", "forward"]
    assert json.loads(raw)["drafts"]
    assert records.dossier(mine).applicant_id_number in raw.decode()
    assert other not in raw.decode()
    assert log(me) == ["exported"]
    for _ in range(export.A_DAY - 1):
        export.own_data(me)
    with pytest.raises(TooOften):
        export.own_data(me)


def test_closing_takes_the_person_off_the_dossiers(database):
    """The dossiers stay and are followed by their code; the account is empty and opens nothing."""
    me = registered()
    code = town.a_dossier(State.RECEIVED)
    citizens.claim(me, code, digits(code), HOME)
    token = accounts.claim(accounts.sign_in(ADDRESS, "b").ticket, "b")
    with pytest.raises(Invalid):
        own.close(me, "sai-mat-khau", HOME)
    assert accounts.actor_for(token) == me
    own.close(me, GOOD, HOME)
    assert accounts.actor_for(token) is None
    assert records.dossier(code).account_id is None
    assert tracking.verify(code, digits(code), HOME).proven_code == code
    with reading() as session:
        left = session.get_one(Account, me.account_id)
    assert (left.email, left.phone, left.name, left.is_active) == (None, None, own.GONE, False)
    again = registered()
    assert again.account_id != me.account_id
    assert citizens.dossiers(again).rows == ()


@pytest.mark.parametrize("who", ["canbo", "lanhdao", "giamsat", "quantri"])
def test_these_are_verbs_of_citizens(sqlite_town, who):
    """An officer's contact data and account are the administrator's to change."""
    officer = town.actor(who)
    verbs = (
        own.contact,
        export.own_data,
        lambda who: own.ask_contact(who, ADDRESS, HOME),
        lambda who: own.set_contact(who, ADDRESS, "000000", HOME),
        lambda who: own.rename(who, "Ngô Thị Mẫu", "Ghi nhầm."),
        lambda who: own.close(who, GOOD, HOME),
    )
    with records.no_trace():
        for verb in verbs:
            with pytest.raises(NotAllowed):
                verb(officer)
