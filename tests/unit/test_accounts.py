"""Passwords, the lock after wrong ones, tickets, sessions and who stands behind them, on both engines."""

import threading
import time
from datetime import date, timedelta

import bcrypt
import pytest
from sqlalchemy import event, select, update

from db.people import Account, RoleGrant, SignInSession, Throttle
from db.session import engine, transaction
from services import accounts, clock
from services.accounts import passwords, tries
from services.errors import Invalid, LockedOut, NotFound, SignInFailed, TooOften
from services.workflow import Role

PASSWORD = "MotCua@2026"
HERE = "a-browser"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    """The cost of a hash is bcrypt's affair; what is made of it is ours."""
    monkeypatch.setattr(passwords, "ROUNDS", 4)
    passwords.nobodys.cache_clear()
    yield
    passwords.nobodys.cache_clear()


def _token(username: str = "canbo") -> str:
    return accounts.claim(accounts.sign_in(username, HERE).ticket, HERE)


def _wrong(username: str) -> None:
    """One try with a wrong password, as the sign-in room makes it."""
    password_hash = accounts.begin_try(username, "a-visitor")
    assert not bcrypt.checkpw(b"wrong password", password_hash.encode())
    accounts.wrong_password(username)


def _later(monkeypatch, **span) -> None:
    at = clock.now() + timedelta(**span)
    for module in (accounts, tries):
        monkeypatch.setattr(module, "now", lambda: at)


# --- passwords ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short@1", "weak_password"),
        ("aaaaaaaaaaaa", "weak_password"),
        (" with-a-blank1", "weak_password"),
        ("q1w2e3r4t5y6", "leaked_password"),
        ("matkhau123456", "guessable_password"),
        ("đ" * 20 + "abcdefghijklmnopqrstuvwxyz0123456789", "long_password"),
    ],
)
def test_weak_passwords_are_refused(password, code):
    """A password is at least ten characters, not all alike, and no longer than bcrypt reads."""
    with pytest.raises(Invalid) as refusal:
        passwords.hashed(password)
    assert refusal.value.problems[0].code == code


def test_nobodys_hash_costs_the_same_and_fits_nothing(monkeypatch):
    """An unknown name takes as long as a wrong password."""
    monkeypatch.setattr(passwords, "ROUNDS", 10)
    passwords.nobodys.cache_clear()
    real, nobody = passwords.hashed(PASSWORD), passwords.nobodys()

    def seconds(password_hash: str) -> float:
        start = time.perf_counter()
        assert not bcrypt.checkpw(b"wrong password", password_hash.encode())
        return time.perf_counter() - start

    pairs = sorted(seconds(nobody) / seconds(real) for _ in range(9))
    assert 0.5 < pairs[4] < 2


def test_a_real_hash_is_bcrypts():
    """streamlit-authenticator checks bcrypt hashes."""
    assert bcrypt.checkpw(PASSWORD.encode(), passwords.hashed(PASSWORD).encode())


# --- tickets and sessions -----------------------------------------------------------------------------------


def test_a_ticket_becomes_a_session_once(database):
    """A ticket works once: an address that was seen by others signs nobody in."""
    ticket = accounts.sign_in("canbo", HERE).ticket
    assert accounts.actor_for(accounts.claim(ticket, HERE)).username == "canbo"
    with pytest.raises(SignInFailed):
        accounts.claim(ticket, HERE)


@pytest.mark.parametrize("browser", ["another-browser", ""])
def test_a_ticket_is_bound_to_its_browser(sqlite_town, browser):
    """A ticket sent to somebody else's browser does not sign that one in."""
    ticket = accounts.sign_in("canbo", HERE).ticket
    with pytest.raises(SignInFailed):
        accounts.claim(ticket, browser)


def test_a_browser_without_cookies_gets_no_ticket(sqlite_town):
    """Without the browser's own value a ticket could not be bound to it."""
    with pytest.raises(SignInFailed):
        accounts.sign_in("canbo", "")


def test_a_ticket_lives_for_a_minute(sqlite_town, monkeypatch):
    """A ticket left lying in a history is worth nothing."""
    ticket = accounts.sign_in("canbo", HERE).ticket
    _later(monkeypatch, minutes=1, seconds=1)
    with pytest.raises(SignInFailed):
        accounts.claim(ticket, HERE)


@pytest.mark.parametrize("ticket", ["", ".", "x", "x.y", "đ.đ"])
def test_a_made_up_ticket_is_refused(sqlite_town, ticket):
    """Tickets are signed."""
    with pytest.raises(SignInFailed):
        accounts.claim(ticket, HERE)


def test_a_ticket_is_no_session_and_a_row_no_token(sqlite_town):
    """Neither a ticket's secret nor what the table holds can be used as a cookie."""
    secret = accounts.sign_in("canbo", HERE).ticket.partition(".")[0]
    _token()
    with transaction() as session:
        hashes = session.scalars(select(SignInSession.token_hash)).all()
    assert all(accounts.actor_for(value) is None for value in (secret, *hashes, "", "x"))


def test_signing_out_kills_the_session_at_once(database):
    """The row is read on every run, so a revoked session is dead with the next click, everywhere."""
    one, other = _token(), _token()
    accounts.sign_out(one)
    assert accounts.actor_for(one) is None
    assert accounts.actor_for(other) is not None


def test_a_session_ends(sqlite_town, monkeypatch):
    """After twelve hours the password is asked again."""
    token = _token()
    _later(monkeypatch, hours=12, seconds=1)
    assert accounts.actor_for(token) is None


