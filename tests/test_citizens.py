"""A citizen's account: the own dossiers and nobody else's, and what is known is not typed twice."""

import pytest
from sqlalchemy import select, update

from db.dossiers import Dossier
from db.people import AccountEvent
from db.session import reading, transaction
from services import citizens, drafts, intake, offers, tracking
from services.actors import Actor, citizen
from services.clock import standing_at
from services.errors import NotAllowed, NotFound, TooOften
from services.workflow import State
from tests import records, town
from tests.test_desk import questions

HOME = "192.0.2.10"


@pytest.fixture(autouse=True)
def monday():
    """The tests' clock stands on a working Monday morning."""
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
