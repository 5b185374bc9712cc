"""People and their roles: who may change what, and that nobody is locked out or raised by his own hand."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from db.agencies import Agency
from db.dossiers import Dossier
from db.office import OfficeEvent
from db.outbox import Notice
from db.people import Account
from db.session import reading, transaction
from services import accounts
from services.accounts import passwords
from services.clock import standing_at, today
from services.errors import GuardRefused, Invalid, NotAllowed, NotFound, Refusal
from services.notices import texts
from services.people import access, handover, invitations, listing, roles
from services.people.invitations import Wanted
from services.workflow import Role, State
from tests import records, town

STRONG = "ba con mèo ngồi học"


@pytest.fixture(autouse=True)
def monday():
    with standing_at(town.MONDAY):
        yield


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    monkeypatch.setattr(passwords, "ROUNDS", 4)


def agency(slug: str) -> int:
    with reading() as session:
        return session.scalar(select(Agency.id).where(Agency.slug == slug))


def account(username: str) -> int:
    return town.actor(username).account_id


def join(username: str, role: Role, slug: str, *, last: date | None = None, by: str = "quantri") -> int:
    """A new colleague who has set a password; the account's id."""
    wanted = [Wanted(role.value, agency(slug), today(), last)]
    link = invitations.invite(town.actor(by), username, "Người Mẫu Mới", f"{username}@example.vn", wanted)
    invitations.accept(token_of(link.url), STRONG, "local")
    return link.account_id


def token_of(url: str) -> str:
    return url.rpartition("=")[2]


def guard(verb, *args) -> str:
    with pytest.raises(GuardRefused) as refused:
        verb(*args)
    return refused.value.guard


def log() -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = session.scalars(select(OfficeEvent).order_by(OfficeEvent.id))
        return [(row.action, row.subject, row.actor_name) for row in rows]


# --- inviting -----------------------------------------------------------------------------------------------


def test_an_invited_person_sets_the_own_password_once(database):
    """Nobody else ever knows the password; mail and page give the same link, once."""
    quantri = town.actor("quantri")
    link = invitations.invite(quantri, "moi.nguoi", "Ngô Thị Mẫu", "moi@example.vn",
                              [Wanted("receiver", agency("tam-da"), today())])  # fmt: skip
    with reading() as session:
        notice = session.scalar(select(Notice).where(Notice.kind == "invitation"))
    assert token_of(link.url) not in str(notice.facts)
    assert link.url in texts.render("invitation", "email", "vi", notice.facts)[1]
    assert listing.people(quantri, "ngo thi mau").rows[0].standing == listing.INVITED
    with pytest.raises(Invalid):
        invitations.accept(token_of(link.url), "matkhau123456", "local")
    assert invitations.accept(token_of(link.url), STRONG, "local") == "moi.nguoi"
    assert passwords.fits(STRONG, accounts.begin_try("moi.nguoi", "v"))
    for again in (link.url, link.url + "0"):
        with pytest.raises(NotFound):
            invitations.accept(token_of(again), STRONG, "local")
    assert [action for action, *_ in log()] == ["invited", "role_given", "password_set"]
    assert town.actor("moi.nguoi").roles_at(agency("tam-da")) == {Role.RECEIVER}


def test_a_later_link_and_a_lock_end_the_one_before(sqlite_town):
    """A link that lies about somewhere opens nothing any more; nor does one after its three days."""
    quantri, who = town.actor("quantri"), account("canbo")
    first, second = (invitations.renew(quantri, who).url for _ in range(2))
    with pytest.raises(NotFound):
        invitations.look(token_of(first), "local")
    assert invitations.look(token_of(second), "local").username == "canbo"
    with standing_at(town.MONDAY + invitations.LASTS + timedelta(seconds=1)), pytest.raises(NotFound):
        invitations.look(token_of(second), "local")
    access.lock(quantri, who)
    access.unlock(quantri, who)
    with pytest.raises(NotFound):
        invitations.look(token_of(second), "local")


@pytest.mark.parametrize(
    ("username", "name", "email", "wrong"),
    [("Có dấu", "Ngô Mẫu", "", "username_form"), ("canbo", "Ngô Mẫu", "", "username_taken"),
     ("moi", "N", "", "person_name"), ("moi", "Ngô Mẫu", "khong", "email_form")],
)  # fmt: skip
def test_what_cannot_be_an_account_is_refused(sqlite_town, username, name, email, wrong):
    """Each with its own sentence, and without a trace."""
    wanted = [Wanted("receiver", agency("tam-da"), today())]
    with records.no_trace(), pytest.raises(Invalid) as refused:
        invitations.invite(town.actor("quantri"), username, name, email, wanted)
    assert [problem.code for problem in refused.value.problems] == [wrong]


# --- role x action x agency ---------------------------------------------------------------------------------