def test_a_closed_account_is_out_at_once(sqlite_town):
    """Somebody who left the office cannot go on with an open session."""
    token = _token()
    with transaction() as session:
        session.execute(update(Account).where(Account.username == "canbo").values(is_active=False))
    assert accounts.actor_for(token) is None
    with pytest.raises(SignInFailed):
        accounts.sign_in("canbo", HERE)
    assert accounts.begin_try("canbo", "a-visitor") == passwords.nobodys()


def test_a_new_password_ends_old_sessions(sqlite_town):
    """Whoever knew the old password is out."""
    token = _token()
    with transaction() as session:
        account = session.scalar(select(Account).where(Account.username == "canbo"))
        accounts.set_password(session, account, "hai chum chìa khóa")
    assert accounts.actor_for(token) is None


def test_roles_count_on_the_days_they_are_held(database):
    """Roles are read on every run: one that ended yesterday opens nothing today."""
    token = _token("lanhdao")
    assert {grant.role for grant in accounts.actor_for(token).grants} == {Role.LEADER}
    yesterday = clock.today() - timedelta(days=1)
    with transaction() as session:
        session.execute(
            update(RoleGrant)
            .where(RoleGrant.account_id == accounts.actor_for(token).account_id)
            .values(valid_from=date(2020, 1, 1), valid_to=yesterday)
        )
    reader = accounts.actor_for(token)
    assert reader.grants == ()
    assert reader.kind == "citizen"


def test_who_asks_is_one_question(database):
    """Session, account, roles and agencies come in one query: it runs with every click."""
    token, seen = _token(), []
    event.listen(engine(), "after_cursor_execute", lambda _c, _cur, text, *_: seen.append(text))
    reader = accounts.actor_for(token)
    assert len([text for text in seen if text.lstrip().upper().startswith("SELECT")]) == 1
    assert reader.kind == "officer"
    assert [(grant.role, grant.agency_name) for grant in reader.grants] == [(Role.RECEIVER, "UBND xã Tam Đa")]


def test_somebody_without_an_account_is_not_found(sqlite_town):
    """Commands say so."""
    with pytest.raises(NotFound):
        accounts.actor_named("khong-co")


# --- tries --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["canbo", "khong-co-ai"])
def test_five_wrong_passwords_lock_the_name(database, monkeypatch, username):
    """Five wrong in a row lock a name for fifteen minutes, whether anybody bears it or not."""
    start = clock.now()
    for _ in range(4):
        with pytest.raises(SignInFailed):
            _wrong(username)
    with pytest.raises(LockedOut) as refusal:
        _wrong(username)
    wait = refusal.value.facts["until"] - start
    assert timedelta(minutes=15) <= wait < timedelta(minutes=16)
    with pytest.raises(LockedOut):
        accounts.begin_try(username, "a-visitor")
    _later(monkeypatch, minutes=15, seconds=30)
    with pytest.raises(SignInFailed):
        _wrong(username)


def test_the_right_password_forgets_wrong_ones(sqlite_town):
    """Four slips today and four tomorrow lock nobody."""
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInFailed):
                _wrong("canbo")
        accounts.begin_try("canbo", "a-visitor")
        accounts.sign_in("canbo", HERE)


def test_many_tries_at_the_same_moment_do_not_outrun_the_lock(database):
    """A try is counted before the password is checked, so twenty at once get five checks."""
    heard, refused = [], []

    def attempt() -> None:
        try:
            heard.append(accounts.begin_try("canbo", "a-visitor"))
        except LockedOut:
            refused.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(heard), len(refused)) == (5, 15)


def test_one_visitor_cannot_try_many_names(sqlite_town, monkeypatch):
    """Sixty tries in ten minutes from one place, over all names."""
    monkeypatch.setattr(accounts, "TRIES_PER_VISITOR", 3)
    for number in range(3):
        accounts.begin_try(f"name-{number}", "a-visitor")
    with pytest.raises(TooOften):
        accounts.begin_try("name-4", "a-visitor")
    accounts.begin_try("name-5", "another-visitor")


def test_a_throttle_counts_per_window(database, monkeypatch):
    """So many in one window, and again in the next; the refusal says when that begins."""
    limits = {"limit": 2, "window": timedelta(minutes=10)}
    for _ in range(2):
        with transaction() as session:
            accounts.throttle(session, "track:someone", **limits)
    with pytest.raises(TooOften) as refusal, transaction() as session:
        accounts.throttle(session, "track:someone", **limits)
    assert clock.now() < refusal.value.facts["until"] <= clock.now() + timedelta(minutes=10)
    _later(monkeypatch, minutes=10)
    with transaction() as session:
        accounts.throttle(session, "track:someone", **limits)


def test_counts_hold_no_personal_data(sqlite_town):
    """Names and addresses of visitors are kept as keyed hashes, and dropped after a day."""
    accounts.begin_try("nguyen.van.a", "203.0.113.7")
    with transaction() as session:
        keys = session.scalars(select(Throttle.key)).all()
    assert keys
    assert not [key for key in keys if "nguyen" in key or "203.0" in key]


def test_tidying_keeps_what_counts(sqlite_town, monkeypatch):
    """Ended sessions and old counts go, open sessions stay."""
    token = _token()
    accounts.begin_try("canbo", "a-visitor")
    accounts.tidy()
    assert accounts.actor_for(token) is not None
    _later(monkeypatch, days=2)
    accounts.tidy()
    with transaction() as session:
        assert session.scalars(select(SignInSession)).all() == []
        assert session.scalars(select(Throttle)).all() == []
