"""The second factor: codes of a telephone (TOTP), recovery codes, the second step of signing in."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.access import RecoveryCode, SecondFactor
from db.people import Account, SignInSession
from db.session import reading, transaction
from services import settings
from services.accounts import tickets, tries
from services.actors import Actor
from services.clock import now
from services.errors import GuardRefused, Invalid, NotFound, Problem, SignInFailed
from services.oversight import chain

ISSUER = "Một cửa"
RECOVERY_CODES = 10
A_DAY = 60
"""Tries of one account in a day, right ones too: at five wrong ones a lock, guessing takes decades."""


@dataclass(frozen=True)
class Standing:
    """Since when it is asked for, recovery codes that are left, and whether a role demands it."""

    since: datetime | None
    left: int
    required: bool


@dataclass(frozen=True)
class Setup:
    """What a telephone reads: the address behind the QR code, and the secret to type instead."""

    uri: str
    secret: str


def standing(actor: Actor) -> Standing:
    """The own second factor. Raises NotFound for nobody."""
    with reading() as session:
        kept = session.get(SecondFactor, _me(actor))
        left = select(func.count()).where(RecoveryCode.account_id == _me(actor))
        return Standing(kept.confirmed_at if kept else None, session.scalar(left) or 0, actor.wanting_factor)


def begin(actor: Actor) -> Setup:
    """A new secret, not asked for until `confirm`. Raises GuardRefused (factor_is_set)."""
    import pyotp

    secret = pyotp.random_base32()
    with transaction() as session:
        kept = _kept(session, _me(actor))
        if kept is not None and kept.confirmed_at is not None:
            raise GuardRefused("factor_is_set")
        session.merge(
            SecondFactor(account_id=_me(actor), sealed=_cipher().encrypt(secret.encode()).decode(),
                         confirmed_at=None, last_step=0)
        )  # fmt: skip
    return Setup(pyotp.TOTP(secret).provisioning_uri(name=actor.username, issuer_name=ISSUER), secret)


def confirm(actor: Actor, code: str) -> tuple[str, ...]:
    """The telephone makes right codes: from now on they are asked for. The recovery codes, shown once.

    Raises GuardRefused, Invalid (factor_wrong), LockedOut, TooOften.
    """
    _count(_me(actor))
    with transaction() as session:
        kept = _kept(session, _me(actor))
        if kept is None or kept.confirmed_at is not None:
            raise GuardRefused("factor_is_set" if kept else "factor_not_set")
        _spend(session, kept, code)
        kept.confirmed_at = now()
        _write(session, actor, "factor_set")
        return _new_codes(session, _me(actor))


def renew_codes(actor: Actor, code: str) -> tuple[str, ...]:
    """New recovery codes in place of the old ones. Raises as `confirm`."""
    _count(_me(actor))
    with transaction() as session:
        _spend(session, _set(session, _me(actor)), code)
        _write(session, actor, "recovery_renewed")
        return _new_codes(session, _me(actor))


def end(actor: Actor, code: str) -> None:
    """The password alone is asked for again. Raises as `confirm`, GuardRefused (factor_required)."""
    if {str(grant.role) for grant in actor.grants} & settings.second_factor_roles():
        raise GuardRefused("factor_required")
    _count(_me(actor))
    with transaction() as session:
        kept = _set(session, _me(actor))
        _spend(session, kept, code)
        session.delete(kept)
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == _me(actor)))
        _write(session, actor, "factor_ended")


def finish(half: str, code: str, browser: str) -> str:
    """The second step: the half ticket of the right password, and a code. A ticket as sign_in gives it.

    A code works once; so does a recovery code. Raises SignInFailed when the half ticket has ended, LockedOut
    and TooOften before the code is looked at, Invalid (factor_wrong).
    """
    held = tickets.opened("half", half, browser)
    mine = (SignInSession.token_hash == held, SignInSession.expires_at > now())
    with reading() as session:
        account_id = session.scalar(select(SignInSession.account_id).where(*mine))
    if account_id is None:
        raise SignInFailed()
    _count(account_id)
    with transaction() as session:
        account = session.get_one(Account, account_id)
        if not account.is_active or session.execute(delete(SignInSession).where(*mine)).rowcount != 1:
            raise SignInFailed()
        _spend(session, _set(session, account_id), code, paper=True)
        tries.forget_sign_in(session, _counted(account_id))
        return tickets.give(session, "ticket", account_id, browser, tickets.TICKET_LASTS)


# --- shared steps -------------------------------------------------------------------------------------------


def asked_for(session: Session, account_id: int) -> bool:
    """Whether this account signs in with two steps."""
    kept = session.get(SecondFactor, account_id)
    return kept is not None and kept.confirmed_at is not None


def _spend(session: Session, kept: SecondFactor, typed: str, *, paper: bool = False) -> None:
    """Use a code up. Raises Invalid."""
    import pyotp

    given = "".join(typed.split()).replace("-", "").upper()
    if paper and len(given) > 6:
        used = delete(RecoveryCode).where(
            RecoveryCode.account_id == kept.account_id,
            RecoveryCode.code_hash == _hash(kept.account_id, given),
        )
        if session.execute(used).rowcount == 1:
            account = session.get_one(Account, kept.account_id)
            _write(session, Actor("officer", account.name, account.id, account.username), "recovery_used")
            return
        raise Invalid([Problem("code", "factor_wrong")])
    try:
        totp = pyotp.TOTP(_cipher().decrypt(kept.sealed.encode()).decode())
    except InvalidToken:  # SECRET_KEY was changed: an administrator makes it forget this telephone
        raise Invalid([Problem("code", "factor_wrong")]) from None
    step = int(now().timestamp()) // totp.interval
    for one in (step - 1, step, step + 1):  # clocks of telephones are up to half a minute off
        if hmac.compare_digest(totp.generate_otp(one).encode(), given.encode()):
            newer = update(SecondFactor).where(
                SecondFactor.account_id == kept.account_id, SecondFactor.last_step < one
            )
            if session.execute(newer.values(last_step=one)).rowcount == 1:
                return
    raise Invalid([Problem("code", "factor_wrong")])


def _count(account_id: int) -> None:
    """A try counts before it is looked at, in a transaction of its own. Raises LockedOut, TooOften."""
    with transaction() as session:
        tries.throttle(session, f"factor:{account_id}", limit=A_DAY, window=timedelta(days=1))
        tries.count_sign_in(session, _counted(account_id))


def _counted(account_id: int) -> str:
    return f"#{account_id}"


def _kept(session: Session, account_id: int) -> SecondFactor | None:
    query = select(SecondFactor).where(SecondFactor.account_id == account_id).with_for_update()
    return session.scalar(query)


def _set(session: Session, account_id: int) -> SecondFactor:
    kept = _kept(session, account_id)
    if kept is None or kept.confirmed_at is None:
        raise GuardRefused("factor_not_set")
    return kept


def _new_codes(session: Session, account_id: int) -> tuple[str, ...]:
    tries.forget_sign_in(session, _counted(account_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=_hash(account_id, code), account_id=account_id) for code in codes)
    return tuple("-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes)


def _write(session: Session, actor: Actor, action: str) -> None:
    own = next((grant.agency_id for grant in actor.grants if grant.agency_id is not None), None)
    chain.add(session, {
        "at": now(), "actor_id": actor.account_id, "actor_name": actor.name, "agency_id": own,
        "action": action, "subject": actor.username, "facts": {},
    })  # fmt: skip


def _me(actor: Actor) -> int:
    if actor.account_id is None:
        raise NotFound("account")
    return actor.account_id


def _hash(account_id: int, code: str) -> str:
    """Eighty bits of chance need no slow hash; the key keeps a copy of the table from trying any."""
    message = f"recovery:{account_id}:{code}".encode()
    return hmac.new(settings.secret_key().encode(), message, hashlib.sha256).hexdigest()


def _cipher() -> Fernet:
    key = hmac.new(settings.secret_key().encode(), b"second factor", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