EVERY = {
    "people": lambda who, other: listing.people(who),
    "person": lambda who, other: listing.person(who, other),
    "offices": lambda who, other: listing.offices(who),
    "invite": lambda who, other: invitations.invite(
        who, "moi.nguoi", "Ngô Mẫu", "", [Wanted("receiver", agency("tam-da"), today())]),
    "renew": invitations.renew,
    "give": lambda who, other: roles.give(who, other, "leader", agency("tam-da"), today(), None),
    "end": lambda who, other: roles.end(who, grant_of(other), today()),
    "lend": lambda who, other: roles.lend(who, other, account("lanhdao"), today(), today()),
    "lock": access.lock,
    "unlock": access.unlock,
    "end_sessions": access.end_sessions,
    "forget_factor": access.forget_factor,
    "hand_over": lambda who, other: handover.hand_over(who, other, agency("tam-da"), account("lanhdao")),
}  # fmt: skip


def grant_of(account_id: int) -> int:
    return listing.person(town.actor("quantri"), account_id).person.roles[0].id


@pytest.mark.parametrize("who", ["canbo", "chuyenvien", "lanhdao", "giamsat", "congdan"])
def test_only_an_administrator_touches_people(sqlite_town, who):
    """Every verb refuses every other role, in the service, and writes nothing."""
    other = account("canbo2")
    for verb in EVERY.values():
        with records.no_trace(), pytest.raises(NotAllowed):
            verb(town.actor(who), other)


def test_an_administrator_of_one_commune_reaches_no_other(sqlite_town):
    """People, roles and work of a neighbour or of an agency above are not found."""
    join("quantrixa", Role.ADMINISTRATOR, "dinh-cao")
    mine = town.actor("quantrixa")
    assert {one.username for one in listing.people(mine).rows} == {"canbo2", "lanhdao2", "quantrixa"}
    assert [name for _id, name in listing.offices(mine)] == ["UBND xã Đình Cao"]
    for name in EVERY.keys() - {"people", "offices"}:
        for other in ("canbo", "giamsat", "quantri"):
            with pytest.raises(NotFound):
                EVERY[name](mine, account(other))


def test_the_account_of_one_who_works_elsewhere_too_is_not_taken_over(sqlite_town):
    """A new password for somebody with a role above would be a way to that role."""
    join("quantrixa", Role.ADMINISTRATOR, "tam-da")
    roles.give(town.actor("quantri"), account("canbo"), "supervisor", agency("phu-cu"), today(), None)
    mine, other = town.actor("quantrixa"), account("canbo")
    for verb in (invitations.renew, access.lock, access.end_sessions, access.forget_factor):
        with records.no_trace():
            assert guard(verb, mine, other) == "works_elsewhere"
    roles.give(mine, other, "leader", agency("tam-da"), today(), None)


def test_nobody_changes_the_own_rights(sqlite_town):
    """Neither more roles nor a longer one, nor by standing in for somebody."""
    quantri, me = town.actor("quantri"), account("quantri")
    with records.no_trace():
        assert guard(roles.give, quantri, me, "leader", agency("tam-da"), today(), None) == "own_rights"
        assert guard(roles.end, quantri, grant_of(me), date(2099, 1, 1)) == "own_rights"
        assert guard(roles.lend, quantri, account("lanhdao"), me, today(), today()) == "own_rights"
        assert guard(access.lock, quantri, me) == "own_rights"


def test_rights_are_read_again_when_they_are_used(sqlite_town):
    """A page that was open before its administrator was locked does nothing any more."""
    join("quantrihai", Role.ADMINISTRATOR, "hung-yen")
    stale = town.actor("quantrihai")
    access.lock(town.actor("quantri"), stale.account_id)
    with records.no_trace(), pytest.raises(NotAllowed):
        access.lock(stale, account("canbo"))


# --- the last administrator ---------------------------------------------------------------------------------


def test_the_last_lasting_administrator_stays(sqlite_town):
    """One whose own role ends soon cannot lock or end the one who would be left; nor does it help that a
    new one has been invited and never came."""
    join("tamthoi", Role.ADMINISTRATOR, "hung-yen", last=today() + timedelta(days=5))
    deputy, last = town.actor("tamthoi"), account("quantri")
    access.lock(deputy, account("quantri2"))
    invitations.invite(deputy, "chuaden", "Chưa Đến", "",
                       [Wanted("administrator", agency("hung-yen"), today())])  # fmt: skip
    with records.no_trace():
        assert guard(access.lock, deputy, last) == "last_administrator"
        assert guard(roles.end, deputy, grant_of(last), today() + timedelta(days=9)) == "last_administrator"
    join("quantrihai", Role.ADMINISTRATOR, "hung-yen")
    access.lock(deputy, last)


