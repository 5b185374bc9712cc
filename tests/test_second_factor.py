"""The second factor: set up by its owner, asked for at sign-in, each code once, tries limited."""

import pyotp
import pytest
from sqlalchemy import select

from db.access import RecoveryCode, SecondFactor
from db.session import reading
from services import accounts
from services.accounts import second_factor
from services.clock import now, standing_at
from services.errors import GuardRefused, Invalid, LockedOut, Refusal, SignInFailed
from services.people import access, listing
from services.permissions import Permission
from tests import town

pytestmark = pytest.mark.usefixtures("monday")


def set_up(username: str) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    totp = pyotp.TOTP(second_factor.begin(town.actor(username)).secret)
    return totp, second_factor.confirm(town.actor(username), totp.at(now()))


def half(username: str) -> str:
    signed_in = accounts.sign_in(username, "b")
    assert signed_in.asks_code
    return signed_in.ticket


def later(seconds: int):
    from datetime import timedelta

    return standing_at(town.MONDAY + timedelta(seconds=seconds))


def test_the_password_alone_no_longer_signs_in(database):
    """The half ticket opens nothing by itself; with a code it becomes a ticket of this browser, once."""
    totp, _codes = set_up("canbo")
    with later(60):
        first = half("canbo")
        with pytest.raises(SignInFailed):
            accounts.claim(first, "b")
        assert accounts.actor_for(first.partition(".")[0]) is None
        with pytest.raises(SignInFailed):
            second_factor.finish(first, totp.at(now()), "another browser")
        with pytest.raises(Invalid):
            second_factor.finish(first, "000000", "b")
        ticket = second_factor.finish(first, totp.at(now()), "b")
        assert accounts.actor_for(accounts.claim(ticket, "b")).username == "canbo"
        with pytest.raises(SignInFailed):
            second_factor.finish(first, totp.at(now()), "b")


def test_a_code_works_once_and_never_an_older_one(database):
    """Whoever looks over a shoulder comes too late, also with the code before."""
    totp, _codes = set_up("canbo")
    with pytest.raises(Invalid):
        second_factor.finish(half("canbo"), totp.at(now()), "b")
    with later(90):
        code, before = totp.at(now()), totp.at(now(), counter_offset=-1)
        second_factor.finish(half("canbo"), code, "b")
        for again in (code, before):
            with pytest.raises(Invalid):
                second_factor.finish(half("canbo"), again, "b")


def test_a_recovery_code_works_once(sqlite_town):
    """On the day the telephone is lost; the table holds hashes alone."""
    _totp, codes = set_up("canbo")
    assert len(set(codes)) == second_factor.RECOVERY_CODES
    with reading() as session:
        assert not {c.replace("-", "") for c in codes} & set(session.scalars(select(RecoveryCode.code_hash)))
        assert _totp.secret not in session.scalar(select(SecondFactor.sealed))
    assert second_factor.finish(half("canbo"), codes[3].lower(), "b")
    with pytest.raises(Invalid):
        second_factor.finish(half("canbo"), codes[3], "b")
    assert second_factor.standing(town.actor("canbo")).left == second_factor.RECOVERY_CODES - 1


def test_wrong_codes_lock(sqlite_town):
    """Five, and then the right one is not looked at either; the count stands before the look."""
    totp, _codes = set_up("canbo")
    with later(60):
        mine = half("canbo")
        for _ in range(4):
            with pytest.raises(Invalid):
                second_factor.finish(mine, "000000", "b")
        with pytest.raises(Invalid):
            second_factor.finish(mine, "000000", "b")
        with pytest.raises(LockedOut):
            second_factor.finish(mine, totp.at(now()), "b")


def test_where_it_is_demanded_the_role_rests_until_it_is_set_up(database, monkeypatch):
    """Administrators and leaders where the office says so: nothing but setting it up; then it cannot end."""
    monkeypatch.setenv("SECOND_FACTOR_ROLES", "administrator, leader")
    token = accounts.claim(accounts.sign_in("lanhdao", "b").ticket, "b")
    resting = accounts.actor_for(token)
    assert (resting.wanting_factor, resting.grants) == (True, ())
    assert not resting.holds(Permission.QUEUE_READ)
    assert accounts.actor_for(accounts.claim(accounts.sign_in("canbo", "b").ticket, "b")).grants
    totp, _codes = set_up("lanhdao")
    awake = accounts.actor_for(token)
    assert awake.holds(Permission.PROPOSAL_DECIDE)
    with later(60), pytest.raises(GuardRefused) as refused:
        second_factor.end(awake, totp.at(now()))
    assert refused.value.guard == "factor_required"


def test_it_ends_with_a_code_or_by_an_administrator(sqlite_town):
    """Never by the password alone; an administrator's word is in the log."""
    totp, _codes = set_up("canbo")
    with pytest.raises(GuardRefused):
        second_factor.begin(town.actor("canbo"))
    with later(60):
        second_factor.end(town.actor("canbo"), totp.at(now()))
        assert not accounts.sign_in("canbo", "b").asks_code
    set_up("chuyenvien")
    quantri, who = town.actor("quantri"), town.actor("chuyenvien").account_id
    access.forget_factor(quantri, who)
    assert not accounts.sign_in("chuyenvien", "b").asks_code
    assert [line.action for line in listing.person(quantri, who).log] == ["factor_forgotten", "factor_set"]


def test_a_locked_account_does_not_finish(sqlite_town):
    """Locked between the two steps."""
    totp, _codes = set_up("canbo")
    with later(60):
        mine = half("canbo")
        access.lock(town.actor("quantri"), town.actor("canbo").account_id)
        with pytest.raises(Refusal):
            second_factor.finish(mine, totp.at(now()), "b")
