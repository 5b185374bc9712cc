"""The officers' daily mail: one a day, for whoever wants it, in numbers, once however many copies run."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from db.outbox import Notice
from db.people import Account
from db.session import reading, transaction
from services import digest
from services.clock import standing_at
from services.errors import Invalid, NotAllowed
from services.notices import rules, texts
from services.workflow import State
from tests import town
from tests.records import no_trace
from tests.town import a_dossier, actor, moment

S = State


@pytest.fixture(autouse=True)
def monday(request):
    with standing_at(town.MONDAY):
        yield


def addresses() -> None:
    """Both officers of the counter have a mail address of their own."""
    with transaction() as session:
        for name in ("canbo", "chuyenvien"):
            query = update(Account).where(Account.username == name)
            session.execute(query.values(email=f"{name}@example.vn"))
        others = update(Account).where(Account.username.not_in(("canbo", "chuyenvien")))
        session.execute(others.values(email=None))


def mails() -> list[Notice]:
    with reading() as session:
        return list(session.scalars(select(Notice).where(Notice.kind == "officer_digest")))


def counts(mail: Notice) -> dict[str, str]:
    return {one["name"]: one["reason"] for one in mail.facts["items"]}


def test_off_until_somebody_wants_it(database):
    """Default off; on by the own word or by the office's; the own word outranks the office's."""
    addresses()
    a_dossier(S.SUBMITTED)
    assert digest.send() == 0
    digest.set_rule(actor("quantri"), True, "07:00")
    digest.choose(actor("chuyenvien"), False)
    assert digest.send() == 1
    assert [one.recipient for one in mails()] == ["canbo@example.vn"]
    assert (digest.choice(actor("canbo")).said, digest.choice(actor("canbo")).wanted) == (None, True)
    assert digest.choice(actor("chuyenvien")).wanted is False


def test_it_tells_numbers_once_a_day(database):
    """New, due today, overdue, answers; no name, no code; again the next working day, not on days off."""
    addresses()
    digest.choose(actor("canbo"), True)
    digest.choose(actor("chuyenvien"), True)
    with standing_at(moment("2026-11-20T09:00")):
        late = a_dossier(S.IN_PROCESS, chance=2)
    a_dossier(S.SUBMITTED)
    assert (digest.send(), digest.send()) == (2, 0)
    desk, specialist = sorted(mails(), key=lambda one: one.recipient)
    assert counts(desk) == {"new": "1", "overdue": "1"}
    assert counts(specialist) == {"overdue": "1"}
    for spoken in ("vi", "en"):
        subject, body = texts.render(desk.kind, "email", spoken, desk.facts)
        assert late not in body + subject
        assert "/hang-doi" in body
    with standing_at(moment("2026-11-24T09:00")):  # a holiday
        assert digest.send() == 0
    with standing_at(moment("2026-11-25T06:59")):
        assert digest.send() == 0
    with standing_at(moment("2026-11-25T07:00")):
        assert digest.send() == 2


def test_nothing_waits_nothing_is_written(sqlite_town):
    """A mail without news would be noise; it heeds the quiet hours like every message nobody waits for."""
    addresses()
    digest.choose(actor("canbo"), True)
    assert digest.send() == 0
    assert mails() == []
    assert "officer_digest" not in rules.AT_ONCE


def test_two_copies_write_it_once(database):
    """The row of person and day decides between two copies of the program."""
    addresses()
    digest.choose(actor("canbo"), True)
    a_dossier(S.SUBMITTED)
    gate = Barrier(2)

    def copy() -> None:
        with standing_at(town.MONDAY):
            gate.wait()
            digest.send()

    threads = [Thread(target=copy) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mails()) == 1


def test_who_may_set_what(sqlite_town):
    """Role × action: the office's rule is the administrator's, the own word every officer's."""
    for who in ("canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"):
        with no_trace(), pytest.raises(NotAllowed):
            digest.set_rule(actor(who), True, "07:00")
    for who in ("giamsat", "quantri", "congdan"):
        with no_trace(), pytest.raises(NotAllowed):
            digest.choose(actor(who), True)
    with no_trace(), pytest.raises(Invalid):
        digest.set_rule(actor("quantri"), True, "03:17")