def test_two_administrators_at_once_do_not_lock_each_other_out(database):
    """Each locks the other at the same moment: one does, the other is refused, on both engines."""
    join("quantrihai", Role.ADMINISTRATOR, "hung-yen")
    pair, together = [town.actor("quantri"), town.actor("quantrihai")], Barrier(2)
    refused: list[Refusal] = []

    def press(me, other) -> None:
        together.wait()
        try:
            access.lock(me, other.account_id)
        except Refusal as refusal:
            refused.append(refusal)

    threads = [Thread(target=press, args=(pair[i], pair[1 - i])) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in refused] == [NotAllowed]
    with reading() as session:
        ids = [one.account_id for one in pair]
        left = session.scalars(select(Account.id).where(Account.id.in_(ids), Account.is_active)).all()
    assert len(left) == 1


# --- roles with dates, stand-ins ----------------------------------------------------------------------------


def test_a_role_counts_from_its_first_to_its_last_day(sqlite_town):
    """The last day counts everywhere: for what one may do, and for being given work."""
    from services import assignment

    last = today() + timedelta(days=3)
    who = join("thaythe", Role.SPECIALIST, "tam-da", last=last)
    for day, there in ((last, True), (last + timedelta(days=1), False)):
        with standing_at(town.MONDAY + (day - today())), reading() as session:
            assert bool(town.actor("thaythe").grants) is there
            assert (who in {a.id for a in assignment.officers(session, agency("tam-da"), day)}) is there
    quantri = town.actor("quantri")
    assert guard(roles.give, quantri, who, "specialist", agency("tam-da"), last, None) == "held_already"
    roles.give(quantri, who, "specialist", agency("tam-da"), last + timedelta(days=1), None)
    assert len(listing.person(quantri, who).person.roles) == 2


def test_a_stand_in_gets_the_roles_for_the_time_away(sqlite_town):
    """Exactly those of the one who is away, with dates and the name; an administrator's role is not lent."""
    quantri, deputy = town.actor("quantri"), account("chuyenvien")
    last = today() + timedelta(days=7)
    assert roles.lend(quantri, account("lanhdao"), deputy, today(), last) == 1
    assert Role.LEADER in town.actor("chuyenvien").roles_at(agency("tam-da"))
    held = listing.person(quantri, deputy).person.roles[-1]
    assert (held.role, held.last, held.stands_for) == ("leader", last, "Lê Thị Mẫu Ba")
    assert guard(roles.lend, quantri, account("lanhdao"), deputy, today(), last) == "nothing_to_lend"
    join("quantrihai", Role.ADMINISTRATOR, "hung-yen")
    assert guard(roles.lend, quantri, account("quantrihai"), deputy, today(), last) == "nothing_to_lend"


# --- locking, sessions, work --------------------------------------------------------------------------------


def test_locking_and_ending_sessions_count_with_the_next_click(database):
    """The cookie is dead at once, and a ticket that was not claimed too; unlocking lets in again."""
    quantri, who = town.actor("quantri"), account("canbo")
    token = accounts.claim(accounts.sign_in("canbo", "b").ticket, "b")
    ticket = accounts.sign_in("canbo", "b").ticket
    access.end_sessions(quantri, who)
    assert accounts.actor_for(token) is None
    with pytest.raises(Refusal):
        accounts.claim(ticket, "b")
    access.lock(quantri, who)
    with pytest.raises(Refusal):
        accounts.sign_in("canbo", "b")
    access.unlock(quantri, who)
    assert accounts.sign_in("canbo", "b").actor.account_id == who
    assert [action for action, *_ in log()] == ["sessions_ended", "locked", "unlocked"]


def test_open_work_goes_to_a_colleague_with_its_event(database):
    """All open dossiers or none; closed ones stay; the journal tells it and stays whole."""
    open_, closed = town.a_dossier(State.RECEIVED), town.a_dossier(State.RETURNED, chance=2)
    who, quantri = account("canbo"), town.actor("quantri")
    with transaction() as session:
        session.execute(update(Dossier).values(holder_id=who))
    work = listing.person(quantri, who).work
    assert [(one.dossiers, one.agency) for one in work] == [(1, "UBND xã Tam Đa")]
    with records.no_trace(), pytest.raises(Invalid):
        handover.hand_over(quantri, who, agency("tam-da"), account("canbo2"))
    to = account("lanhdao")
    assert handover.hand_over(quantri, who, agency("tam-da"), to) == (1, 0)
    assert (records.dossier(open_).holder_id, records.dossier(closed).holder_id) == (to, who)
    assert (records.last(open_).action, records.last(open_).actor_name) == ("assign", quantri.name)
    assert guard(handover.hand_over, quantri, who, agency("tam-da"), to) == "nothing_held"


def test_the_list_is_found_without_accents_and_by_role(sqlite_town):
    """A name, a user name, a role, an agency; citizens are in no list."""
    quantri = town.actor("quantri")
    assert [p.username for p in listing.people(quantri, "le thi").rows] == ["lanhdao"]
    assert [p.username for p in listing.people(quantri, role="supervisor").rows] == ["giamsat"]
    assert {p.username for p in listing.people(quantri, agency_id=agency("dinh-cao")).rows} == {
        "canbo2", "lanhdao2"}  # fmt: skip
    assert not listing.people(quantri, "congdan").rows
