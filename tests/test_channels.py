"""How a citizen wants to be told: chosen with the form or the account, heeded by every message."""

import pytest

from services import channels, intake, notices
from services.errors import Invalid, NotAllowed
from tests import records
from tests.town import a_draft, act, actor

pytestmark = pytest.mark.usefixtures("monday")


def told(code: str) -> set[str]:
    return {notice.channel for notice in records.notices(code)}


@pytest.mark.parametrize(("chosen", "by"), [("", {"email", "sms"}), ("email", {"email"}), ("sms", {"sms"})])
def test_every_message_goes_the_way_that_was_chosen(database, chosen, by):
    """From the first message on, also those of later steps."""
    token = a_draft()
    assert channels.of_draft(token) == channels.Choice("", True)
    channels.choose(token, chosen)
    assert channels.of_draft(token).tell_by == chosen
    code = intake.submit(token).code
    assert told(code) == by
    act("canbo", code, "receive")
    assert told(code) == by


def test_a_way_that_reaches_nobody_is_not_taken(sqlite_town):
    """Nothing is lost: without the chosen address the other one is used."""
    assert notices.ways_to("dan@example.vn", None, "sms") == [("email", "dan@example.vn")]
    assert notices.ways_to(None, None, "sms") == []


def test_the_accounts_choice_counts_for_new_dossiers(sqlite_town):
    """The form begins with it, and may say otherwise."""
    from sqlalchemy import update

    from db.dossiers import Draft
    from db.session import transaction

    citizen = actor("congdan")
    channels.choose_for_account(citizen, "sms")
    assert channels.of_account(citizen) == "sms"
    first, second = a_draft(), a_draft(chance=2)
    with transaction() as session:
        session.execute(update(Draft).values(account_id=citizen.account_id))
    channels.choose(second, "")
    assert told(intake.submit(first).code) == {"sms"}
    assert told(intake.submit(second).code) == {"email", "sms"}


def test_a_choice_that_does_not_exist_is_refused(sqlite_town):
    """Only the ways that the office has; an officer has no such account."""
    with pytest.raises(Invalid):
        channels.choose(a_draft(), "zalo")
    with pytest.raises(Invalid):
        channels.choose_for_account(actor("congdan"), "zalo")
    with pytest.raises(NotAllowed):
        channels.choose_for_account(actor("canbo"), "sms")
